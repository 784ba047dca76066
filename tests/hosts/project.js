// The package as its users get it, in a scratch project, and what was found there.

import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { deadly, withTrap } from "../js/trapping.js";
import { goldenCases } from "./golden.js";
import * as runner from "./runner.js";
import { RUNTIMES } from "./runtimes.js";

/** @typedef {import("./runner.js").Outcome} Outcome */

const root = fileURLToPath(new URL("../..", import.meta.url));
export const hosts = fileURLToPath(new URL(".", import.meta.url));
export const nodeOf = (/** @type {20 | 22 | 24} */ major) => join(hosts, `node_modules/node${major}/bin/node`);

export const cases = goldenCases();
assert.ok(cases.length > 300, "the cases are there");

/** The module with a trap in it; kept, since making it takes seconds. @param {string} path */
function trappingModule(path) {
  const bytes = readFileSync(path);
  const file = join(root, "target/hosts", `${createHash("sha256").update(bytes).digest("hex")}.wasm`);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, withTrap(bytes));
    renameSync(`${file}.${process.pid}`, file);
  }
  return readFileSync(file);
}

/** What runs in every runtime, as text to paste. */
export const RUNNER = Object.values(runner).join("\n");

/** Operations that the single file leaves to the package. @type {string[]} */
const NOT_IN_THE_SINGLE_FILE = ["alignContact", "audit", "batchWrites", "checkConfig", "compactSnapshot", "diffConfig", "draftConfig", "findDuplicates", "handoffStart", "handoffStep", "reconcile", "shadow", "splitBatch"];

/**
 * Packs the package and installs it, as one would from a registry. Beside it: `suite.json` and `runner.js`.
 * @param {import("node:test").TestContext | { after(run: () => void): void }} scope deletes it in the end
 */
export function project(scope) {
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-hosts-"));
  scope.after(() => rmSync(folder, { recursive: true, force: true }));
  const npm = (/** @type {string[]} */ ...args) => execFileSync("npm", [...args, "--loglevel=error"], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  const [{ filename }] = JSON.parse(npm("pack", "--json", "--pack-destination", folder, join(root, "pkg")));
  /** @param {string} name @param {string | Uint8Array} content */
  const write = (name, content) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  write("package.json", JSON.stringify({ name: "user", private: true, type: "module" }));
  npm("install", "--no-audit", "--no-fund", "--offline", join(folder, filename));

  const installed = join(folder, "node_modules/wonvoice");
  const trapping = trappingModule(join(installed, "wonvoice.wasm"));
  const suite = { cases, deadly, trapping: trapping.toString("base64"), trappingStep: trappingModule(join(root, "target/package/step/wonvoice.wasm")).toString("base64") };
  write("suite.json", JSON.stringify(suite));
  copyFileSync(join(hosts, "runner.js"), join(folder, "runner.js"));

  return {
    folder,
    installed,
    write,
    /** The single file's text. */
    step: () => readFileSync(join(installed, "wonvoice.step.js"), "utf8"),
    trapping,
    suite,
    /** A program's outcome, which it prints as its last line. @param {string} program @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
    async run(program, args, env = {}) {
      const { stdout } = await promisify(execFile)(program, args, { cwd: folder, encoding: "utf8", env: { ...process.env, ...env }, maxBuffer: 1 << 26 });
      return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "");
    },
  };
}

/** An ES module that runs the whole suite, and what it does with the outcome. @param {string} entry @param {string} [end] */
export const esModule = (entry, end = "console.log(JSON.stringify(outcome));") => `
import * as wonvoice from "${entry}";
import { runPackage } from "./runner.js";
import suite from "./suite.json" with { type: "json" };
const outcome = await runPackage(wonvoice, suite);
${end}
`;

/** The same as a CommonJS module. @param {string} entry */
export const commonJs = (entry) => `
const wonvoice = require("${entry}");
const suite = require("./suite.json");
${RUNNER}
runPackage(wonvoice, suite).then((outcome) => console.log(JSON.stringify(outcome)));
`;

/** A classic script with the single file above it; \`suite\` has to be there. @param {string} step */
export const pasted = (step) => `const began = typeof performance === "object" ? performance.now() : Date.now();\n${step}\n${RUNNER}\nconst outcome = runSingleFile(wonvoice, suite, began);\n`;

/**
 * Holds an outcome against what must be, and notes it for the table.
 * @param {string} name @param {string} version @param {string} way as RUNTIMES names them
 * @param {Outcome} outcome
 * @param {{ isSingleFile?: boolean, isClockFrozen?: boolean }} [kind]
 */
export function check(name, version, way, outcome, { isSingleFile = false, isClockFrozen = false } = {}) {
  const runtime = RUNTIMES.find((one) => one.name === name);
  assert.ok(runtime !== undefined && runtime.ways.includes(way), `runtimes.js names no \`${way}\` of ${name}`);
  if (runtime.versions.length > 0) assert.ok(runtime.versions.includes(version), `${name} is ${version}, not ${runtime.versions}`);

  assert.deepEqual(outcome.wrong, []);
  assert.deepEqual(Object.keys(outcome.absent), isSingleFile ? NOT_IN_THE_SINGLE_FILE : []);
  const absent = Object.values(outcome.absent).reduce((sum, one) => sum + one, 0);
  assert.equal(outcome.passed + absent, cases.length);
  assert.equal(outcome.version, JSON.parse(readFileSync(join(root, "pkg/package.json"), "utf8")).version);
  assert.ok(isSingleFile || outcome.indexed > 10, `${outcome.indexed} parties were sought in an index`);
  assert.ok(outcome.overflows > 0, "no call ran out of stack");
  assert.equal(outcome.traps, 5);

  const file = process.env["WONVOICE_HOSTS_REPORT"];
  const firstMs = isClockFrozen ? null : outcome.firstMs;
  if (file) appendFileSync(file, `${JSON.stringify({ name, version, way, passed: outcome.passed, absent, traps: outcome.traps, overflows: outcome.overflows, firstMs })}\n`);
}
