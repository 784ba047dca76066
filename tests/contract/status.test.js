// What is written to the deal is what Pipedrive's own specification takes, and what Xero's samples answer is read.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { call, codes, config, fixture, sample, snapshot } from './samples.js';
import { repository, sharedPath, skip } from './shared.js';

/** @typedef {{ [key: string]: any }} Json */

const folder = `${repository}tests/fixtures/`;
/** @param {string} name @returns {Json} */
const load = (name) => JSON.parse(readFileSync(folder + name, 'utf8'));

/** A JSON merge patch (RFC 7396). @param {any} target @param {any} patch @returns {any} */
function merge(target, patch) {
  if (patch === null || typeof patch !== 'object' || Array.isArray(patch)) return patch;
  const out = target !== null && typeof target === 'object' && !Array.isArray(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key];
    else out[key] = merge(out[key], value);
  }
  return out;
}

/** Every case of `paymentStatus`, as a whole input. @type {[string, Json][]} */
const inputs = readdirSync(`${folder}paymentStatus`).filter((name) => name.endsWith('.json')).map((name) => {
  const { base, patch, ...whole } = load(`paymentStatus/${name}`);
  return [name, base ? merge(load(`base/${base}.json`), patch) : whole];
});

/**
 * The request body of an operation, closed: the specification as it stands takes a misspelt key.
 * @param {string} path @param {string} method
 */
function body(path, method) {
  const specification = parse(readFileSync(sharedPath('spec/pipedrive-v2.openapi.yaml'), 'utf8'));
  const { schema } = specification.paths[path][method].requestBody.content['application/json'];
  assert.equal(schema.$ref, undefined);
  return new Ajv2020({ strict: false, allErrors: true }).compile({ ...schema, additionalProperties: false });
}

/** What a custom field of a type takes, by the migration guide. @type {Record<string, (value: any) => boolean>} */
const takes = {
  enum: Number.isInteger,
  varchar: (value) => typeof value === 'string' && value.length <= 255,
  double: (value) => typeof value === 'number',
  monetary: (value) => Object.keys(value).join() === 'value,currency' && typeof value.value === 'number' && /^[A-Z]{3}$/.test(value.currency),
  date: (value) => /^\d{4}-\d\d-\d\d$/.test(value),
};

describe('what is written is what the specification takes', { skip }, () => {
  const [patches, activities] = skip ? [] : [body('/deals/{id}', 'patch'), body('/activities', 'post')];
  let count = 0;
  for (const [name, input] of inputs) {
    test(name, () => {
      const { patch, note, activity } = /** @type {Json} */ (call('paymentStatus', input));
      if (patch) {
        count += 1;
        assert.ok(patches?.(patch), JSON.stringify(patches?.errors));
        for (const [key, value] of Object.entries(/** @type {Json} */ (patch).custom_fields)) {
          const { field_type: type, options } = /** @type {Json} */ (input.fields.find((/** @type {Json} */ field) => field.field_code === key));
          assert.ok(value === null || takes[type]?.(/** @type {any} */ (value)), `${type}: ${JSON.stringify(value)}`);
          if (type === 'enum') assert.ok(options.some((/** @type {Json} */ option) => option.id === value));
        }
      }
      if (activity) assert.ok(activities?.(activity), JSON.stringify(activities?.errors));
      // Notes are still of API v1, which the specification does not hold.
      if (note) assert.deepEqual(Object.keys(note), ['deal_id', 'content']);
    });
  }
  test('some were written', () => assert.ok(count > 20, String(count)));
});

describe("Xero's samples are read", { skip }, () => {
  const deal = { id: 1, title: 'x', currency: 'NZD' };
  /** @param {any} existing */
  const status = (existing) => call('paymentStatus', { deal, existing, config: config(), snapshot: snapshot(), localDates: { today: '2019-06-01' } });
  for (const name of ['getInvoices', 'getInvoice', 'getCreditNotes', 'getRepeatingInvoices', 'getPayments']) {
    test(name, () => {
      const answer = sample(`xero_${name}.200.json`);
      // The samples show some of the rows that they count.
      delete answer.pagination;
      const { findings, status: state } = status([{ Invoices: [] }, answer]);
      assert.deepEqual(codes(findings).filter((code) => code !== 'STATUS_DOCUMENT_IGNORED'), []);
      assert.equal(state, 'not-invoiced');
    });
  }
  for (const { http, body: error, source } of skip ? [] : fixture('xero_errors.json')) {
    test(`an error in the place of the answer is refused: ${http}, ${source}`, () => {
      const { ok, findings } = status(error);
      assert.equal(ok, false);
      assert.ok(findings.some((/** @type {Json} */ finding) => finding.path.startsWith('/existing')), JSON.stringify(findings));
    });
  }
});
