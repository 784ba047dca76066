// Makes pkg/ from the two compiled modules, js-shim/ and pkg-template/.
// Usage: node .ci/build.js WASM_BINDGEN FULL_WASM STEP_WASM

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import binaryen from "binaryen";
import * as esbuild from "esbuild";

import { factsSchema } from "../js-shim/report-tables.js";
import { bodies, packed, unpacker, withWideLengths } from "./pack.js";
import { buildPreview } from "./preview.js";

const [wasmBindgen = "", fullWasm = "", stepWasm = ""] = process.argv.slice(2);
const work = "target/package";
const out = "pkg";

// Named features, never all: stringref would break Node 20.
const FEATURES = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "multivalue", "reference-types"];
// On code that rustc compiled for speed, -O3 gains nothing measurable over -Oz.
// Functions with one caller stay functions in the step core: small bodies repeat each other, which packs better.
// The lowest kilobyte is the far end of the stack: no address is computed by wrapping around into it.
const OPTIMISE = {
  full: ["-Oz", "--low-memory-unused"],
  step: ["-Oz", "--converge", "--low-memory-unused", "--one-caller-inline-max-function-size=10"],
};
/** Oldest hosts: Node 18 in code steps. */
const TARGET = "es2022";
const SURFACE = {
  full: ["validate", "mapDealToInvoice", "matchContact", "decideVerdict", "paymentStatus", "lookups", "contactLookups", "writes", "predictTotals", "compareTotals", "localTime", "alignContact", "compactSnapshot", "checkConfig", "diffConfig", "draftConfig", "shadow", "reconcile", "audit", "findDuplicates", "handoffStart", "handoffStep", "batchWrites", "splitBatch", "sendRequest", "Mapper", "ContactIndex", "Books", "callJson", "version"],
  step: ["callJson", "version"],
};

/** Runs a step only when its inputs changed; optimising takes most of the time of a build. */
function onceFor(stamp, inputs, run) {
  const hash = createHash("sha256");
  for (const input of inputs) hash.update(input);
  const want = hash.digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === want) return;
  run();
  writeFileSync(stamp, want);
}

/** The standard library's functions that word a panic and never return. */
const PANICS = /^<?(core|alloc|std)(\[\w+\])?::(panicking::.*|.*(_failed|_fail|_fail_rt|handle_error|handle_alloc_error|capacity_overflow))(::h\w{16})?$/;

/** What words a value for a panic, and for nothing else in a code step. */
const DEBUGS = /^<.* as core(\[\w+\])?::fmt::Debug>::fmt(\[\d+\])?(::h\w{16})?$/;

/** What gives memory back, which nobody needs who takes it back as a whole; a drain also closes a gap. */
const DROPS = /^<?(core|alloc)(\[\w+\])?::(ptr::drop_in_place::<(?!.*(Drain|Splice|Guard|RefMut|::Ref<)).*|raw_vec::RawVecInner(<.*>)?>::deallocate)(::h\w{16})?$/;

/**
 * The module with a bare trap for each panic: nobody would read its words, and the code that words it goes too. For a
 * code step also without what words values for panics, and, since it never frees (src/edge/region.rs), without the
 * walks through what would be freed.
 */
function trimmed(bytes, frees) {
  const wasm = binaryen.readBinary(bytes);
  const functions = Array.from({ length: wasm.getNumFunctions() }, (_, index) => wasm.getFunctionByIndex(index));
  const named = (pattern) => functions.filter((one) => pattern.test(binaryen.getFunctionInfo(one).name));
  const panics = named(PANICS);
  if (panics.length < 10) throw new Error(`only ${panics.length} of the functions that panic are known by name`);
  for (const one of frees ? panics : panics.concat(named(DEBUGS))) binaryen.Function.setBody(one, wasm.unreachable());
  const drops = frees ? [] : named(DROPS);
  if (!frees && drops.length < 100) throw new Error(`only ${drops.length} of the functions that free are known by name`);
  for (const one of drops) binaryen.Function.setBody(one, wasm.nop());
  const out = wasm.emitBinary();
  wasm.dispose();
  return out;
}

/** As many functions as are called with one byte: those most called, which the optimiser puts first. */
const CALLED_MOST = 64;

