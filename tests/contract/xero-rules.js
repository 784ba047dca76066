// What Xero's documentation says about a request and its specification does not: what must be there,
// what only an answer carries, and the limits that stand in prose. Each rule names where it comes
// from; `design` marks the few that are stricter than Xero, because this project never leaves a
// choice to a default.
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { decimal, rescale } from './json.js';

/** @typedef {import('./xero-schema.js').Kind} Kind */
/** @typedef {{ at: string, says: string }} Found */
/** @typedef {{ kind: Kind, numbers: import('./json.js').NumberTexts, unitDp: number | undefined, taxByHand?: boolean }} Context */
/** @typedef {{ [key: string]: any }} Json */
/**
 * @typedef {object} Rule
 * @property {string} name
 * @property {string} source
 * @property {Kind[]} kinds
 * @property {(document: Json, context: Context) => Iterable<Found>} check
 * @property {(wrapper: Json, many: string) => Iterable<Found>} [ofWrapper]
 */

/** @type {Kind[]} */
const documents = ['invoice', 'repeating-invoice', 'credit-note'];
/** @type {Kind[]} */
const everything = [...documents, 'contact'];

/** @param {unknown} value @returns {value is Json} */
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** @param {unknown} value */
const isText = (value) => typeof value === 'string' && value !== '';

/**
 * The parts of an array property that are objects, with where they stand.
 * @param {Json} holder
 * @param {string} key
 * @param {string} [at]
 * @returns {{ each: Json, at: string }[]}
 */
function parts(holder, key, at = '') {
  /** @type {unknown[]} */
  const list = Array.isArray(holder[key]) ? holder[key] : [];
  return list.flatMap((each, i) => (isObject(each) ? [{ each, at: `${at}/${key}/${i}` }] : []));
}

/** @param {Json} document */
const lines = (document) => parts(document, 'LineItems');

/** A line that charges something; a line may also be no more than a description. @param {Json} line */
const isPriced = (line) => ['Quantity', 'UnitAmount', 'ItemCode'].some((key) => line[key] !== undefined);

/**
 * Every one of `keys` that stands in `holder`.
 * @param {Json} holder
 * @param {string[]} keys
 * @param {string} at
 * @param {string} says
 * @returns {Found[]}
 */
const present = (holder, keys, at, says) =>
  keys.filter((key) => holder[key] !== undefined).map((key) => ({ at: `${at}/${key}`, says }));

/**
 * A number's JSON text as an exact decimal; nothing where there is no number.
 * @param {Json} holder
 * @param {string} key
 * @param {Context} context
 */
function exact(holder, key, context) {
  const text = context.numbers.get(holder)?.get(key);
  return text === undefined ? undefined : decimal(text);
}

/**
 * @param {Json} holder
 * @param {string} key
 * @param {number} places
 * @param {string} at
 * @param {Context} context
 * @returns {Found[]}
 */
function decimals(holder, key, places, at, context) {
  const value = exact(holder, key, context);
  return value !== undefined && value.scale > places
    ? [{ at: `${at}/${key}`, says: `has ${value.scale} decimals, ${places} are kept` }]
    : [];
}

/** What only an answer carries, though the specification does not mark it read-only. */
const answerOnly = {
  invoice: [
    'InvoiceID', 'RepeatingInvoiceID', 'PlannedPaymentDate', 'Attachments', 'HasErrors', 'StatusAttributeString',
    'ValidationErrors', 'Warnings', 'InvoiceAddresses',
  ],
  'repeating-invoice': ['RepeatingInvoiceID', 'ID', 'Attachments'],
  'credit-note': [
    'CreditNoteID', 'FullyPaidOnDate', 'RemainingCredit', 'Allocations', 'AppliedAmount', 'Payments', 'HasAttachments',
    'HasErrors', 'StatusAttributeString', 'ValidationErrors', 'Warnings', 'InvoiceAddresses',
  ],
  line: ['LineItemID', 'RepeatingInvoiceID', 'Item', 'Taxability', 'SalesTaxCodeId', 'TaxBreakdown'],
  schedule: ['NextScheduledDate'],
  contact: [
    'ContactID', 'MergedToContactID', 'IsSupplier', 'IsCustomer', 'ContactGroups', 'Balances', 'Attachments',
    'HasAttachments', 'ValidationErrors', 'HasValidationErrors', 'StatusAttributeString', 'TrackingCategoryName',
    'TrackingCategoryOption',
  ],
};

