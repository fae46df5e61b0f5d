import { expect, test } from "vitest";
import { changed } from "./changed";

const first = {
  attributionModel: "LAST_CLICK" as const,
  attributionWindowDays: 30,
  reward: null,
  allowedOrigins: [],
  qualityRules: {
    blockDisposable: false,
    blockDuplicateEmail: false,
    blockSelfReferral: true,
    excludedDomains: [],
    newCustomersOnly: false,
  },
};
const money = ({ amount }: { amount: string }) => amount;

test("the first version says how it began, and later ones what they changed", () => {
  expect(changed(first, undefined, money)).toEqual(["Last click, 30 days, no reward"]);
  const second = {
    ...first,
    attributionWindowDays: 1,
    reward: { amount: "10.00", currencyCode: "EUR" },
    allowedOrigins: ["https://a.example"],
    qualityRules: { ...first.qualityRules, blockSelfReferral: false, excludedDomains: ["b.example"] },
  };
  expect(changed(second, first, money)).toEqual([
    "1 day instead of 30",
    "10.00 a conversion",
    "origins: https://a.example",
    "self-referrals refused: off",
    "excluded domains: b.example",
  ]);
});
