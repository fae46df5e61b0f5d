import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { launch, visit } from "./browser.js";
import { DESKTOP, PHONE, SCHEMES, addresses, obstacles, overflow, settled, signedIn } from "./dashboard.js";
import { click, startDemo } from "./demo.js";
import { firstLoad } from "./first-load.js";

let browser;
let demo;
let storageState;
let paths;

before(async () => {
  demo = await startDemo();
  browser = await launch();
  storageState = await signedIn(browser, demo.owner.signInUrl);
  await member(async ({ page }) => {
    paths = await addresses(page, demo.url);
  });
});

after(() => Promise.all([browser?.close(), demo?.stop()]));

/** As somebody who is signed in, on whose pages nothing may go wrong and nothing come from elsewhere. */
const member = (work, options = {}) =>
  visit(
    browser,
    async (visitor) => {
      await work(visitor);
      const foreign = visitor.requests.map((request) => request.url()).filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(demo.url));
      assert.deepEqual(foreign, [], "a request to another host");
    },
    { storageState, viewport: DESKTOP, reducedMotion: "reduce", ...options },
  );

for (const colorScheme of SCHEMES) {
  test(`every page works for everybody, ${colorScheme}`, { timeout: 300_000 }, () =>
    member(
      async ({ page }) => {
        const found = [];
        for (const path of paths) {
          await page.goto(demo.url + path);
          await settled(page);
          found.push(...(await obstacles(page, path)));
        }
        assert.deepEqual(found, []);
      },
      { colorScheme },
    ));
}

test("every page fits on a phone", { timeout: 300_000 }, () =>
  member(
    async ({ page }) => {
      const found = [];
      for (const path of paths) {
        await page.goto(demo.url + path);
        await settled(page);
        found.push(...(await overflow(page, path)));
      }
      assert.deepEqual(found, []);
    },
    { viewport: PHONE },
  ));

for (const colorScheme of SCHEMES) {
  test(`dialogs and the palette work for everybody, ${colorScheme}`, { timeout: 120_000 }, () =>
    member(
      async ({ page }) => {
        const found = [];
        for (const path of ["/campaigns?new=1", "/partners?new=1", "/forms?new=1", "/api-keys?new=1", "/legacy-links?new=1", "/members?new=1", "/webhooks?new=1"]) {
          await page.goto(demo.url + path);
          await page.getByRole("dialog").waitFor();
          found.push(...(await obstacles(page, path)));
        }
        await page.goto(`${demo.url}/campaigns`);
        await settled(page);
        await page.keyboard.press("Control+k");
        await page.getByPlaceholder("A page, a name").fill("north");
        await page.getByText("Northwind Reviews").first().waitFor();
        found.push(...(await obstacles(page, "the palette")));
        assert.deepEqual(found, []);
      },
      { colorScheme },
    ));
}

test("whoever is not signed in is asked to, at the same address, and told one thing for any mistake", () =>
  visit(
    browser,
    async ({ page }) => {
      await page.goto(`${demo.url}/partners`);
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      assert.deepEqual(await obstacles(page, "sign in"), []);
      await page.getByLabel("E-mail").fill("nobody@example.org");
      await page.locator("input[type=password]").fill("not the password");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("do not belong together").waitFor();
      assert.equal(new URL(page.url()).pathname, "/partners");
    },
    { networkLines: true },
  ));

