// The credentials of both sides, as n8n's forms show them. A node of the community may use none but its own package's.
// Sources: "OAuth 2.0" and "Custom Connections" of developer.xero.com, "Authentication" of pipedrive.readme.io.

/** Granular ones, which apps made since 2 March 2026 must name. */
const XERO_SCOPES = "accounting.settings.read accounting.contacts accounting.invoices";

/** A value that the form does not show. @param {string} displayName @param {string} name @param {string} value */
const fixed = (displayName, name, value) => ({ displayName, name, type: "hidden", default: value });

const ICON = { light: "file:../nodes/Wonvoice/wonvoice.svg", dark: "file:../nodes/Wonvoice/wonvoice.dark.svg" };

/** By the name of the class, which is the file's too. @type {Record<string, { name: string, displayName: string, properties: object[], [more: string]: unknown }>} */
export const CREDENTIALS = {
  WonvoicePipedriveApi: {
    name: "wonvoicePipedriveApi",
    displayName: "Wonvoice Pipedrive API",
    icon: ICON,
    documentationUrl: "https://pipedrive.readme.io/docs/core-api-concepts-authentication",
    properties: [
      {
        displayName: "API Token", name: "apiToken", type: "string", typeOptions: { password: true }, default: "", required: true,
        description: "In Pipedrive: Personal preferences, API. Deals are read and updated as the user whose token it is.",
      },
    ],
    authenticate: { type: "generic", properties: { headers: { "x-api-token": "={{$credentials.apiToken}}" } } },
    test: { request: { baseURL: "https://api.pipedrive.com", url: "/v1/users/me" } },
  },
  WonvoicePipedriveOAuth2Api: {
    name: "wonvoicePipedriveOAuth2Api",
    extends: ["oAuth2Api"],
    displayName: "Wonvoice Pipedrive OAuth2 API",
    icon: ICON,
    documentationUrl: "https://pipedrive.readme.io/docs/marketplace-oauth-authorization",
    properties: [
      fixed("Grant Type", "grantType", "authorizationCode"),
      fixed("Authorization URL", "authUrl", "https://oauth.pipedrive.com/oauth/authorize"),
      fixed("Access Token URL", "accessTokenUrl", "https://oauth.pipedrive.com/oauth/token"),
      fixed("Scope", "scope", ""),
      fixed("Auth URI Query Parameters", "authQueryParameters", ""),
      fixed("Authentication", "authentication", "header"),
    ],
  },
  WonvoiceXeroOAuth2Api: {
    name: "wonvoiceXeroOAuth2Api",
    extends: ["oAuth2Api"],
    displayName: "Wonvoice Xero OAuth2 API",
    icon: ICON,
    documentationUrl: "https://developer.xero.com/documentation/guides/oauth2/auth-flow/",
    properties: [
      fixed("Grant Type", "grantType", "authorizationCode"),
      fixed("Authorization URL", "authUrl", "https://login.xero.com/identity/connect/authorize"),
      fixed("Access Token URL", "accessTokenUrl", "https://identity.xero.com/connect/token"),
      fixed("Scope", "scope", `offline_access ${XERO_SCOPES}`),
      fixed("Auth URI Query Parameters", "authQueryParameters", ""),
      fixed("Authentication", "authentication", "header"),
    ],
  },
  WonvoiceXeroCustomConnectionOAuth2Api: {
    name: "wonvoiceXeroCustomConnectionOAuth2Api",
    extends: ["oAuth2Api"],
    displayName: "Wonvoice Xero Custom Connection OAuth2 API",
    icon: ICON,
    documentationUrl: "https://developer.xero.com/documentation/guides/oauth2/custom-connections/",
    properties: [
      fixed("Grant Type", "grantType", "clientCredentials"),
      fixed("Access Token URL", "accessTokenUrl", "https://identity.xero.com/connect/token"),
      fixed("Scope", "scope", XERO_SCOPES),
      fixed("Authentication", "authentication", "header"),
    ],
  },
};

/** Which credential each choice of the form stands for, in pairs: n8n's rules take a member called `oAuth2` for a secret. */
const CHOICES = {
  pipedrive: [["apiToken", "wonvoicePipedriveApi"], ["oAuth2", "wonvoicePipedriveOAuth2Api"]],
  xero: [["oAuth2", "wonvoiceXeroOAuth2Api"], ["customConnection", "wonvoiceXeroCustomConnectionOAuth2Api"]],
};

/** @type {Record<"pipedrive" | "xero", Record<string, string>>} */
export const TYPES = { pipedrive: Object.fromEntries(CHOICES.pipedrive), xero: Object.fromEntries(CHOICES.xero) };
