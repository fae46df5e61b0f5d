// The demo shop, as a visitor of a partner's link meets it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { affiliateCookies, clickId, launch, newEmail, visit } from "./browser.js";
import { startDemo } from "./demo.js";

const TOKEN = /^[\w-]{64}$/;
const DAY = 86_400;

let browser;
let demo;

before(async () => {
  demo = await startDemo({ days: 3 });
  browser = await launch();
});

after(() => Promise.all([browser?.close(), demo?.stop()]));

const arrive = async (page, suffix = "") => {
  await page.goto(demo.link.url + suffix);
  await page.locator("#visit[data-click=known]").waitFor();
};

const signUp = async (page, email) => {
  await page.fill("#email", email);
  await page.selectOption("#plan", "Business");
  await page.fill("#order-value", "190.50");
  await page.click("#sign-up");
};

const outcome = (page, status) => page.locator(`#outcome[data-status=${status}]`).waitFor();

test("a click on a link of the shop page leaves a cookie of 90 days that getClickId gives back", () =>
  visit(browser, async ({ context, page }) => {
    await page.goto(demo.shopUrl);
    await page.locator("#visit[data-click=none]").waitFor();
    assert.deepEqual(await affiliateCookies(context), []);

    await page.locator(".links a").first().click();
    await page.locator("#visit[data-click=known]").waitFor();
    const cookies = await affiliateCookies(context);
    assert.equal(cookies.length, 1);
    const [cookie] = cookies;
    assert.match(cookie.value, TOKEN);
    assert.equal(cookie.path, "/");
    assert.equal(cookie.sameSite, "Lax");
    assert.equal(cookie.httpOnly, false);
    assert.equal(cookie.secure, false);
    const days = (cookie.expires - Date.now() / 1000) / DAY;
    assert.ok(days > 89.9 && days <= 90.01, `${days} days`);
    assert.equal(await clickId(page), cookie.value);
    const shown = await page.locator("#visit code").textContent();
    assert.equal(shown, `${cookie.value.slice(0, 10)}…${cookie.value.slice(-6)}`);
  }));

test("the token leaves the address bar; other parameters, the hash and the history stay", () =>
  visit(browser, async ({ page }) => {
    await arrive(page, "?utm_source=Newsletter%20May&utm_campaign=a+b#plans");
    const url = new URL(page.url());
    assert.equal(url.origin + url.pathname, demo.shopUrl);
    assert.equal(url.search, "?utm_source=Newsletter%20May&utm_campaign=a+b");
    assert.equal(url.hash, "#plans");
    assert.match(await clickId(page), TOKEN);
    // The blank page a tab opens with, and this one: replaced, not added to.
    assert.equal(await page.evaluate(() => history.length), 2);
  }));

test("signing up records the conversion once, and says duplicate the second time", () =>
  visit(browser, async ({ page, calls }) => {
    await arrive(page);
    const email = newEmail();
    const click = await clickId(page);
    await signUp(page, email);
    await outcome(page, "recorded");
    assert.match(await page.locator("#outcome").textContent(), /was recorded/);

    await signUp(page, email);
    await outcome(page, "duplicate");
    assert.match(await page.locator("#outcome").textContent(), /converted before/);

    const [first, second] = calls();
    assert.equal(calls().length, 2);
    assert.equal((await first.response()).status(), 201);
    assert.equal((await second.response()).status(), 200);
    assert.equal(await first.headerValue("x-introw-publishable-key"), demo.publishableKey);
    assert.equal(await first.headerValue("content-type"), "application/json");
    assert.equal(await first.headerValue("cookie"), null);
    const body = first.postDataJSON();
    assert.deepEqual(Object.keys(body).sort(), ["clickId", "email", "properties"]);
    assert.equal(body.clickId, click);
    assert.equal(body.email, email);
    assert.match(body.properties.order_id, /^FH-/);
    assert.deepEqual(
      { ...body.properties, order_id: "" },
      { plan: "Business", order_value: 190.5, order_id: "", coupon: "WELCOME10" },
    );
  }));

test("signing up without a partner's click says ignored and calls nobody", () =>
  visit(browser, async ({ page, calls }) => {
    await page.goto(demo.shopUrl);
    await signUp(page, newEmail());
    await outcome(page, "ignored");
    assert.equal(calls().length, 0);
  }));

test("signing up while the service cannot be reached says so", () =>
  visit(
    browser,
    async ({ context, page }) => {
      await arrive(page);
      await context.setOffline(true);
      await signUp(page, newEmail());
      await outcome(page, "not-reached");
    },
    { networkLines: true },
  ));

test("choosing a plan fills in its price", () =>
  visit(browser, async ({ page }) => {
    await page.goto(demo.shopUrl);
    await page.getByRole("link", { name: "Choose Business" }).click();
    assert.equal(await page.inputValue("#plan"), "Business");
    assert.equal(await page.inputValue("#order-value"), "190");
    await page.selectOption("#plan", "Starter");
    assert.equal(await page.inputValue("#order-value"), "29");
  }));

for (const colorScheme of ["light", "dark"]) {
  for (const width of [1280, 390]) {
    test(`the shop page is whole at ${width} px in ${colorScheme}, with nothing from another host`, () =>
      visit(
        browser,
        async ({ page, requests }) => {
          await arrive(page);
          const urls = requests.map((request) => new URL(request.url())).filter((url) => url.protocol !== "data:");
          assert.deepEqual([...new Set(urls.map((url) => url.origin))], [demo.url]);
          const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
          assert.ok(sizes[0] <= sizes[1], `${sizes[0]} px in ${sizes[1]} px`);
          for (const id of ["email", "plan", "order-value"]) {
            assert.equal(await page.locator(`label[for=${id}]`).count(), 1, id);
          }
          assert.equal(await page.locator("h1").count(), 1);
          assert.ok((await page.locator(".links a").count()) > 0);
          assert.doesNotMatch(await page.content(), /\{\{/);
        },
        { colorScheme, viewport: { width, height: 844 } },
      ));
  }
}
