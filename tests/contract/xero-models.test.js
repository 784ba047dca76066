// What the SDK's round trip can tell, and where it is known to alter a document by itself.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { goodBodies } from './seeded-faults.js';
import { differences, throughModels } from './xero-models.js';

/** @typedef {import('./xero-schema.js').Kind} Kind */
/** @typedef {{ [key: string]: any }} Json */

const kinds = /** @type {Kind[]} */ (Object.keys(goodBodies));

describe('the round trip through xero-node', () => {
  for (const kind of kinds) {
    test(`keeps a good ${kind}`, () => {
      assert.deepEqual(differences(goodBodies[kind], throughModels(kind, goodBodies[kind])), []);
    });
  }

  /** @param {(body: Json) => void} change */
  const changed = (change) => {
    const body = structuredClone(goodBodies.invoice);
    change(body);
    return differences(body, throughModels('invoice', body));
  };

  test('loses a key that the models lack, at every level', () => {
    assert.deepEqual(changed((b) => { b.Referenz = 'x'; }), ['/Referenz: "x" became undefined']);
    assert.deepEqual(changed((b) => { b.LineItems[0].Discount = 1; }), ['/LineItems/0/Discount: 1 became undefined']);
    assert.deepEqual(changed((b) => { b.LineItems[0].Tracking[0].option = 'x'; }), ['/LineItems/0/Tracking/0/option: "x" became undefined']);
    assert.deepEqual(changed((b) => { b.Contact.Id = 'x'; }), ['/Contact/Id: "x" became undefined']);
  });

  // The SDK's one alteration: text in the answers' date form becomes a Date, in whichever field.
  test('turns text in the answers\' date form into another text', () => {
    assert.deepEqual(changed((b) => { b.Date = '/Date(1518685950940+0000)/'; }), ['/Date: "/Date(1518685950940+0000)/" became "2018-02-15T09:12:30.940Z"']);
    assert.deepEqual(changed((b) => { b.Reference = '/Date(1518685950940+0000)/'; }).length, 1);
  });

  test('does not tell a wrong value from a right one, which is why the schemas judge too', () => {
    assert.deepEqual(changed((b) => { b.Status = 'APPROVED'; b.LineItems[0].UnitAmount = 'a lot'; }), []);
  });
});
