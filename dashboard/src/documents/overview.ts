// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
import type { Operation } from '../api/client';
import type { OverviewQuery, OverviewQueryVariables, ReportQuery, ReportQueryVariables, RecentActivityQuery, RecentActivityQueryVariables, ActivitySubscription, ActivitySubscriptionVariables, SelfCheckQuery, SelfCheckQueryVariables } from '../graphql';

export const OverviewDocument: Operation<OverviewQuery, OverviewQueryVariables> = {
  name: 'Overview',
  id: 'sha256:c206089955930a029e156e8a9dfcc2517f89a27ad8728b11a44ebc87be8bea77',
};

export const ReportDocument: Operation<ReportQuery, ReportQueryVariables> = {
  name: 'Report',
  id: 'sha256:85863d79cb9cfcb090213932de68b5258a0da1ebfcc91c91f8529c143752634e',
};

export const RecentActivityDocument: Operation<RecentActivityQuery, RecentActivityQueryVariables> = {
  name: 'RecentActivity',
  id: 'sha256:18fa460a9a4d9c8ba5b68b94bff77797130a49763435ed215825dd165d961e3c',
};

export const ActivityDocument: Operation<ActivitySubscription, ActivitySubscriptionVariables> = {
  name: 'Activity',
  id: 'sha256:8387cd1493ffcb2234b1951fdedd2272ef5259c3cb2bb2e8982060e96da92307',
};

export const SelfCheckDocument: Operation<SelfCheckQuery, SelfCheckQueryVariables> = {
  name: 'SelfCheck',
  id: 'sha256:59468f133c0c06b0aff4af87915628b0369d922ec808d5c03d189a255b0d1cfa',
};
