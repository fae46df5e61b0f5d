// A server of one's own with nothing in it: what somebody has who has just installed introw.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const BINARY = process.env.INTROW_BIN || fileURLToPath(new URL("../../target/debug/introw", import.meta.url));
const SET_UP = /https?:\/\/[^"\s]+\/set-up\/[\w-]+/;

/** Starts the server. The link that it prints is the last for which a terminal is needed. */
export async function startEmpty() {
  const directory = await mkdtemp(join(tmpdir(), "introw-browser-"));
  const options = ["--listen", "127.0.0.1:0", "--ops-listen", "off", "--data-dir", directory, "--limits", "off", "--session-documents", "known"];
  const child = spawn(BINARY, ["serve", "--log-format", "json", ...options], { stdio: ["ignore", "pipe", "pipe"] });
  process.once("exit", () => child.kill("SIGKILL"));
  const exit = once(child, "exit");
  const setUpUrl = await Promise.race([
    said(child.stdout, SET_UP),
    said(child.stderr, SET_UP),
    exit.then(([code]) => Promise.reject(new Error(`${BINARY} serve ended with ${code}`))),
  ]);
  return {
    url: new URL(setUpUrl).origin,
    setUpUrl,
    async stop() {
      child.kill("SIGTERM");
      await exit;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The first that a stream says of this form; what it says later is let go. */
function said(stream, form) {
  return new Promise((resolve) => {
    createInterface({ input: stream }).on("line", (line) => {
      const [found] = form.exec(line) ?? [];
      if (found) resolve(found);
    });
  });
}
