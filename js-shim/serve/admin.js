// The admin API: what is held, what became of a deal, and a person's decisions. JSON both ways; a bearer token says
// who asks, and so who decided. Decisions are left with the engine (202), which applies them in the deal's turn.
//
//   GET  /admin/held                              { held: […] }                as wonvoice.held lists them
//   GET  /admin/deals/<company>/<id>              { deal, status }             as wonvoice.deal answers
//   POST /admin/deals/<company>/<id>/approve      { rule?, of? }               `of` is the hold's own, as it was looked at; without it, as it is now
//   POST /admin/deals/<company>/<id>/reject       { why }
//   POST /admin/deals/<company>/<id>/replay
//   POST /admin/deals/<company>/<id>/cancel       also /pause, /resume
//   GET  /admin/apis                              { organisations: [{ tenantId, status }], companies: [{ company, status }] }
//   POST /admin/organisations/<tenant>/pause      also /resume: nothing is called until then
//   POST /admin/companies/<company>/pause         also /resume
//   GET  /admin/connections                       { connections: [{ name, provider, kind, status }] }
//   POST /admin/connections/<name>/link           { url, until }               where a person connects it, for 15 minutes
//   GET  /admin/sweeps                            { sweeps: [{ key, api, status }] }
//   POST /admin/sweeps                            all of them, now; /admin/sweeps/<company or tenant> one of them
//
// A decision answers { accepted: true, by, invocation, isNew }; a refusal { error: { code, message } }: 404 for a deal
// that nobody told of, 409 for what cannot be decided as it stands. An `Idempotency-Key` makes a second request the same
// as the first.

import { isJson, json, parsed, readBody, refusal } from "./answers.js";
import { linkTo } from "./connect.js";
import { whichSecret } from "./constant-time.js";
import { refusedWhy } from "./deal-state.js";
import { DEAL_ID, keyOf } from "./event.js";
import { CONNECTION, DEAL, HELD, ORGANISATION, PIPEDRIVE, SWEEPER, dealKey } from "./names.js";

/** @typedef {import("./handler.js").Given} Given */

const WITHIN = 5_000;
const LONGEST_WORD = 500;

/** What each decision may say of itself. @type {Readonly<Record<string, readonly string[]>>} */
const DECISIONS = { approve: ["rule", "of"], reject: ["why"], replay: [], cancel: [], pause: [], resume: [] };

/**
 * Who asks, by the token.
 * @param {Request} request @param {readonly { name: string, token: string }[]} admins
 * @returns {Promise<string | undefined>}
 */
export async function nameOf(request, admins) {
  const token = /^Bearer +([!-~]{1,512})$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const place = await whichSecret(token, admins.map((one) => one.token));
  return token === "" ? undefined : admins[place]?.name;
}

/**
 * The members of a body that a decision may have.
 * @param {Request} request @param {readonly string[]} allowed @param {Given} given
 * @returns {Promise<{ said: Record<string, string> } | { refused: Response }>}
 */
async function saidIn(request, allowed, { bodyLimit }) {
  const body = await readBody(request, { most: Math.min(bodyLimit, 16_384), within: WITHIN });
  if ("refused" in body) return { refused: refusal(body.refused, "bad-body", "the body could not be taken") };
  if (body.bytes.length === 0) return { said: {} };
  if (!isJson(request)) return { refused: refusal(415, "not-json", "the body is JSON, and says so in content-type") };
  const read = parsed(body.bytes);
  if (read === undefined) return { refused: refusal(400, "unreadable", "the body is no JSON object") };
  for (const [name, value] of Object.entries(read.value)) {
    if (!allowed.includes(name)) return { refused: refusal(400, "unknown-member", `there is no member \`${name.slice(0, 40)}\` here: ${allowed.join(", ") || "the body is empty"}`) };
    if (typeof value !== "string" || value.length > LONGEST_WORD) return { refused: refusal(400, "wrong-member", `\`${name}\` is a text of at most ${LONGEST_WORD} characters`) };
  }
  return { said: /** @type {Record<string, string>} */ (read.value) };
}

