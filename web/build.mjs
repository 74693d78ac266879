// The recorded build: src/ → kg/view/assets/explorer.{js,css}. `npm ci && npm run build`; the result is committed, so that no user needs Node.
// With a folder as argument it builds there: a test compares.
import { build } from "esbuild";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

const outdir = process.argv[2] ?? "../kg/view/assets";
const options = {
  entryPoints: { explorer: "src/main.tsx" },
  outdir,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome100", "firefox113", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  loader: { ".svg": "dataurl", ".woff2": "dataurl" },
};

/** What is bundled from elsewhere, with the licence each package comes with. */
async function licences(inputs) {
  const names = new Set(Object.keys(inputs).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  return Promise.all([...names].sort().map(async (name) => {
    const folder = join("node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? (await readFile(join(folder, file), "utf8")).trim() : license;
    const holder = /^\s*copyright .*$/im.exec(text)?.[0].trim() ?? "";
    return { title: `${name} ${version} (${license})`, holder, text };
  }));
}

const { metafile } = await build({ ...options, write: false });
const found = await licences(metafile.inputs);
const banner = `/*! kg explorer (Apache-2.0). It holds:\n${found.map((l) => ` * ${l.title} ${l.holder}`).join("\n")}\n * Their licences: explorer.licences.txt of the package kg. */`;
await build({ ...options, banner: { js: banner.replaceAll("</", "<\\/") } });
await writeFile(join(outdir, "explorer.licences.txt"), `${found.map((l) => `${l.title}\n\n${l.text}\n`).join(`\n${"-".repeat(80)}\n\n`)}`);
