// Amounts as text: the core's exact decimals with separators. Nothing is computed, rounded or left to the browser's
// locale.

/** The decimals of a number or numeric text, without an exponent. @param {number | string} value */
export function decimalText(value) {
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(String(value).trim());
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", power = "0"] = match;
  const shift = Number(power);
  const digits = whole + fraction;
  const at = whole.length + shift;
  if (Math.abs(shift) > 40) return undefined;
  const padded = at <= 0 ? "0".repeat(1 - at) + digits : digits.padEnd(at, "0");
  const point = Math.max(at, 1);
  const [left, right] = [padded.slice(0, point).replace(/^0+(?=\d)/, ""), padded.slice(point).replace(/0+$/, "")];
  return { sign: /[1-9]/.test(digits) ? sign : "", whole: left, fraction: right };
}

/** @type {Map<string, number>} */
const known = new Map();

/** How many decimals a currency has. @param {string | undefined} currency */
export function digitsOf(currency = "") {
  let digits = known.get(currency);
  if (digits === undefined) {
    try {
      // A fixed locale: only the currency decides.
      digits = new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
    } catch {
      digits = 2;
    }
    known.set(currency, digits);
  }
  return digits;
}

/**
 * A number for people: groups of three, at least so many decimals, and never one less than it has. Behind it, spaces as
 * wide as digits bring the decimal points of a column under each other.
 * @param {number | string | undefined} value
 * @param {number} [least] decimals
 * @param {number} [most] the most decimals of its column
 */
export function numberText(value, least = 0, most = 0) {
  if (value === undefined || value === null) return "";
  const parts = decimalText(value);
  if (parts === undefined) return String(value);
  const fraction = parts.fraction.padEnd(least, "0");
  const whole = parts.whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const missing = Math.max(0, most - fraction.length);
  const pad = "\u2007".repeat(missing) + (fraction === "" && most > 0 ? "\u2008" : "");
  return `${parts.sign === "-" ? "\u2212" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}${pad}`;
}

/** The most decimals of a column. @param {(number | string | undefined)[]} values @param {number} [least] */
export const decimalsOf = (values, least = 0) => Math.max(least, ...values.map((one) => decimalText(one ?? "")?.fraction.length ?? 0));

/** @param {number | undefined} value @param {string | undefined} currency @param {number} [most] */
export const amountText = (value, currency, most) => numberText(value, digitsOf(currency), most);

/** An amount with its currency. @param {number | undefined} value @param {string | undefined} currency */
export const moneyText = (value, currency) => (value === undefined ? "" : `${amountText(value, currency)} ${currency ?? ""}`.trim());

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `2026-07-14` as Xero prints it. @param {string | undefined} date */
export function dateText(date) {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date ?? "");
  return match === null ? (date ?? "") : `${Number(match[3])} ${MONTHS[Number(match[2]) - 1] ?? match[2]} ${match[1]}`;
}
