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
const percentOf = (percent, amount) => amount.times(percent).div(100);

/** Splits cents by weight; what is left over goes to the largest remainders, of equal ones to the smaller id. */
function spread(total, weights) {
  const sum = weights.reduce((all, { weight }) => all.plus(weight), new Decimal(0));
  const shares = weights.map(({ weight, id }) => {
    const exact = total.times(weight).div(sum);
    const share = exact.toDecimalPlaces(CENT, Decimal.ROUND_DOWN);
    return { id, share, rest: exact.minus(share) };
  });
  let left = shares.reduce((rest, { share }) => rest.minus(share), total);
  for (const one of [...shares].sort((a, b) => b.rest.comparedTo(a.rest) || a.id - b.id)) {
    if (left.lte(0)) break;
    one.share = one.share.plus("0.01");
    left = left.minus("0.01");
  }
  return shares.map(({ share }) => share);
}

/** The amount off a row: Pipedrive's sum tells whether an amount is off the line or off each unit. */
function discountOf(row, full) {
  if (row.discount === 0) return new Decimal(0);
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
  const exact = (rate) => price.decimalPlaces() <= 4 && cents(full.times(new Decimal(100).minus(rate)).div(100)).eq(billed);
  if (taken.isZero() && exact(0)) return { Quantity: row.quantity, UnitAmount: row.item_price };
  const rate = share.isZero() && row.discount_type === "percentage" ? new Decimal(row.discount) : full.minus(billed).times(100).div(full).toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
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
    const base = rows.reduce((sum, { net }) => sum.plus(net), new Decimal(0));
    const off = cents(input.discounts.data.reduce((sum, { amount, type }) => sum.plus(type === "percentage" ? percentOf(amount, base) : amount), new Decimal(0)));
    const shares = spread(off, rows.map(({ row, net }) => ({ weight: net, id: row.id })));

    const region = settings.regions.get(deal.custom_fields[settings.region]);
    const totals = { lines: [], subTotal: new Decimal(0), totalTax: new Decimal(0), totalDiscount: new Decimal(0) };
    const LineItems = rows.map((one, index) => {
      const { row, net } = one;
      const share = shares[index];
      const billed = net.minus(share);
      const { note = "", ...amounts } = written({ ...one, share, billed });
      const product = row.product_id === null ? undefined : products.get(row.product_id);
      const TaxType = settings.taxTypeByRate.get(row.tax);
      if (TaxType === undefined) throw new Error(`no tax type for ${row.tax} %`);
      const tax = cents(percentOf(row.tax, billed));
      const discount = amounts.DiscountRate === undefined ? new Decimal(0) : cents(one.full).minus(billed);
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
