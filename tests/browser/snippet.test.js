// affiliate.js on other people's pages.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { API_PATH, affiliateCookies, clickId, launch, newEmail, track, visit } from "./browser.js";
import { click, clickAfter, clickTime, forgedToken, startDemo } from "./demo.js";
import { deadOrigin, html, startSite } from "./site.js";

let browser;
let demo;
let site;
let stranger;

before(async () => {
  demo = await startDemo({ days: 3 });
  [browser, site, stranger] = await Promise.all([launch(), startSite(), startSite()]);
});

after(() => Promise.all([browser?.close(), demo?.stop(), site?.stop(), stranger?.stop()]));

/** The tag as a shop would paste it, with further attributes. */
const tag = (attributes = "", { url, publishableKey } = demo) =>
  `<script async src="${url}/affiliate.js" data-publishable-key="${publishableKey}" ${attributes}></script>`;

const inline = (code) => `<script>${code}</script>`;

/** The address of a page with a click on it. */
const landing = (address, token) => `${address}?irw_id=${token}`;

const recorded = { status: "recorded" };
const duplicate = { status: "duplicate" };
const ignored = { status: "ignored" };

test("the server serves the snippet as it is in the repository, to any site", async () => {
  const answer = await fetch(`${demo.url}/affiliate.js`);
  assert.equal(answer.status, 200);
  assert.match(answer.headers.get("content-type"), /javascript/);
  const source = await readFile(new URL("../../src/http/affiliate.js", import.meta.url), "utf8");
  assert.ok((await answer.text()) === source, "the server was built with another affiliate.js: build it again");
});

test("another site's page records a conversion from the browser", () => {
  const address = site.page("/plain", html(tag()));
  return visit(browser, async ({ page, calls }) => {
    const token = await click(demo.link);
    await page.goto(landing(address, token));
    assert.equal(await clickId(page), token);
    const email = newEmail();
    assert.deepEqual(await track(page, { email, properties: { plan: "Team", seats: 12 } }), recorded);
    assert.deepEqual(await track(page, {}), duplicate);
    assert.deepEqual(await track(page), duplicate);
    const [first, second] = calls().map((call) => call.postDataJSON());
    assert.deepEqual(first, { clickId: token, email, properties: { plan: "Team", seats: 12 } });
    assert.deepEqual(second, { clickId: token });
  });
});

test("without a cookie track is ignored, without a network call", () => {
  const address = site.page("/no-cookie", html(tag()));
  return visit(browser, async ({ page, requests }) => {
    await page.goto(address);
    const before = requests.length;
    assert.equal(await clickId(page), null);
    assert.deepEqual(await track(page, { email: newEmail() }), ignored);
    assert.equal(requests.length, before);
  });
});

test("the address keeps every other byte, and the history its state", () => {
  const address = site.page("/address", html(inline(`history.replaceState({ step: 2 }, "", location.href)`) + tag()));
  return visit(browser, async ({ page }) => {
    const token = await click(demo.link);
    await page.goto(`${address}?q=a%20b+c&&x=%e2%9C%93&irw_id=${token}&empty=&flag&y=a=b#/tab?irw_id=stays&z=%20`);
    assert.equal(page.url(), `${address}?q=a%20b+c&&x=%e2%9C%93&empty=&flag&y=a=b#/tab?irw_id=stays&z=%20`);
    assert.deepEqual(await page.evaluate(() => history.state), { step: 2 });
    assert.equal(await clickId(page), token);

    const entries = await page.evaluate(() => history.length);
    await page.goto(landing(address, token));
    assert.equal(page.url(), address);
    assert.equal(await page.evaluate(() => history.length), entries + 1);
  });
});

test("what is not a token is not stored, and leaves the address all the same", () => {
  const address = site.page("/malformed", html(tag()));
  return visit(browser, async ({ context, page }) => {
    const token = await click(demo.link);
    for (const value of ["", "short", token.slice(1), `${token}A`, `${token.slice(1)}=`, `${token.slice(1)}%2B`]) {
      await page.goto(`${landing(address, value)}&ref=1`);
      assert.equal(page.url(), `${address}?ref=1`);
      assert.equal(await clickId(page), null);
      assert.deepEqual(await affiliateCookies(context), []);
    }
  });
});

