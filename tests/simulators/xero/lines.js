// A line of a document: what it may say, what Xero makes of it. Sources: Invoices (PUT, "Elements for LineItems"),
// Items, TaxRates, Tracking, and the threads named below.
import { decimal, isFiner, numberOf, rounded, shown, unitsOf } from "../decimal.js";
import { MISREAD_NUMBER, ours, says } from "./messages.js";
import { componentsOf, discountOf, lineAmount, rateOfDiscount, taxOf } from "./totals.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("./world.js").World} World */
/**
 * @typedef {object} Line
 * @property {string} id
 * @property {string | undefined} description
 * @property {bigint | undefined} quantity in ten-thousandths
 * @property {bigint | undefined} unit in ten-thousandths
 * @property {string | undefined} itemCode
 * @property {Json | undefined} account
 * @property {string | undefined} taxType
 * @property {bigint} taxAmount in cents
 * @property {bigint} lineAmount in cents
 * @property {bigint} discount in cents
 * @property {bigint | undefined} discountRate in hundredths of a percent
 * @property {bigint | undefined} discountAmount in cents
 * @property {Json[]} tracking
 */
/** @typedef {{ amounts: import("./totals.js").Amounts, places: number, isApproved: boolean, mayDiscount: boolean, isSale: boolean }} Terms */

const MOST = 999_999_999_999n; // 9,999,999,999.99
const same = (/** @type {unknown} */ a, /** @type {unknown} */ b) => String(a ?? "").toLowerCase() === String(b ?? "").toLowerCase();

/** Which rates are for which class of account. @type {{ [kind: string]: string }} */
const APPLIES = { REVENUE: "CanApplyToRevenue", EXPENSE: "CanApplyToExpenses", ASSET: "CanApplyToAssets", EQUITY: "CanApplyToEquity", LIABILITY: "CanApplyToLiabilities" };

/** @param {World} world @param {Json} body @param {Json | undefined} item @param {boolean} isApproved @param {string[]} errors */
function readAccount(world, body, item, isApproved, errors) {
  const code = body.AccountCode ?? item?.SalesDetails?.AccountCode;
  const given = body.AccountID !== undefined ? world.rows.Accounts.find((one) => same(one.AccountID, body.AccountID)) : code === undefined ? undefined : world.rows.Accounts.find((one) => same(one.Code, code));
  if (body.AccountID === undefined && code === undefined) {
    if (isApproved) errors.push(says.account_code_missing());
    return undefined;
  }
  if (given === undefined) errors.push(says.account_code_invalid({ code: code ?? body.AccountID }));
  else if (given.Status !== "ACTIVE") errors.push(says.account_code_archived({ code: given.Code }));
  else if (given.Type === "BANK" || ["DEBTORS", "CREDITORS"].includes(given.SystemAccount)) errors.push(says.account_code_invalid({ code: given.Code }));
  else return given;
  return undefined;
}

/** The rate of a line: the one named, or the account's own. @param {World} world @param {Json} body @param {Json | undefined} item @param {Json | undefined} account @param {Terms} terms @param {string[]} errors */
function readTax(world, body, item, account, { amounts, isApproved }, errors) {
  const type = body.TaxType ?? item?.SalesDetails?.TaxType ?? account?.TaxType;
  if (type === undefined || type === "") {
    if (isApproved && amounts !== "NoTax") errors.push(says.tax_type_missing());
    return undefined;
  }
  const rate = world.rows.TaxRates.find((one) => one.TaxType === type);
  if (rate === undefined) {
    // Not every organisation's list has a NONE, and a document without tax carries one all the same.
    if (amounts !== "NoTax" || type !== "NONE") errors.push(says.tax_type_unknown({ code: type }));
    return undefined;
  }
  // Sales tax that is computed automatically cannot be used through the API (Invoices, "Auto sales tax").
  if (rate.Status !== "ACTIVE" || type === "AVALARA" || rate.ReportTaxType === "USSALESTAX") errors.push(says.tax_type_unknown({ code: type }));
  else if (account !== undefined && rate[APPLIES[account.Class] ?? ""] !== true) errors.push(says.tax_type_account_mismatch({ tax: type, account: account.Code }));
  else return rate;
  return undefined;
}

