// What the page holds: the texts, what was computed of them, and the way back.

import { computed, parsedOf } from "./compute.js";
import { nodeAt, replaced, changed, sliceOf, stepsOf } from "./json.js";

/** @typedef {import("./compute.js").Texts} Texts */
/** @typedef {keyof Texts} Part */

const EMPTY = { deal: "{}", config: "", snapshot: "", contacts: "", existing: "" };
/** Changes of one place within this many milliseconds are undone together. */
const TOGETHER = 800;
const DEPTH = 200;

export class Model extends EventTarget {
  /** @type {Texts} */
  texts = { ...EMPTY };
  /** Whether Xero is taken to have nothing of the deal, where nobody says what it has. */
  isNothingThere = true;
  /** @type {ReturnType<typeof computed> | undefined} */
  result;
  /** What cannot be read, by part; what was computed before stays. @type {Partial<Record<Part, import("./json.js").Broken>>} */
  broken = {};
  /** @type {{ texts: Texts, isNothingThere: boolean }[]} */
  #past = [];
  /** @type {{ texts: Texts, isNothingThere: boolean }[]} */
  #future = [];
  #lastChange = { part: "", at: 0 };

  /**
   * @param {Partial<Texts>} texts @param {{ isNothingThere?: boolean, isStep?: boolean }} [how] `isStep`: a change that is undone by itself
   */
  set(texts, { isNothingThere = this.isNothingThere, isStep = false } = {}) {
    const part = Object.keys(texts).join();
    const now = performance.now();
    const isSame = !isStep && this.#lastChange.part === part && now - this.#lastChange.at < TOGETHER;
    if (!isSame) this.#past = [...this.#past.slice(1 - DEPTH), { texts: this.texts, isNothingThere: this.isNothingThere }];
    this.#future = [];
    this.#lastChange = { part: isStep ? "" : part, at: now };
    this.#take({ texts: { ...this.texts, ...texts }, isNothingThere });
  }

  /** A new beginning, such as an example. @param {Partial<Texts>} texts */
  load(texts) {
    this.set({ ...EMPTY, config: this.texts.config, snapshot: this.texts.snapshot, ...texts }, { isStep: true });
  }

  canUndo() {
    return this.#past.length > 1;
  }

  canRedo() {
    return this.#future.length > 0;
  }

  undo() {
    const before = this.canUndo() ? this.#past.pop() : undefined;
    if (before === undefined) return;
    this.#future.push({ texts: this.texts, isNothingThere: this.isNothingThere });
    this.#lastChange = { part: "", at: 0 };
    this.#take(before);
  }

  redo() {
    const after = this.#future.pop();
    if (after === undefined) return;
    this.#past.push({ texts: this.texts, isNothingThere: this.isNothingThere });
    this.#take(after);
  }

  /** @param {{ texts: Texts, isNothingThere: boolean }} next */
  #take({ texts, isNothingThere }) {
    this.texts = texts;
    this.isNothingThere = isNothingThere;
    this.broken = {};
    for (const part of /** @type {Part[]} */ (Object.keys(texts))) {
      if (texts[part].trim() === "" && part !== "deal") continue;
      const { broken } = parsedOf(part, texts[part]);
      if (broken !== undefined) this.broken[part] = broken;
    }
    if (Object.keys(this.broken).length === 0) this.result = computed(texts, isNothingThere);
    this.dispatchEvent(new Event("change"));
  }

  /** The part of the page that a pointer into the core's input points into. @param {string} pointer @returns {{ part: Part, steps: string[] }} */
  placeOf(pointer) {
    const steps = stepsOf(pointer);
    const [first = ""] = steps;
    if (first === "config" || first === "contacts" || first === "existing") return { part: first, steps: steps.slice(1) };
    if (first === "snapshot" || first === "snapshots") return { part: "snapshot", steps: steps.slice(1) };
    return { part: "deal", steps };
  }

  /** The text of a value in the input. @param {string} pointer @returns {string | undefined} */
  valueAt(pointer) {
    const { part, steps } = this.placeOf(pointer);
    const node = nodeAt(parsedOf(part, this.texts[part]).root, steps);
    if (node === undefined) return undefined;
    return node.type === "string" ? String(node.value) : sliceOf(this.texts[part], node);
  }

  /** @param {string} pointer @param {string} raw JSON */
  write(pointer, raw) {
    const { part, steps } = this.placeOf(pointer);
    this.set({ [part]: replaced(parsedOf(part, this.texts[part]), steps, raw) });
  }

  /** @param {Part} part @param {string[]} steps @param {unknown} value nothing takes it away */
  put(part, steps, value) {
    this.set({ [part]: changed(parsedOf(part, this.texts[part]), steps, value) }, { isStep: true });
  }

  /** The config as an object; nothing while it cannot be read. @returns {any} */
  config() {
    try {
      return JSON.parse(this.texts.config);
    } catch {
      return undefined;
    }
  }

  /** Names that people know, by the hashes of custom fields. @returns {Map<string, string>} */
  labels() {
    const node = nodeAt(parsedOf("deal", this.texts.deal).root, ["fields"]);
    const text = node === undefined ? "" : sliceOf(this.texts.deal, node);
    if (text !== this.#labelText) {
      this.#labelText = text;
      this.#labels = new Map();
      collect(text === "" ? undefined : JSON.parse(text), this.#labels);
    }
    return this.#labels;
  }

  #labelText = "";
  /** @type {Map<string, string>} */
  #labels = new Map();
}

/** @param {any} value @param {Map<string, string>} labels */
function collect(value, labels) {
  if (value === null || typeof value !== "object") return;
  const [code, name] = [value.field_code ?? value.key, value.field_name ?? value.name];
  if (typeof code === "string" && typeof name === "string") labels.set(code, name);
  else for (const one of Object.values(value)) collect(one, labels);
}
