// The vendors' own samples through the built package: what they hold is read without loss, and what
// Xero answered is what is predicted. Every file of the reference material is on the list below, with
// what reads it or why nothing does.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, test } from 'node:test';
import { call, codes, config, contactId, file, fixture, handoff, hash, ofTheDeal, sample, v1, v2, whole, won } from './samples.js';
import { sharedPath, skip } from './shared.js';

/** @typedef {{ [key: string]: any }} Json */

const unread = {
  answerOfAnError: 'an error of the vendor\'s, which the workflow will read',
  later: 'read by an operation that does not exist yet',
  forPeople: 'a catalogue for people',
};

/** @type {{ [file: string]: string }} */
const readBy = {
  'samples/pipedrive_v1-jan2026_getDeal.200.json': 'deal',
  'samples/pipedrive_v1-jan2026_getDealProducts.200.json': 'deal',
  'samples/pipedrive_v1-jan2026_getOrganization.200.json': 'deal',
  'samples/pipedrive_v1-jan2026_getPerson.200.json': 'deal',
  'samples/pipedrive_v2_getAdditionalDiscounts.200.json': 'deal',
  'samples/pipedrive_v2_getDeal.200.json': 'deal',
  'samples/pipedrive_v2_getDealFields.200.json': 'deal',
  'samples/pipedrive_v2_getDealProducts.200.json': 'deal',
  'samples/pipedrive_v2_getDeals.200.json': 'deal',
  'samples/pipedrive_v2_getDealsProducts.200.json': 'deal',
  'samples/pipedrive_v2_getInstallments.200.json': 'deal',
  'samples/pipedrive_v2_getOrganization.200.json': 'deal',
  'samples/pipedrive_v2_getPerson.200.json': 'deal',
  'samples/pipedrive_v2_getPipelines.200.json': unread.later,
  'samples/pipedrive_v2_getProduct.200.json': 'deal',
  'samples/pipedrive_v2_updateDeal.200.json': 'deal',
  'samples/xero_createContacts.200.json': 'contacts',
  'samples/xero_createContacts.400.json': unread.answerOfAnError,
  'samples/xero_createContacts.request.json': 'contract',
  'samples/xero_createInvoices.200.json': 'totals',
  'samples/xero_createInvoices.request.json': 'contract',
  'samples/xero_createRepeatingInvoices.200.json': 'totals',
  'samples/xero_createRepeatingInvoices.request.json': 'contract',
  'samples/xero_getAccounts.200.json': 'snapshot',
  'samples/xero_getBrandingThemes.200.json': 'snapshot',
  'samples/xero_getContacts.200.json': 'contacts',
  'samples/xero_getCreditNotes.200.json': unread.later,
  'samples/xero_getCurrencies.200.json': 'snapshot',
  'samples/xero_getInvoice.200.json': 'totals',
  'samples/xero_getInvoices.200.json': unread.later,
  'samples/xero_getItems.200.json': 'snapshot',
  'samples/xero_getOrganisationActions.200.json': unread.later,
  'samples/xero_getOrganisations.200.json': 'snapshot',
  'samples/xero_getPayments.200.json': unread.later,
  'samples/xero_getRepeatingInvoices.200.json': 'totals',
  'samples/xero_getTaxRates.200.json': 'snapshot',
  'samples/xero_getTrackingCategories.200.json': 'snapshot',
  'fixtures/pipedrive_custom_field_shapes.json': 'fields',
  'fixtures/pipedrive_errors.json': 'errors',
  'fixtures/pipedrive_line_sum_vectors.json': 'sums',
  'fixtures/pipedrive_webhook_v1_deal_updated.json': 'deal',
  'fixtures/pipedrive_webhook_v2_deal_won.json': 'deal',
  'fixtures/xero_docs_invoice_inclusive_full.json': 'totals',
  'fixtures/xero_docs_invoice_minimal_authorised.json': 'totals',
  'fixtures/xero_error_messages.json': unread.forPeople,
  'fixtures/xero_errors.json': unread.answerOfAnError,
  'fixtures/xero_rounding_vectors.json': 'vectors',
  'fixtures/xero_webhook_intent_to_receive.json': unread.later,
  'fixtures/xero_webhook_invoice_update.json': unread.later,
  'fixtures/xero_webhook_signature_vector.json': unread.later,
};

