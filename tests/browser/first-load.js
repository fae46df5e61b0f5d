// What the overview costs somebody who opens it for the first time.

/** Recharts and what it needs: it comes last, and the page is of use without it. */
const OF_CHARTS = /\/assets\/Lines-/;

/**
 * Opens the overview with nothing in the cache. Gives the bytes that came over the wire, headers included,
 * without and with the charts, and the milliseconds until its figures stood there and until nothing kept
 * the page from answering any more.
 */
export async function firstLoad(browser, storageState, url, options = {}) {
  const context = await browser.newContext({ storageState, reducedMotion: "reduce", ...options });
  try {
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    const paths = new Map();
    const sizes = new Map();
    network.on("Network.requestWillBeSent", ({ requestId, request }) => paths.set(requestId, new URL(request.url).pathname));
    network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => sizes.set(requestId, encodedDataLength));
    await page.addInitScript(() => {
      window.busyUntil = 0;
      const note = (list) => {
        for (const { startTime, duration } of list.getEntries()) window.busyUntil = startTime + duration;
      };
      new PerformanceObserver(note).observe({ type: "longtask", buffered: true });
    });
    await page.goto(url, { waitUntil: "commit" });
    const figuresMs = await page
      .waitForFunction(() => document.querySelector("main h1") && /\d/.test(document.querySelector("main")?.textContent ?? "") && performance.now())
      .then((handle) => handle.jsonValue());
    await page.locator(".recharts-surface").first().waitFor();
    // A network that is quiet and no task that is long: nothing is under way any more.
    await page.waitForLoadState("networkidle");
    const busyUntil = await page.evaluate(() => window.busyUntil);
    const files = [...sizes].map(([id, bytes]) => ({ path: paths.get(id) ?? "", bytes }));
    const sum = (some) => some.reduce((total, { bytes }) => total + bytes, 0);
    return {
      files: files.sort((one, other) => other.bytes - one.bytes),
      bytesBeforeCharts: sum(files.filter(({ path }) => !OF_CHARTS.test(path))),
      bytes: sum(files),
      figuresMs: Math.round(figuresMs),
      interactiveMs: Math.round(Math.max(figuresMs, busyUntil)),
    };
  } finally {
    await context.close();
  }
}
