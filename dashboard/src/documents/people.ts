// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { MembersQuery, MembersQueryVariables, InvitationsQuery, InvitationsQueryVariables, MemberInviteMutation, MemberInviteMutationVariables, InvitationRevokeMutation, InvitationRevokeMutationVariables, MemberUpdateMutation, MemberUpdateMutationVariables, MemberRemoveMutation, MemberRemoveMutationVariables, PasswordResetLinkCreateMutation, PasswordResetLinkCreateMutationVariables, ViewerQuery, ViewerQueryVariables, ViewerUpdateMutation, ViewerUpdateMutationVariables, SessionRevokeMutation, SessionRevokeMutationVariables, ApiKeyRotateMutation, ApiKeyRotateMutationVariables } from '../graphql';

export const MembersDocument: Operation<MembersQuery, MembersQueryVariables> = {
  name: 'Members',
  id: 'sha256:643f55dd3b4d0a233084a0ca36aea490730b2ba2e709abb8dc0796158f0e603b',
};

export const InvitationsDocument: Operation<InvitationsQuery, InvitationsQueryVariables> = {
  name: 'Invitations',
  id: 'sha256:406a73a688fae1e78d90cbd99801a88df1f6823f491434bfb41e3d1be00cd6aa',
};

export const MemberInviteDocument: Operation<MemberInviteMutation, MemberInviteMutationVariables> = {
  name: 'MemberInvite',
  id: 'sha256:ca2cfd3b033eddbea68c31731010e2dc9d6ec897669e8c5c9bf242ca2f716bee',
};

export const InvitationRevokeDocument: Operation<InvitationRevokeMutation, InvitationRevokeMutationVariables> = {
  name: 'InvitationRevoke',
  id: 'sha256:7e9783c1ebde636b8483ea0b56d1bbf9ceb2bc74e52952bb64162f772c6ec213',
};

export const MemberUpdateDocument: Operation<MemberUpdateMutation, MemberUpdateMutationVariables> = {
  name: 'MemberUpdate',
  id: 'sha256:1a3b748df7463573ac0dd1e6c47892d5d843ae3499fcb6be1062b3bad4394548',
};

export const MemberRemoveDocument: Operation<MemberRemoveMutation, MemberRemoveMutationVariables> = {
  name: 'MemberRemove',
  id: 'sha256:71b6cf36ee48324a04f54fdc353cc3e43fa84be43ab6bd0da938d32bdbfbe1e7',
};

export const PasswordResetLinkCreateDocument: Operation<PasswordResetLinkCreateMutation, PasswordResetLinkCreateMutationVariables> = {
  name: 'PasswordResetLinkCreate',
  id: 'sha256:b5c3cdbbce41cee395b054b33629f0d9cdc7f2dd3bba12af23e1c1ab4f268577',
};

export const ViewerDocument: Operation<ViewerQuery, ViewerQueryVariables> = {
  name: 'Viewer',
  id: 'sha256:f0f202b8fa9cc1fa3c12167096968035b0e6ec830cdf5f2d980fe37e5fd23052',
};

export const ViewerUpdateDocument: Operation<ViewerUpdateMutation, ViewerUpdateMutationVariables> = {
  name: 'ViewerUpdate',
  id: 'sha256:2481a955288a4b65d9236a236073703007666aa4f393a8dac7aa8817ae566245',
};

export const SessionRevokeDocument: Operation<SessionRevokeMutation, SessionRevokeMutationVariables> = {
  name: 'SessionRevoke',
  id: 'sha256:00acbf7d3f26c1095ca9f0228e3d4d7ffdd519bda50f1110f8a806023391540c',
};

export const ApiKeyRotateDocument: Operation<ApiKeyRotateMutation, ApiKeyRotateMutationVariables> = {
  name: 'ApiKeyRotate',
  id: 'sha256:2adf04e2ea911bb598fbef9b7ad3d0ae20cbcfbf47e0d5dc7ea4c0207ebea9b6',
};
