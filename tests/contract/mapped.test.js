// Bodies made here and now, at the edges of what Xero takes: whatever becomes a document is a
// documented request, and what cannot become one is refused.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { call, callText, config, contactId, handoff, snapshot, v2, won } from './samples.js';
import { parseKeepingNumbers } from './json.js';
import { skip } from './shared.js';
import { differences, throughModels } from './xero-models.js';
import { makeJudge } from './xero-schema.js';

/** @typedef {{ [key: string]: any }} Json */
/**
 * @typedef {object} Case
 * @property {string} name
 * @property {string | false} refused the code that refuses it, or false
 * @property {Json} [row] what is changed of the product on the deal
 * @property {Json[]} [rows] the products, each as changes to the sample's
 * @property {Json} [document] settings of the document
 * @property {Json} [lines] settings of the lines
 * @property {Json} [config] other settings
 * @property {Json} [parts] other parts of the input
 * @property {(snapshot: Json) => void} [snapshot]
 * @property {(body: Json) => void} [holds] what the body must hold besides
 */

/** @param {Json} [more] */
const row = (more = {}) => ({ tax: 15, tax_method: 'exclusive', ...more });
/** @param {number} length @param {string} [of] */
const long = (length, of = 'x') => of.repeat(length / of.length);

/** @param {string} name @param {string} option @returns {(snapshot: Json) => void} */
const withTracking = (name, option) => (taken) => {
  taken.trackingCategories = { TrackingCategories: [{ Name: name, Status: 'ACTIVE', TrackingCategoryID: contactId, Options: [{ Name: option, Status: 'ACTIVE', TrackingOptionID: contactId }] }] };
};
/** @param {string} category @param {string} option */
const tracked = (category, option) => ({ tracking: [{ category, from: 'product.comments', default: option }] });

