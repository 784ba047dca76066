// Every snippet, as the command prints it, in the twin of its host: what a person pastes is what runs here.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { n8n, nodeRed, sandboxes } from "../sandboxes/index.js";
import { bad, good, load } from "./inputs.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "wonvoice-snippet-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** @param {string} name @param {unknown} value */
function file(name, value) {
  const path = join(folder, name);
  writeFileSync(path, typeof value === "string" ? value : JSON.stringify(value));
  return path;
}
const CONFIG = ["--config", file("config.json", good.config)];
const EMBEDDED = [...CONFIG, "--snapshot", file("snapshot.json", good.snapshot)];

/** @param {string[]} args */
const command = (...args) => spawnSync(process.execPath, [cli, "snippet", ...args], { encoding: "utf8", maxBuffer: 1 << 26 });

/** @type {Map<string, string>} */
const made = new Map();

/** @param {string[]} args */
function snippet(...args) {
  const key = args.join(" ");
  if (!made.has(key)) {
    const { status, stdout, stderr } = command(...args);
    assert.equal(status, 0, stderr);
    made.set(key, stdout);
  }
  return made.get(key) ?? "";
}

const { config, snapshot, ...parts } = good;
/** Parts with others in the place of some; `undefined` takes one away. @param {Record<string, unknown>} [others] */
const fieldsWith = (others = {}, from = parts) => ({ ...from, ...others });
/** As a host without objects hands them over. @param {Record<string, unknown>} fields */
const asTexts = (fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)]));

const rows = good.products.data.map((/** @type {any} */ row) => ({ ...row, name: row.name.replaceAll(",", "") }));
/** Rows as Zapier joins them, a field for each column. @param {string[]} names @param {any[]} [from] */
const columns = (names, from = rows) => Object.fromEntries(names.map((name) => [`products.${name}`, from.map((row) => row[name] ?? "").join(",")]));
const COLUMNS = ["id", "product_id", "order_nr", "name", "item_price", "quantity", "discount", "discount_type", "tax", "tax_method", "sum", "is_enabled"];

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string} step
 * @property {Record<string, unknown>} fields
 * @property {string} status
 * @property {string} [code] of the finding that is said first
 * @property {string} [field] what it names, after the host's own words
 * @property {string} [warning] a code among the findings
 * @property {string[]} [requests] the names of those that leave now
 * @property {number} [more] how many wait
 * @property {string[]} [args] instead of the embedded config and snapshot
 */

const verdictOf = (/** @type {string} */ name, change = (/** @type {Record<string, unknown>} */ fields) => fields) => {
  const { config, snapshot, ...rest } = load(`decideVerdict/${name}.json`);
  return { step: "verdict", fields: change(rest), args: ["--config", file(`${name}-config.json`, config), "--snapshot", file(`${name}-snapshot.json`, snapshot)] };
};
const statusOf = (/** @type {string} */ name) => {
  const { config, snapshot, ...rest } = load(`paymentStatus/${name}.json`);
  return { step: "status", fields: rest, args: ["--config", file(`${name}-config.json`, config), "--snapshot", file(`${name}-snapshot.json`, snapshot)] };
};
const matchOf = (/** @type {string} */ name) => {
  const { config, ...rest } = load(`matchContact/${name}.json`);
  return { step: "match", fields: rest, args: CONFIG };
};
const NORTHWIND = { ContactID: parts.contact, Name: "Northwind Traders Ltd", EmailAddress: "jo@northwind.example", ContactStatus: "ACTIVE" };
const large = { ...good.person, notes: "x".repeat(6_000_000) };

