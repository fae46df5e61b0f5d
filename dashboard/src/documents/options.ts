// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { CampaignOptionsQuery, CampaignOptionsQueryVariables, CampaignNameQuery, CampaignNameQueryVariables, PartnerOptionsQuery, PartnerOptionsQueryVariables, PartnerNameQuery, PartnerNameQueryVariables, FormOptionsQuery, FormOptionsQueryVariables, LinkOptionsQuery, LinkOptionsQueryVariables } from '../graphql';

export const CampaignOptionsDocument: Operation<CampaignOptionsQuery, CampaignOptionsQueryVariables> = {
  name: 'CampaignOptions',
  id: 'sha256:b37b3be6d2cde8a01f5ee6eaea4714674841d9c43c497026e905fc3d752aa1f2',
};

export const CampaignNameDocument: Operation<CampaignNameQuery, CampaignNameQueryVariables> = {
  name: 'CampaignName',
  id: 'sha256:3bdc4b4626a674698b260b480036b460b9e9486835cc6194497610ea9ccb3d36',
};

export const PartnerOptionsDocument: Operation<PartnerOptionsQuery, PartnerOptionsQueryVariables> = {
  name: 'PartnerOptions',
  id: 'sha256:1eedf18079a0c8faa7390ef1c489cf3f9cfffaec8c57c1d6b8cefffab1d6a93f',
};

export const PartnerNameDocument: Operation<PartnerNameQuery, PartnerNameQueryVariables> = {
  name: 'PartnerName',
  id: 'sha256:577f889b635d730729107739639a4b4f13cf321ff3372b51292ca9b7e6121088',
};

export const FormOptionsDocument: Operation<FormOptionsQuery, FormOptionsQueryVariables> = {
  name: 'FormOptions',
  id: 'sha256:32afb05bd06c5e655343c1c33795d94d5137f57179a25ee8ab5fc967fb30f257',
};

export const LinkOptionsDocument: Operation<LinkOptionsQuery, LinkOptionsQueryVariables> = {
  name: 'LinkOptions',
  id: 'sha256:82004f371f5e76afbc3ea23c93e7223eeba024634a2bf180d6de34a555ca36ae',
};