/** @type {Case[]} */
const cases = [
  // Statuses, tax methods and rates.
  ...['DRAFT', 'SUBMITTED', 'AUTHORISED'].flatMap((status) => ['exclusive', 'inclusive', 'none'].flatMap((method) => [0, 15].map((tax) => ({
    name: `${status}, ${method}, ${tax} %`,
    refused: /** @type {false} */ (false),
    row: { tax, tax_method: method },
    document: { status },
    holds: (/** @type {Json} */ body) => assert.equal(body.Status, status),
  })))),
  { name: 'approved without a due date', refused: 'SCHEDULE_DUE_MISSING', document: { status: 'AUTHORISED', due: undefined } },
  {
    name: 'no tax at all, for an organisation that is not registered', refused: false, row: { tax: 0, tax_method: 'none' },
    document: { status: 'AUTHORISED' },
    lines: { tax: { whenDealHasNoTax: { amounts: 'NoTax' } } },
    snapshot: (taken) => { taken.organisation.Organisations[0].PaysTax = false; },
    holds: (body) => assert.equal(body.LineAmountTypes, 'NoTax'),
  },
  {
    name: 'a tax type that no list has', refused: false, row: row({ tax: 7.25 }),
    snapshot: (taken) => taken.taxRates.TaxRates.push({ Name: 'Local', TaxType: 'TAX001', Status: 'ACTIVE', CanApplyToRevenue: true, EffectiveRate: 7.25, DisplayTaxRate: 7.25, TaxComponents: [{ Name: 'Local', Rate: 7.25, IsCompound: false }] }),
    holds: (body) => assert.equal(body.LineItems[0].TaxType, 'TAX001'),
  },

  // Prices, quantities, discounts.
  ...[0.06117, 20.12345, 0.0001, 0.00001, 1234567.8912, 79.99, 0.5].flatMap((price) => [1, 3, 2.5, 0.3333, 0.33333, 7000].flatMap((quantity) => [0, 10, 33.333, 0.2].map((discount) => {
    const sum = Math.round(price * quantity * (100 - discount)) / 100;
    return {
      name: `${quantity} × ${price} − ${discount} %`,
      refused: /** @type {false} */ (false),
      row: row({ item_price: price, quantity, discount, sum }),
      parts: { zero: sum === 0 },
    };
  }))),
  ...[2, 4].map((unitDp) => ({
    name: `a price of 4 decimals where ${unitDp} are kept`, refused: /** @type {false} */ (false), row: row({ item_price: 20.1234, quantity: 2, sum: 40.25 }), document: { unitDp },
  })),
  { name: 'a discount of 100 %', refused: false, rows: [row(), row({ id: 4, item_price: 10, discount: 100, sum: 0 })] },
  { name: 'a discount of 101 %', refused: 'LINE_DISCOUNT_EXCEEDS_LINE', row: row({ discount: 101, sum: -0.9 }) },
  { name: 'a discount as an amount', refused: false, row: row({ item_price: 30, quantity: 3, discount: 10, discount_type: 'amount', sum: 80 }) },
  { name: 'a discount as an amount per piece', refused: false, row: row({ item_price: 30, quantity: 3, discount: 10, discount_type: 'amount', sum: 60 }) },
  { name: 'a discount on the deal', refused: false, rows: [row({ item_price: 33.33, sum: 33.33 }), row({ id: 4, item_price: 66.67, sum: 66.67 })], parts: { discounts: [{ amount: 7, type: 'percentage' }], value: 93 } },
  { name: 'an amount off the deal', refused: false, rows: [row({ item_price: 33.33, sum: 33.33 }), row({ id: 4, item_price: 66.67, sum: 66.67 }), row({ id: 5, item_price: 0.01, sum: 0.01 })], parts: { discounts: [{ amount: 11.11, type: 'amount' }], value: 88.9 } },
  { name: 'a discount folded', refused: false, row: row({ item_price: 30, quantity: 3, discount: 10, sum: 81 }), lines: { discount: 'fold' } },
  { name: 'a credit on a line', refused: false, rows: [row(), row({ id: 4, item_price: -20, sum: -20 })] },
  { name: 'a credit with a discount', refused: false, rows: [row(), row({ id: 4, item_price: -20, discount: 10, sum: -18 })] },
  { name: 'a free line', refused: false, rows: [row(), row({ id: 4, item_price: 0, sum: 0 })] },
  { name: 'a free line with a discount', refused: false, rows: [row(), row({ id: 4, item_price: 0, discount: 10, sum: 0 })] },
  { name: 'the largest line', refused: false, row: row({ item_price: 9999999999.99, sum: 9999999999.99 }) },
  { name: 'a line beyond the largest', refused: 'LINE_AMOUNT_TOO_LARGE', row: row({ item_price: 10000000000, sum: 10000000000 }) },
  { name: 'a quantity that is too long', refused: false, row: row({ item_price: 0.01, quantity: 1234567890.1234, sum: 12345678.9 }) },
  { name: 'numbers as text', refused: false, row: row({ item_price: '90.00', quantity: '1.0000', discount: '0', sum: '90' }) },
  { name: 'scientific notation as text', refused: false, row: row({ item_price: '9e1', quantity: '1', sum: '90' }) },

  // Texts.
  { name: 'a description of 4000', refused: false, row: row({ name: long(4000) }) },
  { name: 'a description of 4001', refused: 'LINE_DESCRIPTION_TOO_LONG', row: row({ name: long(4001) }) },
  { name: 'a description of 4000 in UTF-16', refused: false, row: row({ name: long(4000, '🚀') }) },
  { name: 'a description in every script', refused: false, row: row({ name: 'Zürich, 東京, العربية, e\u0301, \u2028, "quotes", \\, line\nbreak' }) },
  { name: 'a description of blanks', refused: 'LINE_DESCRIPTION_MISSING', row: row({ name: '   ' }) },
  { name: 'a description in the form of a date of Xero', refused: false, row: row({ name: 'x /Date(0)/' }) },
  { name: 'a reference of 255', refused: false, document: { reference: long(248) } },
  { name: 'a reference beyond 255', refused: 'DEAL_REFERENCE_TOO_LONG', document: { reference: long(300) } },
  { name: 'the token as the number', refused: false, config: { token: { in: 'InvoiceNumber' } }, holds: (body) => assert.equal(body.InvoiceNumber, 'PD-1') },
  { name: 'a token outside ASCII', refused: 'CONFIG_VALUE_WRONG', config: { token: { prefix: 'Ø', in: 'InvoiceNumber' } } },
  { name: 'a token that is too long', refused: 'CONFIG_VALUE_WRONG', config: { token: { prefix: long(300), in: 'InvoiceNumber' } } },
  { name: 'a link', refused: false, document: { url: 'https://acme.pipedrive.com/deal/{deal.id}' }, holds: (body) => assert.equal(body.Url, 'https://acme.pipedrive.com/deal/1') },
  { name: 'a link that is none', refused: 'DEAL_URL_INVALID', document: { url: 'deal {deal.id}' } },
  { name: 'a link with a blank', refused: 'DEAL_URL_INVALID', document: { url: 'https://acme.pipedrive.com/{deal.title}' } },
  { name: 'a link to Xero', refused: 'DEAL_URL_INVALID', document: { url: 'https://go.xero.com/{deal.id}' } },

  // Codes.
  { name: 'an account code of 10', refused: false, lines: { account: { default: '2000000000' } }, snapshot: (taken) => { taken.accounts.Accounts[1].Code = '2000000000'; } },
  { name: 'an item that the organisation has', refused: false, row: row({ code: '123' }), lines: { items: 'known' }, holds: (body) => assert.equal(body.LineItems[0].ItemCode, '123') },
  { name: 'an item that it has not', refused: false, row: row({ code: 'none' }), lines: { items: 'known' }, holds: (body) => assert.equal(body.LineItems[0].ItemCode, undefined) },
  { name: 'an item code of 31', refused: false, row: row({ code: long(31) }), lines: { items: 'known' }, snapshot: (taken) => { taken.items.Items[0].Code = long(31); }, holds: (body) => assert.equal(body.LineItems[0].ItemCode, undefined) },
  { name: 'a tracking option', refused: false, row: row({ comments: 'North' }), lines: tracked('Region', 'North'), snapshot: withTracking('Region', 'North'), holds: (body) => assert.deepEqual(body.LineItems[0].Tracking, [{ Name: 'Region', Option: 'North' }]) },
  { name: 'tracking names of 100', refused: false, row: row({ comments: long(100) }), lines: tracked(long(100), long(100)), snapshot: withTracking(long(100), long(100)) },
  { name: 'a tracking option that is not there', refused: 'TRACKING_OPTION_UNKNOWN', row: row({ comments: 'South' }), lines: tracked('Region', 'South'), snapshot: withTracking('Region', 'North') },
  { name: 'three tracking categories', refused: 'CONFIG_TRACKING_TOO_MANY', lines: { tracking: [1, 2, 3].map((i) => ({ category: `C${i}`, from: 'deal.title' })) } },
  { name: 'a contact in capitals', refused: false, parts: { contact: contactId.toUpperCase() } },
  { name: 'a contact by name', refused: 'CONTACT_ID_INVALID', parts: { contact: { ContactID: 'Acme' } } },
];

