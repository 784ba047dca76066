// One fresh process of first-call.bench.js: the input on stdin, a host's name as argument, milliseconds out.

import { readFileSync } from "node:fs";
import vm from "node:vm";
import { hosts } from "../js/contexts.js";

const FURTHER = 20;
const source = readFileSync(new URL("../../pkg/wonvoice.step.js", import.meta.url), "utf8");
const input = JSON.stringify(readFileSync(0, "utf8"));
const context = hosts[process.argv[2]]();
const call = `wonvoice.callJson("mapDealToInvoice", ${input})`;

const start = performance.now();
const plan = vm.runInContext(`${source}; ${call}`, context);
const first = performance.now() - start;
if (!JSON.parse(plan).ok) throw new Error(`the deal makes no invoice: ${plan}`);
const further = new vm.Script(call);
const times = Array.from({ length: FURTHER }, () => {
  const from = performance.now();
  further.runInContext(context);
  return performance.now() - from;
});
console.log(JSON.stringify({ first, further: times.sort((a, b) => a - b)[FURTHER / 2] }));
