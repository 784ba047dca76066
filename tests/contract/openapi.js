// OpenAPI schemas as strict JSON Schemas, and the operation that a request is. Every object is closed: what the
// specification does not have is a fault, unless it is listed as a known gap of the specification.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

/** @typedef {{ [key: string]: any }} Json */
/** @typedef {{ extra?: { [name: string]: string[] }, dates?: string }} Options `extra`: members that a named schema lacks; `dates`: the pattern of a day */

/**
 * A specification in YAML. Reading a megabyte of it takes a second, so what came of it is kept in the user's cache,
 * under the hash of its text.
 * @param {string} path
 * @returns {Json}
 */
export function readSpecification(path) {
  const text = readFileSync(path, 'utf8');
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wonvoice', 'specifications');
  const kept = join(folder, `${createHash('sha256').update(text).digest('hex')}.json`);
  try {
    return JSON.parse(readFileSync(kept, 'utf8'));
  } catch {
    const value = parse(text);
    try {
      mkdirSync(folder, { recursive: true });
      // Whole or not at all: other tests read it at the same time.
      writeFileSync(`${kept}.${process.pid}`, JSON.stringify(value));
      renameSync(`${kept}.${process.pid}`, kept);
    } catch {
      // Without a cache it only takes longer.
    }
    return value;
  }
}

const uuid = '^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$';

/**
 * @param {Json} schema
 * @param {Options & { name?: string }} [options]
 * @returns {Json}
 */
export function closed(schema, options = {}) {
  if (schema.$ref !== undefined) return { $ref: schema.$ref.replace('#/components/schemas/', '#/$defs/') };
  const inner = { ...options, name: undefined };
  if (schema.allOf) return { ...merged(schema.allOf.map((/** @type {Json} */ part) => closed(part, inner))), ...(schema.nullable ? { type: ['object', 'null'] } : {}) };
  /** @type {Json} */
  const out = {};
  for (const word of ['oneOf', 'anyOf']) if (schema[word]) out[word] = schema[word].map((/** @type {Json} */ part) => closed(part, inner));
  const type = schema.type ?? (schema.properties ? 'object' : undefined);
  if (type !== undefined) out.type = schema.nullable ? [type, 'null'] : type;
  // The list of tax types lacks those that users make.
  if (schema.enum !== undefined && !schema.enum.includes('ZERORATEDOUTPUT')) out.enum = schema.nullable ? [...schema.enum, null] : schema.enum;
  for (const word of ['maxLength', 'minimum', 'maximum', 'required']) if (schema[word] !== undefined) out[word] = schema[word];
  if (schema.format === 'uuid') out.pattern = uuid;
  if ((schema['x-is-msdate'] || schema['x-is-msdate-time']) && options.dates) out.pattern = options.dates;
  if (schema.items !== undefined) out.items = closed(schema.items, inner);
  if (schema.properties !== undefined) {
    const extra = options.extra?.[options.name ?? ''] ?? [];
    out.properties = Object.fromEntries([...Object.entries(schema.properties).map(([name, part]) => [name, closed(part, inner)]), ...extra.map((name) => [name, {}])]);
    out.additionalProperties = schema.additionalProperties ?? false;
  } else if (typeof schema.additionalProperties === 'object') {
    out.additionalProperties = closed(schema.additionalProperties, inner);
  }
  return out;
}

/** Parts of an `allOf` as one object, so that it can be closed. @param {Json[]} parts @returns {Json} */
function merged(parts) {
  const objects = parts.every((part) => part.properties !== undefined || Object.keys(part).length === 0);
  if (!objects) return { allOf: parts };
  return {
    type: 'object',
    properties: Object.assign({}, ...parts.map((part) => part.properties ?? {})),
    required: parts.flatMap((part) => part.required ?? []),
    additionalProperties: parts.some((part) => part.additionalProperties === true),
  };
}

/** The operation of a path and method, and its parameters. @param {Json} specification @param {string} method @param {string} path */
export function operationOf(specification, method, path) {
  const segments = path.split('/');
  const fitting = Object.keys(specification.paths).filter((template) => {
    const parts = template.split('/');
    return parts.length === segments.length && specification.paths[template][method.toLowerCase()] && parts.every((part, at) => (part.startsWith('{') ? segments[at] !== '' : part === segments[at]));
  });
  // A literal segment goes before one that takes any text.
  const template = fitting.sort((a, b) => (a.match(/\{/g) ?? []).length - (b.match(/\{/g) ?? []).length)[0];
  if (template === undefined) return undefined;
  const operation = specification.paths[template][method.toLowerCase()];
  const parameters = [...(specification.paths[template].parameters ?? []), ...(operation.parameters ?? [])].map((/** @type {Json} */ one) => (one.$ref ? specification.components.parameters[one.$ref.split('/').pop()] : one));
  const response = (/** @type {number} */ status) => {
    const found = operation.responses[status];
    return found?.$ref ? specification.components.responses[found.$ref.split('/').pop()] : found;
  };
  const { requestBody } = operation;
  const body = requestBody?.$ref ? specification.components.requestBodies[requestBody.$ref.split('/').pop()] : requestBody;
  return { template, operation, parameters, response, body };
}

/** What ajv has to say, a line each. @param {import('ajv').ValidateFunction} validate @param {unknown} value @returns {string[]} */
export function complaints(validate, value) {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) => `${instancePath}: ${message} ${JSON.stringify(params)}`);
}