/** @type {Case[]} */
const CASES = [
  { name: "good", step: "map", fields: fieldsWith(), status: "ready" },
  { name: "a config that only observes", step: "map", fields: fieldsWith(), status: "observed", args: ["--config", file("observe.json", { ...good.config, mode: "observe" }), "--snapshot", file("snapshot.json", good.snapshot)] },
  { name: "a lost deal", step: "map", fields: fieldsWith({ deal: bad.deal }), status: "refused", code: "DEAL_NOT_WON", field: "deal, status" },
  { name: "rows as columns", step: "map", fields: fieldsWith({ products: undefined, ...columns(COLUMNS) }), status: "ready" },
  { name: "a comma inside a name", step: "map", fields: fieldsWith({ products: undefined, ...columns(COLUMNS, good.products.data) }), status: "refused", code: "INPUT_COLUMNS_DIFFER", field: "products.name" },
  { name: "a column that is short", step: "map", fields: fieldsWith({ products: "", ...columns(COLUMNS), "products.tax": "20,20" }), status: "refused", code: "INPUT_COLUMNS_DIFFER", field: "products.tax" },
  { name: "a price that is none", step: "map", fields: fieldsWith({ products: good.products.data.map((/** @type {any} */ row, /** @type {number} */ index) => (index === 1 ? { ...row, item_price: "95,50" } : row)) }), status: "refused", code: "INPUT_NOT_A_NUMBER", field: "products, row 2, item_price" },
  { name: "an empty deal", step: "map", fields: fieldsWith({ deal: "" }), status: "refused", code: "INPUT_PART_WRONG", field: "deal" },
  { name: "no deal", step: "map", fields: fieldsWith({ deal: undefined, plan: "", organization: parts.organization }), status: "refused", code: "INPUT_PART_MISSING", field: "deal" },
  ...["undefined", "null", "NaN", "[object Object]", "[object Object],[object Object]"].map((text) => ({ name: `products \`${text}\``, step: "map", fields: fieldsWith({ products: text }), status: "refused", code: "INPUT_PART_EMPTY", field: "products" })),
  { name: "optional parts that are empty", step: "map", fields: fieldsWith({ installments: "", written: " " }), status: "ready" },
  { name: "6 MB", step: "map", fields: fieldsWith({ person: large }), status: "ready", warning: "INPUT_PART_LARGE", field: "person" },
  { name: "6 MB cut off", step: "map", fields: fieldsWith({ person: JSON.stringify(large).slice(0, 5_900_000) }), status: "refused", code: "INPUT_NOT_JSON", field: "person" },
  { name: "70 MB", step: "map", fields: fieldsWith({ person: { ...good.person, notes: "x".repeat(70_000_000) } }), status: "failed", code: "INPUT_NOT_JSON", field: "person" },
  { name: "a newer config", step: "map", fields: fieldsWith({ config: { ...config, version: 2, approvals: {} } }), status: "refused", code: "CONFIG_VERSION_UNKNOWN", field: "config, version", args: ["--snapshot-from", "rules of Xero"] },
  { name: "no snapshot", step: "map", fields: fieldsWith(), status: "refused", code: "CONFIG_SNAPSHOT_MISSING", field: "rules of Xero", args: [...CONFIG, "--snapshot-from", "rules of Xero"] },
  { name: "a snapshot from a field", step: "map", fields: fieldsWith({ "rules of Xero": snapshot }), status: "ready", args: [...CONFIG, "--snapshot-from", "rules of Xero"] },
  { name: "an old snapshot", step: "map", fields: fieldsWith(), status: "ready", warning: "CONFIG_SNAPSHOT_STALE", field: "npx wonvoice snapshot", args: [...CONFIG, "--snapshot", file("old.json", { ...snapshot, takenAt: "2026-05-01T06:00:00Z" })] },
  { name: "no contact", step: "map", fields: fieldsWith({ contact: "" }), status: "refused", code: "CONTACT_MISSING", field: "contact" },
  { name: "good", step: "validate", fields: fieldsWith(), status: "ready" },
  { name: "a lost deal", step: "validate", fields: fieldsWith({ deal: bad.deal }), status: "refused", code: "DEAL_NOT_WON", field: "deal, status" },
  { name: "the same contact", ...matchOf("name-and-email"), status: "match" },
  { name: "two contacts", ...matchOf("ambiguous"), status: "review", code: "CONTACT_AMBIGUOUS", field: "contacts, Contacts, row 1" },
  { name: "nobody", ...matchOf("create"), status: "create" },
  { name: "nothing there", ...verdictOf("created"), status: "ready" },
  { name: "a draft to update", ...verdictOf("draft-updated"), status: "ready" },
  { name: "issued, and the deal has changed", ...verdictOf("issued-and-changed"), status: "held", code: "HANDOFF_CHANGED", field: "existing, Invoices, row 1" },
  { name: "not looked up", ...verdictOf("not-looked-up"), status: "held", code: "HANDOFF_NOT_LOOKED_UP", field: "existing" },
  { name: "it is there", ...verdictOf("draft-is-there-in-another-order"), status: "already-there" },
  { name: "a part is due, the other is not", ...verdictOf("split-due-and-scheduled"), status: "ready" },
  { name: "contact matched on the way", step: "verdict", fields: fieldsWith({ contact: "", contacts: { Contacts: [NORTHWIND] }, existing: { Invoices: [] } }), status: "ready" },
  { name: "several answers", step: "verdict", fields: fieldsWith({ "existing.1": { Invoices: [] }, "existing.2": { CreditNotes: [] }, "existing.3": "" }), status: "ready" },
  { name: "several answers, one of them cut off", step: "verdict", fields: fieldsWith({ "existing.1": { Invoices: [] }, "existing.2": '{"CreditNotes":' }), status: "held", code: "INPUT_PART_WRONG", field: "existing.2" },
  { name: "several answers, the first without a number", ...verdictOf("draft-is-there-in-another-order", (fields) => ({ ...fields, "existing.1": { CreditNotes: [] } })), status: "already-there" },
  { name: "several answers, not the first cut off", step: "verdict", fields: fieldsWith({ existing: { Invoices: [] }, "existing.1": '{"CreditNotes":' }), status: "held", code: "INPUT_PART_WRONG", field: "existing.1" },
  { name: "pages of products", step: "map", fields: fieldsWith({ products: { data: good.products.data.slice(0, 2) }, "products.1": { data: good.products.data.slice(2) } }), status: "ready" },
  { name: "pages of products, one that was not read", step: "map", fields: fieldsWith({ "products.1": { data: [], additional_data: { next_cursor: "eyJpZCI6NX0" } } }), status: "refused", code: "INPUT_PART_INCOMPLETE", field: "products" },
  { name: "pages of products, one cut off", step: "map", fields: fieldsWith({ "products.1": '{"data":[' }), status: "refused", code: "INPUT_PART_WRONG", field: "products" },
  { name: "products whole and as columns", step: "map", fields: fieldsWith({ "products.name": "A,B", "products.tax": "" }), status: "refused", code: "INPUT_PART_WRONG", field: "products and " },
  { name: "products numbered and as columns", step: "map", fields: fieldsWith({ products: "", "products.name": "A,B", "products.1": good.products }), status: "refused", code: "INPUT_PART_WRONG", field: "products.1 and " },
  { name: "products whole, and columns that are empty", step: "map", fields: fieldsWith({ "products.name": "", "products.1": "" }), status: "ready" },
  ...["verdict", "lookups", "map"].flatMap((step) =>
    [["{}", "INPUT_PART_WRONG"], ['{"ok":true,"documents":[]}', "INPUT_PART_WRONG"], ["[]", "INPUT_PART_WRONG"], ["null", "INPUT_PART_EMPTY"], ['{"ok":tr', "INPUT_NOT_JSON"]].map(([plan, code]) => ({ name: `plan \`${plan}\``, step, fields: fieldsWith({ plan, existing: { Invoices: [] } }), status: "refused", code: String(code), field: "plan" })),
  ),
  { name: "another organisation than the deal's", step: "lookups", fields: { deal: parts.deal, fields: parts.fields }, status: "refused", code: "INPUT_PART_MISSING", field: "deal, org_id" },
  { name: "a credit that an allocation and an invoice wait for", ...verdictOf("credited-in-euro-at-the-rate-of-the-invoice"), status: "ready", requests: ["credit PD-42-r2"], more: 2 },
  { name: "an allocation that an invoice waits for", ...verdictOf("credit-note-there-but-not-allocated"), status: "ready", requests: ["allocate the credit of PD-42-r2"], more: 1 },
  { name: "a template that goes before its successor", ...verdictOf("repeating-made-anew"), status: "ready", requests: ["delete PD-42/monthly"], more: 1 },
  { name: "a draft that goes before the parts of another split", ...verdictOf("split-anew-a-draft"), status: "ready", requests: ["delete PD-42"], more: 1 },
  { name: "an invoice and a template beside it", ...verdictOf("repeating-created-beside-the-rest"), status: "ready", requests: ["create PD-42", "create PD-42/monthly"], more: 0 },
  { name: "who it may be", step: "lookups", fields: { deal: parts.deal, organization: parts.organization, person: parts.person, fields: parts.fields }, status: "ready" },
  { name: "the deal's documents", step: "lookups", fields: fieldsWith(), status: "ready" },
  { name: "the deal's documents, of a contact matched on the way", step: "lookups", fields: fieldsWith({ contact: "", contacts: { Contacts: [NORTHWIND] } }), status: "ready" },
  { name: "no deal", step: "lookups", fields: { organization: parts.organization, fields: parts.fields }, status: "refused", code: "INPUT_PART_MISSING", field: "deal" },
  { name: "nobody matched on the way", step: "verdict", fields: fieldsWith({ contact: "", contacts: { Contacts: [] }, existing: { Invoices: [] } }), status: "create" },
  { name: "existing `undefined`", step: "verdict", fields: fieldsWith({ existing: "undefined" }), status: "held", code: "INPUT_PART_EMPTY", field: "existing" },
  { name: "paid in part", ...statusOf("one-of-three-overdue"), status: "overdue" },
  { name: "not looked up", ...statusOf("existing-missing"), status: "refused", code: "INPUT_PART_MISSING", field: "existing" },
];

