// The dates where the Xero organisation is, by the host's own calendar. Which zone and which instants, the core says.

import { WonvoiceError } from "./error.js";

/** @typedef {{ today?: string, won?: string }} Days */
/** @typedef {{ timeZone?: string, now?: string, won?: string, localDates: Days, entities?: { entity: string, timeZone?: string, localDates: Days }[] }} LocalTime */
/** @typedef {{ now?: string, localDates: Days & Record<string, any> }} Dates by entity, too, where several may bill the deal */

/**
 * @param {string} instant @param {string | undefined} timeZone
 * @returns {string | undefined} as in 2026-07-14; nothing where the host knows no such zone
 */
function dateIn(instant, timeZone) {
  if (timeZone === undefined || typeof Intl !== "object") return undefined;
  try {
    const format = new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", numberingSystem: "latn", year: "numeric", month: "2-digit", day: "2-digit" });
    const parts = format.formatToParts(new Date(instant));
    const part = (/** @type {string} */ type) => parts.find((one) => one.type === type)?.value;
    return part("year") + "-" + part("month") + "-" + part("day");
  } catch {
    // The core refuses what cannot be told without it.
    return undefined;
  }
}

/**
 * What an input lacks: the dates it does not say, and `now` unless it says that or today.
 * @param {LocalTime} time what the core says of the input @param {Date | string} now the instant, where the input says none
 * @returns {Dates}
 */
export function missingDates(time, now) {
  const instant = time.now ?? (typeof now === "string" ? now : now.toISOString());
  /** @param {string | undefined} timeZone @param {Days} passed */
  const daysIn = (timeZone, passed) => {
    /** @type {Dates["localDates"]} */
    const days = {};
    const today = dateIn(instant, timeZone);
    const won = time.won === undefined ? undefined : dateIn(time.won, timeZone);
    if (today !== undefined) days.today = today;
    if (won !== undefined) days.won = won;
    return Object.assign(days, time.localDates, passed);
  };
  const localDates = daysIn(time.timeZone, {});
  for (const { entity, timeZone, localDates: passed } of time.entities ?? []) localDates[entity] = daysIn(timeZone, passed);
  return time.now !== undefined || time.localDates.today !== undefined ? { localDates } : { now: instant, localDates };
}

/**
 * @template {object} T
 * @param {T} input @param {(parts: any) => LocalTime} ask the core's operation `localTime` @param {Date | string} now
 * @returns {T & Dates}
 */
export function dated(input, ask, now) {
  // What is no object is for the core to refuse, and so is what cannot be read.
  const same = /** @type {T & Dates} */ (input);
  if (input === null || typeof input !== "object") return same;
  try {
    const { deal, now: given, localDates, config, snapshot, snapshots } = /** @type {any} */ (input);
    return { ...input, ...missingDates(ask({ deal, now: given, localDates, config, snapshot, snapshots }), now) };
  } catch (error) {
    if (error instanceof WonvoiceError) throw error;
    return same;
  }
}
