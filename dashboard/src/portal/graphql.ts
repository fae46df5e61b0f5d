// Made by `npm run codegen` from ops-portal/ and schema.partner.graphql; do not edit.
export * from './documents/account';
export * from './documents/calls';
export * from './documents/earnings';
export * from './documents/home';
export * from './documents/links';
export * from './documents/performance';
export * from './documents/place';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** How long a bucket is. */
export type BucketSize =
  /** A day of the time zone's calendar: of 23 or 25 hours where the clock is changed. At most 800. */
  | 'DAY'
  /** An hour of the time zone's clock. At most those of 62 days. */
  | 'HOUR'
  /** A calendar month, or what the range has of it. At most those of 3,700 days. */
  | 'MONTH'
  /** A week from Monday to Sunday, or what the range has of it. At most those of 3,700 days. */
  | 'WEEK';

/** Which conversion calls. */
export type CallFilter = {
  /** Only those about clicks of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those at this time or later. */
  from?: string | null | undefined;
  /** Only those about clicks of this link. */
  linkId?: string | null | undefined;
  /** Only those that ended so. */
  outcome?: CallOutcome | null | undefined;
  /** Only those before this time. */
  to?: string | null | undefined;
};

/** How a conversion call ended for the partner. */
export type CallOutcome =
  /** A conversion was recorded and credited to the partner. */
  | 'CREDITED'
  /** The click, or the customer, had converted already. */
  | 'DUPLICATE'
  /** Nothing was credited to the partner. */
  | 'NOT_CREDITED';

/** Whether a campaign runs. */
export type CampaignStatus =
  /** Clicks on its links are credited. */
  | 'ACTIVE'
  /** As paused, and out of the way. */
  | 'ARCHIVED'
  /** Its links still redirect, but without a token. */
  | 'PAUSED';

/** Whether a partner may earn. */
export type PartnerStatus =
  /** Clicks on its links are credited. */
  | 'ACTIVE'
  /** Its links still redirect, but without a token. */
  | 'INACTIVE';

/** Which rewards. */
export type RewardFilter = {
  /** Only those of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those whose conversion was recorded at this time or later. */
  from?: string | null | undefined;
  /** Only those that stand there. */
  status?: RewardStatus | null | undefined;
  /** Only those whose conversion was recorded before this time. */
  to?: string | null | undefined;
};

/** Where a reward stands. */
export type RewardStatus =
  /** Recorded; the organisation has not decided yet. */
  | 'HELD'
  /** The organisation has accepted the submission: it will pay. */
  | 'PAYABLE'
  /** The organisation has declined the submission. */
  | 'REVERSED';

/** By what numbers are told apart. */
export type StatsDimension =
  /** By the address that was used: each alias apart, and each link's code. */
  | 'ALIAS'
  /** By campaign. */
  | 'CAMPAIGN'
  /** By the country, in ISO 3166-1 alpha-2. */
  | 'COUNTRY'
  /** By the class of the device. */
  | 'DEVICE'
  /** By the host of the page that linked. */
  | 'REFERRER_HOST';

/** Which of the partner's numbers: those of a campaign, or of a link, or of an alias. */
export type StatsFilter = {
  /** Only those of this alias. */
  aliasId?: string | null | undefined;
  /** Only those of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those of this link. */
  linkId?: string | null | undefined;
};

/** Where the form submission stands that a credited conversion made. */
export type SubmissionStatus =
  /** The organisation has accepted it. */
  | 'ACCEPTED'
  /** It needs no review. */
  | 'AUTO_ACCEPTED'
  /** The organisation has declined it. */
  | 'DECLINED'
  /** The organisation has to mend its form first; nothing is lost. */
  | 'ERROR'
  /** The organisation has not reviewed it yet. */
  | 'PENDING';

/** What the user says of itself. What is unset or null stays as it is. */
export type ViewerUpdateInput = {
  /** What they are called; may be empty. */
  name?: string | null | undefined;
  /** The IANA time zone in which they read numbers, as Europe/Brussels; empty for the organisation's. */
  timeZone?: string | null | undefined;
};

export type AccountQueryVariables = Exact<{ [key: string]: never; }>;


export type AccountQuery = { viewer: { user: { id: string, email: string, name: string, timeZone: string | null } | null, sessions: Array<{ id: string, browser: string | null, os: string | null, createdAt: string, lastSeenAt: string, isCurrent: boolean }> } };

export type ViewerUpdateMutationVariables = Exact<{
  input: ViewerUpdateInput;
}>;


export type ViewerUpdateMutation = { viewerUpdate: { viewer: { user: { id: string } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } };

export type SessionRevokeMutationVariables = Exact<{
  id: string;
}>;


export type SessionRevokeMutation = { sessionRevoke: { sessionId: string | null, userErrors: Array<{ field: Array<string> | null, message: string }> } };

export type CallsQueryVariables = Exact<{
  filter?: CallFilter | null | undefined;
  after?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type CallsQuery = { calls: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, at: string, outcome: CallOutcome, explanation: string, declineReason: string | null, submissionStatus: SubmissionStatus | null, rewardStatus: RewardStatus | null, rewardAmount: { amount: string, currencyCode: string } | null, campaign: { name: string } | null, link: { code: string } | null, alias: { slug: string } | null }> } };

export type EarningsQueryVariables = Exact<{
  from: string;
  to: string;
  timeZone?: string | null | undefined;
}>;


