// Contacts: who is billed. Sources: the Contacts page and specification; XeroAPI/xero-php-oauth2#191, xeroizer#264.
import { ours, says } from "./messages.js";
import { msInstant } from "./dates.js";
import { notFound, refused } from "./errors.js";
import { isFound, list, listed, matches, ok } from "./list.js";
import { plain } from "./where.js";
import { visibleFrom } from "./world.js";
import { elementsOf, saveEach } from "./save.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./world.js").World} World */
/** `data` is what can be written. @typedef {{ id: string, status: "ACTIVE" | "ARCHIVED" | "GDPRREQUEST", data: Json, mergedTo?: string, updated: number, visible: number }} Contact */

/** What a request may set, and how long it may be (specification). @type {{ [name: string]: number }} */
const WRITABLE = {
  Name: 255, ContactNumber: 50, AccountNumber: 50, FirstName: 255, LastName: 255, CompanyNumber: 50, EmailAddress: 255, BankAccountDetails: 255,
  TaxNumber: 50, TaxNumberType: 4, AccountsReceivableTaxType: 50, AccountsPayableTaxType: 50,
  SalesDefaultLineAmountType: 9, PurchasesDefaultLineAmountType: 9, DefaultCurrency: 3, SalesDefaultAccountCode: 10, PurchasesDefaultAccountCode: 10, XeroNetworkKey: 255,
};
const LISTS = ["ContactPersons", "Addresses", "Phones", "SalesTrackingCategories", "PurchasesTrackingCategories"];
const EMAIL = /^[\x21-\x7e]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;

/** @type {import("./where.js").Fields} */
export const FIELDS = Object.fromEntries(
  /** @type {[string, import("./where.js").Field][]} */ ([
    ["contactid", { kind: "guid", get: (row) => row.id, optimised: true }],
    ["contactstatus", { kind: "text", get: (row) => row.status }],
    ...["Name", "EmailAddress", "AccountNumber", "ContactNumber", "CompanyNumber", "TaxNumber", "FirstName", "LastName"].map((name) => [name.toLowerCase(), {
      kind: "text", get: (/** @type {Contact} */ row) => row.data[name], optimised: ["Name", "EmailAddress", "AccountNumber"].includes(name),
    }]),
  ]),
);

/** A contact in an answer. `isWhole`: the addresses and all else, not only what a document shows. @param {World} world @param {Contact} contact @param {{ isWhole?: boolean, showsMerge?: boolean }} [how] @returns {Json} */
export function contactJson(world, contact, { isWhole = true, showsMerge = false } = {}) {
  const { Name, ContactNumber } = contact.data;
  const short = {
    ContactID: contact.id, ...(ContactNumber === undefined ? {} : { ContactNumber }), Name, Addresses: [], Phones: [], ContactGroups: [],
    ContactPersons: [], HasValidationErrors: false,
  };
  if (!isWhole) return short;
  const isCustomer = [...world.invoices.values()].some((one) => one.contact === contact.id && one.type === "ACCREC");
  return {
    ...short, ContactStatus: contact.status, BankAccountDetails: "", SalesTrackingCategories: [], PurchasesTrackingCategories: [],
    Addresses: ["STREET", "POBOX"].map((AddressType) => ({ AddressType, City: "", Region: "", PostalCode: "", Country: "" })),
    Phones: ["DDI", "DEFAULT", "FAX", "MOBILE"].map((PhoneType) => ({ PhoneType, PhoneNumber: "", PhoneAreaCode: "", PhoneCountryCode: "" })),
    ...contact.data,
    ContactGroups: world.contactGroups.filter((group) => group.Contacts.some((/** @type {Json} */ one) => one.ContactID === contact.id)).map(({ ContactGroupID, Name: title, Status }) => ({
      ContactGroupID, Name: title, Status, Contacts: [], HasValidationErrors: false,
    })),
    ...(showsMerge && contact.mergedTo !== undefined ? { MergedToContactID: contact.mergedTo } : {}),
    UpdatedDateUTC: msInstant(contact.updated), IsSupplier: false, IsCustomer: isCustomer,
  };
}

/** @param {World} world @param {(contact: Contact) => boolean} test */
const find = (world, test) => [...world.contacts.values()].find(test);
/** @param {World} world @param {unknown} name */
const named = (world, name) => find(world, (one) => one.status === "ACTIVE" && plain(one.data.Name) === plain(name));
/** @param {World} world @param {unknown} number */
const numbered = (world, number) => find(world, (one) => number !== undefined && plain(one.data.ContactNumber) === plain(number));

/** The writable part of a body, laid over what is there. @param {Json} body @param {Json} before @param {string[]} errors */
function written(body, before, errors) {
  /** @type {Json} */
  const data = { ...before };
  for (const [name, most] of Object.entries(WRITABLE)) {
    if (body[name] === undefined || body[name] === null) continue;
    if (String(body[name]).length > most) errors.push(ours(`${name} has more than ${most} characters.`));
    data[name] = String(body[name]);
  }
  for (const name of LISTS) if (body[name] !== undefined) data[name] = body[name];
  const terms = /** @type {{ [side: string]: Json }} */ (body.PaymentTerms);
  if (terms !== undefined) data.PaymentTerms = Object.fromEntries(Object.entries(terms).map(([side, { Day, Type }]) => [side, { Day: Number(Day), Type }]));
  if (data.EmailAddress !== undefined && data.EmailAddress !== "" && !EMAIL.test(data.EmailAddress)) errors.push(says.email_invalid());
  if ((data.ContactPersons?.length ?? 0) > 5) errors.push(ours("A contact has at most 5 contact persons."));
  return data;
}

/**
 * Creates or changes one; `save` is to be run when nothing was refused.
 * @param {World} world @param {Json} body @param {{ existing?: Contact, errors: string[] }} given
 */
