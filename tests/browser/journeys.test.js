// Whole journeys through the dashboard, as somebody makes them who has a purpose.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, visit } from "./browser.js";
import { DESKTOP, obstacles, settled, signedIn } from "./dashboard.js";
import { NAVIGATION, click, startDemo } from "./demo.js";
import { ask, newProgram } from "./portal.js";
import { startEmpty } from "./serve.js";
import { html, startSite } from "./site.js";

let browser;
let demo;
let storageState;

before(async () => {
  demo = await startDemo();
  browser = await launch();
  storageState = await signedIn(browser, demo.owner.signInUrl);
});

after(() => Promise.all([browser?.close(), demo?.stop()]));

const owner = (work, options = {}) =>
  visit(browser, work, { storageState, viewport: DESKTOP, reducedMotion: "reduce", ...options });

const button = (page, name) => page.getByRole("button", { name, exact: true });

test("from the first link to the first conversion, without a terminal", { timeout: 120_000 }, async () => {
  const site = await startSite();
  const server = await startEmpty();
  try {
    await visit(
      browser,
      async ({ page, context }) => {
        await page.goto(server.setUpUrl);
        await page.getByLabel("Organisation").fill("Acme");
        await page.getByLabel("Your name").fill("Ada");
        await page.getByLabel("Your e-mail address").fill("ada@acme.example");
        await page.getByLabel(/^Password/).fill("correct horse battery");
        await page.getByRole("button", { name: "Set up" }).click();
        await page.getByRole("link", { name: "Go to the dashboard" }).click();

        await page.getByRole("heading", { name: "Get started" }).waitFor();
        assert.deepEqual(await obstacles(page, "get started"), []);
        await page.getByRole("link", { name: "New campaign" }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByLabel("Name").fill("Spring");
        await dialog.getByLabel("Destination").fill(site.page("/offer", html("Welcome")));
        await button(page, "Create campaign").click();
        await page.getByRole("heading", { name: "Spring" }).waitFor();

        await page.getByRole("link", { name: "Overview" }).click();
        await page.getByRole("link", { name: "Add partner" }).click();
        await dialog.getByLabel("Name").fill("Northwind");
        await dialog.getByRole("button", { name: "Add partner" }).click();
        await page.getByRole("heading", { name: "Northwind" }).waitFor();

        await page.getByRole("link", { name: "Overview" }).click();
        await page.getByRole("link", { name: "Generate links" }).click();
        await button(page, "Generate links").first().click();
        await dialog.getByText("Northwind").click();
        await button(page, "Generate 1 link").click();
        await page.getByText("1 link made.").waitFor();

        await page.getByRole("link", { name: "Overview" }).click();
        await page.getByRole("link", { name: "Send a test conversion" }).click();
        const [opened] = await Promise.all([
          context.waitForEvent("page"),
          page.getByRole("link", { name: "Open the link" }).click(),
        ]);
        await opened.waitForURL(/irw_id=/);
        await page.getByText("The click is stored").waitFor();
        await page.getByLabel("No page of yours that converts yet?").fill(opened.url());
        await button(page, "Send a test conversion").click();
        await page.getByText("The call came:").waitFor();
        await page.getByRole("link", { name: "See its trail" }).click();
        await page.getByRole("heading", { name: "Conversion of Northwind" }).waitFor();

        await page.getByRole("link", { name: "Overview" }).click();
        await page.getByRole("heading", { name: "Overview" }).waitFor();
        await settled(page);
        assert.equal(await page.getByRole("heading", { name: "Get started" }).count(), 0, "every step is done");
      },
      { viewport: DESKTOP, reducedMotion: "reduce" },
    );
  } finally {
    await Promise.all([server.stop(), site.stop()]);
  }
});

test("a property that nobody mapped is mapped after a dry run on what was really sent", () =>
  owner(async ({ page }) => {
    const [{ id: campaignId }] = demo.campaigns;
    await page.goto(`${demo.url}/campaigns/${campaignId}?tab=mapping`);
    await page.getByText("Sent, and not mapped").waitFor();
    const rows = await page.getByLabel(/^Property of row/).count();
    await button(page, "Map it").first().click();
    const property = await page.getByLabel(`Property of row ${rows + 1}`).inputValue();
    assert.notEqual(property, "");
    // A field that another property fills: what it becomes instead is what the dry run is for.
    const label = await page.getByRole("combobox", { name: `Field of row ${rows}`, exact: true }).inputValue();
    await page.getByRole("button", { name: `Take row ${rows} away` }).click();
    await page.getByRole("combobox", { name: `Field of row ${rows}`, exact: true }).click();
    await page.getByRole("option", { name: label, exact: true }).click();
    await page.getByText(/^With your changes, [1-9]\d* of the last \d+ conversions would become/).waitFor();
    await page.getByText("Would become").first().waitFor();
    await button(page, "Save").click();
    await page.getByText("The mapping is saved.").waitFor();
    await page.getByText("With the saved mapping,").waitFor();
    await page.reload();
    await settled(page);
    const saved = await page.getByLabel(/^Property of row/).evaluateAll((inputs) => inputs.map(({ value }) => value));
    assert.ok(saved.includes(property), String(saved));
  }));

test("a test click is followed live, from the link over the page to the call", () =>
  owner(async ({ page, context }) => {
    const [{ id: campaignId }] = demo.campaigns;
    await page.goto(`${demo.url}/campaigns/${campaignId}?tab=install`);
    await settled(page);
    const [shop] = await Promise.all([
      context.waitForEvent("page"),
      page.getByRole("link", { name: "Open the link" }).click(),
    ]);
    await page.getByText("The click is stored").waitFor();
    await page.getByText("has loaded the snippet").waitFor();
    await shop.fill("#email", `ada.${Date.now()}@office.example`);
    await shop.click("#sign-up");
    await page.getByText("The call came:").waitFor();
    await page.getByRole("link", { name: "See its trail" }).waitFor();
  }));

test("what two people change at once is not lost: the second sees the first", () =>
  owner(async ({ page, context }) => {
    const [{ id: campaignId }] = demo.campaigns;
    const address = `${demo.url}/campaigns/${campaignId}`;
    await page.goto(address);
    await settled(page);
    const days = page.getByLabel("Attribution window");
    await days.fill("45");

    const other = await context.newPage();
    await other.goto(`${address}?tab=reward`);
    await settled(other);
    await other.getByLabel("A fixed amount").check();
    await other.getByRole("textbox", { name: /^Amount/ }).fill("7.50");
    await button(other, "Save").click();
    await other.getByText("The reward is saved.").waitFor();
    await other.close();

    await button(page, "Save").click();
    await button(page, "Load what they saved").click();
    await button(page, "Save").click();
    await page.getByText("Saved. It applies").waitFor();
    await page.reload();
    await settled(page);
    assert.equal(await days.inputValue(), "45 days");
    await page.getByText("45 days instead of").waitFor();
    await page.getByText("€7.50 a conversion").waitFor();
  }));

test("partners are imported after a look at what each row would do", () =>
  owner(async ({ page }) => {
    await page.goto(`${demo.url}/partners`);
    await settled(page);
    await button(page, "Import CSV").click();
    const dialog = page.getByRole("dialog", { name: "Import partners" });
    const csv = "name,email\nRiverside Blog,desk@riverside.example\n,nobody@riverside.example\n";
    await dialog.getByLabel("CSV").fill(csv);
    await button(dialog, "Preview").click();
    await dialog.getByText("1 partner will be added").waitFor();
    await dialog.getByText("Will be left out").waitFor();
    assert.deepEqual(await obstacles(page, "the preview"), []);
    await button(dialog, "Import 1 partner").click();
    await dialog.getByText("1 partner added").waitFor();
    await button(dialog, "Done").click();
    await page.getByRole("link", { name: "Riverside Blog" }).waitFor();
  }));

test("old URLs are imported after a look at what each row would do, and lead where their links do", () =>
  owner(async ({ page, context }) => {
    const follow = async (old) => {
      const asked = `${demo.url}/api/v1/affiliate/legacy-redirect?u=${encodeURIComponent(old)}`;
      const answer = await context.request.get(asked, { maxRedirects: 0 });
      return [answer.status(), answer.headers().location ?? ""];
    };
    const old = "https://old.fernhill.example/ref?id=77";
    assert.equal((await follow(old))[0], 404);
    await page.goto(`${demo.url}/legacy-links`);
    await settled(page);
    await button(page, "Import CSV").click();
    const dialog = page.getByRole("dialog", { name: "Import legacy links" });
    await dialog.getByLabel("CSV").fill(`url,link\n${old},${demo.link.code}\nhttps://old.fernhill.example/x,nothing\n`);
    await button(dialog, "Preview").click();
    await dialog.getByText("1 legacy link will be added").waitFor();
    await dialog.getByText("Will be left out").waitFor();
    assert.deepEqual(await obstacles(page, "the preview"), []);
    assert.equal((await follow(old))[0], 404, "a look changes nothing");
    await button(dialog, "Import 1 legacy link").click();
    await dialog.getByText("1 legacy link added").waitFor();
    await button(dialog, "Done").click();
    await page.getByText(old).first().waitFor();
    const [status, location] = await follow(old);
    assert.equal(status, 302);
    assert.match(location, new RegExp(`/r/${demo.link.code}`));
  }));

test("an old URL is given any link, which is looked for by its partner", () =>
  owner(async ({ page }) => {
    const { partner, code } = demo.campaigns[1].links.find(({ revoked }) => !revoked);
    await page.goto(`${demo.url}/legacy-links?new=1`);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Old URL").fill("https://old.fernhill.example/by-hand");
    const field = dialog.getByRole("combobox", { name: "Leads to" });
    await field.fill("there is no such link");
    await page.getByText("No link is called so.").waitFor();
    await field.fill(partner.name);
    await page.getByRole("option", { name: code }).click();
    assert.match(await field.inputValue(), new RegExp(code));
    await button(dialog, "Add").click();
    await page.getByText("https://old.fernhill.example/by-hand").first().waitFor();
  }));

test("a publishable key is rotated, and both work while the old one is replaced", () =>
  owner(async ({ page }) => {
    const keys = async () => {
      const asked = "{ publishableKeys(first: 100, filter: {current: true}) { nodes { key campaign { id } } } }";
      const { publishableKeys } = await ask(demo, asked);
      return publishableKeys.nodes.filter(({ campaign }) => !campaign).map(({ key }) => key);
    };
    const status = async (key) => {
      const answer = await fetch(`${demo.url}/api/v1/affiliate/conversions`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-introw-publishable-key": key },
        body: JSON.stringify({ clickId: "nothing" }),
      });
      return answer.status;
    };
    const [old] = await keys();
    await page.goto(`${demo.url}/publishable-keys`);
    await settled(page);
    const row = page.getByRole("row", { name: /Every campaign/ });
    await row.getByRole("button", { name: "Rotate" }).click();
    const dialog = page.getByRole("dialog", { name: "A new key for every campaign?" });
    assert.deepEqual(await obstacles(page, "rotating"), []);
    await button(dialog, "Make a new key").click();
    await page.getByText(/^The new key works\. The old one does until/).waitFor();
    await page.getByText("Being replaced").waitFor();
    const [fresh] = await keys();
    assert.notEqual(fresh, old);
    assert.deepEqual([await status(old), await status(fresh), await status("pk_aff_org_none")], [200, 200, 401]);
  }));

