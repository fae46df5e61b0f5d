// Made by `npm run codegen` from ops/ and schema.graphql; do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
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

export type OrganisationQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganisationQuery = { organisation: { id: string, name: string, timeZone: string, currency: string, publishableKey: string, createdAt: string, updatedAt: string, brandColour: string | null, logo: string | null, frameOrigins: Array<string>, requireOrigins: boolean, refuseSecretKeysInBrowsers: boolean } };

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

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const FormPartsFragmentDoc = new TypedDocumentString(`
    fragment FormParts on FilledForm {
  fields {
    fieldId
    label
    value
  }
  problems {
    fieldId
    label
    message
  }
  unmapped
}
    `, {"fragmentName":"FormParts"}) as unknown as TypedDocumentString<FormPartsFragment, unknown>;
export const DecisionPartsFragmentDoc = new TypedDocumentString(`
    fragment DecisionParts on Decision {
  id
  at
  outcome
  reason
  meaning
  howToFix
  source
  origin
  keyId
  clickId
  campaignVersion
  partner {
    id
    name
  }
  campaign {
    id
    name
  }
  link {
    id
    code
  }
  trail {
    check
    verdict
    seen
  }
  conversion {
    id
  }
  moreCandidates
  candidates {
    clickId
    at
    credited
    device
    label
    referrerHost
    whyNot
    partner {
      id
      name
    }
    link {
      id
      code
    }
  }
}
    `, {"fragmentName":"DecisionParts"}) as unknown as TypedDocumentString<DecisionPartsFragment, unknown>;
export const LinkRowFragmentDoc = new TypedDocumentString(`
    fragment LinkRow on Link {
  id
  code
  url
  createdAt
  revokedAt
  review
  lastActivityAt
  aliases {
    id
    slug
    url
    createdAt
  }
  partner {
    id
    name
  }
  campaign {
    id
    name
  }
  stats {
    clicks
    conversions
    conversionRate
  }
  performance {
    accepted
    declined
    failed
    pending
  }
}
    `, {"fragmentName":"LinkRow"}) as unknown as TypedDocumentString<LinkRowFragment, unknown>;
export const FigurePartsFragmentDoc = new TypedDocumentString(`
    fragment FigureParts on OverviewFigure {
  value
  previous
  change
  sparkline
}
    `, {"fragmentName":"FigureParts"}) as unknown as TypedDocumentString<FigurePartsFragment, unknown>;
export const ActivityPartsFragmentDoc = new TypedDocumentString(`
    fragment ActivityParts on Activity {
  __typename
  ... on ClickActivity {
    id
    at
    cursor
    label
    referrerHost
    device
    country
    clickOf: partner {
      id
      name
    }
    clickIn: campaign {
      id
      name
    }
  }
  ... on ConversionActivity {
    id
    at
    cursor
    source
    conversionOf: partner {
      id
      name
    }
    conversionIn: campaign {
      id
      name
    }
  }
  ... on DecisionActivity {
    id
    at
    cursor
    outcome
    reason
    source
    origin
    decisionOf: partner {
      id
      name
    }
    decisionIn: campaign {
      id
      name
    }
  }
  ... on MoreActivity {
    at
    cursor
    clicks
    conversions
    decisions
  }
}
    `, {"fragmentName":"ActivityParts"}) as unknown as TypedDocumentString<ActivityPartsFragment, unknown>;
export const SubmissionPartsFragmentDoc = new TypedDocumentString(`
    fragment SubmissionParts on Submission {
  id
  status
  createdAt
  updatedAt
  unmapped
  declineReason
  reviewedAt
  fields {
    fieldId
    label
    value
  }
  problems {
    fieldId
    label
    message
  }
  form {
    id
    name
    reviewRequired
  }
}
    `, {"fragmentName":"SubmissionParts"}) as unknown as TypedDocumentString<SubmissionPartsFragment, unknown>;
export const EndpointPartsFragmentDoc = new TypedDocumentString(`
    fragment EndpointParts on WebhookEndpoint {
  id
  url
  description
  events
  includeEmail
  status
  createdAt
  updatedAt
  disabledAt
  disabledReason
  failingSince
  pausedUntil
  oldSecretExpiresAt
  lastDay {
    attempts
    succeeded
    successRate
  }
  lastFailure {
    at
    message
  }
}
    `, {"fragmentName":"EndpointParts"}) as unknown as TypedDocumentString<EndpointPartsFragment, unknown>;
export const AuditEventsDocument = new TypedDocumentString(`
    query AuditEvents($first: Int, $after: String, $filter: AuditEventFilter, $orderBy: ListOrder) {
  auditEvents(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      at
      action
      actorKind
      actorId
      actorName
      targetId
      before
      after
    }
  }
}
    `) as unknown as TypedDocumentString<AuditEventsQuery, AuditEventsQueryVariables>;
