// Made by `npm run codegen` from ops-portal/ and schema.partner.graphql; do not edit.
import type { Operation } from '../../api/client';
import type { PerformanceQuery, PerformanceQueryVariables, CampaignNamesQuery, CampaignNamesQueryVariables } from '../graphql';

export const PerformanceDocument: Operation<PerformanceQuery, PerformanceQueryVariables> = {
  name: 'Performance',
  id: 'sha256:a5866917c0816be0152c4b4a6b0cbbfd3884caf95584396541ff9bb05f9d7263',
};

export const CampaignNamesDocument: Operation<CampaignNamesQuery, CampaignNamesQueryVariables> = {
  name: 'CampaignNames',
  id: 'sha256:110d4f90f753cd33d9069b41469a4483bae1adf227a5d9c5b92501fb4d678e9c',
};