describe('every body made at the edges is a documented request, or there is none', () => {
  const judge = skip ? /** @type {any} */ (undefined) : makeJudge();
  for (const each of cases) {
    test(each.name, { skip }, () => {
      const parts = won(v2());
      const [first] = parts.products.data;
      parts.products.data = (each.rows ?? [each.row ?? row()]).map((changes) => ({ ...first, ...changes }));
      const { value, zero, ...others } = each.parts ?? {};
      parts.deal.data.value = value ?? 90;
      const taken = snapshot();
      each.snapshot?.(taken);
      const settings = { ...config({ zeroTotal: zero ? 'create' : 'refuse', ...each.document }, { dealValue: value === undefined ? 'ignore' : 'must-agree', ...each.lines }), ...each.config };
      const text = callText('mapDealToInvoice', handoff({ ...parts, ...others, snapshot: taken, config: settings }));
      const { value: plan, numbers } = parseKeepingNumbers(text);
      if (each.refused !== false) {
        assert.deepEqual(plan.documents, []);
        const errors = plan.findings.filter((/** @type {Json} */ finding) => finding.severity === 'error');
        assert.ok(errors.some((/** @type {Json} */ finding) => finding.code === each.refused), JSON.stringify(plan.findings));
        return;
      }
      assert.equal(plan.ok, true, JSON.stringify(plan.findings));
      assert.equal(plan.documents.length, 1);
      const [{ kind, body, unitDp, totals }] = plan.documents;
      assert.deepEqual(judge(kind, body, { numbers, unitDp }), []);
      assert.deepEqual(differences(body, throughModels(kind, body)), []);
      assert.deepEqual(['Status', 'LineAmountTypes', 'CurrencyCode', 'Date'].filter((key) => body[key] === undefined), []);
      // The totals that the plan promises are those of the very body, read again.
      const again = call('predictTotals', { document: body, snapshot: taken, unitDp });
      assert.deepEqual({ ...again, ok: undefined, findings: undefined }, { ...totals, ok: undefined, findings: undefined });
      each.holds?.(body);
    });
  }
});
