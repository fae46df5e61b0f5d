// The first-party cookie endpoint, behind a path of a shop, as docs/cookies.md has it.
import assert from "node:assert/strict";
import { once } from "node:events";
import http from "node:http";
import { after, before, test } from "node:test";
import { affiliateCookies, clickId, launch, visit } from "./browser.js";
import { click, startDemo } from "./demo.js";

let browser;
let demo;
let shop;

const DAYS = 86_400;

/** A shop that leads one path to the server, and sends everything of a call along. */
async function startShop() {
  const page = `<!doctype html><html lang="en"><title>A shop</title><body>
    <script>window.introw = { q: [() =>
      fetch("/introw/cookie", { method: "POST" }).then((answer) => answer.json()).then((told) => (window.told = told))] }</script>
    <script async src="${demo.url}/affiliate.js" data-publishable-key="${demo.publishableKey}"></script>`;
  const set = [];
  const server = http.createServer((request, response) => {
    if (!request.url.startsWith("/introw/cookie")) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(page);
      return;
    }
    const { method, headers } = request;
    const target = http.request(`${demo.url}/api/v1/affiliate/cookie`, { method, headers }, (answer) => {
      set.push(...(answer.headers["set-cookie"] ?? []));
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(target);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    set,
    url: `http://shop.fernhill.test:${server.address().port}/`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

before(async () => {
  demo = await startDemo({ days: 3 });
  [browser, shop] = await Promise.all([launch(), startShop()]);
});

after(() => Promise.all([browser?.close(), demo?.stop(), shop?.stop()]));

/** What the endpoint said to the page. */
const told = async (page) => {
  await page.waitForFunction(() => window.told);
  return page.evaluate(() => window.told);
};

test("the server puts its cookie in the place of the script's, and the click goes on", () =>
  visit(browser, async ({ context, page }) => {
    const token = await click(demo.link);
    await page.goto(`${shop.url}?irw_id=${token}`);
    assert.deepEqual(await told(page), { status: "kept" });
    assert.match(shop.set[0], /^_introw_aff=/);

    const cookies = await affiliateCookies(context);
    assert.equal(cookies.length, 1, "one took the other's place");
    const [cookie] = cookies;
    assert.equal(cookie.value, token);
    assert.equal(cookie.domain, ".fernhill.test");
    assert.equal(cookie.httpOnly, false);
    assert.ok(cookie.expires - Date.now() / 1000 > 89 * DAYS);
    assert.equal(await clickId(page), token, "the snippet reads it");
  }));

test("who came without a click gets no cookie", () =>
  visit(browser, async ({ context, page }) => {
    await page.goto(shop.url);
    assert.deepEqual(await told(page), { status: "ignored" });
    assert.deepEqual(await affiliateCookies(context), []);
  }));