export const CampaignsDocument = new TypedDocumentString(`
    query Campaigns($first: Int, $after: String, $filter: CampaignFilter, $orderBy: NamedOrder) {
  campaigns(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      name
      status
      destinationUrl
      attributionModel
      attributionWindowDays
      createdAt
      stats {
        clicks
        conversions
        conversionRate
      }
      reward {
        amount
        currencyCode
      }
      install {
        snippet {
          verdict
        }
      }
      links(first: 1) {
        totalCount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignsQuery, CampaignsQueryVariables>;
export const CampaignDocument = new TypedDocumentString(`
    query Campaign($id: ID!) {
  campaign(id: $id) {
    id
    name
    status
    destinationUrl
    attributionModel
    attributionWindowDays
    allowedOrigins
    publishableKey
    version
    createdAt
    updatedAt
    qualityRules {
      blockDisposable
      blockDuplicateEmail
      blockSelfReferral
      excludedDomains
      newCustomersOnly
    }
    form {
      id
      name
      reviewRequired
      fields {
        id
        label
        dataType
        isRequired
        options
      }
    }
    fieldMappings {
      property
      fieldId
      lastSeen {
        at
        value
      }
    }
    stats {
      clicks
      conversions
      conversionRate
    }
    reward {
      amount
      currencyCode
    }
    versions {
      version
      from
      attributionModel
      attributionWindowDays
      conversionCount
      allowedOrigins
      reward {
        amount
        currencyCode
      }
      qualityRules {
        blockDisposable
        blockDuplicateEmail
        blockSelfReferral
        excludedDomains
        newCustomersOnly
      }
      change {
        actorKind
        actorName
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignQuery, CampaignQueryVariables>;
export const CampaignQualityDocument = new TypedDocumentString(`
    query CampaignQuality($id: ID!) {
  campaign(id: $id) {
    id
    quality {
      tried
      always {
        rule
        refused30Days
      }
      switches {
        rule
        on
        refused30Days
        wouldHaveRefused30Days
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignQualityQuery, CampaignQualityQueryVariables>;
export const CampaignInstallDocument = new TypedDocumentString(`
    query CampaignInstall($id: ID!) {
  campaign(id: $id) {
    id
    install {
      snippet {
        at
        verdict
        findings {
          code
          message
        }
      }
      loads {
        today
        lastAt
      }
      conversions {
        lastAt
        outcome
        reason
        explanation
        origin
      }
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignInstallQuery, CampaignInstallQueryVariables>;
export const InstallCheckRunDocument = new TypedDocumentString(`
    mutation InstallCheckRun($campaignId: ID!) {
  installCheckRun(campaignId: $campaignId) {
    campaign {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<InstallCheckRunMutation, InstallCheckRunMutationVariables>;
export const WhatIfDocument = new TypedDocumentString(`
    query WhatIf($campaignId: ID!, $from: DateTime!, $to: DateTime!, $windowDays: Int, $model: AttributionModel, $rules: WhatIfRulesInput) {
  whatIf(
    campaignId: $campaignId
    from: $from
    to: $to
    windowDays: $windowDays
    model: $model
    rules: $rules
  ) {
    calls
    creditedBefore
    creditedThen
    gained
    lost
    notJudgedAgain
    visitorsUnknown
    partners {
      partnerId
      partner {
        id
        name
      }
      creditedBefore
      creditedThen
      gained
      lost
    }
  }
}
    `) as unknown as TypedDocumentString<WhatIfQuery, WhatIfQueryVariables>;
export const CampaignCreateDocument = new TypedDocumentString(`
    mutation CampaignCreate($input: CampaignCreateInput!) {
  campaignCreate(input: $input) {
    campaign {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignCreateMutation, CampaignCreateMutationVariables>;
export const CampaignUpdateDocument = new TypedDocumentString(`
    mutation CampaignUpdate($id: ID!, $ifVersion: Int, $input: CampaignUpdateInput!) {
  campaignUpdate(id: $id, ifVersion: $ifVersion, input: $input) {
    campaign {
      id
      version
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignUpdateMutation, CampaignUpdateMutationVariables>;
export const FieldMappingsSetDocument = new TypedDocumentString(`
    mutation FieldMappingsSet($campaignId: ID!, $mappings: [FieldMappingInput!]!) {
  fieldMappingsSet(campaignId: $campaignId, mappings: $mappings) {
    campaign {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<FieldMappingsSetMutation, FieldMappingsSetMutationVariables>;
export const FieldMappingsPreviewDocument = new TypedDocumentString(`
    query FieldMappingsPreview($campaignId: ID!, $email: String, $mappings: [FieldMappingInput!], $properties: JSON) {
  fieldMappingsPreview(
    campaignId: $campaignId
    email: $email
    mappings: $mappings
    properties: $properties
  ) {
    fields {
      fieldId
      label
      value
    }
    problems {
      fieldId
      label
      message
    }
    unmapped
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<FieldMappingsPreviewQuery, FieldMappingsPreviewQueryVariables>;
export const CampaignDuplicateDocument = new TypedDocumentString(`
    mutation CampaignDuplicate($id: ID!, $name: String!) {
  campaignDuplicate(id: $id, name: $name) {
    campaign {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignDuplicateMutation, CampaignDuplicateMutationVariables>;
export const UnmappedPropertiesDocument = new TypedDocumentString(`
    query UnmappedProperties($campaignId: ID!) {
  unmappedProperties(campaignId: $campaignId) {
    property
    count
    lastValue
    lastSeenAt
  }
}
    `) as unknown as TypedDocumentString<UnmappedPropertiesQuery, UnmappedPropertiesQueryVariables>;
export const FieldMappingsDryRunDocument = new TypedDocumentString(`
    query FieldMappingsDryRun($campaignId: ID!, $mappings: [FieldMappingInput!]) {
  fieldMappingsDryRun(campaignId: $campaignId, mappings: $mappings) {
    changedCount
    errorCount
    conversions {
      changes
      conversion {
        id
        createdAt
        email
      }
      before {
        ...FormParts
      }
      after {
        ...FormParts
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
    fragment FormParts on FilledForm {
  fields {
    fieldId
    label
    value
  }
  problems {
    fieldId
    label
    message
  }
  unmapped
}`) as unknown as TypedDocumentString<FieldMappingsDryRunQuery, FieldMappingsDryRunQueryVariables>;
export const ConversionsDocument = new TypedDocumentString(`
    query Conversions($first: Int, $after: String, $filter: ConversionFilter, $orderBy: ListOrder) {
  conversions(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      createdAt
      clickedAt
      email
      source
      existingCustomer
      partner {
        id
        name
      }
      campaign {
        id
        name
      }
      link {
        id
        code
      }
      submission {
        id
        status
      }
      reward {
        id
        status
        amount {
          amount
          currencyCode
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ConversionsQuery, ConversionsQueryVariables>;
export const ConversionDocument = new TypedDocumentString(`
    query Conversion($id: ID!) {
  conversion(id: $id) {
    id
    createdAt
    clickedAt
    clickId
    creditedClickId
    email
    source
    existingCustomer
    campaignVersion
    properties
    outcome
    trail {
      at
      kind
      title
      detail
      verdict
    }
    reward {
      id
      status
      amount {
        amount
        currencyCode
      }
    }
    rewardWithheld
    partner {
      id
      name
    }
    campaign {
      id
      name
      attributionModel
      attributionWindowDays
    }
    link {
      id
      code
      url
    }
    submission {
      ...SubmissionParts
    }
  }
}
    fragment SubmissionParts on Submission {
  id
  status
  createdAt
  updatedAt
  unmapped
  declineReason
  reviewedAt
  fields {
    fieldId
    label
    value
  }
  problems {
    fieldId
    label
    message
  }
  form {
    id
    name
    reviewRequired
  }
}`) as unknown as TypedDocumentString<ConversionQuery, ConversionQueryVariables>;
export const DecisionsDocument = new TypedDocumentString(`
    query Decisions($first: Int, $after: String, $filter: DecisionFilter, $orderBy: ListOrder) {
  decisions(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      at
      outcome
      reason
      meaning
      source
      origin
      partner {
        id
        name
      }
      campaign {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<DecisionsQuery, DecisionsQueryVariables>;
export const DecisionDocument = new TypedDocumentString(`
    query Decision($id: ID!) {
  decision(id: $id) {
    ...DecisionParts
  }
}
    fragment DecisionParts on Decision {
  id
  at
  outcome
  reason
  meaning
  howToFix
  source
  origin
  keyId
  clickId
  campaignVersion
  partner {
    id
    name
  }
  campaign {
    id
    name
  }
  link {
    id
    code
  }
  trail {
    check
    verdict
    seen
  }
  conversion {
    id
  }
  moreCandidates
  candidates {
    clickId
    at
    credited
    device
    label
    referrerHost
    whyNot
    partner {
      id
      name
    }
    link {
      id
      code
    }
  }
}`) as unknown as TypedDocumentString<DecisionQuery, DecisionQueryVariables>;
export const DecisionReasonsDocument = new TypedDocumentString(`
    query DecisionReasons($from: DateTime, $to: DateTime, $campaignId: ID) {
  decisionReasons(from: $from, to: $to, campaignId: $campaignId) {
    reason
    outcome
    count
    lastSeen
    meaning
    howToFix
  }
}
    `) as unknown as TypedDocumentString<DecisionReasonsQuery, DecisionReasonsQueryVariables>;
export const FollowedDecisionsDocument = new TypedDocumentString(`
    query FollowedDecisions($clickId: ID!) {
  decisions(first: 1, filter: {clickId: $clickId}) {
    nodes {
      id
      at
      outcome
      meaning
      conversion {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FollowedDecisionsQuery, FollowedDecisionsQueryVariables>;
export const FormsDocument = new TypedDocumentString(`
    query Forms($first: Int, $after: String, $filter: FormFilter, $orderBy: ListOrder) {
  forms(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      name
      reviewRequired
      createdAt
      updatedAt
      fields {
        id
        label
      }
    }
  }
}
    `) as unknown as TypedDocumentString<FormsQuery, FormsQueryVariables>;
export const FormDocument = new TypedDocumentString(`
    query Form($id: ID!) {
  form(id: $id) {
    id
    name
    reviewRequired
    createdAt
    updatedAt
    fields {
      id
      label
      dataType
      isRequired
      options
    }
    usedBy {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<FormQuery, FormQueryVariables>;
export const FormCreateDocument = new TypedDocumentString(`
    mutation FormCreate($input: FormCreateInput!) {
  formCreate(input: $input) {
    form {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<FormCreateMutation, FormCreateMutationVariables>;
export const FormUpdateDocument = new TypedDocumentString(`
    mutation FormUpdate($id: ID!, $input: FormUpdateInput!) {
  formUpdate(id: $id, input: $input) {
    form {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<FormUpdateMutation, FormUpdateMutationVariables>;
export const ApiKeysDocument = new TypedDocumentString(`
    query ApiKeys($first: Int, $after: String, $filter: ApiKeyFilter, $orderBy: ListOrder) {
  apiKeys(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      name
      prefix
      scopes
      createdAt
      createdBy
      expiresAt
      lastUsedAt
      revokedAt
      browserSeenAt
    }
  }
}
    `) as unknown as TypedDocumentString<ApiKeysQuery, ApiKeysQueryVariables>;
export const ApiKeyCreateDocument = new TypedDocumentString(`
    mutation ApiKeyCreate($input: ApiKeyCreateInput!) {
  apiKeyCreate(input: $input) {
    apiKey {
      id
      name
    }
    secret
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ApiKeyCreateMutation, ApiKeyCreateMutationVariables>;
export const ApiKeyRevokeDocument = new TypedDocumentString(`
    mutation ApiKeyRevoke($id: ID!) {
  apiKeyRevoke(id: $id) {
    apiKey {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ApiKeyRevokeMutation, ApiKeyRevokeMutationVariables>;
export const PublishableKeysDocument = new TypedDocumentString(`
    query PublishableKeys($first: Int, $after: String, $filter: PublishableKeyFilter) {
  publishableKeys(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      key
      createdAt
      expiresAt
      campaign {
        id
        name
        status
      }
      seenOrigins {
        origin
        count
        lastSeenAt
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PublishableKeysQuery, PublishableKeysQueryVariables>;
export const PublishableKeyRotateDocument = new TypedDocumentString(`
    mutation PublishableKeyRotate($campaignId: ID, $overlapDays: Int) {
  publishableKeyRotate(campaignId: $campaignId, overlapDays: $overlapDays) {
    publishableKey
    oldKeyExpiresAt
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PublishableKeyRotateMutation, PublishableKeyRotateMutationVariables>;
export const LegacyLinksDocument = new TypedDocumentString(`
    query LegacyLinks($first: Int, $after: String, $filter: LegacyLinkFilter, $orderBy: ListOrder) {
  legacyLinks(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      url
      normalised
      createdAt
      hits
      lastHitAt
      link {
        id
        code
        partner {
          id
          name
        }
        campaign {
          id
          name
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LegacyLinksQuery, LegacyLinksQueryVariables>;
export const LegacyLinkCreateDocument = new TypedDocumentString(`
    mutation LegacyLinkCreate($linkId: ID!, $url: String!) {
  legacyLinkCreate(linkId: $linkId, url: $url) {
    legacyLink {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LegacyLinkCreateMutation, LegacyLinkCreateMutationVariables>;
export const LegacyLinkDeleteDocument = new TypedDocumentString(`
    mutation LegacyLinkDelete($id: ID!) {
  legacyLinkDelete(id: $id) {
    legacyLink {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LegacyLinkDeleteMutation, LegacyLinkDeleteMutationVariables>;
export const LegacyLinksImportDocument = new TypedDocumentString(`
    mutation LegacyLinksImport($csv: String!) {
  legacyLinksImport(csv: $csv) {
    rows {
      line
      url
      outcome
      message
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LegacyLinksImportMutation, LegacyLinksImportMutationVariables>;
export const LegacyLinksImportPreviewDocument = new TypedDocumentString(`
    query LegacyLinksImportPreview($csv: String!) {
  legacyLinksImportPreview(csv: $csv) {
    rows {
      line
      url
      outcome
      message
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LegacyLinksImportPreviewQuery, LegacyLinksImportPreviewQueryVariables>;
export const LegacyMissesDocument = new TypedDocumentString(`
    query LegacyMisses {
  legacyMisses(first: 100) {
    normalised
    count
    firstAt
    lastAt
  }
}
    `) as unknown as TypedDocumentString<LegacyMissesQuery, LegacyMissesQueryVariables>;
export const LegacyLinkTestDocument = new TypedDocumentString(`
    query LegacyLinkTest($url: String!) {
  legacyLinkTest(url: $url) {
    normalised
    legacyLink {
      id
      url
      link {
        id
        code
        revokedAt
        partner {
          id
          name
        }
        campaign {
          id
          name
        }
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LegacyLinkTestQuery, LegacyLinkTestQueryVariables>;
export const LinksDocument = new TypedDocumentString(`
    query Links($first: Int, $after: String, $filter: LinkFilter, $orderBy: ListOrder) {
  links(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...LinkRow
    }
  }
}
    fragment LinkRow on Link {
  id
  code
  url
  createdAt
  revokedAt
  review
  lastActivityAt
  aliases {
    id
    slug
    url
    createdAt
  }
  partner {
    id
    name
  }
  campaign {
    id
    name
  }
  stats {
    clicks
    conversions
    conversionRate
  }
  performance {
    accepted
    declined
    failed
    pending
  }
}`) as unknown as TypedDocumentString<LinksQuery, LinksQueryVariables>;
export const LinkDocument = new TypedDocumentString(`
    query Link($id: ID!) {
  link(id: $id) {
    ...LinkRow
    qrCode
    stats {
      clicks
      conversions
      conversionRate
      byLabel {
        human
        repeat
        suspect
        crawler
        nonNavigation
        confirmed
        reconstructed
        overLimit
      }
      buckets {
        start
        clicks
        conversions
      }
    }
  }
}
    fragment LinkRow on Link {
  id
  code
  url
  createdAt
  revokedAt
  review
  lastActivityAt
  aliases {
    id
    slug
    url
    createdAt
  }
  partner {
    id
    name
  }
  campaign {
    id
    name
  }
  stats {
    clicks
    conversions
    conversionRate
  }
  performance {
    accepted
    declined
    failed
    pending
  }
}`) as unknown as TypedDocumentString<LinkQuery, LinkQueryVariables>;
export const LinksGenerateDocument = new TypedDocumentString(`
    mutation LinksGenerate($campaignId: ID!, $partnerIds: [ID!], $allPartners: Boolean) {
  linksGenerate(
    campaignId: $campaignId
    partnerIds: $partnerIds
    allPartners: $allPartners
  ) {
    createdCount
    existingCount
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LinksGenerateMutation, LinksGenerateMutationVariables>;
export const LinkRevokeDocument = new TypedDocumentString(`
    mutation LinkRevoke($id: ID!) {
  linkRevoke(id: $id) {
    link {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LinkRevokeMutation, LinkRevokeMutationVariables>;
export const LinkRestoreDocument = new TypedDocumentString(`
    mutation LinkRestore($id: ID!) {
  linkRestore(id: $id) {
    link {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LinkRestoreMutation, LinkRestoreMutationVariables>;
export const LinkAliasCreateDocument = new TypedDocumentString(`
    mutation LinkAliasCreate($linkId: ID!, $slug: String!) {
  linkAliasCreate(linkId: $linkId, slug: $slug) {
    link {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LinkAliasCreateMutation, LinkAliasCreateMutationVariables>;
export const LinkAliasDeleteDocument = new TypedDocumentString(`
    mutation LinkAliasDelete($id: ID!) {
  linkAliasDelete(id: $id) {
    link {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LinkAliasDeleteMutation, LinkAliasDeleteMutationVariables>;
export const LinksRevokeDocument = new TypedDocumentString(`
    mutation LinksRevoke($ids: [ID!]!) {
  linksRevoke(ids: $ids) {
    results {
      link {
        id
      }
      userErrors {
        message
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LinksRevokeMutation, LinksRevokeMutationVariables>;
export const LinksRestoreDocument = new TypedDocumentString(`
    mutation LinksRestore($ids: [ID!]!) {
  linksRestore(ids: $ids) {
    results {
      link {
        id
      }
      userErrors {
        message
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<LinksRestoreMutation, LinksRestoreMutationVariables>;
export const LinkAliasAvailableDocument = new TypedDocumentString(`
    query LinkAliasAvailable($slug: String!) {
  linkAliasAvailable(slug: $slug) {
    available
    slug
    userErrors {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<LinkAliasAvailableQuery, LinkAliasAvailableQueryVariables>;
export const ClicksDocument = new TypedDocumentString(`
    query Clicks($first: Int, $after: String, $filter: ClickFilter, $orderBy: ListOrder) {
  clicks(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      at
      label
      device
      browser
      os
      country
      referrerHost
      alias {
        slug
      }
      partner {
        id
        name
      }
      campaign {
        id
        name
      }
      link {
        id
        code
      }
      conversion {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ClicksQuery, ClicksQueryVariables>;
export const LinkChoicesDocument = new TypedDocumentString(`
    query LinkChoices($campaignId: ID!) {
  links(first: 50, filter: {campaignId: $campaignId, revoked: false}) {
    nodes {
      id
      code
      url
      partner {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LinkChoicesQuery, LinkChoicesQueryVariables>;
export const FollowedClickDocument = new TypedDocumentString(`
    query FollowedClick($linkId: ID!) {
  clicks(first: 1, filter: {linkId: $linkId}) {
    nodes {
      id
      at
      label
    }
  }
}
    `) as unknown as TypedDocumentString<FollowedClickQuery, FollowedClickQueryVariables>;
export const LinkHoldersDocument = new TypedDocumentString(`
    query LinkHolders($first: Int, $after: String, $filter: LinkFilter) {
  links(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      code
      partner {
        id
        name
      }
      campaign {
        id
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<LinkHoldersQuery, LinkHoldersQueryVariables>;
export const CampaignOptionsDocument = new TypedDocumentString(`
    query CampaignOptions($search: String) {
  campaigns(first: 30, filter: {search: $search}) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<CampaignOptionsQuery, CampaignOptionsQueryVariables>;
export const CampaignNameDocument = new TypedDocumentString(`
    query CampaignName($id: ID!) {
  campaign(id: $id) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<CampaignNameQuery, CampaignNameQueryVariables>;
export const PartnerOptionsDocument = new TypedDocumentString(`
    query PartnerOptions($search: String) {
  partners(first: 30, filter: {search: $search}) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerOptionsQuery, PartnerOptionsQueryVariables>;
export const PartnerNameDocument = new TypedDocumentString(`
    query PartnerName($id: ID!) {
  partner(id: $id) {
    id
    name
  }
}
    `) as unknown as TypedDocumentString<PartnerNameQuery, PartnerNameQueryVariables>;
export const FormOptionsDocument = new TypedDocumentString(`
    query FormOptions {
  forms(first: 100) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<FormOptionsQuery, FormOptionsQueryVariables>;
export const OrganisationDocument = new TypedDocumentString(`
    query Organisation {
  organisation {
    id
    name
    timeZone
    currency
    publishableKey
    createdAt
    updatedAt
    brandColour
    logo
    frameOrigins
    requireOrigins
    refuseSecretKeysInBrowsers
  }
}
    `) as unknown as TypedDocumentString<OrganisationQuery, OrganisationQueryVariables>;
export const OrganisationUpdateDocument = new TypedDocumentString(`
    mutation OrganisationUpdate($input: OrganisationUpdateInput!) {
  organisationUpdate(input: $input) {
    organisation {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<OrganisationUpdateMutation, OrganisationUpdateMutationVariables>;
export const OverviewDocument = new TypedDocumentString(`
    query Overview($from: Date, $to: Date, $timeZone: String) {
  overview(from: $from, to: $to, timeZone: $timeZone) {
    clicks {
      ...FigureParts
    }
    uniqueVisitors {
      ...FigureParts
    }
    conversions {
      ...FigureParts
    }
    conversionRate {
      ...FigureParts
    }
    toDo {
      submissionsToReview
      submissionsInError
      linksToReview
      keysExpiring
      webhooksFailing
    }
    getStarted {
      step
      doneAt
    }
  }
  stats(from: $from, to: $to, timeZone: $timeZone) {
    buckets {
      start
      clicks
      conversions
    }
  }
  rewardTotals(from: $from, to: $to, timeZone: $timeZone) {
    held {
      amount
      currencyCode
    }
    payable {
      amount
      currencyCode
    }
    reversed {
      amount
      currencyCode
    }
  }
  topPartners: statsBy(
    dimension: PARTNER
    from: $from
    to: $to
    timeZone: $timeZone
    first: 5
  ) {
    key
    label
    clicks
    conversions
    conversionRate
  }
  topCampaigns: statsBy(
    dimension: CAMPAIGN
    from: $from
    to: $to
    timeZone: $timeZone
    first: 5
  ) {
    key
    label
    clicks
    conversions
    conversionRate
  }
}
    fragment FigureParts on OverviewFigure {
  value
  previous
  change
  sparkline
}`) as unknown as TypedDocumentString<OverviewQuery, OverviewQueryVariables>;
export const ReportDocument = new TypedDocumentString(`
    query Report($dimension: StatsDimension!, $from: Date, $to: Date, $timeZone: String, $filter: StatsFilter) {
  stats(from: $from, to: $to, timeZone: $timeZone, filter: $filter) {
    clicks
    uniqueVisitors
    conversions
    conversionRate
    buckets {
      start
      clicks
      conversions
    }
  }
  statsBy(
    dimension: $dimension
    from: $from
    to: $to
    timeZone: $timeZone
    filter: $filter
    first: 100
  ) {
    key
    label
    clicks
    uniqueVisitors
    conversions
    conversionRate
  }
}
    `) as unknown as TypedDocumentString<ReportQuery, ReportQueryVariables>;
export const RecentActivityDocument = new TypedDocumentString(`
    query RecentActivity($first: Int) {
  recentActivity(first: $first) {
    ...ActivityParts
  }
}
    fragment ActivityParts on Activity {
  __typename
  ... on ClickActivity {
    id
    at
    cursor
    label
    referrerHost
    device
    country
    clickOf: partner {
      id
      name
    }
    clickIn: campaign {
      id
      name
    }
  }
  ... on ConversionActivity {
    id
    at
    cursor
    source
    conversionOf: partner {
      id
      name
    }
    conversionIn: campaign {
      id
      name
    }
  }
  ... on DecisionActivity {
    id
    at
    cursor
    outcome
    reason
    source
    origin
    decisionOf: partner {
      id
      name
    }
    decisionIn: campaign {
      id
      name
    }
  }
  ... on MoreActivity {
    at
    cursor
    clicks
    conversions
    decisions
  }
}`) as unknown as TypedDocumentString<RecentActivityQuery, RecentActivityQueryVariables>;
export const ActivityDocument = new TypedDocumentString(`
    subscription Activity($after: String) {
  activity(after: $after) {
    ...ActivityParts
  }
}
    fragment ActivityParts on Activity {
  __typename
  ... on ClickActivity {
    id
    at
    cursor
    label
    referrerHost
    device
    country
    clickOf: partner {
      id
      name
    }
    clickIn: campaign {
      id
      name
    }
  }
  ... on ConversionActivity {
    id
    at
    cursor
    source
    conversionOf: partner {
      id
      name
    }
    conversionIn: campaign {
      id
      name
    }
  }
  ... on DecisionActivity {
    id
    at
    cursor
    outcome
    reason
    source
    origin
    decisionOf: partner {
      id
      name
    }
    decisionIn: campaign {
      id
      name
    }
  }
  ... on MoreActivity {
    at
    cursor
    clicks
    conversions
    decisions
  }
}`) as unknown as TypedDocumentString<ActivitySubscription, ActivitySubscriptionVariables>;
export const SelfCheckDocument = new TypedDocumentString(`
    query SelfCheck($from: Date, $to: Date) {
  selfCheck(from: $from, to: $to) {
    figures
    differences {
      figure
      kept
      recounted
    }
  }
}
    `) as unknown as TypedDocumentString<SelfCheckQuery, SelfCheckQueryVariables>;
export const PartnersDocument = new TypedDocumentString(`
    query Partners($first: Int, $after: String, $filter: PartnerFilter, $orderBy: NamedOrder) {
  partners(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      name
      domain
      email
      status
      createdAt
      lastActivityAt
      stats {
        clicks
        conversions
        conversionRate
      }
      links(first: 1) {
        totalCount
      }
      users(first: 1) {
        totalCount
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PartnersQuery, PartnersQueryVariables>;
export const PartnerDocument = new TypedDocumentString(`
    query Partner($id: ID!) {
  partner(id: $id) {
    id
    name
    domain
    email
    status
    notes
    lastActivityAt
    createdAt
    updatedAt
    stats {
      clicks
      conversions
      conversionRate
      buckets {
        start
        clicks
        conversions
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerQuery, PartnerQueryVariables>;
export const PartnerCreateDocument = new TypedDocumentString(`
    mutation PartnerCreate($input: PartnerCreateInput!) {
  partnerCreate(input: $input) {
    partner {
      id
      name
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerCreateMutation, PartnerCreateMutationVariables>;
export const PartnerUpdateDocument = new TypedDocumentString(`
    mutation PartnerUpdate($id: ID!, $input: PartnerUpdateInput!) {
  partnerUpdate(id: $id, input: $input) {
    partner {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerUpdateMutation, PartnerUpdateMutationVariables>;
export const PartnerUsersDocument = new TypedDocumentString(`
    query PartnerUsers($id: ID!, $first: Int, $after: String) {
  partner(id: $id) {
    id
    users(first: $first, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        id
        email
        name
        lastSignInAt
        createdAt
        sessions {
          id
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerUsersQuery, PartnerUsersQueryVariables>;
export const PartnerUserCreateDocument = new TypedDocumentString(`
    mutation PartnerUserCreate($partnerId: ID!, $input: PartnerUserCreateInput!) {
  partnerUserCreate(partnerId: $partnerId, input: $input) {
    partnerUser {
      id
      email
      name
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerUserCreateMutation, PartnerUserCreateMutationVariables>;
export const PartnerUserDeleteDocument = new TypedDocumentString(`
    mutation PartnerUserDelete($id: ID!) {
  partnerUserDelete(id: $id) {
    partnerUser {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerUserDeleteMutation, PartnerUserDeleteMutationVariables>;
export const PartnerUserSignInLinkDocument = new TypedDocumentString(`
    mutation PartnerUserSignInLink($id: ID!) {
  partnerUserSignInLink(id: $id) {
    url
    expiresAt
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerUserSignInLinkMutation, PartnerUserSignInLinkMutationVariables>;
export const PartnerViewAsDocument = new TypedDocumentString(`
    mutation PartnerViewAs($partnerId: ID!) {
  partnerViewAs(partnerId: $partnerId) {
    url
    expiresAt
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerViewAsMutation, PartnerViewAsMutationVariables>;
export const PartnersSetStatusDocument = new TypedDocumentString(`
    mutation PartnersSetStatus($ids: [ID!]!, $status: PartnerStatus!) {
  partnersSetStatus(ids: $ids, status: $status) {
    results {
      partner {
        id
      }
      userErrors {
        message
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnersSetStatusMutation, PartnersSetStatusMutationVariables>;
export const PartnersImportPreviewDocument = new TypedDocumentString(`
    query PartnersImportPreview($csv: String!) {
  partnersImportPreview(csv: $csv) {
    createdCount
    existingCount
    invalidCount
    rows {
      line
      name
      outcome
      message
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnersImportPreviewQuery, PartnersImportPreviewQueryVariables>;
export const PartnersImportDocument = new TypedDocumentString(`
    mutation PartnersImport($csv: String!) {
  partnersImport(csv: $csv) {
    createdCount
    existingCount
    invalidCount
    rows {
      line
      name
      outcome
      message
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PartnersImportMutation, PartnersImportMutationVariables>;
export const PartnerChoicesDocument = new TypedDocumentString(`
    query PartnerChoices($first: Int, $after: String, $filter: PartnerFilter) {
  partners(first: $first, after: $after, filter: $filter) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      name
      domain
    }
  }
}
    `) as unknown as TypedDocumentString<PartnerChoicesQuery, PartnerChoicesQueryVariables>;
export const MembersDocument = new TypedDocumentString(`
    query Members($first: Int, $after: String, $filter: MemberFilter, $orderBy: ListOrder) {
  members(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      name
      email
      role
      isViewer
      lastSeenAt
      sessionCount
      createdAt
    }
  }
}
    `) as unknown as TypedDocumentString<MembersQuery, MembersQueryVariables>;
export const InvitationsDocument = new TypedDocumentString(`
    query Invitations($first: Int, $after: String, $filter: InvitationFilter, $orderBy: ListOrder) {
  invitations(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      email
      role
      status
      createdAt
      expiresAt
      acceptedAt
      revokedAt
    }
  }
}
    `) as unknown as TypedDocumentString<InvitationsQuery, InvitationsQueryVariables>;
export const MemberInviteDocument = new TypedDocumentString(`
    mutation MemberInvite($input: MemberInviteInput!) {
  memberInvite(input: $input) {
    invitation {
      id
      email
    }
    url
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<MemberInviteMutation, MemberInviteMutationVariables>;
export const InvitationRevokeDocument = new TypedDocumentString(`
    mutation InvitationRevoke($id: ID!) {
  invitationRevoke(id: $id) {
    invitation {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<InvitationRevokeMutation, InvitationRevokeMutationVariables>;
export const MemberUpdateDocument = new TypedDocumentString(`
    mutation MemberUpdate($id: ID!, $role: Role!) {
  memberUpdate(id: $id, role: $role) {
    member {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<MemberUpdateMutation, MemberUpdateMutationVariables>;
export const MemberRemoveDocument = new TypedDocumentString(`
    mutation MemberRemove($id: ID!) {
  memberRemove(id: $id) {
    member {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<MemberRemoveMutation, MemberRemoveMutationVariables>;
export const PasswordResetLinkCreateDocument = new TypedDocumentString(`
    mutation PasswordResetLinkCreate($memberId: ID!) {
  passwordResetLinkCreate(memberId: $memberId) {
    url
    expiresAt
    member {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<PasswordResetLinkCreateMutation, PasswordResetLinkCreateMutationVariables>;
export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    person {
      id
      email
      name
      hasPassword
    }
    sessions {
      id
      browser
      os
      createdAt
      lastSeenAt
      expiresAt
      current
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const ViewerUpdateDocument = new TypedDocumentString(`
    mutation ViewerUpdate($input: ViewerUpdateInput!) {
  viewerUpdate(input: $input) {
    viewer {
      person {
        id
        name
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ViewerUpdateMutation, ViewerUpdateMutationVariables>;
export const SessionRevokeDocument = new TypedDocumentString(`
    mutation SessionRevoke($id: ID!) {
  sessionRevoke(id: $id) {
    session {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SessionRevokeMutation, SessionRevokeMutationVariables>;
export const ApiKeyRotateDocument = new TypedDocumentString(`
    mutation ApiKeyRotate($id: ID!, $overlapHours: Int) {
  apiKeyRotate(id: $id, overlapHours: $overlapHours) {
    apiKey {
      id
      name
    }
    secret
    oldKeyExpiresAt
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<ApiKeyRotateMutation, ApiKeyRotateMutationVariables>;
export const RequestsDocument = new TypedDocumentString(`
    query Requests($first: Int, $after: String, $filter: RequestFilter, $orderBy: ListOrder) {
  requests(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      at
      method
      path
      operation
      status
      code
      explanation
      durationMs
      requestId
      key {
        id
        name
        prefix
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RequestsQuery, RequestsQueryVariables>;
export const KeyOptionsDocument = new TypedDocumentString(`
    query KeyOptions {
  apiKeys(first: 100) {
    nodes {
      id
      name
    }
  }
}
    `) as unknown as TypedDocumentString<KeyOptionsQuery, KeyOptionsQueryVariables>;
export const RewardsDocument = new TypedDocumentString(`
    query Rewards($first: Int, $after: String, $filter: RewardFilter, $orderBy: ListOrder) {
  rewards(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      status
      createdAt
      updatedAt
      amount {
        amount
        currencyCode
      }
      partner {
        id
        name
      }
      campaign {
        id
        name
      }
      conversion {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<RewardsQuery, RewardsQueryVariables>;
export const RewardTotalsDocument = new TypedDocumentString(`
    query RewardTotals($campaignId: ID, $partnerId: ID, $from: Date, $to: Date, $timeZone: String) {
  rewardTotals(
    campaignId: $campaignId
    partnerId: $partnerId
    from: $from
    to: $to
    timeZone: $timeZone
  ) {
    held {
      amount
      currencyCode
    }
    payable {
      amount
      currencyCode
    }
    reversed {
      amount
      currencyCode
    }
  }
}
    `) as unknown as TypedDocumentString<RewardTotalsQuery, RewardTotalsQueryVariables>;
export const SearchDocument = new TypedDocumentString(`
    query Search($text: String!) {
  search(text: $text) {
    id
    kind
    title
    subtitle
  }
}
    `) as unknown as TypedDocumentString<SearchQuery, SearchQueryVariables>;
export const SubmissionsDocument = new TypedDocumentString(`
    query Submissions($first: Int, $after: String, $filter: SubmissionFilter, $orderBy: ListOrder) {
  submissions(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...SubmissionParts
      conversion {
        id
        email
        partner {
          id
          name
        }
        campaign {
          id
          name
        }
      }
    }
  }
}
    fragment SubmissionParts on Submission {
  id
  status
  createdAt
  updatedAt
  unmapped
  declineReason
  reviewedAt
  fields {
    fieldId
    label
    value
  }
  problems {
    fieldId
    label
    message
  }
  form {
    id
    name
    reviewRequired
  }
}`) as unknown as TypedDocumentString<SubmissionsQuery, SubmissionsQueryVariables>;
export const SubmissionDocument = new TypedDocumentString(`
    query Submission($id: ID!) {
  submission(id: $id) {
    ...SubmissionParts
    conversion {
      id
      email
      createdAt
      partner {
        id
        name
      }
      campaign {
        id
        name
      }
    }
  }
}
    fragment SubmissionParts on Submission {
  id
  status
  createdAt
  updatedAt
  unmapped
  declineReason
  reviewedAt
  fields {
    fieldId
    label
    value
  }
  problems {
    fieldId
    label
    message
  }
  form {
    id
    name
    reviewRequired
  }
}`) as unknown as TypedDocumentString<SubmissionQuery, SubmissionQueryVariables>;
export const SubmissionRetryDocument = new TypedDocumentString(`
    mutation SubmissionRetry($id: ID!) {
  submissionRetry(id: $id) {
    submission {
      id
      status
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SubmissionRetryMutation, SubmissionRetryMutationVariables>;
export const SubmissionAcceptDocument = new TypedDocumentString(`
    mutation SubmissionAccept($id: ID!) {
  submissionAccept(id: $id) {
    submission {
      id
      status
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SubmissionAcceptMutation, SubmissionAcceptMutationVariables>;
export const SubmissionDeclineDocument = new TypedDocumentString(`
    mutation SubmissionDecline($id: ID!, $reason: String) {
  submissionDecline(id: $id, reason: $reason) {
    submission {
      id
      status
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SubmissionDeclineMutation, SubmissionDeclineMutationVariables>;
export const SubmissionReopenDocument = new TypedDocumentString(`
    mutation SubmissionReopen($id: ID!) {
  submissionReopen(id: $id) {
    submission {
      id
      status
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SubmissionReopenMutation, SubmissionReopenMutationVariables>;
export const SubmissionsAcceptDocument = new TypedDocumentString(`
    mutation SubmissionsAccept($ids: [ID!]!) {
  submissionsAccept(ids: $ids) {
    results {
      id
      userErrors {
        message
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SubmissionsAcceptMutation, SubmissionsAcceptMutationVariables>;
export const SubmissionsDeclineDocument = new TypedDocumentString(`
    mutation SubmissionsDecline($ids: [ID!]!, $reason: String) {
  submissionsDecline(ids: $ids, reason: $reason) {
    results {
      id
      userErrors {
        message
      }
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<SubmissionsDeclineMutation, SubmissionsDeclineMutationVariables>;
export const WebhookEndpointsDocument = new TypedDocumentString(`
    query WebhookEndpoints($first: Int, $after: String, $filter: WebhookEndpointFilter, $orderBy: ListOrder) {
  webhookEndpoints(
    first: $first
    after: $after
    filter: $filter
    orderBy: $orderBy
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      ...EndpointParts
    }
  }
}
    fragment EndpointParts on WebhookEndpoint {
  id
  url
  description
  events
  includeEmail
  status
  createdAt
  updatedAt
  disabledAt
  disabledReason
  failingSince
  pausedUntil
  oldSecretExpiresAt
  lastDay {
    attempts
    succeeded
    successRate
  }
  lastFailure {
    at
    message
  }
}`) as unknown as TypedDocumentString<WebhookEndpointsQuery, WebhookEndpointsQueryVariables>;
export const WebhookEndpointDocument = new TypedDocumentString(`
    query WebhookEndpoint($id: ID!) {
  webhookEndpoint(id: $id) {
    ...EndpointParts
  }
}
    fragment EndpointParts on WebhookEndpoint {
  id
  url
  description
  events
  includeEmail
  status
  createdAt
  updatedAt
  disabledAt
  disabledReason
  failingSince
  pausedUntil
  oldSecretExpiresAt
  lastDay {
    attempts
    succeeded
    successRate
  }
  lastFailure {
    at
    message
  }
}`) as unknown as TypedDocumentString<WebhookEndpointQuery, WebhookEndpointQueryVariables>;
export const WebhookDeliveriesDocument = new TypedDocumentString(`
    query WebhookDeliveries($first: Int, $after: String, $filter: WebhookDeliveryFilter, $orderBy: ListOrder) {
  webhookDeliveries(
    first: $first
    after: $after
    filter: $filter
    orderBy: $orderBy
  ) {
    totalCount
    pageInfo {
      hasNextPage
      endCursor
    }
    nodes {
      id
      kind
      status
      createdAt
      updatedAt
      nextAttemptAt
      event {
        id
      }
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookDeliveriesQuery, WebhookDeliveriesQueryVariables>;
export const WebhookDeliveryDocument = new TypedDocumentString(`
    query WebhookDelivery($id: ID!) {
  webhookDelivery(id: $id) {
    id
    kind
    status
    createdAt
    nextAttemptAt
    event {
      id
      type
      at
      subjectId
      data
    }
    attempts {
      id
      at
      durationMs
      statusCode
      error
      request
      response
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookDeliveryQuery, WebhookDeliveryQueryVariables>;
export const WebhookEndpointCreateDocument = new TypedDocumentString(`
    mutation WebhookEndpointCreate($input: WebhookEndpointCreateInput!) {
  webhookEndpointCreate(input: $input) {
    webhookEndpoint {
      id
    }
    secret
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookEndpointCreateMutation, WebhookEndpointCreateMutationVariables>;
export const WebhookEndpointUpdateDocument = new TypedDocumentString(`
    mutation WebhookEndpointUpdate($id: ID!, $input: WebhookEndpointUpdateInput!) {
  webhookEndpointUpdate(id: $id, input: $input) {
    webhookEndpoint {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookEndpointUpdateMutation, WebhookEndpointUpdateMutationVariables>;
export const WebhookEndpointDeleteDocument = new TypedDocumentString(`
    mutation WebhookEndpointDelete($id: ID!) {
  webhookEndpointDelete(id: $id) {
    deletedId
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookEndpointDeleteMutation, WebhookEndpointDeleteMutationVariables>;
export const WebhookEndpointTestDocument = new TypedDocumentString(`
    mutation WebhookEndpointTest($id: ID!) {
  webhookEndpointTest(id: $id) {
    webhookDelivery {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookEndpointTestMutation, WebhookEndpointTestMutationVariables>;
export const WebhookEndpointRotateSecretDocument = new TypedDocumentString(`
    mutation WebhookEndpointRotateSecret($id: ID!, $overlapHours: Int) {
  webhookEndpointRotateSecret(id: $id, overlapHours: $overlapHours) {
    webhookEndpoint {
      id
    }
    secret
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookEndpointRotateSecretMutation, WebhookEndpointRotateSecretMutationVariables>;
export const WebhookEndpointRecoverDocument = new TypedDocumentString(`
    mutation WebhookEndpointRecover($id: ID!, $since: DateTime!) {
  webhookEndpointRecover(id: $id, since: $since) {
    events
    webhookEndpoint {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookEndpointRecoverMutation, WebhookEndpointRecoverMutationVariables>;
export const WebhookDeliveryRetryDocument = new TypedDocumentString(`
    mutation WebhookDeliveryRetry($id: ID!) {
  webhookDeliveryRetry(id: $id) {
    webhookDelivery {
      id
    }
    userErrors {
      field
      message
      code
    }
  }
}
    `) as unknown as TypedDocumentString<WebhookDeliveryRetryMutation, WebhookDeliveryRetryMutationVariables>;