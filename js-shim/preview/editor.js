// A JSON editor: findings at their place, completion by the schema, and light on what a value came from.

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, indentWithTab } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completions } from "./complete.js";
import { nodeAt, parsed, pointerAt } from "./json.js";

const theme = EditorView.theme({
  "&": { backgroundColor: "var(--card)", color: "var(--ink)", fontSize: "12.5px", height: "100%", maxHeight: "70vh" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.55" },
  ".cm-gutters": { backgroundColor: "var(--card)", color: "var(--soft)", borderRight: "1px solid var(--line)" },
  ".cm-content": { caretColor: "var(--ink)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "var(--tint) !important" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "-2px" },
  ".cm-hot": { backgroundColor: "var(--hot)", borderRadius: "3px" },
  ".cm-tooltip": { backgroundColor: "var(--card)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionInfo": { maxWidth: "320px", padding: "6px 10px" },
  ".cm-foldPlaceholder": { backgroundColor: "var(--sunk)", border: "0", color: "var(--soft)" },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--ink)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--info)" },
]);

/** @type {import("@codemirror/state").StateEffectType<{ from: number, to: number }[]>} */
const light = StateEffect.define();
const mark = Decoration.mark({ class: "cm-hot" });
const lit = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) if (effect.is(light)) return Decoration.set(effect.value.map(({ from, to }) => mark.range(from, to)), true);
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

/** @type {Record<string, "error" | "warning" | "info">} */
const SEVERITY = { error: "error", warning: "warning", info: "info" };

class WonvoiceEditor extends HTMLElement {
  #value = "";
  /** @type {any[]} */
  #findings = [];
  /** @type {string[][]} */
  #hot = [];
  /** @type {import("./json.js").Broken | undefined} */
  #broken;
  /** @type {EditorView | undefined} */
  #view;
  #hotKey = "";
  schema = undefined;
  label = "JSON";

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({
        doc: this.#value,
        extensions: [
          lineNumbers(), foldGutter(), lintGutter(), drawSelection(), highlightActiveLine(), bracketMatching(), json(), syntaxHighlighting(colours), theme, lit,
          autocompletion({ override: [(context) => completions(context, this.schema)] }),
          // Undo is the page's own: it knows what the forms changed, too.
          keymap.of([...completionKeymap, ...lintKeymap, ...foldKeymap, ...defaultKeymap, { ...indentWithTab, key: "Mod-]" }]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ "aria-label": `${this.label} as JSON`, spellcheck: "false" }),
          EditorView.updateListener.of((update) => this.#updated(update)),
        ],
      }),
    });
    // What scrolls can be reached without a mouse, too.
    this.#view.scrollDOM.tabIndex = 0;
    this.#view.dom.addEventListener("mousemove", (event) => {
      const at = this.#view?.posAtCoords({ x: event.clientX, y: event.clientY });
      if (at !== null && at !== undefined) this.#place(at);
    });
    this.#refresh();
  }

  disconnectedCallback() {
    this.#view?.destroy();
    this.#view = undefined;
  }

  /** @param {import("@codemirror/view").ViewUpdate} update */
  #updated(update) {
    if (update.docChanged) {
      const text = update.state.doc.toString();
      if (text !== this.#value) {
        this.#value = text;
        this.dispatchEvent(new CustomEvent("edited", { detail: text }));
      }
    }
    if (update.selectionSet && !update.docChanged) this.#place(update.state.selection.main.head);
  }

  #lastPlace = "";
  /** @param {number} at */
  #place(at) {
    const pointer = pointerAt(this.#parsed().root, at);
    if (pointer === this.#lastPlace) return;
    this.#lastPlace = pointer;
    this.dispatchEvent(new CustomEvent("placed", { detail: pointer }));
  }

  /** @type {import("./json.js").Parsed | undefined} */
  #read;
  #parsed() {
    if (this.#read?.text !== this.#value) this.#read = parsed(this.#value);
    return this.#read ?? parsed("");
  }

  get value() {
    return this.#value;
  }

  set value(text) {
    if (text === this.#value) return;
    this.#value = text;
    const view = this.#view;
    if (view !== undefined) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    this.#refresh();
  }

  set findings(/** @type {any[]} */ findings) {
    this.#findings = findings ?? [];
    this.#refresh();
  }

  set hot(/** @type {string[][]} */ hot) {
    this.#hot = hot ?? [];
    this.#refresh();
  }

  set broken(/** @type {import("./json.js").Broken | undefined} */ broken) {
    this.#broken = broken;
    this.#refresh();
  }

  #waits = false;
  #refresh() {
    if (this.#waits) return;
    this.#waits = true;
    queueMicrotask(() => {
      this.#waits = false;
      const view = this.#view;
      if (view === undefined) return;
      const { root } = this.#parsed();
      const end = view.state.doc.length;
      /** @type {import("@codemirror/lint").Diagnostic[]} */
      const said = this.#findings.flatMap((one) => {
        const node = nodeAt(root, one.steps) ?? nodeAt(root, one.steps.slice(0, -1));
        // Of what goes over lines, the first.
        const line = node === undefined ? -1 : this.#value.indexOf("\n", node.offset);
        const to = node === undefined ? 0 : Math.min(end, node.offset + node.length, line < 0 ? end : line);
        return node === undefined ? [] : [{ from: Math.min(node.offset, to), to, severity: SEVERITY[one.severity] ?? "info", source: one.code, message: `${one.message}\n→ ${one.remedy}` }];
      });
      if (this.#broken !== undefined) {
        // At the end of the text, its last letter: of a line's end nothing would be seen.
        const last = Math.max(0, this.#value.trimEnd().length - 1);
        said.push({ from: Math.min(this.#broken.offset, last), to: Math.min(Math.max(this.#broken.offset, last) + 1, end), severity: "error", message: `not JSON: ${this.#broken.message}` });
      }
      const ranges = this.#hot.flatMap((steps) => {
        const node = nodeAt(root, steps);
        return node === undefined || node.length === 0 || node.offset + node.length > end ? [] : [{ from: node.offset, to: node.offset + node.length }];
      });
      const key = JSON.stringify([said, ranges]);
      if (key === this.#hotKey) return;
      this.#hotKey = key;
      view.dispatch(setDiagnostics(view.state, said), { effects: light.of(ranges) });
      if (ranges[0] !== undefined) view.dispatch({ effects: EditorView.scrollIntoView(ranges[0].from, { y: "nearest" }) });
    });
  }

  /** Goes to a place. @param {string[]} steps */
  show(steps) {
    const node = nodeAt(this.#parsed().root, steps);
    if (node === undefined || this.#view === undefined) return;
    this.#view.dispatch({ selection: { anchor: node.offset }, effects: EditorView.scrollIntoView(node.offset, { y: "center" }) });
    this.#view.focus();
  }
}

customElements.define("wonvoice-editor", WonvoiceEditor);
