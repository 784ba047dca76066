// What stands where an answer should be is refused, whatever it is.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { call, config, fixture, handoff, sample, snapshot, v2, won } from './samples.js';
import { skip } from './shared.js';

/** @typedef {{ [key: string]: any }} Json */

describe('an error of the API in the place of an answer is refused, with a finding', () => {
  /** @type {Json[]} */
  const errors = skip ? [] : fixture('pipedrive_errors.json');
  for (const { http, body, source } of errors) {
    for (const part of ['deal', 'products', 'organization']) {
      test(`${part}: ${http}, ${source}`, { skip }, () => {
        const plan = call('mapDealToInvoice', handoff({ ...won(v2()), [part]: body }));
        assert.equal(plan.ok, false);
        assert.deepEqual(plan.documents, []);
        assert.ok(plan.findings.some((/** @type {Json} */ finding) => finding.severity === 'error' && finding.path.startsWith(`/${part}`)), JSON.stringify(plan.findings));
      });
    }
  }
});
