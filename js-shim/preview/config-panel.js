// The config: its rules as cards, a form made from its schema, and its text; what is wrong stands where it is.

import { html, nothing } from "lit";
import { settingsOf, dealParts } from "./compute.js";
import { field } from "./form.js";
import { callLater } from "./heavy.js";
import { objectOf } from "./json.js";
import { rules } from "./rules.js";
import { shapeOf } from "./schema.js";
import { fragmentOf } from "./share.js";
import { findingList } from "./verdict.js";
import "./editor.js";

/** Typing is over after this many milliseconds. */
const PAUSE = 250;

/** @type {any} */
let schema;
/** @type {Promise<void> | undefined} */
let loading;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let later;

/** The config's schema, once. */
export function loadSchema() {
  loading ??= fetch(new URL("../config.schema.json", import.meta.url))
    .then((answer) => answer.json())
    .then((one) => void (schema = one));
  loading.catch(() => (loading = undefined));
  return loading;
}

/** Asks the whole core, once typing is over. @param {any} app */
function check(app) {
  const { texts, broken } = app.model;
  const key = `${texts.config}\n${texts.snapshot}`;
  if (app.kept.checkKey === key || broken.config !== undefined || broken.snapshot !== undefined || texts.config.trim() === "") return;
  app.kept = { ...app.kept, checkKey: key };
  clearTimeout(later);
  later = setTimeout(async () => {
    try {
      const deal = dealParts(texts);
      const own = ["fields", "now", "localDates", "productDetails"].flatMap((name) => (deal.has(name) ? [/** @type {[string, string]} */ ([name, deal.get(name) ?? ""])] : []));
      const answer = await callLater("checkConfig", objectOf([...settingsOf(texts), ...own]));
      if (app.kept.checkKey !== key) return;
      app.kept = { ...app.kept, check: answer };
    } catch (error) {
      app.kept = { ...app.kept, check: { ok: false, findings: [{ code: "CONFIG", severity: "error", path: "", message: /** @type {Error} */ (error).message, remedy: "correct the config" }] } };
    }
    app.requestUpdate();
  }, PAUSE);
}

/** @param {any} app */
async function share(app) {
  const fragment = await fragmentOf(app.model.texts.config);
  const address = new URL(fragment, globalThis.location.href).href;
  await navigator.clipboard?.writeText(address).catch(() => {});
  app.kept = { ...app.kept, link: address };
  app.say("A link with the config is in the clipboard. The config stands behind the #, which is sent to nobody.");
}

/** @param {any} app */
export function panel(app) {
  if (schema === undefined) loadSchema().then(() => app.requestUpdate(), (error) => app.say(`The schema could not be loaded: ${error.message}`));
  check(app);
  const { model } = app;
  const view = app.kept.config?.view ?? "rules";
  const choose = (/** @type {string} */ next) => {
    app.kept = { ...app.kept, config: { view: next } };
    app.requestUpdate();
  };
  const findings = app.kept.check?.findings ?? [];
  const config = model.config();
  const isSchema = schema !== undefined;
  const opened = app.kept.opened ?? new Set(["/entities", ...Object.keys(config?.entities ?? {}).map((name) => `/entities/${name}`)]);
  /** @type {import("./form.js").Form} */
  const form = {
    schema,
    isOpen: (pointer) => opened.has(pointer),
    toggle: (pointer, isOpen) => {
      if (opened.has(pointer) === isOpen) return;
      if (isOpen) opened.add(pointer);
      else opened.delete(pointer);
      app.kept = { ...app.kept, opened };
      app.requestUpdate();
    },
    put: (steps, value) => model.put("config", steps, value),
    said: (pointer) => findings.filter((/** @type {any} */ one) => one.path === `/config${pointer}`),
  };
  const broken = model.broken.config;
  return html`<div class="bar"><div class="segments" role="group" aria-label="Form of the config">${["rules", "form", "text"].map((name) => html`<button type="button" aria-pressed=${view === name} @click=${() => choose(name)}>${{ rules: "Rules", form: "Form", text: "JSON" }[name]}</button>`)}</div>
      <div class="row-of"><button type="button" class="button" @click=${() => app.pick()}>Import…</button><button type="button" class="button" @click=${() => app.save("config.json", model.texts.config)}>Export</button><button type="button" class="button" @click=${() => share(app)}>Share</button></div></div>
    ${app.kept.link === undefined ? nothing : html`<label class="field"><span>Link</span><input readonly .value=${app.kept.link}></label>`}
    ${broken === undefined ? nothing : html`<p class="error" role="alert">Not JSON yet: ${broken.message} in line ${broken.line}, column ${broken.column}. The invoice is the last good one.</p>`}
    ${app.kept.check === undefined ? html`<p class="note">Proving the config…</p>` : app.kept.check.ok ? html`<p class="note">Proved: every combination that this config can produce is legal in the organisation.</p>` : html`<p class="error">What is wrong stands below, and in the text at its place.</p>`}
    ${view === "rules" ? rules(app) : view === "text" ? app.editor("config", model.texts.config, findings, isSchema ? schema : undefined) : isSchema && config !== undefined ? html`<div class="stack" aria-label="Settings">${Object.entries(shapeOf(schema, schema).properties).filter(([name]) => name !== "$schema").map(([name, one]) => field(form, one, config[name], [name], name))}</div>` : html`<p class="note">${config === undefined ? "The form needs JSON that can be read." : "Loading…"}</p>`}
    ${findingList(findings, (pointer) => app.reveal(pointer), (pointer) => model.valueAt(pointer) !== undefined)}`;
}
