// A platform's code as one file with the whole package in it, of which the wasm is packed.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as esbuild from "esbuild";
import { packed, unpacker, withWideLengths } from "./pack.js";

/** Oldest Node.js that the platforms run. */
const TARGET = "node20";

/** The packed wasm as a module; kept, since packing takes seconds. @param {string} root */
function packedModule(root) {
  const bytes = readFileSync(`${root}/pkg/wonvoice.wasm`);
  const hash = createHash("sha256");
  for (const part of [bytes, ...[".ci/pack.js", "js-shim/unpack.wat"].map((name) => readFileSync(`${root}/${name}`))]) hash.update(part);
  const file = `${root}/target/platforms/.packed/${hash.digest("hex")}.js`;
  if (!existsSync(file)) {
    const { bytes: _, ...made } = packed(withWideLengths(bytes));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `export const unpacker = ${JSON.stringify(unpacker())};\nexport const packed = ${JSON.stringify(made)};\n`);
  }
  return readFileSync(file, "utf8");
}

/**
 * Bundles an entry that imports `js-shim/platform/package.js`.
 * @param {object} given
 * @param {string} given.root
 * @param {string} given.entry from the root
 * @param {string[]} [given.external] what the platform has
 * @param {Record<string, string>} [given.modules] texts of modules `wonvoice:NAME`
 * @param {string[]} [given.inject] files, from the root, whose exports stand for the globals of their names
 * @param {boolean} [given.isSandboxed] whether the platform forbids the global object
 * @param {string} [given.banner]
 * @returns {Promise<string>} CommonJS
 */
export async function platformBundle({ root, entry, external = [], modules = {}, inject = [], isSandboxed = false, banner = "" }) {
  const known = /** @type {Record<string, () => string>} */ ({ packed: () => packedModule(root), ...Object.fromEntries(Object.entries(modules).map(([name, text]) => [name, () => text])) });
  const { outputFiles } = await esbuild.build({
    entryPoints: [`${root}/${entry}`],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: "cjs",
    platform: "node",
    target: TARGET,
    charset: "ascii",
    legalComments: "none",
    external,
    inject: ["js-shim/platform/global.js", ...inject].map((path) => `${root}/${path}`),
    // The package never loads its wasm by an address here; where the global object is forbidden, nothing of it is used.
    define: { "import.meta.url": '"file:///wonvoice"', ...(isSandboxed ? { globalThis: "undefined", global: "undefined" } : {}) },
    ...(banner === "" ? {} : { banner: { js: banner } }),
    plugins: [{
      name: "wonvoice",
      setup(build) {
        build.onResolve({ filter: /^wonvoice:package$/ }, () => ({ path: `${root}/pkg/browser.js` }));
        build.onResolve({ filter: /^wonvoice:/ }, ({ path }) => ({ path: path.slice("wonvoice:".length), namespace: "wonvoice" }));
        build.onLoad({ filter: /.*/, namespace: "wonvoice" }, ({ path }) => {
          const text = known[path];
          if (text === undefined) throw new Error(`nothing makes wonvoice:${path}`);
          return { contents: text(), resolveDir: root };
        });
      },
    }],
  });
  return outputFiles[0]?.text ?? "";
}
