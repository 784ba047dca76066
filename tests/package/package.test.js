// The package as its users get it: packed, installed in an empty project, and run in each way it claims.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as built from "../../pkg/node.js";
import { good as input } from "../js/inputs.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const expected = built.callJson("mapDealToInvoice", JSON.stringify(input));

/** Every Node there is: the one under this test, and another on the path. */
const nodes = [...new Set([process.execPath, ...(process.env.PATH ?? "").split(":").map((folder) => join(folder, "node")).filter((path) => existsSync(path))])]
  .map((path) => ({ path, version: execFileSync(path, ["-p", "process.version"], { encoding: "utf8" }).trim() }))
  .filter(({ version }, index, all) => all.findIndex((other) => other.version === version) === index);

/** @type {string} */
let project;
/** @type {string} */
let installed;
const write = (name, text) => writeFileSync(join(project, name), text);

before(() => {
  project = mkdtempSync(join(tmpdir(), "wonvoice-package-"));
  const quiet = { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] };
  const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", project, join(root, "pkg")], quiet));
  write("package.json", JSON.stringify({ name: "user", private: true }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--offline", "--loglevel=error", join(project, filename)], quiet);
  installed = join(project, "node_modules/wonvoice");
  write("input.json", JSON.stringify(input));
});
after(() => rmSync(project, { recursive: true, force: true }));

test("holds what its manifest names, and nothing that only the build needs", () => {
  const manifest = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  const named = JSON.stringify([manifest.exports, manifest.bin, manifest.main, manifest.module, manifest.types]).match(/"(?:\.\/)?[\w.]+\.(js|cjs|d\.ts|d\.cts|wasm|json)"/g) ?? [];
  for (const name of named) assert.ok(existsSync(join(installed, JSON.parse(name))), `${name} is missing`);
  assert.equal(manifest.dependencies, undefined);
  assert.deepEqual(readdirSync(installed).filter((name) => !named.some((path) => path.includes(name))).sort(), ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-LIBRARIES", "LICENSE-MIT", "README.md", "preview", "report.html"]);
  assert.equal(built.version(), manifest.version);
});

// The same few lines through every entry.
const USE = `
  const input = JSON.parse(readFileSync("input.json", "utf8"));
  const plan = wonvoice.mapDealToInvoice(input);
  let thrown; try { wonvoice.validate(null) } catch (error) { thrown = [error instanceof wonvoice.WonvoiceError, error.name, error.message.startsWith(error.code + ": ")] }
  const mapper = new wonvoice.Mapper(input.config, input.snapshots ?? input.snapshot);
  console.log(JSON.stringify({ plan, again: mapper.map(input), text: JSON.parse(wonvoice.callJson("mapDealToInvoice", JSON.stringify(input))), thrown, version: wonvoice.version() }));
`;

/** @param {string} output */
function check(output) {
  const { plan, again, text, thrown, version } = JSON.parse(output);
  assert.deepEqual(plan, JSON.parse(expected));
  assert.deepEqual(text, plan);
  // Its origins lie in what the Mapper keeps.
  const bodies = ({ documents }) => documents.map(({ body, totals }) => ({ body, totals }));
  assert.deepEqual(bodies(again), bodies(plan));
  assert.deepEqual(thrown, [true, "WonvoiceError", true]);
  assert.equal(version, built.version());
}

for (const { path, version } of nodes) {
  describe(`Node ${version}`, () => {
    const run = (file, ...args) => execFileSync(path, [file, ...args], { cwd: project, encoding: "utf8" });

    for (const entry of ["wonvoice", "wonvoice/inline"]) {
      test(`import "${entry}"`, () => {
        write("use.mjs", `import { readFileSync } from "node:fs"; import * as wonvoice from "${entry}"; await wonvoice.init(); ${USE}`);
        check(run("use.mjs"));
      });

      test(`require("${entry}")`, () => {
        write("use.cjs", `const { readFileSync } = require("node:fs"); const wonvoice = require("${entry}"); ${USE}`);
        check(run("use.cjs"));
      });
    }

    test("the browser's entry, given the bytes, a module, a Response, and an address", () => {
      const entry = join(installed, "browser.js");
      for (const source of ["bytes", "new WebAssembly.Module(bytes)", "new Response(bytes)", "Promise.resolve(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))", "`data:application/wasm;base64,${bytes.toString('base64')}`"]) {
        write("use.mjs", `import { readFileSync } from "node:fs"; import * as wonvoice from ${JSON.stringify(entry)};
          const bytes = readFileSync(${JSON.stringify(join(installed, "wonvoice.wasm"))});
          let early; try { wonvoice.version() } catch (error) { early = error }
          if (!early.message.startsWith("INTERNAL_NOT_LOADED: ")) throw new Error("answered before init: " + early);
          await Promise.all([wonvoice.init(${source}), wonvoice.init(${source})]); await wonvoice.init(); ${USE}`);
        check(run("use.mjs"));
      }
    });

    test("a load that failed can be tried again", () => {
      write("use.mjs", `import { readFileSync } from "node:fs"; import * as wonvoice from ${JSON.stringify(join(installed, "browser.js"))};
        const bytes = readFileSync(${JSON.stringify(join(installed, "wonvoice.wasm"))});
        for (const bad of [new Response("no", { status: 404 }), new Uint8Array(3), {}]) {
          let failed; try { await wonvoice.init(bad) } catch (error) { failed = error }
          if (!failed) throw new Error("took it");
        }
        await wonvoice.init(bytes); ${USE}`);
      check(run("use.mjs"));
    });

    test("the single file, as a module of its own", () => {
      write("use.cjs", `const { readFileSync } = require("node:fs"); const file = require.resolve("wonvoice/wonvoice.step.js");
        const wonvoice = new Function(readFileSync(file, "utf8") + "; return wonvoice")();
        console.log(wonvoice.callJson("mapDealToInvoice", readFileSync("input.json", "utf8")));`);
      assert.deepEqual(JSON.parse(run("use.cjs")), JSON.parse(expected));
    });

    test("the command line", () => {
      const bin = join(project, "node_modules/.bin/wonvoice");
      const done = spawnSync(path, [bin, "map", "input.json"], { cwd: project, encoding: "utf8" });
      assert.deepEqual(JSON.parse(done.stdout), JSON.parse(expected), done.stderr);
      assert.equal(done.status, JSON.parse(expected).ok ? 0 : 1);
    });

    test("bundled by esbuild: for a browser with the wasm inside, for Node with the wasm beside it", async () => {
      write("bundled.mjs", `import { readFileSync } from "node:fs"; import * as wonvoice from "wonvoice/inline"; ${USE}`);
      await esbuild.build({ entryPoints: [join(project, "bundled.mjs")], bundle: true, format: "esm", platform: "neutral", external: ["node:fs"], outfile: join(project, "out/inline.mjs"), logLevel: "error" });
      check(run("out/inline.mjs"));

      write("bundled.mjs", `import { readFileSync } from "node:fs"; import * as wonvoice from "wonvoice"; ${USE}`);
      const outfile = join(project, `beside-${version}/node.mjs`);
      await esbuild.build({ entryPoints: [join(project, "bundled.mjs")], bundle: true, format: "esm", platform: "node", outfile, logLevel: "error" });
      const alone = spawnSync(path, [outfile], { cwd: project, encoding: "utf8" });
      assert.match(alone.stderr, /INTERNAL_NOT_LOADED: .*wonvoice\/inline/, "without the wasm it names the remedy");
      copyFileSync(join(installed, "wonvoice.wasm"), join(dirname(outfile), "wonvoice.wasm"));
      check(run(outfile));
    });
  });
}

test("both Nodes that the package names were there", () => {
  const majors = nodes.map(({ version }) => Number(version.slice(1).split(".")[0]));
  assert.ok(majors.includes(24), `Node 24 among ${majors}`);
  assert.ok(majors.some((major) => major < 24), `an older Node among ${majors}`);
});

describe("declarations", () => {
  // The lowest settings a strict project may have: no DOM, no types of Node, every declaration checked.
  for (const [name, module, file] of [["ESM", "nodenext", "use.mts"], ["CJS", "nodenext", "use.cts"], ["a bundler's", "esnext", "use.ts"]]) {
    test(`check in a strict ${name} project`, () => {
      mkdirSync(join(project, "types"), { recursive: true });
      write(`types/${file}`, `
        import { callJson, compactSnapshot, compareTotals, decideVerdict, init, mapDealToInvoice, Mapper, matchContact, paymentStatus, predictTotals, validate, version, withLocalDates, WonvoiceError } from "wonvoice";
        import { mapDealToInvoice as inlined } from "wonvoice/inline";
        export const text: string = callJson("validate", "{}") + version();
        export const ready: Promise<void> = init(new ArrayBuffer(8));
        export const error: Error & { code: string } = new WonvoiceError("A_B", "c");
        export const all = [compactSnapshot, compareTotals, decideVerdict, matchContact, paymentStatus, predictTotals, validate, Mapper, inlined];
        export const ok: boolean = mapDealToInvoice({ deal: {}, config: {}, now: "" } as never).ok;
        export const today: string | undefined = withLocalDates({ deal: {} }, new Date(0)).localDates.today;
        // @ts-expect-error: an operation's name is text
        callJson(5, "{}");
      `);
      const resolution = module === "esnext" ? "bundler" : "nodenext";
      const done = spawnSync(join(root, "node_modules/.bin/tsc"), ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022", "--types", "", "--module", module, "--moduleResolution", resolution, join(project, "types", file)], { cwd: join(project, "types"), encoding: "utf8" });
      assert.equal(done.status, 0, done.stdout);
    });
  }
});