/** The runs of four bytes in a function's body. @param {Uint8Array} body */
const runsOf = (body) => new Set(Array.from({ length: Math.max(0, body.length - 3) }, (_, at) => body[at] | (body[at + 1] << 8) | (body[at + 2] << 16) | (body[at + 3] << 24)));

/** From 0 to 1, how much of two sets is in both. */
function alike(a, b) {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let both = 0;
  for (const run of few) if (many.has(run)) both++;
  return both / Math.sqrt((a.size + 1) * (b.size + 1));
}

/** Each function beside one that is like it: of those left, the one most like the last. */
function chained([first, ...left]) {
  const chain = [first];
  for (let last = first; left.length > 0; chain.push(last)) {
    const likeness = left.map(({ runs }) => alike(runs, last.runs));
    [last] = left.splice(likeness.indexOf(Math.max(...likeness)), 1);
  }
  return chain;
}

/** The module with functions of the same signature together, and among them those that are alike, which packs better. */
function withLikesTogether(bytes) {
  const wasm = binaryen.readBinary(bytes);
  const functions = Array.from({ length: wasm.getNumFunctions() }, (_, index) => binaryen.getFunctionInfo(wasm.getFunctionByIndex(index)));
  const own = functions.filter(({ module }) => module === "");
  const code = bodies(bytes);
  const groups = new Map();
  own.slice(CALLED_MOST).forEach((one, at) => {
    // Spelt out: a type's number is another in each run.
    const signature = [one.params, one.results].map(binaryen.expandType).join("|");
    if (!groups.has(signature)) groups.set(signature, []);
    groups.get(signature).push({ ...one, runs: runsOf(code[at + CALLED_MOST]) });
  });
  const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const { name, params, results, vars, body } of sorted.flatMap(([, group]) => chained(group))) {
    wasm.removeFunction(name);
    wasm.addFunction(name, params, results, vars, body);
  }
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(2);
  const out = wasm.emitBinary();
  wasm.dispose();
  return out;
}

/** wasm-bindgen's output and the optimised module, in target/package/KIND. */
function bind(kind, wasm) {
  const folder = join(work, kind);
  const settings = JSON.stringify([FEATURES, OPTIMISE[kind], String(PANICS), String(DEBUGS), String(DROPS), ...[withLikesTogether, chained, alike, runsOf].map(String)]);
  onceFor(`${folder}.stamp`, [readFileSync(wasm), readFileSync(wasmBindgen), settings], () => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    execFileSync(wasmBindgen, ["--target", "bundler", "--out-dir", folder, "--out-name", "wonvoice", wasm], { stdio: "inherit" });
    const bound = join(folder, "wonvoice_bg.wasm");
    writeFileSync(bound, trimmed(readFileSync(bound), kind === "full"));
    const features = FEATURES.map((name) => `--enable-${name}`);
    // Names and the list of features are stripped only now: wasm-bindgen reads them.
    const args = [...OPTIMISE[kind], ...features, "--strip-debug", "--strip-producers", "--strip-target-features"];
    const optimised = join(folder, "wonvoice.wasm");
    execFileSync("node_modules/.bin/wasm-opt", [...args, "-o", optimised, bound], { stdio: "inherit" });
    if (kind === "step") writeFileSync(optimised, withLikesTogether(readFileSync(optimised)));
  });
  return { kind, folder, bytes: readFileSync(join(folder, "wonvoice.wasm")) };
}

/** The glue as one factory: `makeGlue(TextEncoder, TextDecoder)`, so that a new instance gets new glue. */
async function glueFactory({ kind, folder, bytes }) {
  const module = new WebAssembly.Module(bytes);
  const imports = WebAssembly.Module.imports(module);
  const foreign = imports.filter(({ module }) => module !== "./wonvoice_bg.js");
  if (foreign.length > 0) throw new Error(`the ${kind} module imports ${foreign.map(({ module, name }) => `${module}.${name}`)}`);
  const names = imports.map(({ name }) => name);
  const missing = SURFACE[kind].filter((name) => !new RegExp(`^export (class|function) ${name}\\b`, "m").test(readFileSync(join(folder, "wonvoice_bg.js"), "utf8")));
  if (missing.length > 0) throw new Error(`the ${kind} module does not export ${missing.join(", ")}`);
  const api = SURFACE[kind];
  // Listed one by one: a namespace object would bring esbuild's helper, which needs Object.defineProperty.
  const entry = [
    `import { __wbg_set_wasm, ${[...api, ...names].join(", ")} } from "./wonvoice_bg.js";`,
    `glue.setWasm = __wbg_set_wasm;`,
    `glue.api = { ${api.join(", ")} };`,
    `glue.foreign = { ${names.join(", ")} };`,
  ].join("\n");
  const built = await esbuild.build({ stdin: { contents: entry, resolveDir: folder }, bundle: true, write: false, format: "iife", target: TARGET, legalComments: "none" });
  return `export function makeGlue(TextEncoder, TextDecoder) { "use strict"; const glue = {};\n${built.outputFiles[0].text}\nreturn glue; }`;
}

