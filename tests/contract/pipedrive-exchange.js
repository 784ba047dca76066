// Whether an exchange with a simulated Pipedrive is one that the specification of API v2 has.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { closed, complaints, operationOf, readSpecification } from './openapi.js';
import { sharedPath } from './shared.js';

/** @typedef {import('./openapi.js').Json} Json */

/** What Pipedrive's own samples show, and its schema of a deal lacks; a test proves that each is in the sample. */
export const GAPS = Object.freeze(['creator_user_id', 'archive_time', 'local_won_date', 'local_lost_date', 'local_close_date']);
/** What `include_fields` brings. */
const INCLUDED = ['first_won_time', 'products_count'];
/** What is nothing until it is filled, though the schemas do not say so (migration guide: null; the webhook's sample). */
const NULLABLE = ['won_time', 'lost_time', 'expected_close_date', 'person_id', 'org_id', 'picture_id', 'code', 'unit', 'description', 'address', 'product_id', 'next_cursor', ...GAPS];
const GENERAL = [400, 401, 403, 404, 429, 500, 503];

/** @returns {Json} */
export const loadSpecification = () => readSpecification(sharedPath('spec/pipedrive-v2.openapi.yaml'));

/** The schema of a row, wherever it lies in an answer. @param {Json} schema @returns {Json | undefined} */
const rowOf = (schema) => schema.properties?.data?.items ?? schema.properties?.data;

/** @param {Json} schema @param {string} template @returns {Json} */
function patched(schema, template) {
  const row = rowOf(schema);
  if (row?.properties === undefined) return schema;
  if (/^\/deals(\/\{id\})?$/.test(template)) for (const name of [...GAPS, ...INCLUDED]) row.properties[name] ??= { type: ['string', 'integer', 'null'] };
  for (const holder of [row, schema.properties.additional_data]) {
    for (const name of NULLABLE) {
      const part = holder?.properties?.[name];
      if (part?.type) part.type = [...new Set([part.type, 'null'].flat())];
    }
  }
  return schema;
}

/** @param {Json} [specification] */
export function makePipedriveWatch(specification = loadSpecification()) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  /** @type {Map<string, import('ajv').ValidateFunction>} */
  const compiled = new Map();
  const judge = (/** @type {string} */ name, /** @type {Json} */ schema, /** @type {unknown} */ value) => {
    const validate = compiled.get(name) ?? ajv.compile(schema);
    compiled.set(name, validate);
    return complaints(validate, value);
  };
  /**
   * What is wrong with an exchange.
   * @param {{ request: { method: string, path: string, query: URLSearchParams, text: string }, answer: { status: number, body?: any } }} exchange
   * @returns {string[]}
   */
  return ({ request, answer }) => {
    const base = '/api/v2';
    if (!request.path.startsWith(base)) return [];
    const found = operationOf(specification, request.method, request.path.slice(base.length));
    const at = (/** @type {string[]} */ faults) => faults.map((fault) => `${request.method} ${request.path} ${answer.status}${fault}`);
    if (answer.status >= 400) {
      if (!GENERAL.includes(answer.status)) return at([': is no status of Pipedrive']);
      return typeof answer.body === 'string' || (answer.body?.success === false && typeof answer.body.error === 'string') ? [] : at([': is no refusal of Pipedrive']);
    }
    if (found === undefined) return at([': is no operation']);
    const { template, parameters, response, body } = found;
    /** @type {string[]} */
    const faults = [];
    const inQuery = parameters.filter((one) => one.in === 'query');
    for (const [name, value] of request.query) {
      const parameter = inQuery.find((one) => one.name === name);
      if (parameter === undefined) faults.push(`: the query takes no ${name}`);
      else if (parameter.schema?.enum && !value.split(',').every((one) => parameter.schema.enum.includes(one))) faults.push(`: ${name} takes no ${value}`);
    }
    const schema = response(answer.status)?.content?.['application/json']?.schema;
    if (schema === undefined) faults.push(': is no documented status');
    else faults.push(...judge(`${request.method} ${template}`, patched(closed(schema), template), answer.body));
    if (request.method !== 'GET') faults.push(...judge(`${request.method} ${template} request`, closed(body?.content?.['application/json']?.schema ?? {}), JSON.parse(request.text)).map((one) => ` request${one}`));
    return at(faults);
  };
}
