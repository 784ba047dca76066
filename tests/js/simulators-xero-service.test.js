// The simulated Xero as a service: who may ask, how often, what is remembered, what is found, what it tells.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { sharedPath, skip } from "../contract/shared.js";
import { manualClock } from "../simulators/clock.js";
import { CLIENT, TENANT } from "../simulators/xero.js";
import { PUBLISHED } from "../simulators/xero/messages.js";
import { signature } from "../simulators/xero/webhooks.js";
import { messages, query, subscriber, xero } from "./simulated.js";

/** @typedef {{ [key: string]: any }} Json */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const free = { perMinute: 1e9, perDay: 1e9, appPerMinute: 1e9 };
const fixture = (/** @type {string} */ name) => JSON.parse(readFileSync(sharedPath(`spec/fixtures/${name}`), "utf8"));
const invoice = (/** @type {Json} */ changes = {}) => ({ Type: "ACCREC", Contact: { Name: "Acme Ltd" }, Date: "2026-07-15", DueDate: "2026-08-14", LineItems: [{ Description: "Work", Quantity: 1, UnitAmount: 100, AccountCode: "200", TaxType: "OUTPUT2" }], ...changes });
const put = (/** @type {Awaited<ReturnType<typeof xero>>} */ here, /** @type {Json} */ changes = {}, /** @type {{ [name: string]: string }} */ headers = {}) => here.ask("PUT", "Invoices?unitdp=4", { Invoices: [invoice(changes)] }, headers);

describe("who may ask", () => {
  test("no token, one that is none, one that has expired: 401 as documented", async () => {
    const here = await xero();
    const token = here.token();
    here.use("none");
    assert.equal((await here.get("Organisation")).status, 401);
    here.use(token);
    assert.equal((await here.get("Organisation")).status, 200);
    here.clock.advance(30 * MINUTE);
    const { status, body } = await here.get("Organisation");
    assert.deepEqual([status, body.Title, body.Status, body.Type], [401, "Unauthorized", 401, null]);
    await here.done();
  });

  test("another tenant or a scope that is missing: 403", async () => {
    const here = await xero({ scopes: ["accounting.settings.read", "accounting.invoices.read"] });
    const forbidden = await here.get("Organisation", { "xero-tenant-id": "00000000-0000-4000-8000-000000000000" });
    assert.deepEqual([forbidden.status, forbidden.body.Detail], [403, "AuthenticationUnsuccessful"]);
    assert.deepEqual([(await here.get("Accounts")).status, (await here.get("Invoices")).status, (await here.get("Contacts")).status, (await put(here)).status], [200, 200, 403, 403]);
    if (!skip) assert.deepEqual(Object.keys(forbidden.body).sort(), Object.keys(fixture("xero_errors.json").find((/** @type {Json} */ one) => one.http === 403).body).sort());
    await here.done();
  });

  test("refresh tokens rotate, the old one works for half an hour more; a custom connection needs no tenant", async () => {
    const here = await xero();
    const connect = async (/** @type {{ [name: string]: string }} */ form) => {
      const response = await fetch(`${here.url}/connect/token`, { method: "POST", headers: { authorization: `Basic ${Buffer.from(`${CLIENT.id}:${CLIENT.secret}`).toString("base64")}` }, body: new URLSearchParams(form) });
      return { status: response.status, body: /** @type {Json} */ (await response.json()) };
    };
    const first = here.auth.consent();
    const renewed = await connect({ grant_type: "refresh_token", refresh_token: first });
    here.use(renewed.body.access_token);
    assert.equal((await here.get("Organisation")).status, 200);
    assert.notEqual(renewed.body.refresh_token, first);
    assert.equal((await connect({ grant_type: "refresh_token", refresh_token: first })).status, 200);
    here.clock.advance(30 * MINUTE);
    assert.deepEqual((await connect({ grant_type: "refresh_token", refresh_token: first })).body, { error: "invalid_grant" });
    const custom = await connect({ grant_type: "client_credentials" });
    const headers = { accept: "application/json", authorization: `Bearer ${custom.body.access_token}` };
    assert.equal((await fetch(`${here.url}/api.xro/2.0/Organisation`, { headers })).status, 200);
    assert.equal(/** @type {Json[]} */ (await (await fetch(`${here.url}/connections`, { headers })).json())[0]?.tenantId, TENANT);
    // A person agrees: a code that works once, for who began it.
    const back = "https://app.example/back";
    const agree = async () => {
      const response = await fetch(`${here.url}/identity/connect/authorize${query({ response_type: "code", client_id: CLIENT.id, redirect_uri: back, scope: "offline_access accounting.settings.read", state: "s", code_challenge_method: "S256", code_challenge: createHash("sha256").update("proof").digest("base64url") })}`, { redirect: "manual" });
      return Object.fromEntries(new URL(response.headers.get("location") ?? "").searchParams);
    };
    const { code = "", state } = await agree();
    const form = { grant_type: "authorization_code", code, redirect_uri: back, code_verifier: "proof" };
    const agreed = await connect(form);
    assert.deepEqual([state, agreed.status, typeof agreed.body.refresh_token, agreed.body.scope], ["s", 200, "string", "offline_access accounting.settings.read"]);
    assert.deepEqual([(await connect(form)).status, (await connect({ ...form, code: (await agree()).code ?? "", code_verifier: "other" })).status], [400, 400]);
    here.use(agreed.body.access_token);
    assert.deepEqual([(await here.get("Organisation")).status, (await here.get("Contacts")).status], [200, 403]);
    here.auth.revoke();
    assert.equal((await here.get("Organisation")).status, 401);
    await here.done();
  });

  test("an organisation that is off the air, a path that is none, and XML for who does not ask for JSON", async () => {
    const here = await xero();
    assert.match((await here.get("Organisation", { accept: "*/*" })).text, /^</);
    assert.deepEqual([(await here.get("Nothing")).status, (await here.get("Invoices/none")).text], [404, "The resource you're looking for cannot be found"]);
    here.offline(TENANT);
    assert.equal((await here.get("Organisation")).status, 503);
    await here.done();
  });
});