test("the last click wins, and an older one does not replace a newer", () => {
  const address = site.page("/last-click", html(tag()));
  return visit(browser, async ({ context, page }) => {
    const older = await click(demo.link);
    const newer = await clickAfter(demo.link, older);
    // What follows means something only while the time is where the snippet reads it.
    assert.ok(Math.abs(clickTime(newer) - Date.now()) < 60_000, "the token's layout has changed");
    const opened = async (token) => {
      await page.goto(landing(address, token));
      assert.equal(page.url(), address);
      const [cookie, ...others] = await affiliateCookies(context);
      assert.deepEqual(others, []);
      assert.equal(await clickId(page), cookie.value);
      return cookie.value;
    };
    assert.equal(await opened(older), older);
    assert.equal(await opened(newer), newer);
    assert.equal(await opened(older), newer);
    assert.equal(await opened(newer), newer);
  });
});

test("a forged click from the future does not shut out real ones", () => {
  const address = site.page("/forged", html(tag()));
  const forged = forgedToken(Date.UTC(2100, 0));
  return visit(browser, async ({ page }) => {
    await page.goto(landing(address, forged));
    assert.deepEqual(await track(page, {}), ignored);
    const real = await click(demo.link);
    await page.goto(landing(address, real));
    assert.equal(await clickId(page), real);
    await page.goto(landing(address, forged));
    assert.equal(await clickId(page), real);
  });
});

test("the cookie goes to the widest domain that the browser accepts", () => {
  site.page("/domain", html(tag()));
  site.page("/own-domain", html(tag(`data-cookie-domain="shop.fernhill.test"`)));
  site.page("/wrong-domain", html(tag(`data-cookie-domain="elsewhere.test"`)));
  const cases = [
    ["www.fernhill.test", "/domain", ".fernhill.test"],
    ["a.b.fernhill.co.uk", "/domain", ".fernhill.co.uk"],
    ["www.shop.fernhill.test", "/own-domain", ".shop.fernhill.test"],
    ["www.fernhill.test", "/wrong-domain", ".fernhill.test"],
    ["127.0.0.1", "/domain", "127.0.0.1"],
    ["localhost", "/domain", "localhost"],
  ];
  return visit(browser, async ({ context, page }) => {
    for (const [host, path, domain] of cases) {
      await context.clearCookies();
      const token = await click(demo.link);
      await page.goto(landing(`http://${host}:${site.port}${path}`, token));
      const cookies = await affiliateCookies(context);
      assert.deepEqual(
        cookies.map((cookie) => [cookie.domain, cookie.value]),
        [[domain, token]],
        host,
      );
    }
  });
});

test("a newer click replaces its twin on a narrower domain", () => {
  site.page("/twin", html(tag()));
  return visit(browser, async ({ context, page }) => {
    const older = await click(demo.link);
    const newer = await clickAfter(demo.link, older);
    const address = `http://www.fernhill.test:${site.port}/twin`;
    await context.addCookies([{ name: "_introw_aff", value: older, url: address }]);
    await page.goto(landing(address, newer));
    const cookies = await affiliateCookies(context);
    assert.deepEqual(cookies.map((cookie) => [cookie.domain, cookie.value]), [[".fernhill.test", newer]]);
  });
});

test("on https the cookie is Secure", () =>
  visit(browser, async ({ context, page }) => {
    const script = await (await fetch(`${demo.url}/affiliate.js`)).text();
    await context.route("https://www.fernhill.test/**", (route) =>
      new URL(route.request().url()).pathname === "/affiliate.js"
        ? route.fulfill({ contentType: "text/javascript", body: script })
        : route.fulfill({ contentType: "text/html", body: html(`<script src="/affiliate.js"></script>`) }),
    );
    await page.goto(landing("https://www.fernhill.test/", await click(demo.link)));
    const [cookie] = await affiliateCookies(context);
    assert.equal(cookie.secure, true);
    assert.equal(cookie.sameSite, "Lax");
    assert.equal(cookie.domain, ".fernhill.test");
  }));

