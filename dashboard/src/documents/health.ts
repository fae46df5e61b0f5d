// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { HealthQuery, HealthQueryVariables } from '../graphql';

export const HealthDocument: Operation<HealthQuery, HealthQueryVariables> = {
  name: 'Health',
  id: 'sha256:4a77682425a8d1b900adfe7c3cf2a3d52abb3fb2ab9d94d7e829175a5d126110',
};
