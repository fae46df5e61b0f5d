// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { RequestsQuery, RequestsQueryVariables, KeyOptionsQuery, KeyOptionsQueryVariables } from '../graphql';

export const RequestsDocument: Operation<RequestsQuery, RequestsQueryVariables> = {
  name: 'Requests',
  id: 'sha256:643cc7043e923e44dde573705334dbf3c0610114a697862aeeee16386511fef6',
};

export const KeyOptionsDocument: Operation<KeyOptionsQuery, KeyOptionsQueryVariables> = {
  name: 'KeyOptions',
  id: 'sha256:9838281cc1a182e7d7440fd747a33139d98f7c86dee341dcf619ad24240d42cf',
};
