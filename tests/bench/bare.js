// Reference A: the mapping alone, as a careful JavaScript developer writes it with zod and decimal.js. It makes
// the same body and the same totals, and nothing else: no findings, no origins, no checks against the
// organisation, no names for documents, one kind of deal.

import { Decimal } from "decimal.js";
import { z } from "zod";

const page = (data) => z.object({ data });

const Row = z.object({
  id: z.number().int(),
  product_id: z.number().int().nullable(),
  name: z.string().min(1),
  item_price: z.number(),
  quantity: z.number().positive(),
  discount: z.number().nonnegative(),
  discount_type: z.enum(["percentage", "amount"]),
  tax: z.number(),
  tax_method: z.literal("exclusive"),
  sum: z.number(),
  currency: z.string().length(3),
  is_enabled: z.boolean(),
  billing_frequency: z.literal("one-time"),
});

const Input = z.object({
  deal: page(
    z.object({
      id: z.number().int(),
      status: z.literal("won"),
      currency: z.string().length(3),
      custom_fields: z.record(z.string(), z.unknown()),
    }),
  ),
  products: page(z.array(Row).min(1)),
  productDetails: page(z.array(z.object({ id: z.number().int(), code: z.string().nullable(), category: z.string().nullable() }))),
  discounts: page(z.array(z.object({ amount: z.number().nonnegative(), type: z.enum(["percentage", "amount"]) }))),
  contact: z.uuid(),
  localDates: z.object({ today: z.iso.date() }),
});

const CENT = 2;
const cents = (amount) => amount.toDecimalPlaces(CENT, Decimal.ROUND_HALF_UP);
const HUNDREDTH = new Decimal("0.01");
const ZERO = new Decimal(0);
const percentOf = (percent, amount) => amount.times(percent).times(HUNDREDTH);

const wholeCents = (amount) => BigInt(amount.times(100).toNumber());

/** Splits cents by weight; what is left over goes to the largest remainders, of equal ones to the smaller id. */
function spread(total, weights) {
  const [cents, parts] = [wholeCents(total), weights.map(({ weight }) => wholeCents(weight))];
  const sum = parts.reduce((all, part) => all + part, 0n);
  const shares = weights.map(({ id }, index) => ({ id, share: (cents * parts[index]) / sum, rest: (cents * parts[index]) % sum }));
  let left = shares.reduce((rest, { share }) => rest - share, cents);
  for (const one of [...shares].sort((a, b) => (a.rest === b.rest ? a.id - b.id : a.rest < b.rest ? 1 : -1))) {
    if (left <= 0n) break;
    one.share += 1n;
    left -= 1n;
  }
  return shares.map(({ share }) => new Decimal(Number(share)).times(HUNDREDTH));
}

/** The amount off a row: Pipedrive's sum tells whether an amount is off the line or off each unit. */
function discountOf(row, full) {
  if (row.discount === 0) return ZERO;
  if (row.discount_type === "percentage") return percentOf(row.discount, full);
  const off = new Decimal(row.discount);
  return cents(full.minus(off)).eq(row.sum) ? off : off.times(row.quantity);
}

function addDays(day, days) {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}

/** Quantity, price and rate that give the amount to the cent, or the amount itself as one piece. */
function written({ row, full, price, off, share, billed }) {
  const taken = off.plus(share);
  const fits = price.decimalPlaces() <= 4;
  const exact = (rate) => fits && cents(full.minus(percentOf(rate, full))).eq(billed);
  if (taken.isZero() && exact(0)) return { Quantity: row.quantity, UnitAmount: row.item_price };
  const rate = !fits ? ZERO : share.isZero() && row.discount_type === "percentage" ? new Decimal(row.discount) : full.minus(billed).times(100).div(full).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
  if (!taken.isZero() && rate.gt(0) && rate.lt(100) && exact(rate)) return { Quantity: row.quantity, UnitAmount: row.item_price, DiscountRate: rate.toNumber() };
  const own = off.isZero() ? "" : row.discount_type === "percentage" ? `, less ${row.discount} %` : `, less ${off.toFixed(CENT)}`;
  const deal = share.isZero() ? "" : `, less ${share.toFixed(CENT)} of the deal's discount`;
  return { note: ` (${row.quantity} × ${row.item_price}${own}${deal})`, Quantity: 1, UnitAmount: billed.toNumber() };
}