describe("how often", () => {
  test("60 a minute, in fixed windows; the headers say what is left", async () => {
    const here = await xero({ limits: { minute: 300 } });
    for (let at = 0; at < 60; at++) assert.equal((await here.get("Currencies")).headers.get("x-minlimit-remaining"), String(59 - at));
    const { status, headers, body } = await here.get("Currencies");
    assert.deepEqual([status, headers.get("x-rate-limit-problem"), headers.get("retry-after"), headers.get("x-minlimit-remaining"), headers.get("x-daylimit-remaining"), headers.get("x-appminlimit-remaining"), body], [429, "minute", "1", "0", "4940", "9940", { Status: 429 }]);
    here.clock.advance(299);
    assert.equal((await here.get("Currencies")).status, 429);
    here.clock.advance(1);
    assert.equal((await here.get("Currencies")).status, 200);
    await here.done();
  });

  test("5,000 a day", async () => {
    const here = await xero({ limits: { perDay: 3 }, lifetimes: { access: Infinity } });
    for (let at = 0; at < 3; at++) await here.get("Currencies");
    const { status, headers } = await here.get("Currencies");
    assert.deepEqual([status, headers.get("x-rate-limit-problem"), headers.get("retry-after")], [429, "day", "86400"]);
    here.clock.advance(24 * 60 * MINUTE);
    assert.equal((await here.get("Currencies")).status, 200);
    await here.done();
  });

  test("an app's 10,000 a minute, over all organisations", async () => {
    const here = await xero({ limits: { appPerMinute: 1 } });
    await here.get("Currencies");
    assert.equal((await here.get("Currencies")).headers.get("x-rate-limit-problem"), "appminute");
    await here.done();
  });

  test("five at once, the sixth is refused", async () => {
    const here = await xero({ latency: 60 });
    const answers = await Promise.all(Array.from({ length: 7 }, () => here.get("Currencies")));
    const refused = answers.filter(({ status }) => status === 429);
    assert.deepEqual([refused.length, refused[0]?.headers.get("x-rate-limit-problem"), refused[0]?.headers.get("retry-after"), here.limits.mostAtOnce(TENANT)], [2, "concurrent", null, 5]);
    await here.done();
  });
});