const lineMaximum = 999_999_999_999n; // cents: 9,999,999,999.99

/** @type {Rule[]} */
export const documentedRules = [
  {
    name: 'doc/one-wrapper',
    source: 'Invoices, PUT',
    kinds: [],
    check: () => [],
    *ofWrapper(wrapper, many) {
      if (!Array.isArray(wrapper[many]) || wrapper[many].length === 0) {
        yield { at: `/${many}`, says: 'holds no document' };
      }
      yield* present(wrapper, ['pagination', 'Warnings'], '', 'belongs to answers');
    },
  },
  {
    name: 'doc/plain-number',
    source: 'XeroAPI/Xero-Java#353: a number in scientific notation was misread',
    kinds: everything,
    *check(document, context) {
      /** @type {(holder: Json, at: string) => Generator<Found>} */
      function* walk(holder, at) {
        for (const [key, value] of Object.entries(holder)) {
          if (value !== null && typeof value === 'object') yield* walk(value, `${at}/${key}`);
          const text = context.numbers.get(holder)?.get(key);
          if (text === undefined) continue;
          const { units, scale } = decimal(text);
          const read = decimal(String(value));
          if (/e/i.test(text)) yield { at: `${at}/${key}`, says: `\`${text}\` is in scientific notation` };
          else if (text.startsWith('-') && units === 0n) yield { at: `${at}/${key}`, says: 'is minus zero' };
          else if (units !== read.units || scale !== read.scale) {
            yield { at: `${at}/${key}`, says: `\`${text}\` has more digits than a reader keeps` };
          }
        }
      }
      yield* walk(document, '');
    },
  },
  {
    name: 'doc/type',
    source: 'Invoices, Credit Notes: Type is required; a won deal is a sale',
    kinds: documents,
    *check(document, { kind }) {
      const sale = kind === 'credit-note' ? 'ACCRECCREDIT' : 'ACCREC';
      if (document.Type !== sale) yield { at: '/Type', says: `is not \`${sale}\`` };
    },
  },
  {
    name: 'doc/contact-required',
    source: 'Invoices: Contact is required',
    kinds: documents,
    *check(document) {
      if (!isText(document.Contact?.ContactID)) yield { at: '/Contact', says: 'names no ContactID' };
    },
  },
  {
    name: 'doc/contact-id-only',
    source: 'a Name that matches none creates a contact, other fields change the one that is there',
    kinds: documents,
    *check(document) {
      if (!isObject(document.Contact)) return;
      yield* present(document.Contact, Object.keys(document.Contact).filter((key) => key !== 'ContactID'), '/Contact', 'changes or creates a contact');
    },
  },
  {
    name: 'doc/lines-required',
    source: 'Invoices: at least one line',
    kinds: documents,
    *check(document) {
      if (!Array.isArray(document.LineItems) || document.LineItems.length === 0) {
        yield { at: '/LineItems', says: 'has no line' };
      }
    },
  },
  {
    name: 'doc/status-on-create',
    source: 'Invoice status codes: created as DRAFT, SUBMITTED or AUTHORISED',
    kinds: documents,
    *check(document, { kind }) {
      const { Status } = document;
      const allowed = kind === 'repeating-invoice' ? ['DRAFT', 'AUTHORISED'] : ['DRAFT', 'SUBMITTED', 'AUTHORISED'];
      if (Status !== undefined && !allowed.includes(Status)) {
        yield { at: '/Status', says: `\`${Status}\` is no status to create with` };
      }
    },
  },
  {
    name: 'doc/due-date-to-approve',
    source: 'Invoices: DueDate is required for AUTHORISED (and, by an integrator, SUBMITTED)',
    kinds: ['invoice'],
    *check(document) {
      if (['SUBMITTED', 'AUTHORISED'].includes(document.Status) && document.DueDate === undefined) {
        yield { at: '/DueDate', says: `is needed for ${document.Status}` };
      }
    },
  },
  {
    name: 'doc/account-to-approve',
    source: 'XeroAPI/xero-node#398: without AccountCode only DRAFT works',
    kinds: documents,
    *check(document) {
      if (document.Status !== 'AUTHORISED') return;
      for (const { each, at } of lines(document)) {
        if (isPriced(each) && each.AccountCode === undefined && each.AccountID === undefined) {
          yield { at: `${at}/AccountCode`, says: 'is needed for AUTHORISED' };
        }
      }
    },
  },
  {
    name: 'doc/tax-type-to-approve',
    source: 'design: Xero would take the account\'s own tax type',
    kinds: documents,
    *check(document) {
      if (document.Status !== 'AUTHORISED') return;
      for (const { each, at } of lines(document)) {
        if (isPriced(each) && !isText(each.TaxType)) yield { at: `${at}/TaxType`, says: 'is needed for AUTHORISED' };
      }
    },
  },
  {
    name: 'doc/answer-only',
    source: 'Invoices, Credit Notes, Contacts: fields that only an answer carries',
    kinds: everything,
    *check(document, { kind }) {
      const says = 'belongs to answers';
      yield* present(document, answerOnly[kind], '', says);
      for (const { each, at } of lines(document)) yield* present(each, answerOnly.line, at, says);
      if (isObject(document.Schedule)) yield* present(document.Schedule, answerOnly.schedule, '/Schedule', says);
    },
  },
  {
    name: 'doc/no-computed-amount',
    source: 'XeroAPI/Xero-NetStandard#147, xeroizer#86: a sum that differs from Xero\'s own is refused',
    kinds: documents,
    *check(document, { kind, taxByHand }) {
      const says = 'is Xero\'s to compute';
      // The specification marks these read-only on an invoice; the other two have nothing to say.
      if (kind !== 'invoice') yield* present(document, ['SubTotal', 'TotalTax', 'Total'], '', says);
      const keys = taxByHand ? ['LineAmount'] : ['LineAmount', 'TaxAmount'];
      for (const { each, at } of lines(document)) yield* present(each, keys, at, says);
    },
  },
  {
    name: 'doc/tax-by-hand',
    source: 'Invoices: TaxAmount overrides the computed tax; design: in cents, on the side of its line',
    kinds: ['invoice'],
    *check(document, context) {
      for (const { each, at } of lines(document)) {
        yield* decimals(each, 'TaxAmount', 2, at, context);
        if (each.TaxAmount * each.Quantity * each.UnitAmount < 0) yield { at: `${at}/TaxAmount`, says: 'is below zero on a line that is not' };
      }
    },
  },
  {
    name: 'doc/description',
    source: 'Invoices: Description has 1 to 4000 characters',
    kinds: documents,
    *check(document) {
      for (const { each, at } of lines(document)) {
        // In UTF-16 units, as the platform behind the API counts; never fewer than the characters.
        if (!isText(each.Description) || each.Description.length > 4000) {
          yield { at: `${at}/Description`, says: 'has not 1 to 4000 characters' };
        }
      }
    },
  },
  {
    name: 'doc/reference',
    source: 'Invoices: Reference has at most 255 characters',
    kinds: documents,
    *check({ Reference }) {
      if (typeof Reference === 'string' && Reference.length > 255) yield { at: '/Reference', says: 'has more than 255 characters' };
    },
  },
  {
    name: 'doc/document-number',
    source: 'Invoices: InvoiceNumber is printable ASCII',
    kinds: ['invoice', 'credit-note'],
    *check(document) {
      for (const key of ['InvoiceNumber', 'CreditNoteNumber']) {
        const number = document[key];
        if (typeof number === 'string' && !/^[\x20-\x7e]{1,255}$/.test(number)) {
          yield { at: `/${key}`, says: 'is not 1 to 255 characters of printable ASCII' };
        }
      }
    },
  },
  {
    name: 'doc/url',
    source: 'Invoices: Url is a link; by an integrator, not to Xero',
    kinds: ['invoice'],
    *check({ Url }) {
      if (typeof Url === 'string' && (!/^https?:\/\/[^\s]+$/.test(Url) || /xero/i.test(Url) || !URL.canParse(Url))) {
        yield { at: '/Url', says: 'is no link to the source' };
      }
    },
  },
  {
    name: 'doc/currency-rate',
    source: 'Invoices: CurrencyRate, max length [18].[6]',
    kinds: ['invoice', 'credit-note'],
    *check(document, context) {
      const rate = exact(document, 'CurrencyRate', context);
      if (rate !== undefined && (rate.units <= 0n || rate.scale > 6)) {
        yield { at: '/CurrencyRate', says: 'is not a rate above 0 with at most 6 decimals' };
      }
    },
  },
  {
    name: 'doc/sent-when-approved',
    source: 'Invoices: SentToContact can be set only on approved invoices',
    kinds: ['invoice'],
    *check({ SentToContact, Status }) {
      if (SentToContact === true && Status !== 'AUTHORISED') yield { at: '/SentToContact', says: 'is for AUTHORISED only' };
    },
  },
  {
    name: 'doc/tracking-count',
    source: 'Invoices: at most 2 tracking entries a line',
    kinds: documents,
    *check(document) {
      for (const { each, at } of lines(document)) {
        if (each.Tracking?.length > 2) yield { at: `${at}/Tracking`, says: 'has more than 2 entries' };
      }
    },
  },
  {
    name: 'doc/tracking-named',
    source: 'Tracking: Name and Option are both needed; an unknown one is dropped without a word',
    kinds: documents,
    *check(document) {
      for (const line of lines(document)) {
        for (const { each, at } of parts(line.each, 'Tracking', line.at)) {
          for (const key of ['Name', 'Option']) {
            if (!isText(each[key]) || each[key].length > 100) yield { at: `${at}/${key}`, says: 'has not 1 to 100 characters' };
          }
        }
      }
    },
  },
  {
    name: 'doc/code-length',
    source: 'Items: Code has at most 30 characters; Accounts: Code at most 10',
    kinds: documents,
    *check(document) {
      for (const { each, at } of lines(document)) {
        for (const [key, most] of /** @type {[string, number][]} */ ([['ItemCode', 30], ['AccountCode', 10]])) {
          if (typeof each[key] === 'string' && (each[key] === '' || each[key].length > most)) {
            yield { at: `${at}/${key}`, says: `has not 1 to ${most} characters` };
          }
        }
      }
    },
  },
  {
    name: 'doc/unit-amount',
    source: 'Rounding guide: UnitAmount keeps 4 decimals with unitdp=4, 2 without; RepeatingInvoices takes no unitdp',
    kinds: documents,
    *check(document, context) {
      const kept = context.kind === 'repeating-invoice' ? 2 : context.unitDp ?? 4;
      for (const { each, at } of lines(document)) yield* decimals(each, 'UnitAmount', kept, at, context);
    },
  },
  {
    name: 'doc/quantity',
    source: 'Xero staff: Quantity keeps 4 decimals; Invoices: max length 13',
    kinds: documents,
    *check(document, context) {
      for (const { each, at } of lines(document)) {
        yield* decimals(each, 'Quantity', 4, at, context);
        if (String(each.Quantity ?? '').length > 13) yield { at: `${at}/Quantity`, says: 'has more than 13 characters' };
      }
    },
  },
  {
    name: 'doc/quantity-with-price',
    source: 'Invoices: without LineAmount neither Quantity nor UnitAmount can be worked out',
    kinds: documents,
    *check(document) {
      for (const { each, at } of lines(document)) {
        if (each.UnitAmount !== undefined && each.Quantity === undefined) yield { at: `${at}/Quantity`, says: 'is missing beside UnitAmount' };
        if (each.Quantity !== undefined && each.UnitAmount === undefined && each.ItemCode === undefined) {
          yield { at: `${at}/UnitAmount`, says: 'is missing beside Quantity' };
        }
      }
    },
  },
  {
    name: 'doc/line-maximum',
    source: 'Invoices: LineAmount is at most 9,999,999,999.99',
    kinds: documents,
    *check(document, context) {
      for (const { each, at } of lines(document)) {
        const quantity = exact(each, 'Quantity', context);
        const unit = exact(each, 'UnitAmount', context);
        if (quantity === undefined || unit === undefined) continue;
        let units = quantity.units * unit.units;
        let scale = quantity.scale + unit.scale;
        const rate = exact(each, 'DiscountRate', context);
        const amount = exact(each, 'DiscountAmount', context);
        if (rate !== undefined) {
          units *= rescale(100n, 0, rate.scale) - rate.units;
          scale += rate.scale + 2;
        } else if (amount !== undefined) {
          const most = Math.max(scale, amount.scale);
          units = rescale(units, scale, most) - rescale(amount.units, amount.scale, most);
          scale = most;
        }
        const cents = rescale(units, scale, 2);
        if (cents > lineMaximum || -cents > lineMaximum) yield { at, says: 'comes to more than 9,999,999,999.99' };
      }
    },
  },
  {
    name: 'doc/one-discount',
    source: 'Invoices: DiscountRate or DiscountAmount',
    kinds: ['invoice', 'repeating-invoice'],
    *check(document) {
      for (const { each, at } of lines(document)) {
        if (each.DiscountRate !== undefined && each.DiscountAmount !== undefined) {
          yield { at: `${at}/DiscountAmount`, says: 'stands beside DiscountRate' };
        }
      }
    },
  },
  {
    name: 'doc/discount-rate',
    source: 'XeroAPI/xero-node#592: a rate is kept with 2 decimals; above 0, at most 100',
    kinds: ['invoice', 'repeating-invoice'],
    *check(document, context) {
      for (const { each, at } of lines(document)) {
        const rate = exact(each, 'DiscountRate', context);
        if (rate === undefined) continue;
        yield* decimals(each, 'DiscountRate', 2, at, context);
        if (rate.units <= 0n || each.DiscountRate > 100) yield { at: `${at}/DiscountRate`, says: 'is not above 0 and at most 100' };
      }
    },
  },
  {
    name: 'doc/discount-amount',
    source: 'XeroAPI/Xero-OpenAPI#429, xero-php-oauth2#288: above 0, in cents, not more than the line',
    kinds: ['invoice', 'repeating-invoice'],
    *check(document, context) {
      for (const { each, at } of lines(document)) {
        const amount = exact(each, 'DiscountAmount', context);
        if (amount === undefined) continue;
        yield* decimals(each, 'DiscountAmount', 2, at, context);
        const quantity = exact(each, 'Quantity', context);
        const unit = exact(each, 'UnitAmount', context);
        if (amount.units <= 0n) yield { at: `${at}/DiscountAmount`, says: 'is not above 0' };
        else if (quantity !== undefined && unit !== undefined && quantity.units * unit.units >= 0n) {
          const cents = rescale(quantity.units * unit.units, quantity.scale + unit.scale, 2);
          if (rescale(amount.units, amount.scale, 2) > cents) yield { at: `${at}/DiscountAmount`, says: 'is more than the line' };
        }
      }
    },
  },
  {
    name: 'doc/no-discount-below-zero',
    source: 'XeroAPI/Xero-OpenAPI#429: a discount on a negative line is refused',
    kinds: ['invoice', 'repeating-invoice'],
    *check(document) {
      for (const { each, at } of lines(document)) {
        const discount = ['DiscountRate', 'DiscountAmount'].find((key) => each[key] !== undefined);
        if (discount && each.Quantity * each.UnitAmount < 0) yield { at: `${at}/${discount}`, says: 'stands on a negative line' };
      }
    },
  },
  {
    name: 'doc/no-discount-on-credit',
    source: 'Credit Notes: discounts are not supported',
    kinds: ['credit-note'],
    *check(document) {
      for (const { each, at } of lines(document)) {
        yield* present(each, ['DiscountRate', 'DiscountAmount'], at, 'is not for credit notes');
      }
    },
  },
  {
    name: 'doc/schedule',
    source: 'Repeating Invoices: Schedule with Period, Unit, DueDate, DueDateType',
    kinds: ['repeating-invoice'],
    *check({ Schedule }) {
      for (const key of ['Period', 'Unit', 'DueDate', 'DueDateType']) {
        if (Schedule?.[key] === undefined) yield { at: `/Schedule/${key}`, says: 'is needed' };
      }
      if (Schedule?.Period < 1) yield { at: '/Schedule/Period', says: 'is not at least 1' };
      if (Schedule?.EndDate < Schedule?.StartDate) yield { at: '/Schedule/EndDate', says: 'lies before StartDate' };
    },
  },
  {
    name: 'doc/schedule-start',
    source: 'design: Xero would begin when it likes; one in the past makes a run of invoices at once',
    kinds: ['repeating-invoice'],
    *check({ Schedule }) {
      if (isObject(Schedule) && Schedule.StartDate === undefined) yield { at: '/Schedule/StartDate', says: 'is needed' };
    },
  },
  {
    name: 'doc/schedule-due',
    source: 'Repeating Invoices: terms of sales count from the invoice, terms of bills from the bill; a day of a month is 1 to 31',
    kinds: ['repeating-invoice'],
    *check({ Schedule }) {
      if (!isObject(Schedule)) return;
      const { DueDate, DueDateType } = Schedule;
      if (/BILL/.test(DueDateType)) yield { at: '/Schedule/DueDateType', says: `\`${DueDateType}\` is for bills` };
      const [least, most] = /^OF/.test(DueDateType) ? [1, 31] : [0, 999];
      if (DueDate < least || DueDate > most) yield { at: '/Schedule/DueDate', says: `is not ${least} to ${most}` };
    },
  },
  {
    name: 'doc/no-placeholder',
    source: 'Xero Central, repeating invoice templates: text in square brackets is filled with dates',
    kinds: ['repeating-invoice'],
    *check(document) {
      const says = 'has square brackets, which Xero fills';
      if (/[[\]]/.test(document.Reference)) yield { at: '/Reference', says };
      for (const { each, at } of lines(document)) if (/[[\]]/.test(each.Description)) yield { at: `${at}/Description`, says };
    },
  },
  {
    name: 'doc/sending-when-approved',
    source: 'Repeating Invoices: ApprovedForSending is for AUTHORISED templates',
    kinds: ['repeating-invoice'],
    *check({ ApprovedForSending, Status }) {
      if (ApprovedForSending === true && Status !== 'AUTHORISED') yield { at: '/ApprovedForSending', says: 'is for AUTHORISED only' };
    },
  },
  {
    name: 'doc/contact-name',
    source: 'Contacts: Name is required; by an integrator, no angle brackets, no stray spaces',
    kinds: ['contact'],
    *check({ Name }) {
      if (!isText(Name) || /[<>]|^\s|\s$|\s\s/.test(Name)) yield { at: '/Name', says: 'is no name that Xero keeps' };
    },
  },
  {
    name: 'doc/email',
    source: 'Contacts: "Email address must be valid.", no umlauts',
    kinds: ['contact'],
    *check(document) {
      const email = /** @type {RegExp} */ (fullFormats.email);
      const holders = [{ each: document, at: '' }, ...parts(document, 'ContactPersons')];
      for (const { each, at } of holders) {
        if (typeof each.EmailAddress === 'string' && !email.test(each.EmailAddress)) {
          yield { at: `${at}/EmailAddress`, says: 'is no e-mail address' };
        }
      }
    },
  },
  {
    name: 'doc/contact-persons',
    source: 'Contacts: at most 5 contact persons',
    kinds: ['contact'],
    *check({ ContactPersons }) {
      if (ContactPersons?.length > 5) yield { at: '/ContactPersons', says: 'has more than 5 entries' };
    },
  },
  {
    name: 'doc/country',
    source: 'Contacts: Country, "[A-Z], [a-z] only"',
    kinds: ['contact'],
    *check(document) {
      for (const { each, at } of parts(document, 'Addresses')) {
        if (typeof each.Country === 'string' && !/^[A-Za-z ]*$/.test(each.Country)) {
          yield { at: `${at}/Country`, says: 'has other characters than letters' };
        }
      }
    },
  },
];
