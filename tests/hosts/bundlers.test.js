// What bundlers make of the package, run where it is meant to run.

import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync } from "node:fs";
import { after, describe, test } from "node:test";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { build, createServer } from "vite";
import webpack from "webpack";
import { chromium, html, printed, serve } from "./chromium.js";
import { check, esModule, nodeOf, project } from "./project.js";
import { pinned } from "./runtimes.js";

const user = project({ after });
const browser = await chromium({ after });
const origin = await serve({ after }, user.folder);
user.write("main.js", esModule("wonvoice"));
user.write("main-inline.js", esModule("wonvoice/inline"));
user.write("index.html", html(["/main.js"], 'type="module"'));
/** @param {string} folder */
const shipped = (folder) => readdirSync(join(user.folder, folder), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".wasm"));

describe("Vite", () => {
  const version = pinned("vite");
  const settings = /** @type {const} */ ({ root: user.folder, configFile: false, logLevel: "error", cacheDir: join(user.folder, "vite-cache") });

  test("build", async () => {
    await build({ ...settings, base: "./", build: { outDir: "vite", target: "es2022", chunkSizeWarningLimit: 10_000 } });
    assert.equal(shipped("vite").length, 1);
    check("Vite", version, "build, in Chromium under the policy", await printed(browser, `${origin}/vite/index.html`));
  });

  test("development server", async () => {
    const server = await createServer({ ...settings, server: { port: 0, host: "127.0.0.1", hmr: false, watch: null } });
    try {
      await server.listen();
      check("Vite", version, "development server, in Chromium", await printed(browser, server.resolvedUrls?.local[0] ?? ""));
    } finally {
      await server.close();
    }
  });
});

describe("webpack", () => {
  const version = pinned("webpack");
  /** @param {string} name @param {"web" | "node"} target */
  const pack = async (name, target) => {
    const compiler = webpack({ mode: "production", context: user.folder, entry: "./main.js", target: [target, "es2022"], output: { path: join(user.folder, name), filename: "main.js" }, performance: false });
    const stats = await new Promise((resolve, reject) => compiler.run((error, stats) => (error ? reject(error) : resolve(stats))));
    assert.deepEqual(stats.toJson({ all: false, errors: true, warnings: true }), { errors: [], warnings: [] });
    assert.equal(shipped(name).length, 1);
  };

  test("for browsers", async () => {
    await pack("webpack-web", "web");
    user.write("webpack-web/index.html", html(["main.js"]));
    check("webpack", version, "build, in Chromium under the policy", await printed(browser, `${origin}/webpack-web/index.html`));
  });

  test("for Node.js", async () => {
    await pack("webpack-node", "node");
    user.write("webpack-node/package.json", "{}");
    check("webpack", version, "build for Node.js", await user.run(nodeOf(24), ["webpack-node/main.js"]));
  });
});

describe("esbuild", () => {
  const version = pinned("esbuild");
  /** @param {string} entry @param {string} name */
  const bundle = (entry, name) =>
    esbuild.build({ entryPoints: [join(user.folder, entry)], outfile: join(user.folder, name, "main.js"), bundle: true, minify: true, format: "esm", platform: "browser", target: "es2022", logLevel: "error" });

  test("with the wasm beside the bundle", async () => {
    await bundle("main.js", "esbuild");
    // esbuild leaves the file where it is.
    copyFileSync(join(user.installed, "wonvoice.wasm"), join(user.folder, "esbuild/wonvoice.wasm"));
    user.write("esbuild/index.html", html(["main.js"], 'type="module"'));
    check("esbuild", version, "build with `wonvoice.wasm` beside it, in Chromium under the policy", await printed(browser, `${origin}/esbuild/index.html`));
  });

  test("with the wasm inside", async () => {
    await bundle("main-inline.js", "esbuild-inline");
    user.write("esbuild-inline/index.html", html(["main.js"], 'type="module"'));
    check("esbuild", version, "build of `wonvoice/inline`, in Chromium under the policy", await printed(browser, `${origin}/esbuild-inline/index.html`));
    assert.ok(!existsSync(join(user.folder, "esbuild-inline/wonvoice.wasm")));
  });
});
