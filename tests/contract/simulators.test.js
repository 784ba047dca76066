// What watches the simulators proves itself: it takes the specifications' own samples, and refuses each seeded fault.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import * as pipedrive from './pipedrive-exchange.js';
import { sharedPath, skip } from './shared.js';
import * as xero from './xero-exchange.js';

/** @typedef {{ [key: string]: any }} Json */

const read = (/** @type {string} */ name) => JSON.parse(readFileSync(sharedPath(`spec/samples/${name}`), 'utf8'));
/** @param {string} method @param {string} path @param {Json} answer @param {unknown} [sent] @param {string} [query] @param {Json} [headers] */
const exchange = (method, path, answer, sent, query = '', headers = {}) => ({ request: { method, path, query: new URLSearchParams(query), headers, text: sent === undefined ? '' : JSON.stringify(sent) }, answer: /** @type {{ status: number, body?: any }} */ (answer) });

describe('Xero', () => {
  const watch = skip ? /** @type {any} */ (undefined) : xero.makeXeroWatch();
  const base = '/api.xro/2.0/';
  const id = '/00000000-0000-4000-8000-000000000001';
  /** Whose path and method each sample is of. @type {[string, string, string][]} */
  const samples = [
    ['xero_getOrganisations.200.json', 'GET', 'Organisation'], ['xero_getTaxRates.200.json', 'GET', 'TaxRates'], ['xero_getAccounts.200.json', 'GET', 'Accounts'], ['xero_getCurrencies.200.json', 'GET', 'Currencies'], ['xero_getItems.200.json', 'GET', 'Items'],
    ['xero_getBrandingThemes.200.json', 'GET', 'BrandingThemes'], ['xero_getTrackingCategories.200.json', 'GET', 'TrackingCategories'], ['xero_getOrganisationActions.200.json', 'GET', 'Organisation/Actions'], ['xero_getInvoice.200.json', 'GET', `Invoices${id}`],
    ['xero_createContacts.200.json', 'GET', 'Contacts'], ['xero_createInvoices.200.json', 'GET', 'Invoices'], ['xero_createContacts.400.json', 'PUT', 'Contacts'],
  ];
  for (const [name, method, path] of samples) {
    test(`takes ${name}`, { skip }, () => {
      assert.deepEqual(watch(exchange(method, base + path, { status: name.includes('400') ? 400 : 200, body: read(name) })), []);
    });
  }
  // The sample of a creation of a template has a member that no schema knows (DiscountEnteredAsPercent).
  for (const [name, path] of [['xero_createInvoices.request.json', 'Invoices'], ['xero_createContacts.request.json', 'Contacts']]) {
    test(`takes ${name}`, { skip }, () => assert.deepEqual(watch(exchange('PUT', `${base}${path}`, { status: 200, body: { Id: 'x', Status: 'OK' } }, read(name ?? ''))), []));
  }

  test('every gap that it passes over is in a sample of the specification', { skip }, () => {
    const text = readFileSync(sharedPath('spec/xero_accounting.yaml'), 'utf8');
    for (const [schema, names] of Object.entries(xero.GAPS)) {
      for (const name of names) assert.match(text, new RegExp(`^ +(- )?${name}: `, 'm'), `${schema}.${name}`);
    }
  });

  const good = () => ({ status: 200, body: read('xero_createInvoices.200.json') });
  const body = () => ({ Invoices: [{ Type: 'ACCREC', Contact: { ContactID: '430fa14a-f945-44d3-9f97-5df5e28441b8' }, LineItems: [{ Description: 'x', Quantity: 1, UnitAmount: 1 }], Date: '2026-07-15' }] });
  test('takes a good exchange', { skip }, () => assert.deepEqual(watch(exchange('PUT', `${base}Invoices`, good(), body(), 'unitdp=4', { 'idempotency-key': 'a' })), []));
  /** @type {[string, (given: { answer: Json, sent: Json }) => unknown, RegExp][]} */
  const faults = [
    ['a member that is none', ({ answer }) => (answer.body.Invoices[0].Colour = 'red'), /Colour/],
    ['a member of a line that is none', ({ answer }) => (answer.body.Invoices[0].LineItems[0].Price = 1), /Price/],
    ['text for a number', ({ answer }) => (answer.body.Invoices[0].Total = '40.00'), /Total: must be number/],
    ['a status that is none', ({ answer }) => (answer.body.Invoices[0].Status = 'OPEN'), /Status/],
    ['a date of another form', ({ answer }) => (answer.body.Invoices[0].Date = '2026-07-15'), /Date: must match/],
    ['an id that is none', ({ answer }) => (answer.body.Invoices[0].InvoiceID = '7'), /InvoiceID: must match/],
    ['another envelope', ({ answer }) => Object.assign(answer.body, { invoices: [] }), /invoices/],
    ['a status of HTTP that is not documented', ({ answer }) => (answer.status = 202), /documented status/],
    ['no body', ({ answer }) => (answer.body = undefined), /no body/],
    ['a request with a member that is none', ({ sent }) => (sent.Invoices[0].DealID = 42), /request.*DealID/],
    ['a request with text for a number', ({ sent }) => (sent.Invoices[0].LineItems[0].Quantity = '1'), /request.*Quantity/],
    ['a request with a date of another form', ({ sent }) => (sent.Invoices[0].Date = '15/07/2026'), /request.*Date/],
  ];
  for (const [name, seed, expected] of faults) {
    test(`refuses ${name}`, { skip }, () => {
      const given = { answer: good(), sent: body() };
      seed(given);
      const found = watch(exchange('PUT', `${base}Invoices`, given.answer, given.sent));
      assert.match(found.join('\n'), expected);
    });
  }
  test('refuses a path, a parameter, a header and an error body that are none', { skip }, () => {
    assert.match(watch(exchange('GET', `${base}Invoice`, good())).join(), /no operation/);
    assert.match(watch(exchange('GET', `${base}Invoices`, good(), undefined, 'contact=x')).join(), /takes no contact/);
    assert.match(watch(exchange('GET', `${base}Invoices`, good(), undefined, '', { 'idempotency-key': 'a' })).join(), /Idempotency-Key/);
    assert.match(watch(exchange('PUT', `${base}Invoices`, { status: 400, body: { Message: 'no' } }, body())).join(), /ErrorNumber/);
    assert.match(watch(exchange('PUT', `${base}Invoices`, { status: 400, body: { ErrorNumber: 10, Type: 'x', Message: 'x', Elements: [{}] } }, body())).join(), /ValidationErrors/);
  });
});

