// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { ApiKeysQuery, ApiKeysQueryVariables, ApiKeyCreateMutation, ApiKeyCreateMutationVariables, ApiKeyRevokeMutation, ApiKeyRevokeMutationVariables, PublishableKeysQuery, PublishableKeysQueryVariables, PublishableKeyRotateMutation, PublishableKeyRotateMutationVariables } from '../graphql';

export const ApiKeysDocument: Operation<ApiKeysQuery, ApiKeysQueryVariables> = {
  name: 'ApiKeys',
  id: 'sha256:b51329084fe1e120144a577991eef09e5fc7df52f9feb8493b9dcfb01035e08d',
};

export const ApiKeyCreateDocument: Operation<ApiKeyCreateMutation, ApiKeyCreateMutationVariables> = {
  name: 'ApiKeyCreate',
  id: 'sha256:9e30951e5e38b0e3e271ff7e51083ed62c10c534ab43a6977f6b68366833cf1c',
};

export const ApiKeyRevokeDocument: Operation<ApiKeyRevokeMutation, ApiKeyRevokeMutationVariables> = {
  name: 'ApiKeyRevoke',
  id: 'sha256:f2b7e0edfa5dfdb7bda85c0ffa59f71e1ae39fe9e5636a3bdbb99d74a0322c73',
};

export const PublishableKeysDocument: Operation<PublishableKeysQuery, PublishableKeysQueryVariables> = {
  name: 'PublishableKeys',
  id: 'sha256:7784fd1307b7bcd181d47eec7222b32df39e2997f21eeba848deba2f9d2cc3ca',
};

export const PublishableKeyRotateDocument: Operation<PublishableKeyRotateMutation, PublishableKeyRotateMutationVariables> = {
  name: 'PublishableKeyRotate',
  id: 'sha256:7177bcd39823ff5e37e4e1034836b8d4c40814a640396841f8de0c7580cf9498',
};