test("partners are switched off and on together, and their clicks convert or do not", () =>
  owner(async ({ page, context }) => {
    const links = demo.campaigns[1].links.filter(({ revoked }) => !revoked).slice(0, 2);
    const hasToken = async () => {
      const location = async ({ url }) => (await context.request.get(url, { maxRedirects: 0, headers: NAVIGATION })).headers().location;
      return (await Promise.all(links.map(location))).map((url) => new URL(url).searchParams.has("irw_id"));
    };
    await page.goto(`${demo.url}/partners`);
    const act = async (name) => {
      await settled(page);
      for (const { partner } of links)
        await page.locator("tr", { has: page.locator(`a[href="/partners/${partner.id}"]`) }).getByLabel("Tick this row").check();
      await page.getByRole("region", { name: "Ticked rows" }).getByRole("button", { name, exact: true }).click();
    };
    assert.deepEqual(await hasToken(), [true, true]);
    await act("Deactivate");
    const dialog = page.getByRole("dialog", { name: "Deactivate 2 partners?" });
    assert.deepEqual(await obstacles(page, "deactivating"), []);
    await button(dialog, "Deactivate").click();
    await page.getByText("2 partners inactive now.").waitFor();
    assert.deepEqual(await hasToken(), [false, false]);
    await act("Activate");
    await page.getByText("2 partners active now.").waitFor();
    assert.deepEqual(await hasToken(), [true, true]);
  }));

