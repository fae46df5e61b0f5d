// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
export * from './documents/audit';
export * from './documents/campaigns';
export * from './documents/conversions';
export * from './documents/forms';
export * from './documents/health';
export * from './documents/keys';
export * from './documents/legacy';
export * from './documents/links';
export * from './documents/options';
export * from './documents/organisation';
export * from './documents/overview';
export * from './documents/partners';
export * from './documents/people';
export * from './documents/requests';
export * from './documents/rewards';
export * from './documents/search';
export * from './documents/settings';
export * from './documents/submissions';
export * from './documents/webhooks';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
/** Who changed something. */
export type ActorKind =
  /** Somebody with a shell on the machine. */
  | 'COMMAND_LINE'
  /** A program with a secret key. */
  | 'KEY'
  /** A member who is signed in. */
  | 'MEMBER'
  /** A page with a publishable key. */
  | 'PAGE'
  /** A partner user who is signed in to the portal. */
  | 'PARTNER_USER'
  /** This service itself. */
  | 'SYSTEM';

/** What a new secret key should be. */
export type ApiKeyCreateInput = {
  /** From when it stops; never if unset. */
  expiresAt?: string | null | undefined;
  /** What people call it. */
  name: string;
  /**
   * The partner whose portal it reads, at `POST /graphql/partner`. Such a key has the scope `stats:read`
   * and no other, and is good for nothing else.
   */
  partnerId?: string | null | undefined;
  /**
   * What it may do: some of `affiliate:write`, `affiliate:read`, `campaigns:read`,
   * `campaigns:write`, `partners:read`, `partners:write`, `keys:read`, `keys:write`, `audit:read`,
   * `stats:read`, `portal-sessions:write`, `organisation:write`, `members:read`, `members:write`,
   * `webhooks:read` and `webhooks:write`, and no more than who makes it may do.
   */
  scopes: Array<string>;
};

/** Which secret keys. */
export type ApiKeyFilter = {
  /** Only those that are revoked, or only those that are not. */
  revoked?: boolean | null | undefined;
};

/** Which click of a visitor is credited. */
export type AttributionModel =
  /** The earliest click of the same visitor in the same campaign, inside the window. */
  | 'FIRST_CLICK'
  /** The click whose token was sent. */
  | 'LAST_CLICK';

/** Which entries of the audit log. */
export type AuditEventFilter = {
  /** Only those of this mutation, as `campaignUpdate`. */
  action?: string | null | undefined;
  /** Only those by this key, member or partner user. */
  actorId?: string | null | undefined;
  /** Only those by this kind of actor. */
  actorKind?: ActorKind | null | undefined;
  /** Only those from this time on. */
  from?: string | null | undefined;
  /** Only those about this thing. */
  targetId?: string | null | undefined;
  /** Only those before this time. */
  to?: string | null | undefined;
};

/** How the cache that replicas share stands. Without it, each works by itself. */
export type CacheStatus =
  /** It does not answer. */
  | 'AWAY'
  /** None is configured. */
  | 'NONE'
  /** It answers. */
  | 'REACHABLE';

/** What a new campaign should be. */
export type CampaignCreateInput = {
  /** The origins whose pages may send conversions; empty or unset: every origin may. */
  allowedOrigins?: Array<string> | null | undefined;
  /** Which click of a visitor is credited; the last if unset. */
  attributionModel?: AttributionModel | null | undefined;
  /** How many days after a click it may convert, from 1 to 365; 90 if unset. */
  attributionWindowDays?: number | null | undefined;
  /** Where its links lead. */
  destinationUrl: string;
  /** The form that its conversions fill; a small one is made if unset. */
  formId?: string | null | undefined;
  /** What people call it. */
  name: string;
  /** Which conversions are refused. */
  qualityRules?: QualityRulesInput | null | undefined;
  /** What a conversion earns its partner; nothing if unset. */
  reward?: CampaignRewardInput | null | undefined;
};

/** Which campaigns. */
export type CampaignFilter = {
  /** Only those whose name has this in it, in any case. */
  search?: string | null | undefined;
  /** Only those of this status. */
  status?: CampaignStatus | null | undefined;
};

/** What a conversion of a campaign should earn its partner. */
export type CampaignRewardInput = {
  /** How much in the organisation's currency, from 0 to 10,000,000,000.00, as `12.50`; null: nothing. */
  amount?: string | null | undefined;
};

/** Whether a campaign runs. */
export type CampaignStatus =
  /** Clicks on its links are credited. */
  | 'ACTIVE'
  /** As paused, and out of the way. */
  | 'ARCHIVED'
  /** Its links still redirect, but without a token. */
  | 'PAUSED';

/**
 * What a campaign should become. What is unset or null stays as it is. A change applies to
 * conversions from now on.
 */
export type CampaignUpdateInput = {
  /** The origins whose pages may send conversions; empty: every origin may. */
  allowedOrigins?: Array<string> | null | undefined;
  /** Which click of a visitor is credited. */
  attributionModel?: AttributionModel | null | undefined;
  /** How many days after a click it may convert, from 1 to 365. */
  attributionWindowDays?: number | null | undefined;
  /** Where its links lead. */
  destinationUrl?: string | null | undefined;
  /** The form that its conversions fill. Another form has other fields, so the field mappings go. */
  formId?: string | null | undefined;
  /** What people call it. */
  name?: string | null | undefined;
  /** Which conversions are refused. */
  qualityRules?: QualityRulesInput | null | undefined;
  /** What a conversion earns its partner. Rewards that exist already stay as they are. */
  reward?: CampaignRewardInput | null | undefined;
  /** Whether it runs. */
  status?: CampaignStatus | null | undefined;
};

/** Which clicks. */
export type ClickFilter = {
  /** Only those on links of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those at this time or later. */
  from?: string | null | undefined;
  /** Only those with this label. */
  label?: ClickLabel | null | undefined;
  /** Only those on this link. */
  linkId?: string | null | undefined;
  /** Only those on links of this partner. */
  partnerId?: string | null | undefined;
  /** Only those before this time. */
  to?: string | null | undefined;
};

/** What a click was. */
export type ClickLabel =
  /** A repeat or suspect click that a conversion has proved to be real. */
  | 'CONFIRMED'
  /** A crawler or a link preview; it got no token. */
  | 'CRAWLER'
  /** A person followed the link in a browser. The only one in headline numbers. */
  | 'HUMAN'
  /** An image, a frame or a script, not a visit; it got no token. */
  | 'NON_NAVIGATION'
  /** Re-made from its token, because the click itself was not stored in time. */
  | 'RECONSTRUCTED'
  /** The same visitor followed the same link again within seconds. */
  | 'REPEAT'
  /** Looks like a mail scanner, a script, or a browser that is not what it says. */
  | 'SUSPECT';

/** Which conversions. */
export type ConversionFilter = {
  /** Only those of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those of this customer, by the whole e-mail address, in any case. */
  email?: string | null | undefined;
  /** Only those that were recorded at this time or later. */
  from?: string | null | undefined;
  /** Only those that are credited to this link. */
  linkId?: string | null | undefined;
  /** Only those that are credited to this partner. */
  partnerId?: string | null | undefined;
  /** Only those that were recorded before this time. */
  to?: string | null | undefined;
};

/** Which way a conversion call came. */
export type ConversionSource =
  /** From a page, with a publishable key. */
  | 'BROWSER'
  /** From a backend, with a secret key. */
  | 'SERVER';

/** What a field of a form holds. */
export type DataType =
  /** A day of the calendar. */
  | 'DATE'
  /** One of the field's options. */
  | 'DROPDOWN'
  /** Any number of the field's options. */
  | 'DROPDOWN_MULTI'
  /** An e-mail address. */
  | 'EMAIL'
  /** A decimal number. */
  | 'NUMBER'
  /** Text. */
  | 'STRING';

/** Which database. */
export type DatabaseKind =
  /** A server. */
  | 'POSTGRES'
  /** A file on the machine of the service. */
  | 'SQLITE';

/** Which decisions. */
export type DecisionFilter = {
  /** Only those about clicks of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those about this click. */
  clickId?: string | null | undefined;
  /** Only the one that recorded this conversion. */
  conversionId?: string | null | undefined;
  /** Only those at this time or later. */
  from?: string | null | undefined;
  /** Only those that ended so. */
  outcome?: Outcome | null | undefined;
  /** Only those for this reason, as `outside_window`. */
  reason?: string | null | undefined;
  /** Only those that came this way. */
  source?: ConversionSource | null | undefined;
  /** Only those before this time. */
  to?: string | null | undefined;
};

/** A property that should fill a field. */
export type FieldMappingInput = {
  /** The id of the field that it should fill. */
  fieldId: string;
  /** The property's key. */
  property: string;
};

