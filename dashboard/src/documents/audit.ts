// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { AuditEventsQuery, AuditEventsQueryVariables } from '../graphql';

export const AuditEventsDocument: Operation<AuditEventsQuery, AuditEventsQueryVariables> = {
  name: 'AuditEvents',
  id: 'sha256:780cbe86a129b5b6496f0408d8c19e5d410320b68be52138772aa3d059cc8e15',
};