test("what an endpoint missed while it was switched off is sent again", { timeout: 60_000 }, async () => {
  const site = await startSite();
  try {
    const { webhookEndpointCreate } = await ask(
      demo,
      "mutation($i: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $i) { webhookEndpoint { id } userErrors { message } } }",
      { i: { url: site.page("/hook", "fine"), description: "Ours", events: ["LINK_REVOKED"], enabled: false } },
    );
    const { id } = webhookEndpointCreate.webhookEndpoint;
    const { link } = await newProgram(demo, "Missed");
    await ask(demo, "mutation($id: ID!) { linkRevoke(id: $id) { userErrors { message } } }", { id: link.id });
    await ask(
      demo,
      "mutation($id: ID!) { webhookEndpointUpdate(id: $id, input: {enabled: true}) { userErrors { message } } }",
      { id },
    );
    await owner(async ({ page }) => {
      await page.goto(`${demo.url}/webhooks/${id}`);
      await settled(page);
      await page.getByRole("button", { name: "More" }).click();
      await page.getByRole("menuitem", { name: "the last hour" }).click();
      await page.getByText(/^Sent again: [1-9]\d* events? of the last hour\.$/).waitFor();
      await page.getByText("Delivered").first().waitFor();
      assert.deepEqual(await obstacles(page, "a recovered endpoint"), []);
    });
  } finally {
    await site.stop();
  }
});

