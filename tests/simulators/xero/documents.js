// What invoices, credit notes and money received in advance have in common: a contact, a day, lines, a sum, and what
// of it is still open. Sources: Invoices, Credit Notes, Overpayments, Prepayments and their status codes.
import { decimal, numberOf, shown, sum, unitsOf } from "../decimal.js";
import { contactJson, contactOf } from "./contacts.js";
import { dateString, isoSeconds, longDay, msDate, msInstant, readDay, today } from "./dates.js";
import { lineJson, readLine } from "./lines.js";
import { ours, says } from "./messages.js";
import { totalsOf } from "./totals.js";
import { visibleFrom } from "./world.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("./world.js").World} World */
/** @typedef {"invoice" | "credit-note" | "overpayment" | "prepayment"} Kind */
/** @typedef {"DRAFT" | "SUBMITTED" | "AUTHORISED" | "PAID" | "VOIDED" | "DELETED"} Status */
/**
 * @typedef {object} Document
 * @property {Kind} kind
 * @property {string} id
 * @property {string} type
 * @property {string} number
 * @property {string | undefined} reference
 * @property {string} contact its id
 * @property {string} date
 * @property {string | undefined} dueDate
 * @property {Status} status
 * @property {import("./totals.js").Amounts} amounts
 * @property {string} currency
 * @property {string} rate
 * @property {string | undefined} theme
 * @property {string | undefined} url
 * @property {string | undefined} expected
 * @property {boolean} isSent
 * @property {import("./lines.js").Line[]} lines
 * @property {bigint} subTotal in cents, as the next two
 * @property {bigint} totalTax
 * @property {bigint} total
 * @property {string | undefined} template the repeating invoice that it is a child of
 * @property {boolean} isOfApp
 * @property {string | undefined} fullyPaidOn
 * @property {number} updated
 * @property {number} visible
 */

const MODES = ["Exclusive", "Inclusive", "NoTax"];
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What payments took, in cents. @param {World} world @param {Document} document */
export const paidOf = (world, { id }) => sum([...world.payments.values()].filter((one) => one.document === id && one.status === "AUTHORISED").map((one) => one.amount));
/** What credits took from an invoice. @param {World} world @param {Document} document */
export const creditedOf = (world, { id }) => sum(world.allocations.filter((one) => one.invoice === id).map((one) => one.amount));
/** What of a credit is used. @param {World} world @param {Document} document */
export const allocatedOf = (world, { id }) => sum(world.allocations.filter((one) => one.from === id).map((one) => one.amount));
/** What is still open of it, owed or to give. @param {World} world @param {Document} document */
export const openOf = (world, document) => document.total - paidOf(world, document) - (document.kind === "invoice" ? creditedOf(world, document) : allocatedOf(world, document));
/** Whether money or credits stand against it. @param {World} world @param {Document} document */
export const isTouched = (world, document) => paidOf(world, document) !== 0n || creditedOf(world, document) !== 0n || allocatedOf(world, document) !== 0n;

/** PAID comes and goes by itself with what was paid. @param {World} world @param {Document} document @param {string} day */
export function settle(world, document, day) {
  const isFull = openOf(world, document) === 0n && (document.total !== 0n || world.behaviour.zeroTotalIsPaid);
  if (document.status === "AUTHORISED" && isFull) Object.assign(document, { status: "PAID", fullyPaidOn: day });
  else if (document.status === "PAID" && !isFull) Object.assign(document, { status: "AUTHORISED", fullyPaidOn: undefined });
}

/** Tells who listens that a document changed. @param {World} world @param {Document} document @param {"CREATE" | "UPDATE"} type */
export function touch(world, document, type) {
  document.updated = world.stamp();
  const category = { invoice: "INVOICE", "credit-note": "CREDITNOTE", overpayment: "OVERPAYMENT", prepayment: "PREPAYMENT" }[document.kind];
  world.onEvent({ category, type, id: document.id, ...(document.kind === "credit-note" ? { data: { Type: document.type, Status: document.status } } : {}) });
}

/** Nothing may be dated on or before a lock date (Organisation: PeriodLockDate, EndOfYearLockDate). @param {World} world @param {string} day @param {string[]} errors */
export function checkLocks(world, day, errors) {
  const [organisation = {}] = world.rows.Organisations;
  const period = readDay(organisation.PeriodLockDate ?? "");
  const year = readDay(organisation.EndOfYearLockDate ?? "");
  if (year !== undefined && day <= year) errors.push(says.year_locked({ date: longDay(year) }));
  else if (period !== undefined && day <= period) errors.push(says.period_locked({ date: longDay(period) }));
}

/** @param {World} world @param {Json} body @param {string} name @param {string[]} errors */
function dayOf(world, body, name, errors) {
  const given = body[name] ?? body[`${name}String`];
  if (given === undefined) return undefined;
  const day = readDay(given);
  if (day === undefined) errors.push(ours(`${name} is no date.`));
  return day;
}