describe('Pipedrive', () => {
  const watch = skip ? /** @type {any} */ (undefined) : pipedrive.makePipedriveWatch();
  const base = '/api/v2/';
  /** @type {[string, string][]} */
  const samples = [
    ['getDeal', 'deals/1'], ['getDeals', 'deals'], ['getDealProducts', 'deals/1/products'], ['getDealsProducts', 'deals/products'], ['getAdditionalDiscounts', 'deals/1/discounts'], ['getInstallments', 'deals/installments'], ['getDealFields', 'dealFields'], ['getPipelines', 'pipelines'],
  ];
  for (const [name, path] of samples) {
    test(`takes the sample of ${name}`, { skip }, () => assert.deepEqual(watch(exchange('GET', base + path, { status: 200, body: read(`pipedrive_v2_${name}.200.json`) })), []));
  }
  test('every gap that it passes over is in the sample of a deal', { skip }, () => {
    const { data } = read('pipedrive_v2_getDeal.200.json');
    for (const name of pipedrive.GAPS) assert.ok(name in data, name);
  });
  const good = () => ({ status: 200, body: read('pipedrive_v2_updateDeal.200.json') });
  /** @type {[string, (given: { answer: Json, sent: Json }) => unknown, RegExp][]} */
  const faults = [
    ['a member that is none', ({ answer }) => (answer.body.data.won_by = 1), /won_by/],
    ['the form of API v1', ({ answer }) => (answer.body.data.org_id = { value: 1 }), /org_id: must be integer/],
    ['nothing for what is always there', ({ answer }) => (answer.body.data.title = null), /title: must be string/],
    ['a refusal of another form', ({ answer }) => Object.assign(answer, { status: 404, body: { message: 'no' } }), /no refusal/],
    ['a status of HTTP that is none', ({ answer }) => (answer.status = 201), /documented status/],
    ['a request with a member that is none', ({ sent }) => (sent.colour = 'red'), /request.*colour/],
    ['a request with text for a number', ({ sent }) => (sent.value = '12'), /request.*value/],
  ];
  test('takes a good exchange', { skip }, () => assert.deepEqual(watch(exchange('PATCH', `${base}deals/1`, good(), { title: 'x', custom_fields: { abc: 1 } })), []));
  for (const [name, seed, expected] of faults) {
    test(`refuses ${name}`, { skip }, () => {
      const given = { answer: good(), sent: /** @type {Json} */ ({ title: 'x' }) };
      seed(given);
      assert.match(watch(exchange('PATCH', `${base}deals/1`, given.answer, given.sent)).join('\n'), expected);
    });
  }
  test('refuses a path and a parameter that are none', { skip }, () => {
    assert.match(watch(exchange('GET', `${base}deal/1`, good())).join(), /no operation/);
    assert.match(watch(exchange('GET', `${base}deals/1`, good(), undefined, 'expand=true')).join(), /takes no expand/);
    assert.match(watch(exchange('GET', `${base}deals`, good(), undefined, 'sort_by=value')).join(), /sort_by takes no value/);
  });
});

test('the simulators share no code with what they test', () => {
  const folder = new URL('../simulators/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  assert.ok(files.length > 30);
  for (const name of files) {
    const text = readFileSync(new URL(name, folder), 'utf8');
    for (const [, from = ''] of text.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)) {
      assert.ok(from.startsWith('node:') || new URL(from, new URL(name, folder)).href.startsWith(folder.href), `${name} imports ${from}`);
    }
  }
});
