// Days and instants as Xero writes them. A document's date is a day of the organisation's calendar, sent as midnight
// UTC of that day (XeroAPI/xero-php-oauth2#294); an instant is UTC.

/** `2026-07-15`. @typedef {string} Day */

const DAY = 86_400_000;
const day = (/** @type {number} */ at) => new Date(at).toISOString().slice(0, 10);
const at = (/** @type {Day} */ text) => Date.parse(`${text}T00:00:00Z`);

/** What a request may say for a day: `YYYY-MM-DD`, with a time behind it, or `/Date(…)/`. @param {unknown} value @returns {Day | undefined} */
export function readDay(value) {
  const text = String(value);
  const stamp = /^\/Date\((-?\d+)(?:[+-]\d{4})?\)\/$/.exec(text);
  if (stamp) return day(Number(stamp[1]));
  const [, written = ""] = /^(\d{4}-\d{2}-\d{2})(?:T[\d:.]+Z?)?$/.exec(text) ?? [];
  const found = at(written);
  return Number.isNaN(found) || day(found) !== written ? undefined : written;
}

/** A day in an answer: `Date` and `DateString`. @param {Day} text */
export const msDate = (text) => `/Date(${at(text)}+0000)/`;
/** @param {Day} text */
export const dateString = (text) => `${text}T00:00:00`;
/** An instant in an answer. @param {number} instant */
export const msInstant = (instant) => `/Date(${Math.floor(instant)}+0000)/`;
/** @param {number} instant */
export const isoSeconds = (instant) => `${new Date(instant).toISOString().slice(0, 19)}Z`;

/** Today in the organisation's zone: the `Date` of an invoice that names none (Invoices, PUT). @param {string} zone IANA @param {number} now @returns {Day} */
export const today = (zone, now) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);

/** @param {Day} text @param {number} days @returns {Day} */
export const addDays = (text, days) => day(at(text) + days * DAY);

/** The same day so many months on, or the month's last (Xero Central, repeating invoices: the 31st). @param {Day} text @param {number} months @param {number} [wanted] the day of the month @returns {Day} */
export function addMonths(text, months, wanted = Number(text.slice(8))) {
  const [year = 0, month = 0] = text.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return day(Date.UTC(year, month - 1 + months, Math.min(wanted, last)));
}

/**
 * When a document of this day is due. Payment terms: developer.xero.com, types, Payment Terms; a template's own
 * words for the first two are DAYSAFTERINVOICEDATE and DAYSAFTERINVOICEMONTH.
 * @param {Day} text @param {number} count @param {string} type @returns {Day}
 */
export function dueDay(text, count, type) {
  const month = `${text.slice(0, 7)}-01`;
  if (/^DAYSAFTER(BILL|INVOICE)DATE$/.test(type)) return addDays(text, count);
  if (/^DAYSAFTER(BILL|INVOICE)MONTH$/.test(type)) return addDays(addMonths(month, 1), count - 1);
  return type === "OFCURRENTMONTH" ? addMonths(month, 0, count) : addMonths(month, 1, count);
}

/** As in the messages about lock dates. @param {Day} text */
export const longDay = (text) => new Date(at(text)).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
