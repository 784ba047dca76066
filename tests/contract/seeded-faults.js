// Good bodies, and what is done to them to make them bad. Each fault says which rules must refuse it,
// and no other may.

/** @typedef {import('./xero-schema.js').Kind} Kind */
/** @typedef {{ [key: string]: any }} Json */
/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {Kind} kind
 * @property {(body: Json) => Json | void} change
 * @property {string[]} rules
 * @property {(text: string) => string} [text] what is done to the JSON text
 * @property {number} [unitDp]
 * @property {boolean} [taxByHand]
 */

const contactId = '430fa14a-f945-44d3-9f97-5df5e28441b8';
const someId = '13a8353c-d2af-4d5b-920c-438449f08900';

/** @type {{ [kind in Kind]: Json }} */
export const goodBodies = {
  invoice: {
    Type: 'ACCREC',
    Contact: { ContactID: contactId },
    Date: '2026-07-15',
    DueDate: '2026-08-14',
    LineAmountTypes: 'Exclusive',
    InvoiceNumber: 'PD-42',
    Reference: 'PO 4711 PD-42',
    BrandingThemeID: someId,
    Url: 'https://acme.pipedrive.com/deal/42',
    CurrencyCode: 'NZD',
    CurrencyRate: 1.084217,
    Status: 'AUTHORISED',
    SentToContact: true,
    LineItems: [
      {
        Description: 'Hosting, Zürich 🚀',
        Quantity: 2.5,
        UnitAmount: 20.1234,
        ItemCode: 'HOST',
        AccountCode: '200',
        TaxType: 'TAX001',
        DiscountRate: 12.5,
        Tracking: [{ Name: 'Region', Option: 'North' }, { Name: 'Team', Option: 'A' }],
      },
      { Description: 'Set-up', Quantity: 1, UnitAmount: 100, AccountCode: '200', TaxType: 'OUTPUT2', DiscountAmount: 10.55 },
      { Description: 'Returned', Quantity: 1, UnitAmount: -79, AccountCode: '200', TaxType: 'OUTPUT2' },
      { Description: 'Only words' },
    ],
  },
  'repeating-invoice': {
    Type: 'ACCREC',
    Contact: { ContactID: contactId },
    Schedule: {
      Period: 1,
      Unit: 'MONTHLY',
      DueDate: 10,
      DueDateType: 'OFFOLLOWINGMONTH',
      StartDate: '2026-08-01',
      EndDate: '2027-07-31',
    },
    LineAmountTypes: 'Inclusive',
    Reference: 'PD-42/annually',
    CurrencyCode: 'NZD',
    Status: 'DRAFT',
    ApprovedForSending: false,
    LineItems: [{ Description: 'Care plan', Quantity: 1, UnitAmount: 5000, AccountCode: '200', TaxType: 'OUTPUT2' }],
  },
  'credit-note': {
    Type: 'ACCRECCREDIT',
    Contact: { ContactID: contactId },
    Date: '2026-07-15',
    LineAmountTypes: 'NoTax',
    CreditNoteNumber: 'CN-42',
    Reference: 'PD-42',
    CurrencyCode: 'NZD',
    Status: 'AUTHORISED',
    LineItems: [{ Description: 'Returned', Quantity: 1, UnitAmount: 79, AccountCode: '200', TaxType: 'NONE' }],
  },
  contact: {
    Name: 'Müller & Söhne GmbH',
    ContactNumber: 'org-7',
    AccountNumber: 'D-1007',
    CompanyNumber: 'HRB 12345',
    TaxNumber: 'DE123456789',
    EmailAddress: 'billing@example.com',
    FirstName: 'Jo',
    LastName: 'Citizen',
    DefaultCurrency: 'EUR',
    ContactPersons: [{ FirstName: 'Jo', LastName: 'Citizen', EmailAddress: 'jo@example.com', IncludeInEmails: true }],
    Addresses: [{ AddressType: 'POBOX', AddressLine1: 'Hauptstraße 1', City: 'Köln', PostalCode: '50667', Country: 'Germany' }],
    Phones: [{ PhoneType: 'DEFAULT', PhoneNumber: '123 456', PhoneCountryCode: '49' }],
    PaymentTerms: { Sales: { Day: 30, Type: 'DAYSAFTERBILLDATE' } },
  },
};

