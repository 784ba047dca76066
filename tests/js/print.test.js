import assert from "node:assert/strict";
import { test } from "node:test";
import { amount, lookFor, printFindings, printPlan } from "../../js-shim/print.js";
import { printAlignment, printDuplicates, printMatch } from "../../js-shim/print-contacts.js";

test("amounts have at least two decimals and lose none", () => {
  const cases = [[0, "0.00"], [-0.5, "-0.50"], [1234.5, "1,234.50"], [1.005, "1.005"], [0.0001, "0.0001"], [1234567.891, "1,234,567.891"], [-1000, "-1,000.00"], [1.15, "1.15"], [99999999999.99, "99,999,999,999.99"], [undefined, ""]];
  for (const [value, text] of cases) assert.equal(amount(value), text);
});

const finding = { code: "TAX_RATE_UNMAPPED", severity: "error", path: "/products/0/tax", message: "no tax type for `17.5`", remedy: "add it to `tax.byRate`" };
const document = {
  entity: "uk", slot: "full", kind: "invoice", token: "PD-42", issueOn: "2026-11-22",
  body: { Type: "ACCREC", Status: "DRAFT", CurrencyCode: "GBP", Date: "2026-11-22", DueDate: "2026-12-22", Reference: "PD-42 PO 7", LineAmountTypes: "Exclusive", Contact: { ContactID: "c-1" },
    LineItems: [{ Description: "Hosting for a whole year, with backups every night and a person on the phone", Quantity: 2, UnitAmount: 1250.125, DiscountRate: 10, AccountCode: "200", TaxType: "OUTPUT2", Tracking: [{ Name: "Region", Option: "North" }] }, { Description: "a note" }] },
  totals: { lines: [{ lineAmount: 2250.23, taxAmount: 450.05, discount: 250.02 }, { lineAmount: 0, taxAmount: 0, discount: 0 }], subTotal: 2250.23, totalTax: 450.05, total: 2700.28, totalDiscount: 250.02, currency: "GBP" },
  trace: [{ at: "/Reference", from: ["/deal/id"], by: "rule", rule: "token" }],
};

test("a plan shows its lines, totals, reasons and findings", () => {
  const text = printPlan({ ok: true, documents: [document], findings: [{ ...finding, severity: "warning" }] });
  for (const part of ["Invoice PD-42 · uk · slot full · DRAFT · GBP", "Due        2026-12-22", "1,250.125", "10 %", "2,250.23", "Region: North", "Total GBP", "2,700.28", "Why each field of PD-42", "  The document\n    Reference  PD-42 PO 7  rule: token ← /deal/id", "! no tax type", "→ add it", "1 document to send"]) assert.ok(text.includes(part), `${part} in\n${text}`);
  assert.ok(!text.includes("\u001b"), "no colours unless asked");
  // What must be mended stands beside the invoice, not below its reasons.
  assert.ok(text.indexOf("no tax type") < text.indexOf("Why"));
});

const widest = (/** @type {string} */ text) => Math.max(...text.split("\n").map((line) => [...line].length));

test("fits a terminal of any usual width, and a file", () => {
  const plan = { ok: true, documents: [document], findings: [{ ...finding, severity: "info", message: "word ".repeat(40).trim() }] };
  for (const width of [64, 80, 100, 132, 200]) {
    const text = printPlan(plan, { width });
    assert.ok(widest(text) <= width, `${width}\n${text}`);
    for (const part of ["200", "OUTPUT2", "2,700.28", "Region: North"]) assert.ok(text.includes(part), `${part} at ${width}`);
  }
  assert.ok(widest(printPlan(plan)) <= 110);
  assert.ok(printPlan(plan, { width: 132 }).includes("Account  Tax type"), "with room, each has its column");
  assert.match(printPlan(plan, { width: 64 }), /account 200,\s+tax\s+OUTPUT2/);
});

test("a match says what is done, with whom, and why", () => {
  const candidate = { contactId: "c-1", name: "Acme Limited", probability: 940, evidence: [{ kind: "name", says: "the name is the same", weight: 800 }] };
  assert.equal(printMatch({ decision: "match", contactId: "c-1", candidates: [candidate], findings: [] }), "match: this contact is billed c-1\n   94.0 %  Acme Limited c-1\n           the name is the same");
  const create = printMatch({ decision: "create", candidates: [], proposed: { Name: "Acme Ltd", Addresses: [{ City: "London" }] }, findings: [] });
  for (const part of ["create: no contact", "Name            Acme Ltd", '[{"City":"London"}]']) assert.ok(create.includes(part), create);
});

