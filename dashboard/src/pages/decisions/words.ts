// What each check of a conversion call asks, in words. What a reason means is the API's to say.

export const CHECKS: Record<string, string> = {
  missing_token: "Was a click token sent?",
  malformed_token: "Does it look like a token?",
  bad_signature: "Was it signed here?",
  unknown_click: "Is its click known?",
  wrong_organisation: "Does the click belong to this organisation?",
  wrong_campaign: "Is the key good for the click’s campaign?",
  origin_not_allowed: "May this page send conversions?",
  link_revoked: "Is the link in force?",
  partner_inactive: "Is the partner active?",
  campaign_inactive: "Does the campaign run?",
  outside_window: "Is the click inside the attribution window?",
  already_converted: "Has this click converted before?",
  excluded_domain: "Is the customer’s domain excluded?",
  disposable_email: "Is the address a disposable one?",
  self_referral: "Is the customer the partner?",
  duplicate_email: "Has this customer converted in the campaign before?",
  recorded: "Recorded",
};

export const REASONS: Record<string, string> = {
  missing_token: "No click token was sent",
  malformed_token: "What was sent is no click token",
  bad_signature: "The token was not signed here",
  unknown_click: "The click is not known",
  wrong_organisation: "The click belongs to another organisation",
  wrong_campaign: "The click belongs to another campaign",
  origin_not_allowed: "The page’s origin is not allowed",
  link_revoked: "The link is revoked",
  partner_inactive: "The partner is not active",
  campaign_inactive: "The campaign does not run",
  outside_window: "The click is too old",
  already_converted: "The click has converted already",
  excluded_domain: "The customer’s domain is excluded",
  disposable_email: "The address is a disposable one",
  self_referral: "The customer is the partner",
  duplicate_email: "The customer has converted here already",
  recorded: "Recorded",
};

/** A reason in words; one that is newer than this page as it is named. */
export const reasonOf = (code: string): string =>
  REASONS[code.toLowerCase()] ?? code.replaceAll("_", " ").toLowerCase();

export const checkOf = (code: string): string => CHECKS[code.toLowerCase()] ?? reasonOf(code);