/** The module packed, as JSON; kept, since packing takes seconds. */
function packedOnce(bytes) {
  const file = join(work, "packed.json");
  const sources = [".ci/pack.js", "js-shim/unpack.wat"].map((name) => readFileSync(name));
  onceFor(`${file}.stamp`, [bytes, ...sources], () => {
    const { bytes: _, ...made } = packed(withWideLengths(bytes));
    writeFileSync(file, JSON.stringify(made));
  });
  return readFileSync(file, "utf8");
}

/** The hosts that a code step is made for. */
const HOSTS = ["zapier", "make", "n8n", "node-red"];

/** Each host's adapter as a classic script that leaves `wonvoiceStep`. */
async function adapters() {
  const made = {};
  for (const host of HOSTS) {
    const options = { entryPoints: [`js-shim/${host}/step.js`], bundle: true, write: false, format: "iife", target: TARGET, legalComments: "none", charset: "ascii" };
    const code = withoutDoubleBraces((await esbuild.build(options)).outputFiles[0].text, (await esbuild.build({ ...options, minify: true })).outputFiles[0].text);
    made[host] = `var wonvoiceStep = (function () { var result = {};\n${code}\nreturn result.run; })();\n`;
  }
  return `export const adapters = ${JSON.stringify(made)};`;
}

/** Supplies what js-shim/ imports as `wonvoice:…`. */
function virtual(glue, bytes, scripts = "") {
  const base64 = (data) => JSON.stringify(Buffer.from(data).toString("base64"));
  const modules = {
    "wonvoice:glue": () => glue,
    "wonvoice:bytes": () => `export const bytes = ${base64(bytes)};`,
    "wonvoice:packed": () => `export const unpacker = ${JSON.stringify(unpacker())}; export const packed = ${packedOnce(bytes)};`,
    "wonvoice:adapters": () => scripts,
  };
  return {
    name: "wonvoice",
    setup(build) {
      build.onResolve({ filter: /^wonvoice:/ }, ({ path }) => ({ path, namespace: "wonvoice" }));
      build.onLoad({ filter: /.*/, namespace: "wonvoice" }, ({ path }) => ({
        contents: modules[path](),
        resolveDir: ".",
      }));
    },
  };
}

/** The packages of others inside a bundle, by their folder. */
const others = new Set();

/** @param {string[]} paths what a bundle was made of */
function contains(paths) {
  for (const path of paths) for (const [folder = ""] of path.matchAll(/node_modules\/(?:@[^/]+\/)?[^/]+/g)) others.add(folder);
}

/** A bundle, with a note of whose code is in it. */
async function bundled(options) {
  const built = await esbuild.build({ metafile: true, ...options });
  contains(Object.keys(built.metafile.inputs));
  return built;
}

async function bundle(entry, outfile, options) {
  await bundled({
    entryPoints: [join("js-shim", entry)],
    outfile: join(out, outfile),
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: TARGET,
    external: ["node:*", "./wonvoice.wasm", "./node.js"],
    legalComments: "none",
    ...options,
  });
}

/** The crates compiled into the wasm, each with its folder. */
function crates() {
  const args = ["metadata", "--format-version", "1", "--locked", "--filter-platform", "wasm32-unknown-unknown"];
  const { packages, resolve } = JSON.parse(execFileSync("cargo", args, { maxBuffer: 1 << 27 }).toString());
  const known = new Map(packages.map((one) => [one.id, one]));
  const nodes = new Map(resolve.nodes.map((one) => [one.id, one]));
  const found = new Set([resolve.root]);
  for (const id of found) {
    for (const { pkg, dep_kinds } of nodes.get(id).deps) {
      const isMacro = known.get(pkg).targets.some(({ kind }) => kind.includes("proc-macro"));
      if (!isMacro && dep_kinds.some(({ kind }) => kind === null)) found.add(pkg);
    }
  }
  found.delete(resolve.root);
  return [...found].map((id) => known.get(id)).map(({ name, version, license, manifest_path }) => ({ name, version, license, folder: join(manifest_path, "..") }));
}