/** What a new form should be. */
export type FormCreateInput = {
  /** Its fields, in their order. */
  fields?: Array<FormFieldInput> | null | undefined;
  /** What people call it. */
  name: string;
  /** Whether a submission waits for an admin; no if unset. */
  reviewRequired?: boolean | null | undefined;
};

/** A field of a form as it should be. */
export type FormFieldInput = {
  /** What it holds. */
  dataType: DataType;
  /** The field that it is now; unset for a new one. */
  id?: string | null | undefined;
  /** Whether a submission needs it; no if unset. */
  isRequired?: boolean | null | undefined;
  /** What people call it. */
  label: string;
  /** The choices of a dropdown. */
  options?: Array<string> | null | undefined;
};

/** Which forms. */
export type FormFilter = {
  /** Only those whose name has this in it, in any case. */
  search?: string | null | undefined;
};

/** What a form should become. What is unset or null stays as it is. */
export type FormUpdateInput = {
  /**
   * All of its fields, in their order. One that is not named any more is removed, and the
   * mappings to it with it; submissions keep what they hold.
   */
  fields?: Array<FormFieldInput> | null | undefined;
  /** What people call it. */
  name?: string | null | undefined;
  /** Whether a submission waits for an admin. */
  reviewRequired?: boolean | null | undefined;
};

/** A step with which an organisation starts. */
export type GetStarted =
  /** A campaign was made. */
  | 'CAMPAIGN_MADE'
  /** A conversion was recorded. */
  | 'FIRST_CONVERSION'
  /** The snippet was loaded by a browser on a campaign's destination, or a conversion call has come. */
  | 'INSTALLED'
  /** A link was made. */
  | 'LINK_MADE'
  /** The organisation has a name. */
  | 'ORGANISATION_NAMED'
  /** A partner was added. */
  | 'PARTNER_ADDED';

/** What became of a row of a file; in a preview, what would. */
export type ImportOutcome =
  /** Something was made of it. */
  | 'CREATED'
  /** What it says is there already; nothing was changed. */
  | 'EXISTS'
  /** It is wrong; the message says why. */
  | 'INVALID';

/** What was found on a page or on the way to it. */
export type InstallFindingCode =
  /** The destination, or a redirect, leads to an address that is not called from here. */
  | 'BLOCKED'
  /** The key was rotated and has ended. */
  | 'EXPIRED_KEY'
  /** The key is not one of this organisation. */
  | 'FOREIGN_KEY'
  /** The snippet has no publishable key. */
  | 'MISSING_KEY'
  /** What came is not HTML. */
  | 'NOT_HTML'
  /** The tag is there with a type that browsers do not run, as consent tools set it. */
  | 'NOT_RUN'
  /** The destination did not answer. */
  | 'NO_ANSWER'
  /** The snippet is not in the page. */
  | 'NO_SNIPPET'
  /** The page's origin is not among the campaign's allowed origins. */
  | 'ORIGIN_NOT_ALLOWED'
  /** The key is another campaign's. */
  | 'OTHER_CAMPAIGNS_KEY'
  /** It redirects to another site, where the snippet is not. */
  | 'OTHER_SITE'
  /** The snippet is not in the first 64 KiB of the page, and there is more. */
  | 'PAGE_TOO_LONG'
  /** The page's Content Security Policy keeps the snippet from sending conversions. */
  | 'POLICY_BLOCKS_CALLS'
  /** The page's Content Security Policy keeps browsers from loading the snippet. */
  | 'POLICY_BLOCKS_SCRIPT'
  /** It answered with another status than 200. */
  | 'STATUS'
  /** The snippet is not in the HTML; a tag manager is, which may load it. */
  | 'TAG_MANAGER'
  /** `irw_id` is lost in the site's own redirects. */
  | 'TOKEN_LOST'
  /** It redirects more than three times. */
  | 'TOO_MANY_REDIRECTS';

/** Whether the snippet is on a page. */
export type InstallVerdict =
  /** It cannot be told from outside; the findings say why. */
  | 'COULD_NOT_VERIFY'
  /** It is, with a key that works for this campaign. */
  | 'INSTALLED'
  /** The page was read, and the snippet is not there or cannot work. */
  | 'NOT_INSTALLED';

/** Which invitations. */
export type InvitationFilter = {
  /** Only those that can be accepted, or only those that cannot. */
  open?: boolean | null | undefined;
};

/** Where an invitation stands. */
export type InvitationStatus =
  /** It was accepted. */
  | 'ACCEPTED'
  /** Nobody accepted it in time. */
  | 'EXPIRED'
  /** It can be accepted. */
  | 'OPEN'
  /** It was taken back. */
  | 'REVOKED';

/** What is kept. */
export type Kept =
  /** Answers to calls with an idempotency key. */
  | 'ANSWERS'
  /** The audit log. */
  | 'AUDIT_LOG'
  /** Clicks. */
  | 'CLICKS'
  /** Conversions, with their submissions, decisions and rewards. */
  | 'CONVERSIONS'
  /** Invitations that are not accepted: so long they are good. That there was one is kept. */
  | 'INVITATIONS'
  /** Links that sign a partner user in. */
  | 'PORTAL_LINKS'
  /** Sessions of partner users on the portal. */
  | 'PORTAL_SESSIONS'
  /** The request log. */
  | 'REQUEST_LOG'
  /** Sessions of members. */
  | 'SESSIONS'
  /** Links that sign a member in. */
  | 'SIGN_IN_LINKS'
  /** How often pages have loaded the snippet. */
  | 'SNIPPET_LOADS'
  /** The salts by which visitors are told apart. When one is gone, nobody can tell whose a click was. */
  | 'VISITOR_SALTS'
  /** Events of webhooks, with what came of each delivery. */
  | 'WEBHOOK_EVENTS';

/** Which legacy links. */
export type LegacyLinkFilter = {
  /** Only those that lead to this link. */
  linkId?: string | null | undefined;
  /** Only those whose URL has this in it, in any case. */
  search?: string | null | undefined;
};

/** Which links. */
export type LinkFilter = {
  /** Only those of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those of this partner. */
  partnerId?: string | null | undefined;
  /** Only those whose traffic somebody should look at, or only the others. Scope `stats:read`. */
  review?: boolean | null | undefined;
  /** Only those that are revoked, or only those that are not. */
  revoked?: boolean | null | undefined;
  /** Only those whose code or one of whose aliases has this in it, in any case. */
  search?: string | null | undefined;
};

/** How a list is sorted. */
export type ListOrder = {
  /** Which way. */
  direction?: OrderDirection;
  /** By what. */
  field?: ListOrderField;
};

/** What a list can be sorted by. */
export type ListOrderField =
  /** When the row came to be. */
  | 'CREATED_AT';

/** Which members. */
export type MemberFilter = {
  /** Only those of this role. */
  role?: Role | null | undefined;
  /** Only those whose address has this in it, in any case. */
  search?: string | null | undefined;
};

/** Who is invited, and as what. */
export type MemberInviteInput = {
  /** Their address. Nothing is mailed to it: hand the link over. */
  email: string;
  /** What they will be. Only an owner can invite an owner. */
  role: Role;
};

/** How partners and campaigns are sorted. */
export type NamedOrder = {
  /** Which way. */
  direction?: OrderDirection;
  /** By what. */
  field?: NamedOrderField;
};

/** What a list of things with names can be sorted by. */
export type NamedOrderField =
  /** When the row came to be. */
  | 'CREATED_AT'
  /** The name, in any case. */
  | 'NAME';

/** Which way a list runs. */
export type OrderDirection =
  /** Oldest first. */
  | 'ASC'
  /** Newest first. */
  | 'DESC';

/** What the organisation should become. What is unset or null stays as it is. */
export type OrganisationUpdateInput = {
  /** The colour of its partner portal, as `#1a2b3c`; empty for the usual one. */
  brandColour?: string | null | undefined;
  /** The ISO 4217 code of the currency in which it rewards. It stays once there is a reward. */
  currency?: string | null | undefined;
  /** The origins that may show its partner portal in a frame. */
  frameOrigins?: Array<string> | null | undefined;
  /**
   * The picture on its partner portal: PNG, JPEG or WebP of at most 40 KiB, as a data URL; empty
   * for none.
   */
  logo?: string | null | undefined;
  /** What people call it. */
  name?: string | null | undefined;
  /** Whether a secret key that a browser sends is refused. */
  refuseSecretKeysInBrowsers?: boolean | null | undefined;
  /** Whether a campaign that lists no origins takes no conversions from browsers. */
  requireOrigins?: boolean | null | undefined;
  /** The IANA time zone in which its days begin. */
  timeZone?: string | null | undefined;
};

