// Find Deal: a deal and what hangs on it, each as the JSON that the other steps take.

import { readPipedrive } from "./connection.js";
import { FOUND } from "./samples.js";

/** @typedef {import("./connection.js").Z} Z */
/** @typedef {import("./connection.js").Bundle} Bundle */

/** All rows of a list, page by page. @param {Z} z @param {Bundle} bundle @param {string} path @returns {Promise<{ success: true, data: unknown[] }>} */
async function all(z, bundle, path) {
  /** @type {unknown[]} */
  const data = [];
  for (let cursor = ""; ; ) {
    const page = await readPipedrive(z, bundle, `${path}?limit=500${cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`}`);
    data.push(...(page?.data ?? []));
    cursor = String(page?.additional_data?.next_cursor ?? "");
    if (cursor === "") return { success: true, data };
  }
}

/** Products by their ids, as many at a time as Pipedrive takes. @param {Z} z @param {Bundle} bundle @param {unknown[]} ids */
async function details(z, bundle, ids) {
  /** @type {unknown[]} */
  const data = [];
  for (let start = 0; start < ids.length; start += 100) data.push(...((await readPipedrive(z, bundle, `v2/products?limit=500&ids=${ids.slice(start, start + 100).join(",")}`))?.data ?? []));
  return { success: true, data };
}

/** @param {Z} z @param {Bundle} bundle */
async function perform(z, bundle) {
  const { deal: id, with_details: isWithDetails } = /** @type {Record<string, any>} */ (bundle.inputData);
  if (!/^[1-9]\d{0,15}$/.test(String(id).trim())) throw new z.errors.HaltedError(`INPUT_PART_WRONG: \`${String(id).slice(0, 60)}\` is no deal's number (Deal id); map the deal's id of Pipedrive, a whole number`);
  const path = `v2/deals/${String(id).trim()}`;
  const deal = await readPipedrive(z, bundle, path);
  const products = await all(z, bundle, `${path}/products`);
  const ids = [...new Set(products.data.map((/** @type {any} */ { product_id }) => product_id))].filter((one) => one !== null && one !== undefined);
  const { org_id: organization, person_id: person } = deal.data ?? {};
  const part = async (/** @type {string} */ name, /** @type {unknown} */ own) => (own === null || own === undefined ? "" : JSON.stringify(await readPipedrive(z, bundle, `v2/${name}/${own}`)));
  return [{
    id: deal.data?.id, title: deal.data?.title, status: deal.data?.status, value: deal.data?.value, currency: deal.data?.currency, won_time: deal.data?.won_time,
    deal_json: JSON.stringify(deal), products_json: JSON.stringify(products), organization_json: await part("organizations", organization), person_json: await part("persons", person),
    fields_json: isWithDetails === true ? JSON.stringify(await all(z, bundle, "v2/dealFields")) : "",
    product_details_json: isWithDetails === true && ids.length > 0 ? JSON.stringify(await details(z, bundle, ids)) : "",
  }];
}

export const deal = {
  key: "deal",
  noun: "Deal",
  display: { label: "Find Deal", description: "Reads a deal with its products, organisation and person, as JSON for the other steps." },
  operation: {
    perform,
    inputFields: [
      { key: "deal", label: "Deal id", type: "string", required: true, helpText: "The deal's number in Pipedrive." },
      { key: "with_details", label: "With fields and product details", type: "boolean", required: false, helpText: "Where the config names fields by their labels, or goes by products' codes or categories. Two calls more." },
    ],
    sample: FOUND,
    outputFields: [{ key: "id", label: "Deal id", type: "integer" }, { key: "title", label: "Title" }, { key: "status", label: "Status" }, { key: "deal_json", label: "Deal JSON" }, { key: "products_json", label: "Products JSON" }, { key: "organization_json", label: "Organisation JSON" }, { key: "person_json", label: "Person JSON" }, { key: "fields_json", label: "Fields JSON" }, { key: "product_details_json", label: "Product details JSON" }],
  },
};
