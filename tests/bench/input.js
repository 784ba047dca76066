// Deals of any number of lines, made from the five ordinary rows of the British fixture.

import { readFileSync } from "node:fs";
import { Decimal } from "decimal.js";
import { bareMapping } from "./bare.js";

const base = JSON.parse(readFileSync(new URL("../fixtures/base/uk.json", import.meta.url), "utf8"));
const rows = base.products.data.filter((row) => row.is_enabled);

/** What stays from deal to deal: the config, and the organisation as it is in Xero. It sells every product. */
export const config = base.config;
export const snapshot = {
  ...base.snapshot,
  items: { Items: base.productDetails.data.map(({ code, name }) => ({ ItemID: `c8c54d65-f3f2-452d-926e-bf450b12${code.length}b07`, Code: code, Name: name, IsSold: true, IsTrackedAsInventory: false })) },
};

/** A row like one of the five, at a price of its own. */
function row(index) {
  const like = rows[index % rows.length];
  const price = new Decimal(like.item_price).plus(Math.floor(index / rows.length));
  const full = price.times(like.quantity);
  const off = like.discount_type === "percentage" ? full.times(like.discount).div(100) : new Decimal(like.discount);
  return { ...like, id: 301 + index, order_nr: index + 1, item_price: price.toNumber(), sum: full.minus(off).toDecimalPlaces(2, Decimal.ROUND_HALF_UP).toNumber() };
}

/** A deal of so many lines with its parts, as Pipedrive sends it; neither config nor snapshot. */
export function dealOf(lines) {
  const { config: _config, snapshot: _snapshot, ...deal } = structuredClone(base);
  deal.products.data = Array.from({ length: lines }, (_, index) => row(index));
  deal.deal.data.value = bareMapping(settings)(deal).totals.total;
  return deal;
}

/** The same decisions as in the config and the snapshot, as a developer would write them down. */
export const settings = {
  status: "DRAFT",
  dueAfterDays: 30,
  purchaseOrder: "d4de1c1518b4531717c676029a45911c340390a6",
  region: "3e9bb7da4983ebebda9e19851cc6828af134e3c8",
  regions: new Map([[4580, "South"], [4581, "North"]]),
  brandingTheme: "dabc7637-62c1-4941-8a6e-ee44fa5090e7",
  dealUrl: "https://northstar-studio.pipedrive.com/deal/",
  account: "200",
  accountByCode: new Map([["METER", "205"]]),
  accountByCategory: new Map([["Print", "210"]]),
  taxTypeByRate: new Map([[20, "OUTPUT2"], [5, "RROUTPUT"], [0, "ZERORATEDOUTPUT"]]),
  items: new Set(["WORKSHOP", "BUILD", "METER", "GUIDE"]),
};
