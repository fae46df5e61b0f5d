// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { CampaignsQuery, CampaignsQueryVariables, CampaignQuery, CampaignQueryVariables, CampaignQualityQuery, CampaignQualityQueryVariables, CampaignInstallQuery, CampaignInstallQueryVariables, InstallCheckRunMutation, InstallCheckRunMutationVariables, WhatIfQuery, WhatIfQueryVariables, CampaignCreateMutation, CampaignCreateMutationVariables, CampaignUpdateMutation, CampaignUpdateMutationVariables, FieldMappingsSetMutation, FieldMappingsSetMutationVariables, FieldMappingsPreviewQuery, FieldMappingsPreviewQueryVariables, CampaignDuplicateMutation, CampaignDuplicateMutationVariables, UnmappedPropertiesQuery, UnmappedPropertiesQueryVariables, FieldMappingsDryRunQuery, FieldMappingsDryRunQueryVariables } from '../graphql';

export const CampaignsDocument: Operation<CampaignsQuery, CampaignsQueryVariables> = {
  name: 'Campaigns',
  id: 'sha256:682c5661735a3e8f983e9bcff8d43d3d8234f42cd40ddf8e2f8955a532969f23',
};

export const CampaignDocument: Operation<CampaignQuery, CampaignQueryVariables> = {
  name: 'Campaign',
  id: 'sha256:eb3b4fa33a6b00d615c31869cfe70ec3ca225e7eda4fc30aa3e36b9ce5d8abb5',
};

export const CampaignQualityDocument: Operation<CampaignQualityQuery, CampaignQualityQueryVariables> = {
  name: 'CampaignQuality',
  id: 'sha256:1b932f30ae7e4b3bcfcf89e5d5f16a4fb7ab228795f15624aed1f9f52a7269cb',
};

export const CampaignInstallDocument: Operation<CampaignInstallQuery, CampaignInstallQueryVariables> = {
  name: 'CampaignInstall',
  id: 'sha256:17faf19d6a733dff74075bd496e1fa3f6404640c980f31e5766d98893361d946',
};

export const InstallCheckRunDocument: Operation<InstallCheckRunMutation, InstallCheckRunMutationVariables> = {
  name: 'InstallCheckRun',
  id: 'sha256:47708869e0bc1de49653dddb8276b94242a6f0cfd48b6b348d7a86dac6500a35',
};

export const WhatIfDocument: Operation<WhatIfQuery, WhatIfQueryVariables> = {
  name: 'WhatIf',
  id: 'sha256:8aa7d5bdbde2bae5f898664af84d6f07604aeb23808c8f54770d9f8d16065240',
};

export const CampaignCreateDocument: Operation<CampaignCreateMutation, CampaignCreateMutationVariables> = {
  name: 'CampaignCreate',
  id: 'sha256:413963c35cdd70f58dcc79e3d8dbd7fc8de778b02c6aa78202ee71c3db903d33',
};

export const CampaignUpdateDocument: Operation<CampaignUpdateMutation, CampaignUpdateMutationVariables> = {
  name: 'CampaignUpdate',
  id: 'sha256:ecd0da00b58c1f672c822c92bf07133324ddb8119c6c2549abefed948fd7a355',
};

export const FieldMappingsSetDocument: Operation<FieldMappingsSetMutation, FieldMappingsSetMutationVariables> = {
  name: 'FieldMappingsSet',
  id: 'sha256:0a2dc1685b7f283b7c87634de07044da5a41f608f98b5a18a209ecef2bc50ad9',
};

export const FieldMappingsPreviewDocument: Operation<FieldMappingsPreviewQuery, FieldMappingsPreviewQueryVariables> = {
  name: 'FieldMappingsPreview',
  id: 'sha256:dc345423ceae3fb5e827d94dace29c36f92ebf0a7674be92b0d42b99e8e971b4',
};

export const CampaignDuplicateDocument: Operation<CampaignDuplicateMutation, CampaignDuplicateMutationVariables> = {
  name: 'CampaignDuplicate',
  id: 'sha256:37c47069de4d673eb319698fcc61d853198633da9210f97e7442d330346ac9d6',
};

export const UnmappedPropertiesDocument: Operation<UnmappedPropertiesQuery, UnmappedPropertiesQueryVariables> = {
  name: 'UnmappedProperties',
  id: 'sha256:9c932dd6db6f6b076559cfee720c6ca90421605c1e8ddd703139ce3d303517f6',
};

export const FieldMappingsDryRunDocument: Operation<FieldMappingsDryRunQuery, FieldMappingsDryRunQueryVariables> = {
  name: 'FieldMappingsDryRun',
  id: 'sha256:0dcf58a1d9737478073fd54d138d4a602abe4a6865f40c3ff24ceb6070cc6775',
};
