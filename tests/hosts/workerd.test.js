// A module Worker, bundled as Cloudflare's tools do it: by the package's `workerd` condition, its .wasm a module beside it.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { basename, join } from "node:path";
import * as esbuild from "esbuild";
import { Miniflare } from "miniflare";
import { check, esModule, project } from "./project.js";
import { pinned } from "./runtimes.js";

const user = project({ after });
user.write("trapping.wasm", user.trapping);

/**
 * A Worker's answer to one request.
 * @param {string} name @param {string} source
 */
async function answer(name, source) {
  const entry = user.write(`${name}.js`, source);
  const folder = join(user.folder, name);
  const { metafile } = await esbuild.build({
    entryPoints: [entry],
    outdir: folder,
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["workerd", "worker", "browser"],
    loader: { ".wasm": "copy" },
    assetNames: "[name]",
    metafile: true,
    logLevel: "error",
  });
  const files = Object.keys(metafile.outputs).map((path) => basename(path)).sort();
  // The script first: it is the Worker.
  const modules = [`${name}.js`, ...files.filter((file) => file.endsWith(".wasm"))].map((file) => ({ type: file.endsWith(".wasm") ? "CompiledWasm" : "ESModule", path: join(folder, file) }));
  const worker = new Miniflare({ modulesRoot: folder, modules: /** @type {any} */ (modules), compatibilityDate: "2026-07-01" });
  try {
    return { text: await (await worker.dispatchFetch("https://worker.test/")).text(), files };
  } finally {
    await worker.dispose();
  }
}

const serve = (/** @type {string} */ body) => `export default { async fetch() { ${body} } };`;

describe("workerd", () => {
  test("import", async () => {
    const [imports = "", body = ""] = esModule("wonvoice", "return new Response(JSON.stringify(outcome));").split(/(?=const outcome)/);
    const { text, files } = await answer("imported", `${imports}import module from "./trapping.wasm";\n${serve(body.replace("suite)", "suite, module)"))}`);
    assert.deepEqual(files, ["imported.js", "trapping.wasm", "wonvoice.wasm"]);
    // Its clock stands still while code runs.
    check("workerd, by miniflare", pinned("miniflare"), "`import` in a module Worker", JSON.parse(text), { isClockFrozen: true });
  });

  test("the inline entry says what to do instead", async () => {
    const { text } = await answer("inline", `import * as wonvoice from "wonvoice/inline";\n${serve(`try { return new Response(wonvoice.version()); } catch (error) { return new Response(error.message); }`)}`);
    assert.match(text, /^INTERNAL_NOT_LOADED: the wasm could not be compiled \(.*disallowed.*\): .*on Workers, import "wonvoice"/);
  });
});
