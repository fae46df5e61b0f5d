// The partner portal in a browser. What organisations do is done by the API with the demo's key.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { click } from "./demo.js";

/** Pages of the portal, below its address. */
export const PORTAL_PAGES = ["", "/links", "/performance", "/conversions", "/earnings", "/account"];

/** Asks the organisation's API; gives the data, and fails on anything that is wrong. */
export async function ask(demo, query, variables = {}) {
  const answer = await fetch(`${demo.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": demo.apiKey },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await answer.json();
  assert.equal(errors, undefined, `${query}\n${JSON.stringify(errors)}`);
  for (const payload of Object.values(data)) assert.deepEqual(payload?.userErrors ?? [], [], query);
  return data;
}

/** The hash of the document with which the pages at this path do something. */
export async function documentId(path, operation) {
  const documents = JSON.parse(await readFile(new URL("../../dashboard/documents.json", import.meta.url), "utf8"));
  return Object.entries(documents[path]).find(([, text]) => text.startsWith(operation))[0];
}

let users = 0;
/** Adds a user to a partner; gives its id. */
export async function addUser(demo, partner) {
  const email = `user${(users += 1)}.${process.pid}@partner.example`;
  const { partnerUserCreate } = await ask(
    demo,
    "mutation($p: ID!, $i: PartnerUserCreateInput!) { partnerUserCreate(partnerId: $p, input: $i) { partnerUser { id } userErrors { message } } }",
    { p: partner, i: { email, name: "Robin Example" } },
  );
  return partnerUserCreate.partnerUser.id;
}

/** A link with which a user signs in once. */
export async function signInLink(demo, user) {
  const { partnerUserSignInLink } = await ask(
    demo,
    "mutation($u: ID!) { partnerUserSignInLink(id: $u) { url userErrors { message } } }",
    { u: user },
  );
  return partnerUserSignInLink.url;
}

/** Signs somebody in by a link's button, and gives what a browser needs to be signed in. */
export async function inPortal(browser, url) {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForURL(/\/portal$/);
    return await context.storageState();
  } finally {
    await context.close();
  }
}

/** A new user of a partner, signed in. */
export const partnerIn = async (browser, demo, partner) =>
  inPortal(browser, await signInLink(demo, await addUser(demo, partner)));

/** A campaign that pays 12.50 for a conversion, which a person reviews, and a new partner with a link in it. */
export async function newProgram(demo, name) {
  const { formCreate } = await ask(
    demo,
    "mutation($i: FormCreateInput!) { formCreate(input: $i) { form { id } userErrors { message } } }",
    { i: { name: `${name} orders`, reviewRequired: true, fields: [{ label: "Plan", dataType: "STRING" }] } },
  );
  const { campaignCreate, partnerCreate } = await ask(
    demo,
    `mutation($c: CampaignCreateInput!, $p: PartnerCreateInput!) {
      campaignCreate(input: $c) { campaign { id } userErrors { message } }
      partnerCreate(input: $p) { partner { id } userErrors { message } }
    }`,
    {
      c: {
        name,
        destinationUrl: "https://fernhill.example/offer",
        formId: formCreate.form.id,
        reward: { amount: "12.50" },
      },
      p: { name: `${name} partner` },
    },
  );
  const [campaign, partner] = [campaignCreate.campaign.id, partnerCreate.partner.id];
  const { linksGenerate } = await ask(
    demo,
    "mutation($c: ID!, $p: ID!) { linksGenerate(campaignId: $c, partnerIds: [$p]) { links { id url } userErrors { message } } }",
    { c: campaign, p: partner },
  );
  return { name, campaign, partner, link: linksGenerate.links[0] };
}

let customers = 0;
/** A click on a link and its conversion; gives the submission that it made. */
export async function convert(demo, link) {
  const answer = await fetch(`${demo.url}/api/v1/affiliate/conversions`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": demo.apiKey },
    body: JSON.stringify({ clickId: await click(link), email: `customer${(customers += 1)}.${process.pid}@office.example` }),
  });
  const { status, conversionId } = await answer.json();
  assert.equal(status, "recorded");
  const { conversion } = await ask(demo, "query($id: ID!) { conversion(id: $id) { submission { id } } }", { id: conversionId });
  return conversion.submission.id;
}

export const decline = (demo, submission, reason) =>
  ask(
    demo,
    "mutation($id: ID!, $r: String) { submissionDecline(id: $id, reason: $r) { submission { id } userErrors { message } } }",
    { id: submission, r: reason },
  );
