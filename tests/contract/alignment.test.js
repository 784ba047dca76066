// What is written to a contact, an organisation or a person is what the two specifications take.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { inputs } from '../js/inputs.js';
import { repository, sharedPath, skip } from './shared.js';
import { loadSchemas, requestSchemas } from './xero-schema.js';

/** @typedef {{ [key: string]: any }} Json */

/** The expected answers of an operation, with what they answer. @param {string} operation @returns {{ name: string, input: Json, answer: Json }[]} */
const goldens = (operation) => inputs(operation).map(([name, input]) => {
  return { name, input, answer: JSON.parse(readFileSync(`${repository}tests/fixtures/${operation}/out/${name}.json`, 'utf8')) };
});

/** Whether a body is a contact that Xero takes, no key more. */
function contactOf() {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { uuid: /^[0-9a-f-]{36}$/, 'calendar-date': true } });
  ajv.addKeyword({ keyword: 'readOnlyInSpec', validate: () => false });
  return ajv.compile({ $ref: '#/$defs/Contact', $defs: requestSchemas(loadSchemas()) });
}

/** Whether a body is what API v2 takes, no key more, in nested objects neither. @param {string} path */
function patchOf(path) {
  const specification = parse(readFileSync(sharedPath('spec/pipedrive-v2.openapi.yaml'), 'utf8'));
  /** @type {(schema: any) => any} */
  const close = (schema) => {
    if (schema === null || typeof schema !== 'object') return schema;
    if (Array.isArray(schema)) return schema.map(close);
    const closed = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, close(value)]));
    return schema.properties && typeof schema.properties === 'object' ? { ...closed, additionalProperties: false } : closed;
  };
  const { schema } = specification.paths[path].patch.requestBody.content['application/json'];
  return new Ajv2020({ strict: false, allErrors: true }).compile(close(schema));
}

describe('patches and proposals are what the specifications take', { skip }, () => {
  const [contact, organization, person] = skip ? [] : [contactOf(), patchOf('/organizations/{id}'), patchOf('/persons/{id}')];
  const seen = { ledger: 0, crm: 0, proposed: 0 };

  for (const { name, input, answer } of goldens('alignContact')) {
    test(name, () => {
      for (const body of /** @type {Json[]} */ ([answer.ledgerPatch, answer.undo.ledger].filter(Boolean))) {
        seen.ledger += 1;
        assert.ok(contact?.(body), JSON.stringify(contact?.errors));
        assert.ok((body.ContactPersons ?? []).length <= 5 || body === answer.undo.ledger);
      }
      const judge = input.organization ? organization : person;
      for (const body of [answer.crmPatch, answer.undo.crm].filter(Boolean)) {
        seen.crm += 1;
        assert.ok(judge?.(body), JSON.stringify(judge?.errors));
      }
    });
  }

  for (const { name, answer } of goldens('matchContact').filter((golden) => golden.answer.proposed)) {
    test(`proposed: ${name}`, () => {
      seen.proposed += 1;
      assert.ok(contact?.(answer.proposed), JSON.stringify(contact?.errors));
    });
  }

  test('there were some of each', () => assert.ok(seen.ledger > 5 && seen.crm > 3 && seen.proposed > 5, JSON.stringify(seen)));
});