test("health says what is wrong and leads there, and the figures are counted again", () =>
  owner(async ({ page }) => {
    const { webhookEndpointCreate } = await ask(
      demo,
      "mutation($i: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $i) { webhookEndpoint { id } userErrors { message } } }",
      { i: { url: "https://hooks.fernhill.example/", description: "Old orders", events: ["LINK_REVOKED"], enabled: false } },
    );
    await page.goto(demo.url);
    await settled(page);
    await page.getByText("Demo", { exact: true }).waitFor();
    await page.getByRole("link", { name: "Health" }).click();
    await page.getByRole("heading", { name: "Health" }).waitFor();
    await page.getByText(/^Recount matches: [\d,]+ figures/).waitFor();
    await page.getByText("Disabled").first().waitFor();
    await page.getByRole("link", { name: "Old orders" }).click();
    await page.waitForURL(`**/webhooks/${webhookEndpointCreate.webhookEndpoint.id}`);
  }));

test("a partner's user gets a sign-in link that opens the portal once", () =>
  owner(async ({ page }) => {
    await page.goto(`${demo.url}/partners`);
    await settled(page);
    await page.getByRole("link", { name: "Northwind Reviews" }).click();
    await button(page, "Add a user").click();
    await page.getByRole("dialog").getByLabel("E-mail").fill("editor@northwind-reviews.example");
    await page.getByRole("dialog").getByRole("button", { name: "Add, and make" }).click();
    const dialog = page.getByRole("dialog", { name: "A sign-in link for editor@northwind-reviews.example" });
    const link = await dialog.locator("pre").textContent();
    assert.match(link, /^http/);
    await dialog.getByText(/It works once, until/).waitFor();
    await button(dialog, "Close").click();
    await page.getByText("editor@northwind-reviews.example").first().waitFor();
    assert.equal((await fetch(link)).status, 200);
  }));

