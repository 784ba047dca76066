// A form made from the config's schema: what is set stands open, the rest waits behind its name.

import { html, nothing } from "lit";
import { pointerOf } from "./json.js";
import { shapeOf } from "./schema.js";

/** @typedef {{ schema: any, isOpen: (pointer: string) => boolean, toggle: (pointer: string, isOpen: boolean) => void, put: (steps: string[], value: unknown) => void, said: (pointer: string) => any[] }} Form */

/** @param {string} name */
const inWords = (name) => name.replace(/([a-z])([A-Z])/g, "$1 $2").replace(/^./, (first) => first.toUpperCase()).replace(/(?<= )[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());

/** @param {Form} form @param {string[]} steps */
const remarks = (form, steps) => form.said(pointerOf(steps)).map((one) => html`<small class=${one.severity}><bdi>${one.message}</bdi>: ${one.remedy}</small>`);

/** What is written where anything may stand. @param {string} text */
function anything(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** @param {Form} form @param {any} node @param {any} value @param {string[]} steps @param {string} name @returns {unknown} */
export function field(form, node, value, steps, name) {
  const shape = shapeOf(form.schema, node);
  const put = (/** @type {unknown} */ next) => form.put(steps, next);
  const pointer = `/config${pointerOf(steps)}`;
  const text = typeof value === "string" ? value : value === undefined || value === null ? "" : JSON.stringify(value);
  const usual = shape.fallback === undefined || shape.fallback === null ? "" : typeof shape.fallback === "string" ? shape.fallback : JSON.stringify(shape.fallback);
  const help = html`${shape.description === undefined ? nothing : html`<small>${shape.description.replace(/\s+/g, " ")}</small>`}${remarks(form, steps)}`;
  if (shape.kind === "object" || shape.kind === "map" || shape.kind === "list") return group(form, shape, value, steps, name);
  if (shape.kind === "choice") {
    return html`<label class="field" data-pointer=${pointer}><span>${inWords(name)}</span><select @change=${(/** @type {any} */ event) => put(event.target.value === "" ? undefined : anything(event.target.value))}>
      <option value="" ?selected=${text === ""}>${usual === "" ? "not set" : `${usual} (as usual)`}</option>${shape.choices.map((one) => html`<option value=${one.value} ?selected=${value === one.value} title=${one.description ?? ""}>${one.value}</option>`)}</select>${help}</label>`;
  }
  if (shape.kind === "yes-no") return html`<label class="field" data-pointer=${pointer}><span>${inWords(name)}</span><select @change=${(/** @type {any} */ event) => put(event.target.value === "" ? undefined : event.target.value === "true")}><option value="" ?selected=${text === ""}>${usual === "" ? "not set" : usual === "true" ? "yes (as usual)" : "no (as usual)"}</option><option value="true" ?selected=${value === true}>yes</option><option value="false" ?selected=${value === false}>no</option></select>${help}</label>`;
  const read = (/** @type {string} */ next) => (next === "" ? undefined : shape.kind === "text" ? next : anything(next));
  return html`<label class="field" data-pointer=${pointer}><span>${inWords(name)}</span><input .value=${text} placeholder=${usual} spellcheck="false" autocomplete="off" inputmode=${shape.kind === "number" ? "numeric" : "text"} @change=${(/** @type {any} */ event) => put(read(event.target.value))}>${help}</label>`;
}

/** @param {Form} form @param {import("./schema.js").Shape} shape @param {any} value @param {string[]} steps @param {string} name */
function group(form, shape, value, steps, name) {
  const pointer = pointerOf(steps);
  const isOpen = form.isOpen(pointer);
  const count = value === undefined || value === null ? "" : shape.kind === "object" ? "" : ` (${Object.keys(value).length})`;
  return html`<details class="group" ?open=${isOpen} @toggle=${(/** @type {any} */ event) => event.target === event.currentTarget && form.toggle(pointer, event.target.open)}>
    <summary data-pointer=${`/config${pointer}`}>${/^\d+$/.test(name) ? (value?.name ?? `${Number(name) + 1}`) : shape.kind === "object" || steps.length < 2 ? inWords(name) : name}<span class="note">${count}${value === undefined ? " not set" : ""}</span></summary>
    ${isOpen ? html`<div class="inner">${shape.description === undefined ? nothing : html`<small class="note">${shape.description.replace(/\s+/g, " ")}</small>`}${remarks(form, steps)}${inner(form, shape, value, steps)}</div>` : nothing}</details>`;
}

/** @param {Form} form @param {import("./schema.js").Shape} shape @param {any} value @param {string[]} steps */
function inner(form, shape, value, steps) {
  if (shape.kind === "object") return Object.entries(shape.properties).filter(([key]) => key !== "$schema").map(([key, one]) => field(form, one, value?.[key], [...steps, key], key));
  const take = (/** @type {string} */ key, /** @type {string} */ label) => html`<div><button type="button" class="button" @click=${() => form.put([...steps, key], undefined)}>Take away ${label}</button></div>`;
  if (shape.kind === "list") {
    const rows = Array.isArray(value) ? value : [];
    const kind = shapeOf(form.schema, shape.items).kind;
    const empty = kind === "object" || kind === "map" ? {} : kind === "list" ? [] : "";
    return html`${rows.map((one, index) => html`${field(form, shape.items, one, [...steps, String(index)], String(index))}${take(String(index), String(one?.name ?? index + 1))}`)}
      <div><button type="button" class="button" @click=${() => (value === undefined ? form.put(steps, [empty]) : form.put([...steps, String(rows.length)], empty))}>Add one</button></div>`;
  }
  const kind = shapeOf(form.schema, shape.values).kind;
  const add = (/** @type {any} */ event) => {
    event.preventDefault();
    const input = event.currentTarget.elements.key;
    if (input.value !== "" && value?.[input.value] === undefined) form.put([...steps, input.value], kind === "object" || kind === "map" ? {} : "");
    input.value = "";
  };
  return html`${Object.entries(value ?? {}).map(([key, one]) => html`${field(form, shape.values, one, [...steps, key], key)}${take(key, key)}`)}
    <form class="row-of add" @submit=${add}><label class="row-of"><span class="sr">Name of the new entry of ${steps.at(-1)}</span><input name="key" placeholder="name"></label><button class="button">Add</button></form>`;
}
