// Shares with their intervals, and probabilities against what came true.

/**
 * The exact (Clopper-Pearson) 95 % interval of a share.
 * @param {number} hits @param {number} of @returns {[number, number]}
 */
export function interval(hits, of) {
  if (of === 0) return [0, 1];
  const low = hits === 0 ? 0 : solve((p) => 1 - binomial(hits - 1, of, p) - 0.025);
  const high = hits === of ? 1 : solve((p) => 0.025 - binomial(hits, of, p));
  return [low, high];
}

/** Where a rising function of a share passes 0. */
function solve(rising) {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The chance of at most so many hits. */
function binomial(hits, of, p) {
  if (p <= 0) return 1;
  if (p >= 1) return hits >= of ? 1 : 0;
  // In logarithms: the first term underflows for thousands of trials.
  let term = of * Math.log1p(-p);
  let sum = Math.exp(term);
  for (let k = 1; k <= hits; k += 1) {
    term += Math.log((of - k + 1) / k) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(term);
  }
  return Math.min(1, sum);
}

export const percent = (share, places = 1) => `${(share * 100).toFixed(places)} %`;

/** `12 of 3456 = 0.35 % (95 %: 0.18 to 0.61)` @param {number} hits @param {number} of */
export function withInterval(hits, of) {
  const [low, high] = interval(hits, of);
  return `${hits} of ${of} = ${percent(of ? hits / of : 0, 2)} (95 %: ${(low * 100).toFixed(2)} to ${(high * 100).toFixed(2)})`;
}

/** Bands of probability, in thousandths. */
const BANDS = [0, 50, 200, 400, 600, 800, 900, 950, 990, 998];

/**
 * For each band: how many candidates were given such a probability, their mean, and how many were right.
 * @param {{ probability: number, right: boolean }[]} said
 */
export function calibration(said) {
  return BANDS.map((from, at) => {
    const to = BANDS[at + 1] ?? 1001;
    const inside = said.filter(({ probability }) => probability >= from && probability < to);
    const sum = inside.reduce((total, { probability }) => total + probability, 0);
    return { from, to: Math.min(to, 1000), count: inside.length, mean: inside.length ? sum / inside.length / 1000 : NaN, right: inside.length ? inside.filter(({ right }) => right).length / inside.length : NaN };
  });
}

/** @param {ReturnType<typeof calibration>} rows @param {string} title */
export function printCalibration(rows, title) {
  console.log(`\n${title}`);
  console.log(`  ${"probability".padEnd(14)}${"candidates".padStart(11)}${"said".padStart(10)}${"right".padStart(10)}`);
  for (const { from, to, count, mean, right } of rows) {
    if (count > 0) console.log(`  ${`${from} to ${to}`.padEnd(14)}${String(count).padStart(11)}${percent(mean).padStart(10)}${percent(right).padStart(10)}`);
  }
}
