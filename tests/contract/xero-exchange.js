// Whether an exchange with a simulated Xero is one that the specification has: the operation, its parameters, what was
// sent where it was taken, and every member of the answer.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { closed, complaints, operationOf, readSpecification } from './openapi.js';
import { sharedPath } from './shared.js';

/** @typedef {import('./openapi.js').Json} Json */

/**
 * What Xero's own samples show and its schemas lack (the reference material's SOURCES.md): a test proves that each is
 * in a sample.
 */
export const GAPS = Object.freeze({
  Invoice: ['DateString', 'DueDateString'],
  CreditNote: ['ID', 'DateString'],
  Overpayment: ['ID', 'DateString'],
  Prepayment: ['ID', 'DateString'],
  LineItem: ['ValidationErrors'],
  ContactGroup: ['HasValidationErrors'],
  HistoryRecord: ['DateUTCString', 'ValidationErrors'],
});

/** Around the list of every answer. */
const AROUND = { Id: { type: 'string' }, Status: { const: 'OK' }, ProviderName: { type: 'string' }, DateTimeUTC: { type: 'string', pattern: '^/Date\\(\\d+\\)/$' } };

/** What any operation may be answered with, beside what it lists. */
const GENERAL = [400, 401, 403, 404, 405, 429, 500, 503];

/** @returns {Json} */
export const loadSpecification = () => readSpecification(sharedPath('spec/xero_accounting.yaml'));

/** @param {Json} [specification] */
export function makeXeroWatch(specification = loadSpecification()) {
  const { schemas } = specification.components;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  const defs = (/** @type {import('./openapi.js').Options} */ options) => Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closed(/** @type {Json} */ (schema), { ...options, name })]));
  const answers = defs({ extra: GAPS, dates: '^/Date\\(-?\\d+(\\+0000)?\\)/$' });
  const envelopes = new Set();
  for (const paths of Object.values(specification.paths)) {
    for (const operation of Object.values(paths)) {
      const name = operation.responses?.[200]?.content?.['application/json']?.schema?.$ref?.split('/').pop();
      if (name !== undefined) envelopes.add(name);
    }
  }
  for (const name of [...envelopes, 'HistoryRecords']) Object.assign(answers[name]?.properties ?? {}, AROUND);
  // An element that failed carries all that was sent beside its errors; the schema has no more than its ids.
  if (answers.Element) Object.assign(answers.Element, { additionalProperties: true, required: ['ValidationErrors'] });
  if (answers.Error) answers.Error.required = ['ErrorNumber', 'Type', 'Message', 'Elements'];
  ajv.addSchema({ $id: 'answer', $defs: answers });
  ajv.addSchema({ $id: 'request', $defs: defs({ dates: '^(\\d{4}-\\d{2}-\\d{2}|/Date\\(-?\\d+(\\+0000)?\\)/)' }) });
  const judge = (/** @type {string} */ side, /** @type {string} */ name, /** @type {unknown} */ value) => {
    const validate = ajv.getSchema(`${side}#/$defs/${name}`);
    return validate ? complaints(validate, value) : [`no schema ${name}`];
  };
  const nameOf = (/** @type {Json | undefined} */ content) => content?.content?.['application/json']?.schema?.$ref?.split('/').pop();

  /**
   * What is wrong with an exchange.
   * @param {{ request: { method: string, path: string, query: URLSearchParams, headers: Json, text: string }, answer: { status: number, body?: unknown } }} exchange
   * @returns {string[]}
   */
  return ({ request, answer }) => {
    const base = '/api.xro/2.0';
    if (!request.path.startsWith(base)) return [];
    const found = operationOf(specification, request.method, request.path.slice(base.length));
    const at = (/** @type {string[]} */ faults) => faults.map((fault) => `${request.method} ${request.path} ${answer.status}${fault}`);
    if (found === undefined) return answer.status === 404 || answer.status === 405 || answer.status === 403 || answer.status === 401 ? [] : at([': is no operation']);
    /** @type {string[]} */
    const faults = [];
    const isGood = answer.status < 300;
    const inQuery = found.parameters.filter((one) => one.in === 'query').map((one) => one.name);
    if (isGood) for (const name of request.query.keys()) if (!inQuery.includes(name)) faults.push(`: the query takes no ${name}`);
    const inHeader = found.parameters.filter((one) => one.in === 'header').map((one) => one.name.toLowerCase());
    if (isGood && request.headers['idempotency-key'] !== undefined && !inHeader.includes('idempotency-key')) faults.push(': takes no Idempotency-Key');
    if (found.operation.responses[answer.status] === undefined && !GENERAL.includes(answer.status)) faults.push(': is no documented status');
    // A body that is no object is an error of before the API proper, or XML for who did not ask for JSON.
    if (typeof answer.body === 'object') {
      const name = answer.status === 400 ? 'Error' : nameOf(found.response(answer.status));
      if (name !== undefined) faults.push(...judge('answer', name, answer.body));
    } else if (isGood && answer.status !== 204 && !String(answer.body).startsWith('<')) faults.push(': has no body');
    if (isGood && (request.method === 'PUT' || request.method === 'POST')) {
      const name = nameOf(found.body);
      if (name === undefined) faults.push(': takes no body');
      else {
        const sent = JSON.parse(request.text);
        // One document may come without its wrapper ("Requests and responses").
        const isWrapped = schemas[name]?.properties?.[name] === undefined || sent[name] !== undefined;
        if (isWrapped) faults.push(...judge('request', name, sent).map((one) => ` request${one}`));
      }
    }
    return at(faults);
  };
}
