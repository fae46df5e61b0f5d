// Screenshots of every page into a directory, in both schemes and on a phone: `make screenshots`.
// With --best those that the README shows, smaller and by their names: `make images`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./browser.js";
import { DESKTOP, PHONE, SCHEMES, addresses, settled, signedIn } from "./dashboard.js";
import { startDemo } from "./demo.js";
import { PORTAL_PAGES, partnerIn } from "./portal.js";

const BEST_VIEWPORT = { width: 1160, height: 720 };
const BEST = [
  { name: "overview", path: /^\/$/, colorScheme: "light" },
  { name: "conversion", path: /^\/conversions\/\w+$/, colorScheme: "light" },
  { name: "decisions", path: /^\/decisions$/, colorScheme: "light" },
  { name: "mapping", path: /^\/campaigns\/\w+\?tab=mapping$/, colorScheme: "dark" },
  { name: "install", path: /^\/campaigns\/\w+\?tab=install$/, colorScheme: "light" },
  { name: "portal", path: /^\/portal$/, colorScheme: "light" },
];

const target = process.argv[2] ?? "../../screenshots";
const isBest = process.argv[3] === "--best";
const only = isBest ? undefined : process.argv[3];
await mkdir(target, { recursive: true });

const demo = await startDemo();
const browser = await launch();

/** Takes a picture of each of these pages, by what `nameOf` calls it. */
async function shoot(paths, options, nameOf, fullPage = false) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  for (const path of paths) {
    await page.goto(demo.url + path);
    await settled(page);
    await page.screenshot({ path: join(target, `${nameOf(path)}.png`), fullPage });
  }
  await context.close();
}

try {
  const storageState = await signedIn(browser, demo.owner.signInUrl);
  const first = await browser.newContext({ storageState, viewport: DESKTOP });
  const all = (await addresses(await first.newPage(), demo.url)).filter((path) => !only || path.includes(only));
  await first.close();
  const partner = await partnerIn(browser, demo, demo.link.partner.id);
  const ofPortal = PORTAL_PAGES.map((path) => `/portal${path}`).filter((path) => !only || path.includes(only));
  const stateOf = (path) => (path.startsWith("/portal") ? partner : storageState);
  if (isBest) {
    for (const { name, path, colorScheme } of BEST) {
      const [found] = [...all, ...ofPortal].filter((each) => path.test(each));
      await shoot([found], { storageState: stateOf(found), viewport: BEST_VIEWPORT, colorScheme }, () => name);
    }
    console.log(`${BEST.length} pictures in ${target}`);
  } else {
    const nameOf = (path) => path.slice(1).replace(/[a-z]+_[0-9a-z]{26}/, "one").replace(/\W+/g, "-");
    for (const [device, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
      for (const colorScheme of SCHEMES) {
        for (const paths of [all, ofPortal]) {
          if (paths.length === 0) continue;
          const options = { storageState: stateOf(paths[0]), viewport, colorScheme };
          await shoot(paths, options, (path) => `${nameOf(path) || "overview"}-${device}-${colorScheme}`, device === "phone");
        }
      }
    }
    console.log(`${all.length + ofPortal.length} pages in ${target}`);
  }
} finally {
  await browser.close();
  await demo.stop();
}