describe("request keys", () => {
  const key = (/** @type {string} */ text) => ({ "idempotency-key": text });
  test("the same request within six minutes gets the same answer, and is done once", async () => {
    const here = await xero();
    here.ledger.addContact({ Name: "Acme Ltd" });
    const first = await put(here, {}, key("a"));
    here.clock.advance(6 * MINUTE - 1);
    assert.equal((await put(here, {}, key("a"))).text, first.text);
    assert.equal(here.ledger.invoices().length, 1);
    here.clock.advance(1);
    assert.notEqual((await put(here, {}, key("a"))).body.Invoices[0].InvoiceID, first.body.Invoices[0].InvoiceID);
    assert.equal(here.keys.replays(), 1);
    await here.done();
  });

  test("another body, path or method under the same key is refused, and does nothing", async () => {
    const here = await xero();
    here.ledger.addContact({ Name: "Acme Ltd" });
    await put(here, {}, key("a"));
    assert.deepEqual(messages(await put(here, { Reference: "x" }, key("a"))), ["Idempotency Key a is used with a different request"]);
    assert.equal((await here.ask("POST", "Invoices?unitdp=4", { Invoices: [invoice()] }, key("a"))).status, 400);
    assert.equal((await put(here, {}, key("x".repeat(129)))).status, 400);
    assert.equal(here.ledger.invoices().length, 1);
    await here.done();
  });

  test("an error is remembered too: what was wrong may be right by now, and the key still says no", async () => {
    const here = await xero();
    const known = { Contact: { ContactNumber: "pd-org-7" } };
    assert.deepEqual(messages(await put(here, known, key("a"))), [PUBLISHED.contact_unknown]);
    here.ledger.addContact({ Name: "Acme Ltd", ContactNumber: "pd-org-7" });
    assert.equal((await put(here, known, key("a"))).status, 400);
    assert.equal((await put(here, known, key("b"))).status, 200);
    await here.done();
  });

  test("a life of another length is a setting; keys of two organisations are two", async () => {
    const other = "22222222-0000-4000-8000-000000000001";
    const here = await xero({ keyLife: 100, organisations: [{ tenantId: TENANT }, { tenantId: other }] });
    await put(here, {}, key("a"));
    await put(here, {}, { ...key("a"), "xero-tenant-id": other });
    here.clock.advance(100);
    await put(here, {}, key("a"));
    assert.deepEqual([here.keys.replays(), here.ledger.invoices().length], [0, 2]);
    await here.done();
  });
});

