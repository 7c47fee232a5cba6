// Writes everything that a browser asks for into ../wwwroot. Run: npm ci && node build.mjs
import { build } from "esbuild";
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "wwwroot");
const uswds = join(here, "node_modules", "@uswds", "uswds", "dist");

rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });

await build({
  absWorkingDir: here,
  entryPoints: ["css/desk.css", "css/me.css", "css/notice.css", "desk.ts", "passkeys.ts"],
  entryNames: "[name]",
  outdir: out,
  bundle: true,
  minify: true,
  // Old phones and the desks' browsers of the last years; files in url() are copied below.
  target: ["chrome90", "firefox90", "safari14"],
  external: ["*.woff2", "*.svg"],
  logLevel: "warning",
});

for (const file of ["mark.svg", "icons.svg", "select.svg"]) cpSync(join(here, file), join(out, file));
cpSync(join(uswds, "css", "uswds.min.css"), join(out, "uswds.min.css"));
for (const font of [
  "public-sans/PublicSans-Regular.woff2", "public-sans/PublicSans-SemiBold.woff2", "public-sans/PublicSans-Bold.woff2",
  "roboto-mono/roboto-mono-v5-latin-regular.woff2", "roboto-mono/roboto-mono-v5-latin-700.woff2",
]) cpSync(join(uswds, "fonts", font), join(out, "fonts", font.split("/")[1]));
// Whole fonts, for paper: a PDF is written by the program itself, in every script that a name may come in.
for (const weight of ["400Regular", "700Bold"]) {
  const name = `NotoSans_${weight}.ttf`;
  cpSync(join(here, "node_modules", "@expo-google-fonts", "noto-sans", weight, name), join(out, "fonts", name));
}
// The map is a module of its own, and so is its worker: pages without a map ask for neither.
await build({
  absWorkingDir: here,
  entryPoints: ["map.ts", "css/map.css"],
  outdir: out,
  entryNames: "[name]",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  logLevel: "warning",
});
await build({
  absWorkingDir: here,
  entryPoints: [{ in: "maplibre-gl/dist/maplibre-gl-worker.mjs", out: "map-worker" }],
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  logLevel: "warning",
});
cpSync(join(here, "node_modules", "us-atlas", "counties-10m.json"), join(out, "counties.json"));