/** How a conversion call ended. */
export type Outcome =
  /** The click, or the customer, had converted already. */
  | 'DUPLICATE'
  /** No valid click, or a rule of the campaign refused it. */
  | 'IGNORED'
  /** A new conversion was attributed. */
  | 'RECORDED'
  /** The call was not allowed: its origin is not on the campaign's list. */
  | 'REFUSED';

/** What a new partner should be. */
export type PartnerCreateInput = {
  /** Its own domain, for the self-referral rule. */
  domain?: string | null | undefined;
  /** The contact's e-mail address, for the self-referral rule. */
  email?: string | null | undefined;
  /** What people call it. */
  name: string;
  /** What members note about it; the partner does not see it. At most 10,000 characters. */
  notes?: string | null | undefined;
};

/** Which partners. */
export type PartnerFilter = {
  /** Only those whose name, e-mail address or domain has this in it, in any case. */
  search?: string | null | undefined;
  /** Only those of this status. */
  status?: PartnerStatus | null | undefined;
};

/** Whether a partner may earn. */
export type PartnerStatus =
  /** Clicks on its links are credited. */
  | 'ACTIVE'
  /** Its links still redirect, but without a token. */
  | 'INACTIVE';

/** What a partner should become. What is unset or null stays as it is. */
export type PartnerUpdateInput = {
  /** Its own domain; empty to have none. */
  domain?: string | null | undefined;
  /** The contact's e-mail address; empty to have none. */
  email?: string | null | undefined;
  /** What people call it. */
  name?: string | null | undefined;
  /** What members note about it; empty to have none. At most 10,000 characters. */
  notes?: string | null | undefined;
  /** Whether it may earn. */
  status?: PartnerStatus | null | undefined;
};

/** What a new partner user should be. */
export type PartnerUserCreateInput = {
  /** The address, by which they sign in. No two users of the organisation have the same. */
  email: string;
  /** What they are called; they may change it themselves. */
  name?: string | null | undefined;
};

/** Which publishable keys. */
export type PublishableKeyFilter = {
  /** Only those of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those that new pages should carry, or only those in whose place another one was put. */
  current?: boolean | null | undefined;
};

/**
 * Which conversions of a campaign should be refused. What is unset or null stays as it is; in a new
 * campaign, off.
 */
export type QualityRulesInput = {
  /** Whether to refuse addresses of disposable mail services. */
  blockDisposable?: boolean | null | undefined;
  /** Whether an address converts only once in the campaign. */
  blockDuplicateEmail?: boolean | null | undefined;
  /** Whether to refuse the partner's own address, or one of its domain. */
  blockSelfReferral?: boolean | null | undefined;
  /** E-mail domains to refuse; each covers its sub-domains. */
  excludedDomains?: Array<string> | null | undefined;
  /** Whether a customer who has converted in the organisation before earns no reward. */
  newCustomersOnly?: boolean | null | undefined;
};

/** Which calls. */
export type RequestFilter = {
  /** Only those whose answer had this code. */
  code?: string | null | undefined;
  /** Only those that came at this time or later. */
  from?: string | null | undefined;
  /** Only those that were made with this secret key. */
  keyId?: string | null | undefined;
  /** Only those of which this came. */
  outcome?: RequestOutcome | null | undefined;
  /** Only the one whose answer had this request id. */
  requestId?: string | null | undefined;
  /** Only those that came before this time. */
  to?: string | null | undefined;
};

/** What came of a call. */
export type RequestOutcome =
  /** Something went wrong on this side: 5xx, or such an error in a GraphQL answer. */
  | 'FAILED'
  /** Something was wrong with the call: 4xx, or an error in a GraphQL answer. */
  | 'REFUSED'
  /** It was done. */
  | 'SUCCEEDED';

/** Which rewards. */
export type RewardFilter = {
  /** Only those of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those whose conversion was recorded at this time or later. */
  from?: string | null | undefined;
  /** Only those of this link. */
  linkId?: string | null | undefined;
  /** Only those of this partner. */
  partnerId?: string | null | undefined;
  /** Only those that stand there. */
  status?: RewardStatus | null | undefined;
  /** Only those whose conversion was recorded before this time. */
  to?: string | null | undefined;
};

/** Where a reward stands. */
export type RewardStatus =
  /** Its submission waits: for a review, or to be run again. */
  | 'HELD'
  /** Its submission was accepted: the partner is to be paid. */
  | 'PAYABLE'
  /** Its submission was declined: nothing is paid. */
  | 'REVERSED';

/** Why a conversion of a campaign that pays rewards earned none. */
export type RewardWithheld =
  /** The campaign rewards new customers only, and this one had converted in the organisation before. */
  | 'EXISTING_CUSTOMER';

/** What a member may do. */
export type Role =
  /** Everything but saying who the owners are. */
  | 'ADMIN'
  /** Reads everything and changes nothing. */
  | 'ANALYST'
  /** Everything, and says who the owners are. */
  | 'OWNER';

/** What kind of thing was found. */
export type SearchKind =
  /** A secret key. */
  | 'API_KEY'
  /** A campaign. */
  | 'CAMPAIGN'
  /** A conversion. */
  | 'CONVERSION'
  /** A decision. */
  | 'DECISION'
  /** A form. */
  | 'FORM'
  /** A legacy link. */
  | 'LEGACY_LINK'
  /** A link. */
  | 'LINK'
  /** A partner. */
  | 'PARTNER'
  /** A form submission. */
  | 'SUBMISSION';

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
  /** By link. */
  | 'LINK'
  /** By partner. */
  | 'PARTNER'
  /** By the host of the page that linked. */
  | 'REFERRER_HOST';

/** Of what the numbers should be. Several together are joined by "and". */
export type StatsFilter = {
  /** Only those of an alias; or of a link's code without its aliases, by the link's id. */
  aliasId?: string | null | undefined;
  /** Only a campaign's. */
  campaignId?: string | null | undefined;
  /** Only a link's. */
  linkId?: string | null | undefined;
  /** Only a partner's. */
  partnerId?: string | null | undefined;
};

/** Which submissions. */
export type SubmissionFilter = {
  /** Only those of this campaign. */
  campaignId?: string | null | undefined;
  /** Only those that came to be at this time or later. */
  from?: string | null | undefined;
  /** Only those of conversions that are credited to this partner. */
  partnerId?: string | null | undefined;
  /** Only those that stand there. */
  status?: SubmissionStatus | null | undefined;
  /** Only those that came to be before this time. */
  to?: string | null | undefined;
};

/** Where a form submission stands. */
export type SubmissionStatus =
  /** Accepted by review. */
  | 'ACCEPTED'
  /** The form needs no review. */
  | 'AUTO_ACCEPTED'
  /** Declined by review. */
  | 'DECLINED'
  /** The properties did not fit the form: mend the mapping or the form, and run it again. */
  | 'ERROR'
  /** Waits for review. */
  | 'PENDING';

/** What an entry of a trail tells of. More may be added. */
export type TrailEntryKind =
  /** Another conversion call for the same click. */
  | 'CALL'
  /** A check of the call. */
  | 'CHECK'
  /** A click of this visitor that could have been credited. */
  | 'CLICK'
  /** The conversion itself. */
  | 'CONVERSION'
  /** A change of the submission: a review, or that it was run again. */
  | 'REVIEW'
  /** A move of money, or why there is no reward. */
  | 'REWARD'
  /** The settings of the campaign that judged. */
  | 'SETTINGS'
  /** The submission that it made. */
  | 'SUBMISSION'
  /** An event on its way to a webhook endpoint. */
  | 'WEBHOOK';

/**
 * The kinds of problem that an input can have. More may be added: treat one that you do not know
 * as `INVALID`.
 */
export type UserErrorCode =
  /** Empty where something is needed. */
  | 'BLANK'
  /** Not of the right form. */
  | 'INVALID'
  /** Other things depend on it. */
  | 'IN_USE'
  /** No more of these can be made. */
  | 'LIMIT_REACHED'
  /** Exists, but may not be used so. */
  | 'NOT_ALLOWED'
  /** Names something that does not exist. */
  | 'NOT_FOUND'
  /** Kept for the system. */
  | 'RESERVED'
  /** Somebody else has changed it meanwhile. */
  | 'STALE'
  /** Somebody has it already. */
  | 'TAKEN'
  /** Longer or more than allowed. */
  | 'TOO_LONG'
  /** Shorter or fewer than needed. */
  | 'TOO_SHORT';

/** What a check of a conversion call found. */
export type Verdict =
  /** The check decided the call. */
  | 'FAIL'
  /** The check was passed. */
  | 'PASS'
  /** The check was not made: it is switched off, or lacks what it needs. */
  | 'SKIP';