test("a filter stands in the address, and comes back with it", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/decisions`);
    await settled(page);
    const all = await page.getByText(/^[\d,]+ decisions$/).textContent();
    await page.getByRole("button", { name: "Outcome" }).click();
    await page.getByRole("option", { name: "Duplicate" }).click();
    await page.waitForURL(/outcome=DUPLICATE/);
    await page.getByRole("button", { name: "Take the filter Outcome away" }).waitFor();
    await page.waitForFunction((before) => !document.body.textContent.includes(before), all);
    await page.reload();
    await settled(page);
    const statuses = await page.locator("tbody tr td:nth-child(2)").allTextContents();
    assert.ok(statuses.length > 0 && statuses.every((status) => status === "Duplicate"), String(statuses));
  }));

test("of a chart, only what is still going on is dashed, and its table says so", () =>
  member(async ({ page }) => {
    const dashed = page.locator("section path.recharts-curve[stroke-dasharray]");
    await page.goto(`${demo.url}/reports`);
    await page.locator(".recharts-surface").first().waitFor();
    assert.equal(await dashed.count(), 1);
    await page.getByRole("button", { name: "As a table" }).click();
    const days = page.getByRole("region", { name: "Figures day by day" }).locator("tbody tr");
    assert.match(await days.last().innerText(), /so far/);
    assert.equal(await days.getByText("so far").count(), 1);
    await page.goto(`${demo.url}/reports?from=2026-01-01&to=2026-01-31`);
    await page.locator(".recharts-surface").first().waitFor();
    assert.equal(await dashed.count(), 0);
  }));

test("a link is revoked and restored, and its redirect changes with it", () =>
  member(async ({ page, context }) => {
    const { id, url } = demo.link;
    const status = async () => (await context.request.get(url, { maxRedirects: 0 })).status();
    await page.goto(`${demo.url}/links/${id}`);
    await settled(page);
    assert.equal(await status(), 302);
    await page.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Restore" }).waitFor();
    assert.equal(await status(), 410);
    await page.getByRole("button", { name: "Restore" }).click();
    await page.getByRole("button", { name: "Revoke" }).waitFor();
    assert.equal(await status(), 302);
  }));

test("a key is made, shown once, and works", () =>
  member(async ({ page, context }) => {
    await page.goto(`${demo.url}/api-keys?new=1`);
    await page.getByLabel("Name").fill("browser test");
    await page.getByRole("button", { name: "Create key" }).click();
    const dialog = page.getByRole("dialog", { name: "Your new API key" });
    const secret = await dialog.locator("pre").first().textContent();
    assert.match(secret, /^irw_sk_\w+$/);
    assert.ok(await dialog.getByRole("button", { name: "Done" }).isDisabled());
    await page.keyboard.press("Escape");
    await dialog.getByText("I have stored it").click();
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.getByRole("cell", { name: "browser test" }).waitFor();
    const answer = await context.request.post(`${demo.url}/api/v1/affiliate/conversions`, {
      headers: { "x-api-key": secret },
      data: { clickId: "nothing" },
    });
    assert.equal((await answer.json()).status, "ignored");
  }));

test("a submission is accepted, reopened and declined with a reason", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/submissions?status=PENDING`);
    await settled(page);
    await page.locator("main a[data-row]").first().click();
    await page.getByRole("button", { name: "Accept" }).click();
    await page.getByRole("button", { name: "Reopen" }).click();
    await page.getByRole("button", { name: "Decline" }).click();
    const dialog = page.getByRole("dialog", { name: "Decline this submission?" });
    await dialog.getByLabel("Reason").fill("The order was cancelled.");
    await dialog.getByRole("button", { name: "Decline" }).click();
    await page.getByText("The order was cancelled.").waitFor();
    await page.getByRole("button", { name: "Reopen" }).waitFor();
  }));

test("a click appears on the live page by itself", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/live`);
    await page.getByText("Connected").waitFor();
    const events = page.locator("[data-event]");
    const before = await events.count();
    await click(demo.link);
    await page.waitForFunction((count) => document.querySelectorAll("[data-event]").length > count, before);
  }));

test("a list is saved as the file that its filter shows", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/decisions?outcome=DUPLICATE&range=all`);
    await settled(page);
    const rows = await page.locator("main a[data-row]").count();
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "CSV" }).click()]);
    const lines = (await readFile(await file.path(), "utf8")).trimEnd().split(/\r?\n/);
    assert.equal(lines.length, rows + 1);
    assert.match(file.suggestedFilename(), /^decisions_.*\.csv$/);
  }));

test("an owner sees how the service stands", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/health`);
    const service = page.getByRole("region", { name: "Service" });
    await service.getByText(/^SQLite answers in .*, and takes \d/).waitFor();
    await service.getByText(/free where the database is/).waitFor();
    await service.getByText(/^No Redis is configured/).waitFor();
    assert.match(await service.innerText(), /Build of the dashboard[\s\S]*[0-9a-f]{16}/);
  }));

test("everything is saved as one file", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/settings`);
    await settled(page);
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export everything" }).click();
    const file = await saved;
    assert.match(file.suggestedFilename(), /^everything_[\w-]+\.ndjson$/);
    const rows = (await readFile(await file.path(), "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(rows[0].type, "organisation");
    assert.ok(rows.length > 1000 && rows.some(({ type }) => type === "conversion"));
  }));

