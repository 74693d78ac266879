// The recorded build: src/ → kg/view/assets/explorer.{js,css}. `npm ci && npm run build`; the result is committed, so that no user needs Node.
import { build } from "esbuild";

await build({
  entryPoints: { explorer: "src/main.tsx" },
  outdir: "../kg/view/assets",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome100", "firefox113", "safari16.4"],
  charset: "utf8",
  legalComments: "linked",
  loader: { ".svg": "dataurl", ".woff2": "dataurl" },
});
