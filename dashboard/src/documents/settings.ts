// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { RetentionQuery, RetentionQueryVariables, AccessQuery, AccessQueryVariables, ApiKeysRevokeAllMutation, ApiKeysRevokeAllMutationVariables, OrganisationSignOutMutation, OrganisationSignOutMutationVariables } from '../graphql';

export const RetentionDocument: Operation<RetentionQuery, RetentionQueryVariables> = {
  name: 'Retention',
  id: 'sha256:72694cdb06c57dd5bef51e70bfedf2b3bf46de2bfa553de0d4f906b327dc5b8f',
};

export const AccessDocument: Operation<AccessQuery, AccessQueryVariables> = {
  name: 'Access',
  id: 'sha256:7adff733da47d0df0b572923a737625bb3e56b4d1a7a1f105e01768e3f7f45a4',
};

export const ApiKeysRevokeAllDocument: Operation<ApiKeysRevokeAllMutation, ApiKeysRevokeAllMutationVariables> = {
  name: 'ApiKeysRevokeAll',
  id: 'sha256:956a38efee74ddc99ab899f9e034830fe342ea2e4e8c7ba1e38e3b22859de120',
};

export const OrganisationSignOutDocument: Operation<OrganisationSignOutMutation, OrganisationSignOutMutationVariables> = {
  name: 'OrganisationSignOut',
  id: 'sha256:8617ce52ad41777c091a4ee0867315323ccd0efc9b3f519ee66fb779047a581b',
};