describe("what is found", () => {
  /** @type {Awaited<ReturnType<typeof xero>>} */
  let here;
  /** @type {string} */
  let acme;
  before(async () => {
    here = await xero({ limits: free });
    acme = here.ledger.addContact({ Name: "Müller & Söhne", EmailAddress: "pay@mueller.example", AccountNumber: "A-1", ContactNumber: "pd-org-7" });
    const other = here.ledger.addContact({ Name: "Other" });
    for (const [Reference, Date, ContactID] of [["PO-1 | PD-42", "2026-07-01", acme], ["PD-420", "2026-07-02", acme], ["pd-42/2of3", "2026-07-03", other]]) await put(here, { Reference, Date, Contact: { ContactID } });
    here.ledger.approve(here.ledger.invoices()[0]?.id ?? "");
  });
  after(() => here.done());
  const references = async (/** @type {{ [name: string]: string | number }} */ asked) => {
    const { status, body, text } = await here.get(`Invoices${query(asked)}`);
    assert.equal(status, 200, text);
    return body.Invoices.map((/** @type {Json} */ one) => one.Reference);
  };
  const [first, second, third] = ["PO-1 | PD-42", "PD-420", "pd-42/2of3"];

  /** @type {[string, () => { [name: string]: string | number }, (string | undefined)[]][]} */
  const cases = [
    ["a date", () => ({ where: "Date >= DateTime(2026, 07, 02)" }), [second, third]],
    ["a date and a contact", () => ({ where: `Contact.ContactID == guid("${acme}") AND Date < DateTime(2026, 07, 02)` }), [first]],
    ["a status", () => ({ where: 'Status=="AUTHORISED"' }), [first]],
    ["a reference, whatever its case", () => ({ where: 'Reference=="PD-42/2OF3"' }), [third]],
    ["a contact's name, whatever its accents", () => ({ where: 'Contact.Name=="muller & sohne"' }), [first, second]],
    ["either, in brackets", () => ({ where: '(Reference=="PD-420" OR Reference=="pd-42/2of3") && Type!="ACCPAY"' }), [second, third]],
    ["a part of it", () => ({ where: 'Reference!=null AND Reference.Contains("PD-42") AND !Reference.StartsWith("PO")' }), [second, third]],
    ["an amount", () => ({ where: "AmountDue > 0 AND Total == 120" }), [first, second, third]],
    ["statuses", () => ({ Statuses: "DRAFT,VOIDED" }), [second, third]],
    ["contacts", () => ({ ContactIDs: acme }), [first, second]],
    ["numbers", () => ({ InvoiceNumbers: "INV-0002,INV-0003" }), [second, third]],
    ["text in number or reference", () => ({ searchTerm: "pd-42" }), [first, second, third]],
    ["an order", () => ({ order: "Date DESC" }), [third, second, first]],
  ];
  for (const [name, asked, expected] of cases) test(name, async () => assert.deepEqual(await references(asked()), expected));

  test("ids, and nothing of anybody else's", async () => {
    const { id } = here.ledger.invoices()[1] ?? {};
    assert.deepEqual(await references({ IDs: `${id},${acme}` }), [second]);
  });

  test("searching for parts of a reference is a setting, for nobody knows which", async () => {
    for (const [how, expected] of /** @type {const} */ ([["whole", []], ["prefix", [second, third]], ["word", [first]]])) {
      here.ledger.behaviour.searchMatches = how;
      assert.deepEqual(await references({ searchTerm: "PD-42" }), expected, how);
    }
    here.ledger.behaviour.searchMatches = "part";
  });

  test("what is not understood is a QueryParseException", async () => {
    for (const [where, message] of [['SearchTerm=="x"', "No property or field 'SearchTerm' exists in type 'Invoice'"], ['Status=="x" Date', "Unexpected 'Date'"], ["Date == 5 +", "Syntax error in the where clause"], ['Date=="2026"', "Operator '==' incompatible with operand types"], ["(Date", "Operator expected"]]) {
      const { status, body } = await here.get(`Invoices${query({ where: where ?? "" })}`);
      assert.deepEqual([status, body.ErrorNumber, body.Type, body.Message], [400, 16, "QueryParseException", message]);
    }
  });

  test("filters that are not optimised can be refused, as large organisations do", async () => {
    here.ledger.behaviour.refusesUnoptimised = true;
    const status = async (/** @type {string} */ where) => (await here.get(`Invoices${query({ where })}`)).status;
    assert.deepEqual([await status('Reference.Contains("PD")'), await status("Total==1"), await status('Status=="DRAFT" OR Status=="PAID"'), await status('Status=="DRAFT" AND Date >= DateTime(2026,7,1)')], [400, 400, 400, 200]);
    here.ledger.behaviour.refusesUnoptimised = false;
  });

  test("pages have lines, a list without them has none, a summary neither lines nor payments", async () => {
    const { body } = await here.get("Invoices?page=2&pageSize=2&unitdp=4");
    assert.deepEqual([body.pagination, body.Invoices.length, body.Invoices[0].LineItems.length], [{ page: 2, pageSize: 2, pageCount: 2, itemCount: 3 }, 1, 1]);
    assert.deepEqual((await here.get("Invoices")).body.Invoices[0].LineItems, []);
    const summary = (await here.get("Invoices?summaryOnly=true&page=1")).body.Invoices[0];
    assert.deepEqual(["LineItems" in summary, "Payments" in summary, "AmountDue" in summary], [false, false, true]);
    assert.equal((await here.get("Invoices?page=1&pageSize=1001")).status, 400);
  });

  test("what changed since, and what this app made", async () => {
    const since = new Date(here.clock.now()).toUTCString();
    here.clock.advance(MINUTE);
    here.ledger.edit(here.ledger.invoices()[1]?.id ?? "", { Reference: second });
    const { body } = await here.get("Invoices", { "if-modified-since": since });
    assert.deepEqual(body.Invoices.map((/** @type {Json} */ one) => one.Reference), [second]);
    const typed = here.ledger.createInvoice(invoice({ Contact: { ContactID: acme }, Reference: "typed" }));
    assert.deepEqual(await references({ createdByMyApp: "true" }), [first, second, third]);
    here.ledger.delete(typed);
  });

  test("a search lags behind what was written, by a setting, and so may the filters; one that is named is always found", async () => {
    Object.assign(here.ledger.behaviour, { searchLag: 5 * SECOND, whereLag: 2 * SECOND });
    const { InvoiceID } = (await put(here, { Reference: "PD-77", Contact: { ContactID: acme } })).body.Invoices[0];
    const found = async () => [await references({ searchTerm: "PD-77" }), await references({ where: 'Reference=="PD-77"' }), (await here.get(`Invoices/${InvoiceID}`)).status];
    assert.deepEqual(await found(), [[], [], 200]);
    here.clock.advance(2 * SECOND);
    assert.deepEqual(await found(), [[], ["PD-77"], 200]);
    here.clock.advance(3 * SECOND);
    assert.deepEqual(await found(), [["PD-77"], ["PD-77"], 200]);
    assert.equal(here.ledger.lagged(), 3);
    Object.assign(here.ledger.behaviour, { searchLag: 0, whereLag: 0 });
  });
});

