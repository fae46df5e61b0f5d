// Screenshots of every page into a directory, in both schemes and on a phone: `make screenshots`.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launch } from "./browser.js";
import { DESKTOP, PHONE, SCHEMES, addresses, settled, signedIn } from "./dashboard.js";
import { startDemo } from "./demo.js";
import { PORTAL_PAGES, partnerIn } from "./portal.js";

const target = process.argv[2] ?? "../../screenshots";
const only = process.argv[3];
await mkdir(target, { recursive: true });

const demo = await startDemo();
const browser = await launch();
try {
  const storageState = await signedIn(browser, demo.owner.signInUrl);
  const first = await browser.newContext({ storageState, viewport: DESKTOP });
  const all = (await addresses(await first.newPage(), demo.url)).filter((path) => !only || path.includes(only));
  await first.close();
  const partner = await partnerIn(browser, demo, demo.link.partner.id);
  const ofPortal = PORTAL_PAGES.map((path) => `/portal${path}`).filter((path) => !only || path.includes(only));
  for (const [device, viewport] of Object.entries({ desktop: DESKTOP, phone: PHONE })) {
    for (const colorScheme of SCHEMES) {
      for (const [state, paths] of [[storageState, all], [partner, ofPortal]]) {
        const context = await browser.newContext({ storageState: state, viewport, colorScheme, reducedMotion: "reduce" });
        const page = await context.newPage();
        for (const path of paths) {
          await page.goto(demo.url + path);
          await settled(page);
          const name = path.slice(1).replace(/[a-z]+_[0-9a-z]{26}/, "one").replace(/\W+/g, "-");
          await page.screenshot({ path: join(target, `${name}-${device}-${colorScheme}.png`), fullPage: device === "phone" });
        }
        await context.close();
      }
    }
  }
  console.log(`${all.length + ofPortal.length} pages in ${target}`);
} finally {
  await browser.close();
  await demo.stop();
}
