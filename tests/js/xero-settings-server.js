// A stand-in for Xero's settings endpoints, over real HTTP: https://api.xero.com and https://identity.xero.com in one.
// It enforces what Xero documents (token, scope, tenant, method, limits) and answers in the API's own shapes, which
// the contract tests check against the specification.

import { createServer } from "node:http";

const TENANT = "c2cc9b6e-9458-4c7d-93cc-f02b81b0594f";
const AT = Date.UTC(2026, 6, 15, 6);
const id = (/** @type {number} */ number, group = "4000-8000") => `${String(number).padStart(8, "0")}-0000-${group}-000000000000`;
const msDate = (/** @type {number} */ at) => `/Date(${at}+0000)/`;

/** @typedef {{ [field: string]: any }} Json */

/**
 * The settings of an organisation of the usual size, each part in its envelope.
 * @param {{ accounts?: number, taxRates?: number, items?: number }} [size]
 * @returns {{ [endpoint: string]: Json }}
 */
export function organisation({ accounts = 60, taxRates = 30, items = 500 } = {}) {
  const envelope = (/** @type {string} */ name, /** @type {Json[]} */ rows) => ({ Id: id(1), Status: "OK", ProviderName: "Wonvoice tests", DateTimeUTC: `/Date(${AT})/`, [name]: rows });
  const list = (/** @type {number} */ count, /** @type {(at: number) => Json} */ make) => Array.from({ length: count }, (_, at) => make(at));
  const classes = [["REVENUE", "REVENUE", "OUTPUT2"], ["EXPENSE", "EXPENSE", "INPUT2"], ["EXPENSE", "OVERHEADS", "INPUT2"], ["ASSET", "FIXED", "NONE"], ["LIABILITY", "CURRLIAB", "OUTPUT2"], ["EQUITY", "EQUITY", "NONE"]];
  const rates = [["OUTPUT2", "20% (VAT on Income)", 20], ["RROUTPUT", "5% (VAT on Income)", 5], ["ZERORATEDOUTPUT", "Zero Rated Income", 0], ["NONE", "No VAT", 0], ["INPUT2", "20% (VAT on Expenses)", 20]];
  return {
    Organisation: envelope("Organisations", [
      {
        APIKey: "SECRETOFANOLDAPI", Name: "Northstar Studio Ltd", LegalName: "Northstar Studio Limited", PaysTax: true, Version: "UK", OrganisationType: "COMPANY", BaseCurrency: "GBP", CountryCode: "GB", IsDemoCompany: false, OrganisationStatus: "ACTIVE",
        RegistrationNumber: "09876543", TaxNumber: "GB123456789", FinancialYearEndDay: 31, FinancialYearEndMonth: 3, SalesTaxBasis: "ACCRUALS", SalesTaxPeriod: "QUARTERLY", DefaultSalesTax: "Tax Exclusive", DefaultPurchasesTax: "Tax Exclusive",
        PeriodLockDate: msDate(Date.UTC(2026, 2, 31)), CreatedDateUTC: msDate(Date.UTC(2020, 0, 2)), OrganisationEntityType: "COMPANY", Timezone: "GMTSTANDARDTIME", ShortCode: "!NLglS", OrganisationID: TENANT, Edition: "BUSINESS", Class: "PREMIUM",
        Addresses: [{ AddressType: "POBOX", AddressLine1: "1 High Street", City: "Leeds", PostalCode: "LS1 1AA", Country: "United Kingdom" }], Phones: [{ PhoneType: "DEFAULT", PhoneNumber: "5550100", PhoneAreaCode: "0113", PhoneCountryCode: "44" }], ExternalLinks: [], PaymentTerms: { Sales: { Day: 30, Type: "DAYSAFTERBILLDATE" } },
      },
    ]),
    TaxRates: envelope("TaxRates", list(taxRates, (at) => {
      const [type, name, rate] = rates[at] ?? [`TAX${String(at).padStart(3, "0")}`, `Rate ${at} of our own`, (at % 8) * 2.5];
      const sells = type !== "INPUT2";
      return { Name: name, TaxType: type, ReportTaxType: sells ? "OUTPUT" : "INPUT", CanApplyToAssets: true, CanApplyToEquity: true, CanApplyToExpenses: !sells, CanApplyToLiabilities: true, CanApplyToRevenue: sells, DisplayTaxRate: rate, EffectiveRate: rate, Status: at > 25 ? "DELETED" : "ACTIVE", TaxComponents: [{ Name: "VAT", Rate: rate, IsCompound: false, IsNonRecoverable: false }] };
    })),
    Accounts: envelope("Accounts", list(accounts, (at) => {
      const [kind, type, tax] = classes[at % classes.length] ?? [];
      const bank = at === 3 ? { Type: "BANK", BankAccountNumber: "20040012345678", BankAccountType: "BANK", CurrencyCode: "GBP" } : { Code: String(200 + at), Type: type, Description: `What is booked as number ${at}, in the words of the bookkeeper`, ShowInExpenseClaims: false, ReportingCode: "REV.TRA" };
      return { AccountID: id(100 + at), Name: at === 0 ? "Sales" : `Account ${at}`, Status: at % 20 === 19 ? "ARCHIVED" : "ACTIVE", Class: kind, TaxType: tax, EnablePaymentsToAccount: false, HasAttachments: false, UpdatedDateUTC: msDate(AT), AddToWatchlist: false, ...bank };
    })),
    Currencies: envelope("Currencies", [["GBP", "British Pound"], ["EUR", "Euro"], ["USD", "United States Dollar"]].map(([Code, Description]) => ({ Code, Description }))),
    TrackingCategories: envelope("TrackingCategories", ["Region", "Team"].map((Name, at) => ({ Name, Status: "ACTIVE", TrackingCategoryID: id(900 + at), Options: list(12, (option) => ({ TrackingOptionID: id(1000 + 100 * at + option), Name: `${Name} ${option}`, Status: "ACTIVE" })) }))),
    Items: envelope("Items", list(items, (at) => ({
      ItemID: id(5000 + at), Code: `ITEM-${String(at).padStart(4, "0")}`, Description: `Sold as number ${at}, with the long text that the price list has for it`, PurchaseDescription: "", UpdatedDateUTC: msDate(AT), PurchaseDetails: { UnitPrice: 5.25, AccountCode: "310", TaxType: "INPUT2" }, SalesDetails: { UnitPrice: 10.5, AccountCode: "200", TaxType: "OUTPUT2" }, Name: `Item number ${at}`, IsTrackedAsInventory: at % 50 === 49, IsSold: at % 10 !== 9, IsPurchased: true,
    }))),
    BrandingThemes: envelope("BrandingThemes", [{ BrandingThemeID: id(800), Name: "Standard", LogoUrl: "https://in.xero.com/logo", Type: "INVOICE", SortOrder: 0, CreatedDateUTC: msDate(AT) }]),
  };
}

