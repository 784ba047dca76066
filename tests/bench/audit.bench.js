// Seconds for the readiness of 10,000 won deals, their organisations and 10,000 contacts in the built package: every
// deal replayed, every party matched, duplicates of both sides found. Seconds are the process's own. `--json` prints
// the figures alone.

import { cpuUsage } from "node:process";
import { callJson } from "../../pkg/node.js";
import { load } from "../js/inputs.js";

const COUNT = 10_000;
const PARTIES = 4_000;
const asJson = process.argv.includes("--json");
const world = load("base/audit.json");
const [model] = world.deals;
const [organization] = world.organizations.data;
const [contact] = world.contacts.Contacts;

const SYLLABLES = ["ba", "cor", "den", "fal", "gor", "hin", "jul", "kam", "lor", "mon", "nor", "pel", "quin", "ros", "sal", "tor", "ulm", "ver", "wex", "zan"];
/** A name of its own for each number. @param {number} n */
const nameOf = (n) => {
  const word = [n % 20, Math.floor(n / 20) % 20, Math.floor(n / 400) % 20, (n * 7) % 20].map((at) => SYLLABLES[at]).join("");
  return `${word[0]?.toUpperCase()}${word.slice(1)} Ltd`;
};
const day = (/** @type {number} */ n) => new Date(Date.UTC(2026, 0, 1 + (n % 360))).toISOString().slice(0, 10);
const deals = Array.from({ length: COUNT }, (_, n) => ({
  deal: { ...model.deal, id: n + 1, org_id: 1000 + (n % PARTIES), person_id: null, won_time: `${day(n)}T10:00:00Z`, local_won_date: day(n), title: `Project ${n + 1}` },
  products: [0, 1, 2].map((row) => ({ ...model.products[0], id: row + 1, deal_id: n + 1, item_price: row === 0 ? 6400 : 0 })),
}));
const organizations = Array.from({ length: PARTIES }, (_, n) => ({ ...organization, id: 1000 + n, name: nameOf(n), website: null, custom_fields: {} }));
const contacts = Array.from({ length: COUNT }, (_, n) => ({ ...contact, ContactID: `430fa14a-0000-4000-8000-${String(n).padStart(12, "0")}`, Name: nameOf(n), EmailAddress: `office@${nameOf(n).slice(0, -4).toLowerCase()}${n}.example`, TaxNumber: undefined }));
const text = JSON.stringify({ ...world, deals, organizations, contacts: { Contacts: contacts }, persons: undefined, documents: undefined });
const began = cpuUsage();
const found = JSON.parse(callJson("audit", text));
const { user, system } = cpuUsage(began);
const figures = { seconds: (user + system) / 1e6, megabytes: text.length / 2 ** 20, won: found.facts.won, alone: found.coverage.classes[0].deals, route: found.recommendation.route };
if (asJson) console.log(JSON.stringify(figures, null, 2));
else {
  console.log(`\n${COUNT} won deals of ${PARTIES} organisations beside ${COUNT} contacts (audit), ${figures.megabytes.toFixed(0)} MB`);
  console.log(`  ${figures.seconds.toFixed(1)} s, ${figures.won} looked at, ${figures.alone} would hand off by themselves: ${figures.route}`);
  console.log(`  ${figures.seconds < 10 ? "met   " : "MISSED"} in under 10 s`);
}
