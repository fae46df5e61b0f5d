// The settings of a campaign in words.
import type { AttributionModel } from "../../graphql";

export const MODELS: Record<AttributionModel, { short: string; title: string; sentence: string }> = {
  LAST_CLICK: {
    short: "Last click",
    title: "Last click",
    sentence: "The partner whose link the customer followed last is credited.",
  },
  FIRST_CLICK: {
    short: "First click",
    title: "First click",
    sentence:
      "The partner whose link the customer followed first, within the window, is credited. Visitors are known by a cookie of the link host.",
  },
};

export const STATUSES = [
  { value: "ACTIVE", label: "Active" },
  { value: "PAUSED", label: "Paused" },
  { value: "ARCHIVED", label: "Archived" },
] as const;

export const STATUS_MEANS = {
  ACTIVE: "Links redirect with a click token, and conversions are credited.",
  PAUSED: "Links still redirect, but without a token: nothing is credited.",
  ARCHIVED: "As paused, and out of the way.",
} as const;
