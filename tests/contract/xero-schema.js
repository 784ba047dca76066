// What Xero's own specification says about a request body, made strict: every object closed, every
// read-only property forbidden, no keyword ignored. The specification is written for readers of
// answers, so as it stands it takes a misspelt key without a word.
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { parse } from 'yaml';
import { documentedRules } from './xero-rules.js';
import { parseKeepingNumbers } from './json.js';
import { sharedPath } from './shared.js';

/** @typedef {'invoice' | 'repeating-invoice' | 'credit-note' | 'contact'} Kind */
/** @typedef {{ rule: string, at: string, says: string }} Refusal */
/** @typedef {{ [key: string]: any }} Schema */

/** The schema of one document of each kind, and the wrapper it is sent in. */
export const kinds = Object.freeze({
  invoice: { one: 'Invoice', many: 'Invoices' },
  'repeating-invoice': { one: 'RepeatingInvoice', many: 'RepeatingInvoices' },
  'credit-note': { one: 'CreditNote', many: 'CreditNotes' },
  contact: { one: 'Contact', many: 'Contacts' },
});

/** ajv's keyword, and the name of the rule that it stands for. */
const ruleOfKeyword = new Map([
  ['additionalProperties', 'spec/closed'],
  ['readOnlyInSpec', 'spec/read-only'],
  ['type', 'spec/type'],
  ['enum', 'spec/enum'],
  ['maxLength', 'spec/max-length'],
  ['format', 'spec/format'],
  ['required', 'spec/required'],
]);

/** What a schema may carry without a meaning for a request. */
const annotations = new Set([
  'description',
  'example',
  'default',
  'externalDocs',
  'x-is-money',
  'x-is-msdate',
  'x-is-msdate-time',
  'x-enum-varnames',
  'x-objectArrayKey',
]);

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The specification's schemas.
 * @returns {{ [name: string]: Schema }}
 */
export function loadSchemas() {
  return parse(readFileSync(sharedPath('spec/xero_accounting.yaml'), 'utf8')).components.schemas;
}

/**
 * One schema of the specification as a strict JSON Schema for requests. A keyword that is not known
 * here throws: a later specification must not become lenient in silence.
 * @param {Schema} schema
 * @param {string} where
 * @param {(name: string) => void} needs is told of every schema referred to
 * @returns {Schema}
 */
function strict(schema, where, needs) {
  // Beside `$ref` OpenAPI 3.0 ignores everything, the specification's stray `type: string` too.
  if (schema.$ref !== undefined) {
    const name = schema.$ref.replace('#/components/schemas/', '');
    needs(name);
    return { $ref: `#/$defs/${name}` };
  }
  if (schema.readOnly) return { readOnlyInSpec: true };
  /** @type {Schema} */
  const out = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (keyword === 'type' || keyword === 'enum' || keyword === 'maxLength' || keyword === 'required') {
      out[keyword] = value;
    } else if (keyword === 'format') {
      if (value === 'uuid') out.format = value;
      else if (value !== 'double') throw new Error(`${where}: format \`${value}\` is not known here`);
    } else if (keyword === 'properties') {
      out.type = 'object';
      out.additionalProperties = false;
      out.properties = Object.fromEntries(
        Object.entries(value).map(([name, part]) => [name, strict(part, `${where}.${name}`, needs)]),
      );
    } else if (keyword === 'items') {
      out.items = strict(value, `${where}[]`, needs);
    } else if (keyword !== 'readOnly' && !annotations.has(keyword)) {
      throw new Error(`${where}: keyword \`${keyword}\` is not known here`);
    }
  }
  // Two limits stand in the specification's prose only.
  const inProse = /max length\s*=\s*(\d+)/.exec(schema.description ?? '');
  if (inProse && out.type === 'string' && out.maxLength === undefined) out.maxLength = Number(inProse[1]);
  if (schema['x-is-msdate'] && out.type === 'string') out.format = 'calendar-date';
  return out;
}

/**
 * The strict request schemas of all kinds, with everything they refer to.
 * @param {{ [name: string]: Schema }} schemas
 * @returns {{ [name: string]: Schema }}
 */
