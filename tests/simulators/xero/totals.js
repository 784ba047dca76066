// How Xero computes: the price rounded first, then the line, then the tax of each line, then sums of what was rounded
// (developer.xero.com, "Rounding in Xero"; the descriptions of LineItem in the specification). Two decimals for every
// currency. All in whole cents; a rate is a fraction of whole numbers.
import { decimal, divided, sum } from "../decimal.js";

/** @typedef {"Exclusive" | "Inclusive" | "NoTax"} Amounts */
/** Percent, in units of 10^-scale, and whether it is charged on top of the others. @typedef {{ rate: import("../decimal.js").Decimal, isCompound: boolean }} Component */
/** `quantity` and `unit` in ten-thousandths, `discountRate` in hundredths of a percent, the rest in cents. @typedef {{ quantity: bigint, unit: bigint, discountRate?: bigint, discountAmount?: bigint }} Priced */

/** What a line comes to, in cents. @param {Priced} line */
export function lineAmount({ quantity, unit, discountRate, discountAmount }) {
  const gross = quantity * unit; // 10^-8
  if (discountRate !== undefined) return divided(gross * (10_000n - discountRate), 10_000n * 1_000_000n);
  return divided(gross - (discountAmount ?? 0n) * 1_000_000n, 1_000_000n);
}

/** What is left off, in cents, for TotalDiscount. @param {Priced} line */
export const discountOf = (line) => lineAmount({ quantity: line.quantity, unit: line.unit }) - lineAmount(line);

/** The percent that Xero keeps for a discount in money: two decimals (XeroAPI/xero-node#592). @param {bigint} cents @param {Priced} line */
export function rateOfDiscount(cents, line) {
  const gross = line.quantity * line.unit;
  return gross === 0n ? 0n : divided(cents * 1_000_000n * 10_000n * (gross < 0n ? -1n : 1n), gross < 0n ? -gross : gross);
}

/**
 * The tax of a line, in cents: each component of a rate is rounded by itself (community.xero.com 109027464). A compound
 * one is charged on the amount with the others.
 * @param {bigint} cents the line @param {Amounts} amounts @param {Component[]} components
 */
export function taxOf(cents, amounts, components) {
  if (amounts === "NoTax") return 0n;
  // As fractions of one denominator: percent / (100 · scale).
  const scale = components.reduce((most, { rate }) => Math.max(most, rate.scale), 0);
  const whole = 100n * 10n ** BigInt(scale);
  const part = (/** @type {Component} */ { rate }) => rate.units * 10n ** BigInt(scale - rate.scale);
  const plain = sum(components.filter(({ isCompound }) => !isCompound).map(part));
  // A compound component's share of the net amount is percent · (1 + the others), over whole².
  const shares = components.map((one) => (one.isCompound ? part(one) * (whole + plain) : part(one) * whole));
  const below = amounts === "Exclusive" ? whole * whole : whole * whole + sum(shares);
  return sum(shares.map((share) => divided(cents * share, below)));
}

/** The components of a tax rate as the API answers it. @param {{ EffectiveRate?: unknown, TaxComponents?: { Rate?: unknown, IsCompound?: boolean }[] }} rate @returns {Component[]} */
export function componentsOf({ EffectiveRate, TaxComponents = [] }) {
  const none = { units: 0n, scale: 0 };
  if (TaxComponents.length < 2) return [{ rate: decimal(EffectiveRate) ?? none, isCompound: false }];
  return TaxComponents.map(({ Rate, IsCompound = false }) => ({ rate: decimal(Rate) ?? none, isCompound: IsCompound }));
}

/** @param {{ lineAmount: bigint, taxAmount: bigint }[]} lines @param {Amounts} amounts */
export function totalsOf(lines, amounts) {
  const all = sum(lines.map((line) => line.lineAmount));
  const totalTax = sum(lines.map((line) => line.taxAmount));
  return amounts === "Inclusive" ? { subTotal: all - totalTax, totalTax, total: all } : { subTotal: all, totalTax, total: all + totalTax };
}
