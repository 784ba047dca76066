// The single file for code steps, in the hosts it must survive: with nothing but WebAssembly, with built-ins
// poisoned as n8n does, and with what a Node-RED function node has.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import * as full from "../../pkg/node.js";
import { hosts } from "./contexts.js";
import { good, inputs } from "./inputs.js";

const path = fileURLToPath(new URL("../../pkg/wonvoice.step.js", import.meta.url));
const source = readFileSync(path, "utf8");

describe("the file's text", () => {
  for (const word of [
    "Object.defineProperty", "defineProperties", "getPrototypeOf", "setPrototypeOf", "__proto__", "globalThis", "process", "console", "setTimeout", "setInterval", "queueMicrotask",
    "import ", "import(", "import.meta", "require(", "module.exports", "eval(", "new Function", "$input.all", "$input.first", "$input.last", "{{", "}}", "async ", "await ",
  ]) {
    test(`does not hold \`${word}\``, () => assert.ok(!withoutBytes(source).includes(word), aroundWord(word)));
  }

  test("is one var and a literal", () => {
    assert.match(source, /^var wonvoice = \(function \(\) \{/);
    assert.match(source, /return \{ validate: result\.validate, .*\}; \}\)\(\);\n$/s);
    assert.ok(/^[\x09\x0a\x20-\x7e]*$/.test(source), "is plain ASCII");
  });
});

/** The base64 may spell anything by chance; braces and blanks it has none. */
function withoutBytes(text) {
  return text.replace(/[A-Za-z0-9+/]{200,}={0,2}/g, "…");
}

function aroundWord(word) {
  const text = withoutBytes(source);
  return text.slice(Math.max(0, text.indexOf(word) - 60), text.indexOf(word) + 60);
}

for (const [name, makeContext] of Object.entries(hosts)) {
  describe(name, () => {
    const context = makeContext();
    /** Runs one call the way a person's script does: in the host's own realm, over its own objects. */
    const run = (code, given = {}) => JSON.parse(vm.runInContext(`JSON.stringify((function (given) { ${code} })(${JSON.stringify(given)}))`, context));

    test("loads and names its operations", () => {
      vm.runInContext(source, context);
      assert.deepEqual(run("return Object.keys(wonvoice)"), ["validate", "mapDealToInvoice", "matchContact", "decideVerdict", "paymentStatus", "lookups", "contactLookups", "writes", "predictTotals", "compareTotals", "localTime", "withLocalDates", "callJson", "version"]);
      assert.equal(run("return wonvoice.version()"), full.version());
    });

    for (const [inputName, input] of inputs("mapDealToInvoice")) {
      test(`plans ${inputName} as the package does, from an object and from text`, () => {
        const expected = JSON.parse(full.callJson("mapDealToInvoice", JSON.stringify(input)));
        assert.deepEqual(run("return wonvoice.mapDealToInvoice(given)", input), expected);
        assert.deepEqual(run("return wonvoice.mapDealToInvoice(JSON.stringify(given))", input), expected);
        assert.deepEqual(run("return wonvoice.validate(given)", input), JSON.parse(full.callJson("validate", JSON.stringify(input))));
        const untraced = run("return wonvoice.mapDealToInvoice(given, { trace: false })", input);
        assert.deepEqual(untraced, full.mapDealToInvoice(input, { trace: false }));
      });
    }

    test("an input that is no object throws one line with its code", () => {
      for (const bad of ["null", "undefined", "5", "'no json'", "NaN", "true", "[]"]) {
        const { errorName, code, message } = run(`try { wonvoice.mapDealToInvoice(${bad}); return {} } catch (error) { return { errorName: error.name, code: error.code, message: error.message } }`);
        assert.equal(errorName, "WonvoiceError", bad);
        assert.match(message, new RegExp(`^${code}: [^\\n]+$`));
      }
    });

    test("what JSON cannot say becomes a finding that names the place", () => {
      const { ok, documents, findings } = run("given.deal.data.value = NaN; return wonvoice.mapDealToInvoice(given)", good);
      assert.equal(ok, false);
      assert.deepEqual(documents, []);
      assert.ok(findings.some(({ path }) => path === "/deal/data/value"), JSON.stringify(findings));
    });
  });
}

test("runs in a process that forbids code from strings and has no __proto__", () => {
  const code = `${source}; if (wonvoice.version() === "") throw new Error("no version");`;
  execFileSync(process.execPath, ["--disallow-code-generation-from-strings", "--disable-proto=delete", "-"], { input: code });
});
