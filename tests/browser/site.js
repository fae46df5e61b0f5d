// Somebody else's web site: pages that a test makes up, on a free port of the loopback address.
import { once } from "node:events";
import http from "node:http";

export async function startSite() {
  const pages = new Map();
  const server = http.createServer((request, response) => {
    const path = new URL(request.url, "http://site").pathname;
    const page = pages.get(path);
    request.resume();
    if (!page) {
      response.writeHead(path === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    // A preflight is granted where the page's headers grant it; what the page answers is for the call itself.
    const status = request.method === "OPTIONS" ? 204 : page.status;
    response.writeHead(status, { "content-type": "text/html; charset=utf-8", ...page.headers });
    response.end(request.method === "OPTIONS" ? "" : page.body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    port,
    /** Puts a page up and gives its address. */
    page(path, body, { headers = {}, status = 200 } = {}) {
      pages.set(path, { body, headers, status });
      return origin + path;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** An address where nobody listens. */
export async function deadOrigin() {
  const site = await startSite();
  await site.stop();
  return site.origin;
}

export const html = (content) => `<!doctype html><html lang="en"><title>A shop</title><body>${content}</body></html>`;
