// Made by `npm run codegen` from ops-portal/ and schema.partner.graphql; do not edit.
import type { Operation } from '../../api/client';
import type { CallsQuery, CallsQueryVariables } from '../graphql';

export const CallsDocument: Operation<CallsQuery, CallsQueryVariables> = {
  name: 'Calls',
  id: 'sha256:0509a8e9b79bcfd4afc980f5f2eb47cc3513f544dd065e27ddb3787655396976',
};
