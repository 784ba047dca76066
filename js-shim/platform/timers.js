// Timers for a host that forbids them: a deadline is a signal, which holds no process open.

/** @typedef {{ signal: AbortSignal, run: () => void }} Timer */

/** @param {() => void} run @param {number} ms @returns {Timer} */
export function setTimeout(run, ms) {
  const signal = AbortSignal.timeout(ms);
  signal.addEventListener("abort", run);
  return { signal, run };
}

/** @param {Timer | undefined} timer */
export function clearTimeout(timer) {
  timer?.signal.removeEventListener("abort", timer.run);
}
