// The core's books as a report reads them: filled page by page, closed once, and then read row by row.

import { Books } from "./node.js";

/** @typedef {{ code: string, severity: string, path: string, message: string, remedy: string }} Finding */
/** @typedef {Record<string, any>} Summary */

/** Rows of a page. */
const PAGE = 1_000;

/** @param {(offset: number, count: number) => string} read @param {number} count @returns {Generator<any>} */
function* pages(read, count) {
  for (let at = 0; at < count; at += PAGE) for (const line of read(at, PAGE).split("\n")) if (line !== "") yield JSON.parse(line);
}

/** @param {string} settings all of the input but deals and documents, as the text of an object's members */
export function openBooks(settings) {
  const books = new Books(`{${settings}}`);
  let counts = { deals: 0, documents: 0 };
  return {
    /** @param {string[]} rows texts */
    addDeals: (rows) => void books.addDeals(`[${rows.join(",")}]`),
    /** @param {string[]} rows texts @param {string} entity */
    addDocuments: (rows, entity) => void books.addDocuments(`[${rows.join(",")}]`, entity === "" ? undefined : entity),
    /** @returns {Summary} */
    close() {
      const summary = books.close();
      counts = summary.counts;
      return summary;
    },
    deals: () => pages((offset, count) => books.dealsJson(offset, count), counts.deals),
    documents: () => pages((offset, count) => books.documentsJson(offset, count), counts.documents),
    free: () => books.free(),
  };
}

/** @typedef {ReturnType<typeof openBooks>} OpenBooks */
