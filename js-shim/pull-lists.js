// What is read of each API, and in which pages. Rows are handed on as they came.

/** @typedef {{ rows: any[], place: any, isDone: boolean }} Page */
/** @typedef {ReturnType<typeof import("./pull-calls.js").createCalls>["get"]} Get */
/** A list: reads the page that begins at a place, null for the first. What is optional may be refused. @typedef {{ name: string, what: string, isOptional?: boolean, page: (place: any) => Promise<Page> }} List */

/** Deals of a page: as many as the lists of what hangs on them take by their ids. */
const DEALS = 100;
const DOCUMENTS = 1_000;
/** Lists lag: what is found late may have changed before what was found. Milliseconds, for which marks are kept. */
const OVERLAP = 3_600_000;
/** Marks that are kept; where more changed in an hour, some rows are written again, and the later counts. */
const MOST = 20_000;

/** @param {string} time @param {number} ms */
const before = (time, ms) => `${new Date(Date.parse(time) - ms).toISOString().slice(0, 19)}Z`;

/** @param {Record<string, string | number | undefined>} query */
const queryOf = (query) => new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))).toString();

/**
 * Deals with what hangs on them: a row is what `wonvoice map` takes.
 * @param {Get} get @param {string} company @param {{ since?: string | undefined }} [given]
 * @returns {List[]}
 */
export function dealLists(get, company, { since } = {}) {
  const origin = `https://${company}.pipedrive.com`;
  /** @param {string} path @param {Record<string, string | number | undefined>} query */
  const one = (path, query) => get("pipedrive", `${origin}/api/v2/${path}?${queryOf(query)}`);
  /** Every page of a list. @param {string} path @param {Record<string, string | number | undefined>} query */
  async function all(path, query) {
    const rows = [];
    for (let cursor; ; ) {
      const answer = await one(path, { ...query, cursor });
      rows.push(...(answer.data ?? []));
      cursor = answer.additional_data?.next_cursor ?? undefined;
      if (!cursor) return rows;
    }
  }
  /** @param {any[]} rows @param {string} member @returns {Map<unknown, any[]>} */
  function by(rows, member) {
    const found = new Map();
    for (const row of rows) found.set(row[member], [...(found.get(row[member]) ?? []), row]);
    return found;
  }

  /** @param {any[]} deals */
  async function whole(deals) {
    if (deals.length === 0) return [];
    const ids = deals.map(({ id }) => id).join(",");
    const idsOf = (/** @type {string} */ member) => [...new Set(deals.map((deal) => deal[member]).filter((id) => typeof id === "number"))].join(",");
    const products = by(await all("deals/products", { deal_ids: ids, limit: 500 }), "deal_id");
    const installments = by((await one("deals/installments", { deal_ids: ids, limit: 500 })).data ?? [], "deal_id");
    const [organizations, persons] = [idsOf("org_id"), idsOf("person_id")];
    const companies = organizations === "" ? new Map() : by(await all("organizations", { ids: organizations, limit: 500 }), "id");
    const people = persons === "" ? new Map() : by(await all("persons", { ids: persons, limit: 500 }), "id");
    return deals.map((deal) => {
      const [[organization], [person]] = [companies.get(deal.org_id) ?? [], people.get(deal.person_id) ?? []];
      return {
        deal, products: products.get(deal.id) ?? [], ...(installments.has(deal.id) ? { installments: installments.get(deal.id) } : {}),
        ...(organization === undefined ? {} : { organization }), ...(person === undefined ? {} : { person }),
      };
    });
  }

  /**
   * Deals in the order in which they changed. Of those that changed shortly before the last one, `seen` says which were
   * read.
   * @param {string} path @param {string} name @returns {List}
   */
  const list = (path, name) => ({
    name, what: name === "deals" ? "deals" : "archived deals",
    async page(place) {
      const from = place?.since ?? since;
      const answer = await one(path, { status: "open,won,lost", ...(path === "deals" ? { include_fields: "first_won_time" } : {}), updated_since: from, sort_by: "update_time", sort_direction: "asc", limit: DEALS, cursor: place?.cursor });
      const found = answer.data ?? [];
      const seen = new Set(place?.seen ?? []);
      const rows = found.filter((/** @type {any} */ deal) => !seen.has(`${deal.id} ${deal.update_time}`));
      const last = found.at(-1)?.update_time;
      const cursor = answer.additional_data?.next_cursor ?? undefined;
      const until = last === undefined ? from : before(last, OVERLAP);
      const marks = [...new Set([...seen, ...found.map((/** @type {any} */ deal) => `${deal.id} ${deal.update_time}`)])].filter((mark) => until === undefined || mark.slice(mark.indexOf(" ") + 1) >= until).slice(-MOST);
      // The cursor leads on until all is read; the next run begins before the last change.
      const begin = cursor ? from : until;
      return { rows: await whole(rows), isDone: !cursor, place: { ...(begin === undefined ? {} : { since: begin }), ...(cursor ? { cursor } : {}), seen: marks } };
    },
  });
  return [list("deals", "deals"), list("deals/archived", "deals-archived")];
}

