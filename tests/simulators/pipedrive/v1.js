// What is left of API v1: notes, users, webhooks (deals, persons, organisations and products are gone since August
// 2026). Its current specification is not in the reference material.
import { notFound, refused } from "./errors.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */

export const WEBHOOKS_PER_USER = 40;
const ACTIONS = { "1.0": ["added", "updated", "deleted", "merged", "*"], "2.0": ["create", "change", "delete", "*"] };

/** @param {string} text @returns {Json} */
function bodyOf(text) {
  try {
    const body = JSON.parse(text);
    return body !== null && typeof body === "object" ? body : {};
  } catch {
    return Object.fromEntries(new URLSearchParams(text));
  }
}

/** @param {import("./crm.js").Crm} crm @param {Request} request @param {(string | undefined)[]} path @param {import("./webhooks.js").Webhooks} webhooks @returns {Answer} */
export function routeV1(crm, request, [what, id], webhooks) {
  const { method, query } = request;
  const body = method === "GET" ? {} : bodyOf(request.text);
  const good = (/** @type {unknown} */ data, status = 200) => ({ status, body: { success: true, data } });
  if (what === "users" && method === "GET") return id === undefined ? good(crm.users) : good(crm.users.find((one) => String(one.id) === id || id === "me"));
  if (what === "notes" && method === "POST") {
    const deal = Number(body.deal_id);
    if (typeof body.content !== "string" || body.content === "") return refused(400, "Content must be given.");
    if (!crm.rows.deals.has(deal)) return refused(400, "A note needs a deal, person, organization or lead.");
    const note = { id: crm.next("notes"), content: body.content, deal_id: deal, active_flag: true, add_time: crm.now(), update_time: crm.now(), pinned_to_deal_flag: false, user_id: 1001 };
    crm.notes.push(note);
    return good(note, 201);
  }
  if (what === "notes" && method === "GET") return good(crm.notes.filter((one) => !query.has("deal_id") || one.deal_id === Number(query.get("deal_id"))));
  if (what === "webhooks" && method === "GET") return good(webhooks.list());
  if (what === "webhooks" && method === "DELETE") return webhooks.remove(String(id)) ? good({ id }) : notFound("Webhook");
  if (what === "webhooks" && method === "POST") {
    const { subscription_url, event_action, event_object, version = "2.0", http_auth_user, http_auth_password } = body;
    if (!URL.canParse(String(subscription_url))) return { status: 400, body: { status: "error", success: false, errors: { subscription_url: ["invalid or non-reachable URL"] } } };
    if (!ACTIONS[/** @type {"2.0"} */ (version)]?.includes(event_action) || typeof event_object !== "string") return { status: 400, body: { status: "error", success: false, errors: { event_action: ["invalid"] } } };
    if (webhooks.list().length >= WEBHOOKS_PER_USER) return refused(400, `At most ${WEBHOOKS_PER_USER} webhooks a user.`);
    return good(webhooks.subscribe({
      url: subscription_url, action: event_action, entity: event_object, version,
      ...(http_auth_user === undefined ? {} : { user: http_auth_user, password: http_auth_password ?? "" }),
    }), 201);
  }
  return notFound("Endpoint");
}