test("calls made before the snippet has loaded are run, and their promises resolved", () => {
  const stub = `window.introw = window.introw || { q: [], affiliate: { track: (o) => new Promise((r) =>
    introw.q.push(() => r(introw.affiliate.track(o)))) } };`;
  const early = `
    window.early = [
      introw.affiliate.track({ email: "${newEmail()}", properties: { plan: "Team" } }),
      introw.affiliate.track({}),
    ];
    introw.q.push(() => { throw new Error("not ours"); });
    window.heldTrack = introw.affiliate.track;`;
  const address = site.page("/stub", html(inline(stub + early) + tag()));
  return visit(browser, async ({ page, calls }) => {
    await page.goto(landing(address, await click(demo.link)));
    const answers = await page.evaluate(() => Promise.all(window.early));
    // Both left in one go; which of the two came first is the network's affair.
    assert.deepEqual(answers.map((answer) => answer.status).sort(), ["duplicate", "recorded"]);
    assert.equal(calls().length, 2);
    assert.deepEqual(await page.evaluate(() => window.heldTrack({})), duplicate);
  });
});

test("a page under a strict policy works without a single console line", () => {
  const policy = `default-src 'none'; script-src ${demo.url}; connect-src ${demo.url}; base-uri 'none'`;
  const address = site.page("/strict", html(tag()), { headers: { "content-security-policy": policy } });
  return visit(browser, async ({ page }) => {
    const lines = [];
    page.on("console", (message) => lines.push(message.text()));
    const token = await click(demo.link);
    await page.goto(landing(address, token));
    assert.equal(await clickId(page), token);
    assert.deepEqual(await track(page, { email: newEmail() }), recorded);
    assert.deepEqual(lines, []);
  });
});

test("the tag is found where a tag manager leaves no currentScript or no attributes", () => {
  const loader = (code) => inline(`${code};
    const script = document.createElement("script");
    script.src = "${demo.url}/affiliate.js";
    document.head.append(script);`);
  const hidden = `Object.defineProperty(document, "currentScript", { get: () => null })`;
  const config = tag(`type="text/plain"`);
  const noCurrentScript = site.page("/no-current-script", html(config + loader(hidden)));
  const noAttributes = site.page("/no-attributes", html(loader("")));
  return visit(browser, async ({ page }) => {
    await page.goto(landing(noCurrentScript, await click(demo.link)));
    assert.deepEqual(await track(page, { email: newEmail() }), recorded);
    const later = await click(demo.link);
    await page.goto(landing(noAttributes, later));
    const { publishableKey } = demo;
    assert.deepEqual(await track(page, { publishableKey, email: newEmail() }), recorded);
  });
});

test("the snippet defines no global but introw", () => {
  const address = site.page("/globals", html(inline("window.known = Object.getOwnPropertyNames(window)") + tag()));
  return visit(browser, async ({ page }) => {
    await page.goto(landing(address, await click(demo.link)));
    const names = await page.evaluate(() => Object.getOwnPropertyNames(window).filter((name) => !known.includes(name)));
    assert.deepEqual(names.filter((name) => name !== "known" && !name.startsWith("__playwright")), ["introw"]);
  });
});

// Consent

test("with data-consent=required nothing is kept or sent before the grant", () => {
  const address = site.page("/consent", html(tag(`data-consent="required"`)));
  const later = site.page("/consent-later", html(tag(`data-consent="required"`)));
  return visit(browser, async ({ context, page, requests, calls }) => {
    const kept = () => page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
    const token = await click(demo.link);
    await page.goto(landing(address, token));
    const loaded = requests.length;
    assert.equal(page.url(), address);
    assert.equal(await clickId(page), null);
    assert.deepEqual(await track(page, { email: newEmail() }), ignored);
    assert.deepEqual(await kept(), ["", 0, 0]);
    assert.equal(requests.length, loaded);

    await page.evaluate(() => window.introw.consent("granted"));
    assert.equal(await clickId(page), token);
    assert.equal((await affiliateCookies(context))[0].value, token);
    assert.deepEqual(await track(page, { email: newEmail() }), recorded);

    // The grant is remembered by the cookie itself.
    await page.goto(later);
    assert.equal(await clickId(page), token);

    await page.evaluate(() => window.introw.consent("denied"));
    assert.equal(await clickId(page), null);
    assert.deepEqual(await affiliateCookies(context), []);
    assert.deepEqual(await track(page, { email: newEmail() }), ignored);
    assert.equal(calls().length, 1);
  });
});

