// The dashboard in a browser: signed in once, and every page of it found by its own links.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Pages without a thing of their own in the address. */
export const PAGES = [
  "/",
  "/live",
  "/campaigns",
  "/links",
  "/partners",
  "/forms",
  "/clicks",
  "/conversions",
  "/submissions",
  "/decisions",
  "/rewards",
  "/reports",
  "/webhooks",
  "/api-keys",
  "/publishable-keys",
  "/requests",
  "/legacy-links",
  "/settings",
  "/members",
  "/audit",
  "/health",
  "/account",
];

/** Lists whose rows open a page. */
const LISTS = ["/campaigns", "/links", "/partners", "/forms", "/conversions", "/submissions", "/decisions", "/webhooks"];

export const TABS = ["reward", "links", "conversions", "decisions", "mapping", "quality", "what-if", "install"];

export const SCHEMES = ["light", "dark"];
export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** Signs in by a link that works once, and gives what a browser needs to be signed in. */
export async function signedIn(browser, url) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForLoadState();
    return await context.storageState();
  } finally {
    await context.close();
  }
}

/** Waits until a page has all that it asked for. */
export async function settled(page) {
  await page.locator("main h1").first().waitFor();
  await page.waitForFunction(
    () => !document.querySelector("[aria-busy=true], .mantine-Loader-root, .mantine-Skeleton-root[data-visible]"),
  );
}

/** The addresses of all pages, one thing of each kind among them. */
export async function addresses(page, origin) {
  const found = [...PAGES];
  for (const list of LISTS) {
    await page.goto(origin + list);
    await settled(page);
    const row = page.locator("main a[data-row]").first();
    if ((await row.count()) === 0) continue;
    const path = await row.getAttribute("href");
    found.push(path);
    if (list === "/campaigns") found.push(...TABS.map((tab) => `${path}?tab=${tab}`));
  }
  return found;
}

/** What somebody who cannot see or point would trip over, by the rules of WCAG 2.0 to 2.2, A and AA. */
export async function obstacles(page, what) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
    const { violations } = await window.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} ${node.failureSummary}`).join("\n")}`);
  });
  return found.map((violation) => `${what}: ${violation}`);
}

/** What reaches over the edge of the screen. */
export async function overflow(page, what) {
  const wide = await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const culprits = [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1)
      .slice(-3)
      .map((element) => element.outerHTML.slice(0, 160));
    return `${scrollWidth} of ${clientWidth}: ${culprits.join(" | ")}`;
  });
  return wide === null ? [] : [`${what}: ${wide}`];
}
