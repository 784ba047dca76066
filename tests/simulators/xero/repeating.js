// Repeating invoices: templates that make invoices. Sources: Repeating Invoices and specification; Xero Central, "Add
// or edit a repeating invoice template"; XeroAPI/xero-mcp-server PR#192 for what can be changed (nothing).
import { numberOf, shown } from "../decimal.js";
import { addDays, addMonths, dueDay, msDate, readDay, today } from "./dates.js";
import { contactJson, contactOf } from "./contacts.js";
import { openOf, settle, touch } from "./documents.js";
import { notFound, refused } from "./errors.js";
import { nextNumber } from "./invoices.js";
import { lineJson, readLine } from "./lines.js";
import { list, ok } from "./list.js";
import { TEMPLATE_FIXED, ours } from "./messages.js";
import { elementsOf, saveEach } from "./save.js";
import { totalsOf } from "./totals.js";
import { visibleFrom } from "./world.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./world.js").World} World */
/**
 * @typedef {object} Template
 * @property {string} id
 * @property {string} type
 * @property {string} contact
 * @property {"DRAFT" | "AUTHORISED" | "DELETED"} status
 * @property {import("./totals.js").Amounts} amounts
 * @property {string | undefined} reference
 * @property {string} currency
 * @property {string | undefined} theme
 * @property {import("./lines.js").Line[]} lines
 * @property {{ period: number, unit: "WEEKLY" | "MONTHLY", due: number, dueType: string, start: string, next: string | undefined, end: string | undefined }} schedule
 * @property {{ isSentAtOnce: boolean, copies: boolean, marks: boolean, pdf: boolean }} sending
 * @property {bigint} subTotal
 * @property {bigint} totalTax
 * @property {bigint} total
 * @property {number} updated
 * @property {number} visible
 */

const TERMS = ["DAYSAFTERINVOICEDATE", "DAYSAFTERINVOICEMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH"];
const BILL_TERMS = ["DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH"];
const isTrue = (/** @type {unknown} */ value) => value === true || value === "true";

/** @param {World} world @param {Template} template @returns {Json} */
export function templateJson(world, template) {
  const { schedule, sending, reference, theme } = template;
  const contact = world.contacts.get(template.contact);
  return {
    Schedule: {
      Period: schedule.period, Unit: schedule.unit, DueDate: schedule.due, DueDateType: schedule.dueType, StartDate: msDate(schedule.start),
      ...(schedule.end === undefined ? {} : { EndDate: msDate(schedule.end) }), ...(schedule.next === undefined ? {} : { NextScheduledDate: msDate(schedule.next) }),
    },
    RepeatingInvoiceID: template.id, ID: template.id, Type: template.type, ...(reference === undefined ? {} : { Reference: reference }),
    ...(theme === undefined ? {} : { BrandingThemeID: theme }), HasAttachments: false,
    ApprovedForSending: sending.isSentAtOnce, SendCopy: sending.copies, MarkAsSent: sending.marks, IncludePDF: sending.pdf, Contact: contact ? contactJson(world, contact, { isWhole: false }) : {},
    Status: template.status, LineAmountTypes: template.amounts, LineItems: template.lines.map((line) => lineJson(line, 2)),
    SubTotal: numberOf(template.subTotal), TotalTax: numberOf(template.totalTax), Total: numberOf(template.total), CurrencyCode: template.currency,
  };
}

/** @param {Json | undefined} given @param {string} type @param {string} fallback @param {string[]} errors @returns {Template["schedule"]} */
function readSchedule(given, type, fallback, errors) {
  const { Period, Unit, DueDate, DueDateType, StartDate, EndDate } = given ?? {};
  const [period, due] = [Number(Period), Number(DueDate)];
  const start = StartDate === undefined ? fallback : readDay(StartDate);
  const end = EndDate === undefined ? undefined : readDay(EndDate);
  if (!Number.isInteger(period) || period < 1 || !["WEEKLY", "MONTHLY"].includes(Unit)) errors.push(ours("Schedule needs a Period above zero and a Unit of WEEKLY or MONTHLY."));
  const isDay = Number.isInteger(due) && (/^OF/.test(DueDateType) ? due >= 1 && due <= 31 : due >= 0);
  if (!isDay || !(type === "ACCPAY" ? BILL_TERMS : TERMS).includes(DueDateType)) errors.push(ours("Schedule needs a DueDate and a DueDateType that fits the document."));
  if (start === undefined || (EndDate !== undefined && end === undefined) || (end ?? "9999") < (start ?? "")) errors.push(ours("StartDate or EndDate is no date, or they are in the wrong order."));
  return { period, unit: Unit, due, dueType: DueDateType, start: start ?? fallback, next: start, end };
}

