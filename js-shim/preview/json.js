// JSON text with the places of its parts. Numbers keep the digits that they are written with.

import { applyEdits, findNodeAtLocation, format, getNodePath, findNodeAtOffset, modify, parseTree, printParseErrorCode } from "jsonc-parser";

/** @typedef {import("jsonc-parser").Node} Node */
/** @typedef {{ offset: number, line: number, column: number, message: string }} Broken */
/** @typedef {{ text: string, root: Node | undefined, broken: Broken | undefined }} Parsed */

const STRICT = { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false };
const FORM = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: "\n" } };

/** @param {string} text @param {number} offset */
export function placeOf(text, offset) {
  const before = text.slice(0, offset);
  const line = before.split("\n").length;
  return { line, column: offset - before.lastIndexOf("\n") };
}

/** @param {string} word as the parser names it */
const inWords = (word) => word.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

/** @param {string} text @returns {Parsed} */
export function parsed(text) {
  /** @type {import("jsonc-parser").ParseError[]} */
  const errors = [];
  const root = parseTree(text, errors, STRICT);
  const [first] = errors;
  const broken = first === undefined ? undefined : { offset: first.offset, ...placeOf(text, first.offset), message: inWords(printParseErrorCode(first.error)) };
  return { text, root, broken };
}

/** The members of an object: name and text. @param {Parsed} one @returns {[string, Node][]} */
export function members({ root }) {
  if (root?.type !== "object") return [];
  return (root.children ?? []).flatMap(({ children: [name, value] = [] }) => (name === undefined || value === undefined ? [] : [/** @type {[string, Node]} */ ([String(name.value), value])]));
}

/** @param {string} text @param {Node} node */
export const sliceOf = (text, node) => text.slice(node.offset, node.offset + node.length);

/** @param {string} pointer */
export const stepsOf = (pointer) => (pointer === "" ? [] : pointer.slice(1).split("/").map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~")));

/** @param {(string | number)[]} steps */
export const pointerOf = (steps) => steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The steps as the parser wants them: places of lists as numbers. @param {Node} root @param {string[]} steps */
function located(root, steps) {
  /** @type {(string | number)[]} */
  const path = [];
  for (const step of steps) {
    const here = findNodeAtLocation(root, path);
    path.push(here?.type === "array" && /^\d+$/.test(step) ? Number(step) : step);
  }
  return path;
}

/** @param {Node | undefined} root @param {string[]} steps @returns {Node | undefined} */
export const nodeAt = (root, steps) => (root === undefined ? undefined : findNodeAtLocation(root, located(root, steps)));

/** Where the cursor stands. @param {Node | undefined} root @param {number} offset @returns {string} */
export function pointerAt(root, offset) {
  const node = root === undefined ? undefined : findNodeAtOffset(root, offset, true);
  return node === undefined ? "" : pointerOf(getNodePath(node));
}

/**
 * The text with another value in a place; nothing takes it away.
 * @param {Parsed} one @param {string[]} steps @param {unknown} value
 */
export function changed({ text, root }, steps, value) {
  if (root === undefined) return text;
  return applyEdits(text, modify(text, located(root, steps), value, FORM));
}

/** The text with another scalar in a place, as somebody wrote it. @param {Parsed} one @param {string[]} steps @param {string} raw */
export function replaced({ text, root }, steps, raw) {
  const node = nodeAt(root, steps);
  return node === undefined ? text : text.slice(0, node.offset) + raw + text.slice(node.offset + node.length);
}

/** The same on many lines, without touching a token. @param {string} text */
export const tidy = (text) => applyEdits(text, format(text, undefined, FORM.formattingOptions));

/** @param {[string, string][]} parts names and texts @returns {string} */
export const objectOf = (parts) => `{${parts.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;
