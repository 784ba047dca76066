// Every body that the golden tests expect is a request that Xero documents, and one that its own SDK
// would send unchanged.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { load } from '../js/inputs.js';
import { parseKeepingNumbers } from './json.js';
import { repository, skip } from './shared.js';
import { differences, throughModels } from './xero-models.js';
import { kinds, makeJudge } from './xero-schema.js';

/** @typedef {import('./xero-schema.js').Kind} Kind */
/** @typedef {{ [key: string]: any }} Json */
/** @typedef {{ name: string, kind: Kind, body: Json, unitDp: number | undefined, numbers: import('./json.js').NumberTexts, issueOn: string | undefined, later: boolean, taxByHand: boolean }} Planned */

const fixtures = join(repository, 'tests/fixtures');

/**
 * The expected outputs of every operation.
 * @returns {string[]}
 */
function outputs() {
  if (!existsSync(fixtures)) return [];
  return readdirSync(fixtures)
    .map((operation) => join(operation, 'out'))
    .filter((folder) => existsSync(join(fixtures, folder)))
    .flatMap((folder) => readdirSync(join(fixtures, folder)).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.json'))
    .sort();
}

/**
 * Every planned document in an output, at whatever depth: a plan, a list of plans, a preview. What a
 * refused plan shows in its preview is sent by nobody and may be incomplete.
 * @param {string} name
 * @param {unknown} value
 * @param {import('./json.js').NumberTexts} numbers
 * @param {boolean} taxByHand
 * @returns {Planned[]}
 */
function planned(name, value, numbers, taxByHand) {
  if (value === null || typeof value !== 'object') return [];
  const holder = /** @type {Json} */ (value);
  // What other verdicts write is judged in verdicts.test.js.
  if (typeof holder.action === 'string' && holder.action !== 'create') return [];
  if (typeof holder.kind === 'string' && holder.kind in kinds && holder.body !== null && typeof holder.body === 'object') {
    const kind = /** @type {Kind} */ (holder.kind);
    const later = /\/scheduled\/\d+$/.test(name);
    return [{ name, kind, body: holder.body, unitDp: holder.unitDp, numbers, issueOn: holder.issueOn, later, taxByHand }];
  }
  return Object.entries(holder)
    .filter(([key]) => key !== 'preview')
    .flatMap(([key, part]) => planned(`${name}/${key}`, part, numbers, taxByHand));
}

/** Whether the config of a case lets a line state its tax. @param {string} file */
function allowsTaxByHand(file) {
  const { config } = load(file.replace('/out/', '/'));
  const entities = /** @type {Json[]} */ (Object.values(config?.entities ?? {}));
  return entities.some(({ schedule }) => schedule?.adjustTax === true);
}

/** @type {Planned[]} */
const bodies = outputs().flatMap((file) => {
  const { value, numbers } = parseKeepingNumbers(readFileSync(join(fixtures, file), 'utf8'));
  return planned(file, value, numbers, allowsTaxByHand(file));
});

/** @param {Pick<Planned, 'kind' | 'body'>} document @returns {Json[]} */
const single = ({ kind, body }) => body[kinds[kind].many] ?? [body];

test('the golden tests expect bodies', () => {
  assert.ok(bodies.length > 0, 'no expected output under tests/fixtures holds a body: this suite would prove nothing');
});

describe('every expected body is a documented request', () => {
  const judge = skip ? /** @type {any} */ (undefined) : makeJudge();
  for (const { name, kind, body, unitDp, numbers, taxByHand } of bodies) {
    test(name, { skip }, () => assert.deepEqual(judge(kind, body, { unitDp, numbers, taxByHand }), []));
  }
});

describe('every expected body survives xero-node\'s models', () => {
  for (const document of bodies) {
    test(document.name, () => {
      for (const one of single(document)) {
        assert.deepEqual(differences(one, throughModels(document.kind, one)), []);
      }
    });
  }
});

// Xero has a default for each of these; a body that leaves one out lets Xero choose. Only what waits for its
// day has no date, and is nowhere but among what comes later.
describe('every expected body says what it means', () => {
  for (const { kind, body, name, issueOn, later } of bodies) {
    test(name, () => {
      for (const one of single({ kind, body })) {
        assert.deepEqual(['Status', 'LineAmountTypes', 'CurrencyCode'].filter((key) => one[key] === undefined), []);
        if (kind === 'repeating-invoice') continue;
        if (!later || issueOn !== undefined) assert.notEqual(one.Date, undefined);
        else assert.deepEqual([one.Date, one.DueDate], [undefined, undefined]);
        // A verdict says what to write now, and no day.
        if (kind === 'invoice' && !name.startsWith('decideVerdict/')) assert.equal(one.Date, issueOn);
      }
    });
  }
});
