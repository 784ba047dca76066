// The bare crossing: a build of its own, with the feature `bench`, that reads objects and converts a plan back.
// Same compiler settings and same optimiser as the package's module.

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createHash } from "node:crypto";

const root = new URL("../../", import.meta.url);
const path = (name) => new URL(name, root).pathname;
const run = (command, args, env = {}) => execFileSync(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"], encoding: "utf8" });

/** Builds what is stale and loads it; `new Crossing(input, options).cross(input)`. */
export function loadCrossing() {
  const out = path("target/bench/glue");
  run(path(".ci/wasm-cargo"), ["build", "--quiet", "--release", "--lib", "--features", "bench", "--target-dir", "target/bench"], { CARGO_PROFILE_RELEASE_OPT_LEVEL: "3" });
  const wasm = path("target/bench/wasm32-unknown-unknown/release/wonvoice.wasm");
  const hash = createHash("sha256").update(readFileSync(wasm)).digest("hex");
  const stamp = `${out}.stamp`;
  if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== hash) {
    const tools = run(path(".ci/wasm-bindgen"), []).trim();
    run(`${tools}/wasm-bindgen`, ["--target", "nodejs", "--out-dir", out, "--out-name", "crossing", wasm]);
    const features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "multivalue", "reference-types"].map((name) => `--enable-${name}`);
    run(path("node_modules/.bin/wasm-opt"), ["-O3", ...features, "-o", `${out}/small.wasm`, `${out}/crossing_bg.wasm`]);
    copyFileSync(`${out}/small.wasm`, `${out}/crossing_bg.wasm`);
    // Node reads what lies below as modules, unless told; the glue is a script.
    writeFileSync(`${out}/package.json`, '{ "type": "commonjs" }');
    writeFileSync(stamp, hash);
  }
  return createRequire(import.meta.url)(`${out}/crossing.js`).Crossing;
}
