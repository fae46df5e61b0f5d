// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { PartnersQuery, PartnersQueryVariables, PartnerQuery, PartnerQueryVariables, PartnerCreateMutation, PartnerCreateMutationVariables, PartnerUpdateMutation, PartnerUpdateMutationVariables, PartnerUsersQuery, PartnerUsersQueryVariables, PartnerUserCreateMutation, PartnerUserCreateMutationVariables, PartnerUserDeleteMutation, PartnerUserDeleteMutationVariables, PartnerUserSignInLinkMutation, PartnerUserSignInLinkMutationVariables, PartnerViewAsMutation, PartnerViewAsMutationVariables, PartnersSetStatusMutation, PartnersSetStatusMutationVariables, PartnersImportPreviewQuery, PartnersImportPreviewQueryVariables, PartnersImportMutation, PartnersImportMutationVariables, PartnerChoicesQuery, PartnerChoicesQueryVariables } from '../graphql';

export const PartnersDocument: Operation<PartnersQuery, PartnersQueryVariables> = {
  name: 'Partners',
  id: 'sha256:11c39ceb30e5c8301b910752c6968ec87d6dac06e3544e7bdc8feeb44338d3d7',
};

export const PartnerDocument: Operation<PartnerQuery, PartnerQueryVariables> = {
  name: 'Partner',
  id: 'sha256:2992356c5f17d2d4913a431648aa47948cb304d0cb44f52c6e17a69e27f1620f',
};

export const PartnerCreateDocument: Operation<PartnerCreateMutation, PartnerCreateMutationVariables> = {
  name: 'PartnerCreate',
  id: 'sha256:f8be22a8102bc70b07afe33a11a010ffe5a3e6c7d05f2f7809042a95226700df',
};

export const PartnerUpdateDocument: Operation<PartnerUpdateMutation, PartnerUpdateMutationVariables> = {
  name: 'PartnerUpdate',
  id: 'sha256:0638e72a0df7d2723f7e9a02f4d7ef3a118ba60e2bfc727e50d1192ef88b97ee',
};

export const PartnerUsersDocument: Operation<PartnerUsersQuery, PartnerUsersQueryVariables> = {
  name: 'PartnerUsers',
  id: 'sha256:f27724bf0d9220cebc6d35394de3fa2ca4f45e7f22fc535668e4ea7b3a0e838e',
};

export const PartnerUserCreateDocument: Operation<PartnerUserCreateMutation, PartnerUserCreateMutationVariables> = {
  name: 'PartnerUserCreate',
  id: 'sha256:18522d519ed4cca4124bb7d5d266953bc93c4b83b3b4ffb17a8520d6bad8f649',
};

export const PartnerUserDeleteDocument: Operation<PartnerUserDeleteMutation, PartnerUserDeleteMutationVariables> = {
  name: 'PartnerUserDelete',
  id: 'sha256:0aee66aa896fe8fdc5db3b51f8198282f649fc90e439ecafa9910a81c9cfae5f',
};

export const PartnerUserSignInLinkDocument: Operation<PartnerUserSignInLinkMutation, PartnerUserSignInLinkMutationVariables> = {
  name: 'PartnerUserSignInLink',
  id: 'sha256:92aeda3f9f50f78e1fbc1985a7db6fb602493cc4e3eb5c02039dcc43b70aa030',
};

export const PartnerViewAsDocument: Operation<PartnerViewAsMutation, PartnerViewAsMutationVariables> = {
  name: 'PartnerViewAs',
  id: 'sha256:ae9dd81f4c7080cac4538e1b08919445ef330d903888f7cfd51f1a815eaeb93e',
};

export const PartnersSetStatusDocument: Operation<PartnersSetStatusMutation, PartnersSetStatusMutationVariables> = {
  name: 'PartnersSetStatus',
  id: 'sha256:d96b60cb71158650d0dd7497fcfacbf874224090c7ae561535c649b9d1cfb1e0',
};

export const PartnersImportPreviewDocument: Operation<PartnersImportPreviewQuery, PartnersImportPreviewQueryVariables> = {
  name: 'PartnersImportPreview',
  id: 'sha256:f11039c2393cd7df483ba21ab850cac1e81c9e96bee28baba58de3e4bb0c44b0',
};

export const PartnersImportDocument: Operation<PartnersImportMutation, PartnersImportMutationVariables> = {
  name: 'PartnersImport',
  id: 'sha256:f2d129a272ecbef1f032ae32adffcff5dae9a65ca9fd372b69c4a6b3e68f0fab',
};

export const PartnerChoicesDocument: Operation<PartnerChoicesQuery, PartnerChoicesQueryVariables> = {
  name: 'PartnerChoices',
  id: 'sha256:f56f54344f884c17c89d390c7db5fc1d0495ad348b176472806af25adda0f298',
};
