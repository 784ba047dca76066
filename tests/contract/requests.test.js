// Every expected query and request is an operation of the specification: path, parameters, headers.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { sharedPath, repository, skip } from './shared.js';

/** @typedef {{ [key: string]: any }} Json */

const BASE = 'https://api.xero.com/api.xro/2.0';

const cases = ['lookups', 'contactLookups', 'writes'].flatMap((operation) => {
  const folder = join(repository, 'tests/fixtures', operation, 'out');
  return readdirSync(folder).sort().flatMap((file) => {
    const answer = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return (answer.queries ?? answer.requests).map((/** @type {Json} */ request) => ({ name: `${operation}/${file}: ${request.id}`, request }));
  });
});

/** The operation of a path, ids in it included. @param {Json} specification @param {string} method @param {string} path */
function operationOf(specification, method, path) {
  const segments = path.split('/');
  for (const [template, operations] of Object.entries(specification['paths'])) {
    const parts = template.split('/');
    const fits = parts.length === segments.length && parts.every((part, index) => part.startsWith('{') ? segments[index] !== '' : part === segments[index]);
    if (!fits || !operations[method]) continue;
    const parameters = [...(operations.parameters ?? []), ...(operations[method].parameters ?? [])];
    return parameters.map((/** @type {Json} */ one) => one['$ref'] ? specification['components'].parameters[one['$ref'].split('/').pop()] : one);
  }
  return undefined;
}

test('every kind of request is expected somewhere', () => {
  const seen = new Set(cases.map(({ request }) => `${request.method} ${new URL(request.url).pathname.replace(/\/(?:[0-9a-f-]{36}|%7B\w+%7D)/g, '/ID').replace('/api.xro/2.0', '')}`));
  assert.deepEqual([...seen].sort(), [
    'GET /Contacts', 'GET /CreditNotes', 'GET /Invoices', 'GET /Overpayments', 'GET /Prepayments', 'GET /RepeatingInvoices',
    'POST /Invoices/ID', 'POST /RepeatingInvoices/ID', 'PUT /CreditNotes', 'PUT /CreditNotes/ID/Allocations', 'PUT /Invoices', 'PUT /RepeatingInvoices',
  ]);
});

describe('a request is documented', () => {
  const specification = skip ? {} : parse(readFileSync(sharedPath('spec/xero_accounting.yaml'), 'utf8'));
  for (const { name, request } of cases) {
    test(name, { skip }, () => {
      assert.ok(request.url.startsWith(`${BASE}/`));
      const url = new URL(request.url);
      const known = operationOf(specification, request.method.toLowerCase(), url.pathname.replace('/api.xro/2.0', ''));
      assert.ok(known, `${request.method} ${url.pathname} is no operation`);
      const names = (/** @type {string} */ place) => known.filter((one) => one.in === place).map((one) => one.name);
      for (const parameter of url.searchParams.keys()) assert.ok(names('query').includes(parameter), `the query takes ${parameter}`);
      const general = ['Accept', 'Content-Type'];
      for (const header of Object.keys(request.headers)) assert.ok([...names('header'), ...general].includes(header), `the header ${header}`);
      assert.equal(request.headers['Accept'], 'application/json');
      if (request.method === 'GET') return;
      assert.equal(request.headers['Content-Type'], 'application/json');
      assert.match(request.headers['Idempotency-Key'], /^[0-9a-f]{64}$/);
      // Whoever fills the address takes it from an earlier answer.
      assert.equal(request.url.includes('{'), request.fill !== undefined);
    });
  }
});
