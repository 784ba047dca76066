// Deal Won: by a webhook as it happens, and by a list for samples and for what no webhook told. What is a win is the
// core's to say.

import { callJson } from "../../surface.js";
import { pipedriveOf, readPipedrive } from "./connection.js";
import { WON } from "./samples.js";

/** @typedef {import("./connection.js").Z} Z */
/** @typedef {import("./connection.js").Bundle} Bundle */

/** A win has one id, by whichever way it is told; a deal that is won anew has another time. @param {any} deal @param {string} [whole] */
const rowOf = (deal, whole = JSON.stringify({ success: true, data: deal })) => ({
  id: `${deal.id}-${deal.won_time ?? ""}`, deal_id: deal.id, title: deal.title, value: deal.value, currency: deal.currency, won_time: deal.won_time, pipeline_id: deal.pipeline_id, org_id: deal.org_id, person_id: deal.person_id, deal_json: whole,
});

/** @param {any} deal @param {Bundle} bundle */
const isAsked = (deal, { inputData = {} }) => !inputData["pipeline"] || String(deal.pipeline_id) === String(inputData["pipeline"]);

/** @param {Z} z @param {Bundle} bundle */
async function perform(z, bundle) {
  const body = /** @type {any} */ (bundle.cleanedRequest);
  const deal = body?.data;
  if (deal === null || typeof deal !== "object") return [];
  const { win } = JSON.parse(callJson("validate", JSON.stringify({ deal: body })));
  return (win === "became" || win === "became-again") && isAsked(deal, bundle) ? [rowOf(deal)] : [];
}

/** @param {Z} z @param {Bundle} bundle */
async function performList(z, bundle) {
  const { pipeline } = /** @type {Record<string, any>} */ (bundle.inputData ?? {});
  const query = new URLSearchParams({ status: "won", sort_by: "update_time", sort_direction: "desc", limit: "100", ...(pipeline ? { pipeline_id: String(pipeline) } : {}) });
  const page = await readPipedrive(z, bundle, `v2/deals?${query}`);
  return (page?.data ?? []).map((/** @type {any} */ deal) => rowOf(deal));
}

/** @param {Z} z @param {Bundle} bundle */
async function performSubscribe(z, bundle) {
  const response = await z.request({ method: "POST", url: `${pipedriveOf(bundle)}/api/v1/webhooks`, body: { subscription_url: bundle.targetUrl, event_action: "change", event_object: "deal", version: "2.0" }, skipThrowForStatus: true });
  if (response.status !== 201) throw new z.errors.Error(`Pipedrive took no webhook (${response.status} ${String(Object(response.json).error ?? "")}): its user needs the right to add webhooks, and may have 40`, "HANDOFF_FORBIDDEN", response.status);
  return { id: Object(response.json).data?.id };
}

/** @param {Z} z @param {Bundle} bundle */
async function performUnsubscribe(z, bundle) {
  const response = await z.request({ method: "DELETE", url: `${pipedriveOf(bundle)}/api/v1/webhooks/${encodeURIComponent(String(Object(bundle.subscribeData).id))}`, skipThrowForStatus: true });
  // One that somebody removed in Pipedrive is gone as well.
  if (response.status !== 200 && response.status !== 404) throw new z.errors.Error(`Pipedrive keeps the webhook (${response.status})`, "HANDOFF_FORBIDDEN", response.status);
  return {};
}

export const won = {
  key: "deal_won",
  noun: "Deal",
  display: { label: "Deal Won", description: "Triggers when a deal is won in Pipedrive." },
  operation: {
    type: "hook",
    perform, performList, performSubscribe, performUnsubscribe,
    inputFields: [{ key: "pipeline", label: "Pipeline", type: "string", required: false, dynamic: "pipelines.id.name", helpText: "Only deals of this pipeline; all without it." }],
    sample: WON,
    outputFields: [{ key: "id", label: "Win", primary: true }, { key: "deal_id", label: "Deal id", type: "integer" }, { key: "title", label: "Title" }, { key: "value", label: "Value", type: "number" }, { key: "currency", label: "Currency" }, { key: "won_time", label: "Won at" }, { key: "deal_json", label: "Deal JSON" }],
  },
};
