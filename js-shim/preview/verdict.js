// What would be done, in a person's words, and what stands in the way.

import { html, nothing } from "lit";
import { dateText, moneyText } from "./amount.js";

const STOP = new Set(["refuse", "unknown"]);
const WAIT = new Set(["ask", "scheduled", "void", "credit", "credit-and-reissue", "delete-draft"]);

/** @param {any} plan @param {any[]} verdicts @param {any} chosen the document that is shown */
export function headline(plan, verdicts, chosen) {
  const one = verdicts.find(({ slot, entity }) => slot === chosen?.slot && entity === chosen?.entity) ?? verdicts[0];
  if (plan.status === "held") return { tone: "wait", label: "held until a person approves", verdict: one };
  if (plan.status === "waiting") return { tone: "wait", label: `waiting until ${dateText(plan.notBefore)}`, verdict: one };
  if (plan.status === "skipped") return { tone: "wait", label: "skipped: nothing is billed", verdict: one };
  if (!plan.ok) return { tone: "stop", label: one?.label ?? "refused", verdict: one };
  if (one === undefined) return { tone: "wait", label: "nothing to decide", verdict: one };
  return { tone: STOP.has(one.action) ? "stop" : WAIT.has(one.action) ? "wait" : "go", label: one.label, verdict: one };
}

/** @param {any} owner */
const ownerText = (owner) => [owner?.role, owner?.channel, owner?.within === undefined ? undefined : `within ${owner.within}`, owner?.then === undefined ? undefined : `then ${owner.then}`].filter(Boolean).join(", ");

/**
 * @param {any} plan @param {any[]} verdicts @param {any} chosen
 * @param {{ hasExisting: boolean, isNothingThere: boolean, take: (isNothingThere: boolean) => void, forget: () => void, open: () => void }} existing
 */
export function verdictCard(plan, verdicts, chosen, existing) {
  const { tone, label, verdict } = headline(plan, verdicts, chosen);
  return html`<section class="card verdict ${tone}" aria-label="Verdict">
    <h2>${label.charAt(0).toUpperCase()}${label.slice(1)}</h2>
    ${(plan.holds ?? []).map((/** @type {any} */ one) => html`<p><bdi>${one.reason}</bdi> <span class="note">(rule <bdi>${one.rule}</bdi>${one.of === undefined ? "" : html`, of <bdi>${one.of}</bdi>`})</span>${one.owner === undefined ? nothing : html`<br><span class="note">${ownerText(one.owner)}</span>`}</p>`)}
    ${(plan.alerts ?? []).map((/** @type {any} */ one) => html`<p class="note">Tells <bdi>${one.channel ?? (ownerText(one.owner) || "its owner")}</bdi>: <bdi>${one.text}</bdi></p>`)}
    ${(verdict?.documents ?? []).map((/** @type {any} */ one) => html`<p class="note">In Xero: ${one.kind} <bdi>${one.number ?? one.id}</bdi>, <bdi>${one.status ?? ""}</bdi>, ${moneyText(one.total, chosen?.body?.CurrencyCode)}</p>`)}
    <div class="row-of no-print">${existing.hasExisting
      ? html`<span class="note">Decided beside the documents that you brought.</span><button type="button" class="button" @click=${existing.forget}>Forget them</button>`
      : html`<label><input type="checkbox" .checked=${existing.isNothingThere} @change=${(/** @type {any} */ event) => existing.take(event.target.checked)}> Xero has no document of this deal yet</label><button type="button" class="button" @click=${existing.open}>Bring what Xero has…</button>`}</div>
  </section>`;
}

/** @param {any[]} findings @param {(pointer: string) => void} show @param {(pointer: string) => boolean} isShown */
export function findingList(findings, show, isShown) {
  if (findings.length === 0) return nothing;
  return html`<ul class="findings" aria-label="Findings">${findings.map((one) => html`<li class="finding is-${one.severity}">
    <span class="what"><span><b class=${one.severity}>${one.severity}</b> <bdi>${one.message}</bdi></span>${isShown(one.path) ? html`<button type="button" class="button" @click=${() => show(one.path)} aria-label=${`Show ${one.path}`}>Show</button>` : nothing}</span>
    <span>→ <bdi>${one.remedy}</bdi></span><code><bdi>${one.code}${one.path === "" ? "" : ` · ${one.path}`}</bdi></code></li>`)}</ul>`;
}