/** @param {World} world @param {Json} body @param {string | undefined} before @param {string[]} errors */
function currencyOf(world, body, before, errors) {
  const base = world.rows.Organisations[0]?.BaseCurrency;
  const currency = body.CurrencyCode ?? before ?? base;
  if (!world.rows.Currencies.some((one) => one.Code === currency)) errors.push(says.currency_not_subscribed({ code: currency }));
  const given = body.CurrencyRate;
  const read = given === undefined ? undefined : decimal(given);
  if (given !== undefined && (read === undefined || read.units <= 0n || read.scale > 10)) errors.push(ours("CurrencyRate is no rate."));
  // Left out, it is the day's (Invoices, CurrencyRate).
  return { currency, rate: String(given ?? (currency === base ? "1" : world.behaviour.rates[currency] ?? "1")) };
}

/** A link, and none to Xero itself. @param {unknown} url */
const isLink = (url) => URL.canParse(String(url)) && /^https?:/.test(String(url)) && !/xero/i.test(String(url));

/**
 * A document as it would stand, and what speaks against it. What a body leaves out stays as it was.
 * @param {World} world @param {Json} body
 * @param {{ kind: Kind, existing?: Document, status: Status, places: number, errors: string[] }} given
 * @returns {() => Document} to be run when nothing was refused
 */
export function readDocument(world, body, { kind, existing, status, places, errors }) {
  const isApproved = status === "SUBMITTED" || status === "AUTHORISED";
  const types = kind === "invoice" ? ["ACCREC", "ACCPAY"] : ["ACCRECCREDIT", "ACCPAYCREDIT"];
  const type = body.Type ?? existing?.type;
  if (!types.includes(type)) errors.push(ours("Type is missing or is not known."));
  const contact = body.Contact === undefined && existing ? () => world.contacts.get(existing.contact) : contactOf(world, body.Contact, errors);
  const date = dayOf(world, body, "Date", errors) ?? existing?.date ?? today(world.zone, world.clock.now());
  const dueDate = dayOf(world, body, "DueDate", errors) ?? existing?.dueDate;
  checkLocks(world, date, errors);
  if (kind === "invoice" && isApproved && dueDate === undefined) errors.push(ours("DueDate must be given to approve or submit an invoice."));
  const amounts = body.LineAmountTypes ?? existing?.amounts ?? "Exclusive";
  if (!MODES.includes(amounts)) errors.push(ours("LineAmountTypes is not known."));
  const { currency, rate } = currencyOf(world, body, existing?.currency, errors);
  const theme = body.BrandingThemeID ?? existing?.theme;
  if (theme !== undefined && (!UUID.test(theme) || !world.rows.BrandingThemes.some((one) => one.BrandingThemeID === theme))) errors.push(ours("BrandingThemeID is not known."));
  const reference = body.Reference === undefined ? existing?.reference : String(body.Reference);
  if ((reference?.length ?? 0) > 255) errors.push(ours("Reference has more than 255 characters."));
  if (body.Url !== undefined && !isLink(body.Url)) errors.push(ours("Url is no link."));
  const isSent = body.SentToContact === undefined ? existing?.isSent ?? false : body.SentToContact === true || body.SentToContact === "true";
  if (isSent && status !== "AUTHORISED") errors.push(ours("SentToContact can be set on approved invoices only."));

  const terms = { amounts, places, isApproved, mayDiscount: type === "ACCREC", isSale: type.startsWith?.("ACCREC") ?? false };
  // A line that comes without its LineItemID is made anew, one that does not come is deleted (Invoices, POST).
  const lines = body.LineItems === undefined && existing ? existing.lines : (body.LineItems ?? []).map((/** @type {Json} */ one) => readKnownLine(world, one, existing, terms, errors));
  if (isApproved && lines.length === 0) errors.push(ours("A document needs at least one line item."));
  const totals = totalsOf(lines, amounts);
  const stated = unitsOf(body.Total);
  if (stated !== undefined && stated !== totals.total) errors.push(says.document_total_mismatch());
  if (isApproved && totals.total < 0n) errors.push(ours("The document total is below zero."));

  return () => {
    const who = contact();
    const document = /** @type {Document} */ ({
      ...existing, kind, id: existing?.id ?? world.newId(), type, number: existing?.number ?? "", reference, contact: who?.id ?? "", date, dueDate,
      status, amounts, currency, rate, theme, url: body.Url ?? existing?.url,
      expected: dayOf(world, body, "ExpectedPaymentDate", []) ?? existing?.expected, isSent, lines, ...totals, isOfApp: existing?.isOfApp ?? true,
      template: existing?.template, fullyPaidOn: existing?.fullyPaidOn, updated: world.stamp(), visible: existing?.visible ?? visibleFrom(world),
    });
    if (existing) return Object.assign(existing, document);
    return document;
  };
}