/**
 * Changes that go as far as is allowed: a rule that is too strict refuses one of them.
 * @type {{ name: string, kind: Kind, change: (body: Json) => void, unitDp?: number, taxByHand?: boolean }[]}
 */
export const limits = [
  { name: 'a description of 4000', kind: 'invoice', change: (b) => { b.LineItems[0].Description = 'x'.repeat(4000); } },
  { name: 'a reference of 255', kind: 'invoice', change: (b) => { b.Reference = 'x'.repeat(255); } },
  { name: 'a number of 255', kind: 'invoice', change: (b) => { b.InvoiceNumber = 'x'.repeat(255); } },
  { name: 'tracking names of 100', kind: 'invoice', change: (b) => { b.LineItems[0].Tracking[0] = { Name: 'x'.repeat(100), Option: 'y'.repeat(100) }; } },
  { name: 'an item code of 30', kind: 'invoice', change: (b) => { b.LineItems[0].ItemCode = 'x'.repeat(30); } },
  { name: 'an account code of 10', kind: 'invoice', change: (b) => { b.LineItems[0].AccountCode = '2'.repeat(10); } },
  { name: 'a quantity of 13 characters', kind: 'invoice', change: (b) => { b.LineItems[0].Quantity = 12345678.1234; } },
  { name: 'the largest line', kind: 'invoice', change: (b) => { b.LineItems[2].UnitAmount = 9_999_999_999.99; } },
  { name: 'the largest negative line', kind: 'invoice', change: (b) => { b.LineItems[2].UnitAmount = -9_999_999_999.99; } },
  { name: 'a discount of 100 %', kind: 'invoice', change: (b) => { b.LineItems[0].DiscountRate = 100; } },
  { name: 'a discount of 0.01 %', kind: 'invoice', change: (b) => { b.LineItems[0].DiscountRate = 0.01; } },
  { name: 'a discount of the whole line', kind: 'invoice', change: (b) => { b.LineItems[1].DiscountAmount = 100; } },
  { name: 'a discount of a line of nothing', kind: 'invoice', change: (b) => { b.LineItems[0].UnitAmount = 0; } },
  { name: 'a line of nothing', kind: 'invoice', change: (b) => { b.LineItems[2].UnitAmount = 0; } },
  { name: 'two decimals where two are kept', kind: 'invoice', change: (b) => { b.LineItems[0].UnitAmount = 20.12; }, unitDp: 2 },
  { name: 'a draft that says the least', kind: 'invoice', change: (b) => {
    for (const key of Object.keys(b)) if (!['Type', 'Contact', 'LineItems'].includes(key)) delete b[key];
    b.LineItems = [{ Description: 'x' }];
  } },
  { name: 'an unfinished draft', kind: 'invoice', change: (b) => {
    b.Status = 'DRAFT';
    b.SentToContact = false;
    delete b.DueDate;
    b.LineItems = [{ Description: 'x', Quantity: 1, UnitAmount: 5 }];
  } },
  { name: 'an item that brings its own price', kind: 'invoice', change: (b) => { delete b.LineItems[0].UnitAmount; } },
  { name: 'an account by its id', kind: 'invoice', change: (b) => { delete b.LineItems[1].AccountCode; b.LineItems[1].AccountID = someId; } },
  { name: 'a tax type that no list has', kind: 'invoice', change: (b) => { b.LineItems[0].TaxType = 'CAN099'; } },
  { name: 'a leap day', kind: 'invoice', change: (b) => { b.Date = '2028-02-29'; } },
  { name: 'an id in capitals', kind: 'invoice', change: (b) => { b.Contact.ContactID = contactId.toUpperCase(); } },
  { name: 'a tax that the config lets be set', kind: 'invoice', change: (b) => { b.LineItems[1].TaxAmount = 13.42; }, taxByHand: true },
  { name: 'a negative tax on a negative line', kind: 'invoice', change: (b) => { b.LineItems[2].TaxAmount = -11.84; }, taxByHand: true },
  { name: 'a template without an end', kind: 'repeating-invoice', change: (b) => { delete b.Schedule.EndDate; } },
  { name: 'a template of one invoice', kind: 'repeating-invoice', change: (b) => { b.Schedule.EndDate = b.Schedule.StartDate; } },
  { name: 'due on the 31st', kind: 'repeating-invoice', change: (b) => { b.Schedule.DueDate = 31; } },
  { name: 'due at once', kind: 'repeating-invoice', change: (b) => { Object.assign(b.Schedule, { DueDate: 0, DueDateType: 'DAYSAFTERINVOICEDATE' }); } },
  { name: 'a template that is sent', kind: 'repeating-invoice', change: (b) => { Object.assign(b, { Status: 'AUTHORISED', ApprovedForSending: true, SendCopy: true, MarkAsSent: true, IncludePDF: true }); } },
  { name: 'every week', kind: 'repeating-invoice', change: (b) => { b.Schedule.Unit = 'WEEKLY'; b.Schedule.Period = 1; } },
  { name: 'five contact persons', kind: 'contact', change: (b) => { b.ContactPersons = Array(5).fill(b.ContactPersons[0]); } },
];

