// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { OrganisationQuery, OrganisationQueryVariables, OrganisationUpdateMutation, OrganisationUpdateMutationVariables } from '../graphql';

export const OrganisationDocument: Operation<OrganisationQuery, OrganisationQueryVariables> = {
  name: 'Organisation',
  id: 'sha256:8c79c8cea80886d42ff46c366887d6f4616bfcf7ec74ebded97f79396f37e142',
};

export const OrganisationUpdateDocument: Operation<OrganisationUpdateMutation, OrganisationUpdateMutationVariables> = {
  name: 'OrganisationUpdate',
  id: 'sha256:49e9482730f8804b2e3448c48ecba1de6855520a75187a88113f7b1e2df5f3b3',
};
