// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { WebhookEndpointsQuery, WebhookEndpointsQueryVariables, WebhookEndpointQuery, WebhookEndpointQueryVariables, WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables, WebhookDeliveryQuery, WebhookDeliveryQueryVariables, WebhookEndpointCreateMutation, WebhookEndpointCreateMutationVariables, WebhookEndpointUpdateMutation, WebhookEndpointUpdateMutationVariables, WebhookEndpointDeleteMutation, WebhookEndpointDeleteMutationVariables, WebhookEndpointTestMutation, WebhookEndpointTestMutationVariables, WebhookEndpointRotateSecretMutation, WebhookEndpointRotateSecretMutationVariables, WebhookEndpointRecoverMutation, WebhookEndpointRecoverMutationVariables, WebhookDeliveryRetryMutation, WebhookDeliveryRetryMutationVariables } from '../graphql';

export const WebhookEndpointsDocument: Operation<WebhookEndpointsQuery, WebhookEndpointsQueryVariables> = {
  name: 'WebhookEndpoints',
  id: 'sha256:58cebd85481265fe83e698b04aedc79ab7a0e686782f42f082489d4ae1910826',
};

export const WebhookEndpointDocument: Operation<WebhookEndpointQuery, WebhookEndpointQueryVariables> = {
  name: 'WebhookEndpoint',
  id: 'sha256:488450337a3b8ca2efd78f36fa95a0fca50808ac1122c43c7acc08f6e8029624',
};

export const WebhookDeliveriesDocument: Operation<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables> = {
  name: 'WebhookDeliveries',
  id: 'sha256:33f85752d7b1c773f091f908878eaf8ab39cb4b5d6c07a791911c60ded32a87d',
};

export const WebhookDeliveryDocument: Operation<WebhookDeliveryQuery, WebhookDeliveryQueryVariables> = {
  name: 'WebhookDelivery',
  id: 'sha256:7638d9f8a1ed5315275bf28b1db3aa97ed31e6871bdb5c4af88e4a1d29682251',
};

export const WebhookEndpointCreateDocument: Operation<WebhookEndpointCreateMutation, WebhookEndpointCreateMutationVariables> = {
  name: 'WebhookEndpointCreate',
  id: 'sha256:e905b3f0fe230041cdc5b645d1f48a6462fa4da2ba00b05cbd97da4d7a5a0334',
};

export const WebhookEndpointUpdateDocument: Operation<WebhookEndpointUpdateMutation, WebhookEndpointUpdateMutationVariables> = {
  name: 'WebhookEndpointUpdate',
  id: 'sha256:b985defa2d30dddf62bd1ec6c83fdddcbfc19b6eaa701691373a7db8e4d376a2',
};

export const WebhookEndpointDeleteDocument: Operation<WebhookEndpointDeleteMutation, WebhookEndpointDeleteMutationVariables> = {
  name: 'WebhookEndpointDelete',
  id: 'sha256:785fffaa1d58b7c227518f2fdc859c3ecf36a5676a7f5378f1960b278a483697',
};

export const WebhookEndpointTestDocument: Operation<WebhookEndpointTestMutation, WebhookEndpointTestMutationVariables> = {
  name: 'WebhookEndpointTest',
  id: 'sha256:63b4202c2ee1814918c771533ed83f189c5460a3b1ff9ccf5421cca9ea9ccc38',
};

export const WebhookEndpointRotateSecretDocument: Operation<WebhookEndpointRotateSecretMutation, WebhookEndpointRotateSecretMutationVariables> = {
  name: 'WebhookEndpointRotateSecret',
  id: 'sha256:cd6ea422f88e438c17937a80e70a6e1c2c5e97570c7d25b5ca36fcaa2397a9b4',
};

export const WebhookEndpointRecoverDocument: Operation<WebhookEndpointRecoverMutation, WebhookEndpointRecoverMutationVariables> = {
  name: 'WebhookEndpointRecover',
  id: 'sha256:c2e6b002d3281aaa5ac4823f8975a8475ac5f2911749d8b95b41043b2536fda8',
};

export const WebhookDeliveryRetryDocument: Operation<WebhookDeliveryRetryMutation, WebhookDeliveryRetryMutationVariables> = {
  name: 'WebhookDeliveryRetry',
  id: 'sha256:cfb2c646b69211959dd29a4ccdc497978d2f3be226cc81657ec37ec6c52532be',
};