test('every file of the reference material is on the list', { skip }, () => {
  const there = ['samples', 'fixtures'].flatMap((folder) =>
    readdirSync(sharedPath(`spec/${folder}`)).map((name) => `${folder}/${name}`));
  assert.deepEqual(Object.keys(readBy).sort(), there.sort());
});

/** The tax rates of the sample organisation, and others as percent by type. @param {{ [type: string]: string }} [more] */
const taxRates = (more = {}) => {
  const body = sample('xero_getTaxRates.200.json');
  for (const [type, rate] of Object.entries(more)) {
    body.TaxRates.push({ Name: type, TaxType: type, EffectiveRate: rate, Status: 'ACTIVE', CanApplyToRevenue: true });
  }
  return body;
};

/** @param {Json} document @param {Json} rates */
const predict = (document, rates) => call('predictTotals', { document, snapshot: { taxRates: rates } });

/** Decimals as Xero answers them: text or number. @param {unknown} value */
const cents = (value) => (value === undefined ? undefined : Number(value).toFixed(2));

/**
 * What Xero said of a document, where it said it.
 * @param {Json} document
 * @param {Json} predicted
 */
function assertAgrees(document, predicted) {
  assert.deepEqual(predicted.findings ?? [], []);
  const compared = { subTotal: document.SubTotal, totalTax: document.TotalTax, total: document.Total };
  for (const [name, answered] of Object.entries(compared)) {
    if (answered !== undefined) assert.equal(cents(predicted[name]), cents(answered), name);
  }
  assert.equal(predicted.lines.length, document.LineItems.length);
  for (const [i, line] of document.LineItems.entries()) {
    if (line.LineAmount !== undefined) assert.equal(cents(predicted.lines[i].lineAmount), cents(line.LineAmount), `LineAmount ${i}`);
    if (line.TaxAmount !== undefined) assert.equal(cents(predicted.lines[i].taxAmount), cents(line.TaxAmount), `TaxAmount ${i}`);
  }
}

describe('predicted totals are those that the samples state', () => {
  /** @type {[string, string, { [type: string]: string }][]} */
  const stated = [
    ['samples/xero_createInvoices.200.json', 'Invoices', {}],
    ['samples/xero_getInvoice.200.json', 'Invoices', {}],
    ['samples/xero_createRepeatingInvoices.200.json', 'RepeatingInvoices', {}],
    ['samples/xero_getRepeatingInvoices.200.json', 'RepeatingInvoices', {}],
    ['fixtures/xero_docs_invoice_inclusive_full.json', 'Invoices', { OUTPUT: '12.5' }],
  ];
  for (const [name, envelope, rates] of stated) {
    test(name, { skip }, () => {
      const documents = file(name)[envelope];
      assert.ok(documents.length > 0);
      for (const document of documents) {
        // What Xero is to compute is taken away, so that nothing can be copied.
        const asked = structuredClone(document);
        for (const key of ['SubTotal', 'TotalTax', 'Total']) delete asked[key];
        for (const line of asked.LineItems) for (const key of ['LineAmount', 'TaxAmount']) delete line[key];
        assertAgrees(document, predict(asked, taxRates(rates)));
        // The answer as it came, in its envelope where it has one of invoices.
        assertAgrees(document, predict(document, taxRates(rates)));
        if (envelope === 'Invoices') assertAgrees(document, predict({ Invoices: [document] }, taxRates(rates)));
      }
    });
  }

  test('fixtures/xero_docs_invoice_minimal_authorised.json, whose account decides the tax', { skip }, () => {
    const document = fixture('xero_docs_invoice_minimal_authorised.json');
    const predicted = predict({ ...document, LineItems: [{ ...document.LineItems[0], TaxType: 'OUTPUT2' }] }, taxRates());
    assert.deepEqual([predicted.subTotal, predicted.totalTax, predicted.total], [400, 60, 460]);
    // Without the tax type nothing may be guessed.
    const guessed = predict(document, taxRates());
    assert.notEqual(guessed.ok, true);
    assert.equal(guessed.total, undefined);
    assert.ok(guessed.findings.length > 0);
  });

  test('compared with the answers there is nothing to report', { skip }, () => {
    for (const name of ['xero_createInvoices.200.json', 'xero_getInvoice.200.json']) {
      for (const answered of sample(name).Invoices) {
        const findings = call('compareTotals', { predicted: predict(answered, taxRates()), answered });
        assert.deepEqual(findings.findings ?? findings, [], name);
      }
    }
  });
});