/**
 * Creates templates; of one that is there only the deletion is taken. An id that a client made up is passed over, and
 * a new template is made all the same.
 * @param {World} world @param {Request} request @param {Json} sent @param {string} [id] from the path @returns {Answer}
 */
export function saveTemplates(world, request, sent, id) {
  const elements = elementsOf(sent, "RepeatingInvoices");
  if (elements.length > world.behaviour.batch) return refused(`At most ${world.behaviour.batch} templates a call.`);
  if (id !== undefined && !world.templates.has(id)) return notFound();
  return saveEach(world, request, "RepeatingInvoices", elements, (body, errors) => {
    const existing = request.method === "PUT" ? undefined : world.templates.get(id ?? body.RepeatingInvoiceID);
    if (existing !== undefined) {
      if (body.Status !== "DELETED" || existing.status === "DELETED") errors.push(TEMPLATE_FIXED);
      return { element: {}, save: () => templateJson(world, Object.assign(existing, { status: "DELETED", updated: world.stamp(), schedule: { ...existing.schedule, next: undefined } })) };
    }
    const status = body.Status ?? "DRAFT";
    const now = today(world.zone, world.clock.now());
    if (!["DRAFT", "AUTHORISED"].includes(status)) errors.push(ours(`A template cannot be created with a status of ${status}.`));
    if (!["ACCREC", "ACCPAY"].includes(body.Type)) errors.push(ours("Type is missing or is not known."));
    const contact = contactOf(world, body.Contact, errors);
    const schedule = readSchedule(body.Schedule, body.Type, now, errors);
    const amounts = body.LineAmountTypes ?? "Exclusive";
    // No unitdp here: prices keep two decimals.
    const lines = (body.LineItems ?? []).map((/** @type {Json} */ line) => readLine(world, line, {
      amounts, places: 2, isApproved: status === "AUTHORISED", mayDiscount: body.Type === "ACCREC", isSale: body.Type === "ACCREC",
    }, errors));
    if (lines.length === 0) errors.push(ours("A template needs at least one line item."));
    const currency = body.CurrencyCode ?? world.rows.Organisations[0]?.BaseCurrency;
    if (!world.rows.Currencies.some((one) => one.Code === currency)) errors.push(ours(`Organisation is not subscribed to currency ${currency}`));
    if (isTrue(body.ApprovedForSending) && status !== "AUTHORISED") errors.push(ours("ApprovedForSending is for approved templates."));
    return {
      element: {},
      save: () => {
        /** @type {Template} */
        const template = {
          id: world.newId(), type: body.Type, contact: contact()?.id ?? "", status, amounts, reference: body.Reference, currency,
          theme: body.BrandingThemeID, lines, schedule, ...totalsOf(lines, amounts), updated: world.stamp(), visible: visibleFrom(world),
          sending: { isSentAtOnce: isTrue(body.ApprovedForSending), copies: isTrue(body.SendCopy), marks: isTrue(body.MarkAsSent), pdf: isTrue(body.IncludePDF) },
        };
        world.templates.set(template.id, template);
        return templateJson(world, template);
      },
    };
  });
}

