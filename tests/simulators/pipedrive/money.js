// What a product row comes to. Source: the samples of the specifications, which agree with price × quantity less the
// discount, tax left alone (reference material: pipedrive_line_sum_vectors.json).
import { decimal, divided, rounded, sum } from "../decimal.js";

/** @typedef {import("../http.js").Json} Json */
/**
 * Where nothing was published. `amountDiscount`: whether a discount in money is the row's or each unit's. `taxInValue`:
 * whether a deal's value has tax that is charged on top. @typedef {{ amountDiscount: "row" | "unit", taxInValue: boolean }} Reading
 */

/** @param {unknown} value */
const read = (value) => decimal(value) ?? { units: 0n, scale: 0 };

/** A row's `sum`, in cents. @param {Json} row @param {Reading} reading */
export function rowSum({ item_price, quantity, discount = 0, discount_type = "percentage" }, { amountDiscount }) {
  const price = rounded(read(item_price), 6);
  const count = rounded(read(quantity), 6);
  const gross = price * count; // 10^-12
  const off = rounded(read(discount), 6);
  if (discount_type === "percentage") return divided(gross * (100_000_000n - off), 100_000_000n * 10_000_000_000n);
  const whole = amountDiscount === "unit" ? off * count : off * 1_000_000n;
  return divided(gross - whole, 10_000_000_000n);
}

/**
 * A deal's value from its products, in cents: what is enabled, less the deal's own discounts, which are taken off
 * where there are one-time products.
 * @param {Json[]} rows @param {Json[]} discounts @param {Reading} reading
 */
export function dealValue(rows, discounts, reading) {
  const enabled = rows.filter((row) => row.is_enabled);
  const cents = enabled.map((row) => {
    const net = rowSum(row, reading);
    return reading.taxInValue && row.tax_method === "exclusive" ? net + divided(net * rounded(read(row.tax), 6), 100_000_000n) : net;
  });
  const all = sum(cents);
  if (!enabled.some((row) => row.billing_frequency === "one-time")) return all;
  return discounts.reduce((left, { type, amount }) => left - (type === "percentage" ? divided(all * rounded(read(amount), 6), 100_000_000n) : rounded(read(amount), 2)), all);
}