describe('the vectors of the rounding guide and of the public threads', () => {
  /** @type {Json[]} */
  const vectors = skip ? [] : fixture('xero_rounding_vectors.json');
  /** @param {string} id */
  const vector = (id) => {
    const found = vectors.find((each) => each.id === id);
    assert.ok(found, `no vector is called ${id}`);
    return found;
  };
  const computed = ['doc-15pct-3lines', 'doc-inclusive-12.5', 'oas-exclusive-15', 'doc-exclusive-12.5', 'real-inclusive-10'];

  for (const id of computed) {
    test(id, { skip }, () => {
      const { mode, rate, lines, sub_total, total_tax, total } = vector(id);
      const predicted = predict({
        LineAmountTypes: mode,
        LineItems: lines.map((/** @type {Json} */ line) => ({
          Description: id, Quantity: line.qty ?? '1', UnitAmount: line.unit ?? line.amount, TaxType: 'VECTOR',
        })),
      }, taxRates({ VECTOR: rate }));
      assertAgrees({
        SubTotal: sub_total,
        TotalTax: total_tax,
        Total: total,
        LineItems: lines.map((/** @type {Json} */ line) => ({ LineAmount: line.amount, TaxAmount: line.tax })),
      }, predicted);
    });
  }

  /** @param {Json} line @param {Json} [more] */
  const lineAmount = (line, more = {}) => {
    const document = { LineAmountTypes: 'NoTax', LineItems: [{ Description: 'x', Quantity: 1, ...line }] };
    const predicted = call('predictTotals', { document, snapshot: { taxRates: taxRates() }, ...more });
    assert.deepEqual(predicted.findings ?? [], []);
    return predicted.lines[0].lineAmount;
  };

  test('half-up', { skip }, () => {
    assert.match(vector('half-up').note, /2\.165 -> 2\.17, 2\.164 -> 2\.16/);
    assert.equal(lineAmount({ UnitAmount: '2.165' }), 2.17);
    assert.equal(lineAmount({ UnitAmount: '2.164' }), 2.16);
  });

  test('doc-unitdp-workaround', { skip }, () => {
    const [line] = vector('doc-unitdp-workaround').lines;
    assert.equal(String(lineAmount({ Quantity: line.qty, UnitAmount: line.unit })), line.unit);
  });

  test('odd-discount, where the API\'s answer is unexplained: half up is predicted, as the screen shows it', { skip }, () => {
    const [line] = vector('odd-discount').lines;
    assert.equal(cents(lineAmount({ UnitAmount: line.unit, DiscountRate: line.discount_rate })), line.ui_line_amount);
  });

  test('compound-tax: each component is rounded by itself', { skip }, () => {
    assert.match(vector('compound-tax').note, /rounded per component/);
    const rates = { TaxRates: [{
      Name: 'Two parts', TaxType: 'TAX001', Status: 'ACTIVE', CanApplyToRevenue: true, EffectiveRate: 10,
      TaxComponents: [{ Name: 'a', Rate: 5, IsCompound: false }, { Name: 'b', Rate: 5, IsCompound: false }],
    }] };
    // 5 % of 0.10 is 0.005, half a cent: two components make 0.02 where one rate of 10 % makes 0.01.
    const document = { LineItems: [{ Description: 'x', Quantity: 1, UnitAmount: 0.1, TaxType: 'TAX001' }] };
    assert.equal(predict(document, rates).totalTax, 0.02);
  });

  test('every vector is used', { skip }, () => {
    assert.deepEqual(
      vectors.map((each) => each.id).sort(),
      [...computed, 'half-up', 'doc-unitdp-workaround', 'odd-discount', 'compound-tax'].sort(),
    );
  });
});