/** What the account should become. What is unset or null stays as it is. */
export type ViewerUpdateInput = {
  /** The password until now. Needed for a new one, unless there is none yet. */
  currentPassword?: string | null | undefined;
  /** What the person is called; may be empty. */
  name?: string | null | undefined;
  /** The password from now on: 12 to 128 characters of any kind. Every other session ends. */
  newPassword?: string | null | undefined;
};

/** Which deliveries. */
export type WebhookDeliveryFilter = {
  /** Only those to this endpoint. */
  endpointId?: string | null | undefined;
  /** Only those of events of this kind. */
  kind?: WebhookEventKind | null | undefined;
  /** Only those of this status. */
  status?: WebhookDeliveryStatus | null | undefined;
};

/** Where a delivery stands. */
export type WebhookDeliveryStatus =
  /** The endpoint was disabled before it was delivered. It can be sent again. */
  | 'CANCELLED'
  /** The endpoint has taken it. */
  | 'DELIVERED'
  /** Ten tries over three days have failed. It can be sent again. */
  | 'FAILED'
  /** It waits for its next try, or is being sent. */
  | 'PENDING';

/** What a new endpoint should be. */
export type WebhookEndpointCreateInput = {
  /** What people call it. */
  description?: string | null | undefined;
  /** Whether it is sent to from the start; it is if unset. */
  enabled?: boolean | null | undefined;
  /** Of what it is told. */
  events: Array<WebhookEventKind>;
  /** Whether customers' e-mail addresses are sent along; not if unset. */
  includeEmail?: boolean | null | undefined;
  /** Where to: an address on the internet, on port 443 or 80. */
  url: string;
};

/** Which endpoints. */
export type WebhookEndpointFilter = {
  /** Only those that fail now, or only those that do not. */
  failing?: boolean | null | undefined;
  /** Only those of this status. */
  status?: WebhookEndpointStatus | null | undefined;
};

/** Whether events are sent to an endpoint. */
export type WebhookEndpointStatus =
  /** Somebody switched it off, or this service, because it did not work. */
  | 'DISABLED'
  /** They are. */
  | 'ENABLED';

/** What an endpoint should become. What is unset or null stays as it is. */
export type WebhookEndpointUpdateInput = {
  /** What people call it. */
  description?: string | null | undefined;
  /**
   * Whether it is sent to. Disabled, it gets nothing of what waits, and of clicks nothing is kept
   * for it; `webhookEndpointRecover` sends the rest when it is enabled again.
   */
  enabled?: boolean | null | undefined;
  /** Of what it is told. */
  events?: Array<WebhookEventKind> | null | undefined;
  /** Whether customers' e-mail addresses are sent along. */
  includeEmail?: boolean | null | undefined;
  /** Where to: an address on the internet, on port 443 or 80. */
  url?: string | null | undefined;
};

/** What kind of event. */
export type WebhookEventKind =
  /**
   * `click.created`: a click was stored. There are many; they are told only to endpoints that name
   * this kind.
   */
  | 'CLICK_CREATED'
  /** `conversion.recorded`: a conversion was recorded. */
  | 'CONVERSION_RECORDED'
  /** `link.revoked`: a link was revoked. */
  | 'LINK_REVOKED'
  /** `reward.payable`: a reward became payable. */
  | 'REWARD_PAYABLE'
  /** `reward.reversed`: a reward was reversed. */
  | 'REWARD_REVERSED'
  /** `submission.accepted`: a form submission was accepted. */
  | 'SUBMISSION_ACCEPTED'
  /** `submission.created`: a form submission was made. */
  | 'SUBMISSION_CREATED'
  /** `submission.declined`: a form submission was declined. */
  | 'SUBMISSION_DECLINED'
  /** `webhook.test`: somebody tried an endpoint out. It goes to that endpoint, whatever it names. */
  | 'WEBHOOK_TEST';

/**
 * Quality rules that should have been otherwise. What is unset or null is as it was when each call was
 * judged.
 */
export type WhatIfRulesInput = {
  /** Whether to refuse addresses of disposable mail services. */
  blockDisposable?: boolean | null | undefined;
  /** Whether an address converts only once in the campaign. */
  blockDuplicateEmail?: boolean | null | undefined;
  /** Whether to refuse the partner's own address, or one of its domain. */
  blockSelfReferral?: boolean | null | undefined;
  /** E-mail domains to refuse; each covers its sub-domains. */
  excludedDomains?: Array<string> | null | undefined;
};

export type AuditEventsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: AuditEventFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type AuditEventsQuery = { auditEvents: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, at: string, action: string, actorKind: ActorKind, actorId: string | null, actorName: string | null, targetId: string, before: unknown, after: unknown }> } };

export type CampaignsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: CampaignFilter | null | undefined;
  orderBy?: NamedOrder | null | undefined;
}>;


export type CampaignsQuery = { campaigns: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string, status: CampaignStatus, destinationUrl: string, attributionModel: AttributionModel, attributionWindowDays: number, createdAt: string, stats: { clicks: number, conversions: number, conversionRate: number | null } | null, reward: { amount: string, currencyCode: string } | null, install: { snippet: { verdict: InstallVerdict } | null }, links: { totalCount: number } }> } };

export type CampaignQueryVariables = Exact<{
  id: string;
}>;


export type CampaignQuery = { campaign: { id: string, name: string, status: CampaignStatus, destinationUrl: string, attributionModel: AttributionModel, attributionWindowDays: number, allowedOrigins: Array<string>, publishableKey: string, version: number, createdAt: string, updatedAt: string, qualityRules: { blockDisposable: boolean, blockDuplicateEmail: boolean, blockSelfReferral: boolean, excludedDomains: Array<string>, newCustomersOnly: boolean }, form: { id: string, name: string, reviewRequired: boolean, fields: Array<{ id: string, label: string, dataType: DataType, isRequired: boolean, options: Array<string> }> }, fieldMappings: Array<{ property: string, fieldId: string, lastSeen: { at: string, value: unknown } | null }>, stats: { clicks: number, conversions: number, conversionRate: number | null } | null, reward: { amount: string, currencyCode: string } | null, versions: Array<{ version: number, from: string, attributionModel: AttributionModel, attributionWindowDays: number, conversionCount: number | null, allowedOrigins: Array<string>, reward: { amount: string, currencyCode: string } | null, qualityRules: { blockDisposable: boolean, blockDuplicateEmail: boolean, blockSelfReferral: boolean, excludedDomains: Array<string>, newCustomersOnly: boolean }, change: { actorKind: ActorKind, actorName: string | null } | null }> } | null };

export type CampaignQualityQueryVariables = Exact<{
  id: string;
}>;


export type CampaignQualityQuery = { campaign: { id: string, quality: { tried: number, always: Array<{ rule: string, refused30Days: number }>, switches: Array<{ rule: string, on: boolean, refused30Days: number, wouldHaveRefused30Days: number | null }> } | null } | null };

export type CampaignInstallQueryVariables = Exact<{
  id: string;
}>;


export type CampaignInstallQuery = { campaign: { id: string, install: { snippet: { at: string, verdict: InstallVerdict, findings: Array<{ code: InstallFindingCode, message: string }> } | null, loads: { today: number, lastAt: string | null }, conversions: { lastAt: string | null, outcome: Outcome | null, reason: string | null, explanation: string | null, origin: string | null } | null } } | null };

export type InstallCheckRunMutationVariables = Exact<{
  campaignId: string;
}>;