test("contacts that are there twice show what links them", () => {
  const evidence = [{ kind: "name", says: "the name is the same, `a\u001b[2J`", weight: 9000 }];
  const links = [{ between: [0, 1], probability: 990, weakest: false, evidence }, { between: [1, 2], probability: 612, weakest: true, evidence }];
  const contacts = [{ contactId: "c-1", name: "Acme" }, { contactId: "c-2", name: "ACME" }, { contactId: "c-3", name: "" }];
  const text = printDuplicates({ groups: [{ probability: 612, contacts, links }], findings: [{ ...finding, severity: "warning" }] });
  for (const part of ["61.2 % the same: 3 contacts", "  1  Acme c-1", "  3  (without a name) c-3", "1 and 2    99.0 %  the name is the same, `a [2J`", "2 and 3    61.2 %  the weakest link: the name", "! no tax type", "1 group, 3 contacts in all"]) assert.ok(text.includes(part), `${part} in\n${text}`);
  assert.ok(!text.includes("\u001b"), "no control characters");
  for (const width of [48, 80]) assert.ok(widest(printDuplicates({ groups: [{ probability: 612, contacts, links }], findings: [] }, { width })) <= width, String(width));
  assert.ok(printDuplicates({ groups: [], findings: [] }).includes("no contact is there twice"));
});

test("a party beside its contact shows who is right, why, and what to write", () => {
  const fields = [{ field: "name", crm: "Acme".repeat(20), ledger: "Acme", owner: "ledger", verdict: "ledger", why: "Xero has the say ".repeat(6).trim() }, { field: "email", crm: "a@b.example", owner: "ask", verdict: "ask", why: "a person\u001b[2J has to say" }];
  const text = printAlignment({ ok: true, fields, ledgerPatch: { ContactID: "c-1", EmailAddress: "a@b.example", Phones: [{ PhoneNumber: "1" }] }, findings: [] });
  for (const part of ["Field  Pipedrive", "Xero", "…", "ask a person", "      a person [2J has to say", "To write to Xero:\n    EmailAddress    a@b.example\n    Phones          [{\"PhoneNumber\":\"1\"}]"]) assert.ok(text.includes(part), `${part} in\n${text}`);
  assert.ok(!text.includes("c-1") && !text.includes("Pipedrive:"), text);
  for (const width of [64, 80, 132]) assert.ok(widest(printAlignment({ ok: true, fields, findings: [] }, { width })) <= width, String(width));
  assert.ok(printAlignment({ ok: true, fields, findings: [] }).endsWith("nothing to write"));
  assert.ok(printAlignment({ ok: false, fields: [], findings: [finding] }).includes("not compared"));
});