const BEFORE = { zapier: "Input Data → ", make: "Input → ", n8n: "json.", "node-red": "msg." };
// Twins that are processes of their own take no more than a text of Node's can hold.
const withoutHuge = (/** @type {string} */ host) => CASES.filter(({ name }) => host !== "n8n" || name !== "70 MB");
const TAKES_TEXTS = ["zapier", "make"];

/** @type {Map<string, any[]>} */
const answered = new Map();

/**
 * A case's answer. n8n gets all cases of a snippet as the items of one run: a process each would take minutes.
 * @param {import("../sandboxes/index.js").Sandbox} sandbox @param {Case} one
 */
async function answerOf({ name, host, run }, one) {
  const argsOf = (/** @type {Case} */ { step, args }) => [host, "--step", step, ...(args ?? EMBEDDED)];
  const code = snippet(...argsOf(one));
  if (host !== "n8n") return run(code, TAKES_TEXTS.includes(host) ? asTexts(one.fields) : one.fields);
  const alike = withoutHuge(host).filter((other) => argsOf(other).join() === argsOf(one).join());
  const key = `${name} ${argsOf(one).join()}`;
  if (!answered.has(key)) answered.set(key, n8n.run(code, alike.map(({ fields }) => ({ json: fields })), name.endsWith("each item") ? "each" : "all"));
  return answered.get(key)?.[alike.indexOf(one)].json;
}

