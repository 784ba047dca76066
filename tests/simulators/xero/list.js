// What every list has in common: the envelope, `where`, `order`, If-Modified-Since, pages, and that what was just
// written may not be found yet. Sources: "Requests and responses", "Pagination" of developer.xero.com; the operations'
// parameters in the specification.
import { refused, unparsed } from "./errors.js";
import { QueryError, parseWhere, plain } from "./where.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./world.js").World} World */

export const PAGE = 100;
export const LARGEST_PAGE = 1000;

/** Around every answer. @param {World} world @param {Json} body @returns {Answer} */
export const ok = (world, body) => ({ status: 200, body: { Id: world.newId(), Status: "OK", ProviderName: "Wonvoice simulator", DateTimeUTC: `/Date(${world.clock.now()})/`, ...body } });

/** Members of a comma-separated list. @param {Request} request @param {string} name */
export const listed = ({ query }, name) => query.get(name)?.split(",").map((one) => plain(one.trim()));

/** @param {World} world @param {{ visible: number }} row @param {number} lag */
export function isFound(world, row, lag) {
  const found = world.clock.ticks() >= row.visible + lag;
  if (!found) world.lagged += 1;
  return found;
}

/**
 * The rows that a request asks for, in pages where it asks for pages.
 * @template {{ updated: number, visible: number }} Row
 * @param {World} world @param {Request} request
 * @param {object} given
 * @param {string} given.entity its name in messages
 * @param {string} given.many its name in the envelope
 * @param {Row[]} given.rows
 * @param {import("./where.js").Fields} given.fields
 * @param {(row: Row) => boolean} [given.keep] the entity's own parameters
 * @param {(row: Row, isPaged: boolean) => Json} given.json
 * @param {boolean} [given.hasPages]
 * @returns {Answer}
 */
export function list(world, request, { entity, many, rows, fields, keep = () => true, json, hasPages = true }) {
  const { query, headers } = request;
  const where = query.get("where");
  const since = Date.parse(String(headers["if-modified-since"] ?? ""));
  const isFiltered = where !== null || [...query.keys()].some((name) => ["IDs", "InvoiceNumbers", "ContactIDs", "Statuses"].includes(name));
  let found = rows.filter((row) => (Number.isNaN(since) || row.updated > since) && keep(row));
  try {
    if (where !== null) {
      const filter = parseWhere(where, fields, entity);
      if (!filter.isOptimised && world.behaviour.refusesUnoptimised) return refused("The where filter is not optimised, which this organisation's size needs.");
      found = found.filter(filter.test);
    }
    const [, name = "", direction = ""] = /^([\w.]+)(?:\s+(ASC|DESC))?$/i.exec(query.get("order") ?? "") ?? [];
    const by = fields[name.toLowerCase()];
    if (query.has("order") && by === undefined) throw new QueryError(`No property or field '${name}' exists in type '${entity}'`);
    if (by) found = found.toSorted((a, b) => (direction.toUpperCase() === "DESC" ? -1 : 1) * (plain(by.get(a)) < plain(by.get(b)) ? -1 : 1));
  } catch (error) {
    if (error instanceof QueryError) return unparsed(error.message);
    throw error;
  }
  if (isFiltered) found = found.filter((row) => isFound(world, row, world.behaviour.whereLag));
  if (!hasPages || !query.has("page")) {
    if (hasPages && found.length > 100_000) return refused("Too many results: use pages.");
    return ok(world, { [many]: found.map((row) => json(row, false)) });
  }
  const [page, size] = [Number(query.get("page")), Number(query.get("pageSize") ?? PAGE)];
  if (!(page >= 1) || !(size >= 1 && size <= LARGEST_PAGE)) return refused(`page begins at 1, pageSize goes from 1 to ${LARGEST_PAGE}`);
  const shownRows = found.slice((page - 1) * size, page * size);
  return ok(world, { pagination: { page, pageSize: size, pageCount: Math.ceil(found.length / size), itemCount: found.length }, [many]: shownRows.map((row) => json(row, true)) });
}

/**
 * Text search: in which fields is documented, which part of them it finds is not, so it is a setting.
 * @param {World} world @param {string} term @param {(string | undefined)[]} texts
 */
export function matches(world, term, texts) {
  const wanted = plain(term).trim();
  return texts.some((text) => {
    const there = plain(text);
    switch (world.behaviour.searchMatches) {
      case "whole": return there === wanted;
      case "prefix": return there.startsWith(wanted);
      case "word": return there.split(/\s+/).includes(wanted);
      default: return there.includes(wanted);
    }
  });
}
