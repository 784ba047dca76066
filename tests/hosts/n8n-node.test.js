// The community package in n8n's own engine: see n8n-engine.js for what of it is real.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ROWS } from "../../js-shim/platform/operations.js";
import { inputs } from "../js/inputs.js";
import * as codeNode from "../sandboxes/n8n.js";
import { goldenCases } from "./golden.js";
import { installed, n8n } from "./n8n-engine.js";

/** @typedef {{ [key: string]: any }} Json */

const { analyzePackage } = await import(/** @type {string} */ ("@n8n/scan-community-package/scanner/scanner.mjs"));
/** @type {Json} */
const wonvoice = await import(new URL("../../pkg/node.js", import.meta.url).href);

const { folder, packed, files } = installed();
const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
const host = await n8n(folder);
const TYPE = "n8n-nodes-wonvoice.wonvoice";
const rows = ROWS.filter(({ operation }) => typeof wonvoice[operation] === "function");

/** A workflow of a trigger, whose items are pinned, and the node. @param {Json[]} items @param {Json} parameters @param {Json} [settings] of the node */
const workflow = (items, parameters, settings = {}) => ({
  nodes: [{ name: "Start", type: "n8n-nodes-base.manualTrigger" }, { name: "Wonvoice", type: TYPE, parameters, ...settings }],
  connections: { Start: { main: [[{ node: "Wonvoice", type: "main", index: 0 }]] } },
  pinData: { Start: items.map((json) => ({ json })) },
});

/** @param {Json[]} items @param {Json} parameters @param {Json} [settings] */
const run = (items, parameters, settings) => host.run(workflow(items, parameters, settings));

/** @param {string} value */
const rowOf = (value) => rows.find((row) => row.value === value) ?? assert.fail(`no operation ${value}`);

/** @param {string} value @param {Json} [more] */
const operation = (value, more = {}) => ({ resource: rowOf(value).resource, operation: value, ...more });

describe("the package", () => {
  test("is under a megabyte, without dependencies, and holds nothing but what n8n needs", () => {
    assert.ok(packed < 1e6, `${packed} bytes`);
    assert.deepEqual([manifest.dependencies, manifest.peerDependencies], [undefined, { "n8n-workflow": "*" }]);
    assert.deepEqual(files.filter((name) => !/^(dist\/(nodes|credentials)\/|examples\/|LICENSE-|README\.md$|package\.json$)/.test(name)), []);
  });

  test("passes the rules of n8n's scanner, as it is shipped", async () => {
    const { passed, details, message } = await analyzePackage(folder);
    assert.ok(passed, `${message}\n${details}`);
  });

  test("passes the rules for sources, which read the form and the credentials as literals", async () => {
    const source = join(folder, "../lint/n8n-nodes-wonvoice");
    const write = (/** @type {string} */ name, /** @type {string} */ text) => (mkdirSync(join(source, name, ".."), { recursive: true }), writeFileSync(join(source, name), text));
    const { n8n: { credentials, nodes }, ...rest } = manifest;
    write("package.json", JSON.stringify({ ...rest, n8n: { n8nNodesApiVersion: 1, strict: true, credentials, nodes } }, null, 2));
    const literal = (/** @type {unknown} */ value) => JSON.stringify(value, null, 2).replace(/"([a-zA-Z]\w*)":/g, "$1:").replaceAll(/(inputs|outputs): \[\s*"main"\s*\]/g, "$1: [NodeConnectionTypes.Main]");
    const { description } = host.node(TYPE);
    const { iconUrl: _url, codex: _codex, ...form } = JSON.parse(JSON.stringify(description));
    for (const icon of ["wonvoice.svg", "wonvoice.dark.svg"]) write(`nodes/Wonvoice/${icon}`, readFileSync(join(folder, "dist/nodes/Wonvoice", icon), "utf8"));
    const icons = { light: "file:wonvoice.svg", dark: "file:wonvoice.dark.svg" };
    write("nodes/Wonvoice/Wonvoice.node.ts", `import { INodeType, INodeTypeDescription, NodeConnectionTypes } from "n8n-workflow";\nexport class Wonvoice implements INodeType {\n  description: INodeTypeDescription = ${literal({ ...form, icon: icons })};\n}\n`);
    for (const path of credentials) {
      const name = /(\w+)\.credentials\.js$/.exec(path)?.[1] ?? "";
      const { default: _none, [name]: Credential } = await import(join(folder, path));
      const fields = Object.entries(new Credential()).map(([key, value]) => `  ${key}${key === "properties" ? ": INodeProperties[]" : key === "authenticate" ? ": IAuthenticateGeneric" : key === "test" ? ": ICredentialTestRequest" : ""} = ${literal(value)};`);
      write(`credentials/${name}.credentials.ts`, `import { IAuthenticateGeneric, ICredentialTestRequest, ICredentialType, INodeProperties } from "n8n-workflow";\nexport class ${name} implements ICredentialType {\n${fields.join("\n")}\n}\n`);
    }
    const { passed, details, message } = await analyzePackage(source, ["package.json", "{nodes,credentials}/**/*.{js,ts,json}"]);
    assert.ok(passed, `${message}\n${details}`);
    // The same rules, where one is broken.
    write("nodes/Wonvoice/Wonvoice.node.ts", `import { INodeType, INodeTypeDescription } from "n8n-workflow";\nexport class Wonvoice implements INodeType {\n  description: INodeTypeDescription = ${literal({ ...form, icon: "file:none.svg", usableAsTool: undefined })};\n}\n`);
    assert.match(String((await analyzePackage(source, ["nodes/**/*.ts"])).details), /icon/);
  });
});

