// Which classes of Mantine's one style sheet can stand on a page: those of the components that we import, of the
// components that these are made of, and of what its other packages take.
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import postcss from "postcss";

const CORE = "node_modules/@mantine/core/esm/index.mjs";
const IMPORTERS = [
  "src",
  ...["charts", "dates", "notifications", "spotlight"].map((name) => `node_modules/@mantine/${name}/esm`),
];
const CLASS = /\bm_[0-9a-f]{6,8}\b/g;

async function sources(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(tsx?|mjs)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** The names that `code` imports, and from where. */
function* imports(code: string) {
  for (const [, list = "", from = ""] of code.matchAll(/import (?:type )?\{([^}]*)\} from "([^"]+)"/g)) {
    for (const [, name = ""] of list.matchAll(/(?:^|,)\s*(?:type )?(\w+)/g)) yield { name, from };
  }
}

async function classesInUse(): Promise<Set<string>> {
  const home = new Map<string, string>();
  for (const { name, from } of imports(await readFile(CORE, "utf8"))) {
    if (from.startsWith(".")) home.set(name, join(dirname(CORE), from));
  }
  const wanted = new Set<string>();
  for (const path of (await Promise.all(IMPORTERS.map(sources))).flat()) {
    for (const { name, from } of imports(await readFile(path, "utf8"))) {
      const file = from === "@mantine/core" && home.get(name);
      if (file) wanted.add(file);
    }
  }
  const classes = new Set<string>();
  // A set grows while it is walked, so this ends with all that is reached.
  for (const path of wanted) {
    const code = await readFile(path, "utf8");
    for (const [name] of code.matchAll(CLASS)) classes.add(name);
    for (const [, from = ""] of code.matchAll(/from "(\.[^"]+)"/g)) wanted.add(join(dirname(path), from));
  }
  return classes;
}

/** The style sheet without what no page can show. */
export async function used(css: string): Promise<string> {
  const classes = await classesInUse();
  const sheet = postcss.parse(css);
  sheet.walkRules((rule) => {
    rule.selectors = rule.selectors.filter((selector) =>
      (selector.match(CLASS) ?? []).every((name) => classes.has(name)),
    );
    if (rule.selector === "") rule.remove();
  });
  return sheet.toString();
}