describe("contacts", () => {
  /** @type {Awaited<ReturnType<typeof xero>>} */
  let here;
  before(async () => void (here = await xero({ limits: free })));
  after(() => here.done());
  const create = (/** @type {Json} */ contact, method = "PUT") => here.ask(method, "Contacts", { Contacts: [contact] });
  const names = async (/** @type {{ [name: string]: string | number }} */ asked) => (await here.get(`Contacts${query(asked)}`)).body.Contacts.map((/** @type {Json} */ one) => one.Name);

  test("PUT refuses a name or number that is there; POST changes it", async () => {
    const [{ ContactID }] = (await create({ Name: "Buzz Lightyear", ContactNumber: "pd-1", ContactPersons: [{ FirstName: "Jo", EmailAddress: "jo@buzz.example", IncludeInEmails: true }], PaymentTerms: { Sales: { Day: 10, Type: "DAYSAFTERBILLMONTH" } } })).body.Contacts;
    assert.deepEqual(messages(await create({ Name: "buzz lightyear" })), ["The contact name buzz lightyear is already assigned to another contact. The contact name must be unique across all active contacts."]);
    assert.match(messages(await create({ Name: "Woody", ContactNumber: "PD-1" })).join(), /contact number/);
    const [changed] = (await create({ Name: "Buzz Lightyear", EmailAddress: "buzz@star.example" }, "POST")).body.Contacts;
    assert.deepEqual([changed.ContactID, changed.EmailAddress, changed.ContactPersons.length, changed.PaymentTerms.Sales.Day], [ContactID, "buzz@star.example", 1, 10]);
    assert.equal((await here.get("Contacts/pd-1")).body.Contacts[0].ContactID, ContactID);
    assert.equal((await here.ask("POST", `Contacts/${ContactID}`, { Contacts: [{ ContactID, Website: undefined, TaxNumber: "GB1" }] })).body.Contacts[0].TaxNumber, "GB1");
  });

  /** @type {[string, Json, RegExp][]} */
  const refusals = [["no name", {}, /Name/], ["an address with an umlaut", { Name: "A1", EmailAddress: "jörg@x.example" }, /^Email address must be valid\.$/], ["a name that is too long", { Name: "x".repeat(256) }, /255/], ["six persons", { Name: "A2", ContactPersons: Array(6).fill({}) }, /at most 5/], ["an id that nobody has", { Name: "A3", ContactID: "00000000-0000-4000-8000-00000000dead" }, /Unknown contact/]];
  for (const [name, contact, expected] of refusals) test(`refused: ${name}`, async () => assert.match(messages(await create(contact))[0] ?? "", expected));

  test("an archived contact is hidden, leaves its name free, and takes no documents", async () => {
    const id = here.ledger.addContact({ Name: "Gone Ltd" });
    here.ledger.archiveContact(id);
    assert.deepEqual([await names({ where: 'Name=="Gone Ltd"' }), await names({ where: 'Name=="Gone Ltd"', includeArchived: "true" })], [[], ["Gone Ltd"]]);
    assert.match(messages(await put(here, { Contact: { ContactID: id } })).join(), /archived/);
    assert.equal((await create({ Name: "Gone Ltd" })).status, 200);
    assert.deepEqual(await names({ where: 'Name=="Gone Ltd"', includeArchived: "true" }), ["Gone Ltd", "Gone Ltd"]);
  });

  test("a merged contact points to the other, when it is asked for by id or in pages", async () => {
    const [from, into] = [here.ledger.addContact({ Name: "Twin A" }), here.ledger.addContact({ Name: "Twin B" })];
    const { InvoiceID } = (await put(here, { Contact: { ContactID: from } })).body.Invoices[0];
    here.ledger.mergeContacts(from, into);
    const [{ MergedToContactID, ContactStatus }] = (await here.get(`Contacts/${from}`)).body.Contacts;
    assert.deepEqual([MergedToContactID, ContactStatus], [into, "ARCHIVED"]);
    const merged = async (/** @type {string} */ more) => (await here.get(`Contacts?IDs=${from}&includeArchived=true${more}`)).body.Contacts[0].MergedToContactID;
    assert.deepEqual([await merged(""), await merged("&page=1")], [undefined, into]);
    assert.equal((await here.get(`Invoices/${InvoiceID}`)).body.Invoices[0].Contact.ContactID, into);
  });

  test("a document's name that nobody has makes a contact; more than an id changes one", async () => {
    const count = here.ledger.contacts().length;
    const [{ Contact }] = (await put(here, { Contact: { Name: "Acme Ltd" } })).body.Invoices;
    assert.equal(here.ledger.contacts().length, count + 1);
    here.ledger.editContact(Contact.ContactID, { ContactPersons: [{ FirstName: "Jo" }] });
    await put(here, { Contact: { ContactID: Contact.ContactID } });
    assert.equal((await here.get(`Contacts/${Contact.ContactID}`)).body.Contacts[0].ContactPersons.length, 1);
    await put(here, { Contact: { ContactID: Contact.ContactID, EmailAddress: "new@acme.example" } });
    const [changed] = (await here.get(`Contacts/${Contact.ContactID}`)).body.Contacts;
    assert.deepEqual([changed.EmailAddress, changed.ContactPersons, changed.IsCustomer], ["new@acme.example", [], true]);
    // A refused document makes none.
    await put(here, { Contact: { Name: "Never" }, CurrencyCode: "XXX" });
    assert.deepEqual(await names({ where: 'Name=="Never"' }), []);
  });

  test("search looks at six fields; groups are read", async () => {
    const id = here.ledger.addContact({ Name: "Search GmbH", CompanyNumber: "HRB 9", FirstName: "Ada", EmailAddress: "ada@search.example" });
    assert.deepEqual([await names({ searchTerm: "hrb 9" }), await names({ searchTerm: "ADA@" }), await names({ searchTerm: "nothing" })], [["Search GmbH"], ["Search GmbH"], []]);
    here.ledger.addGroup("Gold", [id]);
    const [{ ContactGroupID, Name }] = (await here.get("ContactGroups")).body.ContactGroups;
    assert.deepEqual([Name, (await here.get(`ContactGroups/${ContactGroupID}`)).body.ContactGroups[0].Contacts[0].ContactID], ["Gold", id]);
    assert.equal((await here.get(`Contacts/${id}`)).body.Contacts[0].ContactGroups[0].Name, "Gold");
    const summary = (await here.get(`Contacts?IDs=${id}&summaryOnly=true`)).body.Contacts[0];
    assert.deepEqual(["Addresses" in summary, "IsCustomer" in summary], [false, false]);
  });
});

