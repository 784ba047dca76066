// What stands in for Xero's settings endpoints in tests answers in the specification's own shapes.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { organisation } from '../js/xero-settings-server.js';
import { sample } from './samples.js';
import { skip } from './shared.js';
import { loadSchemas } from './xero-schema.js';

/** @typedef {{ [key: string]: any }} Json */

/** Each endpoint, its envelope's schema, and what a sample of it is called. */
const ENDPOINTS = { Organisation: 'Organisations', TaxRates: 'TaxRates', Accounts: 'Accounts', Currencies: 'Currencies', TrackingCategories: 'TrackingCategories', Items: 'Items', BrandingThemes: 'BrandingThemes' };

/**
 * A schema of the specification for answers: every object closed, no value of another type.
 * @param {Json} schema @returns {Json}
 */
function closed(schema) {
  if (schema.$ref !== undefined) return { $ref: schema.$ref.replace('#/components/schemas/', '#/$defs/') };
  /** @type {Json} */
  const out = {};
  if (schema.type !== undefined) out.type = schema.type;
  // The list of tax types lacks those that users make.
  if (schema.enum !== undefined && !schema.enum.includes('ZERORATEDOUTPUT')) out.enum = schema.enum;
  if (schema.items !== undefined) out.items = closed(schema.items);
  if (schema.properties !== undefined) {
    out.additionalProperties = false;
    out.properties = Object.fromEntries(Object.entries(schema.properties).map(([name, part]) => [name, closed(part)]));
  }
  return out;
}

/** What every answer has around its list, which the specification leaves out. */
const AROUND = { Id: { type: 'string' }, Status: { const: 'OK' }, ProviderName: { type: 'string' }, DateTimeUTC: { type: 'string', pattern: '^/Date\\(\\d+\\)/$' } };

describe('the settings that tests are given', () => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  if (!skip) {
    const defs = Object.fromEntries(Object.entries(loadSchemas()).map(([name, schema]) => [name, closed(schema)]));
    for (const name of Object.values(ENDPOINTS)) Object.assign(defs[name]?.properties ?? {}, AROUND);
    ajv.addSchema({ $id: 'xero', $defs: defs });
  }
  /** @param {string} envelope @param {unknown} body */
  const faults = (envelope, body) => {
    const judge = ajv.getSchema(`xero#/$defs/${envelope}`);
    if (judge === undefined) throw new Error(`no schema ${envelope}`);
    judge(body);
    return (judge.errors ?? []).map(({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`);
  };

  for (const [endpoint, envelope] of Object.entries(ENDPOINTS)) {
    test(`GET /${endpoint}`, { skip }, () => {
      assert.deepEqual(faults(envelope, organisation()[endpoint]), []);
    });
    // The judge must take what Xero's own documentation shows.
    test(`the specification's sample of it`, { skip }, () => {
      assert.deepEqual(faults(envelope, sample(`xero_get${envelope}.200.json`)), []);
    });
  }

  test('the judge refuses what the specification does not have', { skip }, () => {
    const { Items } = /** @type {Json} */ (organisation({ items: 1 }).Items);
    assert.equal(faults('Items', { Items: [{ ...Items[0], Colour: 'red' }] }).length, 1);
    assert.equal(faults('Items', { Items: [{ ...Items[0], IsSold: 'yes' }] }).length, 1);
    assert.equal(faults('Accounts', { Accounts: [{ Class: 'SALES' }] }).length, 1);
  });
});