/** Small lists of Pipedrive's, whole. @param {Get} get @param {string} company @returns {{ name: string, read: () => Promise<any> }[]} */
export function dealNames(get, company) {
  const origin = `https://${company}.pipedrive.com/api`;
  const all = async (/** @type {string} */ path) => {
    const data = [];
    for (let cursor = ""; ; ) {
      const answer = await get("pipedrive", `${origin}/v2/${path}?limit=500${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
      data.push(...(answer.data ?? []));
      cursor = answer.additional_data?.next_cursor ?? "";
      if (cursor === "") return { data };
    }
  };
  return [
    ...["stages", "pipelines"].map((name) => ({ name, read: () => all(name) })),
    { name: "fields", read: async () => ({ deal: (await all("dealFields")).data, organization: (await all("organizationFields")).data, person: (await all("personFields")).data }) },
    { name: "users", read: async () => ({ data: ((await get("pipedrive", `${origin}/v1/users`)).data ?? []).map((/** @type {any} */ { id, name, email }) => ({ id, name, email })) }) },
  ];
}

/** Milliseconds of a `/Date(…)/`. @param {any} row */
const updated = (row) => Number(/\/Date\((\d+)/.exec(String(row.UpdatedDateUTC))?.[1] ?? 0);

/** The lists of an organisation's documents. */
const KINDS = /** @type {const} */ ([["invoices", "Invoices", "InvoiceID", "invoices"], ["credit-notes", "CreditNotes", "CreditNoteID", "credit notes"], ["overpayments", "Overpayments", "OverpaymentID", "overpayments"], ["prepayments", "Prepayments", "PrepaymentID", "prepayments"]]);

/**
 * Documents in the order in which they changed. Xero numbers its pages, and what changes meanwhile moves behind the
 * last: so each begins anew at the second of the last row, as long as that goes on.
 * @param {Get} get @param {string} entity @param {string} tenant @param {{ since?: string | undefined, size?: number }} [given]
 * @returns {List[]}
 */
export function documentLists(get, entity, tenant, { since, size = DOCUMENTS } = {}) {
  return KINDS.map(([name, many, id, what]) => ({
    name: `${name}-${entity}`, isOptional: name.endsWith("payments"), what: `${what} of ${entity}`,
    async page(place) {
      const from = place?.since ?? (since === undefined ? 0 : Date.parse(since));
      // A page's number is of pages of that size; of others, those that were seen are passed over.
      const number = place?.size === size ? place.page : 1;
      const query = queryOf({ page: number, pageSize: size, order: "UpdatedDateUTC ASC", ...(many === "Invoices" ? { unitdp: 4 } : {}) });
      const answer = await get("xero", `https://api.xero.com/api.xro/2.0/${many}?${query}`, { "xero-tenant-id": tenant, ...(from > 0 ? { "if-modified-since": `${new Date(from).toISOString().slice(0, 19)}Z` } : {}) });
      const found = answer[many] ?? [];
      const seen = new Set(place?.seen ?? []);
      const mark = (/** @type {any} */ row) => `${row[id]} ${updated(row)}`;
      const rows = found.filter((/** @type {any} */ row) => !seen.has(mark(row)));
      const last = found.length === 0 ? undefined : updated(found.at(-1));
      // A second before it: whether the header takes those of the second itself is nowhere said.
      const anchor = last === undefined ? from : Math.max(from, Math.floor(last / 1000) * 1000 - 1000);
      const isDone = found.length < size;
      const moves = anchor > from;
      const overlap = last === undefined ? from : last - OVERLAP;
      const marks = [...new Set([...seen, ...found.map(mark)])].filter((one) => Number(one.split(" ")[1]) >= overlap).slice(-MOST);
      return { rows, isDone, place: { since: isDone ? Math.max(0, overlap) : anchor, ...(isDone || moves ? {} : { page: number + 1, size }), seen: marks } };
    },
  }));
}
