// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { RetentionQuery, RetentionQueryVariables } from '../graphql';

export const RetentionDocument: Operation<RetentionQuery, RetentionQueryVariables> = {
  name: 'Retention',
  id: 'sha256:72694cdb06c57dd5bef51e70bfedf2b3bf46de2bfa553de0d4f906b327dc5b8f',
};
