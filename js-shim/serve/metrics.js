// Counters, gauges and histograms in Prometheus's text format, version 0.0.4. Labels are words of this program and
// names from its settings, never a customer's or a sender's.

/** @typedef {{ [label: string]: string }} Labels */
/** @typedef {{ add: (labels?: Labels, count?: number) => void }} Counter */
/** @typedef {{ set: (labels: Labels, value: number) => void }} Gauge */
/** @typedef {{ observe: (labels: Labels, seconds: number) => void }} Histogram */
/** @typedef {"counter" | "gauge" | "histogram"} Type */
/** Values by what stands behind the metric's name. @typedef {Map<string, number>} Rows */

export const CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";
/** Series of one metric; more than that is a mistake, and is told as one. */
const MOST = 1_000;
/** Seconds. */
const BUCKETS = Object.freeze([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Infinity]);

/** @param {string} text */
const escaped = (text) => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

/** @param {Labels} labels */
function series(labels) {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** @typedef {ReturnType<typeof createMetrics>} Metrics */

/** A registry. A name asked for twice is the same metric. */
export function createMetrics() {
  /** @type {Map<string, { help: string, type: Type, rows: Rows }>} */
  const families = new Map();

  /** @param {string} name @param {string} help @param {Type} type @returns {Rows} */
  function rowsOf(name, help, type) {
    if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new TypeError(`${name} is no name of a metric`);
    const family = families.get(name) ?? { help, type, rows: new Map() };
    if (family.type !== type) throw new TypeError(`${name} is a ${family.type}`);
    families.set(name, family);
    return family.rows;
  }
  /** @param {Rows} rows @param {string} key @param {number} more */
  function add(rows, key, more) {
    const at = rows.has(key) || rows.size < MOST ? key : '{wonvoice="too many series"}';
    rows.set(at, (rows.get(at) ?? 0) + more);
  }

  return {
    /** @param {string} name @param {string} help @returns {Counter} */
    counter(name, help) {
      const rows = rowsOf(name, help, "counter");
      return { add: (labels = {}, count = 1) => add(rows, series(labels), count) };
    },
    /** @param {string} name @param {string} help @returns {Gauge} */
    gauge(name, help) {
      const rows = rowsOf(name, help, "gauge");
      return { set: (labels, value) => add(rows, series(labels), value - (rows.get(series(labels)) ?? 0)) };
    },
    /** @param {string} name @param {string} help @returns {Histogram} */
    histogram(name, help) {
      const rows = rowsOf(name, help, "histogram");
      return {
        observe(labels, seconds) {
          for (const most of BUCKETS) add(rows, `_bucket${series({ ...labels, le: most === Infinity ? "+Inf" : String(most) })}`, seconds <= most ? 1 : 0);
          add(rows, `_sum${series(labels)}`, seconds);
          add(rows, `_count${series(labels)}`, 1);
        },
      };
    },
    /** All of them, as they are scraped. */
    text() {
      const lines = [...families].flatMap(([name, { help, type, rows }]) => [
        `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`, `# TYPE ${name} ${type}`, ...[...rows].map(([key, value]) => `${name}${key} ${value}`),
      ]);
      return `${lines.join("\n")}\n`;
    },
  };
}
