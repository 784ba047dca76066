// The code step of a host with this config, ready to paste.

import { html, nothing } from "lit";
import { HOST_NAMES, snippet, STEP_NAMES } from "../snippet-text.js";
import { parsedOf } from "./compute.js";
import { callLater } from "./heavy.js";
import { objectOf } from "./json.js";
import { adapters, loadParts } from "./snippet-parts.js";

/** The snapshots of a text: one, or several. @param {string} text @returns {any[]} */
function snapshotsOf(text) {
  if (text.trim() === "" || parsedOf("snapshot", text).broken !== undefined) return [];
  const value = JSON.parse(text);
  if (Array.isArray(value)) return value;
  return value.taxRates !== undefined || value.organisation !== undefined || value.tenantId !== undefined ? [value] : Object.values(value);
}

/** @param {any} app @param {{ host: string, step: string, isSnapshotIn: boolean }} chosen */
async function make(app, { host, step, isSnapshotIn }) {
  const key = JSON.stringify([host, step, isSnapshotIn, app.model.texts.config, app.model.texts.snapshot]);
  if (app.kept.snippetKey === key) return;
  app.kept = { ...app.kept, snippetKey: key, snippet: undefined, snippetWrong: undefined };
  try {
    const singleFile = await loadParts();
    const whole = isSnapshotIn ? snapshotsOf(app.model.texts.snapshot) : [];
    const snapshots = await Promise.all(whole.map((one) => callLater("compactSnapshot", objectOf([["snapshot", JSON.stringify(one)]])).then((answer) => answer.snapshot ?? one)));
    const settings = { step: /** @type {any} */ (step), halt: false, config: app.model.config(), snapshots, snapshotFrom: isSnapshotIn ? [] : ["snapshot"] };
    const notes = snapshots.map((one) => `Snapshot of ${one.organisation?.Organisations?.[0]?.Name ?? one.tenantId}, taken ${one.takenAt ?? "on an unknown day"}: refresh it when settings in Xero change.`);
    const text = snippet({ host: /** @type {any} */ (host), settings, version: WONVOICE_VERSION, command: "the preview", notes }, singleFile, adapters[host] ?? "");
    if (app.kept.snippetKey === key) app.kept = { ...app.kept, snippet: text };
  } catch (error) {
    app.kept = { ...app.kept, snippetWrong: /** @type {Error} */ (error).message, snippetKey: "" };
  }
  app.requestUpdate();
}

/** @param {any} app */
export function panel(app) {
  const chosen = app.kept.snippetChosen ?? { host: "zapier", step: "verdict", isSnapshotIn: true };
  if (app.model.broken.config !== undefined || app.model.config() === undefined) return html`<h2>Code step</h2><p class="note">A code step needs a config that can be read.</p>`;
  if (app.kept.snippetWrong === undefined) make(app, chosen);
  const choose = (/** @type {object} */ next) => {
    app.kept = { ...app.kept, snippetChosen: { ...chosen, ...next }, snippetWrong: undefined };
    app.requestUpdate();
  };
  const text = app.kept.snippet;
  const copy = () => navigator.clipboard.writeText(text).then(() => app.say("The code step is in the clipboard."), () => app.say("The browser does not let the page copy: use Save instead."));
  const save = () => app.save(`wonvoice-${chosen.host}-${chosen.step}.js`, text);
  const select = (/** @type {string} */ label, /** @type {readonly string[]} */ names, /** @type {string} */ now, /** @type {string} */ member) => html`<label class="row-of"><span>${label}</span><select class="picked" @change=${(/** @type {any} */ event) => choose({ [member]: event.target.value })}>${names.map((one) => html`<option ?selected=${one === now}>${one}</option>`)}</select></label>`;
  return html`<h2>Code step</h2>
    <div class="row-of">${select("For", HOST_NAMES, chosen.host, "host")} ${select("that says", STEP_NAMES, chosen.step, "step")}
      <label class="row-of"><input type="checkbox" .checked=${chosen.isSnapshotIn} @change=${(/** @type {any} */ event) => choose({ isSnapshotIn: event.target.checked })}> with Xero's settings inside</label></div>
    ${app.kept.snippetWrong === undefined ? nothing : html`<p class="error" role="alert"><bdi>${app.kept.snippetWrong}</bdi></p>`}
    ${text === undefined ? html`<p class="note">Making it…</p>` : html`<div class="row-of"><button type="button" class="button main" @click=${copy}>Copy all</button><button type="button" class="button" @click=${save}>Save</button><span class="note">${Math.ceil(text.length / 1024)} KB</span></div>
      <pre tabindex="0" aria-label="The beginning of the code step">${text.slice(0, text.indexOf("*/") + 2)}</pre>`}`;
}
