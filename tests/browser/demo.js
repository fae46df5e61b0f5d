// The system under test: the real binary, as `introw demo` starts it on a free port.
import { spawn } from "node:child_process";
import { once } from "node:events";
import http from "node:http";
import { fileURLToPath } from "node:url";

const BINARY = process.env.INTROW_BIN || fileURLToPath(new URL("../../target/debug/introw", import.meta.url));
// Seeding ninety days with a debug build on a busy machine.
const START_MS = 180_000;

// The server takes clients that leave these headers out, or that call themselves headless, for machines.
export const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
/** What a browser sends that follows a link. */
export const NAVIGATION = {
  accept: "text/html",
  "sec-fetch-dest": "document",
  "sec-fetch-mode": "navigate",
  "sec-fetch-site": "cross-site",
  "sec-fetch-user": "?1",
  "user-agent": USER_AGENT,
};

/** Starts one whose stories take so many days; the fewer, the sooner it is there. */
export async function startDemo({ days = 90 } = {}) {
  const child = spawn(BINARY, ["demo", "--json", "--no-traffic", "--days", `${days}`, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "pipe"],
    // All the visitors of a test run share one address.
    env: { ...process.env, INTROW_LIMITS: "off" },
  });
  let log = "";
  child.stderr.on("data", (text) => (log += text));
  process.once("exit", () => child.kill("SIGKILL"));
  const exit = once(child, "exit");
  let told;
  told = await Promise.race([
    firstLine(child.stdout),
    exit.then(([code]) => Promise.reject(new Error(`${BINARY} ended with ${code}\n${log}`))),
    once(child, "error").then(([error]) => Promise.reject(error)),
    expired(START_MS).then(() => {
      // The clock runs on after the race: a server that has started must outlive it.
      if (told !== undefined) return;
      child.kill("SIGKILL");
      throw new Error(`${BINARY} said nothing in ${START_MS} ms\n${log}`);
    }),
  ]);
  child.stdout.resume();
  const demo = JSON.parse(told);
  return {
    ...demo,
    link: demo.campaigns[0].links.find((link) => !link.revoked),
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

/** The token that one click on a link hands to the destination. */
export async function click(link) {
  const answer = await new Promise((resolve, reject) => {
    http.get(link.url, { headers: NAVIGATION }, resolve).on("error", reject);
  });
  answer.resume();
  const token = new URL(answer.headers.location ?? "about:blank").searchParams.get("irw_id");
  if (!token) throw new Error(`${link.url} answered ${answer.statusCode} without a token`);
  return token;
}

/** When the click of a token was, in milliseconds, as the token says it. */
export const clickTime = (token) => Buffer.from(token, "base64url").readUIntBE(4, 6);

/** A click that is later than another by its token; two can fall into one millisecond. */
export async function clickAfter(link, earlier) {
  for (;;) {
    const token = await click(link);
    if (clickTime(token) > clickTime(earlier)) return token;
  }
}

/** A token of our own making: well-formed, of any time, and signed by nobody. */
export function forgedToken(time) {
  const bytes = Buffer.alloc(48, 7);
  bytes.writeUIntBE(time, 4, 6);
  return bytes.toString("base64url");
}

async function firstLine(stream) {
  let text = "";
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    text += chunk;
    if (text.includes("\n")) return text.slice(0, text.indexOf("\n"));
  }
  return new Promise(() => {});
}

const expired = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
