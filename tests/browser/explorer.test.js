// The API explorer: GraphiQL from this very server, for whoever is signed in or has a key.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, visit } from "./browser.js";
import { DESKTOP, overflow, signedIn } from "./dashboard.js";
import { click, startDemo } from "./demo.js";

let browser;
let demo;
let storageState;

before(async () => {
  demo = await startDemo({ days: 3 });
  browser = await launch();
  storageState = await signedIn(browser, demo.owner.signInUrl);
});

after(() => Promise.all([browser?.close(), demo?.stop()]));

/** A visit on which nothing comes from another host. */
const explore = (work, options = {}) =>
  visit(
    browser,
    async (visitor) => {
      await visitor.page.goto(demo.explorerUrl);
      await work(visitor);
      const foreign = visitor.requests.map((request) => request.url()).filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(demo.url));
      assert.deepEqual(foreign, [], "a request to another host");
    },
    { viewport: DESKTOP, ...options },
  );

const run = (page) => page.getByRole("button", { name: /Execute query/ }).click();
const answer = (page) => page.locator(".result-window");

test("a member runs a query and sees the answer, and what is live", () =>
  explore(
    async ({ page }) => {
      await page.getByText("As robin@fernhill.example, Fernhill Coffee").waitFor();
      // The button is there before the editor has its text, and runs nothing then.
      await page.locator(".graphiql-query-editor").getByText("HowItGoes").first().waitFor();
      await run(page);
      await answer(page).getByText("Fernhill Coffee").first().waitFor();
      assert.doesNotMatch(await answer(page).innerText(), /errors/);

      await page.getByRole("tab", { name: "Live" }).click();
      await page.locator(".graphiql-query-editor").getByText("subscription").first().waitFor();
      await run(page);
      await page.getByRole("button", { name: /Stop query/ }).waitFor();
      // The stream tells what happens once it is open.
      const told = answer(page).getByText("ClickActivity").first();
      for (let tries = 0; !(await told.isVisible()); tries += 1) {
        assert.ok(tries < 60, "no click was told");
        await click(demo.link);
        await page.waitForTimeout(250);
      }
    },
    { storageState },
  ),
);

test("a program's key is enough, and without one the explorer says what to do", () =>
  explore(
    async ({ page }) => {
      await page.getByRole("heading", { name: "Sign in to explore the API" }).waitFor();
      await page.getByLabel("API key").fill(demo.apiKey);
      await page.getByRole("button", { name: "Use it" }).click();
      await page.getByText("As a program with this key").waitFor();
      await page.getByRole("tab", { name: "WhyNot" }).click();
      await run(page);
      await answer(page).getByText("IGNORED").first().waitFor();
      const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
      assert.ok(!kept.includes(demo.apiKey), "the key is stored");
    },
    { networkLines: true },
  ),
);

test("an analyst runs nothing of their own, and is told what would help", async () => {
  const analyst = await signedIn(browser, demo.members.at(-1).signInUrl);
  await explore(
    async ({ page }) => {
      await page.getByRole("heading", { name: "The explorer is for owners and admins" }).waitFor();
      assert.equal(await page.locator(".graphiql-container").count(), 0);
      const answer = await page.evaluate(async () => {
        const { csrfToken } = await (await fetch("/api/v1/session")).json();
        const response = await fetch("/graphql", {
          method: "POST",
          headers: { "content-type": "application/json", "x-introw-csrf": csrfToken },
          body: JSON.stringify({ query: "{ organisation { name } }" }),
        });
        return response.json();
      });
      assert.equal(answer.code, "FORBIDDEN");
      await page.getByLabel("API key").fill(demo.apiKey);
      await page.getByRole("button", { name: "Use it" }).click();
      await page.locator(".graphiql-container").waitFor();
    },
    { storageState: analyst, networkLines: true },
  );
});

test("the bar fits on a phone", () =>
  explore(
    async ({ page }) => {
      await page.locator(".graphiql-container").waitFor();
      assert.deepEqual(await overflow(page, "explorer"), []);
    },
    { storageState, viewport: { width: 390, height: 844 } },
  ),
);