export type EarningsQuery = { rewardTotals: { held: { amount: string, currencyCode: string }, payable: { amount: string, currencyCode: string }, reversed: { amount: string, currencyCode: string }, months: Array<{ start: string, held: { amount: string, currencyCode: string }, payable: { amount: string, currencyCode: string }, reversed: { amount: string, currencyCode: string } }>, otherCurrencies: Array<{ currencyCode: string, held: { amount: string, currencyCode: string }, payable: { amount: string, currencyCode: string }, reversed: { amount: string, currencyCode: string } }> } };

export type RewardsQueryVariables = Exact<{
  filter?: RewardFilter | null | undefined;
  after?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type RewardsQuery = { rewards: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, status: RewardStatus, createdAt: string, updatedAt: string, declineReason: string | null, amount: { amount: string, currencyCode: string }, campaign: { name: string } | null }> } };

export type MoneyPartsFragment = { amount: string, currencyCode: string };

export type HomeQueryVariables = Exact<{
  from: string;
  to: string;
  timeZone?: string | null | undefined;
}>;


export type HomeQuery = { links: { totalCount: number, nodes: Array<{ id: string, code: string, url: string, revokedAt: string | null, campaign: { id: string, name: string, status: CampaignStatus, destinationHost: string | null } | null, aliases: Array<{ id: string, slug: string, url: string, createdAt: string }> }> }, partner: { lastActivityAt: string | null }, statsBy: Array<{ key: string }>, stats: { clicks: number, uniqueVisitors: number, conversions: number, conversionRate: number | null, previous: { clicks: number, uniqueVisitors: number, conversions: number, conversionRate: number | null }, buckets: Array<{ start: string, clicks: number, conversions: number }> } | null, rewardTotals: { held: { amount: string, currencyCode: string }, payable: { amount: string, currencyCode: string }, reversed: { amount: string, currencyCode: string } } };

export type AliasPartsFragment = { id: string, slug: string, url: string, createdAt: string };

export type LinkPartsFragment = { id: string, code: string, url: string, revokedAt: string | null, campaign: { id: string, name: string, status: CampaignStatus, destinationHost: string | null } | null, aliases: Array<{ id: string, slug: string, url: string, createdAt: string }> };

export type LinksQueryVariables = Exact<{
  after?: string | null | undefined;
  first?: number | null | undefined;
}>;


export type LinksQuery = { links: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, code: string, url: string, revokedAt: string | null, stats: { clicks: number, uniqueVisitors: number, conversions: number, conversionRate: number | null } | null, aliases: Array<{ id: string, slug: string, url: string, createdAt: string, stats: { clicks: number, conversions: number } | null }>, campaign: { id: string, name: string, status: CampaignStatus, destinationHost: string | null } | null }> } };

export type QrCodeQueryVariables = Exact<{
  link: string;
}>;


export type QrCodeQuery = { link: { qrCode: string, aliases: Array<{ id: string, qrCode: string }> } | null };

export type AliasAvailableQueryVariables = Exact<{
  slug: string;
}>;


export type AliasAvailableQuery = { linkAliasAvailable: { available: boolean, slug: string | null, userErrors: Array<{ field: Array<string> | null, message: string }> } };

export type AliasCreateMutationVariables = Exact<{
  link: string;
  slug: string;
}>;


export type AliasCreateMutation = { linkAliasCreate: { link: { id: string, code: string, url: string, revokedAt: string | null, campaign: { id: string, name: string, status: CampaignStatus, destinationHost: string | null } | null, aliases: Array<{ id: string, slug: string, url: string, createdAt: string }> } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } };

export type AliasDeleteMutationVariables = Exact<{
  id: string;
}>;


export type AliasDeleteMutation = { linkAliasDelete: { link: { id: string, code: string, url: string, revokedAt: string | null, campaign: { id: string, name: string, status: CampaignStatus, destinationHost: string | null } | null, aliases: Array<{ id: string, slug: string, url: string, createdAt: string }> } | null, userErrors: Array<{ field: Array<string> | null, message: string }> } };

export type PerformanceQueryVariables = Exact<{
  from: string;
  to: string;
  timeZone?: string | null | undefined;
  bucket: BucketSize;
  dimension: StatsDimension;
  filter?: StatsFilter | null | undefined;
}>;


export type PerformanceQuery = { stats: { clicks: number, uniqueVisitors: number, conversions: number, conversionRate: number | null, previous: { clicks: number, uniqueVisitors: number, conversions: number, conversionRate: number | null }, buckets: Array<{ start: string, clicks: number, conversions: number }> } | null, statsBy: Array<{ key: string, label: string, clicks: number, uniqueVisitors: number, conversions: number, conversionRate: number | null }> };

export type CampaignNamesQueryVariables = Exact<{ [key: string]: never; }>;


export type CampaignNamesQuery = { campaigns: { nodes: Array<{ id: string, name: string, link: { id: string } | null }> } };

export type PlaceQueryVariables = Exact<{ [key: string]: never; }>;


export type PlaceQuery = { viewer: { readOnly: boolean, memberEmail: string | null, user: { id: string, email: string, name: string, timeZone: string | null } | null }, partner: { id: string, name: string, status: PartnerStatus }, organisation: { name: string, logo: string | null, brandColour: string | null, timeZone: string, currency: string } };

export type PulseQueryVariables = Exact<{
  today: string;
  since: string;
  timeZone?: string | null | undefined;
}>;


export type PulseQuery = { stats: { clicks: number, conversions: number } | null, rewardTotals: { held: { minorUnits: number }, payable: { minorUnits: number }, reversed: { minorUnits: number } }, calls: { nodes: Array<{ id: string }> } };
