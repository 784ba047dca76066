// The services on the engine. Their names, handlers and keys are an interface: what is on its way to one outlives the
// program that sent it.

/** A deal, keyed `<company>/<deal id>`. */
export const DEAL = "wonvoice.deal";
/** Permits to call a Xero organisation, keyed by its tenant id. */
export const ORGANISATION = "wonvoice.organisation";
/** Permits to call Pipedrive, keyed by the company. */
export const PIPEDRIVE = "wonvoice.pipedrive";
/** The tokens of a connection, keyed by its name. */
export const CONNECTION = "wonvoice.connection";
/** The creates of backfills, keyed by the tenant id. */
export const WRITER = "wonvoice.writer";
/** What a person must decide, under the one key `all`. */
export const HELD = "wonvoice.held";
/** Which deal a document belongs to, keyed `<tenant id>/<id>`. */
export const INVOICES = "wonvoice.invoices";
/** What looks for what no webhook announced, keyed by the company or an organisation's tenant id. */
export const SWEEPER = "wonvoice.sweeper";

/** The key of a deal. @param {string} company @param {string | number} deal */
export const dealKey = (company, deal) => `${company}/${deal}`;
/** The key of a document. @param {string} tenant @param {string} id */
export const documentKey = (tenant, id) => `${tenant.toLowerCase()}/${id.toLowerCase()}`;
/** The organisations of a config, as their keys. @param {any} config @returns {string[]} */
export const tenantsOf = (config) => [...new Set(Object.values(config?.entities ?? {}).flatMap((entity) => (typeof entity?.tenantId === "string" ? [entity.tenantId] : [])))];