test("colours and width are those of the stream", () => {
  const kept = { NO_COLOR: process.env.NO_COLOR, FORCE_COLOR: process.env.FORCE_COLOR, TERM: process.env.TERM };
  const look = (env, stream) => {
    for (const name of Object.keys(kept)) delete process.env[name];
    Object.assign(process.env, env);
    return lookFor(stream);
  };
  try {
    assert.deepEqual(look({}, { isTTY: true, columns: 93 }), { color: true, width: 93 });
    assert.deepEqual(look({}, {}), { color: false, width: 110 });
    assert.equal(look({ NO_COLOR: "1", FORCE_COLOR: "1" }, { isTTY: true }).color, false);
    assert.equal(look({ FORCE_COLOR: "1" }, {}).color, true);
    assert.equal(look({ TERM: "dumb" }, { isTTY: true }).color, false);
  } finally {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});

test("a refused plan shows its preview as such", () => {
  const text = printPlan({ ok: false, documents: [], findings: [finding], preview: { lines: document.body.LineItems, totals: document.totals } }, { color: true, trace: false });
  assert.ok(text.includes("Preview of what could be computed"));
  assert.ok(text.includes("refused"));
  assert.ok(text.includes("\u001b[31m✗\u001b[0m"));
  assert.ok(!text.includes("Why"));
});

test("control characters from outside do not reach the terminal", () => {
  const text = printFindings([{ ...finding, message: "a\u001b[2Jb\u202ec\nd\u0007" }]);
  assert.ok(!/[\u0000-\u0009\u000b-\u001f\u202e]/.test(text));
  assert.ok(text.startsWith("✗ a [2Jb c d"));
});

test("a schedule shows what comes later, and what all of it comes to", () => {
  const later = { ...document, slot: "balance", token: "PD-42/balance", issueOn: "2026-12-22", body: { ...document.body, Date: "2026-12-22" } };
  const { issueOn, ...undated } = { ...later, slot: "rest", token: "PD-42/rest" };
  const schedule = { kind: "deposit", method: "shares", subTotal: 6750.69, totalTax: 1350.15, total: 8100.84, taxResidue: 0 };
  const plan = { ok: true, documents: [document], scheduled: [later, undated], schedule, findings: [] };
  const text = printPlan(plan, { trace: false });
  for (const part of ["Later, on 2026-12-22:\nInvoice PD-42/balance", "Later, when its day is known:\nInvoice PD-42/rest", "Schedule: deposit, every line is split", "balance   2026-12-22  2,250.23    450.05  2,700.28  later", "together              6,750.69  1,350.15  8,100.84", "net, tax and gross are those of the whole deal", "1 document to send, 2 scheduled"]) assert.ok(text.includes(part), `${part} in\n${text}`);
  assert.ok(text.indexOf("Invoice PD-42 ·") < text.indexOf("Later"), "what is due stands first");
  for (const width of [64, 80, 132]) assert.ok(widest(printPlan(plan, { width })) <= width, String(width));
  const off = (/** @type {number} */ taxResidue) => printPlan({ ...plan, schedule: { ...schedule, taxResidue } });
  assert.ok(off(-0.01).includes("the tax is 0.01 less than that of the whole deal"));
  assert.ok(off(0.02).includes("the tax is 0.02 more"));
  assert.ok(printPlan({ ...plan, documents: [] }).endsWith("nothing to send, 2 scheduled"));
});

test("a template says when its invoices are made and due", () => {
  const Schedule = { Period: 3, Unit: "MONTHLY", StartDate: "2026-12-31", EndDate: "2027-09-30", DueDate: 14, DueDateType: "DAYSAFTERINVOICEDATE" };
  const { Date: _, DueDate: __, ...body } = document.body;
  const template = (/** @type {object} */ schedule, /** @type {object} */ more = {}) => ({ ...document, kind: "repeating-invoice", slot: "quarterly", token: "PD-42/quarterly", body: { ...body, Schedule: { ...Schedule, ...schedule }, ...more } });
  const text = printPlan({ ok: true, documents: [template({})], findings: [] });
  for (const part of ["Repeating invoice PD-42/quarterly", "Every      3 months", "From       2026-12-31", "Until      2027-09-30", "Due        14 days after the invoice", "Made       as drafts", "Goes to    PUT /RepeatingInvoices"]) assert.ok(text.includes(part), `${part} in\n${text}`);
  const cases = [
    [{ Unit: "WEEKLY", Period: 1 }, "Every      week"],
    [{ EndDate: undefined }, "Until      somebody ends it"],
    [{ DueDateType: "DAYSAFTERINVOICEMONTH" }, "14 days after the month of the invoice"],
    [{ DueDateType: "OFCURRENTMONTH" }, "on day 14 of the month of the invoice"],
    [{ DueDateType: "OFFOLLOWINGMONTH" }, "on day 14 of the month after the invoice"],
  ];
  for (const [schedule, part] of cases) assert.ok(printPlan({ ok: true, documents: [template(schedule)], findings: [] }).includes(part), part);
  const sent = printPlan({ ok: true, documents: [template({}, { Status: "AUTHORISED", ApprovedForSending: true, SendCopy: true, IncludePDF: true, MarkAsSent: true })], findings: [] });
  assert.ok(sent.includes("approved, e-mailed by Xero, with a PDF, with a copy to the sender, marked as sent"), sent);
});

test("a split deal, its rules and who answers", () => {
  const text = printPlan({
    ok: false, status: "held", documents: [], shares: [{ entity: "ie", rows: [{ row: "/products/data/2", by: "/config/split/0" }], amount: 408.93 }, { entity: "uk", rows: [], amount: 0 }],
    holds: [{ rule: "big", reason: "over", owner: { role: "finance", channel: "#billing", within: "1 day", then: "controller" } }],
    rules: [{ rule: "big", outcome: "applied", decides: ["hold"] }, { rule: "small", outcome: "not-met", because: "`deal.value` less `5`: it is `800`" }, { rule: "later", outcome: "not-considered" }],
    owners: [{ area: "tax", role: "adviser" }], findings: [finding],
  }, { width: 100 });
  for (const part of ["ie      /products/data/2  408.93", "uk      nothing             0.00", "tax answers: adviser", "big decides hold", "small does not apply `deal.value` less `5`: it is `800`", "later was not considered", "held: big (for finance, #billing, within 1 day, then controller)"]) assert.ok(text.includes(part), `${part} in\n${text}`);
});