test("a denial forgets the click that was held, and wipes every domain", () => {
  site.page("/denied", html(tag(`data-consent="required"`)));
  site.page("/free", html(tag()));
  return visit(browser, async ({ context, page }) => {
    const on = (path) => `http://www.fernhill.test:${site.port}${path}`;
    await page.goto(landing(on("/denied"), await click(demo.link)));
    await page.evaluate(() => window.introw.consent("denied"));
    await page.evaluate(() => window.introw.consent("granted"));
    assert.equal(await clickId(page), null);

    await page.goto(landing(on("/free"), await click(demo.link)));
    await context.addCookies([{ name: "_introw_aff", value: await click(demo.link), url: on("/free") }]);
    assert.equal((await affiliateCookies(context)).length, 2);
    await page.evaluate(() => window.introw.consent("denied"));
    assert.deepEqual(await affiliateCookies(context), []);
  });
});

test("a consent given before the snippet has loaded counts", () => {
  const early = `window.introw = { q: [() => introw.consent("granted")] };`;
  const address = site.page("/early-consent", html(inline(early) + tag(`data-consent="required"`)));
  return visit(browser, async ({ page }) => {
    const token = await click(demo.link);
    await page.goto(landing(address, token));
    assert.equal(await clickId(page), token);
  });
});

// HubSpot

const classicForm = inline(`
  window.classic = (id, eventName, data) =>
    window.postMessage({ type: "hsFormCallback", eventName, id, data }, "*");
  window.submitClassic = (id, email) => {
    classic(id, "onFormReady");
    classic(id, "onFormSubmit", [{ name: "firstname", value: "Ada" }, { name: "email", value: email }]);
    classic(id, "onFormSubmitted", { formGuid: id });
  };`);

const submits = async (page, work, argument) => {
  const isAnswer = (response) => response.url().endsWith(API_PATH) && response.request().method() === "POST";
  const [response] = await Promise.all([page.waitForResponse(isAnswer), page.evaluate(work, argument)]);
  return response.json();
};

test("a submitted classic HubSpot form is recorded once per form", () => {
  const address = site.page("/classic", html(classicForm + tag()));
  return visit(browser, async ({ page, calls }) => {
    await page.goto(landing(address, await click(demo.link)));
    const emails = [newEmail(), newEmail(), newEmail()];
    const first = await submits(page, (email) => window.submitClassic("form-one", email), emails[0]);
    assert.equal(first.status, "recorded");

    // Once more the first form, then a form that brings its values with the last event.
    const second = await submits(
      page,
      ([again, other]) => {
        window.submitClassic("form-one", again);
        window.classic("form-two", "onFormSubmitted", { submissionValues: { lastname: "L", email: other } });
      },
      [emails[1], emails[2]],
    );
    assert.equal(second.status, "duplicate");
    assert.deepEqual(calls().map((call) => call.postDataJSON().email), [emails[0], emails[2]]);
  });
});

test("a submitted HubSpot v4 form is recorded once per form instance", () => {
  const forms = inline(`
    window.HubSpotFormsV4 = {
      getFormFromEvent: ({ detail }) => ({
        getFormFieldValues: async () => detail.values.map(([name, value]) => ({ name, value })),
      }),
    };
    window.submitV4 = (instanceId, values) =>
      window.dispatchEvent(new CustomEvent("hs-form-event:on-submission:success",
        { detail: { formId: "one-form", instanceId, values } }));`);
  const address = site.page("/v4", html(forms + tag()));
  return visit(browser, async ({ page, calls }) => {
    await page.goto(landing(address, await click(demo.link)));
    const emails = [newEmail(), newEmail(), newEmail()];
    const first = await submits(
      page,
      (email) => window.submitV4("a", [["0-1/firstname", "Ada"], ["0-1/email", email]]),
      emails[0],
    );
    assert.equal(first.status, "recorded");
    const second = await submits(
      page,
      ([again, other]) => {
        window.submitV4("a", [["0-1/email", again]]);
        window.submitV4("b", [["email", other]]);
      },
      [emails[1], emails[2]],
    );
    assert.equal(second.status, "duplicate");
    assert.deepEqual(calls().map((call) => call.postDataJSON().email), [emails[0], emails[2]]);
  });
});

