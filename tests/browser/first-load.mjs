// How long the first load of the overview takes: `make first-load`. Five times with an empty cache, the middle one counts.
import { launch } from "./browser.js";
import { DESKTOP, signedIn } from "./dashboard.js";
import { startDemo } from "./demo.js";
import { firstLoad } from "./first-load.js";

const TIMES = 5;

const demo = await startDemo();
const browser = await launch();
try {
  const storageState = await signedIn(browser, demo.owner.signInUrl);
  const loads = [];
  for (let time = 0; time < TIMES; time += 1) loads.push(await firstLoad(browser, storageState, demo.url, { viewport: DESKTOP }));
  const middle = (key) => loads.map((load) => load[key]).sort((one, other) => one - other)[Math.floor(TIMES / 2)];
  for (const { path, bytes } of loads[0].files) console.log(`${String(bytes).padStart(9)}  ${path}`);
  console.log(`${middle("bytesBeforeCharts")} bytes before the charts, ${middle("bytes")} with them`);
  console.log(`figures after ${middle("figuresMs")} ms, interactive after ${middle("interactiveMs")} ms`);
} finally {
  await browser.close();
  await demo.stop();
}
