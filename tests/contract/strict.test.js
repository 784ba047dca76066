// What stands where an answer should be is refused, whatever it is: an error body holds no discounts,
// no installments and no lock dates, and so would say that there are none.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { call, config, fixture, handoff, hash, snapshot, v2, won } from './samples.js';
import { skip } from './shared.js';

/** @typedef {{ [key: string]: any }} Json */

/** @param {Json} plan @param {string} place */
function assertRefused(plan, place) {
  const shown = JSON.stringify(plan.findings);
  assert.equal(plan.ok, false, shown);
  assert.deepEqual(plan.documents, []);
  assert.ok(plan.findings.some((/** @type {Json} */ finding) => finding.severity === 'error' && finding.path.startsWith(place)), shown);
}

describe('an error of Pipedrive in the place of an answer is refused', () => {
  /** @type {Json[]} */
  const errors = skip ? [] : fixture('pipedrive_errors.json');
  for (const part of ['deal', 'products', 'productDetails', 'discounts', 'installments', 'organization', 'person', 'fields']) {
    for (const { http, body, source } of errors) {
      test(`${part}: ${http}, ${source}`, { skip }, () => {
        assertRefused(call('mapDealToInvoice', handoff({ ...won(v2()), [part]: body })), `/${part}`);
      });
    }
  }
});

describe('an error of Xero in the place of a part of the snapshot is refused', () => {
  /** @type {Json[]} */
  const errors = skip ? [] : fixture('xero_errors.json');
  for (const part of Object.keys(skip ? {} : snapshot()).filter((name) => !['tenantId', 'takenAt'].includes(name))) {
    for (const { http, body, source } of errors) {
      test(`${part}: ${http}, ${source}`, { skip }, () => {
        const plan = call('mapDealToInvoice', handoff({ ...won(v2()), snapshot: { ...snapshot(), [part]: body } }));
        assertRefused(plan, `/snapshot/${part}`);
      });
    }
  }
});

test('a filled field that cannot be understood is not taken for an empty one', { skip }, () => {
  const parts = won(v2());
  parts.deal.data.custom_fields = { [hash]: 1234 };
  const fields = [{ field_name: 'Who', field_code: hash, field_type: 'user' }];
  assertRefused(call('mapDealToInvoice', handoff({ ...parts, fields, config: config({ reference: '{field:Who|nobody}' }) })), '/');
});

test('the ids of options are not printed for their labels', { skip }, () => {
  const parts = won(v2());
  // A set as API v1 has it, addressed by its hash, without the metadata that knows the labels.
  parts.deal.data[hash] = '123,456';
  assertRefused(call('mapDealToInvoice', handoff({ ...parts, fields: undefined, config: config({ reference: `{field:${hash}}` }) })), '/');
});

test('an account code longer than Xero takes is refused', { skip }, () => {
  const taken = snapshot();
  taken.accounts.Accounts[1].Code = '20000000000';
  assertRefused(call('mapDealToInvoice', handoff({ ...won(v2()), snapshot: taken, config: config({}, { account: { default: '20000000000' } }) })), '/');
});

test('a description is measured as Xero\'s platform measures it, in UTF-16', { skip }, () => {
  const parts = won(v2());
  parts.products.data[0].name = '🚀'.repeat(2001);
  assertRefused(call('mapDealToInvoice', handoff(parts)), '/products');
});
