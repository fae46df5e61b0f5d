// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { FormsQuery, FormsQueryVariables, FormQuery, FormQueryVariables, FormCreateMutation, FormCreateMutationVariables, FormUpdateMutation, FormUpdateMutationVariables } from '../graphql';

export const FormsDocument: Operation<FormsQuery, FormsQueryVariables> = {
  name: 'Forms',
  id: 'sha256:fa0eb67c8a7fb50b181e9b7618e00e58964f37e2006aaaf308b7c646c5b38c0d',
};

export const FormDocument: Operation<FormQuery, FormQueryVariables> = {
  name: 'Form',
  id: 'sha256:7a5b3acbf91a02e6a6abdfe94ef3103485e260aeb860fdbdf8994905b80ef17e',
};

export const FormCreateDocument: Operation<FormCreateMutation, FormCreateMutationVariables> = {
  name: 'FormCreate',
  id: 'sha256:71456083ddff73a4cd2d1479e253ff03aaaea00be33702eecbf709412be349ad',
};

export const FormUpdateDocument: Operation<FormUpdateMutation, FormUpdateMutationVariables> = {
  name: 'FormUpdate',
  id: 'sha256:8a042884e09a5fe604ef1cb126e32040a59b77374b907be070b98cda6fcb15fb',
};
