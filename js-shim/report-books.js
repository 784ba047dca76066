// The core's books as a report reads them: filled page by page, closed once, and then read row by row.

import { callJson } from "./node.js";

/** @typedef {{ code: string, severity: string, path: string, message: string, remedy: string }} Finding */
/** @typedef {Record<string, any>} Summary */

/** Rows of a page. */
const PAGE = 1_000;

/** @param {string} settings all of the input but deals and documents, as the text of an object's members */
export function openBooks(settings) {
  /** @type {string[]} */
  const deals = [];
  /** @type {Map<string, string[]>} */
  const documents = new Map();
  /** @type {any} */
  let result;
  return {
    /** @param {string[]} rows texts */
    addDeals: (rows) => void deals.push(...rows),
    /** @param {string[]} rows texts @param {string} entity */
    addDocuments(rows, entity) {
      const found = documents.get(entity) ?? [];
      found.push(...rows);
      documents.set(entity, found);
    },
    /** @returns {Summary} */
    close() {
      const listed = [...documents].map(([entity, rows]) => `${JSON.stringify(entity)}:[${rows.join(",")}]`).join(",");
      const given = documents.size === 1 && documents.has("") ? `[${documents.get("")?.join(",")}]` : `{${listed}}`;
      result = JSON.parse(callJson("reconcile", `{${settings}${settings === "" ? "" : ","}"deals":[${deals.join(",")}],"documents":${given}}`));
      const { deals: _, documents: __, ...summary } = result;
      return summary;
    },
    /** @returns {Generator<any>} */
    *deals() {
      for (let at = 0; at < result.deals.length; at += PAGE) yield* result.deals.slice(at, at + PAGE);
    },
    /** @returns {Generator<any>} */
    *documents() {
      for (let at = 0; at < result.documents.length; at += PAGE) yield* result.documents.slice(at, at + PAGE);
    },
    free() {},
  };
}

/** @typedef {ReturnType<typeof openBooks>} OpenBooks */
