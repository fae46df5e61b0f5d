// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { HealthQuery, HealthQueryVariables } from '../graphql';

export const HealthDocument: Operation<HealthQuery, HealthQueryVariables> = {
  name: 'Health',
  id: 'sha256:dffe7d5956c331fd960d8ab49da1d3f914f6275841de2a487d0e049c8508bbf7',
};