test("a HubSpot v4 form whose values cannot be read is recorded without its email", () => {
  const address = site.page("/v4-bare", html(tag()));
  return visit(browser, async ({ page, calls }) => {
    const token = await click(demo.link);
    await page.goto(landing(address, token));
    const answer = await submits(page, () => {
      window.dispatchEvent(new CustomEvent("hs-form-event:on-submission:success"));
    });
    assert.equal(answer.status, "recorded");
    assert.deepEqual(calls()[0].postDataJSON(), { clickId: token });
  });
});

test("data-hubspot=off, other messages and strangers' frames record nothing", () => {
  const off = site.page("/hubspot-off", html(classicForm + tag(`data-hubspot="off"`)));
  const advert = stranger.page("/advert", html(inline(`
    parent.postMessage({ type: "hsFormCallback", eventName: "onFormSubmitted", id: "x", data: {} }, "*");
    parent.postMessage("advert is done", "*");`)));
  const noise = inline(`
    window.done = new Promise((resolve) =>
      addEventListener("message", ({ data }) => data === "advert is done" && resolve()));
    const others = [null, undefined, 0, "text", [], { type: "other" }, { type: "hsFormCallback" }];
    for (const data of others) postMessage(data, "*");`);
  const noisy = site.page("/noisy", html(`${noise}${tag()}<iframe src="${advert}"></iframe>`));
  return visit(browser, async ({ page, calls }) => {
    await page.goto(landing(off, await click(demo.link)));
    await page.evaluate((email) => window.submitClassic("form", email), newEmail());
    await page.evaluate(() => window.dispatchEvent(new CustomEvent("hs-form-event:on-submission:success")));
    assert.deepEqual(await track(page, { email: newEmail() }), recorded);
    await page.goto(landing(noisy, await click(demo.link)));
    await page.evaluate(() => window.done);
    assert.equal(calls().length, 1);
  });
});

test("a snippet that is on the page twice still calls once", () => {
  const address = site.page("/twice", html(classicForm + tag() + tag()));
  return visit(browser, async ({ page, calls }) => {
    await page.goto(landing(address, await click(demo.link)));
    await submits(page, (email) => window.submitClassic("form", email), newEmail());
    assert.deepEqual(await track(page, {}), duplicate);
    assert.equal(calls().length, 2);
  });
});

// Frames and prerendering

test("in a stranger's frame no cookie is set, not even between two pages of the shop", () => {
  const shop = site.page("/framed", html(tag()));
  return visit(browser, async ({ context, page }) => {
    const token = await click(demo.link);
    const between = stranger.page("/between", html(`<iframe src="${landing(shop, token)}"></iframe>`));
    const outer = site.page("/outer", html(`<iframe src="${between}"></iframe>`));
    for (const address of [between, outer]) {
      await page.goto(address);
      const frame = page.frames().find((candidate) => candidate.url().startsWith(shop));
      assert.equal(frame.url(), landing(shop, token));
      assert.equal(await clickId(frame), null);
      assert.deepEqual(await track(frame, { email: newEmail() }), ignored);
      await frame.evaluate(() => window.introw.consent("granted"));
      assert.deepEqual(await affiliateCookies(context), []);
    }

    // A click that the visitor does have is not for the stranger to spend either.
    await context.addCookies([{ name: "_introw_aff", value: token, url: shop }]);
    await page.goto(between);
    const frame = page.frames().find((candidate) => candidate.url().startsWith(shop));
    assert.equal(await clickId(frame), null);
    assert.deepEqual(await track(frame, { email: newEmail() }), ignored);
  });
});

test("in a frame of the shop's own the snippet works", () => {
  const shop = site.page("/inner", html(tag()));
  return visit(browser, async ({ page }) => {
    const token = await click(demo.link);
    await page.goto(site.page("/own-frame", html(`<iframe src="${landing(shop, token)}"></iframe>`)));
    const frame = page.frames().find((candidate) => candidate.url() === shop);
    assert.equal(await clickId(frame), token);
  });
});