export type InstallCheckRunMutation = { installCheckRun: { campaign: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WhatIfQueryVariables = Exact<{
  campaignId: string;
  from: string;
  to: string;
  windowDays?: number | null | undefined;
  model?: AttributionModel | null | undefined;
  rules?: WhatIfRulesInput | null | undefined;
}>;


export type WhatIfQuery = { whatIf: { calls: number, creditedBefore: number, creditedThen: number, gained: number, lost: number, notJudgedAgain: number, visitorsUnknown: number, partners: Array<{ partnerId: string, creditedBefore: number, creditedThen: number, gained: number, lost: number, partner: { id: string, name: string } | null }> } | null };

export type CampaignCreateMutationVariables = Exact<{
  input: CampaignCreateInput;
}>;


export type CampaignCreateMutation = { campaignCreate: { campaign: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type CampaignUpdateMutationVariables = Exact<{
  id: string;
  ifVersion?: number | null | undefined;
  input: CampaignUpdateInput;
}>;


export type CampaignUpdateMutation = { campaignUpdate: { campaign: { id: string, version: number } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type FieldMappingsSetMutationVariables = Exact<{
  campaignId: string;
  mappings: Array<FieldMappingInput> | FieldMappingInput;
}>;


export type FieldMappingsSetMutation = { fieldMappingsSet: { campaign: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type FieldMappingsPreviewQueryVariables = Exact<{
  campaignId: string;
  email?: string | null | undefined;
  mappings?: Array<FieldMappingInput> | FieldMappingInput | null | undefined;
  properties?: unknown;
}>;


export type FieldMappingsPreviewQuery = { fieldMappingsPreview: { unmapped: unknown, fields: Array<{ fieldId: string, label: string, value: unknown }>, problems: Array<{ fieldId: string, label: string, message: string }>, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type CampaignDuplicateMutationVariables = Exact<{
  id: string;
  name: string;
}>;


export type CampaignDuplicateMutation = { campaignDuplicate: { campaign: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type UnmappedPropertiesQueryVariables = Exact<{
  campaignId: string;
}>;


export type UnmappedPropertiesQuery = { unmappedProperties: Array<{ property: string, count: number, lastValue: unknown, lastSeenAt: string }> | null };

export type FormPartsFragment = { unmapped: unknown, fields: Array<{ fieldId: string, label: string, value: unknown }>, problems: Array<{ fieldId: string, label: string, message: string }> };

export type FieldMappingsDryRunQueryVariables = Exact<{
  campaignId: string;
  mappings?: Array<FieldMappingInput> | FieldMappingInput | null | undefined;
}>;


export type FieldMappingsDryRunQuery = { fieldMappingsDryRun: { changedCount: number, errorCount: number, conversions: Array<{ changes: boolean, conversion: { id: string, createdAt: string, email: string | null }, before: { unmapped: unknown, fields: Array<{ fieldId: string, label: string, value: unknown }>, problems: Array<{ fieldId: string, label: string, message: string }> }, after: { unmapped: unknown, fields: Array<{ fieldId: string, label: string, value: unknown }>, problems: Array<{ fieldId: string, label: string, message: string }> } }>, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ConversionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ConversionFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type ConversionsQuery = { conversions: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, createdAt: string, clickedAt: string, email: string | null, source: ConversionSource, existingCustomer: boolean, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null, link: { id: string, code: string } | null, submission: { id: string, status: SubmissionStatus } | null, reward: { id: string, status: RewardStatus, amount: { amount: string, currencyCode: string } } | null }> } };

export type ConversionQueryVariables = Exact<{
  id: string;
}>;


export type ConversionQuery = { conversion: { id: string, createdAt: string, clickedAt: string, clickId: string, creditedClickId: string, email: string | null, source: ConversionSource, existingCustomer: boolean, campaignVersion: number, properties: unknown, outcome: string | null, rewardWithheld: RewardWithheld | null, trail: Array<{ at: string, kind: TrailEntryKind, title: string, detail: string | null, verdict: Verdict | null }> | null, reward: { id: string, status: RewardStatus, amount: { amount: string, currencyCode: string } } | null, partner: { id: string, name: string } | null, campaign: { id: string, name: string, attributionModel: AttributionModel, attributionWindowDays: number } | null, link: { id: string, code: string, url: string } | null, submission: { id: string, status: SubmissionStatus, createdAt: string, updatedAt: string, unmapped: unknown, declineReason: string | null, reviewedAt: string | null, fields: Array<{ fieldId: string, label: string, value: unknown }>, problems: Array<{ fieldId: string, label: string, message: string }>, form: { id: string, name: string, reviewRequired: boolean } | null } | null } | null };

export type DecisionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: DecisionFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type DecisionsQuery = { decisions: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, at: string, outcome: Outcome, reason: string, meaning: string, source: ConversionSource, origin: string | null, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null }> } };

export type DecisionPartsFragment = { id: string, at: string, outcome: Outcome, reason: string, meaning: string, howToFix: string, source: ConversionSource, origin: string | null, keyId: string, clickId: string | null, campaignVersion: number | null, moreCandidates: number, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null, link: { id: string, code: string } | null, trail: Array<{ check: string, verdict: Verdict, seen: string }>, conversion: { id: string } | null, candidates: Array<{ clickId: string, at: string, credited: boolean, device: string | null, label: ClickLabel | null, referrerHost: string | null, whyNot: string | null, partner: { id: string, name: string } | null, link: { id: string, code: string } | null }> | null };

export type DecisionQueryVariables = Exact<{
  id: string;
}>;


export type DecisionQuery = { decision: { id: string, at: string, outcome: Outcome, reason: string, meaning: string, howToFix: string, source: ConversionSource, origin: string | null, keyId: string, clickId: string | null, campaignVersion: number | null, moreCandidates: number, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null, link: { id: string, code: string } | null, trail: Array<{ check: string, verdict: Verdict, seen: string }>, conversion: { id: string } | null, candidates: Array<{ clickId: string, at: string, credited: boolean, device: string | null, label: ClickLabel | null, referrerHost: string | null, whyNot: string | null, partner: { id: string, name: string } | null, link: { id: string, code: string } | null }> | null } | null };

export type DecisionReasonsQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
  campaignId?: string | null | undefined;
}>;


export type DecisionReasonsQuery = { decisionReasons: Array<{ reason: string, outcome: Outcome, count: number, lastSeen: string, meaning: string, howToFix: string }> };

export type FollowedDecisionsQueryVariables = Exact<{
  clickId: string;
}>;


export type FollowedDecisionsQuery = { decisions: { nodes: Array<{ id: string, at: string, outcome: Outcome, meaning: string, conversion: { id: string } | null }> } };

export type FormsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: FormFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type FormsQuery = { forms: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string, reviewRequired: boolean, createdAt: string, updatedAt: string, fields: Array<{ id: string, label: string }> }> } };

export type FormQueryVariables = Exact<{
  id: string;
}>;


export type FormQuery = { form: { id: string, name: string, reviewRequired: boolean, createdAt: string, updatedAt: string, fields: Array<{ id: string, label: string, dataType: DataType, isRequired: boolean, options: Array<string> }>, usedBy: Array<{ id: string, name: string }> } | null };

export type FormCreateMutationVariables = Exact<{
  input: FormCreateInput;
}>;


export type FormCreateMutation = { formCreate: { form: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type FormUpdateMutationVariables = Exact<{
  id: string;
  input: FormUpdateInput;
}>;


export type FormUpdateMutation = { formUpdate: { form: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type HealthQueryVariables = Exact<{ [key: string]: never; }>;


export type HealthQuery = { server: { version: string, health: { cache: CacheStatus, clicksWaiting: number, webhooksWaiting: number, webhooksWaitingSince: string | null, dashboardBuild: string | null, database: { kind: DatabaseKind, latencyMs: number, sizeBytes: number, freeBytes: number | null } } | null }, webhookEndpoints: { totalCount: number, nodes: Array<{ id: string, url: string, description: string, status: WebhookEndpointStatus, failingSince: string | null, disabledReason: string | null, lastFailure: { at: string, message: string } | null }> }, apiKeys: { totalCount: number, nodes: Array<{ id: string, name: string, expiresAt: string | null, browserSeenAt: string | null }> }, campaigns: { totalCount: number, nodes: Array<{ id: string, name: string, install: { snippet: { verdict: InstallVerdict, findings: Array<{ message: string }> } | null, conversions: { lastAt: string | null, outcome: Outcome | null, explanation: string | null } | null } }> } };

export type ApiKeysQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ApiKeyFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type ApiKeysQuery = { apiKeys: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string, prefix: string, scopes: Array<string>, createdAt: string, createdBy: string | null, expiresAt: string | null, lastUsedAt: string | null, revokedAt: string | null, browserSeenAt: string | null }> } };

export type ApiKeyCreateMutationVariables = Exact<{
  input: ApiKeyCreateInput;
}>;


export type ApiKeyCreateMutation = { apiKeyCreate: { secret: string | null, apiKey: { id: string, name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ApiKeyRevokeMutationVariables = Exact<{
  id: string;
}>;


export type ApiKeyRevokeMutation = { apiKeyRevoke: { apiKey: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PublishableKeysQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: PublishableKeyFilter | null | undefined;
}>;


export type PublishableKeysQuery = { publishableKeys: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, key: string, createdAt: string, expiresAt: string | null, campaign: { id: string, name: string, status: CampaignStatus } | null, seenOrigins: Array<{ origin: string, count: number, lastSeenAt: string }> | null }> } };

export type PublishableKeyRotateMutationVariables = Exact<{
  campaignId?: string | null | undefined;
  overlapDays?: number | null | undefined;
}>;


export type PublishableKeyRotateMutation = { publishableKeyRotate: { publishableKey: string | null, oldKeyExpiresAt: string | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LegacyLinksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: LegacyLinkFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type LegacyLinksQuery = { legacyLinks: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, url: string, normalised: string, createdAt: string, hits: number, lastHitAt: string | null, link: { id: string, code: string, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null } | null }> } };

export type LegacyLinkCreateMutationVariables = Exact<{
  linkId: string;
  url: string;
}>;


export type LegacyLinkCreateMutation = { legacyLinkCreate: { legacyLink: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LegacyLinkDeleteMutationVariables = Exact<{
  id: string;
}>;


export type LegacyLinkDeleteMutation = { legacyLinkDelete: { legacyLink: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LegacyLinksImportMutationVariables = Exact<{
  csv: string;
}>;


export type LegacyLinksImportMutation = { legacyLinksImport: { rows: Array<{ line: number, url: string, outcome: ImportOutcome, message: string | null }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LegacyLinksImportPreviewQueryVariables = Exact<{
  csv: string;
}>;


export type LegacyLinksImportPreviewQuery = { legacyLinksImportPreview: { rows: Array<{ line: number, url: string, outcome: ImportOutcome, message: string | null }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LegacyMissesQueryVariables = Exact<{ [key: string]: never; }>;


export type LegacyMissesQuery = { legacyMisses: Array<{ normalised: string, count: number, firstAt: string, lastAt: string }> };

export type LegacyLinkTestQueryVariables = Exact<{
  url: string;
}>;


export type LegacyLinkTestQuery = { legacyLinkTest: { normalised: string | null, legacyLink: { id: string, url: string, link: { id: string, code: string, revokedAt: string | null, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null } | null } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LinkRowFragment = { id: string, code: string, url: string, createdAt: string, revokedAt: string | null, review: boolean | null, lastActivityAt: string | null, aliases: Array<{ id: string, slug: string, url: string, createdAt: string }>, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null, stats: { clicks: number, conversions: number, conversionRate: number | null } | null, performance: { accepted: number, declined: number, failed: number, pending: number } | null };

export type LinksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: LinkFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type LinksQuery = { links: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, code: string, url: string, createdAt: string, revokedAt: string | null, review: boolean | null, lastActivityAt: string | null, aliases: Array<{ id: string, slug: string, url: string, createdAt: string }>, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null, stats: { clicks: number, conversions: number, conversionRate: number | null } | null, performance: { accepted: number, declined: number, failed: number, pending: number } | null }> } };

export type LinkQueryVariables = Exact<{
  id: string;
}>;


export type LinkQuery = { link: { qrCode: string, id: string, code: string, url: string, createdAt: string, revokedAt: string | null, review: boolean | null, lastActivityAt: string | null, stats: { clicks: number, conversions: number, conversionRate: number | null, byLabel: { human: number, repeat: number, suspect: number, crawler: number, nonNavigation: number, confirmed: number, reconstructed: number, overLimit: number }, buckets: Array<{ start: string, clicks: number, conversions: number }> } | null, aliases: Array<{ id: string, slug: string, url: string, createdAt: string }>, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null, performance: { accepted: number, declined: number, failed: number, pending: number } | null } | null };

export type LinksGenerateMutationVariables = Exact<{
  campaignId: string;
  partnerIds?: Array<string> | string | null | undefined;
  allPartners?: boolean | null | undefined;
}>;


export type LinksGenerateMutation = { linksGenerate: { createdCount: number | null, existingCount: number | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LinkRevokeMutationVariables = Exact<{
  id: string;
}>;


export type LinkRevokeMutation = { linkRevoke: { link: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LinkRestoreMutationVariables = Exact<{
  id: string;
}>;


export type LinkRestoreMutation = { linkRestore: { link: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LinkAliasCreateMutationVariables = Exact<{
  linkId: string;
  slug: string;
}>;


export type LinkAliasCreateMutation = { linkAliasCreate: { link: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LinkAliasDeleteMutationVariables = Exact<{
  id: string;
}>;


export type LinkAliasDeleteMutation = { linkAliasDelete: { link: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LinksRevokeMutationVariables = Exact<{
  ids: Array<string> | string;
}>;


export type LinksRevokeMutation = { linksRevoke: { results: Array<{ link: { id: string } | null, userErrors: Array<{ message: string }> }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LinksRestoreMutationVariables = Exact<{
  ids: Array<string> | string;
}>;


export type LinksRestoreMutation = { linksRestore: { results: Array<{ link: { id: string } | null, userErrors: Array<{ message: string }> }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type LinkAliasAvailableQueryVariables = Exact<{
  slug: string;
}>;


export type LinkAliasAvailableQuery = { linkAliasAvailable: { available: boolean, slug: string | null, userErrors: Array<{ message: string }> } };

export type ClicksQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: ClickFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type ClicksQuery = { clicks: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, at: string, label: ClickLabel, device: string | null, browser: string | null, os: string | null, country: string | null, referrerHost: string | null, alias: { slug: string } | null, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null, link: { id: string, code: string } | null, conversion: { id: string } | null }> } };

export type LinkChoicesQueryVariables = Exact<{
  campaignId: string;
}>;


export type LinkChoicesQuery = { links: { nodes: Array<{ id: string, code: string, url: string, partner: { id: string, name: string } | null }> } };

export type FollowedClickQueryVariables = Exact<{
  linkId: string;
}>;


export type FollowedClickQuery = { clicks: { nodes: Array<{ id: string, at: string, label: ClickLabel }> } };

export type LinkHoldersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: LinkFilter | null | undefined;
}>;


export type LinkHoldersQuery = { links: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, code: string, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null }> } };

export type CampaignOptionsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type CampaignOptionsQuery = { campaigns: { nodes: Array<{ id: string, name: string }> } };

export type CampaignNameQueryVariables = Exact<{
  id: string;
}>;


export type CampaignNameQuery = { campaign: { id: string, name: string } | null };

export type PartnerOptionsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type PartnerOptionsQuery = { partners: { nodes: Array<{ id: string, name: string }> } };

export type PartnerNameQueryVariables = Exact<{
  id: string;
}>;


export type PartnerNameQuery = { partner: { id: string, name: string } | null };

export type FormOptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type FormOptionsQuery = { forms: { nodes: Array<{ id: string, name: string }> } };

export type LinkOptionPartsFragment = { id: string, code: string, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null };

export type LinkOptionsQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type LinkOptionsQuery = { links: { nodes: Array<{ id: string, code: string, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null }> }, partners: { nodes: Array<{ id: string, links: { nodes: Array<{ id: string, code: string, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null }> } | null }> } };

export type OrganisationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganisationQuery = { server: { isDemo: boolean }, organisation: { id: string, name: string, timeZone: string, currency: string, publishableKey: string, createdAt: string, updatedAt: string, brandColour: string | null, logo: string | null, frameOrigins: Array<string>, requireOrigins: boolean, refuseSecretKeysInBrowsers: boolean } };

export type OrganisationUpdateMutationVariables = Exact<{
  input: OrganisationUpdateInput;
}>;


export type OrganisationUpdateMutation = { organisationUpdate: { organisation: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type FigurePartsFragment = { value: number | null, previous: number | null, change: number | null, sparkline: Array<number | null> };

export type OverviewQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
  timeZone?: string | null | undefined;
}>;


export type OverviewQuery = { overview: { clicks: { value: number | null, previous: number | null, change: number | null, sparkline: Array<number | null> }, uniqueVisitors: { value: number | null, previous: number | null, change: number | null, sparkline: Array<number | null> }, conversions: { value: number | null, previous: number | null, change: number | null, sparkline: Array<number | null> }, conversionRate: { value: number | null, previous: number | null, change: number | null, sparkline: Array<number | null> }, toDo: { submissionsToReview: number | null, submissionsInError: number | null, linksToReview: number | null, keysExpiring: number | null, webhooksFailing: number | null }, getStarted: Array<{ step: GetStarted, doneAt: string | null }> }, stats: { buckets: Array<{ start: string, clicks: number, conversions: number }> }, rewardTotals: { held: { amount: string, currencyCode: string }, payable: { amount: string, currencyCode: string }, reversed: { amount: string, currencyCode: string } }, topPartners: Array<{ key: string, label: string, clicks: number, conversions: number, conversionRate: number | null }>, topCampaigns: Array<{ key: string, label: string, clicks: number, conversions: number, conversionRate: number | null }> };

export type ReportQueryVariables = Exact<{
  dimension: StatsDimension;
  from?: string | null | undefined;
  to?: string | null | undefined;
  timeZone?: string | null | undefined;
  filter?: StatsFilter | null | undefined;
}>;


export type ReportQuery = { stats: { clicks: number, uniqueVisitors: number, conversions: number, conversionRate: number | null, buckets: Array<{ start: string, clicks: number, conversions: number }> }, statsBy: Array<{ key: string, label: string, clicks: number, uniqueVisitors: number, conversions: number, conversionRate: number | null }> };

type ActivityParts_ClickActivity_Fragment = { __typename: 'ClickActivity', id: string, at: string, cursor: string, label: ClickLabel, referrerHost: string | null, device: string | null, country: string | null, clickOf: { id: string, name: string } | null, clickIn: { id: string, name: string } | null };

type ActivityParts_ConversionActivity_Fragment = { __typename: 'ConversionActivity', id: string, at: string, cursor: string, source: ConversionSource, conversionOf: { id: string, name: string } | null, conversionIn: { id: string, name: string } | null };

type ActivityParts_DecisionActivity_Fragment = { __typename: 'DecisionActivity', id: string, at: string, cursor: string, outcome: Outcome, reason: string, source: ConversionSource, origin: string | null, decisionOf: { id: string, name: string } | null, decisionIn: { id: string, name: string } | null };

type ActivityParts_MoreActivity_Fragment = { __typename: 'MoreActivity', at: string, cursor: string, clicks: number, conversions: number, decisions: number };

export type ActivityPartsFragment =
  | ActivityParts_ClickActivity_Fragment
  | ActivityParts_ConversionActivity_Fragment
  | ActivityParts_DecisionActivity_Fragment
  | ActivityParts_MoreActivity_Fragment
;

export type RecentActivityQueryVariables = Exact<{
  first?: number | null | undefined;
}>;


export type RecentActivityQuery = { recentActivity: Array<
    | { __typename: 'ClickActivity', id: string, at: string, cursor: string, label: ClickLabel, referrerHost: string | null, device: string | null, country: string | null, clickOf: { id: string, name: string } | null, clickIn: { id: string, name: string } | null }
    | { __typename: 'ConversionActivity', id: string, at: string, cursor: string, source: ConversionSource, conversionOf: { id: string, name: string } | null, conversionIn: { id: string, name: string } | null }
    | { __typename: 'DecisionActivity', id: string, at: string, cursor: string, outcome: Outcome, reason: string, source: ConversionSource, origin: string | null, decisionOf: { id: string, name: string } | null, decisionIn: { id: string, name: string } | null }
    | { __typename: 'MoreActivity', at: string, cursor: string, clicks: number, conversions: number, decisions: number }
  > };

export type ActivitySubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ActivitySubscription = { activity:
    | { __typename: 'ClickActivity', id: string, at: string, cursor: string, label: ClickLabel, referrerHost: string | null, device: string | null, country: string | null, clickOf: { id: string, name: string } | null, clickIn: { id: string, name: string } | null }
    | { __typename: 'ConversionActivity', id: string, at: string, cursor: string, source: ConversionSource, conversionOf: { id: string, name: string } | null, conversionIn: { id: string, name: string } | null }
    | { __typename: 'DecisionActivity', id: string, at: string, cursor: string, outcome: Outcome, reason: string, source: ConversionSource, origin: string | null, decisionOf: { id: string, name: string } | null, decisionIn: { id: string, name: string } | null }
    | { __typename: 'MoreActivity', at: string, cursor: string, clicks: number, conversions: number, decisions: number }
   };

export type SelfCheckQueryVariables = Exact<{
  from?: string | null | undefined;
  to?: string | null | undefined;
}>;


export type SelfCheckQuery = { selfCheck: { figures: number, differences: Array<{ figure: string, kept: number, recounted: number }> } };

export type PartnersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: PartnerFilter | null | undefined;
  orderBy?: NamedOrder | null | undefined;
}>;


export type PartnersQuery = { partners: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string, domain: string | null, email: string | null, status: PartnerStatus, createdAt: string, lastActivityAt: string | null, stats: { clicks: number, conversions: number, conversionRate: number | null } | null, links: { totalCount: number } | null, users: { totalCount: number } | null }> } };

export type PartnerQueryVariables = Exact<{
  id: string;
}>;


export type PartnerQuery = { partner: { id: string, name: string, domain: string | null, email: string | null, status: PartnerStatus, notes: string, lastActivityAt: string | null, createdAt: string, updatedAt: string, stats: { clicks: number, conversions: number, conversionRate: number | null, buckets: Array<{ start: string, clicks: number, conversions: number }> } | null } | null };

export type PartnerCreateMutationVariables = Exact<{
  input: PartnerCreateInput;
}>;


export type PartnerCreateMutation = { partnerCreate: { partner: { id: string, name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnerUpdateMutationVariables = Exact<{
  id: string;
  input: PartnerUpdateInput;
}>;


export type PartnerUpdateMutation = { partnerUpdate: { partner: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnerUsersQueryVariables = Exact<{
  id: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type PartnerUsersQuery = { partner: { id: string, users: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, email: string, name: string, lastSignInAt: string | null, createdAt: string, sessions: Array<{ id: string }> }> } | null } | null };

export type PartnerUserCreateMutationVariables = Exact<{
  partnerId: string;
  input: PartnerUserCreateInput;
}>;


export type PartnerUserCreateMutation = { partnerUserCreate: { partnerUser: { id: string, email: string, name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnerUserDeleteMutationVariables = Exact<{
  id: string;
}>;


export type PartnerUserDeleteMutation = { partnerUserDelete: { partnerUser: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnerUserSignInLinkMutationVariables = Exact<{
  id: string;
}>;


export type PartnerUserSignInLinkMutation = { partnerUserSignInLink: { url: string | null, expiresAt: string | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnerViewAsMutationVariables = Exact<{
  partnerId: string;
}>;


export type PartnerViewAsMutation = { partnerViewAs: { url: string | null, expiresAt: string | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnersSetStatusMutationVariables = Exact<{
  ids: Array<string> | string;
  status: PartnerStatus;
}>;


export type PartnersSetStatusMutation = { partnersSetStatus: { results: Array<{ partner: { id: string } | null, userErrors: Array<{ message: string }> }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnersImportPreviewQueryVariables = Exact<{
  csv: string;
}>;


export type PartnersImportPreviewQuery = { partnersImportPreview: { createdCount: number, existingCount: number, invalidCount: number, rows: Array<{ line: number, name: string, outcome: ImportOutcome, message: string | null }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnersImportMutationVariables = Exact<{
  csv: string;
}>;


export type PartnersImportMutation = { partnersImport: { createdCount: number | null, existingCount: number | null, invalidCount: number | null, rows: Array<{ line: number, name: string, outcome: ImportOutcome, message: string | null }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PartnerChoicesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: PartnerFilter | null | undefined;
}>;


export type PartnerChoicesQuery = { partners: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string, domain: string | null }> } };

export type MembersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: MemberFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type MembersQuery = { members: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, name: string | null, email: string, role: Role, isViewer: boolean, lastSeenAt: string | null, sessionCount: number | null, createdAt: string }> } };

export type InvitationsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: InvitationFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type InvitationsQuery = { invitations: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, email: string, role: Role, status: InvitationStatus, createdAt: string, expiresAt: string, acceptedAt: string | null, revokedAt: string | null }> } };

export type MemberInviteMutationVariables = Exact<{
  input: MemberInviteInput;
}>;


export type MemberInviteMutation = { memberInvite: { url: string | null, invitation: { id: string, email: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type InvitationRevokeMutationVariables = Exact<{
  id: string;
}>;


export type InvitationRevokeMutation = { invitationRevoke: { invitation: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type MemberUpdateMutationVariables = Exact<{
  id: string;
  role: Role;
}>;


export type MemberUpdateMutation = { memberUpdate: { member: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type MemberRemoveMutationVariables = Exact<{
  id: string;
}>;


export type MemberRemoveMutation = { memberRemove: { member: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type PasswordResetLinkCreateMutationVariables = Exact<{
  memberId: string;
}>;


export type PasswordResetLinkCreateMutation = { passwordResetLinkCreate: { url: string | null, expiresAt: string | null, member: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { person: { id: string, email: string, name: string, hasPassword: boolean }, sessions: Array<{ id: string, browser: string | null, os: string | null, createdAt: string, lastSeenAt: string, expiresAt: string, current: boolean }> } | null };

export type ViewerUpdateMutationVariables = Exact<{
  input: ViewerUpdateInput;
}>;


export type ViewerUpdateMutation = { viewerUpdate: { viewer: { person: { id: string, name: string } } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type SessionRevokeMutationVariables = Exact<{
  id: string;
}>;


export type SessionRevokeMutation = { sessionRevoke: { session: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type ApiKeyRotateMutationVariables = Exact<{
  id: string;
  overlapHours?: number | null | undefined;
}>;


export type ApiKeyRotateMutation = { apiKeyRotate: { secret: string | null, oldKeyExpiresAt: string | null, apiKey: { id: string, name: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type RequestsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: RequestFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type RequestsQuery = { requests: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, at: string, method: string, path: string, operation: string | null, status: number, code: string | null, explanation: string | null, durationMs: number, requestId: string, key: { id: string, name: string, prefix: string } | null }> } };

export type KeyOptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type KeyOptionsQuery = { apiKeys: { nodes: Array<{ id: string, name: string }> } };

export type RewardsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: RewardFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type RewardsQuery = { rewards: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, status: RewardStatus, createdAt: string, updatedAt: string, amount: { amount: string, currencyCode: string }, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null, conversion: { id: string } | null }> } };

export type RewardTotalsQueryVariables = Exact<{
  campaignId?: string | null | undefined;
  partnerId?: string | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  timeZone?: string | null | undefined;
}>;


export type RewardTotalsQuery = { rewardTotals: { held: { amount: string, currencyCode: string }, payable: { amount: string, currencyCode: string }, reversed: { amount: string, currencyCode: string } } };

export type SearchQueryVariables = Exact<{
  text: string;
}>;


export type SearchQuery = { search: Array<{ id: string, kind: SearchKind, title: string, subtitle: string }> };

export type RetentionQueryVariables = Exact<{ [key: string]: never; }>;


export type RetentionQuery = { server: { retention: Array<{ of: Kept, seconds: number | null, unusedSeconds: number | null }> } };

export type AccessQueryVariables = Exact<{ [key: string]: never; }>;


export type AccessQuery = { organisation: { access: { secretKeys: number, members: number, memberSessions: number, portalSessions: number } | null } };

export type ApiKeysRevokeAllMutationVariables = Exact<{ [key: string]: never; }>;


export type ApiKeysRevokeAllMutation = { apiKeysRevokeAll: { revoked: number | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type OrganisationSignOutMutationVariables = Exact<{ [key: string]: never; }>;


export type OrganisationSignOutMutation = { organisationSignOut: { memberSessions: number | null, portalSessions: number | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type SubmissionPartsFragment = { id: string, status: SubmissionStatus, createdAt: string, updatedAt: string, unmapped: unknown, declineReason: string | null, reviewedAt: string | null, fields: Array<{ fieldId: string, label: string, value: unknown }>, problems: Array<{ fieldId: string, label: string, message: string }>, form: { id: string, name: string, reviewRequired: boolean } | null };

export type SubmissionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: SubmissionFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type SubmissionsQuery = { submissions: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, status: SubmissionStatus, createdAt: string, updatedAt: string, unmapped: unknown, declineReason: string | null, reviewedAt: string | null, conversion: { id: string, email: string | null, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null } | null, fields: Array<{ fieldId: string, label: string, value: unknown }>, problems: Array<{ fieldId: string, label: string, message: string }>, form: { id: string, name: string, reviewRequired: boolean } | null }> } };

export type SubmissionQueryVariables = Exact<{
  id: string;
}>;


export type SubmissionQuery = { submission: { id: string, status: SubmissionStatus, createdAt: string, updatedAt: string, unmapped: unknown, declineReason: string | null, reviewedAt: string | null, conversion: { id: string, email: string | null, createdAt: string, partner: { id: string, name: string } | null, campaign: { id: string, name: string } | null } | null, fields: Array<{ fieldId: string, label: string, value: unknown }>, problems: Array<{ fieldId: string, label: string, message: string }>, form: { id: string, name: string, reviewRequired: boolean } | null } | null };

export type SubmissionRetryMutationVariables = Exact<{
  id: string;
}>;


export type SubmissionRetryMutation = { submissionRetry: { submission: { id: string, status: SubmissionStatus } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type SubmissionAcceptMutationVariables = Exact<{
  id: string;
}>;


export type SubmissionAcceptMutation = { submissionAccept: { submission: { id: string, status: SubmissionStatus } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type SubmissionDeclineMutationVariables = Exact<{
  id: string;
  reason?: string | null | undefined;
}>;


export type SubmissionDeclineMutation = { submissionDecline: { submission: { id: string, status: SubmissionStatus } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type SubmissionReopenMutationVariables = Exact<{
  id: string;
}>;


export type SubmissionReopenMutation = { submissionReopen: { submission: { id: string, status: SubmissionStatus } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type SubmissionsAcceptMutationVariables = Exact<{
  ids: Array<string> | string;
}>;


export type SubmissionsAcceptMutation = { submissionsAccept: { results: Array<{ id: string, userErrors: Array<{ message: string }> }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type SubmissionsDeclineMutationVariables = Exact<{
  ids: Array<string> | string;
  reason?: string | null | undefined;
}>;


export type SubmissionsDeclineMutation = { submissionsDecline: { results: Array<{ id: string, userErrors: Array<{ message: string }> }> | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type EndpointPartsFragment = { id: string, url: string, description: string, events: Array<WebhookEventKind>, includeEmail: boolean, status: WebhookEndpointStatus, createdAt: string, updatedAt: string, disabledAt: string | null, disabledReason: string | null, failingSince: string | null, pausedUntil: string | null, oldSecretExpiresAt: string | null, lastDay: { attempts: number, succeeded: number, successRate: number | null }, lastFailure: { at: string, message: string } | null };

export type WebhookEndpointsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: WebhookEndpointFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type WebhookEndpointsQuery = { webhookEndpoints: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, url: string, description: string, events: Array<WebhookEventKind>, includeEmail: boolean, status: WebhookEndpointStatus, createdAt: string, updatedAt: string, disabledAt: string | null, disabledReason: string | null, failingSince: string | null, pausedUntil: string | null, oldSecretExpiresAt: string | null, lastDay: { attempts: number, succeeded: number, successRate: number | null }, lastFailure: { at: string, message: string } | null }> } };

export type WebhookEndpointQueryVariables = Exact<{
  id: string;
}>;


export type WebhookEndpointQuery = { webhookEndpoint: { id: string, url: string, description: string, events: Array<WebhookEventKind>, includeEmail: boolean, status: WebhookEndpointStatus, createdAt: string, updatedAt: string, disabledAt: string | null, disabledReason: string | null, failingSince: string | null, pausedUntil: string | null, oldSecretExpiresAt: string | null, lastDay: { attempts: number, succeeded: number, successRate: number | null }, lastFailure: { at: string, message: string } | null } | null };

export type WebhookDeliveriesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: WebhookDeliveryFilter | null | undefined;
  orderBy?: ListOrder | null | undefined;
}>;


export type WebhookDeliveriesQuery = { webhookDeliveries: { totalCount: number, pageInfo: { hasNextPage: boolean, endCursor: string | null }, nodes: Array<{ id: string, kind: WebhookEventKind, status: WebhookDeliveryStatus, createdAt: string, updatedAt: string, nextAttemptAt: string | null, event: { id: string } }> } };

export type WebhookDeliveryQueryVariables = Exact<{
  id: string;
}>;


export type WebhookDeliveryQuery = { webhookDelivery: { id: string, kind: WebhookEventKind, status: WebhookDeliveryStatus, createdAt: string, nextAttemptAt: string | null, event: { id: string, type: string, at: string, subjectId: string, data: unknown }, attempts: Array<{ id: string, at: string, durationMs: number, statusCode: number | null, error: string | null, request: unknown, response: string | null }> } | null };

export type WebhookEndpointCreateMutationVariables = Exact<{
  input: WebhookEndpointCreateInput;
}>;


export type WebhookEndpointCreateMutation = { webhookEndpointCreate: { secret: string | null, webhookEndpoint: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WebhookEndpointUpdateMutationVariables = Exact<{
  id: string;
  input: WebhookEndpointUpdateInput;
}>;


export type WebhookEndpointUpdateMutation = { webhookEndpointUpdate: { webhookEndpoint: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WebhookEndpointDeleteMutationVariables = Exact<{
  id: string;
}>;


export type WebhookEndpointDeleteMutation = { webhookEndpointDelete: { deletedId: string | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WebhookEndpointTestMutationVariables = Exact<{
  id: string;
}>;


export type WebhookEndpointTestMutation = { webhookEndpointTest: { webhookDelivery: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WebhookEndpointRotateSecretMutationVariables = Exact<{
  id: string;
  overlapHours?: number | null | undefined;
}>;


export type WebhookEndpointRotateSecretMutation = { webhookEndpointRotateSecret: { secret: string | null, webhookEndpoint: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WebhookEndpointRecoverMutationVariables = Exact<{
  id: string;
  since: string;
}>;


export type WebhookEndpointRecoverMutation = { webhookEndpointRecover: { events: number | null, webhookEndpoint: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };

export type WebhookDeliveryRetryMutationVariables = Exact<{
  id: string;
}>;


export type WebhookDeliveryRetryMutation = { webhookDeliveryRetry: { webhookDelivery: { id: string } | null, userErrors: Array<{ field: Array<string> | null, message: string, code: UserErrorCode }> } };