/** A list without pages. @param {World} world @param {Request} request @returns {Answer} */
export const getTemplates = (world, request) =>
  list(world, request, {
    entity: "RepeatingInvoice", many: "RepeatingInvoices", rows: [...world.templates.values()], hasPages: false, json: (row) => templateJson(world, row),
    fields: {
      repeatinginvoiceid: { kind: "guid", get: (row) => row.id }, status: { kind: "text", get: (row) => row.status, optimised: true },
      reference: { kind: "text", get: (row) => row.reference }, type: { kind: "text", get: (row) => row.type },
      "contact.contactid": { kind: "guid", get: (row) => row.contact }, total: { kind: "number", get: (row) => Number(shown(row.total)) },
    },
  });

/** @param {World} world @param {string} id @returns {Answer} */
export function getTemplate(world, id) {
  const template = world.templates.get(id);
  return template === undefined ? notFound() : ok(world, { RepeatingInvoices: [templateJson(world, template)] });
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** ISO week, Mondays. @param {string} day */
function weekOf(day) {
  const thursday = addDays(day, 3 - ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  return 1 + Math.floor((Date.parse(thursday) - Date.parse(`${thursday.slice(0, 4)}-01-01`)) / (7 * 86_400_000));
}

/** Text in square brackets is filled from the date: week, month, year, with an offset inside. @param {string | undefined} text @param {string} day */
export function fillPlaceholders(text, day) {
  return text?.replace(/\[(Week Year|Month Year|Week|Month|Year)([+-]\d+)?\]/gi, (_, /** @type {string} */ name, /** @type {string | undefined} */ offset) => {
    const by = Number(offset ?? 0);
    const kind = name.toLowerCase();
    const at = kind.startsWith("week") ? addDays(day, 7 * by) : addMonths(`${day.slice(0, 7)}-01`, kind === "year" ? 12 * by : by);
    const word = kind.startsWith("week") ? String(weekOf(at)) : kind.startsWith("month") ? MONTHS[Number(at.slice(5, 7)) - 1] : at.slice(0, 4);
    return kind.endsWith(" year") ? `${word} ${at.slice(0, 4)}` : word ?? "";
  });
}

/** @param {Template["schedule"]} schedule @param {string} day */
const following = ({ unit, period, start }, day) => (unit === "WEEKLY" ? addDays(day, 7 * period) : addMonths(day, period, Number(start.slice(8))));

/**
 * Makes what is due today, and all that a start in the past left behind. Children of a draft template are drafts, the
 * others are approved; a first child whose day is today or past is not sent.
 * @param {World} world @returns {import("./documents.js").Document[]}
 */
export function runTemplates(world) {
  const now = today(world.zone, world.clock.now());
  const made = [];
  for (const template of world.templates.values()) {
    while (template.status !== "DELETED" && template.schedule.next !== undefined && template.schedule.next <= now) {
      const date = template.schedule.next;
      const { due, dueType, end, start } = template.schedule;
      /** @type {import("./documents.js").Document} */
      const child = {
        kind: "invoice", id: world.newId(), type: template.type, number: nextNumber(world), reference: fillPlaceholders(template.reference, date),
        contact: template.contact, date, dueDate: dueDay(date, due, dueType), status: template.status === "DRAFT" ? "DRAFT" : "AUTHORISED",
        amounts: template.amounts, currency: template.currency,
        rate: template.currency === world.rows.Organisations[0]?.BaseCurrency ? "1" : world.behaviour.rates[template.currency] ?? "1",
        theme: template.theme, url: undefined, expected: undefined,
        isSent: template.status === "AUTHORISED" && (template.sending.marks || (template.sending.isSentAtOnce && !(date === start && date <= today(world.zone, template.updated)))),
        lines: template.lines.map((line) => ({
          ...line, id: world.newId(), description: fillPlaceholders(line.description, date),
        })), subTotal: template.subTotal, totalTax: template.totalTax, total: template.total, template: template.id, isOfApp: false, fullyPaidOn: undefined, updated: world.stamp(), visible: visibleFrom(world),
      };
      world.invoices.set(child.id, child);
      if (openOf(world, child) === 0n) settle(world, child, date);
      touch(world, child, "CREATE");
      made.push(child);
      const next = following(template.schedule, date);
      template.schedule.next = end !== undefined && next > end ? undefined : next;
    }
  }
  return made;
}