test("in sandboxed frames there is no cookie and no error", () => {
  const shop = site.page("/boxed", html(tag()));
  const headers = { "content-security-policy": "sandbox allow-scripts" };
  const policed = site.page("/policed", html(tag()), { headers });
  return visit(browser, async ({ context, page }) => {
    const token = await click(demo.link);
    await page.goto(site.page("/box", html(`<iframe sandbox="allow-scripts" src="${landing(shop, token)}"></iframe>`)));
    const frame = page.frames().find((candidate) => candidate !== page.mainFrame());
    assert.equal(await clickId(frame), null);
    assert.deepEqual(await track(frame, {}), ignored);

    await page.goto(landing(policed, token));
    assert.equal(await clickId(page), null);
    assert.deepEqual(await track(page, {}), ignored);
    assert.deepEqual(await affiliateCookies(context), []);
  });
});

test("a prerendered page keeps nothing until it is shown", () => {
  // Whether and when Chromium prerenders is its own choice: the page says it for it.
  const prelude = inline(`
    window.prerendering = true;
    Object.defineProperty(document, "prerendering", { get: () => window.prerendering });
    window.introw = { q: [() => (window.ran = true)] };`);
  const address = site.page("/prerendered", html(prelude + tag()));
  return visit(browser, async ({ context, page }) => {
    const token = await click(demo.link);
    await page.goto(landing(address, token));
    assert.deepEqual(await affiliateCookies(context), []);
    assert.equal(await page.evaluate(() => window.ran), undefined);
    assert.equal(page.url(), landing(address, token));

    await page.evaluate(() => {
      window.prerendering = false;
      document.dispatchEvent(new Event("prerenderingchange"));
    });
    assert.equal(await clickId(page), token);
    assert.equal(await page.evaluate(() => window.ran), true);
    assert.equal(page.url(), address);
  });
});

// Pages that are in the way

const works = recorded;
const failed = {};
const HOSTILE = {
  "prototypes are frozen": [
    `for (const type of [Object, Function, Array, String, Promise, RegExp, Event, EventTarget, Document, History]) {
       Object.freeze(type);
       Object.freeze(type.prototype);
     }`,
    works,
  ],
  "Array and Object prototypes have enumerable extras": [
    `Object.prototype.extra = () => "email"; Array.prototype.each = function () {}; Object.prototype.email = null;`,
    works,
  ],
  "toJSON is on Array.prototype, as an old library has it": [`Array.prototype.toJSON = () => "[]";`, works],
  "window.parent is taken by a variable": [`var parent = null;`, works],
  "history.replaceState throws": [`history.replaceState = () => { throw new Error("no"); };`, works],
  "an element is called introw": [`document.write('<i id="introw"></i>');`, works],
  "an element is called currentScript": [`document.write('<img name="currentScript" alt="">');`, works],
  "reading a cookie throws": [
    `Object.defineProperty(document, "cookie", { get() { throw new Error("no"); }, set() {} });`,
    ignored,
  ],
  "writing a cookie throws": [
    `Object.defineProperty(document, "cookie", { get: () => "", set() { throw new Error("no"); } });`,
    ignored,
  ],
  "cookies are switched off": [`Object.defineProperty(document, "cookie", { get: () => "", set() {} });`, ignored],
  "there is no fetch": [`delete window.fetch;`, failed],
  "fetch throws": [`window.fetch = () => { throw new Error("no"); };`, failed],
  "fetch rejects with nothing": [`window.fetch = () => Promise.reject();`, failed],
  "fetch gives no response": [`window.fetch = async () => undefined;`, failed],
  "fetch gives a page for an answer": [`window.fetch = async () => new Response("<p>", { status: 200 });`, failed],
  "there is no URL": [`delete window.URL;`, failed],
  "JSON.stringify throws": [`JSON.stringify = () => { throw new Error("no"); };`, failed],
  "introw is a locked object": [`window.introw = Object.freeze({});`, null],
  "introw cannot be written": [`Object.defineProperty(window, "introw", { value: undefined, writable: false });`, null],
  "introw is text": [`window.introw = "mine";`, null],
  "there is no atob": [`delete window.atob;`, ignored],
  "the queue is not a list": [`window.introw = { q: 7 };`, works],
  "addEventListener throws": [`window.addEventListener = () => { throw new Error("no"); };`, works],
  "querySelector throws": [`document.querySelector = () => { throw new Error("no"); };`, works],
};