describe("every golden case of every operation that the node has", () => {
  /** What a durable engine drives by itself, and what the node does for its operations. */
  const OTHERS = ["batchWrites", "handoffStart", "handoffStep", "localTime", "mapMany", "splitBatch"];
  const cases = goldenCases();
  test("none is left out", () => {
    const left = new Set(cases.map((one) => one.operation).filter((name) => !rows.some((row) => row.operation === name)));
    assert.deepEqual([...left].sort(), OTHERS);
  });
  for (const { value, operation: name, list, step } of rows.filter((row) => !row.isHandOver)) {
    test(value, async () => {
      const own = cases.filter((one) => one.operation === name);
      assert.ok(own.length > 0, `no case of ${name}`);
      const { status, error, of } = await run(own.map(({ input }) => JSON.parse(input)), operation(value, { options: { addDates: false, ...(step ? { whole: true } : {}) } }));
      assert.equal(status, "success", String(error?.message));
      const [out = []] = of("Wonvoice");
      assert.deepEqual(out.map(({ pairedItem }) => /** @type {Json} */ (pairedItem).item), own.map((_, index) => index));
      const wrong = own.filter(({ output }, index) => JSON.stringify(output.startsWith("[") ? out[index]?.["json"][list ?? "answers"] : out[index]?.["json"]) !== output);
      assert.deepEqual(wrong.map((one) => one.name), []);
    });
  }
});

describe("answers for the next node are those of the code steps", () => {
  for (const { value, step, operation: name } of rows.filter((row) => row.step)) {
    test(value, async () => {
      const given = inputs(name).map(([, input]) => input);
      const code = execFileSync(process.execPath, [fileURLToPath(new URL("../../pkg/cli.js", import.meta.url)), "snippet", "n8n", "--step", /** @type {string} */ (step), "--snapshot-from", "snapshot"], { encoding: "utf8", maxBuffer: 1 << 26 });
      const items = given.map((json) => ({ json }));
      const expected = codeNode.run(code, items).map(({ json: { method: _1, url: _2, headers: _3, body: _4, ...rest } }) => rest);
      const { status, of } = await run(given, operation(value, { notReady: "pass" }));
      assert.equal(status, "success");
      const words = (/** @type {unknown} */ one) => JSON.parse(JSON.stringify(one).replaceAll("Parts → ", "json.").replaceAll("Wonvoice node", "n8n node"));
      assert.deepEqual(of("Wonvoice")[0]?.map(({ json }) => words(json)), expected);
    });
  }
});