test("links are revoked and restored together, and their redirects change with them", () =>
  owner(async ({ page, context }) => {
    const links = demo.campaigns[1].links.filter(({ revoked }) => !revoked).slice(0, 2);
    const statuses = () =>
      Promise.all(links.map(async ({ url }) => (await context.request.get(url, { maxRedirects: 0 })).status()));
    await page.goto(`${demo.url}/links?campaign=${demo.campaigns[1].id}`);
    const act = async (name) => {
      await settled(page);
      for (const { id } of links)
        await page.locator("tr", { has: page.locator(`a[href="/links/${id}"]`) }).getByLabel("Tick this row").check();
      await page.getByRole("region", { name: "Ticked rows" }).getByRole("button", { name }).click();
    };
    assert.deepEqual(await statuses(), [302, 302]);
    await act("Revoke");
    await page.getByRole("dialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByText("2 links revoked.").waitFor();
    assert.deepEqual(await statuses(), [410, 410]);
    await act("Restore");
    await page.getByText("2 links in force.").waitFor();
    assert.deepEqual(await statuses(), [302, 302]);
  }));

test("an alias says while it is typed whether it can be had, and then leads where the link does", () =>
  owner(async ({ page, context }) => {
    await page.goto(`${demo.url}/links/${demo.link.id}`);
    await settled(page);
    const field = page.getByLabel("New alias");
    await field.fill("ad");
    await page.locator("[aria-invalid=true]").waitFor();
    await field.fill("spring-tasting");
    await page.getByText("spring-tasting is free").waitFor();
    await button(page, "Add alias").click();
    await page.getByText("spring-tasting works now.").waitFor();
    const answer = await context.request.get(`${demo.url}/r/spring-tasting`, { maxRedirects: 0 });
    assert.equal(answer.status(), 302);
    await button(page, "QR code").click();
    await page.getByRole("img", { name: /^QR code of the link/ }).waitFor();
  }));

test("what-if says what other rules would have done, and changes nothing", () =>
  owner(async ({ page }) => {
    const [{ id: campaignId }] = demo.campaigns;
    await page.goto(`${demo.url}/campaigns/${campaignId}?tab=what-if`);
    await settled(page);
    await page.getByText("These are the rules as they are.").waitFor();
    await page.getByLabel("Attribution window").fill("1");
    await page.getByText("with these rules").waitFor();
    await page.getByRole("link", { name: "General", exact: true }).click();
    await settled(page);
    assert.notEqual(await page.getByLabel("Attribution window").inputValue(), "1 day");
  }));

test("a call that a program made stands in the request log, with why it was refused", () =>
  owner(async ({ page, context }) => {
    await page.goto(`${demo.url}/api-keys?new=1`);
    await page.getByLabel("Name").fill("logged");
    await button(page, "Create key").click();
    const dialog = page.getByRole("dialog", { name: "Your new API key" });
    const secret = await dialog.locator("pre").first().textContent();
    const answer = await context.request.post(`${demo.url}/api/v1/affiliate/conversions`, {
      headers: { "x-api-key": secret },
      data: { email: "not an address" },
    });
    assert.equal(answer.status(), 422);
    await page.goto(`${demo.url}/requests?outcome=REFUSED`);
    await page.getByRole("button", { name: "POST /api/v1/affiliate/conversions" }).first().click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("422 VALIDATION_ERROR").waitFor();
    await drawer.getByText(answer.headers()["x-request-id"]).waitFor();
    assert.deepEqual(await obstacles(page, "a request"), []);
  }));

test("the palette finds a link by its code", () =>
  owner(async ({ page }) => {
    await page.goto(`${demo.url}/campaigns`);
    await settled(page);
    await page.getByRole("button", { name: /^Find or go to/ }).click();
    await page.getByPlaceholder("A page, a name").fill(demo.link.code);
    await page.getByText(demo.link.code, { exact: true }).click();
    await page.waitForURL(`**/links/${demo.link.id}`);
  }));

test("an analyst sees everything and can change nothing", { timeout: 120_000 }, () =>
  owner(async ({ page }) => {
    await page.goto(`${demo.url}/members?new=1`);
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("E-mail").fill("ann@fernhill.example");
    await dialog.getByLabel("Analyst").check();
    await button(dialog, "Make the invitation").click();
    const link = await page.getByRole("dialog", { name: "The invitation" }).locator("pre").textContent();
    await visit(
      browser,
      async ({ page: analyst, requests }) => {
        await analyst.goto(link);
        await analyst.getByLabel("Your name").fill("Ann");
        await analyst.getByLabel(/^Password/).fill("correct horse battery");
        await analyst.getByRole("button", { name: "Join" }).click();
        await analyst.getByRole("link", { name: "Go to the dashboard" }).click();
        await analyst.getByRole("heading", { name: "Overview" }).waitFor();
        const [{ id: campaignId }] = demo.campaigns;
        const buttons = {
          "/campaigns": "New campaign",
          "/partners": "Add partner",
          "/partners?": "Import CSV",
          "/forms": "New form",
          "/api-keys": "New API key",
          "/webhooks": "Add endpoint",
          "/members": "Invite",
          [`/campaigns/${campaignId}`]: "Duplicate",
          [`/campaigns/${campaignId}?tab=links`]: "Generate links",
          [`/campaigns/${campaignId}?tab=mapping`]: "Add a row",
          [`/campaigns/${campaignId}?tab=install`]: "Check now",
          [`/links/${demo.link.id}`]: "Revoke",
        };
        for (const [path, name] of Object.entries(buttons)) {
          await analyst.goto(demo.url + path);
          await settled(analyst);
          assert.equal(await button(analyst, name).first().getAttribute("aria-disabled"), "true", `${name} at ${path}`);
        }
        // A form can be filled in, and not be saved.
        await analyst.goto(`${demo.url}/campaigns/${campaignId}`);
        await settled(analyst);
        await analyst.getByLabel("Name").fill("Taken over");
        assert.equal(await button(analyst, "Save").getAttribute("aria-disabled"), "true");
        const changes = requests.filter((request) => (request.postData() ?? "").includes('"mutation'));
        assert.deepEqual(changes, []);
      },
      { viewport: DESKTOP, reducedMotion: "reduce" },
    );
  }));

test("a submission is reviewed by the keyboard alone", () =>
  owner(async ({ page }) => {
    await page.goto(`${demo.url}/submissions?status=PENDING`);
    await settled(page);
    const rows = page.locator("main a[data-row]");
    const before = await rows.count();
    await rows.first().focus();
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    await page.keyboard.press("a");
    await page.getByText("1 submission accepted.").waitFor();
    await page.waitForFunction((count) => document.querySelectorAll("main a[data-row]").length < count, before);
    await rows.first().focus();
    await page.keyboard.press("d");
    const dialog = page.getByRole("dialog", { name: "Decline this submission?" });
    await dialog.getByLabel("Reason").fill("Sent twice by mistake.");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("1 submission declined.").waitFor();
  }));

test("a figure opens the rows that it counts", () =>
  owner(async ({ page }) => {
    await click(demo.link);
    await page.goto(`${demo.url}/reports`);
    await settled(page);
    const stat = page.getByRole("link", { name: /^Clicks/ }).last();
    const figure = /([\d,]+)/.exec(await stat.textContent())[1];
    await stat.click();
    await page.getByRole("heading", { name: "Clicks" }).waitFor();
    await page.getByText(`${figure} clicks`, { exact: true }).waitFor();
    await page.goBack();
    await button(page, "Count again").click();
    await page.getByText("every one is equal to its rows").waitFor();
  }));
