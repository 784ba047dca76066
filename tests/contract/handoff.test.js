// Every request of every handoff that the golden tests expect is an operation of the specifications.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parse } from 'yaml';
import { sharedPath, repository, skip } from './shared.js';

/** @typedef {{ [key: string]: any }} Json */

const BASES = { xero: 'https://api.xero.com/api.xro/2.0', pipedrive: 'https://northstar-studio.pipedrive.com/api/v2' };

const folder = join(repository, 'tests/fixtures/handoff/steps');
/** @type {Map<string, { api: 'xero' | 'pipedrive', request: Json }>} */
const requests = new Map();
for (const file of readdirSync(folder)) {
  for (const step of JSON.parse(readFileSync(join(folder, file), 'utf8'))) {
    for (const request of step.requests ?? []) requests.set(`${request.method} ${request.url}`, { api: request.api, request });
  }
}

/** The parameters of a path's operation. @param {Json} specification @param {string} method @param {string} path */
function parametersOf(specification, method, path) {
  const segments = path.split('/');
  const found = Object.entries(/** @type {Json} */ (specification['paths'])).filter(([template, operations]) => {
    const parts = template.split('/');
    return operations[method] && parts.length === segments.length && parts.every((part, index) => part.startsWith('{') ? segments[index] !== '' : part === segments[index]);
  });
  // `/deals/products` is no deal.
  found.sort(([one], [other]) => one.split('{').length - other.split('{').length);
  const [[, operations] = []] = found;
  if (operations === undefined) return undefined;
  const parameters = [...(operations.parameters ?? []), ...(operations[method].parameters ?? [])];
  return parameters.map((/** @type {Json} */ one) => one['$ref'] ? specification['components'].parameters[one['$ref'].split('/').pop()] : one);
}

test('both sides are asked for something', () => {
  const apis = [...requests.values()].map(({ api }) => api);
  assert.ok(apis.filter((api) => api === 'xero').length > 15 && apis.filter((api) => api === 'pipedrive').length > 8);
});

describe('a request of a handoff is documented', () => {
  const specifications = skip ? {} : {
    xero: parse(readFileSync(sharedPath('spec/xero_accounting.yaml'), 'utf8')),
    pipedrive: parse(readFileSync(sharedPath('spec/pipedrive-v2.openapi.yaml'), 'utf8')),
  };
  for (const [name, { api, request }] of requests) {
    // Notes have no version 2.
    if (request.url.endsWith('/api/v1/notes')) continue;
    test(name, { skip }, () => {
      assert.ok(request.url.startsWith(`${BASES[api]}/`));
      const url = new URL(request.url);
      const path = url.href.slice(BASES[api].length).split('?')[0] ?? '';
      const known = parametersOf(/** @type {Json} */ (specifications)[api], request.method.toLowerCase(), path);
      assert.ok(known, 'is no operation');
      const names = known.filter((one) => one.in === 'query').map((one) => one.name);
      for (const parameter of url.searchParams.keys()) assert.ok(names.includes(parameter), `the query takes ${parameter}`);
      assert.equal(request.headers['Accept'], 'application/json');
      assert.equal(request.headers['Content-Type'], request.method === 'GET' ? undefined : 'application/json');
      if (api === 'xero' && request.method !== 'GET') assert.match(request.headers['Idempotency-Key'], /^[0-9a-f]{64}$/);
      assert.equal('Authorization' in request.headers, false);
      if (request.api === 'xero') assert.match(request.headers['xero-tenant-id'], /^[0-9a-f-]{36}$/);
    });
  }
});
