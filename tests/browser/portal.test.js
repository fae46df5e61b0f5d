import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, visit } from "./browser.js";
import { DESKTOP, PHONE, SCHEMES, obstacles, overflow, settled, signedIn } from "./dashboard.js";
import { click, startDemo } from "./demo.js";
import {
  PORTAL_PAGES,
  addUser,
  ask,
  convert,
  decline,
  documentId,
  inPortal,
  newProgram,
  partnerIn,
  signInLink,
} from "./portal.js";
import { html, startSite } from "./site.js";

// As hard to read as a colour can be: what holds for it holds for others.
const COLOUR = "#ffe600";

let browser;
let demo;
/** A partner of the demo, with a season behind it. */
let seasoned;

const organisation = (input) =>
  ask(demo, "mutation($i: OrganisationUpdateInput!) { organisationUpdate(input: $i) { userErrors { message } } }", {
    i: input,
  });

before(async () => {
  demo = await startDemo();
  browser = await launch();
  await organisation({ brandColour: COLOUR });
  seasoned = await partnerIn(browser, demo, demo.link.partner.id);
});

after(() => Promise.all([browser?.close(), demo?.stop()]));

/** As a partner, on whose pages nothing may go wrong and nothing come from elsewhere. */
const partner = (storageState, work, options = {}) =>
  visit(
    browser,
    async (visitor) => {
      await work(visitor);
      const foreign = visitor.requests
        .map((request) => request.url())
        .filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(demo.url));
      assert.deepEqual(foreign, [], "a request to another host");
    },
    { storageState, viewport: DESKTOP, reducedMotion: "reduce", ...options },
  );

const open = async (page, path) => {
  await page.goto(`${demo.url}/portal${path}`);
  await settled(page);
};

test("a link signs in once, by its button: opening it uses nothing up", () =>
  visit(browser, async ({ context, page }) => {
    const url = await signInLink(demo, await addUser(demo, demo.link.partner.id));
    for (let scanner = 0; scanner < 3; scanner += 1) assert.equal((await context.request.get(url)).status(), 200);
    await page.goto(url);
    assert.deepEqual(await obstacles(page, "the link's page"), []);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("heading", { name: "Home" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/portal");
    assert.equal((await context.request.get(url)).status(), 410);
  }));

test("whoever is not signed in is told how to come in", () =>
  visit(
    browser,
    async ({ page }) => {
      await page.goto(`${demo.url}/portal/earnings`);
      await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
      assert.deepEqual(await obstacles(page, "not signed in"), []);
    },
    { networkLines: true },
  ));

for (const colorScheme of SCHEMES) {
  test(`every page of the portal works for everybody, ${colorScheme}`, { timeout: 180_000 }, () =>
    partner(
      seasoned,
      async ({ page }) => {
        const found = [];
        for (const path of PORTAL_PAGES) {
          await open(page, path);
          found.push(...(await obstacles(page, path)));
        }
        assert.deepEqual(found, []);
      },
      { colorScheme },
    ));

  test(`dialogs and menus of the portal work for everybody, ${colorScheme}`, { timeout: 120_000 }, () =>
    partner(
      seasoned,
      async ({ page }) => {
        const found = [];
        await open(page, "");
        await page.getByRole("button", { name: "Last 30 days" }).click();
        await page.getByRole("button", { name: "This year" }).waitFor();
        found.push(...(await obstacles(page, "the range")));
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: /^QR code/ }).first().click();
        await page.getByRole("img", { name: /^QR code of http/ }).waitFor();
        found.push(...(await obstacles(page, "the QR code")));
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "detached" });
        await page.getByRole("button", { name: /^Menu of/ }).click();
        await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
        found.push(...(await obstacles(page, "the menu")));
        await open(page, "/performance");
        await page.getByRole("button", { name: "As a table" }).click();
        found.push(...(await obstacles(page, "the chart's table")));
        await open(page, "/account");
        await page.getByRole("button", { name: "Sign out everywhere" }).click();
        await page.getByRole("dialog").waitFor();
        found.push(...(await obstacles(page, "signing out everywhere")));
        assert.deepEqual(found, []);
      },
      { colorScheme },
    ));
}

test("every page of the portal fits on a phone", { timeout: 120_000 }, () =>
  partner(
    seasoned,
    async ({ page }) => {
      const found = [];
      for (const path of PORTAL_PAGES) {
        await open(page, path);
        found.push(...(await overflow(page, path)));
      }
      assert.deepEqual(found, []);
    },
    { viewport: PHONE },
  ));