/** @param {unknown} thrown */
function ofEngine(thrown) {
  const { status = 0 } = /** @type {{ status?: number }} */ (Object(thrown));
  return status === 404 ? refusal(404, "unknown", "the engine does not know this") : refusal(503, "engine-away", "the engine does not answer: try again", { "retry-after": "3" });
}

/**
 * Leaves something with the engine.
 * @param {Request} request @param {string} by @param {[service: string, key: string, handler: string]} to @param {unknown} payload @param {Given} given
 */
async function leave(request, by, to, payload, { ingress, log }) {
  const own = request.headers.get("idempotency-key");
  const manner = own === null ? {} : { idempotencyKey: await keyOf("admin", by, ...to, own) };
  const { invocationId, isNew } = await ingress.send(...to, payload, manner);
  log.info("admin", { by, service: to[0], key: to[1], action: to[2], invocation: invocationId });
  return { isNew, response: json(202, { accepted: true, by, invocation: invocationId, isNew }) };
}

/**
 * Leaves a person's decision with the engine, if it can be taken as the deal stands.
 * @param {Asked} asked @param {string} deal its key @param {import("./deal-state.js").Decision} decision @param {Record<string, string>} said
 */
async function decided({ request, by, given }, deal, decision, said) {
  const { status: state } = await statusOf(given, DEAL, deal);
  const not = refusedWhy(decision, deal, state?.status === "unknown" ? null : state, said);
  const refused = not && refusal(not.status, not.code, not.message);
  if (refused && !request.headers.has("idempotency-key")) return refused;
  // Said again with the same key, it is as it was: the deal itself takes no decision that cannot be taken.
  const { isNew, response } = await leave(request, by, [DEAL, deal, decision], { ...said, by }, given);
  return refused && isNew ? refused : response;
}

/** What an object says of itself, or that it says nothing. @param {Given} given @param {string} service @param {string} key */
const statusOf = async ({ ingress }, service, key) => ({ status: await ingress.call(service, key, "status") });

/**
 * What is swept: companies for won deals, organisations for changed documents.
 * @param {import("./handler.js").IntakeSettings} settings
 */
const sweptBy = ({ companies, xero }) => [...companies.map(({ company }) => ({ key: company, api: "pipedrive" })), ...xero.tenants.map((key) => ({ key, api: "xero" }))];

/** @typedef {{ request: Request, by: string, given: Given, path: string[] }} Asked */

