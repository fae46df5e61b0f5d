import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { used } from "./scripts/styles.ts";

const server = process.env.INTROW_URL ?? "http://127.0.0.1:8080";
const TEXT = /\.(html|js|css|svg|json)$/;
const SMALLEST = 1024;

/** Writes a `.br` beside every text file of the build, so that the server has nothing to compress. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    async writeBundle({ dir = "dist" }) {
      const files = await readdir(dir, { recursive: true, withFileTypes: true });
      for (const file of files) {
        if (!file.isFile() || !TEXT.test(file.name)) continue;
        const path = join(file.parentPath, file.name);
        const content = await readFile(path);
        if (content.length < SMALLEST) continue;
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        };
        await writeFile(`${path}.br`, brotliCompressSync(content, { params }));
      }
    },
  };
}

/** Leaves out what no page can show of the style sheet that everybody loads first. */
function withoutUnusedStyles(): Plugin {
  return {
    name: "without-unused-styles",
    apply: "build",
    enforce: "pre",
    async transform(code, id) {
      return /@mantine.core.styles\.layer\.css/.test(id) ? { code: await used(code), map: null } : null;
    },
  };
}

/** Leaves out the fonts that GraphiQL carries in its style sheet: the explorer is in ours, and a policy forbids them. */
function withoutFonts(): Plugin {
  return {
    name: "without-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!/graphiql.dist.style\.css/.test(id)) return null;
      return { code: code.replace(/@font-face\s*\{[^}]*\}/g, ""), map: null };
    },
  };
}

export default defineConfig({
  plugins: [react(), withoutUnusedStyles(), withoutFonts(), compressed()],
  build: {
    target: "es2022",
    // An inlined asset would be a data: URL in a style, for which fonts have no permission.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: { app: "index.html", portal: "portal.html", explorer: "explorer.html" },
      // One by one, their headers would weigh more than they do.
      output: {
        codeSplitting: {
          groups: [
            { name: "icons", test: /lucide-react/ },
            { name: "parts", test: /src\/ui\/(format|range|search|zone|words|table\.module)/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(["/graphql", "/api", "/r", "/affiliate.js"].map((path) => [path, server])),
  },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
} as Parameters<typeof defineConfig>[0]);
