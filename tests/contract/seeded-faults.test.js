// The judge of bodies proves itself: it lets the good ones through and refuses each seeded fault, for
// the reason it was seeded for.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { goodBodies, limits, seededFaults } from './seeded-faults.js';
import { sharedPath, skip } from './shared.js';
import { kinds, loadSchemas, makeJudge, requestSchemas, ruleNames } from './xero-schema.js';

/** @typedef {import('./xero-schema.js').Kind} Kind */
/** @typedef {{ [key: string]: any }} Json */

/** @type {Kind[]} */
const allKinds = /** @type {any} */ (Object.keys(kinds));

/** @param {import('./xero-schema.js').Refusal[]} refusals */
const rulesOf = (refusals) => [...new Set(refusals.map((refusal) => refusal.rule))].sort();

/** @param {string} name */
const sample = (name) => JSON.parse(readFileSync(sharedPath(`spec/${name}`), 'utf8'));

// A skipped suite counts as nothing, a skipped test as one: so each test skips by itself.
describe('the contract with Xero, as this suite reads it', () => {
  const judge = skip ? /** @type {any} */ (undefined) : makeJudge();

  for (const kind of allKinds) {
    test(`a good ${kind} passes, alone and wrapped`, { skip }, () => {
      const { many } = kinds[kind];
      assert.deepEqual(judge(kind, goodBodies[kind]), []);
      assert.deepEqual(judge(kind, { [many]: [goodBodies[kind], goodBodies[kind]] }), []);
    });
  }

  for (const { name, kind, change, unitDp, taxByHand } of limits) {
    test(`let through: ${name}`, { skip }, () => {
      const body = structuredClone(goodBodies[kind]);
      change(body);
      assert.deepEqual(judge(kind, body, { unitDp, taxByHand }), []);
    });
  }

  for (const fault of seededFaults) {
    test(`refused: ${fault.name}`, { skip }, () => {
      const seeded = structuredClone(goodBodies[fault.kind]);
      const body = fault.change(seeded) ?? seeded;
      const plain = JSON.stringify(body);
      const text = fault.text?.(plain) ?? plain;
      if (fault.text) assert.notEqual(text, plain, 'the fault changed nothing');
      const refusals = judge(fault.kind, body, { text, unitDp: fault.unitDp, taxByHand: fault.taxByHand });
      assert.deepEqual(rulesOf(refusals), [...fault.rules].sort(), JSON.stringify(refusals));
    });
  }

  // A rule that is never the only one to refuse a fault could be deleted without a test failing.
  test('every rule is the only one to refuse at least one fault', { skip }, () => {
    const alone = new Set(seededFaults.filter((fault) => fault.rules.length === 1).flatMap((fault) => fault.rules));
    // The specification requires something only inside what an answer carries (an allocation's amount).
    assert.deepEqual(ruleNames.filter((rule) => !alone.has(rule)), ['spec/required']);
    for (const fault of seededFaults) {
      for (const rule of fault.rules) assert.ok(ruleNames.includes(rule), `no rule is called ${rule}`);
    }
  });

  test('the specification leaves every object open, and here every one is closed', { skip }, () => {
    const schemas = loadSchemas();
    for (const [name, schema] of Object.entries(requestSchemas(schemas))) {
      assert.equal(schemas[name]?.additionalProperties, undefined, name);
      if (schema.properties) assert.equal(schema.additionalProperties, false, name);
      else assert.equal(typeof schema.enum, 'object', `${name} is neither an object nor an enumeration`);
    }
  });

  // Not only the faults that somebody thought of: every property of every schema reached.
  describe('every property of the specification', () => {
    const schemas = skip ? {} : requestSchemas(loadSchemas());

    /**
     * Where a schema of the specification can be reached in a good body, and all that a request may
     * say there.
     * @type {{ schema: string, kind: Kind, pick: (body: Json) => Json, sendable: string }[]}
     */
    const places = [
      {
        schema: 'Invoice', kind: 'invoice', pick: (b) => b,
        sendable: 'Type Contact LineItems Date DueDate LineAmountTypes InvoiceNumber Reference BrandingThemeID Url'
          + ' CurrencyCode CurrencyRate Status SentToContact ExpectedPaymentDate',
      },
      {
        schema: 'LineItem', kind: 'invoice', pick: (b) => b.LineItems[0],
        sendable: 'Description Quantity UnitAmount ItemCode AccountCode AccountID TaxType Tracking DiscountRate DiscountAmount',
      },
      {
        schema: 'LineItemTracking', kind: 'invoice', pick: (b) => b.LineItems[0].Tracking[0],
        sendable: 'TrackingCategoryID TrackingOptionID Name Option',
      },
      { schema: 'Contact', kind: 'invoice', pick: (b) => b.Contact, sendable: 'ContactID' },
      {
        schema: 'RepeatingInvoice', kind: 'repeating-invoice', pick: (b) => b,
        sendable: 'Type Contact Schedule LineItems LineAmountTypes Reference BrandingThemeID CurrencyCode Status'
          + ' ApprovedForSending SendCopy MarkAsSent IncludePDF',
      },
      {
        schema: 'Schedule', kind: 'repeating-invoice', pick: (b) => b.Schedule,
        sendable: 'Period Unit DueDate DueDateType StartDate EndDate',
      },
      {
        schema: 'CreditNote', kind: 'credit-note', pick: (b) => b,
        sendable: 'Type Contact Date DueDate Status LineAmountTypes LineItems CurrencyCode CreditNoteNumber Reference'
          + ' CurrencyRate BrandingThemeID',
      },
      {
        schema: 'LineItem', kind: 'credit-note', pick: (b) => b.LineItems[0],
        sendable: 'Description Quantity UnitAmount ItemCode AccountCode AccountID TaxType Tracking',
      },
      {
        schema: 'Contact', kind: 'contact', pick: (b) => b,
        sendable: 'ContactNumber AccountNumber ContactStatus Name FirstName LastName CompanyNumber EmailAddress'
          + ' ContactPersons BankAccountDetails TaxNumber TaxNumberType AccountsReceivableTaxType AccountsPayableTaxType'
          + ' Addresses Phones SalesDefaultLineAmountType PurchasesDefaultLineAmountType DefaultCurrency XeroNetworkKey'
          + ' SalesDefaultAccountCode PurchasesDefaultAccountCode SalesTrackingCategories PurchasesTrackingCategories'
          + ' PaymentTerms BrandingTheme BatchPayments',
      },
      {
        schema: 'ContactPerson', kind: 'contact', pick: (b) => b.ContactPersons[0],
        sendable: 'FirstName LastName EmailAddress IncludeInEmails',
      },
      {
        schema: 'Address', kind: 'contact', pick: (b) => b.Addresses[0],
        sendable: 'AddressType AddressLine1 AddressLine2 AddressLine3 AddressLine4 City Region PostalCode Country AttentionTo',
      },
      {
        schema: 'Phone', kind: 'contact', pick: (b) => b.Phones[0],
        sendable: 'PhoneType PhoneNumber PhoneAreaCode PhoneCountryCode',
      },
    ];
    /** The rules that refuse a key whatever its value. */
    const refuseKeys = ['spec/read-only', 'doc/answer-only', 'doc/no-computed-amount', 'doc/contact-id-only', 'doc/no-discount-on-credit'];

    for (const { schema, kind, pick, sendable } of places) {
      test(`${schema} in a ${kind}`, { skip }, () => {
        const properties = schemas[schema]?.properties ?? {};
        assert.ok(Object.keys(properties).length > 0);
        /** @param {(holder: Json) => void} change */
        const rules = (change) => {
          const body = structuredClone(goodBodies[kind]);
          change(pick(body));
          return rulesOf(judge(kind, body));
        };
        const open = Object.keys(properties).filter((key) => {
          const broken = rules((holder) => { holder[key] ??= 'x'; });
          return !broken.some((rule) => refuseKeys.includes(rule));
        });
        assert.deepEqual(open.sort(), sendable.split(' ').sort());
        for (const [key, property] of Object.entries(properties)) {
          const about = `${schema}.${key}`;
          for (const misspelt of [key.toLowerCase(), `${key}s`, key.slice(1), ` ${key}`]) {
            if (misspelt in properties) continue;
            assert.ok(rules((holder) => { holder[misspelt] = 'x'; }).includes('spec/closed'), `${about} as \`${misspelt}\``);
          }
          if (property.readOnlyInSpec) {
            assert.ok(rules((holder) => { holder[key] = 1; }).includes('spec/read-only'), about);
            continue;
          }
          const resolved = property.$ref ? schemas[property.$ref.replace('#/$defs/', '')] ?? {} : property;
          const wrongType = resolved.type === 'string' ? 5 : 'five';
          assert.ok(rules((holder) => { holder[key] = wrongType; }).includes('spec/type'), `${about} of a wrong type`);
          assert.ok(rules((holder) => { holder[key] = null; }).includes('spec/type'), `${about} as null`);
          if (resolved.enum) {
            for (const value of resolved.enum) {
              assert.ok(!rules((holder) => { holder[key] = value; }).includes('spec/enum'), `${about} = \`${value}\``);
              for (const wrong of [`${value} `, value.toLowerCase(), value.toUpperCase()]) {
                if (resolved.enum.includes(wrong)) continue;
                assert.ok(rules((holder) => { holder[key] = wrong; }).includes('spec/enum'), `${about} = \`${wrong}\``);
              }
            }
          }
          if (resolved.maxLength) {
            assert.ok(!rules((holder) => { holder[key] = 'x'.repeat(resolved.maxLength); }).includes('spec/max-length'), about);
            assert.ok(rules((holder) => { holder[key] = 'x'.repeat(resolved.maxLength + 1); }).includes('spec/max-length'), about);
          }
        }
      });
    }
  });

  // The vendor's own requests, with what the rules above forbid taken out, each by name.
  describe('the official request samples', () => {
    test('an invoice', { skip }, () => {
      const body = sample('samples/xero_createInvoices.request.json');
      assert.deepEqual(rulesOf(judge('invoice', body)), ['doc/no-computed-amount']);
      delete body.Invoices[0].LineItems[0].LineAmount;
      assert.deepEqual(judge('invoice', body), []);
    });

    test('a repeating invoice', { skip }, () => {
      const body = sample('samples/xero_createRepeatingInvoices.request.json');
      assert.deepEqual(rulesOf(judge('repeating-invoice', body)), [
        'doc/answer-only', 'doc/contact-id-only', 'doc/date', 'doc/no-computed-amount', 'doc/no-placeholder', 'spec/closed',
      ]);
      const [one] = body.RepeatingInvoices;
      one.Reference = 'Week';
      delete one.Contact.Name;
      one.Schedule.StartDate = '2019-04-15';
      for (const key of ['LineItemID', 'LineAmount', 'TaxAmount', 'DiscountEnteredAsPercent']) delete one.LineItems[0][key];
      assert.deepEqual(judge('repeating-invoice', body), []);
    });

    test('a contact', { skip }, () => {
      const body = sample('samples/xero_createContacts.request.json');
      assert.deepEqual(rulesOf(judge('contact', body)), ['doc/answer-only', 'spec/read-only']);
      for (const key of ['ContactID', 'UpdatedDateUTC', 'ContactGroups', 'IsSupplier', 'IsCustomer']) delete body.Contacts[0][key];
      assert.deepEqual(judge('contact', body), []);
    });

    test('the documentation\'s invoice with every element', { skip }, () => {
      const body = sample('fixtures/xero_docs_invoice_inclusive_full.json');
      delete body._source;
      const [one] = body.Invoices;
      for (const date of ['Date', 'DueDate']) {
        one[date] = one[`${date}String`].slice(0, 10);
        delete one[`${date}String`];
      }
      one.ExpectedPaymentDate = one.ExpectedPaymentDate.slice(0, 10);
      for (const key of ['SubTotal', 'TotalTax', 'Total']) delete one[key];
      for (const line of one.LineItems) {
        for (const key of ['LineAmount', 'TaxAmount']) delete line[key];
        for (const key of ['Quantity', 'UnitAmount']) line[key] = Number(line[key]);
      }
      assert.deepEqual(judge('invoice', body), []);
    });
  });
});