/** The licences of what the package contains of others, as each asks for. */
function notices() {
  const npm = [...others].map((folder) => ({ ...JSON.parse(readFileSync(join(folder, "package.json"), "utf8")), folder }));
  const parts = [...npm, ...crates()].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, version, license, folder }) => {
    const files = readdirSync(folder).filter((one) => /^licen[cs]e/i.test(one));
    const file = files.find((one) => /mit/i.test(one)) ?? files[0];
    // Some crates leave their licence to its name; of Apache's, the text is the same for all.
    const text = file !== undefined ? join(folder, file) : /\bApache-2\.0\b/.test(license) ? "LICENSE-APACHE" : undefined;
    if (text === undefined) throw new Error(`${name} is part of the package and has no licence file`);
    return `${name} ${version} (${license})\n\n${readFileSync(text, "utf8").trim()}\n`;
  });
  return `The package contains code of these libraries, under these licences.\n\n${parts.join(`\n${"-".repeat(72)}\n\n`)}`;
}

/**
 * Code for hosts that take double braces for their own template syntax. Whitespace tells code from text: what is
 * double in the readable form stands inside a string, and could not be parted without changing it.
 */
function withoutDoubleBraces(readable, small) {
  if (/\{\{|\}\}/.test(readable)) throw new Error("double braces inside a text of a code step: " + /.*(\{\{|\}\}).*/.exec(readable)?.[0].slice(0, 300));
  return small.trim().replace(/\{(?=\{)/g, "{ ").replace(/\}(?=\})/g, "} ");
}

/** The classic script for code steps. */
async function singleFile(step) {
  const options = {
    entryPoints: ["js-shim/step.js"],
    bundle: true,
    write: false,
    format: "iife",
    target: TARGET,
    legalComments: "none",
    charset: "ascii",
    plugins: [virtual(await glueFactory(step), step.bytes)],
  };
  const [readable] = (await esbuild.build(options)).outputFiles;
  const [small] = (await esbuild.build({ ...options, minify: true })).outputFiles;
  const code = withoutDoubleBraces(readable.text, small.text);
  const operations = ["validate", "mapDealToInvoice", "matchContact", "decideVerdict", "paymentStatus", "lookups", "contactLookups", "writes", "predictTotals", "compareTotals", "localTime", "withLocalDates", "callJson", "version"];
  const literal = operations.map((name) => `${name}: result.${name}`).join(", ");
  writeFileSync(join(out, "wonvoice.step.js"), `var wonvoice = (function () { var result = {};\n${code}\nreturn { ${literal} }; })();\n`);
}

/**
 * Declarations indented by their braces: wasm-bindgen counts one more for each type that closes in mid-line, until
 * four fifths of the file are blanks.
 */
function indented(text) {
  let depth = 0;
  const line = (trimmed) => {
    if (trimmed === "") return "";
    if (/^(\/\*|\*)/.test(trimmed)) return "  ".repeat(depth) + (trimmed.startsWith("*") ? " " : "") + trimmed;
    const code = trimmed.replace(/\/\*.*?\*\/|\/\/.*$|"[^"]*"/g, "");
    const closes = /^[}\])]*/.exec(code)[0].length;
    const at = Math.max(0, depth - closes);
    depth = Math.max(0, depth + code.split(/[{[(]/).length - code.split(/[}\])]/).length);
    return "  ".repeat(at) + trimmed;
  };
  return text.split("\n").map((one) => line(one.trim())).join("\n");
}

mkdirSync(work, { recursive: true });
const full = bind("full", fullWasm);
const step = bind("step", stepWasm);

rmSync(out, { recursive: true, force: true });
mkdirSync(out);
cpSync("pkg-template", out, { recursive: true });
for (const name of readdirSync(".").filter((name) => name.startsWith("LICENSE"))) cpSync(name, join(out, name));
writeFileSync(join(out, "wonvoice.wasm"), full.bytes);

