// <wonvoice-preview>: a deal on one side, its invoice on the other, all in the page.

import { LitElement, html, nothing } from "lit";
import { parsedOf, snapshotOf } from "./compute.js";
import { init } from "./core.js";
import { fields } from "./fields.js";
import { isMany, textsOf } from "./files.js";
import { invoice, ledger, unsent } from "./invoice.js";
import { byWords, fedBy, fieldName, originOf } from "./origin.js";
import { Model } from "./model.js";
import { configOf } from "./share.js";
import { styles } from "./styles.js";
import { findingList, verdictCard } from "./verdict.js";

/** Panels that are fetched when they are opened. @type {Record<string, [string, () => Promise<{ panel: (app: any) => unknown }>]>} */
const PANELS = {
  config: ["Rules", () => import("./config-panel.js")],
  contact: ["Contact", () => import("./contact-panel.js")],
  whatif: ["What if", () => import("./what-if-panel.js")],
  snippets: ["Code step", () => import("./snippet-panel.js")],
};
const TABS = ["deal", ...Object.keys(PANELS)];
const OPEN = ["/deal", "/deal/data", "/products", "/products/data/0", "/products/0", "/organization"];
/** From this many bytes on, a file is asked about first. */
export const LARGE = 4_000_000;

const PARTS = /** @type {const} */ ([["deal", "Deal"], ["snapshot", "Xero settings"], ["contacts", "Xero contacts"], ["existing", "Xero documents"]]);

export class WonvoicePreview extends LitElement {
  /** @override */
  static styles = styles;
  /** @override */
  static properties = { examples: { type: String }, theme: { type: String, reflect: true } };

  constructor() {
    super();
    /** Where the examples are listed. */
    this.examples = new URL("./examples.json", import.meta.url).href;
    this.theme = "";
    this.model = new Model();
    this.tab = "deal";
    /** The text that is edited in the first panel. */
    this.shownPart = "deal";
    this.asText = false;
    this.chosen = 0;
    this.failed = "";
    this.said = "";
    this.isReady = false;
    /** @type {{ name: string, title: string, input: any }[]} */
    this.known = [];
    /** @type {{ kind: "value" | "input", at: string } | undefined} */
    this.looked = undefined;
    this.open_ = new Set(OPEN);
    /** @type {File | undefined} */
    this.large = undefined;
    /** Files of many deals, for the panel that replays them. @type {File | undefined} */
    this.many = undefined;
    /** Findings of the whole config, from the worker. @type {any[]} */
    this.checked = [];
    /** What the panels keep between being shown. @type {Record<string, any>} */
    this.kept = {};
    /** @type {Record<string, (app: any) => unknown>} */
    this.panels = {};
    this.isDropping = false;
    this.model.addEventListener("change", () => this.requestUpdate());
  }

