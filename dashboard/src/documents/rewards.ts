// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { RewardsQuery, RewardsQueryVariables, RewardTotalsQuery, RewardTotalsQueryVariables } from '../graphql';

export const RewardsDocument: Operation<RewardsQuery, RewardsQueryVariables> = {
  name: 'Rewards',
  id: 'sha256:33ca9653f553a8acac4d1a89b4c4eb84a43341d25ce76780a256aaa9a7d84516',
};

export const RewardTotalsDocument: Operation<RewardTotalsQuery, RewardTotalsQueryVariables> = {
  name: 'RewardTotals',
  id: 'sha256:fa567b7bb9e1a63c41c221bd49235df8942d10c1fa6ab1a8da2952d92905e406',
};