const glue = await glueFactory(full);
const plugins = [virtual(glue, full.bytes)];
const cjsHere = {
  format: "cjs",
  define: { "import.meta.url": "wonvoiceHere" },
  banner: { js: `const wonvoiceHere = require("node:url").pathToFileURL(__filename);` },
};
await bundle("node.js", "node.js", { plugins });
await bundle("node.js", "node.cjs", { plugins, ...cjsHere });
await bundle("browser.js", "browser.js", { plugins });
await bundle("workerd.js", "workerd.js", { plugins });
await bundle("inline.js", "inline.js", { plugins });
await bundle("inline.js", "inline.cjs", { plugins, format: "cjs" });
await singleFile(step);

/** The page of reports as one file without anything outside it; its script and style run by their hashes alone. */
async function page() {
  const built = async (options) => (await bundled({ write: false, bundle: true, minify: true, legalComments: "none", charset: "utf8", ...options })).outputFiles[0].text.trim();
  // Data stands in a block before it: what would end a script must not stand in the script itself.
  const script = (await built({ entryPoints: ["js-shim/page/report.js"], format: "iife", platform: "browser", target: TARGET })).replaceAll("</script", "<\\/script");
  const style = await built({ stdin: { contents: `@import "tabulator-tables/dist/css/tabulator_simple.css";\n@import "./js-shim/page/report.css";`, resolveDir: ".", loader: "css" } });
  const hash = (text) => `sha256-${createHash("sha256").update(text).digest("base64")}`;
  const parts = { "SCRIPT-HASH": hash(script), "STYLE-HASH": hash(style), STYLE: style, SCRIPT: script };
  const template = readFileSync("js-shim/page/report.html", "utf8");
  writeFileSync(join(out, "report.html"), template.replace(/\/\*(SCRIPT-HASH|STYLE-HASH|STYLE|SCRIPT)\*\//g, (_, name) => parts[name]));
}

const manifest = JSON.parse(readFileSync("pkg-template/package.json", "utf8"));
if (existsSync("js-shim/cli.js")) {
  await bundle("cli.js", "cli.js", {
    platform: "node",
    plugins: [virtual(glue, full.bytes, await adapters())],
    define: { WONVOICE_VERSION: JSON.stringify(manifest.version) },
    // The argument parser is CommonJS inside.
    banner: { js: `#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);` },
  });
  chmodSync(join(out, "cli.js"), 0o755);
  await page();
  writeFileSync(join(out, "facts.schema.json"), `${JSON.stringify(factsSchema(), null, 2)}\n`);
  cpSync("js-shim/serve/public.d.ts", join(out, "serve.d.ts"));
  // The durable middleware; what it needs of others is installed by whoever wants it.
  await bundle("serve/index.js", "serve.js", {
    platform: "node",
    plugins,
    external: ["@restatedev/*", "oauth4webapi"],
  });
}

contains(await buildPreview({ out, stepWasm: step.bytes, page: virtual(await glueFactory(step), step.bytes, await adapters()), worker: plugins[0], version: manifest.version }));

writeFileSync(join(out, "LICENSE-LIBRARIES"), notices());

// Declarations: what wasm-bindgen wrote from Rust, and what tsc reads from the shim's own JSDoc.
execFileSync("node_modules/.bin/tsc", ["-p", "js-shim/tsconfig.types.json"], { stdio: "inherit" });
const own = [join(work, "types/error.d.ts"), "js-shim/init-types.d.ts"].map((name) => readFileSync(name, "utf8")).join("\n");
const generated = indented(readFileSync(join(full.folder, "wonvoice.d.ts"), "utf8"));
// wasm-bindgen's classes name Symbol.dispose, which a project with an older `lib` does not know.
const declarations = `/// <reference lib="esnext.disposable" />\n${generated}\n${own}`;
for (const name of ["index.d.ts", "index.d.cts"]) writeFileSync(join(out, name), declarations);

const kilo = (name) => `${name} ${(readFileSync(join(out, name)).length / 1024).toFixed(1)} KB`;
console.log(`pkg/ ${manifest.version}: ${["wonvoice.wasm", "wonvoice.step.js", "inline.js", "node.js"].map(kilo).join(", ")}`);