for (const [title, [code, expected]] of Object.entries(HOSTILE)) {
  test(`no error where ${title}`, () => {
    const address = site.page(`/hostile/${encodeURIComponent(title)}`, html(inline(code) + tag()));
    return visit(browser, async ({ page }) => {
      await page.goto(landing(address, await click(demo.link)));
      const answer = await page.evaluate(async (email) => {
        const { affiliate } = window.introw || {};
        return affiliate ? affiliate.track({ email, properties: { plan: "Team" } }) : null;
      }, newEmail());
      assert.deepEqual(answer, expected);
    });
  });
}

test("what track is given cannot make it throw or reject", () => {
  const address = site.page("/arguments", html(tag()));
  return visit(browser, async ({ page }) => {
    await page.goto(landing(address, await click(demo.link)));
    const answers = await page.evaluate(() => {
      const { track } = window.introw.affiliate;
      const loop = {};
      loop.self = loop;
      const hostile = {
        get email() {
          throw new Error("no");
        },
      };
      const given = [{ properties: loop }, hostile, { properties: { n: 1n } }, { publishableKey: "no header: ✗" }];
      return Promise.all(given.map(track));
    });
    assert.deepEqual(answers, [{}, {}, {}, {}]);
  });
});

// Servers that are in trouble

test("an answer that is no success, or no answer at all, resolves to nothing", async () => {
  const headers = {
    "access-control-allow-origin": "*",
    "access-control-allow-headers": "content-type, x-introw-publishable-key",
  };
  const hosts = [await deadOrigin(), `${stranger.origin}/refuses-the-origin`];
  stranger.page(`/refuses-the-origin${API_PATH}`, "{}");
  for (const status of [400, 401, 403, 413, 422, 429, 500, 503]) {
    site.page(`/answers-${status}${API_PATH}`, "{}", { status, headers });
    hosts.push(`${site.origin}/answers-${status}`);
  }
  await visit(
    browser,
    async ({ page }) => {
      const token = await click(demo.link);
      for (const [index, host] of hosts.entries()) {
        const address = site.page(`/trouble-${index}`, html(tag(`data-api-host="${host}/"`)));
        await page.goto(landing(address, token));
        assert.deepEqual(await track(page, { email: newEmail() }), {}, host);
      }
      // Nothing of that has used the click up.
      await page.goto(site.page("/no-trouble", html(tag(`data-api-host="${demo.url}/"`))));
      assert.deepEqual(await track(page, { email: newEmail() }), recorded);
    },
    { networkLines: true },
  );
});

test("when the server is gone track resolves to nothing, and no script of ours logs an error", async () => {
  const doomed = await startDemo();
  const stub = inline(`window.introw = window.introw || { q: [], affiliate: {} };`);
  const address = site.page("/server-gone", html(stub + classicForm + tag("", doomed)));
  const token = await click(doomed.link);
  await visit(
    browser,
    async ({ page }) => {
      await page.goto(landing(address, token));
      await doomed.stop();
      assert.deepEqual(await track(page, { email: newEmail() }), {});
      const [failed] = await Promise.all([
        page.waitForEvent("requestfailed", (request) => request.url().endsWith(API_PATH)),
        page.evaluate((email) => window.submitClassic("form", email), newEmail()),
      ]);
      assert.match(failed.failure().errorText, /ERR_CONNECTION/);
    },
    { networkLines: true },
  );
  // A visitor who has no copy of the script cannot get it any more: the page and its stub stand alone.
  await visit(
    browser,
    async ({ page }) => {
      await page.goto(landing(address, token));
      assert.equal(await page.evaluate(() => window.introw.q.push(() => {})), 1);
    },
    { networkLines: true },
  );
});
