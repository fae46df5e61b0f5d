// Made by `npm run codegen` from ops-portal/ and schema.partner.graphql; do not edit.
import type { Operation } from '../../api/client';
import type { AccountQuery, AccountQueryVariables, ViewerUpdateMutation, ViewerUpdateMutationVariables, SessionRevokeMutation, SessionRevokeMutationVariables } from '../graphql';

export const AccountDocument: Operation<AccountQuery, AccountQueryVariables> = {
  name: 'Account',
  id: 'sha256:90322e42684fbf78bd27d7788a684d29e1ad7ed1e8c38105a3fd78de20fcd046',
};

export const ViewerUpdateDocument: Operation<ViewerUpdateMutation, ViewerUpdateMutationVariables> = {
  name: 'ViewerUpdate',
  id: 'sha256:b35ac85dc4151c51f641f532a1ba24aa577f4de1c0dc552bd8b0bbf41bb7e01b',
};

export const SessionRevokeDocument: Operation<SessionRevokeMutation, SessionRevokeMutationVariables> = {
  name: 'SessionRevoke',
  id: 'sha256:d4015d5590b8f3d4a721378ea3f7e9a2a97db217f96f4ece7c715978a2b4fd01',
};
