// Pipedrive's webhooks, v1 and v2: who sends one is known by basic authentication and nothing else; whether it tells
// of a win is the core's to say. What was won and then edited, lost, reopened or deleted is told to the deal too, which
// knows whether it is ours. Handed on first, answered then, worked on by the engine afterwards. Pipedrive wants
// an answer within 10 s, comes again after 3, 30 and 150 s, and bans a receiver whose first answers fail ten times:
// what only is of no interest is therefore answered as taken. Source: guide-for-webhooks of pipedrive.readme.io.

import { empty, isJson, parsed, readBody } from "./answers.js";
import { basicOf, whichSecret } from "./constant-time.js";
import { changedBy } from "./edits.js";
import { DEAL_ID, keyOf, persistently, toSecond, winKey } from "./event.js";
import { DEAL, dealKey } from "./names.js";

/** @typedef {{ company: string, companyId?: string, webhook: readonly { user: string, password: string }[] }} Company */
/** @typedef {{ response: Response, result: string, detail?: { [name: string]: unknown } }} Taken */

/** Of the ten seconds that Pipedrive waits. */
const WITHIN = Object.freeze({ body: 4_000, engine: 5_000 });
/** Its retries are over after three minutes: what is older was kept by somebody else. */
const OLDEST = 86_400_000;

/** Names of changed fields that are handed on; of more it is enough that there are many. */
const MOST_FIELDS = 100;
/** What hangs on a deal and has webhooks of its own. */
const PARTS = new Set(["deal_product", "deal_installment"]);

/** @param {unknown} text */
const word = (text) => (typeof text === "string" || typeof text === "number" ? String(text).slice(0, 128) : "");

/** What the two versions call differently. @param {{ [name: string]: any }} body */
function announced({ meta, data, current, previous }) {
  if (meta === null || typeof meta !== "object") return undefined;
  const row = data ?? current;
  const stamp = typeof meta.timestamp === "number" ? meta.timestamp * 1000 : Date.parse(word(meta.timestamp));
  const entity = word(meta.entity ?? meta.object);
  return {
    entity,
    ids: PARTS.has(entity) ? [word((row ?? previous)?.deal_id)] : [...new Set([word(meta.entity_id ?? meta.id), ...(row === null || row === undefined ? [] : [word(row.id)])])],
    event: word(meta.version === undefined ? `${word(meta.webhook_id)}.${word(meta.timestamp_micro ?? meta.timestamp)}` : meta.id),
    at: stamp, wonTime: row?.won_time, updated: toSecond(row?.update_time), status: word(row?.status), companyId: word(meta.company_id), host: word(meta.host),
  };
}

/** Whether it is of another company than the one that it was sent for. @param {Company} company @param {{ companyId: string, host: string }} said */
function isOthers({ company, companyId }, said) {
  if (companyId !== undefined && said.companyId !== "") return said.companyId !== companyId;
  return said.host !== "" && said.host.toLowerCase() !== `${company.toLowerCase()}.pipedrive.com`;
}

/**
 * What became of a deal that was won, or may have been.
 * @param {string} win what the core says @param {{ [name: string]: any }} body @param {{ status: string, entity: string }} said
 * @returns {{ what: import("./deal-state.js").News["what"], fields?: string[] } | undefined} nothing where it says nothing
 */
function becameOf(win, body, { status, entity }) {
  if (PARTS.has(entity)) return { what: "edited" };
  if (win === "deleted") return { what: "deleted" };
  // What is not won and was not before is nobody's here.
  if (win === "is-not") return body["previous"]?.status === "won" ? { what: status === "lost" ? "lost" : "reopened" } : undefined;
  if (win !== "was") return undefined;
  const fields = changedBy(body);
  if (fields?.length === 0) return undefined;
  return { what: "edited", ...(fields === undefined || fields.length > MOST_FIELDS ? {} : { fields: fields.map(word) }) };
}

/**
 * @param {Request} request @param {Company} company
 * @param {object} given
 * @param {import("./ingress.js").Ingress} given.ingress
 * @param {(operation: "validate", input: string) => string} given.callJson the core's
 * @param {() => Date} given.now
 * @param {number} given.most bytes of a body
 * @param {number} [given.within] milliseconds for the engine to take it
 * @returns {Promise<Taken>}
 */
export async function pipedriveWebhook(request, company, { ingress, callJson, now, most, within = WITHIN.engine }) {
  const taken = (/** @type {number} */ status, /** @type {string} */ result, /** @type {{ [name: string]: unknown }} */ detail = {}, /** @type {Record<string, string>} */ headers = {}) => ({ response: empty(status, headers), result, detail });
  const known = company.webhook.map(({ user, password }) => (password === "" ? "" : `${user}:${password}`));
  if ((await whichSecret(basicOf(request), known)) < 0) return taken(401, "unauthorized", {}, { "www-authenticate": 'Basic realm="wonvoice", charset="UTF-8"' });
  if (!isJson(request)) return taken(415, "not-json");
  const body = await readBody(request, { most, within: WITHIN.body });
  if ("refused" in body) return taken(body.refused, "bad-body");
  const read = parsed(body.bytes);
  const said = read && announced(read.value);
  if (read === undefined || said === undefined) return taken(400, "unreadable");
  if (isOthers(company, said)) return taken(200, "other-company", { host: said.host, companyId: said.companyId });
  if (said.entity !== "deal" && !PARTS.has(said.entity)) return taken(200, "other-entity", { entity: said.entity });
  const [deal = "", ...others] = said.ids;
  if (!DEAL_ID.test(deal) || others.length > 0) return taken(400, "wrong-id");
  // What cannot be dated is no delivery of Pipedrive's either.
  if (!(Math.abs(now().getTime() - said.at) <= OLDEST)) return taken(409, "too-old", { deal });
  let win;
  try {
    ({ win } = JSON.parse(callJson("validate", `{"deal":${read.text}}`)));
  } catch {
    return taken(400, "unreadable", { deal });
  }
  const isWin = said.entity === "deal" && (win === "became" || win === "became-again");
  const became = isWin ? undefined : becameOf(win, read.value, said);
  if (!isWin && became === undefined) return taken(200, `win-${win}`, { deal });
  const idempotencyKey = isWin ? await winKey(company.company, deal, said.wonTime, [said.event]) : await keyOf("changed", company.company, deal, said.event);
  const wonTime = toSecond(said.wonTime);
  const news = { source: "webhook", event: said.event, at: new Date(said.at).toISOString() };
  const whole = isWin ? news : { ...news, ...became, ...(said.updated === undefined ? {} : { updated: said.updated }), ...(wonTime === undefined ? {} : { wonTime }) };
  const sent = await persistently(() => ingress.send(DEAL, dealKey(company.company, deal), isWin ? "won" : "changed", whole, { idempotencyKey }), within);
  // It comes again; if it does not, a sweep finds it.
  if (sent === undefined) return taken(503, "engine-away", { deal }, { "retry-after": "3" });
  return taken(200, sent.isNew === false ? "repeated" : "handed-on", { deal, delivery: said.event, invocation: sent.invocationId });
}
