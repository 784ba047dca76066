// Whatever an expected verdict writes is a documented request: creations, updates of drafts, deletions,
// voids, credit notes and their allocations.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { parseKeepingNumbers } from './json.js';
import { repository, skip } from './shared.js';
import { makeJudge } from './xero-schema.js';

/** @typedef {{ [key: string]: any }} Json */

const folder = join(repository, 'tests/fixtures/decideVerdict/out');
const verdicts = readdirSync(folder).sort().flatMap((file) => {
  const { value, numbers } = parseKeepingNumbers(readFileSync(join(folder, file), 'utf8'));
  return /** @type {Json[]} */ (value).map((verdict) => ({ name: `${file}: ${verdict.slot} ${verdict.action}`, verdict, numbers }));
});

/** What is right in an update and wrong in a creation. @param {{ rule: string, at: string }} refusal */
const ofUpdates = ({ rule, at }) => rule === 'doc/answer-only' && /^\/(InvoiceID|RepeatingInvoiceID|LineItems\/\d+\/LineItemID)$/.test(at);
/** A change of the status alone leaves out what a creation needs. */
const ofEndings = ['doc/type', 'doc/contact-required', 'doc/lines-required', 'doc/status-on-create', 'doc/schedule'];

test('every kind of write is expected somewhere', () => {
  const actions = new Set(verdicts.map(({ verdict }) => verdict.action));
  assert.deepEqual([...actions].sort(), [
    'already-there', 'ask', 'create', 'credit', 'credit-and-reissue', 'delete-draft', 'refuse', 'scheduled', 'unknown', 'update-draft', 'void',
  ]);
});

describe('what a verdict writes is a documented request', () => {
  const judge = skip ? /** @type {any} */ (undefined) : makeJudge();
  for (const { name, verdict, numbers } of verdicts) {
    const { action, kind, body, creditNote, unitDp, documents } = verdict;
    test(name, { skip }, () => {
      const isWritten = ['create', 'update-draft', 'delete-draft', 'void', 'credit-and-reissue'].includes(action);
      assert.equal(body !== undefined, isWritten);
      assert.equal(creditNote !== undefined, action === 'credit' || action === 'credit-and-reissue');
      for (const part of ['contentHash', 'requestKey']) assert.equal(verdict[part] !== undefined, isWritten, part);
      const live = documents.filter((/** @type {Json} */ each) => each.isLive);
      if (action === 'create' || action === 'credit-and-reissue') assert.deepEqual(judge(kind, body, { numbers, unitDp }), []);
      if (action === 'update-draft') {
        const found = judge(kind, body, { numbers, unitDp });
        assert.deepEqual(found.filter((/** @type {any} */ each) => !ofUpdates(each)), []);
        assert.equal(body.InvoiceID, live[0].id);
        assert.deepEqual(body.LineItems.map((/** @type {Json} */ line) => line.LineItemID), verdict.lines.map((/** @type {Json} */ line) => line.LineItemID));
      }
      if (action === 'delete-draft' || action === 'void') {
        const found = judge(kind, body, { numbers });
        assert.deepEqual(found.filter((/** @type {any} */ each) => !ofUpdates(each) && !ofEndings.includes(each.rule)), []);
        const id = kind === 'invoice' ? 'InvoiceID' : 'RepeatingInvoiceID';
        assert.deepEqual(body, { [id]: live[0].id, Status: action === 'void' ? 'VOIDED' : 'DELETED' });
      }
      if (creditNote !== undefined) {
        if (creditNote.body !== undefined) {
          assert.deepEqual(judge('credit-note', creditNote.body, { numbers, unitDp: 4 }), []);
          assert.equal(creditNote.body.Status, 'AUTHORISED');
        } else assert.match(creditNote.creditNoteId, /^[0-9a-f-]{36}$/);
        // An allocation is judged where the specification has it: inside a credit note.
        const carrier = { Type: 'ACCRECCREDIT', Contact: { ContactID: live[0].id }, LineItems: [{ Description: 'x' }], Allocations: [creditNote.allocation] };
        const found = judge('credit-note', carrier).filter((/** @type {any} */ each) => each.at !== '/Allocations');
        assert.deepEqual(found, []);
        assert.equal(creditNote.allocation.Invoice.InvoiceID, live[0].id);
        assert.ok(creditNote.allocation.Amount <= live[0].amountDue, 'more is allocated than is due');
      }
    });
  }
});