/** Makes the mapping from its settings; it takes a deal with its parts. */
export function bareMapping(settings) {
  return (given) => {
    const input = Input.parse(given);
    const deal = input.deal.data;
    const products = new Map(input.productDetails.data.map((product) => [product.id, product]));
    const rows = input.products.data
      .filter((row) => row.is_enabled)
      .map((row) => {
        if (row.currency !== deal.currency) throw new Error(`row ${row.id} is in ${row.currency}, the deal in ${deal.currency}`);
        const price = new Decimal(row.item_price);
        const full = price.times(row.quantity);
        const off = discountOf(row, full);
        return { row, price, full, off, net: cents(full.minus(off)) };
      });
    const base = rows.reduce((sum, { net }) => sum.plus(net), ZERO);
    const discounts = input.discounts.data.reduce((sum, { amount, type }) => sum.plus(type === "percentage" ? percentOf(amount, base) : amount), ZERO);
    // What is left is rounded, not what is taken off.
    const off = base.minus(cents(base.minus(discounts)));
    const shares = spread(off, rows.map(({ row, net }) => ({ weight: net, id: row.id })));

    const region = settings.regions.get(deal.custom_fields[settings.region]);
    const totals = { lines: [], subTotal: ZERO, totalTax: ZERO, totalDiscount: ZERO };
    const LineItems = rows.map((one, index) => {
      const { row, net } = one;
      const share = shares[index];
      const billed = net.minus(share);
      const { note = "", ...amounts } = written({ ...one, share, billed });
      const product = row.product_id === null ? undefined : products.get(row.product_id);
      const TaxType = settings.taxTypeByRate.get(row.tax);
      if (TaxType === undefined) throw new Error(`no tax type for ${row.tax} %`);
      const tax = cents(percentOf(row.tax, billed));
      const discount = amounts.DiscountRate === undefined ? ZERO : cents(one.full).minus(billed);
      totals.lines.push({ lineAmount: billed.toNumber(), taxAmount: tax.toNumber(), discount: discount.toNumber() });
      totals.subTotal = totals.subTotal.plus(billed);
      totals.totalTax = totals.totalTax.plus(tax);
      totals.totalDiscount = totals.totalDiscount.plus(discount);
      return {
        Description: row.name + note,
        ...amounts,
        ...(product?.code && settings.items.has(product.code) ? { ItemCode: product.code } : {}),
        AccountCode: settings.accountByCode.get(product?.code) ?? settings.accountByCategory.get(product?.category) ?? settings.account,
        TaxType,
        ...(region === undefined ? {} : { Tracking: [{ Name: "Region", Option: region }] }),
      };
    });

    const order = deal.custom_fields[settings.purchaseOrder] ?? "no PO";
    return {
      body: {
        Type: "ACCREC",
        Status: settings.status,
        Contact: { ContactID: input.contact },
        Date: input.localDates.today,
        DueDate: addDays(input.localDates.today, settings.dueAfterDays),
        Reference: `${order} | PD-${deal.id}`,
        BrandingThemeID: settings.brandingTheme,
        Url: settings.dealUrl + deal.id,
        CurrencyCode: deal.currency,
        LineAmountTypes: "Exclusive",
        LineItems,
      },
      totals: {
        lines: totals.lines,
        subTotal: totals.subTotal.toNumber(),
        totalTax: totals.totalTax.toNumber(),
        total: totals.subTotal.plus(totals.totalTax).toNumber(),
        totalDiscount: totals.totalDiscount.toNumber(),
        currency: deal.currency,
      },
    };
  };
}
