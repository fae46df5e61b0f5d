// What keys may do, in words.

export const SCOPES = [
  ["affiliate:write", "Send conversions"],
  ["affiliate:read", "Read conversions, submissions, decisions"],
  ["campaigns:read", "Read campaigns, links, forms"],
  ["campaigns:write", "Change campaigns, links, forms"],
  ["partners:read", "Read partners"],
  ["partners:write", "Change partners"],
  ["portal-sessions:write", "Sign partners in to their portal"],
  ["stats:read", "Read figures"],
  ["webhooks:read", "Read webhooks"],
  ["webhooks:write", "Change webhooks"],
  ["keys:read", "Read keys and the request log"],
  ["keys:write", "Make and revoke keys"],
  ["members:read", "Read members"],
  ["members:write", "Invite and remove members"],
  ["organisation:write", "Change the settings"],
  ["audit:read", "Read the audit log"],
] as const;

/** What most keys are for. */
export const PRESETS: Record<string, readonly string[]> = {
  "Send conversions": ["affiliate:write"],
  "Read everything": SCOPES.map(([scope]) => scope).filter((scope) => scope.endsWith(":read")),
  "Manage the program": [
    "affiliate:read",
    "campaigns:read",
    "campaigns:write",
    "partners:read",
    "partners:write",
    "stats:read",
  ],
};
