// Two times, as machines have them: the wall's, which people read and which may jump, and ticks, which only go
// forward. Limits, lags and lifetimes are counted in ticks; what is written down is the wall's.

/**
 * @typedef {object} Clock
 * @property {() => number} now milliseconds since 1970
 * @property {() => number} ticks milliseconds since the clock began
 * @property {(milliseconds: number) => void} jump moves the wall's time alone
 * @property {((milliseconds: number) => void)} advance moves both
 * @property {boolean} isManual
 */

/** A clock that stands until a test moves it. @param {number | string} [at] @returns {Clock} */
export function manualClock(at = "2026-07-15T06:00:00Z") {
  let now = typeof at === "number" ? at : Date.parse(at);
  let ticks = 0;
  return {
    now: () => now,
    ticks: () => ticks,
    jump: (milliseconds) => void (now += milliseconds),
    advance: (milliseconds) => void ((now += milliseconds), (ticks += milliseconds)),
    isManual: true,
  };
}

/** The machine's clock, moved by what it was told. @param {number | string} [at] where it begins @returns {Clock} */
export function runningClock(at) {
  let offset = at === undefined ? 0 : new Date(at).getTime() - Date.now();
  let ahead = 0;
  return {
    now: () => Date.now() + offset,
    ticks: () => performance.now() + ahead,
    jump: (milliseconds) => void (offset += milliseconds),
    advance: (milliseconds) => void ((offset += milliseconds), (ahead += milliseconds)),
    isManual: false,
  };
}