export function readContact(world, body, { existing, errors }) {
  const data = written(body, existing?.data ?? {}, errors);
  const status = body.ContactStatus ?? existing?.status ?? "ACTIVE";
  if ((data.Name ?? "").trim() === "") errors.push(ours("The Contact Name field cannot be empty."));
  const other = named(world, data.Name);
  if (status === "ACTIVE" && other !== undefined && other !== existing) errors.push(says.contact_name_duplicate({ name: data.Name }));
  const twin = numbered(world, data.ContactNumber);
  if (twin !== undefined && twin !== existing) errors.push(ours(`The contact number ${data.ContactNumber} is already assigned to another contact.`));
  return {
    save: () => {
      const id = existing?.id ?? world.newId();
      const contact = { ...existing, id, status, data, updated: world.stamp(), visible: existing?.visible ?? visibleFrom(world) };
      world.contacts.set(id, contact);
      world.onEvent({ category: "CONTACT", type: existing ? "UPDATE" : "CREATE", id });
      return contact;
    },
  };
}

/** @param {World} world @param {Request} request @returns {Answer} */
export function getContacts(world, request) {
  const ids = listed(request, "IDs");
  const term = request.query.get("searchTerm");
  const showsArchived = request.query.get("includeArchived") === "true";
  const isSummary = request.query.get("summaryOnly") === "true";
  return list(world, request, {
    entity: "Contact", many: "Contacts", rows: [...world.contacts.values()], fields: FIELDS,
    keep: (row) =>
      (showsArchived || row.status === "ACTIVE") && (ids === undefined || ids.includes(row.id)) &&
      (term === null || (matches(world, term, [
        row.data.Name, row.data.FirstName, row.data.LastName, row.data.ContactNumber, row.data.CompanyNumber, row.data.EmailAddress,
      ]) && isFound(world, row, world.behaviour.searchLag))),
    json: (row, isPaged) => {
      const { Addresses, IsCustomer, PaymentTerms, ...rest } = contactJson(world, row, { showsMerge: isPaged });
      return isSummary ? rest : { ...rest, Addresses, IsCustomer, ...(PaymentTerms === undefined ? {} : { PaymentTerms }) };
    },
  });
}

/** By id or by ContactNumber. @param {World} world @param {string} name @returns {Answer} */
export function getContact(world, name) {
  const contact = world.contacts.get(name) ?? numbered(world, name);
  return contact === undefined ? notFound() : ok(world, { Contacts: [contactJson(world, contact, { showsMerge: true })] });
}

/**
 * PUT creates, and refuses what exists; POST changes what it recognises by id, number or name, and creates the rest.
 * @param {World} world @param {Request} request @param {Json} sent @param {string} [id] from the path @returns {Answer}
 */
export function saveContacts(world, request, sent, id) {
  const elements = elementsOf(sent, "Contacts");
  if (elements.length > world.behaviour.batch) return refused(`At most ${world.behaviour.batch} contacts a call.`);
  if (id !== undefined && !world.contacts.has(id)) return notFound();
  return saveEach(world, request, "Contacts", elements, (body, errors) => {
    const wanted = id ?? body.ContactID;
    const existing = request.method === "PUT" ? undefined : wanted !== undefined ? world.contacts.get(wanted) : numbered(world, body.ContactNumber) ?? named(world, body.Name);
    if (wanted !== undefined && existing === undefined) errors.push(says.contact_unknown());
    const { save } = readContact(world, body, { existing, errors });
    return { element: { ContactID: wanted ?? "00000000-0000-0000-0000-000000000000" }, save: () => contactJson(world, save()) };
  });
}

/**
 * The contact that a document names: by id, by number, by name, and a name that nobody has makes a new one (vendor's
 * prompt library). Whatever else stands there changes the contact.
 * @param {World} world @param {Json | undefined} given @param {string[]} errors @returns {() => Contact | undefined} to be run when nothing was refused
 */
export function contactOf(world, given, errors) {
  const { ContactID, ContactNumber, Name } = given ?? {};
  if (ContactID === undefined && ContactNumber === undefined && Name === undefined) {
    errors.push(says.contact_missing());
    return () => undefined;
  }
  const existing = ContactID !== undefined ? world.contacts.get(String(ContactID).toLowerCase()) : numbered(world, ContactNumber) ?? (Name === undefined ? undefined : named(world, Name));
  if (existing === undefined && (ContactID !== undefined || Name === undefined)) {
    errors.push(says.contact_unknown());
    return () => undefined;
  }
  // "can no longer be used in transactions" (Contacts, ContactStatus); who was merged is archived.
  if (existing !== undefined && existing.status !== "ACTIVE") errors.push(ours(`The contact ${existing.data.Name} is archived and can no longer be used in transactions.`));
  const more = Object.entries(given ?? {}).some(([key, value]) => LISTS.includes(key) || (key in WRITABLE && plain(value) !== plain(existing?.data[key])));
  if (existing !== undefined && !more) return () => existing;
  // A list that is not sent empties it, where the contact is changed by way of a document.
  const { save } = readContact(world, existing ? { ContactPersons: [], ...given } : given ?? {}, { ...(existing ? { existing } : {}), errors });
  return save;
}

/** Groups: read only here. @param {World} world @returns {Answer} */
export const getContactGroups = (world) => ok(world, { ContactGroups: world.contactGroups.map(({ Contacts, ...group }) => group) });

/** @param {World} world @param {string} id @returns {Answer} */
export function getContactGroup(world, id) {
  const group = world.contactGroups.find((one) => one.ContactGroupID === id);
  return group === undefined ? notFound() : ok(world, { ContactGroups: [group] });
}

