// When a person should have answered: `2 business days`, `4 hours`, as a config's owners say it in words.

const UNITS = Object.freeze({ minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 });

/**
 * The instant by which somebody answers; nothing where the words say none. Business days are Monday to Friday;
 * public holidays are not known.
 * @param {string | undefined} words @param {number} from milliseconds since 1970
 * @returns {number | undefined}
 */
export function dueAfter(words, from) {
  const [, count = "", business, unit = ""] = /^\s*(\d{1,4}|an?|one)\s+(business\s+|working\s+)?(minute|hour|day|week)s?\s*$/i.exec(words ?? "") ?? [];
  const length = UNITS[/** @type {keyof typeof UNITS} */ (unit.toLowerCase())];
  if (length === undefined) return undefined;
  let left = /^\d/.test(count) ? Number(count) : 1;
  if (business === undefined || length < UNITS.day) return from + left * length;
  if (length === UNITS.week) left *= 5;
  const at = new Date(from);
  while (left > 0) {
    at.setUTCDate(at.getUTCDate() + 1);
    if (at.getUTCDay() !== 0 && at.getUTCDay() !== 6) left -= 1;
  }
  return at.getTime();
}
