// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { SubmissionsQuery, SubmissionsQueryVariables, SubmissionQuery, SubmissionQueryVariables, SubmissionRetryMutation, SubmissionRetryMutationVariables, SubmissionAcceptMutation, SubmissionAcceptMutationVariables, SubmissionDeclineMutation, SubmissionDeclineMutationVariables, SubmissionReopenMutation, SubmissionReopenMutationVariables, SubmissionsAcceptMutation, SubmissionsAcceptMutationVariables, SubmissionsDeclineMutation, SubmissionsDeclineMutationVariables } from '../graphql';

export const SubmissionsDocument: Operation<SubmissionsQuery, SubmissionsQueryVariables> = {
  name: 'Submissions',
  id: 'sha256:dd6cb80fc8691bdae32807e0db1ba5c6c3e5c4d2279a0925322c28405ac886d8',
};

export const SubmissionDocument: Operation<SubmissionQuery, SubmissionQueryVariables> = {
  name: 'Submission',
  id: 'sha256:4f5080cdac24385904d0148b89ca912737b039704c5bcc946ec776f1d74d0ffb',
};

export const SubmissionRetryDocument: Operation<SubmissionRetryMutation, SubmissionRetryMutationVariables> = {
  name: 'SubmissionRetry',
  id: 'sha256:af886e3aeaf9bfd7c4e5617246602ae969fe1a337156b36aa5d64e2b829e6de5',
};

export const SubmissionAcceptDocument: Operation<SubmissionAcceptMutation, SubmissionAcceptMutationVariables> = {
  name: 'SubmissionAccept',
  id: 'sha256:eb610fc1ba65d183657a50d1289d3fc4b87068a8f072a29e86db7d6bc66255fe',
};

export const SubmissionDeclineDocument: Operation<SubmissionDeclineMutation, SubmissionDeclineMutationVariables> = {
  name: 'SubmissionDecline',
  id: 'sha256:e6d5abb49b8a220a096d4b1d946e299a4b50fbe49c1f781fe0919aea021b8b8a',
};

export const SubmissionReopenDocument: Operation<SubmissionReopenMutation, SubmissionReopenMutationVariables> = {
  name: 'SubmissionReopen',
  id: 'sha256:b0c40c3ac049fc40222b6592068a25b23d352f9fb85c23db93c711729fc36ae0',
};

export const SubmissionsAcceptDocument: Operation<SubmissionsAcceptMutation, SubmissionsAcceptMutationVariables> = {
  name: 'SubmissionsAccept',
  id: 'sha256:02d3b8c72c78fe175f55b599a9a5245c724582b977c9015306b50a5ac84f422a',
};

export const SubmissionsDeclineDocument: Operation<SubmissionsDeclineMutation, SubmissionsDeclineMutationVariables> = {
  name: 'SubmissionsDecline',
  id: 'sha256:622677139353e46299a23ce52c8c4ffdc7a5157e0bdd5bc621238f506b1ea96c',
};
