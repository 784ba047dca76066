// What chaos happens in: the faults and how often, clocks that run fast, the organisations, the config, and what stands
// in both APIs before anything is won.
import { TENANT } from "../simulators/xero.js";

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {import("./deals.js").Ledger} Ledger */

/** The organisation of each ledger, and Xero's edition of it. @type {Readonly<Record<Ledger, { tenantId: string, version: string, name: string }>>} */
export const LEDGERS = Object.freeze({
  uk: { tenantId: TENANT, version: "UK", name: "Northstar Studio Ltd" },
  leeds: { tenantId: "0c4f6a1e-5d27-4b8e-9a3c-71e2f4d08b11", version: "UK", name: "Northstar Leeds Ltd" },
  au: { tenantId: "5b8e21d4-0c9f-4e37-8f60-9a7d3c1e4b25", version: "AU", name: "Southstar Studio Pty Ltd" },
});
/** So many times as fast as the machine's clock everybody's is: an hour has six minutes. */
export const SPEED = 10;
export const BEGIN = Date.parse("2026-07-15T07:00:00Z");
export const MINUTE = 60_000;
const DAY = 86_400_000;
/** Xero's minute, in milliseconds of that clock: 300 of the machine's. */
export const XERO_MINUTE = 300 * SPEED;
/** When the last document of every schedule is due. */
export const LAST_DAY = 32 * DAY;

/** Of all that a kind can hit, the share that it hits. @param {number} share */
export const rates = (share) => ({
  "429": share, "429-concurrent": share, "500": share, "503": share, "timeout-before": share, "timeout-after": share, "reset-before": share, "reset-after": share,
  cut: share, truncated: share, malformed: share, lag: share * 4, "clock-jump": share,
  // It hits all calls of all organisations at once.
  "expired-token": share / 3,
  "webhook-duplicate": 0.04, "webhook-reorder": 0.04, "webhook-lost": 0.04,
});

/** A clock that runs fast, and whose jumps go to and fro. @param {number} began when it showed `since` @param {number} [speed] @param {number} [since] */
export function fastClock(began, speed = SPEED, since = BEGIN) {
  const ticked = performance.now();
  let [off, jumped] = [0, 0];
  return {
    now: () => since + (Date.now() - began) * speed + off + jumped,
    ticks: () => (performance.now() - ticked) * speed,
    jump: (/** @type {number} */ ms) => void (jumped = jumped === 0 ? ms : 0),
    advance: (/** @type {number} */ ms) => void (off += ms),
    isManual: false,
  };
}

const RATES = { UK: { 20: "OUTPUT2", 5: "RROUTPUT" }, AU: { 10: "OUTPUT" } };

/** The config: what a deal's own fields say decides its terms and who bills. */
export const config = () => ({
  version: 1, source: { company: "acme" }, entity: "uk",
  owners: { hold: { role: "finance", within: "2 business days", then: "controller" } },
  entities: Object.fromEntries(Object.entries(LEDGERS).map(([name, { tenantId, version }]) => [name, {
    tenantId, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 } },
    lines: { account: { default: "200" }, tax: { byRate: RATES[/** @type {keyof typeof RATES} */ (version)] }, recurring: "repeating-invoice" },
    contact: { create: "always" }, changes: { draft: "update", lost: "undo" }, feedback: { status: "field:Invoice status" },
  }])),
  rules: [
    ...Object.keys(LEDGERS).filter((name) => name !== "uk").map((name) => ({ name: `billed by ${name}`, when: { field: "field:Billed by", is: "equal", to: name }, then: { entity: name } })),
    { name: "deposit", when: { field: "field:Terms", is: "equal", to: "deposit" }, then: { set: { schedule: { kind: "deposit", deposit: { percent: 40 }, balance: { date: { from: "win", days: 30 } }, depositTax: "part-payment" } } } },
    { name: "milestones", when: { field: "field:Terms", is: "equal", to: "milestones" }, then: { set: { schedule: { kind: "milestones", milestones: [{ percent: 50 }, { percent: 30, date: { from: "win", days: 10 } }, { rest: true, date: { from: "win", days: 20 } }] } } } },
    { name: "asked about", when: { field: "field:Terms", is: "equal", to: "held" }, then: { hold: "a person is asked" } },
  ],
});

/**
 * What stands in both before anything is won.
 * @param {Json} crm @param {Record<Ledger, Json>} ledgers @param {ReturnType<typeof import("./deals.js").dealsOf>} given
 */
export function prepare(crm, ledgers, { deals, buyers }) {
  for (const name of ["Invoice status", "Terms", "Billed by"]) crm.addField("deal", { name, type: "varchar" });
  const known = new Map(buyers.map((buyer, place) => {
    const mail = `billing@${buyer.name.toLowerCase().replace(/ ltd$/, "").replace(/\W+/g, "-")}.example`;
    const organization = /** @type {number} */ (crm.addOrganization({ name: buyer.name, address: { value: `${place + 1} High Street, London`, country: "United Kingdom", locality: "London", postal_code: `E${1 + (place % 20)} ${place % 10}AB` } }));
    const person = /** @type {number} */ (crm.addPerson({ name: `Jo Number${place + 1}`, org_id: organization, emails: [{ value: mail, primary: true, label: "work" }] }));
    const ledger = ledgers[buyer.ledger];
    /** @type {string | undefined} */
    const contact = buyer.known === "numbered" ? ledger.addContact({ Name: `${buyer.name} (billing)`, ContactNumber: `pd-org-${organization}` })
      : buyer.known === "mailed" ? ledger.addContact({ Name: buyer.name, EmailAddress: mail })
      : buyer.known === "archived" ? ledger.addContact({ Name: buyer.name, ContactNumber: `pd-org-${organization}` }) : undefined;
    if (buyer.known === "archived") ledger.archiveContact(contact);
    if (buyer.known === "ambiguous") for (const name of [buyer.name, buyer.name.replace(/ Ltd$/, " Limited")]) ledger.addContact({ Name: name, EmailAddress: mail });
    return [buyer.key, { organization, person, contact }];
  }));
  const ids = new Map(deals.map((deal) => {
    const { organization, person } = known.get(deal.buyer.key) ?? { organization: null, person: null };
    const id = /** @type {number} */ (crm.addDeal({ title: deal.title, org_id: organization, person_id: person, currency: deal.currency, custom_fields: { Terms: deal.terms, "Billed by": deal.buyer.ledger } }));
    const rows = /** @type {number[]} */ (deal.rows.map((row) => crm.attach(id, { ...row, tax_method: deal.method })));
    return [deal.key, { id, rows }];
  }));
  return { known, ids };
}
