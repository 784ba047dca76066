// What changed of a deal, and whether that is anything: Pipedrive tells of every call and note on a deal, and of what
// was written to it from here.

/** @typedef {{ [name: string]: any }} Row a deal as Pipedrive has it, v1 or v2 */

/** What nothing is billed by: marks of activity, and what follows from other fields. */
const NOISE = /^(?:update_time|stage_change_time|rotten_time|(?:next|last)_activity\w*|(?:\w+_)?activities_count|(?:email_messages|notes|files|followers|participants)_count|last_(?:incoming|outgoing)_mail_time|(?:weighted|formatted)_\w+|(?:owner|org|person)_name|average_\w+|age|stay_in_pipeline_stages|cc_email|smart_bcc_email)$/;

/** @param {string} name */
export const isNoise = (name) => NOISE.test(name);

/** Version 1 has the parts of a field beside it: `<code>_currency`. @param {string} name @param {readonly string[]} codes */
const isOf = (name, codes) => codes.some((code) => name === code || name.startsWith(`${code}_`));

/** The names of what differs; custom fields by their codes. @param {Row} before @param {Row} after @param {readonly string[]} [names] of those that count @returns {string[]} */
function differing(before, after, names = [...new Set([...Object.keys(before), ...Object.keys(after)])]) {
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (JSON.stringify(old) === JSON.stringify(now)) return [];
    return name === "custom_fields" ? differing(old ?? {}, now ?? {}) : [name];
  });
}

/**
 * The names of the fields that a webhook says were changed; nothing where it does not say.
 * @param {{ [name: string]: any }} body
 * @returns {string[] | undefined}
 */
export function changedBy({ meta, data, current, previous }) {
  const row = data ?? current;
  if (row === null || row === undefined || previous === null || typeof previous !== "object") return undefined;
  // Version 2 has the former values of what changed and no others.
  if (meta?.version === undefined) return differing(previous, row).filter((name) => !isNoise(name));
  return Object.entries(previous).flatMap(([name, old]) => (name === "custom_fields" ? Object.keys(old ?? {}) : [name])).filter((name) => !isNoise(name));
}

/**
 * Whether nothing of a deal was changed but fields that are written from here.
 * @param {readonly string[]} fields @param {readonly string[]} own codes of those
 */
export const isOwn = (fields, own) => fields.every((name) => isOf(name, own));

/**
 * Whether a deal is the same before and after something was written to it from here, but for that.
 * @param {Row} before @param {Row} after @param {readonly string[]} own
 */
export const isSame = (before, after, own) => isOwn(differing(before, after, Object.keys(before)).filter((name) => !isNoise(name)), own);
