// Seconds for 10,000 deals under 50 rules in the built package: planned, checked with coverage, and compared under two
// configs. Seconds are the process's own: what else the machine does counts little. `--json` prints the figures alone.

import { cpuUsage } from "node:process";
import { callJson } from "../../pkg/node.js";
import { load } from "../js/inputs.js";

const DEALS = 10_000;
const RULES = 50;
const asJson = process.argv.includes("--json");

const { deals, config: of, ...rest } = load("base/agency.json");
const operators = [
  (n) => ({ field: "deal.value", is: "greater", than: `${100_000 + n} GBP` }),
  (n) => ({ field: "deal.title", is: "contains", text: `word ${n}` }),
  (n) => ({ all: [{ field: "field:PO number", is: "equal", to: `PO-${n}` }, { field: "deal.pipeline", is: "equal", to: "Projects" }] }),
  (n) => ({ any: [{ field: "product.name", is: "starts with", text: `rare ${n}` }, { field: "organization.name", is: "in", values: [`Nobody ${n} Ltd`] }] }),
];
const rules = Array.from({ length: RULES }, (_, n) => ({ name: `rule ${n}`, when: operators[n % operators.length](n), then: n % 2 ? { hold: "look" } : { set: { document: { due: { term: "DAYSAFTERBILLDATE", days: n } } } } }));
const config = { ...of, rules };
const inputs = Array.from({ length: DEALS }, (_, n) => {
  // A price in euros has no rule's amount in pounds: such deals would be refused.
  const deal = structuredClone(deals[n % 4]);
  deal.deal.id = n + 1;
  deal.products.forEach((row) => (row.deal_id = n + 1));
  return { ...deal, fields: rest.fields, productDetails: rest.productDetails, localDates: { ...rest.localDates }, now: rest.now };
});
const bare = inputs.map(({ fields: _, productDetails: __, ...deal }) => deal);
const after = structuredClone(config);
after.entities.uk.lines.account.byCategory.Hosting = "200";

const texts = {
  "planned (mapMany)": ["mapMany", { ...rest, config, inputs: inputs.slice(0, DEALS), options: { trace: false } }],
  "checked, with coverage (checkConfig)": ["checkConfig", { ...rest, config, deals: bare }],
  "compared under two configs (diffConfig)": ["diffConfig", { ...rest, before: config, after, inputs: bare }],
};
const figures = {};
for (const [name, [operation, input]] of Object.entries(texts)) {
  const text = JSON.stringify(input);
  const runs = [1, 2].map(() => {
    const began = cpuUsage();
    const answer = callJson(operation, text);
    const { user, system } = cpuUsage(began);
    return [(user + system) / 1000, answer];
  });
  const [least, answer] = runs.sort(([one], [other]) => one - other)[0];
  const found = JSON.parse(answer);
  const done = Array.isArray(found) ? found.filter((plan) => plan.ok).length : (found.coverage?.covered ?? found.changed);
  figures[name] = { seconds: least / 1000, megabytes: text.length / 2 ** 20, done };
}
if (asJson) console.log(JSON.stringify(figures, null, 2));
else {
  console.log(`\n${DEALS} deals under ${RULES} rules, seconds`);
  for (const [name, { seconds, done }] of Object.entries(figures)) console.log(`  ${name.padEnd(42)}${seconds.toFixed(2).padStart(8)}   ${done} deals`);
  console.log(`  ${figures["checked, with coverage (checkConfig)"].seconds < 2 ? "met   " : "MISSED"} 10,000 deals through 50 rules in under 2 s`);
}
