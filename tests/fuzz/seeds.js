// Writes what the fuzzers start from: the golden tests' inputs. `node tests/fuzz/seeds.js FOLDER`

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";
import { inputs } from "../js/inputs.js";

const folder = argv[2];
if (folder === undefined) throw new Error("say where: node tests/fuzz/seeds.js FOLDER");

const OPERATIONS = ["validate", "mapDealToInvoice", "mapMany", "localTime", "matchContact", "decideVerdict", "paymentStatus", "lookups", "contactLookups", "writes", "predictTotals", "compareTotals", "alignContact", "compactSnapshot", "findDuplicates", "batchWrites", "splitBatch", "checkConfig", "diffConfig", "draftConfig", "shadow", "reconcile", "audit"];
// These two take the same input.
const OTHER = { validate: "mapDealToInvoice", mapDealToInvoice: "validate" };

/** What decimals are read from: one number a line. */
const NUMBERS = ["0", "1", "-1", "0.005", "1.005", "33.33", "100", "112.5", "12.5", "99999999999.99", "1e-28", "1e14", "-0.000000000000001", "1e-2147483648", "9007199254740993", "123456789012345"];

function write(target, name, text) {
  mkdirSync(join(folder, target), { recursive: true });
  writeFileSync(join(folder, target, name), text);
}

for (const operation of OPERATIONS) {
  for (const from of [operation, OTHER[operation]].filter((name) => name !== undefined)) {
    for (const [name, input] of inputs(from)) write(operation, `${from}-${name}`, JSON.stringify(input));
  }
}
for (const [name, input] of inputs("handoff")) write("handoff", name, JSON.stringify(input));
for (const [name, input] of inputs("matchContact")) write("contactIndex", name, JSON.stringify(input));
// Batches of schedules; and one as large as they come.
const staged = inputs("mapDealToInvoice").filter(([name]) => name.startsWith("schedule-"));
for (const [name, { config, snapshot, ...deal }] of staged) write("mapMany", `staged-${name}`, JSON.stringify({ inputs: [deal], config, snapshot }));
const large = structuredClone(staged.find(([name]) => name === "schedule-installments-net")[1]);
large.products = Array.from({ length: 60 }, (_, at) => ({ ...large.products[0], id: 1000 + at, item_price: (10001 + at * 337) / 100, quantity: 1 }));
const cents = Math.round(large.products.reduce((sum, row) => sum + row.item_price * 100, 0));
large.installments = Array.from({ length: 36 }, (_, at) => {
  const part = Math.floor(cents / 36) + (at < cents % 36 ? 1 : 0);
  return { id: at + 1, deal_id: large.deal.id, amount: part / 100, billing_date: `${2027 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-15` };
});
write("mapDealToInvoice", "staged-large", JSON.stringify(large));
const [[, input]] = inputs("mapDealToInvoice");
write("text", "deal", JSON.stringify(input, null, 2));
write("text", "parts", JSON.stringify({ deal: JSON.stringify(input.deal), list: "[1, 2.50, \"\\u00e9\"]", escapes: "\u0000\n\"\\/😀" }));
write("text", "words", String.raw`{"a":[NaN,Infinity,-Infinity,undefined,null,true,false],"b":"\ud800","c":-1.5e+10,"d":"[[1],{\"x\":\"\\u0041\"}]"}`);
write("text", "deep", "[".repeat(66) + "]".repeat(66));
NUMBERS.forEach((number, index) => {
  const others = [1, 5].map((step) => NUMBERS[(index + step) % NUMBERS.length]);
  write("decimal", `numbers-${index}`, [number, ...others].join("\n"));
});
