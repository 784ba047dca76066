// The single file for code steps: its text, and what it answers with nothing but WebAssembly and in the twins of
// the hosts' sandboxes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import * as full from "../../pkg/node.js";
import { sandboxes } from "../sandboxes/index.js";
import { good, inputs } from "./inputs.js";

const path = fileURLToPath(new URL("../../pkg/wonvoice.step.js", import.meta.url));
const source = readFileSync(path, "utf8");

/** A context with nothing of a host's: what the language has, and WebAssembly. */
const bare = {
  name: "WebAssembly alone",
  fields: "given",
  give: (value) => `return ${value};`,
  run: (code, given) => JSON.parse(vm.runInContext(`JSON.stringify((function (given) { ${code} })(${JSON.stringify(given)}))`, vm.createContext({}))),
};

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

for (const { name, host, fields, give, run } of [bare, ...sandboxes]) {
  describe(name, () => {
    /** What an expression over `given` comes to, in the host's own realm and over its own objects. */
    const valueOf = async (expression, given = {}) => {
      const passed = host === "zapier" ? JSON.stringify(given) : given;
      const code = `${source}; var given = ${fields}.given; if (typeof given === "string") given = JSON.parse(given); ${give(`{ value: ${expression} }`)}`;
      return (await run(code, { given: passed })).value;
    };

    test("loads and names its operations", async () => {
      assert.deepEqual(await valueOf("Object.keys(wonvoice)"), ["validate", "mapDealToInvoice", "matchContact", "decideVerdict", "paymentStatus", "lookups", "contactLookups", "writes", "predictTotals", "compareTotals", "localTime", "withLocalDates", "callJson", "version"]);
      assert.equal(await valueOf("wonvoice.version()"), full.version());
    });

    test("answers objects and texts as the package does", async () => {
      const all = inputs("mapDealToInvoice").map(([, input]) => input);
      const three = "[wonvoice.mapDealToInvoice(one), wonvoice.mapDealToInvoice(JSON.stringify(one)), wonvoice.validate(one), wonvoice.mapDealToInvoice(one, { trace: false })]";
      const answers = await valueOf(`given.map(function (one) { return ${three}; })`, all);
      assert.equal(answers.length, all.length);
      all.forEach((input, index) => {
        const plan = JSON.parse(full.callJson("mapDealToInvoice", JSON.stringify(input)));
        const expected = [plan, plan, JSON.parse(full.callJson("validate", JSON.stringify(input))), full.mapDealToInvoice(input, { trace: false })];
        assert.deepEqual(answers[index], expected);
      });
    });

    test("an input that is no object throws one line with its code", async () => {
      const bad = ["null", "undefined", "5", "'no json'", "NaN", "true", "[]"];
      const caught = "(function () { try { wonvoice.mapDealToInvoice(BAD); return {}; } catch (error) { return { errorName: error.name, code: error.code, message: error.message }; } })()";
      for (const [index, { errorName, code, message }] of (await valueOf(`[${bad.map((text) => caught.replace("BAD", text)).join(", ")}]`)).entries()) {
        assert.equal(errorName, "WonvoiceError", bad[index]);
        assert.match(message, new RegExp(`^${code}: [^\\n]+$`));
      }
    });

    test("what JSON cannot say becomes a finding that names the place", async () => {
      const { ok, documents, findings } = await valueOf("(given.deal.data.value = NaN, wonvoice.mapDealToInvoice(given))", good);
      assert.equal(ok, false);
      assert.deepEqual(documents, []);
      assert.ok(findings.some(({ path }) => path === "/deal/data/value"), JSON.stringify(findings));
    });
  });
}

test("takes no more memory the more calls there are, after errors too", () => {
  const watching = `var memories = []; const Instance = WebAssembly.Instance; WebAssembly.Instance = function (...given) { const made = new Instance(...given); memories.push(made.exports.memory); return made; };`;
  const calls = `const calls = (times) => { for (let at = 0; at < times; at++) { wonvoice.mapDealToInvoice(given); try { wonvoice.callJson("validate", "[]"); } catch {} } return memories.at(-1).buffer.byteLength; };`;
  const [few, many, instances] = JSON.parse(vm.runInContext(`${watching} ${source}; ${calls} const given = ${JSON.stringify(JSON.stringify(good))}; JSON.stringify([calls(20), calls(500), memories.length])`, vm.createContext({})));
  assert.equal(many, few);
  // The unpacker's and the core's: no error took the core's place.
  assert.equal(instances, 2);
});

test("runs in a process that forbids code from strings and has no __proto__", () => {
  const code = `${source}; if (wonvoice.version() === "") throw new Error("no version");`;
  execFileSync(process.execPath, ["--disallow-code-generation-from-strings", "--disable-proto=delete", "-"], { input: code });
});