/**
 * Two at most; one that does not exist is left off without a word (xero-node#86, xero-php#636).
 * @param {World} world @param {Json} body @param {string[]} errors @returns {Json[]}
 */
function readTracking(world, body, errors) {
  const given = body.Tracking ?? [];
  if (given.length > 2) errors.push(ours("A line item has at most 2 tracking categories."));
  return given.flatMap((/** @type {Json} */ one) => {
    /** @param {Json} known @param {string} id @param {unknown} name */
    const is = (known, id, name) => known.Status === "ACTIVE" && (one[id] !== undefined ? same(known[id], one[id]) : same(known.Name, name));
    const category = world.rows.TrackingCategories.find((known) => is(known, "TrackingCategoryID", one.Name));
    const option = category?.Options.find((/** @type {Json} */ known) => is(known, "TrackingOptionID", one.Option));
    return option === undefined ? [] : [{ Name: category?.Name, Option: option.Name, TrackingCategoryID: category?.TrackingCategoryID, TrackingOptionID: option.TrackingOptionID }];
  });
}

/** @param {Json} body @param {import("./totals.js").Priced} line @param {Terms} terms @param {string[]} errors */
function readDiscount(body, line, { mayDiscount }, errors) {
  const rate = body.DiscountRate === undefined ? undefined : unitsOf(body.DiscountRate);
  const amount = body.DiscountAmount === undefined ? undefined : unitsOf(body.DiscountAmount);
  if (rate === undefined && amount === undefined) return;
  if (!mayDiscount) {
    if (rate || amount) errors.push(ours("Discounts are only supported on ACCREC invoices and quotes."));
    return;
  }
  const gross = line.quantity * line.unit;
  // A rate goes before an amount (xeroizer PR#483).
  if (rate !== undefined) {
    if (rate < 0n || rate > 10_000n || (gross < 0n && rate !== 0n)) errors.push(says.discount_exceeds_line({ x: shown(rate) }));
    line.discountRate = rate;
    return;
  }
  // Even 0 is refused on a negative price (XeroAPI/Xero-OpenAPI#429); more than the line, too (php-oauth2#288).
  if (amount === undefined) return;
  const percent = rateOfDiscount(amount, line);
  if (gross < 0n || amount < 0n || amount > lineAmount({ quantity: line.quantity, unit: line.unit })) errors.push(says.discount_exceeds_line({ x: shown(gross < 0n ? 0n : percent) }));
  line.discountAmount = amount;
}

/**
 * Quantity and price of a line; where one is missing, LineAmount tells it (Invoices, "LineAmount"). A quantity finer
 * than four decimals is refused: what Xero makes of it nobody wrote down.
 * @param {Json} body @param {Json | undefined} item @param {Terms} terms @param {string[]} errors
 */
function readPrice(body, item, { places, isApproved }, errors) {
  const given = { quantity: body.Quantity, unit: body.UnitAmount ?? item?.SalesDetails?.UnitPrice };
  for (const value of [given.quantity, given.unit]) if (/e/i.test(String(value ?? ""))) errors.push(...MISREAD_NUMBER);
  const quantity = decimal(given.quantity);
  const price = decimal(given.unit);
  if (quantity && isFiner(quantity, 4)) errors.push(ours("Quantity has more than 4 decimals."));
  if (String(given.quantity ?? "").length > 13) errors.push(ours("Quantity has more than 13 characters."));
  const line = { quantity: quantity && rounded(quantity, 4), unit: price && rounded(price, places) * 10n ** BigInt(4 - places) };
  const total = unitsOf(body.LineAmount);
  if (total !== undefined && line.unit === undefined) {
    line.quantity ??= 10_000n;
    line.unit = line.quantity === 0n ? 0n : ((total * 1_000_000n) / line.quantity);
  } else if (total !== undefined && line.quantity === undefined && line.unit) {
    line.quantity = (total * 1_000_000n) / line.unit;
  }
  if (isApproved && (line.quantity === undefined) !== (line.unit === undefined)) errors.push(ours("A line item has both Quantity and UnitAmount, or neither."));
  return line;
}

/**
 * A line as it will stand, or why it may not.
 * @param {World} world @param {Json} body @param {Terms} terms @param {string[]} errors @returns {Line}
 */