/** @param {World} world @param {Json} body @param {Document | undefined} existing @param {import("./lines.js").Terms} terms @param {string[]} errors */
function readKnownLine(world, body, existing, terms, errors) {
  const known = existing?.lines.find(({ id }) => id === body.LineItemID);
  if (body.LineItemID !== undefined && known === undefined) errors.push(ours("LineItemID is not of this document."));
  if (known === undefined) return readLine(world, body, terms, errors);
  // What stands stays, unless price or quantity make a new sum of it.
  const { LineAmount, TaxAmount, ...before } = lineJson(known, 4);
  // The one that is said names the account, in whichever way.
  if (body.AccountCode !== undefined) delete before.AccountID;
  return { ...readLine(world, { ...before, ...body }, terms, errors), id: known.id };
}

/** What all of them show. @param {World} world @param {Document} document @param {{ places: number, hasLines: boolean }} how @returns {Json} */
export function documentJson(world, document, { places, hasLines }) {
  const { reference, dueDate, theme, fullyPaidOn } = document;
  const contact = world.contacts.get(document.contact);
  return {
    Type: document.type,
    ...(reference === undefined ? {} : { Reference: reference }),
    CurrencyRate: Number(document.rate),
    Contact: contact ? contactJson(world, contact, { isWhole: hasLines }) : {},
    DateString: dateString(document.date), Date: msDate(document.date),
    ...(dueDate === undefined ? {} : { DueDateString: dateString(dueDate), DueDate: msDate(dueDate) }),
    ...(theme === undefined ? {} : { BrandingThemeID: theme }),
    Status: document.status, LineAmountTypes: document.amounts,
    LineItems: hasLines ? document.lines.map((line) => lineJson(line, places)) : [],
    SubTotal: numberOf(document.subTotal), TotalTax: numberOf(document.totalTax), Total: numberOf(document.total),
    UpdatedDateUTC: msInstant(document.updated), UpdatedDateUTCString: isoSeconds(document.updated), CurrencyCode: document.currency,
    ...(fullyPaidOn === undefined ? {} : { FullyPaidOnDate: msDate(fullyPaidOn) }),
  };
}

/** Payments as a document lists them. @param {World} world @param {Document} document @returns {Json[]} */
export const paymentsJson = (world, { id }) => [...world.payments.values()].filter((one) => one.document === id && one.status === "AUTHORISED").map((one) => ({
  PaymentID: one.id, Date: msDate(one.date), Amount: numberOf(one.amount), Reference: one.reference ?? "", CurrencyRate: Number(one.rate),
  HasAccount: false, HasValidationErrors: false,
}));

/** Decimals of UnitAmount that a request asks for: two, or four with `unitdp=4`. @param {import("../http.js").Request} request */
export const placesOf = ({ query }) => (query.get("unitdp") === "4" ? 4 : 2);

/** What can be asked of all of them in `where`. @param {World} world @param {string} id the name of its id @returns {import("./where.js").Fields} */
export function documentFields(world, id) {
  /** @param {(row: Document) => string | number | boolean | null | undefined} get @param {import("./where.js").Field["kind"]} kind @param {Partial<import("./where.js").Field>} [more] @returns {import("./where.js").Field} */
  const field = (get, kind, more = {}) => ({ kind, get, ...more });
  const contact = (/** @type {Document} */ row) => world.contacts.get(row.contact);
  const day = (/** @type {string | undefined} */ text) => (text === undefined ? undefined : Date.parse(`${text}T00:00:00Z`));
  const open = (/** @type {Document} */ row) => (["DRAFT", "SUBMITTED", "AUTHORISED", "PAID"].includes(row.status) ? Number(shown(openOf(world, row))) : 0);
  return {
    [id]: field((row) => row.id, "guid", { optimised: true }),
    type: field((row) => row.type, "text", { optimised: true }),
    status: field((row) => row.status, "text", { optimised: true }),
    reference: field((row) => row.reference, "text", { optimised: true }),
    "contact.contactid": field((row) => row.contact, "guid", { optimised: true }),
    "contact.name": field((row) => contact(row)?.data.Name, "text", { optimised: true }),
    "contact.contactnumber": field((row) => contact(row)?.data.ContactNumber, "text", { optimised: true }),
    date: field((row) => day(row.date), "date", { optimised: true, isRange: true }),
    duedate: field((row) => day(row.dueDate), "date", { optimised: true, isRange: true }),
    total: field((row) => Number(shown(row.total)), "number"),
    currencycode: field((row) => row.currency, "text"),
    amountdue: field(open, "number", { optimised: true, isRange: true }),
    amountpaid: field((row) => Number(shown(paidOf(world, row))), "number", { optimised: true }),
    updateddateutc: field((row) => row.updated, "date"),
  };
}