for (const sandbox of sandboxes) {
  const { name: where, host, run } = sandbox;
  describe(where, () => {
    for (const one of withoutHuge(host)) {
      test(`${one.step}: ${one.name}`, async () => {
        const answer = await answerOf(sandbox, one);
        const said = typeof answer.findings === "string" ? answer.findings : JSON.stringify(answer.findings);
        assert.equal(answer.status, one.status, `${answer.text}\n${said}`);
        assert.equal(answer.step, one.step);
        assert.equal(answer.code, one.code ?? "");
        const place = `(${BEFORE[/** @type {keyof typeof BEFORE} */ (host)]}${one.field}`;
        if (one.code !== undefined) assert.ok(answer.text.startsWith(`${one.code}: `) && answer.text.includes(place) && !answer.text.includes("\n"), answer.text);
        if (one.warning !== undefined) assert.match(said, new RegExp(`${one.warning}.*${one.field}`));
        if (!["refused", "held", "review", "failed"].includes(one.status)) assert.ok(answer.ok, said);
        else assert.deepEqual(answer.requests ?? [], []);
        if (one.requests === undefined) return;
        assert.deepEqual([answer.requests.map((/** @type {any} */ request) => request.name), answer.more], [one.requests, one.more]);
        assert.equal(/; (\d+) more requests? comes? when the step runs again$/.exec(answer.text)?.[1] ?? "0", String(one.more));
        assert.ok(!JSON.stringify(answer).includes("{CreditNoteID}"));
      });
    }

    test("the body of a good deal is the planned one, in the host's own form", async () => {
      const expected = JSON.parse(readFileSync(new URL("../fixtures/mapDealToInvoice/out/five-products.json", import.meta.url), "utf8")).documents[0];
      const fields = TAKES_TEXTS.includes(host) ? asTexts(parts) : parts;
      const answer = await run(snippet(host, "--step", "map", ...EMBEDDED), fields);
      const [document] = answer.documents;
      const [request] = answer.requests;
      const text = (/** @type {any} */ value) => (typeof value === "string" ? value : JSON.stringify(value));
      assert.deepEqual([answer.requests.length, request.method, request.url], [1, "PUT", "https://api.xero.com/api.xro/2.0/Invoices?unitdp=4"]);
      assert.ok(text(request.headers).includes(expected.requestKey) && text(request.headers).includes(expected.tenantId), text(request.headers));
      assert.deepEqual(JSON.parse(text(request.body)), expected.body);
      assert.deepEqual(document.body ?? JSON.parse(document.xero_invoice_json), expected.body);
      assert.deepEqual([document.token, document.currency, document.total], [expected.token, "GBP", 11261.38]);
      if (host !== "zapier") return;
      assert.equal(Array.isArray(answer), false);
      assert.equal(answer.xero_invoice_json, JSON.stringify(expected.body));
      assert.equal(answer.request_key, expected.requestKey);
      const { LineAmountTypes, Date: date, DueDate, Reference, Contact } = expected.body;
      assert.deepEqual([answer.line_amount_types, answer.date, answer.due_date, answer.reference, answer.contact_id], [LineAmountTypes, date, DueDate, Reference, Contact.ContactID]);
      assert.equal(answer.total, 11261.38);
      assert.deepEqual([answer.request_count, answer.request_method, answer.request_url, answer.request_body], [1, request.method, request.url, request.body]);
      assert.deepEqual(answer.line_items.map((/** @type {any} */ line) => [line.quantity, line.unit_amount, line.account_code, line.tax_type, line.tracking_1_option]), expected.body.LineItems.map((/** @type {any} */ line) => [line.Quantity, line.UnitAmount, line.AccountCode, line.TaxType, "North"]));
      const isFlat = (/** @type {any} */ row) => Object.values(row).every((value) => typeof value !== "object");
      for (const [name, value] of Object.entries(answer)) assert.ok(Array.isArray(value) ? value.every(isFlat) : typeof value !== "object", name);
    });

    test("throws only when asked, in one line that begins with the code", async () => {
      const fields = fieldsWith({ deal: bad.deal });
      const given = TAKES_TEXTS.includes(host) ? asTexts(fields) : fields;
      const isLine = (/** @type {Error} */ { message }) => /^DEAL_NOT_WON: [^\n]+$/.test(message) && message.includes("deal, status");
      await assert.rejects(run(snippet(host, "--step", "map", "--halt", ...EMBEDDED), given), isLine);
      await assert.rejects(run(snippet(host, "--step", "map", ...EMBEDDED), { ...given, halt: "true" }), isLine);
      for (const halt of ["TRUE", " yes ", "1", true, 1]) await assert.rejects(run(snippet(host, "--step", "map", ...EMBEDDED), { ...given, halt }), isLine, String(halt));
      for (const halt of ["false", "No", "0", false, 0]) assert.equal((await run(snippet(host, "--step", "map", "--halt", ...EMBEDDED), { ...given, halt })).status, "refused");
      for (const halt of ["", "undefined", "maybe"]) {
        await assert.rejects(run(snippet(host, "--step", "map", "--halt", ...EMBEDDED), { ...given, halt }), isLine);
        assert.equal((await run(snippet(host, "--step", "map", ...EMBEDDED), { ...given, halt })).status, "refused");
      }
      assert.equal((await run(snippet(host, "--step", "map", "--halt", ...EMBEDDED), TAKES_TEXTS.includes(host) ? asTexts(parts) : parts)).status, "ready");
    });

    test("tells whom to tell, and goes on with an approval", async () => {
      const owners = { default: { role: "operations", channel: "#ops" }, hold: { role: "finance", channel: "#billing", within: "1 day" } };
      const limit = { name: "limit", when: { field: "deal.value", is: "greater", than: "100 GBP" }, then: { hold: "over 100", alert: { text: "{deal.title} is over 100" } } };
      const late = { name: "late", then: { wait: { until: "2099-01-01" } } };
      const argsWith = (/** @type {any[]} */ ...rules) => ["--config", file(`rules-${rules.length}.json`, { ...good.config, owners, rules }), "--snapshot", file("snapshot.json", good.snapshot)];
      /** @param {string} step @param {string[]} args @param {Record<string, unknown>} [more] */
      const answerTo = async (step, args, more = {}) => {
        const fields = { ...parts, existing: { Invoices: [] }, ...more };
        return run(snippet(host, "--step", step, ...args), TAKES_TEXTS.includes(host) ? asTexts(fields) : fields);
      };
      for (const step of ["map", "verdict"]) {
        const held = await answerTo(step, argsWith(limit));
        assert.equal(held.status, "held");
        const [hold, alert] = [held.holds[0], held.alerts[0]];
        assert.deepEqual([hold.rule, hold.reason, alert.text], ["limit", "over 100", "Northwind website relaunch is over 100"]);
        assert.deepEqual(TAKES_TEXTS.includes(host) ? [hold.owner_role, hold.owner_within, alert.owner_channel] : [hold.owner.role, hold.owner.within, alert.owner.channel], ["finance", "1 day", "#ops"]);
        if (host === "zapier") assert.deepEqual([held.hold_reason, held.hold_owner_channel, held.alert_text, held.alert_channel, held.owner_area, held.owner_role], ["over 100", "#billing", "Northwind website relaunch is over 100", "#ops", "hold", "finance"]);

        const one = hold.of === undefined ? { rule: "limit", by: "Jo Reid" } : { rule: "limit", by: "Jo Reid", of: hold.of };
        assert.equal((await answerTo(step, argsWith(limit), { approvals: [one] })).status, "ready");
        assert.equal((await answerTo(step, argsWith(limit), Object.fromEntries(Object.entries(one).map(([name, value]) => [`approvals.${name}`, value])))).status, "ready");
        assert.equal((await answerTo(step, argsWith(limit), { "approvals.rule": "limit", "approvals.by": "" })).status, "held");

        const waiting = await answerTo(step, argsWith(late, { name: "told", then: { alert: { text: "{deal.title}" } } }));
        assert.deepEqual([waiting.status, waiting.text, waiting.not_before ?? waiting.notBefore], ["waiting", "not before 2099-01-01", "2099-01-01"]);
      }
    });

    test("says how a snapshot is refreshed here", async () => {
      const given = TAKES_TEXTS.includes(host) ? asTexts(parts) : parts;
      const [code = "", flow = ""] = { zapier: ["Zapier step", "Zap"], make: ["Make module", "Make scenario"], n8n: ["n8n node", "n8n workflow"], "node-red": ["Node-RED node", "Node-RED flow"] }[host] ?? [];
      const missing = await run(snippet(host, "--step", "map", ...CONFIG, "--snapshot-from", "snapshot"), { ...given, snapshot: "" });
      assert.match(missing.text, new RegExp(`^CONFIG_SNAPSHOT_MISSING: .*; run the ${flow} that refreshes the snapshot`));
      const { taxRates, ...half } = snapshot;
      const embedded = await run(snippet(host, "--step", "map", ...CONFIG, "--snapshot", file("half.json", half)), given);
      assert.match(embedded.text, new RegExp(`^CONFIG_SNAPSHOT_INCOMPLETE: .*; run \`npx wonvoice snapshot\` and paste this ${code}'s code anew$`));
    });
  });
}

