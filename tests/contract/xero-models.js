// A body through the vendor's own SDK and back: read into its models, written out again. The SDK drops
// every key that its models lack and reorders the rest, so what comes back unchanged is what any user
// of the SDK would have sent.
import models from 'xero-node/dist/gen/model/accounting/models.js';
import { kinds } from './xero-schema.js';

/** @typedef {import('./xero-schema.js').Kind} Kind */

/**
 * What the SDK makes of a document, as the JSON it would send.
 * @param {Kind} kind
 * @param {unknown} document
 * @returns {unknown}
 */
export function throughModels(kind, document) {
  const type = kinds[kind].one;
  const model = models.ObjectSerializer.deserialize(structuredClone(document), type);
  return JSON.parse(JSON.stringify(models.ObjectSerializer.serialize(model, type)));
}

/**
 * Every place where two JSON values differ, by pointer; the order of keys does not matter, that of
 * list entries does.
 * @param {unknown} before
 * @param {unknown} after
 * @param {string} [at]
 * @returns {string[]}
 */
export function differences(before, after, at = '') {
  if (Object.is(before, after)) return [];
  if (before === null || after === null || typeof before !== 'object' || typeof after !== 'object'
    || Array.isArray(before) !== Array.isArray(after)) {
    return [`${at}: ${JSON.stringify(before)} became ${JSON.stringify(after)}`];
  }
  const left = /** @type {{ [key: string]: unknown }} */ (before);
  const right = /** @type {{ [key: string]: unknown }} */ (after);
  return [...new Set([...Object.keys(left), ...Object.keys(right)])]
    .sort()
    .flatMap((key) => differences(left[key], right[key], `${at}/${key}`));
}
