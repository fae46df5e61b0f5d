// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { LegacyLinksQuery, LegacyLinksQueryVariables, LegacyLinkCreateMutation, LegacyLinkCreateMutationVariables, LegacyLinkDeleteMutation, LegacyLinkDeleteMutationVariables, LegacyLinksImportMutation, LegacyLinksImportMutationVariables, LegacyLinksImportPreviewQuery, LegacyLinksImportPreviewQueryVariables, LegacyMissesQuery, LegacyMissesQueryVariables, LegacyLinkTestQuery, LegacyLinkTestQueryVariables } from '../graphql';

export const LegacyLinksDocument: Operation<LegacyLinksQuery, LegacyLinksQueryVariables> = {
  name: 'LegacyLinks',
  id: 'sha256:fa0c87b287825e5cee43fe0159eb21302acf9bf25e26d3d16d398f84da3aba73',
};

export const LegacyLinkCreateDocument: Operation<LegacyLinkCreateMutation, LegacyLinkCreateMutationVariables> = {
  name: 'LegacyLinkCreate',
  id: 'sha256:a142a6f881815c344363b90e5acd64e801930dd68ad8e9623d1073a67f2e2ff1',
};

export const LegacyLinkDeleteDocument: Operation<LegacyLinkDeleteMutation, LegacyLinkDeleteMutationVariables> = {
  name: 'LegacyLinkDelete',
  id: 'sha256:db0ebcd768c0ea468e24c594d600ce419311112ce5d5daa933ccd3b6c4f888a1',
};

export const LegacyLinksImportDocument: Operation<LegacyLinksImportMutation, LegacyLinksImportMutationVariables> = {
  name: 'LegacyLinksImport',
  id: 'sha256:bcdbec950cd58c62d6e5f0ef5f618a71ba4d06a9f709999a19b655d366ed1342',
};

export const LegacyLinksImportPreviewDocument: Operation<LegacyLinksImportPreviewQuery, LegacyLinksImportPreviewQueryVariables> = {
  name: 'LegacyLinksImportPreview',
  id: 'sha256:07bb9e33fb13d91a5f516b5300b0fd413e6fe9df9148b5e63603df794194e668',
};

export const LegacyMissesDocument: Operation<LegacyMissesQuery, LegacyMissesQueryVariables> = {
  name: 'LegacyMisses',
  id: 'sha256:c58ae2d4b5a8ab9dc9e5050b5149e9c27ef38844b0dfe0e1be4eb293ed325e7e',
};

export const LegacyLinkTestDocument: Operation<LegacyLinkTestQuery, LegacyLinkTestQueryVariables> = {
  name: 'LegacyLinkTest',
  id: 'sha256:01ede0f53034db570a226e0525901501b5893295b607103dc0205077187a085c',
};