describe("a batch of 500, of which 3 are bad", () => {
  const [good] = inputs("mapDealToInvoice").filter(([name]) => name === "five-products").map(([, input]) => input);
  const bad = { 7: { ...good, deal: "a word" }, 250: { ...good, products: "two chairs" }, 499: { ...good, config: "{" } };
  const batch = Array.from({ length: 500 }, (_, index) => (/** @type {Json} */ (bad)[index]) ?? good);
  const expected = [7, 250, 499];

  test("497 go on, 3 go to the error output and say why", async () => {
    const { status, of } = await run(batch, operation("map"), { onError: "continueErrorOutput" });
    const [ready = [], errors = []] = of("Wonvoice");
    assert.deepEqual([status, ready.length, errors.length], ["success", 497, 3]);
    assert.ok(ready.every(({ json }) => /** @type {Json} */ (json).status === "ready"));
    assert.deepEqual(errors.map(({ pairedItem }) => /** @type {Json} */ (pairedItem).item), expected);
    for (const { json } of errors) assert.match(/** @type {Json} */ (json).error, /^[A-Z]+_[A-Z_]+: .+ \(Parts → .+\); .+/);
    assert.match(errors[0]?.["json"].error, /deal/);
    assert.match(errors[1]?.["json"].error, /Parts → products/);
    assert.match(errors[2]?.["json"].error, /Parts → config/);
  });

  test("or all go on in their order, 3 with an error", async () => {
    const { of } = await run(batch, operation("map"), { onError: "continueRegularOutput" });
    const [all = []] = of("Wonvoice");
    assert.deepEqual([all.length, all.flatMap(({ json }, index) => (/** @type {Json} */ (json).error ? [index] : []))], [500, expected]);
    assert.deepEqual(all.map(({ pairedItem }) => /** @type {Json} */ (pairedItem).item), batch.map((_, index) => index));
  });

  test("or the workflow stops, and its error names all three", async () => {
    const { status, error } = await run(batch, operation("map"));
    assert.equal(status, "error");
    assert.match(error.message, /and 2 more of 500 items/);
    assert.equal(error.description.split("\n").length, 3);
  });

  test("or they are passed on with their findings, and no error", async () => {
    const { status, of } = await run(batch, operation("map", { notReady: "pass" }));
    const [all = []] = of("Wonvoice");
    assert.deepEqual([status, all.flatMap(({ json }, index) => (/** @type {Json} */ (json).status === "refused" ? [index] : []))], ["success", expected]);
  });
});

describe("input that is none", () => {
  const [given] = inputs("mapDealToInvoice").map(([, input]) => input);
  /** @type {[string, Json, RegExp][]} */
  const wrong = [
    ["text that is no JSON", { parts: "{ deal" }, /INPUT_NOT_JSON: `Parts` is no JSON/],
    ["a list", { parts: "={{ [1, 2] }}" }, /INPUT_NOT_AN_OBJECT: `Parts` is a list/],
    ["a number", { parts: "={{ 7 }}" }, /INPUT_NOT_AN_OBJECT: `Parts` is a number/],
    ["nothing", { parts: "={{ undefined }}" }, /_MISSING|INPUT_/],
    ["a deal's title for the deal", { parts: "={{ ({ ...$json, deal: 'Website' }) }}" }, /Parts → deal/],
    ["a snapshot that is a word", { snapshot: "undefined" }, /snapshot/],
    ["a config that was cut off", { config: '{"version": 1, ' }, /Parts → config/],
    ["products that are a text", { parts: "={{ ({ ...$json, products: 'two chairs' }) }}" }, /Parts → products/],
  ];
  for (const [name, parameters, message] of wrong) {
    test(name, async () => {
      const { status, error, of } = await run([given], operation("map", parameters));
      assert.equal(status, "error", JSON.stringify(of("Wonvoice")).slice(0, 300));
      assert.match(error.message, message);
    });
  }

  test("no item gives none, and no error", async () => {
    const { status, of } = await run([], operation("map"));
    assert.deepEqual([status, of("Wonvoice").flat()], ["success", []]);
  });

  test("a deal without products says what it would bill", async () => {
    const { of } = await run([{ ...given, products: [] }], operation("map", { notReady: "pass" }));
    const [[{ json } = /** @type {Json} */ ({})] = []] = of("Wonvoice");
    assert.ok(["ready", "skipped", "refused"].includes(json.status) && json.text !== "", JSON.stringify(json).slice(0, 300));
  });

  test("an operation of another version", async () => {
    const { error } = await run([given], { resource: "deal", operation: "divine" });
    assert.match(error.message, /no operation `divine`/);
  });
});