describe("n8n", () => {
  /** Fails inside at the second deal: the next call and the next item must be right. */
  const TRAP = `var real = WebAssembly.Instance, seen = 0;
    WebAssembly.Instance = function (m, i) { var e = Object.assign({}, new real(m, i).exports), c = e.callJson; e.callJson = function (a, b, p, n) { seen += 1; return c(a, b, seen === 4 ? 4294900000 : p, n); }; return { exports: e }; };\n`;

  test("answers each item, paired with it, and a trap in one leaves the others right", () => {
    const code = snippet("n8n", "--step", "map", ...EMBEDDED);
    const items = [parts, fieldsWith({ deal: bad.deal }), parts].map((json) => ({ json }));
    const out = n8n.run(code, items);
    assert.deepEqual(out.map(({ json, pairedItem }) => [json.status, pairedItem]), [["ready", { item: 0 }], ["refused", { item: 1 }], ["ready", { item: 2 }]]);
    assert.deepEqual(n8n.run(code, items, "each").map(({ json, pairedItem }) => [json.status, pairedItem]), [["ready", { item: 0 }], ["refused", { item: 1 }], ["ready", { item: 2 }]]);
    const trapped = n8n.run(TRAP + code, [parts, parts, parts].map((json) => ({ json })));
    assert.deepEqual(trapped.map(({ json }) => json.status), ["ready", "failed", "ready"]);
    assert.match(trapped[1]?.json.text, /^INTERNAL_PANIC: [^\n]+$/);
    assert.deepEqual(trapped[2]?.json.documents, out[0]?.json.documents);
  });
});

