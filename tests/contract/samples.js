// The reference material as inputs of the built package.
import { readFileSync } from 'node:fs';
import { sharedPath } from './shared.js';

/** @typedef {{ [key: string]: any }} Json */

/** Built by `make build`. */
const entry = new URL('../../pkg/node.js', import.meta.url).href;
/** @type {{ callJson: (operation: string, input: string) => string }} */
const { callJson } = await import(entry);

/** @param {string} operation @param {Json} input */
export const callText = (operation, input) => callJson(operation, JSON.stringify(input));
/** @param {string} operation @param {Json} input @returns {any} */
export const call = (operation, input) => JSON.parse(callText(operation, input));

/** @param {string} name @returns {any} */
export const file = (name) => JSON.parse(readFileSync(sharedPath(`spec/${name}`), 'utf8'));
/** @param {string} name */
export const sample = (name) => file(`samples/${name}`);
/** @param {string} name */
export const fixture = (name) => file(`fixtures/${name}`);

const tenantId = '45e4708e-d862-4111-ab3a-dd8cd03913e1';
export const contactId = '5cc8cf28-567e-4d43-b287-687cfcaec47c';
export const hash = 'd4de1c1518b4531717c676029a45911c340390a6';

/** The sample organisation, every part as the API answers it. */
export const snapshot = () => ({
  tenantId,
  takenAt: '2019-06-01T00:00:00Z',
  organisation: sample('xero_getOrganisations.200.json'),
  taxRates: sample('xero_getTaxRates.200.json'),
  accounts: sample('xero_getAccounts.200.json'),
  currencies: sample('xero_getCurrencies.200.json'),
  trackingCategories: sample('xero_getTrackingCategories.200.json'),
  items: sample('xero_getItems.200.json'),
  brandingThemes: sample('xero_getBrandingThemes.200.json'),
});

/** @param {Json} [document] @param {Json} [lines] */
export const config = (document = {}, lines = {}) => ({
  version: 1,
  source: { company: 'acme' },
  entities: {
    nz: {
      tenantId,
      document: { due: { term: 'DAYSAFTERBILLDATE', days: 30 }, brandingTheme: 'Standard', ...document },
      lines: {
        account: { default: '200' },
        tax: { whenDealHasNoTax: { amounts: 'Inclusive', from: 'type', taxType: 'ZERORATED' } },
        ...lines,
      },
    },
  },
});

/** @param {Json} parts */
export const handoff = (parts) => ({
  contact: contactId,
  config: config(),
  snapshot: snapshot(),
  localDates: { today: '2019-06-01', won: '2019-06-01' },
  now: '2019-06-01T00:00:00Z',
  ...parts,
});

/** The samples' parties and products are of other deals than the deal: made the same here. @param {Json} parts */
export function ofTheDeal(parts) {
  const deal = parts.deal.data ?? parts.deal.current;
  parts.organization.data.id = deal.org_id.value ?? deal.org_id;
  parts.person.data.id = deal.person_id.value ?? deal.person_id;
  for (const row of parts.products.data ?? []) row.deal_id = deal.id;
  return parts;
}

/** The example of a list shows how a next page is named; there is none. @param {any} answer */
export const whole = (answer) => ({ ...answer, additional_data: { ...answer.additional_data, next_cursor: null } });

/** The parts of a deal, each as the API answers it. @returns {Json} */
export const v2 = () => ({
  deal: sample('pipedrive_v2_getDeal.200.json'),
  products: whole(sample('pipedrive_v2_getDealProducts.200.json')),
  organization: sample('pipedrive_v2_getOrganization.200.json'),
  person: sample('pipedrive_v2_getPerson.200.json'),
  fields: sample('pipedrive_v2_getDealFields.200.json'),
});

/** @returns {Json} */
export const v1 = () => ({
  deal: sample('pipedrive_v1-jan2026_getDeal.200.json'),
  products: sample('pipedrive_v1-jan2026_getDealProducts.200.json'),
  organization: sample('pipedrive_v1-jan2026_getOrganization.200.json'),
  person: sample('pipedrive_v1-jan2026_getPerson.200.json'),
});

/** The samples' deals are open, in another currency and worth what their products are not: made billable here. @param {Json} parts */
export function won(parts) {
  Object.assign(parts.deal.data, { status: 'won', currency: 'NZD', value: parts.products.data[0].sum });
  for (const row of parts.products.data) Object.assign(row, { currency: 'NZD', billing_frequency: 'one-time' });
  return parts;
}

/** @param {{ code: string }[]} findings */
export const codes = (findings) => [...new Set(findings.map((finding) => finding.code))].sort();
