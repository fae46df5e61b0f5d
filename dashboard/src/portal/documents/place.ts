// Made by `npm run codegen` from ops-portal/ and schema.partner.graphql; do not edit.
import type { Operation } from '../../api/client';
import type { PlaceQuery, PlaceQueryVariables, PulseQuery, PulseQueryVariables } from '../graphql';

export const PlaceDocument: Operation<PlaceQuery, PlaceQueryVariables> = {
  name: 'Place',
  id: 'sha256:1cb96bdb3b3752df425e0908738de323453ae9261b39732e2bb2716ea37356af',
};

export const PulseDocument: Operation<PulseQuery, PulseQueryVariables> = {
  name: 'Pulse',
  id: 'sha256:fb6a03e78aed7f2257b56ceaa458fd59d78b3714eadd4d022829b8acfd4e2f19',
};