describe("Node-RED", () => {
  const code = () => snippet("node-red", "--step", "map", ...EMBEDDED);

  test("what is ready leaves by the first output, the rest by the second; the message keeps what it had", async () => {
    const res = { send() {} };
    const beside = { topic: "won", res, req: { url: "/" } };
    const [ready, none] = await nodeRed.run(code(), { ...parts, ...beside });
    const [nothing, refused] = await nodeRed.run(code(), { ...parts, ...beside, deal: bad.deal });
    assert.deepEqual([ready?.length, none?.length, nothing?.length, refused?.length], [1, 0, 0, 1]);
    for (const [msg] of [ready ?? [], refused ?? []]) assert.deepEqual([msg.topic, msg.res === res, msg.products], ["won", true, parts.products]);
    assert.match(refused?.[0].payload, /^DEAL_NOT_WON: /);
  });

  test("one message a request, in their order; nothing without a request leaves by the first output", async () => {
    const { step, fields, args } = verdictOf("repeating-created-beside-the-rest");
    const [sent, none] = await nodeRed.run(snippet("node-red", "--step", step, ...args), fields);
    assert.deepEqual(sent?.map(({ method, url, wonvoice }) => [method, new URL(url).pathname.replace(/.*2.0/, ""), wonvoice.request.id, wonvoice.more]), [
      ["PUT", "/Invoices", "create-full", 0],
      ["PUT", "/RepeatingInvoices", "create-monthly", 0],
    ]);
    assert.deepEqual(none, []);
    const there = verdictOf("draft-is-there-in-another-order");
    const [first, second] = await nodeRed.run(snippet("node-red", "--step", "verdict", ...there.args), { ...there.fields, url: "https://example.test/earlier" });
    assert.deepEqual([first?.length, second?.map(({ payload }) => payload)], [0, ["already invoiced"]]);
  });

  test("takes the parts from the payload, and a snapshot from the context", async () => {
    const [[msg]] = /** @type {any} */ (await nodeRed.run(code(), { payload: parts }));
    assert.equal(msg.wonvoice.status, "ready");
    const { deal, ...others } = parts;
    for (const payload of [others, JSON.stringify(others), { ...others, deal: bad.deal }]) assert.equal((await nodeRed.run(code(), { deal, payload }))[0]?.[0].wonvoice.status, "ready");
    const placeIn = async (/** @type {any} */ message) => (await nodeRed.run(code(), message))[1]?.[0].wonvoice.findings[0].place;
    assert.equal(await placeIn({ deal: bad.deal, payload: others }), "msg.deal, status");
    assert.equal(await placeIn({ ...others, payload: { deal: bad.deal } }), "msg.payload.deal, status");
    assert.equal(await placeIn({ payload: { ...others, deal: "" } }), "msg.payload.deal");
    assert.equal(await placeIn({ ...others, payload: "{ no JSON" }), "msg.deal");
    const stored = snippet("node-red", "--step", "map", ...CONFIG, "--snapshot-from", "flow.xero");
    const [[one]] = /** @type {any} */ (await nodeRed.run(stored, parts, { flow: { xero: snapshot } }));
    assert.equal(one.wonvoice.status, "ready");
    const [, [missing]] = /** @type {any} */ (await nodeRed.run(stored, parts));
    assert.match(missing.payload, /^CONFIG_SNAPSHOT_MISSING: .*\(flow\.xero\)/);
  });
});

