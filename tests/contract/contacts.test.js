// Contacts as Xero answers them, read by the built package.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { call, codes, sample } from './samples.js';
import { skip } from './shared.js';

describe('contacts of the samples are read without loss', () => {
  for (const name of ['xero_getContacts.200.json', 'xero_createContacts.200.json']) {
    test(name, { skip }, () => {
      const contacts = sample(name);
      for (const contact of contacts.Contacts) {
        const match = call('matchContact', { party: { name: contact.Name, email: contact.EmailAddress || undefined }, contacts });
        assert.deepEqual(codes(match.findings).filter((code) => code.startsWith('INPUT_')), []);
        assert.equal(match.candidates[0]?.contactId, contact.ContactID);
      }
    });
  }
});
