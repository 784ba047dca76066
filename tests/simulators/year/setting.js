// The business whose year it is: two Xero organisations, two pipelines, four people, and the config that bills for them.

export const YEAR = 2026;
/** The last day that anything is known of. */
export const AS_OF = "2026-12-31";
export const COMPANY = "larkfield-studio";
export const ORDER_NUMBER = "d4de1c1518b4531717c676029a45911c340390a6";
export const BILLED_BY = "5f1c0b7a9d3e4f60812233445566778899aabbcc";
export const TERMS = "6a2d1c8b0e4f506193344556677889900aabbccd";

/** Sales taxes of an entity, by the percentage that Pipedrive knows. @type {Record<string, Record<number, string>>} */
export const TAXES = { uk: { 20: "OUTPUT2", 5: "RROUTPUT" }, ie: { 23: "OUTPUT2", 13.5: "RROUTPUT" } };
export const STANDARD = Object.freeze({ uk: 20, ie: 23 });
export const TENANTS = Object.freeze({ uk: "3a1f5c0e-7d42-4b6a-9c58-2e6f0d9b1a77", ie: "0b1a2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d" });
/** @typedef {keyof typeof TENANTS} Entity */

export const PIPELINES = Object.freeze([{ id: 1, name: "Projects" }, { id: 2, name: "Shop" }]);
export const STAGES = Object.freeze([
  { id: 1, order_nr: 1, name: "Qualified", pipeline_id: 1, deal_probability: 30 }, { id: 2, order_nr: 2, name: "Offer sent", pipeline_id: 1, deal_probability: 60 },
  { id: 3, order_nr: 3, name: "Contract", pipeline_id: 1, deal_probability: 90 }, { id: 4, order_nr: 1, name: "Basket", pipeline_id: 2, deal_probability: 40 },
  { id: 5, order_nr: 2, name: "Ordered", pipeline_id: 2, deal_probability: 100 },
]);
export const USERS = Object.freeze([{ id: 1001, name: "Ana Ferreira" }, { id: 1002, name: "Ben Osei" }, { id: 1003, name: "Chloe Martin" }, { id: 1004, name: "Dara Walsh" }]);

const rate = (/** @type {string} */ taxType, /** @type {number} */ percent) => ({
  Name: `${percent}%`, TaxType: taxType, EffectiveRate: percent, DisplayTaxRate: percent, Status: "ACTIVE", CanApplyToRevenue: true, CanApplyToLiabilities: true,
  TaxComponents: [{ Name: "Tax", Rate: percent, IsCompound: false }],
});

/** @param {Entity} entity */
const snapshot = (entity) => ({
  tenantId: TENANTS[entity], takenAt: `${YEAR}-01-01T06:00:00Z`,
  organisation: { Organisations: [{
    Name: `Larkfield Studio (${entity.toUpperCase()})`, PaysTax: true, BaseCurrency: entity === "uk" ? "GBP" : "EUR", CountryCode: entity === "uk" ? "GB" : "IE",
    Timezone: "GMTSTANDARDTIME", SalesTaxBasis: "ACCRUALS",
  }] },
  taxRates: { TaxRates: [...Object.entries(TAXES[entity] ?? {}).map(([percent, type]) => rate(type, Number(percent))), rate("ZERORATEDOUTPUT", 0), rate("NONE", 0)] },
  accounts: { Accounts: [{ AccountID: "00000000-0000-4000-8000-000000000200", Code: "200", Name: "Sales", Status: "ACTIVE", Type: "REVENUE", Class: "REVENUE", TaxType: "OUTPUT2" }] },
  currencies: { Currencies: ["GBP", "EUR", "USD"].map((Code) => ({ Code })) },
  trackingCategories: { TrackingCategories: [] }, items: { Items: [] }, brandingThemes: { BrandingThemes: [] },
});

/** @param {Entity} entity */
const billing = (entity) => ({
  tenantId: TENANTS[entity],
  document: { due: { term: "DAYSAFTERBILLDATE", days: 30 }, reference: "{field:PO number|no PO}" },
  lines: { account: { default: "200" }, tax: { byRate: Object.fromEntries(Object.entries(TAXES[entity] ?? {})), whenDealHasNoTax: { amounts: "Exclusive", from: "account" } } },
});

/** All that is known beside deals and documents, as an input of a reconciliation has it. */
export const setting = () => ({
  asOf: AS_OF,
  config: {
    version: 1, source: { company: COMPANY }, entity: "uk", entities: { uk: billing("uk"), ie: billing("ie") },
    rules: [
      { name: "Irish customers", when: { field: "field:Billed by", is: "equal", to: "Ireland" }, then: { entity: "ie" } },
      { name: "in installments", when: { field: "field:Terms", is: "equal", to: "installments" }, then: { set: { schedule: { kind: "installments", amounts: "net" } } } },
    ],
  },
  snapshots: [snapshot("uk"), snapshot("ie")],
  fields: { deal: [
    { field_name: "PO number", field_code: ORDER_NUMBER, field_type: "varchar", options: null },
    { field_name: "Billed by", field_code: BILLED_BY, field_type: "varchar", options: null },
    { field_name: "Terms", field_code: TERMS, field_type: "varchar", options: null },
  ] },
  stages: STAGES, pipelines: PIPELINES, users: USERS,
});