/** @param {string} what @param {string} name @param {readonly string[]} known */
const notConfigured = (what, name, known) => refusal(404, "not-configured", `there is no ${what} \`${name}\` in the settings: ${known.length === 0 ? "there are none" : known.map((one) => `\`${one}\``).join(", ")}`);

/** @type {Record<string, (asked: Asked) => Promise<Response | undefined>>} */
const AREAS = {
  async held({ request, given, path }) {
    if (path.length > 0 || request.method !== "GET") return undefined;
    const held = await given.ingress.call(HELD, "all", "list");
    return json(200, { held: Array.isArray(held) ? held : (held?.held ?? []) });
  },
  async deals({ request, by, given, path: [company = "", id = "", action, ...more] }) {
    const { companies } = given.settings;
    if (more.length > 0 || company === "") return undefined;
    if (!companies.some((one) => one.company === company)) return notConfigured("company", company, companies.map((one) => one.company));
    if (!DEAL_ID.test(id)) return refusal(404, "no-deal", `\`${id}\` is no number of a deal`);
    const key = dealKey(company, id);
    if (action === undefined) {
      if (request.method !== "GET") return undefined;
      const { status } = await statusOf(given, DEAL, key);
      const not = status?.status === "unknown" ? refusedWhy("replay", key, null) : undefined;
      return json(not?.status ?? 200, { deal: key, status, ...(not === undefined ? {} : { error: { code: not.code, message: not.message } }) });
    }
    const allowed = Object.hasOwn(DECISIONS, action) ? DECISIONS[action] : undefined;
    if (allowed === undefined || request.method !== "POST") return undefined;
    const body = await saidIn(request, allowed, given);
    if ("refused" in body) return body.refused;
    if (action === "reject" && (body.said["why"] ?? "").trim() === "") return refusal(400, "wrong-member", "`why` says why it is rejected");
    return decided({ request, by, given, path: [] }, key, /** @type {import("./deal-state.js").Decision} */ (action), body.said);
  },
  async apis({ request, given, path }) {
    if (path.length > 0 || request.method !== "GET") return undefined;
    const { companies, xero } = given.settings;
    return json(200, {
      organisations: await Promise.all(xero.tenants.map(async (tenantId) => ({ tenantId, ...(await statusOf(given, ORGANISATION, tenantId)) }))),
      companies: await Promise.all(companies.map(async ({ company }) => ({ company, ...(await statusOf(given, PIPEDRIVE, company)) }))),
    });
  },
  organisations: (asked) => paused(asked, ORGANISATION, asked.given.settings.xero.tenants),
  companies: (asked) => paused(asked, PIPEDRIVE, asked.given.settings.companies.map(({ company }) => company)),
  async connections({ request, by, given, path: [name, action, ...more] }) {
    const { connections = {} } = given.settings;
    if (name === undefined) {
      if (request.method !== "GET") return undefined;
      return json(200, { connections: await Promise.all(Object.entries(connections).map(async ([own, { provider, kind }]) => ({ name: own, provider, kind, ...(await statusOf(given, CONNECTION, own)) }))) });
    }
    if (action !== "link" || more.length > 0 || request.method !== "POST") return undefined;
    if (!Object.hasOwn(connections, name)) return notConfigured("connection", name, Object.keys(connections));
    return linkTo(name, by, given);
  },
  async sweeps({ request, by, given, path: [key, ...more] }) {
    if (more.length > 0) return undefined;
    const all = sweptBy(given.settings);
    if (request.method === "GET" && key === undefined) return json(200, { sweeps: await Promise.all(all.map(async (one) => ({ ...one, ...(await statusOf(given, SWEEPER, one.key)) }))) });
    const chosen = key === undefined ? all : all.filter((one) => one.key === key);
    if (request.method !== "POST") return undefined;
    if (chosen.length === 0) return notConfigured("company or organisation", key ?? "", all.map((one) => one.key));
    const sent = await Promise.all(chosen.map((one) => given.ingress.send(SWEEPER, one.key, "now", { by })));
    given.log.info("admin", { by, service: SWEEPER, action: "now", keys: chosen.length });
    return json(202, { accepted: true, by, sweeps: chosen.map((one, place) => ({ ...one, invocation: sent[place]?.invocationId })) });
  },
};

/** @param {Asked} asked @param {string} service @param {readonly string[]} known */
async function paused({ request, by, given, path: [key = "", action = "", ...more] }, service, known) {
  if (more.length > 0 || request.method !== "POST" || !["pause", "resume"].includes(action)) return undefined;
  if (!known.includes(key)) return notConfigured(service === PIPEDRIVE ? "company" : "organisation", key, known);
  return (await leave(request, by, [service, key, action], { by }, given)).response;
}

/**
 * @param {Request} request @param {readonly string[]} path behind `/admin` @param {Given} given
 * @returns {Promise<Response>}
 */
export async function admin(request, [area = "", ...path], given) {
  const { admins } = given.settings;
  if (admins.length === 0) return refusal(404, "no-admins", "the admin API is off: give it tokens");
  const by = await nameOf(request, admins);
  if (by === undefined) return refusal(401, "unauthorized", "a bearer token of an admin is needed", { "www-authenticate": "Bearer" });
  try {
    const answered = Object.hasOwn(AREAS, area) ? await AREAS[area]?.({ request, by, given, path }) : undefined;
    return answered ?? refusal(404, "unknown", `${request.method} /admin/${[area, ...path].join("/")} is nothing that can be asked: the README lists what can, under "What a server takes in"`);
  } catch (thrown) {
    given.log.warn("admin-failed", { by, area, error: thrown });
    return ofEngine(thrown);
  }
}