describe('the samples of deals are read without loss', () => {
  /** @type {[string, () => Json, string[]][]} */
  const deals = [
    ['API v2', v2, ['CURRENCY_NOT_ENABLED', 'DEAL_NOT_WON', 'DEAL_VALUE_DIFFERS']],
    ['API v2, a list of deals', () => ({ ...v2(), deal: { success: true, data: sample('pipedrive_v2_getDeals.200.json').data[0] } }), ['CURRENCY_NOT_ENABLED', 'DEAL_NOT_WON', 'DEAL_VALUE_DIFFERS']],
    ['API v2, the products of several deals', () => ({ ...v2(), products: whole(sample('pipedrive_v2_getDealsProducts.200.json')) }), ['CURRENCY_NOT_ENABLED', 'DEAL_NOT_WON', 'DEAL_VALUE_DIFFERS']],
    ['API v2, the answer to an update', () => ({ ...v2(), deal: sample('pipedrive_v2_updateDeal.200.json') }), ['CURRENCY_NOT_ENABLED', 'DEAL_NOT_WON', 'DEAL_VALUE_DIFFERS']],
    ['API v2, with a discount', () => ({ ...v2(), discounts: sample('pipedrive_v2_getAdditionalDiscounts.200.json') }), ['CURRENCY_NOT_ENABLED', 'DEAL_NOT_WON', 'DEAL_VALUE_DIFFERS']],
    ['API v2, with installments', () => ({ ...v2(), installments: sample('pipedrive_v2_getInstallments.200.json') }), ['CURRENCY_NOT_ENABLED', 'DEAL_NOT_WON', 'DEAL_VALUE_DIFFERS', 'SCHEDULE_INSTALLMENTS']],
    ['API v2, with the product itself', () => ({ ...v2(), productDetails: [sample('pipedrive_v2_getProduct.200.json').data] }), ['CURRENCY_NOT_ENABLED', 'DEAL_NOT_WON', 'DEAL_VALUE_DIFFERS']],
    ['API v1', () => ofTheDeal(v1()), ['CURRENCY_NOT_ENABLED', 'DEAL_NOT_WON', 'INPUT_ROWS_DIFFER', 'LINE_RECURRING', 'TAX_RATE_UNMAPPED']],
    ['webhook v2', () => ofTheDeal({ ...v2(), products: [], deal: fixture('pipedrive_webhook_v2_deal_won.json') }), ['CURRENCY_NOT_ENABLED', 'LINE_NONE']],
    ['webhook v1', () => ofTheDeal({ ...v1(), products: [], deal: fixture('pipedrive_webhook_v1_deal_updated.json') }), ['CURRENCY_NOT_ENABLED', 'INPUT_ROWS_DIFFER', 'LINE_NONE']],
  ];
  for (const [name, parts, expected] of deals) {
    test(name, { skip }, () => {
      const input = handoff(parts());
      const { findings } = call('validate', input);
      assert.deepEqual(codes(findings), expected, JSON.stringify(findings, null, 1));
      // As JSON text, part by part, nothing may be read otherwise.
      const asText = Object.fromEntries(Object.entries(input).map(([key, part]) => [key, typeof part === 'string' ? part : JSON.stringify(part)]));
      assert.deepEqual(codes(call('validate', asText).findings), expected);
    });
  }

  test('API v2: all that the sample says of the deal is in the invoice', { skip }, () => {
    const plan = call('mapDealToInvoice', handoff(won(v2())));
    assert.deepEqual(plan.findings, []);
    assert.deepEqual(plan.documents[0].body, {
      Type: 'ACCREC',
      Status: 'DRAFT',
      Contact: { ContactID: contactId },
      Date: '2019-06-01',
      DueDate: '2019-07-01',
      Reference: 'PD-1',
      BrandingThemeID: 'dabc7637-62c1-4941-8a6e-ee44fa5090e7',
      CurrencyCode: 'NZD',
      LineAmountTypes: 'Inclusive',
      LineItems: [{ Description: 'Mechanical Pencil', Quantity: 1, UnitAmount: 90, AccountCode: '200', TaxType: 'ZERORATED' }],
    });
  });

  test('API v1: all that the sample says of the deal is in the invoice', { skip }, () => {
    const parts = ofTheDeal(won(v1()));
    parts.products.data[0].tax = 15;
    // The sample is of one of the deal's two products.
    parts.deal.data.products_count = 1;
    const [row] = parts.products.data;
    const plan = call('mapDealToInvoice', handoff({
      ...parts,
      config: config({ reference: '{organization.name}, {person.name}, {deal.owner}' }, { description: '{product.name}: {product.comments} ({product.code})' }),
    }));
    assert.deepEqual(codes(plan.findings), []);
    const [{ body, totals }] = plan.documents;
    assert.equal(body.Reference, 'Bolt, Will Smith, Creator | PD-1');
    assert.deepEqual(body.LineItems, [{
      Description: '1234: This is comment (MPENCIL)', Quantity: 5, UnitAmount: 22, DiscountRate: 0.2, AccountCode: '200', TaxType: 'OUTPUT2',
    }]);
    assert.equal(totals.total, row.sum);
  });
});

