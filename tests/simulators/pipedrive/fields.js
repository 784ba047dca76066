// Field metadata, and the values that custom fields take and give in each version (migration guide to v2; reference
// material: pipedrive_custom_field_shapes.json).

/** @typedef {import("../http.js").Json} Json */
/** @typedef {"deal" | "person" | "organization" | "product"} Entity */
/** @typedef {{ name: string, type: string, code?: string, options?: string[] }} Custom */

const SUBFIELDS = /** @type {{ [type: string]: [string, string, string][] }} */ ({
  monetary: [["value", "Amount", "double"], ["currency", "Currency", "varchar"]],
  address: [["value", "Address", "varchar"], ["country", "Country", "varchar"], ["locality", "City", "varchar"], ["postal_code", "ZIP", "varchar"]],
});

/** @param {string} name @param {string} code @param {string} type @param {Partial<{ isCustom: boolean, options: Json[] | null }>} [more] @returns {Json} */
function field(name, code, type, { isCustom = false, options = null } = {}) {
  const subfields = SUBFIELDS[type]?.map(([part, title, kind]) => ({ field_code: part, field_name: `${title} of ${name}`, field_type: kind })) ?? null;
  return { field_name: name, field_code: code, description: name, field_type: type, options, subfields, is_custom_field: isCustom, is_optional_response_field: false };
}

const STATUSES = ["open", "won", "lost", "deleted"].map((id) => ({ id, label: id[0]?.toUpperCase() + id.slice(1) }));

/** What every account has. @type {{ [entity in Entity]: () => Json[] }} */
export const STANDARD = {
  deal: () => [
    field("Title", "title", "varchar"), field("Value", "value", "monetary"), field("Status", "status", "status", { options: STATUSES }),
    field("Owner", "owner_id", "user"), field("Organization", "org_id", "org"), field("Contact person", "person_id", "people"),
    field("Won time", "won_time", "date"),
  ],
  person: () => [field("Name", "name", "varchar"), field("Email", "emails", "varchar"), field("Phone", "phones", "phone"), field("Organization", "org_id", "org")],
  organization: () => [field("Name", "name", "varchar"), field("Address", "address", "address"), field("Website", "website", "varchar")],
  product: () => [field("Name", "name", "varchar"), field("Product code", "code", "varchar"), field("Unit", "unit", "varchar")],
};

/** @param {Custom} custom @param {string} code @param {() => number} nextId @returns {Json} */
export function customField({ name, type, options }, code, nextId) {
  const rows = options?.map((label) => ({ id: nextId(), label, color: null, update_time: null, add_time: null }));
  return field(name, code, type, { isCustom: true, options: rows ?? null });
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isObject = (/** @type {unknown} */ value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** What is wrong with a value for a custom field, if anything. @param {Json} known @param {unknown} value @returns {string | undefined} */
export function valueFault(known, value) {
  const must = (/** @type {string} */ what) => `body/custom_fields/${known.field_code} must be ${what}`;
  if (value === null) return undefined;
  const ids = known.options?.map((/** @type {Json} */ one) => one.id);
  switch (known.field_type) {
    case "varchar": case "text": case "varchar_auto": case "phone": return typeof value === "string" ? (known.field_type !== "text" && value.length > 255 ? must("at most 255 characters") : undefined) : must("string");
    case "double": case "int": return typeof value === "number" ? undefined : must("number");
    case "date": return typeof value === "string" && DAY.test(value) ? undefined : must("date");
    case "enum": return ids?.includes(value) ? undefined : must("one of the options' ids");
    // To clear it, null: an empty list is refused (specification, custom_fields).
    case "set": return Array.isArray(value) && value.length > 0 && value.every((one) => ids?.includes(one)) ? undefined : must("a list of the options' ids, not empty");
    case "monetary": return isObject(value) && typeof (/** @type {Json} */ (value)).value === "number" && typeof (/** @type {Json} */ (value)).currency === "string" ? undefined : must("object");
    case "user": case "org": case "people": return Number.isInteger(value) ? undefined : must("integer");
    default: return isObject(value) ? undefined : must("object");
  }
}

/** With `include_option_labels`: an option as its id and label. @param {Json} known @param {any} value */
export function withLabel(known, value) {
  const label = (/** @type {number} */ id) => known.options.find((/** @type {Json} */ one) => one.id === id)?.label;
  if (value === null || !known.options) return value;
  return Array.isArray(value) ? value.map((id) => ({ id, label: label(id) })) : { id: value, label: label(value) };
}

/** As webhooks of version 2 wrap it; of text, days and sets no real delivery was seen. @param {Json} known @param {any} value */
export function wrapped(known, value) {
  if (value === null) return null;
  if (["enum", "user", "people"].includes(known.field_type)) return { type: known.field_type, id: value };
  return known.field_type === "monetary" ? { type: "monetary", ...value } : value;
}

/** As version 1 has it, flat. @param {Json} known @param {any} value @returns {Json} */
export function flat({ field_code: code, field_type: type }, value) {
  if (value === null || !isObject(value)) return { [code]: type === "set" && value !== null ? value.join(",") : type === "enum" && value !== null ? String(value) : value };
  const { value: main, ...rest } = value;
  return { [code]: main, ...Object.fromEntries(Object.entries(rest).map(([part, one]) => [`${code}_${part}`, one])) };
}