describe("what a host's own action may create", () => {
  const bodiesOf = async (/** @type {string} */ host, /** @type {string} */ name) => {
    const { step, fields, args } = verdictOf(name);
    const answer = await sandboxes.find((one) => one.host === host)?.run(snippet(host, "--step", step, ...args), asTexts(fields));
    return { ...answer, bodies: answer.documents.map((/** @type {any} */ { slot, xero_invoice_json }) => [slot, xero_invoice_json === "" ? undefined : JSON.parse(xero_invoice_json).Reference]) };
  };
  // What the flat fields of Zapier describe, and the documents whose bodies are given.
  for (const [name, slot, action, bodies] of /** @type {[string, string, string, any[]][]} */ ([
    ["created", "full", "create", [["full", "PO-7781 | PD-42"]]],
    ["split-due-and-scheduled", "deposit", "create", [["deposit", "PO-7781 | PD-42/deposit"], ["balance", undefined]]],
    ["draft-updated", "full", "update-draft", [["full", undefined]]],
    ["draft-is-there-in-another-order", "full", "already-there", [["full", undefined]]],
    ["split-anew-a-draft", "full", "delete-draft", [["full", undefined], ["deposit", undefined], ["balance", undefined]]],
    ["credited-in-euro-at-the-rate-of-the-invoice", "full", "credit-and-reissue", [["full", undefined]]],
    ["repeating-created-beside-the-rest", "full", "create", [["full", "PO-7781 | PD-42"], ["monthly", undefined]]],
    ["repeating-made-anew", "monthly", "delete-draft", [["monthly", undefined], ["full", undefined], ["monthly", undefined]]],
  ])) {
    test(name, async () => {
      const flat = await bodiesOf("zapier", name);
      assert.deepEqual([flat.slot, flat.action, flat.bodies], [slot, action, bodies]);
      const isCreated = bodies.some(([one, body]) => one === slot && body !== undefined);
      assert.deepEqual([flat.xero_invoice_json !== "", flat.line_items.length > 0, flat.date !== undefined], [isCreated, isCreated, isCreated]);
      if (isCreated) assert.deepEqual([flat.request_body, flat.reference], [flat.xero_invoice_json, JSON.parse(flat.request_body).Reference]);
      const listed = await bodiesOf("make", name);
      assert.deepEqual(listed.bodies, bodies);
      assert.deepEqual(listed.documents.map((/** @type {any} */ { line_items }) => line_items.length > 0), bodies.map(([, body]) => body !== undefined));
    });
  }
});

