// Which contact is billed: the candidates, what speaks for and against each, and other thresholds to try.

import { html, nothing } from "lit";
import { call } from "./core.js";
import { contactQuery, dealParts } from "./compute.js";
import { changed, parsed } from "./json.js";
import { findingList } from "./verdict.js";

const DECISIONS = /** @type {Record<string, string>} */ ({ match: "One contact is the party", review: "A person has to choose", create: "Nobody is the party: a contact is created" });
const THRESHOLDS = /** @type {[string, string, number][]} */ ([["probability", "Matched from", 950], ["margin", "Ahead of the next by", 900], ["review", "Somebody else below", 50]]);

/** @param {any} candidate */
function waterfall({ evidence }) {
  // Widths alone: from the lowest point that the sum passes to its highest. Weights are whole thousandths of a bit.
  let sum = 0;
  /** @type {{ one: any, from: number, to: number }[]} */
  const steps = evidence.map((/** @type {any} */ one) => ({ one, from: sum, to: (sum += one.weight) }));
  const least = Math.min(0, ...steps.flatMap(({ from, to }) => [from, to]));
  const most = Math.max(1, ...steps.flatMap(({ from, to }) => [from, to]));
  const width = Math.max(1, most - least);
  return html`<div class="fall">${steps.map(({ one, from, to }) => html`<span><bdi>${one.says}</bdi></span>
    <svg viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true"><rect class=${one.weight >= 0 ? "for" : "against"} x=${((Math.min(from, to) - least) / width) * 1000} width=${Math.max(4, (Math.abs(to - from) / width) * 1000)} y="2" height="8" rx="2"></rect><line class="zero" x1=${(-least / width) * 1000} x2=${(-least / width) * 1000} y1="0" y2="12"></line></svg>
    <span class="n">${one.weight >= 0 ? "+" : "\u2212"}${thousandths(Math.abs(one.weight))}</span>`)}</div>`;
}

/** Thousandths, as a decimal. @param {number} value a whole number */
function thousandths(value) {
  const text = String(value).padStart(4, "0");
  return `${text.slice(0, -3)}.${text.slice(-3, -2)}`;
}

/** @param {number} value thousandths */
const percent = (value) => `${String(value).padStart(2, "0").replace(/(\d)$/, ".$1")} %`;

/** @param {any} app */
export function panel(app) {
  const { model } = app;
  if (model.texts.contacts.trim() === "") {
    return html`<h2>Who is billed</h2><p class="note">Bring Xero's contacts (the answer of GET /Contacts) to see which of them the deal is for, and why.</p>
      <div class="row-of"><button type="button" class="button main" @click=${() => app.pick()}>Bring contacts…</button></div>`;
  }
  const isNamed = dealParts(model.texts).has("contact");
  const config = model.config();
  const [entity] = Object.keys(config?.entities ?? {});
  const own = config?.entities?.[entity ?? ""]?.contact?.match ?? {};
  const tried = app.kept.match ?? own;
  let texts = model.texts;
  if (config !== undefined && app.kept.match !== undefined) {
    for (const name of Object.keys(config.entities ?? {})) texts = { ...texts, config: changed(parsed(texts.config), ["entities", name, "contact", "match"], app.kept.match) };
  }
  const match = app.kept.match === undefined && model.result?.match !== undefined ? model.result.match : call("matchContact", contactQuery(texts));
  const tryOut = (/** @type {any} */ next) => {
    app.kept = { ...app.kept, match: next };
    app.requestUpdate();
  };
  const keep = () => {
    let text = model.texts.config;
    for (const name of Object.keys(config.entities ?? {})) text = changed(parsed(text), ["entities", name, "contact", "match"], app.kept.match);
    app.kept = { ...app.kept, match: undefined };
    model.set({ config: text }, { isStep: true });
  };
  return html`<h2>${DECISIONS[match.decision] ?? match.decision}</h2>
    ${isNamed ? html`<p class="note">The input names its contact, so this is what would be decided without it.</p>` : nothing}
    <div class="sliders" role="group" aria-label="Thresholds">${THRESHOLDS.map(([name, says, usual]) => html`<label><span>${says}</span><input type="range" min="0" max="1000" step="5" .value=${String(tried[name] ?? usual)} @input=${(/** @type {any} */ event) => tryOut({ ...tried, [name]: Number(event.target.value) })}><output class="n">${percent(tried[name] ?? usual)}</output></label>`)}</div>
    ${app.kept.match === undefined ? nothing : html`<div class="row-of"><button type="button" class="button main" @click=${keep}>Keep in the config</button><button type="button" class="button" @click=${() => tryOut(undefined)}>As it was</button></div>`}
    ${match.candidates.map((/** @type {any} */ one) => html`<section class="candidate ${match.contactId === one.contactId ? "chosen" : ""}"><h3><bdi>${one.name}</bdi><span class="n">${percent(one.probability)}</span></h3>${waterfall(one)}<span class="path">${one.contactId}</span></section>`)}
    ${match.proposed === undefined ? nothing : html`<section class="candidate"><h3>The contact that is created</h3><pre tabindex="0">${JSON.stringify(match.proposed, null, 2)}</pre></section>`}
    ${findingList(match.findings, (pointer) => app.reveal(pointer), (pointer) => model.valueAt(pointer) !== undefined)}`;
}