test("a partner adds a short name, clicks it, and sees the click within a second", { timeout: 60_000 }, async () => {
  const program = await newProgram(demo, "First click");
  const state = await partnerIn(browser, demo, program.partner);
  await partner(state, async ({ page }) => {
    await open(page, "");
    await page.getByText("The first click appears here within a second.").waitFor();
    assert.deepEqual(await obstacles(page, "before the first click"), []);
    const field = page.getByLabel("Add a short name");
    await field.fill("Admin");
    await page.getByText(/reserved|kept/i).waitFor();
    const slug = `first-${process.pid}`;
    await field.fill(slug);
    await page.getByText(`${slug} is free.`).waitFor();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.getByRole("list", { name: "Short names of your link" }).getByText(slug).waitFor();
    await click({ url: program.link.url.replace(/[^/]+$/, slug) });
    const clicked = performance.now();
    const clicks = page.locator("a", { hasText: /^Clicks1/ });
    await clicks.waitFor();
    const took = performance.now() - clicked;
    // Within a second on a quiet machine; a debug build shares this one with the browser and the other tests.
    assert.ok(took < 2_000, `${took} ms`);

    await open(page, "/links");
    await page.getByText("1 click · 0 conversions").waitFor();
    await page.getByRole("button", { name: `Delete ${slug}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByText(`${slug} is deleted.`).waitFor();
    await page.getByRole("list", { name: "Short names in First click" }).waitFor({ state: "detached" });
  });
});

test("what the organisation declines changes on the partner's page by itself", { timeout: 60_000 }, async () => {
  const program = await newProgram(demo, "Returned");
  const submission = await convert(demo, program.link);
  const state = await partnerIn(browser, demo, program.partner);
  await partner(state, async ({ page, context }) => {
    await open(page, "/earnings");
    const row = page.locator("tbody tr", { hasText: "Returned" });
    await row.getByText("Held").waitFor();
    const conversions = await context.newPage();
    await conversions.goto(`${demo.url}/portal/conversions`);
    await settled(conversions);
    await conversions.getByText("Pending").waitFor();
    await decline(demo, submission, "The order was sent back.");
    await row.getByText("Reversed").waitFor();
    await row.getByText("The order was sent back.").waitFor();
    await conversions.getByText("Declined: The order was sent back.").waitFor();
    await open(page, "");
    await page.locator("a", { hasText: "Reversed€12.50" }).waitFor();
  });
});

test("a link that was revoked says so, and since when", { timeout: 60_000 }, async () => {
  const program = await newProgram(demo, "Ended");
  const state = await partnerIn(browser, demo, program.partner);
  await ask(demo, "mutation($id: ID!) { linkRevoke(id: $id) { userErrors { message } } }", { id: program.link.id });
  await partner(state, async ({ page }) => {
    await open(page, "/links");
    await page.getByText("Visitors see a page that says so").waitFor();
    assert.ok(await page.locator("main time").first().getAttribute("datetime"));
    assert.equal(await page.getByRole("button", { name: "Copy link" }).count(), 0);
    assert.deepEqual(await obstacles(page, "a revoked link"), []);
    await open(page, "");
    await page.getByText("It is switched off").waitFor();
  });
});

test("a member who views as a partner sees what it sees, and changes nothing", { timeout: 60_000 }, async () => {
  const program = await newProgram(demo, "Watched");
  const owner = await signedIn(browser, demo.owner.signInUrl);
  await partner(owner, async ({ page }) => {
    await page.goto(demo.url);
    const link = await page.evaluate(async (id) => {
      const session = await (await fetch("/api/v1/session")).json();
      const answer = await fetch("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json", "x-introw-csrf": session.csrfToken },
        body: JSON.stringify({
          query: "mutation($p: ID!) { partnerViewAs(partnerId: $p) { url userErrors { message } } }",
          variables: { p: id },
        }),
      });
      return (await answer.json()).data.partnerViewAs.url;
    }, program.partner);
    await page.goto(link);
    await page.getByRole("button", { name: "Continue" }).click();
    const banner = page.getByRole("region", { name: "Viewing as a partner" });
    await banner.getByText("Viewing as Watched partner.").waitFor();
    assert.match(await banner.textContent(), /@/);
    await settled(page);
    assert.deepEqual(await obstacles(page, "viewing"), []);
    await page.getByLabel("Add a short name").fill("not-mine");
    await page.getByRole("button", { name: "Add", exact: true }).click({ force: true });
    const addAlias = await documentId("/graphql/partner", "mutation AliasCreate");
    const refused = await page.evaluate(async ([documentId, id]) => {
      const session = await (await fetch("/api/v1/portal/session")).json();
      const answer = await fetch("/graphql/partner", {
        method: "POST",
        headers: { "content-type": "application/json", "x-introw-csrf": session.csrfToken },
        body: JSON.stringify({
          documentId,
          variables: { link: id, slug: "not-mine" },
        }),
      });
      return (await answer.json()).errors[0].extensions.code;
    }, [addAlias, program.link.id]);
    assert.equal(refused, "FORBIDDEN");
    const { link: unchanged } = await ask(demo, "query($id: ID!) { link(id: $id) { aliases { slug } } }", {
      id: program.link.id,
    });
    assert.deepEqual(unchanged.aliases, []);
    await banner.getByRole("button", { name: "End" }).click();
    await page.getByRole("heading", { name: "Partners" }).waitFor();
  });
});

test("a site that the organisation lists shows the portal in a frame, and no other does", { timeout: 60_000 }, async () => {
  const [listed, other] = await Promise.all([startSite(), startSite()]);
  try {
    await organisation({ frameOrigins: [listed.origin] });
    const user = await addUser(demo, demo.link.partner.id);
    const framed = async (site) => html(`<iframe title="portal" width="800" height="700" src="${await signInLink(demo, user)}"></iframe>`);
    await visit(browser, async ({ page }) => {
      await page.goto(listed.page("/", await framed(listed)));
      const frame = page.frameLocator("iframe");
      await frame.getByRole("button", { name: "Continue" }).click();
      await frame.getByRole("heading", { name: "Home" }).waitFor();
      await frame.getByRole("link", { name: "Links" }).click();
      await frame.getByRole("heading", { name: "Links", exact: true }).waitFor();
    });
    const context = await browser.newContext({ storageState: seasoned });
    try {
      const page = await context.newPage();
      for (const address of [await framed(other), html(`<iframe title="portal" src="${demo.url}/portal"></iframe>`)]) {
        const refused = page.waitForEvent("console", (message) => /frame-ancestors/.test(message.text()));
        await page.goto(other.page("/", address));
        await refused;
        assert.equal(await page.frameLocator("iframe").getByRole("button").count(), 0);
      }
    } finally {
      await context.close();
    }
  } finally {
    await organisation({ frameOrigins: [] });
    await Promise.all([listed.stop(), other.stop()]);
  }
});

test("what the portal shows is saved as files", { timeout: 60_000 }, () =>
  partner(seasoned, async ({ page }) => {
    const saved = async (button) => {
      const [file] = await Promise.all([page.waitForEvent("download"), button.click()]);
      const lines = (await readFile(await file.path(), "utf8")).trimEnd().split(/\r?\n/);
      return { name: file.suggestedFilename(), lines };
    };
    await open(page, "/performance?range=7d&by=DEVICE");
    const days = await saved(page.getByRole("button", { name: "CSV over time" }));
    assert.match(days.name, /^performance_.*\.csv$/);
    assert.equal(days.lines.length, 8);
    const devices = await saved(page.getByRole("button", { name: "CSV", exact: true }));
    assert.equal(devices.lines.length, 1 + (await page.locator("tbody tr").count()));
    await open(page, "/conversions?outcome=DUPLICATE&range=all");
    const calls = await saved(page.getByRole("button", { name: "CSV" }));
    assert.equal(calls.lines.length, 1 + (await page.locator("tbody tr").count()));
    await open(page, "/earnings");
    const months = await saved(page.getByRole("button", { name: "CSV" }));
    assert.match(months.lines[0], /^month,currency,held,payable,reversed$/);
  }));

test("a link is copied, also where the browser lends no clipboard", () =>
  partner(
    seasoned,
    async ({ page, context }) => {
      const copied = async () => {
        await page.getByRole("button", { name: "Copy link" }).click();
        await page.getByRole("button", { name: "Copied" }).waitFor();
        return page.evaluate(() => navigator.clipboard.readText());
      };
      await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: demo.url });
      await open(page, "");
      const link = await copied();
      assert.match(link, /\/r\/\w{8}$/);
      await page.evaluate(() => navigator.clipboard.writeText("something else"));
      await page.evaluate(() => Object.defineProperty(navigator.clipboard, "writeText", { value: () => Promise.reject(new Error()) }));
      await page.getByRole("button", { name: "Copy link" }).waitFor();
      assert.equal(await copied(), link);
    },
  ));

test("figures are told in the days of whichever zone is asked for, and the address is the view", () =>
  partner(seasoned, async ({ page }) => {
    await open(page, "/performance");
    await page.getByRole("combobox", { name: "Time zone of the days" }).fill("Auckland");
    await page.getByRole("option", { name: "Pacific/Auckland" }).click();
    await page.waitForURL(/zone=Pacific(%2F|\/)Auckland/);
    await page.getByText("Week", { exact: true }).click();
    await page.waitForURL(/per=WEEK/);
    await page.reload();
    await settled(page);
    await page.getByRole("button", { name: "As a table" }).click();
    const weeks = page.getByRole("region", { name: "Figures day by day" }).locator("tbody tr");
    assert.match(await weeks.last().innerText(), /so far/);
    assert.equal(await page.getByRole("combobox", { name: "Time zone of the days" }).inputValue(), "Pacific/Auckland");
  }));

test("a short range is told hour by hour, and a long one is not", () =>
  partner(seasoned, async ({ page }) => {
    await open(page, "/performance?range=7d");
    const per = page.getByRole("radiogroup", { name: "How long a bucket is" });
    await per.getByText("Hour").click();
    await page.waitForURL(/per=HOUR/);
    await page.getByRole("button", { name: "As a table" }).click();
    const rows = page.getByRole("region", { name: "Figures day by day" }).locator("tbody tr");
    await page.waitForFunction(() => document.querySelectorAll("section[aria-label^=Figures] tbody tr").length > 24 * 6);
    assert.match(await rows.first().innerText(), /\d{2}:00/);
    await open(page, "/performance?range=90d&per=HOUR");
    assert.equal(await per.getByText("Hour").count(), 0);
  }));

test("numbers are written as the user reads them, on every page", () =>
  partner(seasoned, async ({ page }) => {
    await open(page, "/account");
    await page.getByRole("combobox", { name: "Numbers" }).click();
    await page.getByRole("option", { name: "1.234,50" }).click();
    assert.deepEqual(await obstacles(page, "account"), []);
    await page.getByRole("link", { name: "Performance" }).click();
    await page.getByText(/^\d+,\d\s%$/).first().waitFor();
    await page.reload();
    await page.getByText(/^\d+,\d\s%$/).first().waitFor();
  }));

test("a user changes what they are called, and signs out everywhere", { timeout: 60_000 }, async () => {
  const user = await addUser(demo, demo.link.partner.id);
  const [here, there] = [await inPortal(browser, await signInLink(demo, user)), await inPortal(browser, await signInLink(demo, user))];
  await visit(
    browser,
    async ({ page }) => {
      await open(page, "/account");
      await page.getByLabel("Name").fill("Ada Partner");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText("Saved.").waitFor();
      await page.getByRole("button", { name: "Menu of Ada Partner" }).waitFor();
      await page.getByRole("button", { name: "Sign out everywhere" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click();
      await page.getByRole("heading", { name: "You are signed out" }).waitFor();
    },
    { storageState: here, networkLines: true },
  );
  await visit(
    browser,
    async ({ page }) => {
      await page.goto(`${demo.url}/portal`);
      await page.getByRole("heading", { name: "You are not signed in" }).waitFor();
    },
    { storageState: there, networkLines: true },
  );
});

test("a partner downloads little at first, and nothing of the dashboard", { timeout: 60_000 }, async () => {
  const scripts = new Map();
  await partner(seasoned, async ({ page, requests }) => {
    for (const path of PORTAL_PAGES) await open(page, path);
    for (const request of requests) {
      if (request.resourceType() !== "script" || !request.url().includes("/assets/")) continue;
      scripts.set(request.url(), await (await fetch(request.url())).text());
    }
  });
  assert.ok(scripts.size > 5, String(scripts.size));
  for (const [url, text] of scripts) {
    for (const ofDashboard of ["apiKeyCreate", "campaignUpdate", "partnerUserSignInLink", "submissionDecline"]) {
      assert.ok(!text.includes(ofDashboard), `${url} has ${ofDashboard}`);
    }
  }
  const page = await (await fetch(`${demo.url}/portal`, { headers: { accept: "text/html" } })).text();
  assert.doesNotMatch(page, /<script>|https?:\/\//);
  const sizes = { js: 0, css: 0 };
  for (const [, path] of page.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)) {
    const file = await fetch(demo.url + path, { headers: { "accept-encoding": "identity" } });
    sizes[path.endsWith(".css") ? "css" : "js"] += gzipSync(Buffer.from(await file.arrayBuffer()), { level: 9 }).length;
  }
  assert.ok(sizes.js < 150_000, `${sizes.js} bytes of JavaScript at first`);
  assert.ok(sizes.css < 45_000, `${sizes.css} bytes of styles at first`);
});