describe("a deal that is split", () => {
  const { config: shared, snapshots, contact, ...rest } = load("mapDealToInvoice/split-over-two-entities.json");
  const args = ["--config", file("split.json", shared), "--snapshot", file("uk.json", snapshots.uk), "--snapshot", file("ie.json", snapshots.ie)];
  const fields = { ...rest, "contact.uk": contact.uk, "contact.ie": contact.ie, "existing.uk": { Invoices: [] } };
  const run = async (/** @type {object} */ more) => await sandboxes.find((one) => one.host === "make")?.run(snippet("make", "--step", "verdict", ...args), asTexts({ ...fields, ...more }));

  test("is decided by what each entity's fields hold", async () => {
    const answer = await run({ "existing.ie.1": { Invoices: [] }, "existing.ie.2": { CreditNotes: [] } });
    assert.deepEqual(answer.documents.map((/** @type {any} */ { slot, action }) => [slot, action]), [["uk_full", "create"], ["ie_full", "create"]]);
    const half = await run({});
    assert.deepEqual([half.status, half.documents.map((/** @type {any} */ { slot, action }) => [slot, action])], ["held", [["uk_full", "create"], ["ie_full", "unknown"]]]);
  });
});

describe("the text", () => {
  const awkward = { ...config, entities: { uk: { ...config.entities.uk, document: { ...config.entities.uk.document, reference: "{deal.title|}} $input.all {{ */ — ü}" } } } };

  test("holds nothing that a host takes for its own", () => {
    const text = snippet("n8n", "--step", "verdict", ...EMBEDDED);
    for (const word of ["{{", "}}", "$input.all", "$input.first", "$input.last", "$input.itemMatching", "import ", "import(", "require(", "console", "setTimeout", "Object.defineProperty", "globalThis", "__proto__", "process"]) assert.ok(!text.replace(/"[^"\n]{5000,}"/g, '""').includes(word), word);
    assert.match(text, /^\/\* Wonvoice \d+\.\d+\.\d+ for n8n/);
    assert.match(text, /Snapshot of Northstar Studio Ltd, taken 2026-07-15T06:00:00Z/);
  });

  test("keeps a config that looks like a template or the end of a comment", async () => {
    // Refused as a config, so it is read from a field: what is embedded is the snapshot.
    const odd = { ...snapshot, organisation: { Organisations: [{ ...snapshot.organisation.Organisations[0], Name: "A {{b}} */ $input.all" }] } };
    const text = snippet("zapier", "--step", "map", ...CONFIG, "--snapshot", file("odd.json", odd));
    assert.ok(!/\{\{|\}\}|\$input\.all/.test(text.replace(/"[^"\n]{5000,}"/g, '""')));
    assert.equal((await sandboxes[0]?.run(text, asTexts(parts))).status, "ready");
  });

  test("prices of two decimals where the host's own action writes them", async () => {
    const code = snippet("zapier", "--step", "map", "--unit-dp", "2", ...EMBEDDED);
    const answer = await sandboxes[0]?.run(code, asTexts(parts));
    assert.ok(answer.line_items.every((/** @type {any} */ line) => Number.isInteger(Math.round(line.unit_amount * 1e6) / 1e4)), JSON.stringify(answer.line_items));
  });

  test("the command says what is wrong with it", () => {
    for (const [args, status, message] of /** @type {[string[], number, RegExp][]} */ ([
      [["zapier"], 2, /required option '--step <step>' not specified/],
      [["ifttt", "--step", "map"], 2, /Allowed choices are zapier, make, n8n, node-red/],
      [["make", "--step", "map", ...EMBEDDED, "--snapshot-from", "x"], 2, /use one of them/],
      [["make", "--step", "map", "--unit-dp", "2"], 2, /--unit-dp needs --config/],
      [["make", "--step", "map", "--config", join(folder, "none.json")], 3, /there is no such file/],
      [["make", "--step", "map", "--config", file("awkward.json", awkward)], 1, /CONFIG_TEMPLATE_INVALID: .*\/config\/entities\/uk\/document\/reference/],
      [["make", "--step", "map", "--config", file("newer.json", { ...config, version: 2 })], 1, /CONFIG_VERSION_UNKNOWN/],
      [["make", "--step", "map", ...CONFIG, "--snapshot", file("other.json", { ...snapshot, tenantId: "00000000-0000-4000-8000-000000000000" })], 1, /CONFIG_SNAPSHOT_OTHER/],
    ])) {
      const done = command(...args);
      assert.deepEqual([done.status, done.stdout], [status, ""], `${args.join(" ")}\n${done.stderr}`);
      assert.match(done.stderr, message);
    }
  });

  test("--out writes a file, and says its size", () => {
    const out = join(folder, "step.js");
    const { status, stdout, stderr } = command("make", "--step", "validate", ...EMBEDDED, "--out", out);
    assert.deepEqual([status, stdout], [0, ""]);
    assert.match(stderr, /^wonvoice: \d+ KB for make, step validate, in /);
    assert.ok(readFileSync(out, "utf8").length < 300_000);
  });
});
