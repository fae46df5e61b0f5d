// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { SearchQuery, SearchQueryVariables } from '../graphql';

export const SearchDocument: Operation<SearchQuery, SearchQueryVariables> = {
  name: 'Search',
  id: 'sha256:f0bedfab200a5fac57e7e233eaa065c3ab5d7e61af9c2e5ab805f4be6037edf2',
};
