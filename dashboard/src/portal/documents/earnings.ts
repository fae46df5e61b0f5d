// Made by `npm run codegen` from ops-portal/ and schema.partner.graphql; do not edit.
import type { Operation } from '../../api/client';
import type { EarningsQuery, EarningsQueryVariables, RewardsQuery, RewardsQueryVariables } from '../graphql';

export const EarningsDocument: Operation<EarningsQuery, EarningsQueryVariables> = {
  name: 'Earnings',
  id: 'sha256:c791ff02ba3a187ec1e9c77e8e0a3ce11f9a34ebd970c76af879caea31c8f6ce',
};

export const RewardsDocument: Operation<RewardsQuery, RewardsQueryVariables> = {
  name: 'Rewards',
  id: 'sha256:7cb7293ff33fa5cd64a3a73063607c196b8567e157350bbd6aaf5aa9707aadcd',
};