test("the settings of an organisation, one by one and filtered", async () => {
  const here = await xero({ limits: free, organisations: [{ tenantId: TENANT, version: "AU", organisation: { Class: "STARTER" } }] });
  /** @param {string} path @returns {Promise<Json[]>} */
  const rows = async (path) => Object.values((await here.get(path)).body).find(Array.isArray) ?? [];
  assert.deepEqual((await rows("Organisation")).map((/** @type {Json} */ one) => [one.Version, one.Class, one.OrganisationID]), [["AU", "STARTER", TENANT]]);
  assert.ok(!(await rows("TaxRates")).some((/** @type {Json} */ one) => one.TaxType === "NONE"), "Australia has no NONE");
  assert.deepEqual((await rows(`Accounts${query({ where: 'Status=="ARCHIVED"' })}`)).map((/** @type {Json} */ one) => one.Code), ["260"]);
  for (const part of ["Currencies", "TrackingCategories", "Items", "BrandingThemes"]) assert.ok((await rows(part)).length > 0, part);
  assert.equal((await rows("Items/HOST"))[0]?.SalesDetails.UnitPrice, 90);
  assert.equal((await rows("TaxRates/OUTPUT"))[0]?.EffectiveRate, 10);
  here.ledger.behaviour.notAllowed = ["UseMulticurrency"];
  const actions = Object.fromEntries((await rows("Organisation/Actions")).map(({ Name, Status }) => [Name, Status]));
  assert.deepEqual([actions.CreateApprovedInvoice, actions.UseMulticurrency], ["ALLOWED", "NOT-ALLOWED"]);
  assert.equal((await here.get("Accounts/none")).status, 404);
  await here.done();
});

