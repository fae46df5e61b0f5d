// Made by `npm run codegen` from ops-portal/ and schema.partner.graphql; do not edit.
import type { Operation } from '../../api/client';
import type { HomeQuery, HomeQueryVariables } from '../graphql';

export const HomeDocument: Operation<HomeQuery, HomeQueryVariables> = {
  name: 'Home',
  id: 'sha256:62b31dfc8f5d1090e12f4e5ec9081336c812851d39552d17a249e0b18fca587d',
};
