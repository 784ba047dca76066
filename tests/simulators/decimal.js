// Exact decimals: whole numbers of a power of ten. Nothing here goes through a float.

/** `units` of 10^-scale. @typedef {{ units: bigint, scale: number }} Decimal */

/** A number from its text, or from a JavaScript number's shortest text. @param {unknown} value @returns {Decimal | undefined} */
export function decimal(value) {
  const parts = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(String(value ?? ""));
  if (parts === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = parts;
  if (whole + fraction === "") return undefined;
  const scale = fraction.length - Number(exponent);
  const size = BigInt(whole + fraction) * (scale < 0 ? 10n ** BigInt(-scale) : 1n);
  return { units: sign === "-" ? -size : size, scale: Math.max(scale, 0) };
}

/** Half away from zero: staff of Xero call it half up (community.xero.com 66891). @param {bigint} above @param {bigint} below over 0 */
export function divided(above, below) {
  const size = above < 0n ? -above : above;
  const rounded = (2n * size + below) / (2n * below);
  return above < 0n ? -rounded : rounded;
}

/** A decimal in units of 10^-places. @param {Decimal} value @param {number} places */
export function rounded({ units, scale }, places) {
  return scale <= places ? units * 10n ** BigInt(places - scale) : divided(units, 10n ** BigInt(scale - places));
}

/** Text to units of 10^-places; what is no number is nothing. @param {unknown} value @param {number} [places] */
export function unitsOf(value, places = 2) {
  const read = decimal(value);
  return read && rounded(read, places);
}

/** Whether more decimals stand there than are kept. @param {Decimal} value @param {number} places */
export const isFiner = ({ units, scale }, places) => scale > places && units % 10n ** BigInt(scale - places) !== 0n;

/** `1250n` as "12.50". @param {bigint} units @param {number} [places] */
export function shown(units, places = 2) {
  const digits = String(units < 0n ? -units : units).padStart(places + 1, "0");
  const at = digits.length - places;
  return `${units < 0n ? "-" : ""}${digits.slice(0, at)}${places > 0 ? "." : ""}${digits.slice(at)}`;
}

/** As the number that an answer carries. @param {bigint} units @param {number} [places] */
export const numberOf = (units, places = 2) => Number(shown(units, places));

/** @param {Iterable<bigint>} values */
export const sum = (values) => [...values].reduce((all, one) => all + one, 0n);