/**
 * Starts a server. What it does is in `state`, which tests change; `seen` is what was asked.
 * @param {Partial<State>} [given]
 *
 * @typedef {object} State
 * @property {{ [endpoint: string]: Json }} bodies
 * @property {Json[]} connections
 * @property {string} token the one that is valid
 * @property {string[]} scopes of the token, and of the custom connection
 * @property {boolean} isCustom the token is a custom connection's, which names no tenant
 * @property {boolean} hidesConnections whether a custom connection's token may not list connections
 * @property {{ id: string, secret: string }} client
 * @property {{ [endpoint: string]: ((response: import("node:http").ServerResponse) => void)[] }} next answers to give instead, one a call
 */
export async function startXero(given = {}) {
  /** @type {State} */
  const state = {
    bodies: organisation(), token: "an-access-token-nobody-may-see", scopes: ["accounting.settings.read"], isCustom: false, hidesConnections: false, client: { id: "CLIENT0ID", secret: "client_secret-nobody+may/see" }, next: {},
    connections: [{ id: id(7), authEventId: id(8), tenantId: TENANT, tenantType: "ORGANISATION", tenantName: "Northstar Studio Ltd", createdDateUtc: "2026-01-01T00:00:00.0000000", updatedDateUtc: "2026-01-01T00:00:00.0000000" }],
    ...given,
  };
  /** @type {{ method: string, path: string, tenant: string | undefined, open: number }[]} */
  const seen = [];
  let open = 0;

  /** @param {import("node:http").IncomingMessage} request @param {string} body */
  function tokenAnswer(request, body) {
    const decoded = (/** @type {string} */ text) => decodeURIComponent(text.replaceAll("+", " "));
    const [user = "", secret = ""] = Buffer.from((request.headers.authorization ?? "").replace(/^Basic /, ""), "base64").toString().split(":").map(decoded);
    const form = new URLSearchParams(body);
    if (request.method !== "POST" || form.get("grant_type") !== "client_credentials") return [400, { error: "unsupported_grant_type" }];
    if (user !== state.client.id || secret !== state.client.secret) return [400, { error: "invalid_client" }];
    const scopes = (form.get("scope") ?? state.scopes.join(" ")).split(" ");
    if (scopes.some((scope) => !state.scopes.includes(scope))) return [400, { error: "invalid_scope" }];
    state.isCustom = true;
    return [200, { access_token: state.token, expires_in: 1800, token_type: "Bearer", scope: scopes.join(" ") }];
  }

  /** @param {import("node:http").IncomingMessage} request @param {URL} url */
  function apiAnswer(request, url) {
    const problem = (/** @type {number} */ status, /** @type {string} */ title, /** @type {string} */ detail) => [status, { Type: null, Title: title, Status: status, Detail: detail, Instance: id(9), Extensions: {} }];
    if (request.headers.authorization !== `Bearer ${state.token}`) return problem(401, "Unauthorized", "TokenExpired: token has expired");
    if (url.pathname === "/connections") return state.isCustom && state.hidesConnections ? problem(403, "Forbidden", "AuthenticationUnsuccessful") : [200, state.connections];
    const tenant = request.headers["xero-tenant-id"];
    const known = state.connections.some(({ tenantId }) => tenantId === tenant);
    if (!(tenant === undefined ? state.isCustom : known) || !state.scopes.includes("accounting.settings.read")) return problem(403, "Forbidden", "AuthenticationUnsuccessful");
    const [, endpoint = ""] = /^\/api\.xro\/2\.0\/(\w+)$/.exec(url.pathname) ?? [];
    const body = state.bodies[endpoint];
    if (body === undefined || request.method !== "GET") return problem(404, "NotFound", "");
    const pages = body["pages"];
    return [200, pages === undefined ? body : pages[Number(url.searchParams.get("page") ?? 1) - 1]];
  }

  const server = createServer(async (request, response) => {
    open++;
    const url = new URL(request.url ?? "", "http://localhost");
    let sent = "";
    for await (const chunk of request) sent += chunk;
    const name = url.pathname.split("/").at(-1) ?? "";
    seen.push({ method: request.method ?? "", path: url.pathname + url.search, tenant: /** @type {string | undefined} */ (request.headers["xero-tenant-id"]), open });
    response.on("close", () => open--);
    const instead = state.next[name]?.shift();
    if (instead !== undefined) return instead(response);
    // Fixed windows of a minute; a run of this test never fills one by itself.
    const [status, body] = url.pathname === "/connect/token" ? tokenAnswer(request, sent) : apiAnswer(request, url);
    response.writeHead(/** @type {number} */ (status), { "content-type": "application/json; charset=utf-8", "x-minlimit-remaining": "59", "x-daylimit-remaining": "4999" });
    response.end(JSON.stringify(body));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, state, seen, tenant: TENANT, close: () => (server.closeAllConnections(), server.close()) };
}

/** Answers of Xero's that are none, for `state.next`. */
export const instead = {
  /** A limit of calls, as documented: which, and when it is free again. */
  limit: (/** @type {string} */ which, /** @type {number | undefined} */ seconds) => (/** @type {import("node:http").ServerResponse} */ response) => {
    const after = seconds === undefined ? {} : { "retry-after": String(seconds) };
    response.writeHead(429, { "content-type": "application/json", "x-rate-limit-problem": which, ...after }).end('{"Status":429}');
  },
  status: (/** @type {number} */ status, body = '{"Title":"An error occurred","Detail":"An error occurred in Xero.","Status":500}') => (/** @type {import("node:http").ServerResponse} */ response) => void response.writeHead(status, { "content-type": "application/json" }).end(body),
  /** The connection breaks. */
  broken: (/** @type {import("node:http").ServerResponse} */ response) => void response.destroy(),
  /** Half an answer, then nothing. */
  halted: (/** @type {import("node:http").ServerResponse} */ response) => void response.writeHead(200, { "content-type": "application/json" }).write('{"Accounts":['),
  /** No answer. */
  silence: () => {},
  elsewhere: (/** @type {string} */ location) => (/** @type {import("node:http").ServerResponse} */ response) => void response.writeHead(302, { location }).end(),
};