describe("webhooks", () => {
  const key = "a-key";
  const honest = (/** @type {{ headers: import("node:http").IncomingHttpHeaders, text: string }} */ { headers, text }) => (headers["x-xero-signature"] === signature(text, key) ? 200 : 401);

  test("the signature is the documented one", { skip }, () => {
    const { raw_body, webhook_key, x_xero_signature } = fixture("xero_webhook_signature_vector.json");
    assert.equal(signature(raw_body, webhook_key), x_xero_signature);
  });

  test("who does not refuse a wrong signature is not told anything", async () => {
    const here = await xero();
    const [good, careless] = [await subscriber(honest), await subscriber()];
    here.webhooks.subscribe({ url: careless.url, key });
    assert.equal(await here.webhooks.confirm(), false);
    here.webhooks.subscribe({ url: good.url, key });
    assert.equal(await here.webhooks.confirm(), true);
    const { entropy, ...body } = JSON.parse(good.got[0]?.text ?? "");
    assert.deepEqual(body, { events: [], firstEventSequence: 0, lastEventSequence: 0 });
    for (const one of [good, careless]) one.close();
    await here.done();
  });

  test("events are gathered, numbered and thin; a payment makes one where the setting says so", async () => {
    const here = await xero();
    const to = await subscriber(honest);
    here.webhooks.subscribe({ url: to.url, key });
    here.ledger.addContact({ Name: "Acme Ltd" });
    const { InvoiceID } = (await put(here, { Status: "AUTHORISED" })).body.Invoices[0];
    await here.webhooks.pump();
    const first = JSON.parse(to.got[0]?.text ?? "");
    assert.deepEqual([first.firstEventSequence, first.lastEventSequence, first.events.map((/** @type {Json} */ one) => [one.eventCategory, one.eventType])], [1, 2, [["CONTACT", "CREATE"], ["INVOICE", "CREATE"]]]);
    if (!skip) {
      assert.deepEqual(Object.keys(first).sort(), Object.keys(fixture("xero_webhook_invoice_update.json")).sort());
      assert.deepEqual(Object.keys(first.events[1]).sort(), Object.keys(fixture("xero_webhook_invoice_update.json").events[0]).sort());
    }
    here.ledger.pay(InvoiceID, "1.00");
    await here.webhooks.pump();
    assert.equal(to.got.length, 1);
    here.ledger.behaviour.paymentFiresInvoiceUpdate = true;
    here.ledger.pay(InvoiceID, "1.00");
    here.ledger.credit(InvoiceID, "1.00");
    await here.webhooks.pump();
    const last = JSON.parse(to.got[1]?.text ?? "");
    assert.equal(last.firstEventSequence, 3);
    assert.deepEqual(last.events.map((/** @type {Json} */ one) => [one.eventCategory, one.eventType, one.data?.Status]), [["INVOICE", "UPDATE", undefined], ["CREDITNOTE", "CREATE", "AUTHORISED"], ["CREDITNOTE", "UPDATE", "PAID"], ["INVOICE", "UPDATE", undefined]]);
    to.close();
    await here.done();
  });

  test("what is not taken comes again, ever more seldom, and then no more", async () => {
    const here = await xero({ webhooks: { retries: [SECOND, 10 * SECOND] } });
    let status = 500;
    const to = await subscriber(() => status);
    here.webhooks.subscribe({ url: to.url, key });
    here.ledger.addContact({ Name: "Acme Ltd" });
    const counts = [];
    for (const seconds of [0, 1, 9, 1, 1000]) {
      here.clock.advance(seconds * SECOND);
      await here.webhooks.pump();
      counts.push(to.got.length);
    }
    assert.deepEqual([counts, here.webhooks.isActive(), new Set(to.got.map(({ text }) => text)).size], [[1, 2, 2, 3, 3], false, 1]);
    to.close();
    await here.done();
  });
});

test("a clock that runs can jump, and its ticks do not", async () => {
  const { runningClock } = await import("../simulators/clock.js");
  const clock = runningClock("2026-01-01T00:00:00Z");
  const before = clock.ticks();
  clock.jump(-3_600_000);
  assert.ok(clock.now() < Date.parse("2026-01-01T00:00:00Z") && clock.ticks() - before < 1000);
  clock.advance(5000);
  assert.ok(clock.ticks() - before >= 5000);
  const still = manualClock(0);
  still.jump(7);
  assert.deepEqual([still.now(), still.ticks()], [7, 0]);
});