/** @param {Json} holder @param {string} from @param {string} to */
function rename(holder, from, to) {
  holder[to] = holder[from];
  delete holder[from];
}

/**
 * @param {Kind} kind
 * @returns {(name: string, rules: string | string[], change: Fault['change'], more?: Partial<Fault>) => Fault}
 */
const faultsOf = (kind) => (name, rules, change, more = {}) => ({ name, kind, change, rules: [rules].flat(), ...more });

const invoice = faultsOf('invoice');
const repeating = faultsOf('repeating-invoice');
const credit = faultsOf('credit-note');
const contact = faultsOf('contact');

/** @type {Fault[]} */
export const seededFaults = [
  // Keys.
  invoice('a misspelt key of the wrapper', 'spec/closed', (b) => ({ Invoices: [b], invoices: [b] })),
  invoice('a key in the wrong case', 'spec/closed', (b) => rename(b, 'DueDate', 'dueDate'), { rules: ['spec/closed', 'doc/due-date-to-approve'] }),
  invoice('a misspelt key of the invoice', 'spec/closed', (b) => rename(b, 'LineAmountTypes', 'LineAmountType')),
  invoice('a misspelt key of the contact', ['spec/closed', 'doc/contact-required', 'doc/contact-id-only'], (b) => rename(b.Contact, 'ContactID', 'ContactId')),
  invoice('a misspelt key of a line', 'spec/closed', (b) => rename(b.LineItems[0], 'DiscountRate', 'Discount')),
  invoice('a misspelt key of a tracking entry', ['spec/closed', 'doc/tracking-named'], (b) => rename(b.LineItems[0].Tracking[0], 'Option', 'option')),
  invoice('a field from a sample that the specification lacks', 'spec/closed', (b) => { b.DateString = '2026-07-15T00:00:00'; }),
  invoice('a field newer than the specification', 'spec/closed', (b) => { b.RoundingAmount = 0.05; }),
  repeating('a misspelt key of the schedule', 'spec/closed', (b) => rename(b.Schedule, 'EndDate', 'Enddate')),
  repeating('an invoice\'s field on a repeating invoice', 'spec/closed', (b) => { b.InvoiceNumber = 'PD-42'; }),
  contact('a misspelt key of an address', 'spec/closed', (b) => rename(b.Addresses[0], 'PostalCode', 'Postcode')),
  contact('a misspelt key of a telephone', 'spec/closed', (b) => rename(b.Phones[0], 'PhoneNumber', 'Number')),

  // Read-only and answers' fields.
  invoice('a read-only total', 'spec/read-only', (b) => { b.Total = 100; }),
  invoice('a read-only discount total', 'spec/read-only', (b) => { b.TotalDiscount = 1; }),
  invoice('read-only payments', 'spec/read-only', (b) => { b.Payments = []; }),
  contact('a read-only discount', 'spec/read-only', (b) => { b.Discount = 5; }),
  invoice('an InvoiceID on a creation', 'doc/answer-only', (b) => { b.InvoiceID = someId; }),
  invoice('a LineItemID on a creation', 'doc/answer-only', (b) => { b.LineItems[0].LineItemID = someId; }),
  repeating('the next date of a schedule', 'doc/answer-only', (b) => { b.Schedule.NextScheduledDate = '2026-09-01'; }),
  credit('the remaining credit', 'doc/answer-only', (b) => { b.RemainingCredit = 79; }),
  contact('an answer\'s flag on a contact', 'doc/answer-only', (b) => { b.IsCustomer = true; }),
  invoice('a line amount', 'doc/no-computed-amount', (b) => { b.LineItems[1].LineAmount = 89.45; }),
  invoice('a tax amount', 'doc/no-computed-amount', (b) => { b.LineItems[1].TaxAmount = 13.42; }),
  repeating('a total of a repeating invoice', 'doc/no-computed-amount', (b) => { b.Total = 5000; }),
  credit('a subtotal of a credit note', 'doc/no-computed-amount', (b) => { b.SubTotal = 79; }),

  // Wrappers.
  invoice('an empty wrapper', 'doc/one-wrapper', () => ({ Invoices: [] })),
  invoice('a wrapper with an answer\'s pages', 'doc/one-wrapper', (b) => ({ Invoices: [b], pagination: { page: 1 } })),
  invoice('a fault inside a wrapper', 'doc/type', (b) => { delete b.Type; return { Invoices: [b] }; }),

  // Types, enumerations, lengths, formats.
  invoice('a price as text', 'spec/type', (b) => { b.LineItems[0].UnitAmount = '20.12'; }),
  invoice('null instead of nothing', 'spec/type', (b) => { b.Reference = null; }),
  invoice('null for a line', 'spec/type', (b) => { b.LineItems.push(null); }),
  invoice('an object for the lines', ['spec/type', 'doc/lines-required'], (b) => { b.LineItems = { 0: b.LineItems[0] }; }),
  invoice('a text for a flag', 'spec/type', (b) => { b.SentToContact = 'true'; }),
  repeating('a fraction of a period', 'spec/type', (b) => { b.Schedule.Period = 1.5; }),
  invoice('the quotes\' spelling of an enumeration', 'spec/enum', (b) => { b.LineAmountTypes = 'EXCLUSIVE'; }),
  invoice('a currency that Xero has not', 'spec/enum', (b) => { b.CurrencyCode = 'XTS'; }),
  invoice('a currency in small letters', 'spec/enum', (b) => { b.CurrencyCode = 'nzd'; }),
  repeating('a unit that schedules have not', 'spec/enum', (b) => { b.Schedule.Unit = 'YEARLY'; }),
  repeating('a term that schedules have not', 'spec/enum', (b) => { b.Schedule.DueDateType = 'NEXTMONTH'; }),
  contact('an address of another type', 'spec/enum', (b) => { b.Addresses[0].AddressType = 'DELIVERY'; }),
  invoice('an empty currency', 'spec/enum', (b) => { b.CurrencyCode = ''; }),
  invoice('a number that is too long', ['spec/max-length', 'doc/document-number'], (b) => { b.InvoiceNumber = 'x'.repeat(256); }),
  invoice('a tracking category that is too long', ['spec/max-length', 'doc/tracking-named'], (b) => { b.LineItems[0].Tracking[0].Name = 'x'.repeat(101); }),
  contact('a contact\'s name that is too long', 'spec/max-length', (b) => { b.Name = 'x'.repeat(256); }),
  contact('a contact number that is too long', 'spec/max-length', (b) => { b.ContactNumber = 'x'.repeat(51); }),
  invoice('a ContactID that is none', 'spec/format', (b) => { b.Contact.ContactID = 'ACME'; }),
  invoice('a ContactID with a prefix', 'spec/format', (b) => { b.Contact.ContactID = `urn:uuid:${contactId}`; }),
  invoice('a branding theme by name', 'spec/format', (b) => { b.BrandingThemeID = 'Standard'; }),

  // Dates.
  invoice('a date with a time', 'doc/date', (b) => { b.Date = '2026-07-15T00:00:00'; }),
  invoice('a date in the answers\' form', 'doc/date', (b) => { b.DueDate = '/Date(1518685950940+0000)/'; }),
  invoice('a day that no calendar has', 'doc/date', (b) => { b.Date = '2026-02-29'; }),
  repeating('a start date in the answers\' form', 'doc/date', (b) => { b.Schedule.StartDate = '/Date(1555286400000+0000)/'; }),

  // What the documentation asks for.
  invoice('no type', 'doc/type', (b) => { delete b.Type; }),
  invoice('a bill', 'doc/type', (b) => { b.Type = 'ACCPAY'; }),
  credit('an invoice\'s type on a credit note', ['spec/enum', 'doc/type'], (b) => { b.Type = 'ACCREC'; }),
  invoice('no contact', 'doc/contact-required', (b) => { delete b.Contact; }),
  invoice('an empty contact', 'doc/contact-required', (b) => { b.Contact = {}; }),
  invoice('a contact by name only', ['doc/contact-required', 'doc/contact-id-only'], (b) => { b.Contact = { Name: 'Acme' }; }),
  invoice('a contact\'s name beside its id', 'doc/contact-id-only', (b) => { b.Contact.Name = 'Acme'; }),
  repeating('a contact\'s name beside its id, repeating', 'doc/contact-id-only', (b) => { b.Contact.Name = 'Acme'; }),
  invoice('no lines', 'doc/lines-required', (b) => { delete b.LineItems; }),
  invoice('an empty list of lines', 'doc/lines-required', (b) => { b.LineItems = []; }),
  invoice('created as paid', 'doc/status-on-create', (b) => { b.Status = 'PAID'; b.SentToContact = false; }),
  invoice('created as voided', 'doc/status-on-create', (b) => { b.Status = 'VOIDED'; b.SentToContact = false; }),
  invoice('a status that there is not', ['spec/enum', 'doc/status-on-create'], (b) => { b.Status = 'APPROVED'; b.SentToContact = false; }),
  repeating('created as deleted', 'doc/status-on-create', (b) => { b.Status = 'DELETED'; }),
  invoice('approved without a due date', 'doc/due-date-to-approve', (b) => { delete b.DueDate; }),
  invoice('submitted without a due date', 'doc/due-date-to-approve', (b) => { delete b.DueDate; b.Status = 'SUBMITTED'; b.SentToContact = false; }),
  invoice('approved without an account', 'doc/account-to-approve', (b) => { delete b.LineItems[1].AccountCode; }),
  invoice('approved without a tax type', 'doc/tax-type-to-approve', (b) => { delete b.LineItems[1].TaxType; }),
  invoice('marked as sent before approval', 'doc/sent-when-approved', (b) => { b.Status = 'DRAFT'; }),
  invoice('no description', 'doc/description', (b) => { delete b.LineItems[0].Description; }),
  invoice('an empty description', 'doc/description', (b) => { b.LineItems[0].Description = ''; }),
  invoice('a description that is too long', 'doc/description', (b) => { b.LineItems[0].Description = 'x'.repeat(4001); }),
  invoice('a description that is too long in UTF-16', 'doc/description', (b) => { b.LineItems[0].Description = '🚀'.repeat(2001); }),
  invoice('a reference that is too long', 'doc/reference', (b) => { b.Reference = 'x'.repeat(256); }),
  invoice('a number outside ASCII', 'doc/document-number', (b) => { b.InvoiceNumber = 'PD–42'; }),
  invoice('a number with a line break', 'doc/document-number', (b) => { b.InvoiceNumber = 'PD\n42'; }),
  credit('a credit note\'s number outside ASCII', 'doc/document-number', (b) => { b.CreditNoteNumber = 'Gutschrift für 42'; }),
  invoice('a link that is none', 'doc/url', (b) => { b.Url = 'acme.pipedrive.com/deal/42'; }),
  invoice('a link to Xero', 'doc/url', (b) => { b.Url = 'https://go.xero.com/42'; }),
  invoice('a rate of exchange of 0', 'doc/currency-rate', (b) => { b.CurrencyRate = 0; }),
  invoice('a rate of exchange with 7 decimals', 'doc/currency-rate', (b) => { b.CurrencyRate = 1.0842171; }),
  invoice('three tracking entries', 'doc/tracking-count', (b) => { b.LineItems[0].Tracking.push({ Name: 'Third', Option: 'C' }); }),
  invoice('a tracking entry without its option', 'doc/tracking-named', (b) => { delete b.LineItems[0].Tracking[1].Option; }),
  invoice('a tracking option that is too long', 'doc/tracking-named', (b) => { b.LineItems[0].Tracking[1].Option = 'x'.repeat(101); }),
  invoice('an item code that is too long', 'doc/code-length', (b) => { b.LineItems[0].ItemCode = 'x'.repeat(31); }),
  invoice('an account code that is too long', 'doc/code-length', (b) => { b.LineItems[0].AccountCode = '2'.repeat(11); }),
  invoice('an empty account code', 'doc/code-length', (b) => { b.LineItems[0].AccountCode = ''; }),
  credit('a total of 5 decimals', 'doc/unit-amount', (b) => { b.LineItems[0].UnitAmount = 79.00001; }),
  invoice('a price of 5 decimals', 'doc/unit-amount', (b) => { b.LineItems[0].UnitAmount = 0.06117; }),
  invoice('a price of 4 decimals where 2 are kept', 'doc/unit-amount', () => {}, { unitDp: 2 }),
  invoice('a quantity of 5 decimals', 'doc/quantity', (b) => { b.LineItems[0].Quantity = 0.33333; }),
  invoice('a quantity that is too long', 'doc/quantity', (b) => { b.LineItems[0].Quantity = 1234567890.1234; b.LineItems[0].UnitAmount = 0.01; }),
  invoice('a price without a quantity', 'doc/quantity-with-price', (b) => { delete b.LineItems[2].Quantity; }),
  invoice('a quantity without a price', 'doc/quantity-with-price', (b) => { delete b.LineItems[2].UnitAmount; }),
  invoice('a line beyond the maximum', 'doc/line-maximum', (b) => { b.LineItems[2].UnitAmount = 10_000_000_000; }),
  invoice('a line that rounds beyond the maximum', 'doc/line-maximum', (b) => { Object.assign(b.LineItems[0], { Quantity: 3, UnitAmount: 3809523809.5237, DiscountRate: 12.5 }); }),
  invoice('a negative line beyond the maximum', 'doc/line-maximum', (b) => { b.LineItems[2].UnitAmount = -10_000_000_000; }),
  invoice('two discounts on a line', 'doc/one-discount', (b) => { b.LineItems[1].DiscountRate = 10; }),
  invoice('a discount rate of 3 decimals', 'doc/discount-rate', (b) => { b.LineItems[0].DiscountRate = 33.333; }),
  invoice('a discount rate of 0', 'doc/discount-rate', (b) => { b.LineItems[0].DiscountRate = 0; }),
  invoice('a discount rate over 100', 'doc/discount-rate', (b) => { b.LineItems[0].DiscountRate = 100.01; }),
  invoice('a negative discount rate', 'doc/discount-rate', (b) => { b.LineItems[0].DiscountRate = -5; }),
  invoice('a discount of 0', 'doc/discount-amount', (b) => { b.LineItems[1].DiscountAmount = 0; }),
  invoice('a discount over the line', 'doc/discount-amount', (b) => { b.LineItems[1].DiscountAmount = 100.01; }),
  invoice('a discount on a line of nothing', 'doc/discount-amount', (b) => { b.LineItems[1].UnitAmount = 0; }),
  invoice('a discount in fractions of a cent', 'doc/discount-amount', (b) => { b.LineItems[1].DiscountAmount = 10.555; }),
  invoice('a discount rate on a negative line', 'doc/no-discount-below-zero', (b) => { b.LineItems[2].DiscountRate = 10; }),
  credit('a discount on a credit note', 'doc/no-discount-on-credit', (b) => { b.LineItems[0].DiscountRate = 10; }),
  repeating('no schedule', 'doc/schedule', (b) => { delete b.Schedule; }),
  repeating('a schedule without terms', 'doc/schedule', (b) => { delete b.Schedule.DueDateType; }),
  repeating('a period of 0', 'doc/schedule', (b) => { b.Schedule.Period = 0; }),
  repeating('an end before the start', 'doc/schedule', (b) => { b.Schedule.EndDate = '2026-07-31'; }),
  repeating('no start', 'doc/schedule-start', (b) => { delete b.Schedule.StartDate; delete b.Schedule.EndDate; }),
  repeating('a term of bills', 'doc/schedule-due', (b) => { b.Schedule.DueDateType = 'DAYSAFTERBILLDATE'; }),
  repeating('due on the 32nd', 'doc/schedule-due', (b) => { b.Schedule.DueDate = 32; }),
  repeating('due on the 0th', 'doc/schedule-due', (b) => { b.Schedule.DueDate = 0; }),
  repeating('due before it is made', 'doc/schedule-due', (b) => { Object.assign(b.Schedule, { DueDate: -1, DueDateType: 'DAYSAFTERINVOICEDATE' }); }),
  repeating('a placeholder in the text', 'doc/no-placeholder', (b) => { b.LineItems[0].Description = 'Care [Month Year]'; }),
  repeating('a placeholder in the reference', 'doc/no-placeholder', (b) => { b.Reference = '[Week] | PD-42/weekly'; }),
  repeating('a draft that is sent', 'doc/sending-when-approved', (b) => { b.ApprovedForSending = true; }),
  repeating('a price of 4 decimals, which templates do not keep', 'doc/unit-amount', (b) => { b.LineItems[0].UnitAmount = 49.0051; }, { unitDp: 4 }),
  repeating('a date on a template', 'spec/closed', (b) => { b.Date = '2026-08-01'; }),
  repeating('a number on a template', 'spec/closed', (b) => { b.InvoiceNumber = 'PD-42'; }),
  repeating('a link on a template', 'spec/closed', (b) => { b.Url = 'https://acme.pipedrive.com/deal/42'; }),
  repeating('its id on a creation', 'doc/answer-only', (b) => { b.RepeatingInvoiceID = someId; }),
  repeating('a tax on a template\'s line', 'doc/no-computed-amount', (b) => { b.LineItems[0].TaxAmount = 833.33; }),
  invoice('a tax in fractions of a cent', 'doc/tax-by-hand', (b) => { b.LineItems[1].TaxAmount = 13.425; }, { taxByHand: true }),
  invoice('a negative tax on a line that is not', 'doc/tax-by-hand', (b) => { b.LineItems[1].TaxAmount = -0.01; }, { taxByHand: true }),
  invoice('a line amount where a tax may be set', 'doc/no-computed-amount', (b) => { b.LineItems[1].LineAmount = 89.45; }, { taxByHand: true }),
  contact('a contact without a name', 'doc/contact-name', (b) => { delete b.Name; }),
  contact('a name with angle brackets', 'doc/contact-name', (b) => { b.Name = 'Acme <new>'; }),
  contact('a name with two spaces', 'doc/contact-name', (b) => { b.Name = 'Acme  Ltd'; }),
  contact('an e-mail address with an umlaut', 'doc/email', (b) => { b.EmailAddress = 'jörg@example.com'; }),
  contact('six contact persons', 'doc/contact-persons', (b) => { b.ContactPersons = Array(6).fill(b.ContactPersons[0]); }),
  contact('a country with an umlaut', 'doc/country', (b) => { b.Addresses[0].Country = 'Österreich'; }),

  // The text of numbers.
  invoice('scientific notation', 'doc/plain-number', () => {}, { text: (text) => text.replace('"UnitAmount":100', '"UnitAmount":1e2') }),
  invoice('a price so small that JavaScript writes it scientifically', ['doc/plain-number', 'doc/unit-amount'], (b) => { b.LineItems[0].UnitAmount = 2.9104e-7; }),
  invoice('minus zero', 'doc/plain-number', () => {}, { text: (text) => text.replace('"UnitAmount":100,', '"UnitAmount":-0,').replace(',"DiscountAmount":10.55', '') }),
  repeating('an integer beyond 2^53', 'doc/plain-number', () => {}, { text: (text) => text.replace('"Period":1,', '"Period":9007199254740993,') }),
  invoice('more digits than a double keeps', ['doc/plain-number', 'doc/unit-amount'], () => {}, { text: (text) => text.replace('20.1234', '20.12340000000000000001') }),
];
