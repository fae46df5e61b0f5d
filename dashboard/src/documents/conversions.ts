// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { ConversionsQuery, ConversionsQueryVariables, ConversionQuery, ConversionQueryVariables, DecisionsQuery, DecisionsQueryVariables, DecisionQuery, DecisionQueryVariables, DecisionReasonsQuery, DecisionReasonsQueryVariables, FollowedDecisionsQuery, FollowedDecisionsQueryVariables } from '../graphql';

export const ConversionsDocument: Operation<ConversionsQuery, ConversionsQueryVariables> = {
  name: 'Conversions',
  id: 'sha256:3945ce882c57c1c2a9cc517f989799fee705faabaeb0ff0a999100cdca41e7ed',
};

export const ConversionDocument: Operation<ConversionQuery, ConversionQueryVariables> = {
  name: 'Conversion',
  id: 'sha256:35afccbcf77048eda3bfeee51be5703810004d3ed29bd43035b3805cfaf35809',
};

export const DecisionsDocument: Operation<DecisionsQuery, DecisionsQueryVariables> = {
  name: 'Decisions',
  id: 'sha256:29ee7426d1a59eede61fa3459c5c83113de02de67d7cbae58ada1a8c4e5cc552',
};

export const DecisionDocument: Operation<DecisionQuery, DecisionQueryVariables> = {
  name: 'Decision',
  id: 'sha256:a6c9e1c33d25530b6b0dbb1e07fdc54b095118694c17cb686322cf2aef7e236e',
};

export const DecisionReasonsDocument: Operation<DecisionReasonsQuery, DecisionReasonsQueryVariables> = {
  name: 'DecisionReasons',
  id: 'sha256:33ba8c301ab0642f639b29eb81db417afe33fc7735b7229f3b656058cedc4022',
};

export const FollowedDecisionsDocument: Operation<FollowedDecisionsQuery, FollowedDecisionsQueryVariables> = {
  name: 'FollowedDecisions',
  id: 'sha256:2461d55341de45938d386d1a037e7cbb6f4a124ede362e579009b5854d31b1ad',
};
