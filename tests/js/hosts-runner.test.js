// What `make test-hosts` runs inside each runtime sees what it is there to see.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as wonvoice from "../../pkg/node.js";
import { goldenCases } from "../hosts/golden.js";
import { runPackage, runSuite } from "../hosts/runner.js";
import { deadly } from "./trapping.js";

const cases = goldenCases().slice(0, 5);
const [{ name, output }] = cases;

test("answers as expected", () => {
  const { passed, wrong, absent, overflows, version } = runSuite(wonvoice, cases, 0);
  assert.deepEqual({ passed, wrong, absent, version }, { passed: 5, wrong: [], absent: {}, version: wonvoice.version() });
  assert.ok(overflows > 0);
});

test("one byte that differs is named with its place", () => {
  const at = output.indexOf('"Quantity"');
  const { passed, wrong } = runSuite({ ...wonvoice, callJson: (operation, input) => wonvoice.callJson(operation, input).replace('"Quantity"', '"quantity"') }, cases.slice(0, 1), 0);
  assert.equal(passed, 0);
  assert.ok(wrong[0]?.startsWith(`${name} at ${at + 1}: expected …`), wrong[0]);
});

test("an operation that is not there is counted, not passed", () => {
  const { passed, absent } = runSuite({ ...wonvoice, callJson: (operation, input) => wonvoice.callJson(input.length === cases[1].input.length ? "unknown" : operation, input) }, cases, 0);
  assert.deepEqual({ passed, absent }, { passed: 4, absent: { [cases[1].operation]: 1 } });
});

test("an overflow that spoils later calls is seen", () => {
  let isSpoilt = false;
  const spoilt = {
    ...wonvoice,
    callJson(operation, input) {
      if (isSpoilt) return "{}";
      try {
        return wonvoice.callJson(operation, input);
      } catch (error) {
        isSpoilt = true;
        throw error;
      }
    },
  };
  assert.match(runSuite(spoilt, cases, 0).wrong[0], /, after a call overflowed with room \d+ at 1: /);
});

test("a module that does not trap is seen", async () => {
  const { traps, wrong } = await runPackage({ ...wonvoice, init: async () => {} }, { cases, deadly }, {});
  assert.equal(traps, 0);
  assert.equal(wrong.length, 5);
});
