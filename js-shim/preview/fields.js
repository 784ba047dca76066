// The deal's side of the input as fields, by the names that people know; each can be written.

import { html, nothing } from "lit";
import { pointerOf } from "./json.js";

/** @typedef {import("./json.js").Node} Node */
/** @typedef {{ labels: Map<string, string>, isOpen: (pointer: string) => boolean, toggle: (pointer: string, isOpen: boolean) => void, isHot: (pointer: string) => boolean, isFed: (pointer: string) => boolean, said: (pointer: string) => any[], write: (pointer: string, raw: string) => void }} Page */

/** Parts in words. */
const NAMES = /** @type {Record<string, string>} */ ({ productDetails: "Product catalogue", fields: "Field metadata", localDates: "Dates where the organisation is", now: "Now" });

/** @param {string} name */
const inWords = (name) => {
  const text = name.replace(/_/g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** What somebody wrote, as JSON of the kind that stood there. @param {Node} node @param {string} text */
function rawOf(node, text) {
  if (node.type === "string") return JSON.stringify(text);
  return /^(-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?|true|false|null)$/.test(text.trim()) ? text.trim() : JSON.stringify(text);
}

/** @param {string} source @param {Node} node */
const textOf = (source, node) => (node.type === "string" ? String(node.value) : source.slice(node.offset, node.offset + node.length));

/** @param {Page} page @param {string} pointer */
const remarks = (page, pointer) => page.said(pointer).map((one) => html`<small class=${one.severity}><bdi>${one.message}</bdi>: ${one.remedy}</small>`);

/** The name of a row in a list. @param {Node} node @param {number} index */
function titleOf(node, index) {
  const named = (/** @type {string} */ key) => node.children?.find(({ children: [name] = [] }) => name?.value === key)?.children?.[1]?.value;
  return named("name") ?? named("title") ?? named("description") ?? named("label") ?? named("value") ?? `${index + 1}`;
}

/** @param {Page} page @param {string} source @param {Node} node @param {(string | number)[]} steps @param {string} name @returns {unknown} */
function branch(page, source, node, steps, name) {
  const pointer = pointerOf(steps);
  const children = node.children ?? [];
  if (node.type !== "object" && node.type !== "array") {
    return html`<label class="leaf ${page.isHot(pointer) ? "hot" : ""} ${page.isFed(pointer) ? "fed" : ""}" data-pointer=${pointer}><span class="text">${name}</span>
      <input .value=${textOf(source, node)} spellcheck="false" autocomplete="off" @input=${(/** @type {any} */ event) => page.write(pointer, rawOf(node, event.target.value))}>${remarks(page, pointer)}</label>`;
  }
  const isOpen = page.isOpen(pointer);
  return html`<details ?open=${isOpen} @toggle=${(/** @type {any} */ event) => page.toggle(pointer, event.target.open)}>
    <summary class=${!isOpen && page.isHot(pointer) ? "hot" : ""} data-pointer=${pointer}><span class="text">${name}</span> <small>${children.length === 0 ? "empty" : node.type === "array" ? `${children.length}` : nothing}</small></summary>
    ${remarks(page, pointer)}
    ${isOpen ? inner(page, source, node, steps) : nothing}</details>`;
}

/** @param {Page} page @param {string} source @param {Node} node @param {(string | number)[]} steps @returns {unknown[]} */
function inner(page, source, node, steps) {
  if (node.type === "array") return (node.children ?? []).map((child, index) => branch(page, source, child, [...steps, index], String(titleOf(child, index))));
  return (node.children ?? []).map(({ children: [key, child] = [] }) => {
    if (key === undefined || child === undefined) return nothing;
    const name = String(key.value);
    // What only wraps the answer of an API needs no name.
    if (name === "data" && steps.length === 1 && (child.type === "object" || child.type === "array")) return inner(page, source, child, [...steps, name]);
    if (steps.length === 1 && (name === "success" || name === "additional_data")) return nothing;
    return branch(page, source, child, [...steps, name], steps.length === 0 ? (NAMES[name] ?? inWords(name)) : (page.labels.get(name) ?? inWords(name)));
  });
}

/** @param {Page} page @param {string} source @param {Node | undefined} root */
export const fields = (page, source, root) => (root === undefined ? nothing : html`<div class="tree">${inner(page, source, root, [])}</div>`);