test("the page in the documentation has each operation, by its resource", () => {
  const page = readFileSync(new URL("../../README.md", import.meta.url), "utf8").split("\n## In n8n\n")[1]?.split("\n## ")[0] ?? "";
  const told = [...page.matchAll(/^\| (Deal|Contact|Setup) \| (.+) \|$/gm)].map(([, resource = "", names = ""]) => [resource.toLowerCase(), names.split("; ").sort()]);
  const offered = ["deal", "contact", "setup"].map((resource) => [resource, rows.filter((row) => row.resource === resource).map(({ name }) => name).sort()]);
  assert.deepEqual(told, offered);
});

test("one item a request", async () => {
  const [name, input] = inputs("validate").find(([name]) => name === "five-products") ?? inputs("mapDealToInvoice").find(([name]) => name === "five-products") ?? assert.fail();
  const { of } = await run([input], operation("lookUp", { options: { perRequest: true } }));
  const [items = []] = of("Wonvoice");
  assert.ok(items.length > 1, name);
  for (const { json, pairedItem } of items) assert.deepEqual([/** @type {Json} */ (json).method, new URL(/** @type {Json} */ (json).url).host, pairedItem], ["GET", "api.xero.com", { item: 0 }]);
});

test("an agent uses it as a tool: what it is for, and what the agent fills in", async () => {
  const { description } = host.node(TYPE);
  assert.equal(description.usableAsTool, true);
  const parts = "={{ $fromAI('parts', 'the parts of the deal', 'json') }}";
  const [given] = inputs("mapDealToInvoice").filter(([name]) => name === "five-products").map(([, input]) => input);
  const tool = host.tool({ id: "1", name: "Validate a deal", type: TYPE, typeVersion: 1, position: [0, 0], parameters: operation("validate", { parts, descriptionType: "auto" }) }, async ({ parts }) => {
    const { of } = await run([parts], operation("validate"));
    return of("Wonvoice")[0]?.[0]?.["json"];
  });
  assert.match(tool.description, /validate/i);
  assert.deepEqual(Object.keys(tool.schema.shape), ["parts"]);
  assert.equal((await tool.invoke({ parts: given })).status, "ready");
});

test("one item a request, where there is none: what is passed on does not vanish, what is done does not go on", async () => {
  const [given] = inputs("mapDealToInvoice").filter(([name]) => name === "five-products").map(([, input]) => input);
  const { of } = await run([given, { ...given, deal: "Website" }], operation("map", { notReady: "pass", options: { perRequest: true } }));
  const [items = []] = of("Wonvoice");
  assert.deepEqual(items.map(({ json, pairedItem }) => [/** @type {Json} */ (json).method ?? /** @type {Json} */ (json).status, /** @type {Json} */ (pairedItem).item]), [["PUT", 0], ["refused", 1]]);
});

after(() => {
  // n8n's engine leaves handles of its services open.
  setTimeout(() => process.exit(), 1_000).unref();
});