describe('every documented form of a custom field is read', () => {
  const type = 'varchar';
  /** @param {string} kind */
  const fields = (kind) => ({
    success: true,
    data: [{
      field_name: 'Some field', field_code: hash, field_type: kind, is_custom_field: true,
      options: [{ id: 123, label: 'Option' }, { id: 456, label: 'Other' }, { id: 4581, label: 'Third' }],
    }],
  });
  /**
   * What the reference says when it is taken from the field.
   * @param {Json} deal the members to add to the sample's deal
   * @param {string} kind
   */
  const read = (deal, kind = type) => {
    const parts = won(v2());
    Object.assign(parts.deal.data, deal);
    const plan = call('mapDealToInvoice', handoff({ ...parts, fields: fields(kind), config: config({ reference: '{field:Some field}' }) }));
    return plan.ok ? plan.documents[0].body.Reference.replace(/ \| PD-1$/, '') : codes(plan.findings);
  };
  /** Pipedrive's name of the type in field metadata. @param {string} form */
  const kindOf = (form) => ({ 'varchar/text': 'varchar', enum_with_include_option_labels: 'enum', 'user/org/people': 'user', unset: 'varchar' })[form] ?? form;
  const address = '530 5th Ave, New York, NY 10036, USA';
  /** The id of a user, a person or an organisation: its name was not passed. */
  const nameless = ['CONFIG_FIELD_NAMELESS'];

  /** @type {{ [group: string]: { [form: string]: string | string[] } }} */
  const expected = {
    rest_v1: {
      monetary: '500 USD',
      enum: 'Option',
      set: 'Option, Other',
      'user/org/people': nameless,
      date: '2024-01-01',
      daterange: '2024-01-01 – 2024-02-01',
      time: '09:00:00',
      timerange: '09:00:00 – 11:00:00',
      address,
    },
    rest_v2_in_custom_fields: {
      'varchar/text': 'my text value',
      double: '500',
      monetary: '500 USD',
      enum: 'Option',
      enum_with_include_option_labels: 'Option',
      set: 'Option, Other',
      'user/org/people': nameless,
      date: '2024-01-01',
      daterange: '2024-01-01 – 2024-02-01',
      time: '09:00:00',
      timerange: '09:00:00 – 11:00:00',
      address,
    },
    webhook_v2_in_data_custom_fields: {
      enum: 'Third',
      user: nameless,
      people: nameless,
      monetary: '13 BRL',
      unset: ['CONFIG_TEMPLATE_EMPTY'],
    },
  };
  for (const [group, forms] of Object.entries(expected)) {
    for (const [form, text] of Object.entries(forms)) {
      test(`${group}: ${form}`, { skip }, () => {
        const value = fixture('pipedrive_custom_field_shapes.json')[group][form];
        const deal = group === 'rest_v1'
          ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key.replace('K', hash), part]))
          : { custom_fields: { [hash]: value } };
        assert.deepEqual(read(deal, kindOf(form)), text);
      });
    }
  }

  test('every form of the list is expected', { skip }, () => {
    const shapes = fixture('pipedrive_custom_field_shapes.json');
    for (const [group, forms] of Object.entries(expected)) {
      assert.deepEqual(Object.keys(shapes[group]).filter((form) => !form.startsWith('_')).sort(), Object.keys(forms).sort());
    }
  });
});

describe('what Pipedrive says a row comes to is what is billed', () => {
  /** @type {Json[]} */
  const vectors = skip ? [] : fixture('pipedrive_line_sum_vectors.json');
  for (const [i, vector] of vectors.entries()) {
    test(`vector ${i + 1}: ${vector.source}`, { skip }, () => {
      const parts = v2();
      const { source, ...row } = vector;
      Object.assign(parts.products.data[0], row, { tax: vector.tax === 11 ? 15 : vector.tax });
      const plan = call('mapDealToInvoice', handoff(won(parts)));
      assert.deepEqual(plan.findings, []);
      assert.equal(plan.documents[0].totals.lines[0].lineAmount, vector.sum);
    });
  }
});
