// Chromium with a fresh profile, and a page that is watched for every error it makes.
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { USER_AGENT } from "./demo.js";

export const API_PATH = "/api/v1/affiliate/conversions";

// The made-up shops live on hosts of their own, as the cookie's domain cannot be seen on an address.
const HOSTS = "MAP *.fernhill.test 127.0.0.1, MAP *.fernhill.co.uk 127.0.0.1";

const NETWORK_LINE = /^(Failed to load resource|Access to fetch at)/;

// A promise that a page never settles would hold a test for ever: closing the page ends the wait.
const LONGEST_VISIT_MS = 120_000;

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--no-proxy-server",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      `--host-resolver-rules=${HOSTS}`,
    ],
  });

/**
 * Runs a test in a context of its own and fails it on any error in any frame of any page.
 *
 * Chromium writes a console line of its own for every request that fails or is refused; no script can
 * keep it from that. `networkLines: true` lets those lines pass, and nothing else: what a script logs
 * has arguments, the browser's lines have none.
 */
export async function visit(browser, work, { networkLines = false, ...options } = {}) {
  const context = await browser.newContext({ userAgent: USER_AGENT, ...options });
  const deadline = setTimeout(() => context.close(), LONGEST_VISIT_MS);
  const errors = [];
  const requests = [];
  context.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "assert") return;
    const ofBrowser = message.args().length === 0 && NETWORK_LINE.test(message.text());
    if (!(networkLines && ofBrowser)) errors.push(`console: ${message.text()}`);
  });
  // Uncaught exceptions and unhandled rejections alike.
  context.on("weberror", (error) => errors.push(`uncaught: ${error.error()}`));
  context.on("request", (request) => requests.push(request));
  const calls = () =>
    requests.filter((request) => request.method() === "POST" && new URL(request.url()).pathname.endsWith(API_PATH));
  try {
    const page = await context.newPage();
    await work({ context, page, requests, calls });
    assert.deepEqual(errors, []);
  } finally {
    clearTimeout(deadline);
    await context.close();
  }
}

export const affiliateCookies = async (context) =>
  (await context.cookies()).filter((cookie) => cookie.name === "_introw_aff");

export const clickId = (frame) => frame.evaluate(() => window.introw.affiliate.getClickId());

export const track = (frame, conversion) =>
  frame.evaluate((given) => window.introw.affiliate.track(given), conversion);

let customers = 0;
/** An email that no rule of a campaign has met before. */
export const newEmail = () => `ada.${process.pid}.${(customers += 1)}@office-${process.pid}.example`;