export function requestSchemas(schemas) {
  /** @type {{ [name: string]: Schema }} */
  const done = {};
  /** @param {string} name */
  const need = (name) => {
    if (name in done) return;
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`the specification has no schema \`${name}\``);
    done[name] = {};
    done[name] = strict(schema, name, need);
  };
  for (const { one, many } of Object.values(kinds)) {
    need(one);
    need(many);
  }
  return done;
}

/**
 * @param {import('ajv').ErrorObject} error
 * @returns {Refusal}
 */
function refusal(error) {
  const at = error.keyword === 'additionalProperties'
    ? `${error.instancePath}/${error.params.additionalProperty}`
    : error.instancePath;
  if (error.keyword === 'format' && error.params.format === 'calendar-date') {
    return { rule: 'doc/date', at, says: 'is no calendar date in the form YYYY-MM-DD' };
  }
  const rule = ruleOfKeyword.get(error.keyword);
  if (rule === undefined) throw new Error(`keyword \`${error.keyword}\` belongs to no rule`);
  return { rule, at, says: error.message ?? error.keyword };
}

/** Every rule that a body can break. */
export const ruleNames = Object.freeze(
  [...new Set([...ruleOfKeyword.values(), 'doc/date', ...documentedRules.map((rule) => rule.name)])].sort(),
);

/**
 * A judge of request bodies, compiled once. A body is one document or the wrapper it is sent in; give
 * its JSON text where there is one, so that the text of the numbers is judged too. `taxByHand`: the config allows a
 * line to state its tax.
 * @param {{ [name: string]: Schema }} [schemas]
 * @returns {(kind: Kind, body: unknown, given?: { text?: string, numbers?: import('./json.js').NumberTexts, unitDp?: number, taxByHand?: boolean }) => Refusal[]}
 */
export function makeJudge(schemas = loadSchemas()) {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
  ajv.addKeyword({ keyword: 'readOnlyInSpec', schemaType: 'boolean', validate: () => false, errors: false });
  ajv.addFormat('uuid', uuid);
  ajv.addFormat('calendar-date', /** @type {any} */ (fullFormats.date));
  ajv.addSchema({ $id: 'xero', $defs: requestSchemas(schemas) });
  /** @param {string} name */
  const compiled = (name) => {
    const validate = ajv.getSchema(`xero#/$defs/${name}`);
    if (validate === undefined) throw new Error(`no schema \`${name}\` was compiled`);
    return validate;
  };

  return (kind, body, given = {}) => {
    const { one, many } = kinds[kind];
    let { numbers } = given;
    let document = body;
    if (numbers === undefined) {
      const parsed = parseKeepingNumbers(given.text ?? JSON.stringify(body));
      numbers = parsed.numbers;
      document = parsed.value;
    }
    const wrapped = document !== null && typeof document === 'object' && many in document;
    const validate = compiled(wrapped ? many : one);
    validate(document);
    const refusals = (validate.errors ?? []).map(refusal);
    const wrapper = /** @type {any} */ (document);
    const documents = wrapped && Array.isArray(wrapper[many])
      ? wrapper[many].map((/** @type {unknown} */ each, /** @type {number} */ i) => ({ each, at: `/${many}/${i}` }))
      : [{ each: document, at: '' }];
    const context = { kind, numbers, unitDp: given.unitDp, taxByHand: given.taxByHand };
    for (const rule of documentedRules) {
      if (wrapped && rule.ofWrapper) {
        for (const found of rule.ofWrapper(wrapper, many)) refusals.push({ rule: rule.name, ...found });
      }
      if (!rule.kinds.includes(kind)) continue;
      for (const { each, at } of documents) {
        if (each === null || typeof each !== 'object') continue;
        for (const found of rule.check(/** @type {any} */ (each), context)) {
          refusals.push({ rule: rule.name, at: at + found.at, says: found.says });
        }
      }
    }
    return refusals.sort((a, b) => a.at.localeCompare(b.at) || a.rule.localeCompare(b.rule));
  };
}
