// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { LinksQuery, LinksQueryVariables, LinkQuery, LinkQueryVariables, LinksGenerateMutation, LinksGenerateMutationVariables, LinkRevokeMutation, LinkRevokeMutationVariables, LinkRestoreMutation, LinkRestoreMutationVariables, LinkAliasCreateMutation, LinkAliasCreateMutationVariables, LinkAliasDeleteMutation, LinkAliasDeleteMutationVariables, LinksRevokeMutation, LinksRevokeMutationVariables, LinksRestoreMutation, LinksRestoreMutationVariables, LinkAliasAvailableQuery, LinkAliasAvailableQueryVariables, ClicksQuery, ClicksQueryVariables, LinkChoicesQuery, LinkChoicesQueryVariables, FollowedClickQuery, FollowedClickQueryVariables, LinkHoldersQuery, LinkHoldersQueryVariables } from '../graphql';

export const LinksDocument: Operation<LinksQuery, LinksQueryVariables> = {
  name: 'Links',
  id: 'sha256:9600560ee30a056bc911b5a60b53109294e78bf935b5c166dded4465a196d107',
};

export const LinkDocument: Operation<LinkQuery, LinkQueryVariables> = {
  name: 'Link',
  id: 'sha256:d580f40d72f92288e8fb826400c4396117c8a993f1cb6e3799ea49986c6896a4',
};

export const LinksGenerateDocument: Operation<LinksGenerateMutation, LinksGenerateMutationVariables> = {
  name: 'LinksGenerate',
  id: 'sha256:cf888979c944323a7b60ea3e43bfc732fa76e347720b31fb1a701639506714a6',
};

export const LinkRevokeDocument: Operation<LinkRevokeMutation, LinkRevokeMutationVariables> = {
  name: 'LinkRevoke',
  id: 'sha256:789ce640aa1767174b92b629d42cbe6ae34ce748c5e00bc3847406800a760c0e',
};

export const LinkRestoreDocument: Operation<LinkRestoreMutation, LinkRestoreMutationVariables> = {
  name: 'LinkRestore',
  id: 'sha256:78055c4e7b7ba177a601b7de6b5c40c2cb63ca5e44b34d947854645c175dd225',
};

export const LinkAliasCreateDocument: Operation<LinkAliasCreateMutation, LinkAliasCreateMutationVariables> = {
  name: 'LinkAliasCreate',
  id: 'sha256:7f9169303497bc2c563629cb7cb2d160deb06d284abefbbd560aba46a10131ff',
};

export const LinkAliasDeleteDocument: Operation<LinkAliasDeleteMutation, LinkAliasDeleteMutationVariables> = {
  name: 'LinkAliasDelete',
  id: 'sha256:ade6204846ee4a7620e21873866c8ced17198ab5c3834391bea2c340aeb8fa77',
};

export const LinksRevokeDocument: Operation<LinksRevokeMutation, LinksRevokeMutationVariables> = {
  name: 'LinksRevoke',
  id: 'sha256:2a6104bffc66d561e24577de59361cfcb3738d7bfaf390679e43188c3b7b75c0',
};

export const LinksRestoreDocument: Operation<LinksRestoreMutation, LinksRestoreMutationVariables> = {
  name: 'LinksRestore',
  id: 'sha256:b3d0a2b0c50351cd3a7fee649a66662ed59dbd0d9f57577e262e13ff2216ff4a',
};

export const LinkAliasAvailableDocument: Operation<LinkAliasAvailableQuery, LinkAliasAvailableQueryVariables> = {
  name: 'LinkAliasAvailable',
  id: 'sha256:07767bf8a0bfa05e5528e1bcf7069ef7f59367d9fb61b6919dcb04e0b23a5aad',
};

export const ClicksDocument: Operation<ClicksQuery, ClicksQueryVariables> = {
  name: 'Clicks',
  id: 'sha256:678355e3d43fe7d238332e83fd93fd1072901b145edee664a838919b2a7fc0da',
};

export const LinkChoicesDocument: Operation<LinkChoicesQuery, LinkChoicesQueryVariables> = {
  name: 'LinkChoices',
  id: 'sha256:a2ab2f75d3b3c5300a21390e57c9f4e196ddc0c2050507813b0e0dd5cb8f1821',
};

export const FollowedClickDocument: Operation<FollowedClickQuery, FollowedClickQueryVariables> = {
  name: 'FollowedClick',
  id: 'sha256:07fcd69e055277de2f30bac64ae5b9a1ec49e7f53062ddf61ee629fd0d081163',
};

export const LinkHoldersDocument: Operation<LinkHoldersQuery, LinkHoldersQueryVariables> = {
  name: 'LinkHolders',
  id: 'sha256:aba40016e195d1c9ef69a14d7cb69076dcfd6e2852c6e7df857ca40c99dcfd55',
};