  /** @override */
  connectedCallback() {
    super.connectedCallback();
    this.#start().catch((error) => {
      this.failed = error.message;
      this.requestUpdate();
    });
    this.addEventListener("keydown", this.#undoKeys);
    const on = (/** @type {string} */ name, /** @type {(event: any) => void} */ run) => this.renderRoot.addEventListener(name, run);
    this.updateComplete.then(() => {
      on("mouseover", (event) => this.#look(event));
      on("focusin", (event) => this.#look(event));
      on("dragover", (event) => (event.preventDefault(), this.#dropping(true)));
      on("dragleave", (event) => event.relatedTarget === null && this.#dropping(false));
      on("drop", (event) => (event.preventDefault(), this.#dropping(false), this.take([...(event.dataTransfer?.files ?? [])], event.dataTransfer?.getData("text"))));
      on("paste", (event) => this.#paste(event));
    });
  }

  async #start() {
    const [list] = await Promise.all([fetch(this.examples).then((answer) => (answer.ok ? answer.json() : [])), init()]);
    this.known = list;
    const shared = await configOf(globalThis.location?.hash ?? "");
    if (this.known[0] !== undefined && this.model.result === undefined) this.example(0);
    if (shared !== undefined) {
      this.model.set({ config: shared }, { isStep: true });
      this.said = "The config came with the link; the deal is an example.";
      this.show("config");
    }
    this.isReady = true;
    this.requestUpdate();
    this.dispatchEvent(new CustomEvent("ready"));
    // So that nothing is missing when the network is gone.
    const idle = globalThis.requestIdleCallback ?? ((/** @type {() => void} */ run) => setTimeout(run, 500));
    idle(() => Promise.all([...Object.values(PANELS).map(([, load]) => load()), import("./config-panel.js").then(({ loadSchema }) => loadSchema()), import("./editor.js"), import("./heavy.js").then(({ loadWorker }) => loadWorker()), import("./snippet-parts.js").then(({ loadParts }) => loadParts())]).then(() => this.setAttribute("offline", ""), () => {}));
  }

  /** @param {boolean} is */
  #dropping(is) {
    if (this.isDropping === is) return;
    this.isDropping = is;
    this.requestUpdate();
  }

  #undoKeys = (/** @type {KeyboardEvent} */ event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      if (key === "y" || event.shiftKey) this.model.redo();
      else this.model.undo();
    }
  };

  /** @param {any} event */
  #look(event) {
    const target = /** @type {HTMLElement | null} */ (event.target?.closest?.("[data-at],[data-pointer]") ?? null);
    const at = target?.dataset["at"];
    const pointer = target?.dataset["pointer"];
    const next = at !== undefined ? { kind: /** @type {const} */ ("value"), at } : pointer !== undefined ? { kind: /** @type {const} */ ("input"), at: pointer } : undefined;
    if (next === undefined && event.type === "focusin") return;
    this.lookAt(next ?? this.looked);
  }

  /** @param {{ kind: "value" | "input", at: string } | undefined} next */
  lookAt(next) {
    if (next?.kind === this.looked?.kind && next?.at === this.looked?.at) return;
    this.looked = next;
    this.requestUpdate();
  }

  /** @param {any} event */
  #paste(event) {
    // Into a field or an editor it goes as everywhere.
    if (event.composedPath()[0]?.closest?.("input,textarea,[contenteditable]")) return;
    const text = event.clipboardData?.getData("text") ?? "";
    if (/^\s*[[{]/.test(text)) this.takeText(text, "what was pasted");
  }

  /** @param {File[]} files @param {string} [text] */
  async take(files, text) {
    if (files.length === 0 && text !== undefined && /^\s*[[{]/.test(text)) this.takeText(text, "what was dropped");
    for (const file of files) {
      if (file.size > LARGE) {
        this.large = file;
        this.requestUpdate();
        continue;
      }
      const whole = await file.text();
      if (isMany(whole)) this.takeMany(file);
      else this.takeText(whole, file.name);
    }
  }

  /** @param {HTMLInputElement} input */
  #chosenFiles(input) {
    const files = [...(input.files ?? [])];
    // So that the same file can be chosen again.
    input.value = "";
    this.take(files);
  }

  /** @param {File} file */
  takeMany(file) {
    this.many = file;
    this.large = undefined;
    this.say(`${file.name} is taken as a list of deals.`);
    this.show("whatif");
  }

  /** @param {string} text @param {string} called */
  takeText(text, called) {
    const { broken, ...texts } = textsOf(text, this.model.texts.deal);
    const names = Object.keys(texts);
    if (broken !== undefined) return this.say(`${called} is no JSON: ${broken.message} in line ${broken.line}, column ${broken.column}. Nothing was changed.`);
    if (names.length === 0) return this.say(`${called} is nothing that is known here: a deal, products, a config, Xero's settings, contacts or documents. Nothing was changed.`);
    this.chosen = 0;
    this.model.set(texts, { isStep: true });
    this.say(`${called} was taken as ${names.join(", ")}.`);
  }

  /** @param {string} text */
  say(text) {
    this.said = text;
    this.requestUpdate();
  }

  /** @param {number} index */
  example(index) {
    const one = this.known[index];
    if (one === undefined) return;
    this.chosen = 0;
    this.model.load({ snapshot: "", config: "", ...textsOf(JSON.stringify(one.input), "{}") });
    this.say("");
  }

  /** @param {string} tab */
  async show(tab) {
    this.tab = tab;
    this.requestUpdate();
    const [, load] = PANELS[tab] ?? [];
    if (load === undefined || this.panels[tab] !== undefined) return;
    try {
      this.panels[tab] = (await load()).panel;
    } catch (error) {
      this.say(`This part could not be loaded: ${/** @type {Error} */ (error).message}`);
    }
    this.requestUpdate();
  }

  /** Brings a place of the input to light. @param {string} pointer */
  async reveal(pointer) {
    const { part, steps } = this.model.placeOf(pointer);
    if (part === "config") {
      this.kept["config"] = { ...this.kept["config"], view: "text" };
      await this.show("config");
    } else {
      this.tab = "deal";
      this.shownPart = part;
      if (part !== "deal") this.#text(true);
      for (let at = pointer; at !== ""; at = at.slice(0, at.lastIndexOf("/"))) this.open_.add(at);
    }
    this.lookAt({ kind: "input", at: pointer });
    this.requestUpdate();
    await this.updateComplete;
    const editor = /** @type {any} */ (this.renderRoot.querySelector("wonvoice-editor"));
    if (editor !== null) return editor.show?.(steps);
    const leaf = [...this.renderRoot.querySelectorAll("[data-pointer]")].find((one) => /** @type {HTMLElement} */ (one).dataset["pointer"] === pointer);
    leaf?.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | undefined} */ (leaf?.querySelector("input") ?? leaf)?.focus?.();
  }

  /** @param {boolean} asText */
  #text(asText) {
    this.asText = asText;
    if (asText || this.shownPart !== "deal") import("./editor.js").then(() => this.requestUpdate());
    this.requestUpdate();
  }

  /** The document that is shown. @returns {any} */
  get document_() {
    const documents = this.model.result?.documents ?? [];
    return documents[Math.min(this.chosen, documents.length - 1)];
  }

  /** @returns {any[]} */
  get findings() {
    const { plan, match, verdicts = [] } = this.model.result ?? {};
    const every = [...(plan?.findings ?? []), ...(match?.findings ?? []), ...verdicts.flatMap((/** @type {any} */ one) => one.findings ?? [])];
    const seen = new Set();
    return every.filter(({ code, path, message }) => {
      const key = `${code}\n${path}\n${message}`;
      return !seen.has(key) && seen.add(key);
    });
  }

  /** The name of whoever is billed, where the page knows it. */
  #contactName() {
    const { match } = this.model.result ?? {};
    const id = this.document_?.body.Contact?.ContactID;
    const own = match?.candidates?.find((/** @type {any} */ one) => one.contactId === id)?.name;
    return own ?? this.model.valueAt("/contact/Name") ?? this.model.valueAt("/organization/data/name") ?? this.model.valueAt("/organization/name") ?? this.model.valueAt("/person/data/name") ?? undefined;
  }

  /** @override */
  render() {
    if (this.failed !== "") return html`<div class="panel"><p class="error" role="alert">The preview could not start: <bdi>${this.failed}</bdi></p></div>`;
    return html`<div class=${this.isDropping ? "drop" : ""}>
      ${this.#header()}
      <main>
        <section class="card side" aria-label="Input">
          <div class="tabs" role="tablist" aria-label="Input" @keydown=${this.#tabKeys}>${TABS.map((tab) => html`<button type="button" role="tab" id=${`tab-${tab}`} aria-selected=${this.tab === tab} aria-controls="panel" tabindex=${this.tab === tab ? 0 : -1} @click=${() => this.show(tab)}>${PANELS[tab]?.[0] ?? "Deal"}</button>`)}</div>
          <div class="panel" role="tabpanel" id="panel" aria-labelledby=${`tab-${this.tab}`}>
            ${this.large === undefined ? nothing : this.#largeFile(this.large)}
            <p class="note said" role="status"><bdi>${this.said}</bdi></p>
            ${this.tab === "deal" ? this.#dealPanel() : (this.panels[this.tab]?.(this) ?? html`<p class="note">Loading…</p>`)}
          </div>
        </section>
        <div class="stack paper-side">${this.#paper()}</div>
      </main>
      ${this.#inspector()}
      <input type="file" id="file" multiple hidden accept=".json,.ndjson,.jsonl,.txt" @change=${(/** @type {any} */ event) => this.#chosenFiles(event.target)}>
    </div>`;
  }

  #header() {
    const next = /** @type {Record<string, string>} */ ({ "": "dark", dark: "light", light: "" })[this.theme] ?? "";
    return html`<header>
      <h1>Wonvoice <span>preview</span></h1>
      ${this.known.length === 0 ? nothing : html`<label><span class="sr">Example</span><select class="picked" @change=${(/** @type {any} */ event) => this.example(Number(event.target.value))}>${this.known.map((one, index) => html`<option value=${index}>${one.title}</option>`)}</select></label>`}
      <button type="button" class="button main" @click=${() => this.pick()}>Open files…</button>
      <button type="button" class="button plain" ?disabled=${!this.model.canUndo()} @click=${() => this.model.undo()}>Undo</button>
      <button type="button" class="button plain" ?disabled=${!this.model.canRedo()} @click=${() => this.model.redo()}>Redo</button>
      <button type="button" class="button plain" @click=${() => globalThis.print()}>Print</button>
      <button type="button" class="button plain" @click=${() => (this.theme = next)} ><span class="sr">Colours: </span>${{ dark: "Dark", light: "Light" }[this.theme] ?? "Auto"}</button>
    </header>`;
  }

  /** Hands a file to the browser. @param {string} name @param {string} text */
  save(name, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  pick() {
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector("#file"))?.click();
  }

  #tabKeys = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const tab = TABS[(TABS.indexOf(this.tab) + step + TABS.length) % TABS.length] ?? "deal";
    this.show(tab).then(() => /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#tab-${tab}`))?.focus());
  };

  /** @param {File} file */
  #largeFile(file) {
    const size = `${Math.round(file.size / 1_000_000)} MB`;
    return html`<div class="finding is-warning" role="alertdialog" aria-label="A large file"><b><bdi>${file.name}</bdi> has ${size}.</b>
      <span>It will be read as a list of deals, piece by piece and away from the page; each deal is replayed under both configs, and nothing leaves the page. You can stop it at any time.</span>
      <span class="row-of"><button type="button" class="button main" @click=${() => this.takeMany(file)}>Read it</button><button type="button" class="button" @click=${() => ((this.large = undefined), this.requestUpdate())}>Leave it</button></span></div>`;
  }

  #dealPanel() {
    const { model, shownPart: part } = this;
    const text = model.texts[/** @type {import("./model.js").Part} */ (part)];
    const broken = model.broken[/** @type {import("./model.js").Part} */ (part)];
    const asText = this.asText || broken !== undefined || part !== "deal";
    return html`<div class="bar">
        <label class="row-of"><span class="sr">Part of the input</span><select class="picked" .value=${part} @change=${(/** @type {any} */ event) => ((this.shownPart = event.target.value), this.#text(this.asText || this.shownPart !== "deal"))}>${PARTS.map(([name, title]) => html`<option value=${name} ?selected=${name === part}>${title}${model.texts[name].trim() === "" ? " (none)" : ""}</option>`)}</select></label>
        ${part !== "deal" ? nothing : html`<div class="segments" role="group" aria-label="Form of the deal"><button type="button" aria-pressed=${!asText} @click=${() => this.#text(false)}>Fields</button><button type="button" aria-pressed=${asText} @click=${() => this.#text(true)}>JSON</button></div>`}
      </div>
      ${broken === undefined ? nothing : html`<p class="error" role="alert">Not JSON yet: ${broken.message} in line ${broken.line}, column ${broken.column}. The invoice is the last good one.</p>`}
      ${asText ? this.editor(part, text, this.findings) : fields(this.#fieldPage(), text, parsedOf("deal", text).root)}
      <p class="note">Drop or paste a deal, its products, a webhook's body, a config, Xero's settings, contacts or documents anywhere on the page. Nothing leaves it.</p>`;
  }

  /** An editor for a part. @param {string} part @param {string} text @param {any[]} findings @param {any} [schema] */
  editor(part, text, findings, schema) {
    const { model, looked } = this;
    if (customElements.get("wonvoice-editor") === undefined) return html`<p class="note">Loading the editor…</p>`;
    const own = findings.map((one) => ({ ...one, place: model.placeOf(one.path) })).filter((one) => one.path !== "" && one.place.part === part).map((one) => ({ ...one, steps: one.place.steps }));
    const sources = looked?.kind === "value" ? (originOf(this.document_?.trace, looked.at)?.from ?? []) : [];
    const hot = sources.map((pointer) => model.placeOf(pointer)).filter((place) => place.part === part).map(({ steps }) => steps);
    return html`<div class="editor"><wonvoice-editor .label=${PARTS.find(([name]) => name === part)?.[1] ?? "Config"} .value=${text} .findings=${own} .hot=${hot} .schema=${schema} .broken=${model.broken[/** @type {import("./model.js").Part} */ (part)]}
      @edited=${(/** @type {any} */ event) => model.set({ [part]: event.detail })}
      @placed=${(/** @type {any} */ event) => this.lookAt({ kind: "input", at: part === "deal" ? event.detail : `/${part}${event.detail}` })}></wonvoice-editor></div>`;
  }

  /** @returns {import("./fields.js").Page} */
  #fieldPage() {
    const { model, looked } = this;
    const trace = this.document_?.trace ?? [];
    const sources = looked?.kind === "value" ? (originOf(trace, looked.at)?.from ?? []) : [];
    const fed = new Set(trace.flatMap((/** @type {any} */ one) => one.from));
    const findings = this.findings;
    return {
      labels: model.labels(),
      isOpen: (pointer) => this.open_.has(pointer),
      toggle: (pointer, isOpen) => {
        if (this.open_.has(pointer) === isOpen) return;
        if (isOpen) this.open_.add(pointer);
        else this.open_.delete(pointer);
        this.requestUpdate();
      },
      isHot: (pointer) => sources.some((source) => source === pointer || pointer.startsWith(`${source}/`) || source.startsWith(`${pointer}/`)),
      isFed: (pointer) => fed.has(pointer),
      said: (pointer) => findings.filter(({ path }) => path === pointer),
      write: (pointer, raw) => model.write(pointer, raw),
    };
  }

  #paper() {
    const { model } = this;
    const { result } = model;
    if (result === undefined) return html`<p class="note" role="status">${this.isReady ? "Bring a deal, or choose an example." : "Loading the core…"}</p>`;
    const { plan, verdicts, documents } = result;
    const document = this.document_;
    const findings = this.findings;
    const snapshotText = snapshotOf(model.texts, document?.tenantId, document?.entity);
    const snapshot = this.#snapshot(snapshotText);
    const trace = document?.trace;
    const hot = new Set(this.looked?.kind === "input" ? fedBy(trace, this.looked.at).map(({ at }) => at) : this.looked === undefined ? [] : [this.looked.at]);
    const wrong = findings.filter(({ severity, path }) => severity !== "info" && path !== "").map(({ path }) => path);
    const marked = (/** @type {string} */ at) => (originOf(trace, at)?.from ?? []).some((source) => wrong.includes(source));
    return html`
      ${verdictCard(plan, verdicts, document, { hasExisting: model.texts.existing.trim() !== "", isNothingThere: model.isNothingThere, take: (is) => model.set({}, { isNothingThere: is, isStep: true }), forget: () => model.set({ existing: "" }, { isStep: true }), open: () => this.pick() })}
      ${ledger(documents, plan.schedule, Math.min(this.chosen, documents.length - 1), (index) => ((this.chosen = index), this.requestUpdate()))}
      <div @keydown=${this.#valueKeys} class="sheet">${document !== undefined ? invoice(document, snapshot, this.#contactName(), { hot, marked }) : plan.preview !== undefined ? unsent(plan.preview, snapshot) : nothing}</div>
      ${findingList(findings, (pointer) => this.reveal(pointer), (pointer) => pointer !== "" && model.valueAt(pointer) !== undefined)}
      <p class="note no-print">Computed here in ${Math.max(1, Math.round(result.took))} ms, by the same core that writes to Xero.</p>`;
  }

  /** @param {string} text */
  #snapshot(text) {
    if (this.kept["snapshotText"] !== text) this.kept = { ...this.kept, snapshotText: text, snapshot: JSON.parse(text) };
    return this.kept["snapshot"];
  }

  /** Arrows go from value to value. */
  #valueKeys = (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    const all = /** @type {HTMLElement[]} */ ([...this.renderRoot.querySelectorAll(".sheet .val")]);
    const at = all.indexOf(/** @type {HTMLElement} */ (event.target));
    if (step === undefined || at < 0) return;
    event.preventDefault();
    all[Math.min(all.length - 1, Math.max(0, at + step))]?.focus();
  };

  /** @override */
  updated() {
    // One value is reached by Tab, the others by arrows.
    const all = /** @type {HTMLElement[]} */ ([...this.renderRoot.querySelectorAll(".sheet .val")]);
    const now = all.find((one) => one.dataset["at"] === this.looked?.at) ?? all[0];
    for (const one of all) one.tabIndex = one === now ? 0 : -1;
  }

  #inspector() {
    const { looked, model } = this;
    const trace = this.document_?.trace;
    if (looked === undefined || this.document_ === undefined) return html`<aside class="inspector" aria-label="Where it comes from"><span class="note">Point at a value, or at a field, to see where it comes from and what it feeds.</span></aside>`;
    if (looked.kind === "value") {
      const origin = originOf(trace, looked.at);
      return html`<aside class="inspector" aria-label="Where it comes from" aria-live="polite"><b>${fieldName(looked.at)}</b> <span>${origin === undefined ? "always so" : byWords(origin)}</span>
        ${(origin?.from ?? []).map((pointer) => html`<span><button type="button" class="val path" tabindex="0" @click=${() => this.reveal(pointer)} aria-label=${`Show ${pointer}`}>${this.#named(pointer)}</button>${this.#valueText(pointer)}</span>`)}</aside>`;
    }
    const fed = fedBy(trace, looked.at);
    return html`<aside class="inspector" aria-label="What it feeds" aria-live="polite"><b><bdi>${this.#named(looked.at)}</bdi></b>${fed.length === 0 ? html`<span class="note">feeds nothing of this document</span>` : html`<span>feeds ${fed.map(({ at }) => fieldName(at)).join(" · ")}</span>`}</aside>`;
  }

  /** @param {string} pointer */
  #named(pointer) {
    const labels = this.model.labels();
    return pointer.slice(1).split("/").map((step) => labels.get(step) ?? step).join(" › ");
  }

  /** @param {string} pointer */
  #valueText(pointer) {
    const text = this.model.valueAt(pointer);
    return text === undefined || text.length > 60 ? nothing : html` <bdi>${text}</bdi>`;
  }
}

customElements.define("wonvoice-preview", WonvoicePreview);
