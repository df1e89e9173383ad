// Compiles the stylesheets and scripts and copies the font to engage/static/build, each under a name that carries
// a hash of its content, with manifest.json to find them by. Run by scripts/build-assets.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { compile } from "sass";

const sources = dirname(fileURLToPath(import.meta.url));
const root = join(sources, "..", "..");
const modules = join(root, "node_modules");
const target = join(root, "engage", "static", "build");
const fonts = join(modules, "@fontsource", "atkinson-hyperlegible");
const manifest = {};

const files = new Map();

function keep(name, content) {
  const { name: stem, ext } = parse(name);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  manifest[name] = `${stem}-${hash}${ext}`;
  files.set(manifest[name], content);
  // woff2 is compressed already.
  if (ext !== ".woff2") files.set(`${manifest[name]}.gz`, gzipSync(content, { level: 9 }));
}

function copyFonts() {
  for (const subset of ["latin", "latin-ext"]) {
    for (const weight of [400, 700]) {
      const name = `atkinson-hyperlegible-${subset}-${weight}-normal.woff2`;
      keep(name, readFileSync(join(fonts, "files", name)));
    }
  }
  keep("atkinson-hyperlegible-licence.txt", readFileSync(join(fonts, "LICENSE")));
}

function compileStyles(name) {
  const { css } = compile(join(sources, "scss", `${name}.scss`), {
    loadPaths: [modules],
    style: "compressed",
    quietDeps: true,
  });
  keep(`${name}.css`, css.replace(/url\("?([\w-]+\.woff2)"?\)/g, (_, font) => `url(${manifest[font]})`));
}

function bundleScript(name) {
  const { outputFiles } = buildSync({
    entryPoints: [join(sources, "js", `${name}.js`)],
    bundle: true,
    format: "esm",
    minify: true,
    target: "es2020",
    legalComments: "none",
    write: false,
  });
  keep(`${name}.js`, outputFiles[0].text);
}

copyFonts();
for (const name of ["respond", "engage"]) {
  compileStyles(name);
  bundleScript(name);
}
files.set("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);

// Only when everything has compiled does the last build go.
rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const [name, content] of files) writeFileSync(join(target, name), content);