test("the settings say what is kept for how long, by the server's numbers", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/settings`);
    const kept = page.getByRole("region", { name: "What is kept" });
    await kept.getByText("30 days, or 7 days without use").first().waitFor();
    assert.match(await kept.innerText(), /Clicks\s+For good[\s\S]*Request log\s+7 days/);
  }));

test("what ends everything says in figures what it ends, and wants the organisation's name", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/settings`);
    await settled(page);
    for (const [name, effect] of [
      ["Revoke every secret key", /^[1-9]\d* keys? stop working/],
      ["Sign everybody out", /^[1-9]\d* sessions? of [1-9]\d* members? end/],
    ]) {
      await page.getByRole("button", { name }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByText(effect).waitFor();
      assert.deepEqual(await obstacles(page, name), []);
      const act = dialog.locator("button[type=submit]");
      assert.ok(await act.isDisabled());
      await dialog.getByRole("textbox").fill("Fernhill Coffee");
      assert.ok(await act.isEnabled());
      await dialog.getByRole("button", { name: "Cancel" }).click();
      await dialog.waitFor({ state: "detached" });
    }
  }));

test("a change that is not saved is not lost by leaving, and is not made by discarding", () =>
  member(async ({ page }) => {
    const path = paths.find((candidate) => /^\/campaigns\/cmp_\w+$/.test(candidate));
    await page.goto(demo.url + path);
    await settled(page);
    const name = await page.getByLabel("Name").inputValue();
    await page.getByLabel("Name").fill("Another name");
    await page.getByRole("link", { name: "Partners", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Leave without saving?" });
    await dialog.getByRole("button", { name: "Cancel" }).click();
    assert.equal(await page.getByLabel("Name").inputValue(), "Another name");
    await page.getByRole("button", { name: "Discard" }).click();
    assert.equal(await page.getByLabel("Name").inputValue(), name);
  }));

test("what is wrong with a field stands under it", () =>
  member(async ({ page }) => {
    await page.goto(`${demo.url}/campaigns?new=1`);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Wrong");
    await dialog.getByLabel("Destination").fill("javascript:alert(1)");
    await dialog.getByRole("button", { name: "Create campaign" }).click();
    const field = dialog.getByLabel("Destination");
    await page.waitForFunction((element) => element.getAttribute("aria-invalid") === "true", await field.elementHandle());
  }));

test("the overview is there with few bytes, and the charts come after it", async () => {
  const { bytesBeforeCharts, bytes, files } = await firstLoad(browser, storageState, demo.url, { viewport: DESKTOP });
  assert.ok(bytes > bytesBeforeCharts, "the charts are not where they are looked for");
  assert.ok(bytesBeforeCharts < 300_000, `${bytesBeforeCharts} bytes before the charts: ${JSON.stringify(files.slice(0, 8))}`);
});

test("a page that is older than the server says so, and a new one is a click away", () =>
  member(
    async ({ page }) => {
      await page.goto(`${demo.url}/campaigns`);
      await settled(page);
      const reload = page.getByRole("button", { name: "Reload it" });
      assert.equal(await reload.count(), 0);
      // As if the next version asked otherwise.
      await page.route("**/graphql", (route) =>
        route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), documentId: "sha256:older" }) }),
      );
      await page.getByRole("link", { name: "Partners", exact: true }).click();
      await reload.waitFor();
      assert.deepEqual(await obstacles(page, "an old page"), []);
      await page.unroute("**/graphql");
      await reload.click();
      await page.getByRole("heading", { name: "Partners" }).waitFor();
      assert.equal(await reload.count(), 0);
    },
    { networkLines: true },
  ));

test("the pages are under their policy, and what they load is small", async () => {
  const answer = await fetch(`${demo.url}/campaigns`, { headers: { accept: "text/html" } });
  assert.equal(answer.status, 200);
  const policy = answer.headers.get("content-security-policy");
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self';/);
  assert.match(policy, /frame-ancestors 'none'/);
  const html = await answer.text();
  assert.doesNotMatch(html, /<script>|https?:\/\//);

  const loaded = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path);
  const sizes = { js: 0, css: 0 };
  for (const path of loaded) {
    const file = await fetch(demo.url + path, { headers: { "accept-encoding": "identity" } });
    if (path.startsWith("/assets/")) assert.match(file.headers.get("cache-control"), /immutable/);
    sizes[path.endsWith(".css") ? "css" : "js"] += gzipSync(Buffer.from(await file.arrayBuffer()), { level: 9 }).length;
  }
  assert.ok(sizes.js < 200_000, `${sizes.js} bytes of JavaScript at first`);
  assert.ok(sizes.css < 45_000, `${sizes.css} bytes of styles at first`);

  const built = new URL("../../dashboard/dist/assets/", import.meta.url);
  for (const name of await readdir(built)) {
    if (!name.endsWith(".js")) continue;
    const size = gzipSync(await readFile(new URL(name, built)), { level: 9 }).length;
    // The explorer is a page by itself, which no page of the dashboard loads.
    assert.ok(size < (name.startsWith("explorer-") ? 300_000 : 130_000), `${name}: ${size} bytes`);
  }
});
