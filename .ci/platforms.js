// The platforms' packages over pkg/, each in target/platforms/NAME. A platform is a module with `export async function
// build(made)`, which writes its files by `made`; a new platform is a row of PLATFORMS.
// Usage: node .ci/platforms.js [NAME…]

import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** @typedef {typeof import("../pkg/index.js")} Package */

/** Names, and the builder of each, from the root. @type {Record<string, string>} */
const PLATFORMS = {
  "n8n-nodes-wonvoice": "js-shim/n8n/build.js",
  "piece-wonvoice": "js-shim/activepieces/build.js",
  zapier: "js-shim/zapier/app/build.js",
  "node-red": "js-shim/node-red/app/build.js",
  make: "js-shim/make/app/build.js",
};

const root = fileURLToPath(new URL("..", import.meta.url));

/** The line that heads a generated file. */
const GENERATED = "Made by .ci/platforms: do not edit.";

/**
 * What a builder is given.
 * @param {string} name @param {string} folder
 */
function makerOf(name, folder) {
  const from = (/** @type {string} */ path) => join(root, path);
  return {
    /** As in PLATFORMS. */
    name,
    /** Where its files go; it may write there by itself. */
    folder,
    root,
    /** A path from the root. */
    from,
    generated: GENERATED,
    /** The package's own manifest: version, licence, links. */
    manifest: JSON.parse(readFileSync(from("pkg/package.json"), "utf8")),
    /** @param {string} path in its folder @param {string | Uint8Array} content */
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    },
    /** @param {string} path in its folder @param {unknown} value */
    writeJson(path, value) {
      this.write(path, `${JSON.stringify(value, null, 2)}\n`);
    },
    /** A file as it is. @param {string} path in its folder @param {string} source from the root */
    copy(path, source) {
      this.write(path, readFileSync(from(source)));
    },
    /** What the finished package can do; which operations it has, `surface` knows by their names. @returns {Promise<Package>} */
    surface: () => import(pathToFileURL(from("pkg/node.js")).href),
  };
}

/** @typedef {ReturnType<typeof makerOf>} Made */

/** @param {string} folder @returns {number} bytes of all its files */
const sizeOf = (folder) => readdirSync(folder, { withFileTypes: true, recursive: true }).reduce((sum, one) => sum + (one.isFile() ? statSync(join(one.parentPath, one.name)).size : 0), 0);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => PLATFORMS[name] === undefined);
if (unknown.length > 0) throw new Error(`there is no platform ${unknown.join(", ")}, only ${Object.keys(PLATFORMS).join(", ")}`);

for (const [name, builder] of Object.entries(PLATFORMS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  const folder = join(root, "target/platforms", name);
  // Beside it first: whoever reads the last build meanwhile never sees half of one.
  const work = `${folder}.${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const { build } = await import(pathToFileURL(join(root, builder)).href);
  await build(makerOf(name, work));
  rmSync(folder, { recursive: true, force: true });
  renameSync(work, folder);
  console.log(`${relative(root, folder)}: ${(sizeOf(folder) / 1024).toFixed(1)} KB`);
}