export function readLine(world, body, terms, errors) {
  const item = body.ItemCode === undefined ? undefined : world.rows.Items.find((one) => same(one.Code, body.ItemCode));
  if (body.ItemCode !== undefined && item === undefined) errors.push(ours(`Item code '${body.ItemCode}' is not valid`));
  const description = body.Description ?? item?.Description;
  if ((description ?? "") === "" ? terms.isApproved : description.length > 4000) errors.push(ours("Description must have 1 to 4000 characters."));
  const { quantity, unit } = readPrice(body, item, terms, errors);
  // A line of words only charges nothing and needs no account (Invoices, "a line item with just a description").
  const isText = quantity === undefined && unit === undefined && body.LineAmount === undefined;
  const account = readAccount(world, body, item, terms.isApproved && !isText, errors);
  const rate = readTax(world, body, item, account, { ...terms, isApproved: terms.isApproved && !isText }, errors);
  const priced = /** @type {import("./totals.js").Priced} */ ({ quantity: quantity ?? 0n, unit: unit ?? 0n });
  readDiscount(body, priced, terms, errors);
  const amount = lineAmount(priced);
  checkLineAmount(body, priced, amount, errors);
  if (amount > MOST || -amount > MOST) errors.push(ours("The line amount is above 9,999,999,999.99."));
  const byHand = body.TaxAmount === undefined ? undefined : unitsOf(body.TaxAmount);
  const taxAmount = byHand !== undefined && terms.amounts !== "NoTax" ? byHand : rate === undefined ? 0n : taxOf(amount, terms.amounts, componentsOf(rate));
  if (byHand !== undefined && (byHand < 0n ? -byHand : byHand) > (amount < 0n ? -amount : amount)) errors.push(says.tax_exceeds_line());
  const { discountRate, discountAmount } = priced;
  return {
    id: world.newId(), description, quantity, unit, itemCode: item?.Code, account, taxType: rate?.TaxType ?? (terms.amounts === "NoTax" && !isText ? "NONE" : undefined), taxAmount, lineAmount: amount,
    discount: discountOf(priced), discountRate: discountAmount === undefined ? discountRate : rateOfDiscount(discountAmount, priced), discountAmount,
    tracking: readTracking(world, body, errors),
  };
}

/**
 * "If you send it, it must be right" (XeroAPI/Xero-NetStandard#147, #74): and where a discount takes a line to 0.00
 * the comparison has the wrong sign, so that nothing but leaving it out helps.
 * @param {Json} body @param {import("./totals.js").Priced} line @param {bigint} expected @param {string[]} errors
 */
function checkLineAmount(body, line, expected, errors) {
  const sent = unitsOf(body.LineAmount);
  if (sent === undefined) return;
  const isBroken = expected === 0n && (line.discountRate ?? line.discountAmount ?? 0n) !== 0n;
  if (!isBroken && sent === expected) return;
  const gross = lineAmount({ quantity: line.quantity, unit: line.unit });
  errors.push(says.line_total_mismatch({ sent: shown(isBroken ? -gross : sent), expected: shown(expected) }));
}

/** A line in an answer. @param {Line} line @param {number} places decimals of UnitAmount @returns {Json} */
export function lineJson(line, places) {
  const { description, quantity, unit, itemCode, account, taxType, discountRate, discountAmount } = line;
  return {
    ...(itemCode === undefined ? {} : { ItemCode: itemCode }),
    ...(description === undefined ? {} : { Description: description }),
    ...(unit === undefined ? {} : { UnitAmount: numberOf(rounded({ units: unit, scale: 4 }, places), places) }),
    ...(taxType === undefined ? {} : { TaxType: taxType }),
    TaxAmount: numberOf(line.taxAmount),
    LineAmount: numberOf(line.lineAmount),
    ...(account === undefined ? {} : { AccountCode: account.Code, AccountID: account.AccountID }),
    Tracking: line.tracking,
    ...(quantity === undefined ? {} : { Quantity: numberOf(quantity, 4) }),
    ...(discountRate === undefined ? {} : { DiscountRate: numberOf(discountRate) }),
    ...(discountAmount === undefined ? {} : { DiscountAmount: numberOf(discountAmount) }),
    LineItemID: line.id,
    ValidationErrors: [],
  };
}
