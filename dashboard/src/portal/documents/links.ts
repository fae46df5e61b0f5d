// Made by `npm run codegen` from ops-portal/ and schema.partner.graphql; do not edit.
import type { Operation } from '../../api/client';
import type { LinksQuery, LinksQueryVariables, QrCodeQuery, QrCodeQueryVariables, AliasAvailableQuery, AliasAvailableQueryVariables, AliasCreateMutation, AliasCreateMutationVariables, AliasDeleteMutation, AliasDeleteMutationVariables } from '../graphql';

export const LinksDocument: Operation<LinksQuery, LinksQueryVariables> = {
  name: 'Links',
  id: 'sha256:98a4b8886394cebd9e57ad84319f0c3927df46843b60300a1bf3f82dddf0272a',
};

export const QrCodeDocument: Operation<QrCodeQuery, QrCodeQueryVariables> = {
  name: 'QrCode',
  id: 'sha256:67d8de49de4e987ae19acdcc0503504ab47026d1d66e637c8bb43d9364817777',
};

export const AliasAvailableDocument: Operation<AliasAvailableQuery, AliasAvailableQueryVariables> = {
  name: 'AliasAvailable',
  id: 'sha256:44d8497a03bbce640a30566d081f01e7afa564478e12a68d2f14bedfb76e5845',
};

export const AliasCreateDocument: Operation<AliasCreateMutation, AliasCreateMutationVariables> = {
  name: 'AliasCreate',
  id: 'sha256:cd718f14a4c92bf606befbbf4b82f289a5c29810248cdd0cb79738f6e24a2f7b',
};

export const AliasDeleteDocument: Operation<AliasDeleteMutation, AliasDeleteMutationVariables> = {
  name: 'AliasDelete',
  id: 'sha256:a8000ffafb6561568fe0f3cbcdffc33562b3831f876a113d3f4d22842214de97',
};
