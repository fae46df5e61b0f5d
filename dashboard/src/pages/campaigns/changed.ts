// What one version of a campaign's settings has otherwise than the one before it, in words.
import type { CampaignQuery } from "../../graphql";
import type { Amount } from "../../ui/format";
import { MODELS } from "./words";

type Version = NonNullable<CampaignQuery["campaign"]>["versions"][number];
type Judged = Pick<
  Version,
  "attributionModel" | "attributionWindowDays" | "reward" | "allowedOrigins" | "qualityRules"
>;

const RULES = {
  blockSelfReferral: "self-referrals refused",
  blockDisposable: "disposable addresses refused",
  blockDuplicateEmail: "each customer counted once",
  newCustomersOnly: "new customers only",
} as const;

/** The lines of a change; of the first version, how it began. */
export function changed(
  now: Judged,
  before: Judged | undefined,
  money: (amount: Amount) => string,
): string[] {
  const reward = now.reward ? `${money(now.reward)} a conversion` : "no reward";
  const days = `${now.attributionWindowDays} ${now.attributionWindowDays === 1 ? "day" : "days"}`;
  if (!before) return [`${MODELS[now.attributionModel].short}, ${days}, ${reward}`];
  const lines: string[] = [];
  if (now.attributionModel !== before.attributionModel) lines.push(MODELS[now.attributionModel].short);
  if (now.attributionWindowDays !== before.attributionWindowDays)
    lines.push(`${days} instead of ${before.attributionWindowDays}`);
  if (now.reward?.amount !== before.reward?.amount) lines.push(reward);
  if (now.allowedOrigins.join() !== before.allowedOrigins.join())
    lines.push(`origins: ${now.allowedOrigins.join(", ") || "every one"}`);
  for (const [key, words] of Object.entries(RULES)) {
    const rule = key as keyof typeof RULES;
    if (now.qualityRules[rule] !== before.qualityRules[rule])
      lines.push(`${words}: ${now.qualityRules[rule] ? "on" : "off"}`);
  }
  if (now.qualityRules.excludedDomains.join() !== before.qualityRules.excludedDomains.join())
    lines.push(`excluded domains: ${now.qualityRules.excludedDomains.join(", ") || "none"}`);
  return lines;
}
