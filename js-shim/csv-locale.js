// How a file writes numbers and days: decided from all of its columns, or asked. One cell decides nothing by itself,
// since 1,234 and 03/04/2026 are read in two ways.

/** @typedef {"point" | "comma"} DecimalMark */
/** @typedef {"dmy" | "mdy" | "ymd"} DayOrder */
/** Cells that decide, with their line: the first of each kind. @typedef {{ line: number, cell: string }} Proof */

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** A number without what stands around it: currency, blanks, apostrophes between thousands. @param {string} cell */
const bare = (cell) => cell.replace(/[\s\u00a0\u202f'’]|[A-Za-z]{3}\b|\p{Sc}/gu, "");

/** What cells of amounts and days say about the file. */
export function createLocale() {
  /** @type {Partial<Record<DecimalMark | "unclear", Proof>>} */
  const marks = {};
  /** @type {Partial<Record<"dmy" | "mdy" | "unclear", Proof>>} */
  const orders = {};
  return {
    /** @param {string} cell @param {number} line */
    amount(cell, line) {
      const text = bare(cell);
      if (/,\d{1,2}$|,\d{4,}$|\.\d{3},|^-?\d{1,3}(\.\d{3}){2,}$/.test(text)) marks.comma ??= { line, cell };
      else if (/\.\d{1,2}$|\.\d{4,}$|,\d{3}\.|^-?\d{1,3}(,\d{3}){2,}$/.test(text)) marks.point ??= { line, cell };
      else if (/[.,]\d{3}$/.test(text)) marks.unclear ??= { line, cell };
    },
    /** @param {string} cell @param {number} line */
    day(cell, line) {
      const [, first, second] = /^\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b/.exec(cell) ?? [];
      if (first === undefined || second === undefined) return;
      if (Number(first) > 12) orders.dmy ??= { line, cell };
      else if (Number(second) > 12) orders.mdy ??= { line, cell };
      else if (first !== second) orders.unclear ??= { line, cell };
    },
    /**
     * What it is, or why that cannot be told.
     * @param {{ decimal?: DecimalMark | undefined, dates?: DayOrder | undefined }} told
     * @returns {{ decimal: DecimalMark, dates: DayOrder, asks: { line: number, message: string, remedy: string }[] }}
     */
    decide({ decimal, dates }) {
      const asks = [];
      if (decimal === undefined && marks.comma && marks.point) asks.push({ line: Math.max(marks.comma.line, marks.point.line), message: `decimals are written in two ways: \`${marks.comma.cell}\` in line ${marks.comma.line}, \`${marks.point.cell}\` in line ${marks.point.line}`, remedy: "say which counts with --decimal comma or --decimal point, or export anew" });
      else if (decimal === undefined && marks.unclear && !marks.comma && !marks.point) asks.push({ line: marks.unclear.line, message: `whether \`${marks.unclear.cell}\` has decimals cannot be told from any cell of the file`, remedy: "say it with --decimal comma or --decimal point" });
      if (dates === undefined && orders.dmy && orders.mdy) asks.push({ line: Math.max(orders.dmy.line, orders.mdy.line), message: `days are written in two ways: \`${orders.dmy.cell}\` in line ${orders.dmy.line}, \`${orders.mdy.cell}\` in line ${orders.mdy.line}`, remedy: "say which counts with --dates dmy or --dates mdy, or export anew" });
      else if (dates === undefined && orders.unclear && !orders.dmy && !orders.mdy) asks.push({ line: orders.unclear.line, message: `whether \`${orders.unclear.cell}\` begins with the day or the month cannot be told from any cell of the file`, remedy: "say it with --dates dmy or --dates mdy" });
      return { decimal: decimal ?? (marks.comma ? "comma" : "point"), dates: dates ?? (orders.mdy ? "mdy" : "dmy"), asks };
    },
  };
}

/**
 * A cell as the decimal's own text; undefined where it is none.
 * @param {string} cell @param {DecimalMark} decimal
 */
export function readAmount(cell, decimal) {
  let text = bare(cell).replace(/^\((.*)\)$/, "-$1").replace(/^(.*\d)-$/, "-$1").replace("−", "-");
  const isGrouped = decimal === "comma" ? /^-?\d{1,3}(\.\d{3})+(,\d*)?$/ : /^-?\d{1,3}(,\d{3})+(\.\d*)?$/;
  if (isGrouped.test(text)) text = text.replaceAll(decimal === "comma" ? "." : ",", "");
  if (decimal === "comma") text = /^-?\d+(,\d*)?$/.test(text) ? text.replace(",", ".") : "";
  const [, sign = "", whole = "", rest = ""] = /^(-?)0*(\d+)\.?(\d*?)0*$/.exec(text) ?? [];
  return whole === "" ? undefined : `${sign}${whole}${rest === "" ? "" : `.${rest}`}`;
}

/**
 * A cell as `2026-07-15`; undefined where it is no day.
 * @param {string} cell @param {DayOrder} dates
 */
export function readDay(cell, dates) {
  const text = cell.trim();
  const full = (/** @type {number} */ year) => (year < 100 ? 2000 + year : year);
  const made = (/** @type {number} */ year, /** @type {number} */ month, /** @type {number} */ day) => {
    const at = new Date(Date.UTC(full(year), month - 1, day));
    return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : undefined;
  };
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:\D|$)/.exec(text);
  if (iso) return made(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const worded = /^(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ ,-]+(\d{2,4})/.exec(text);
  if (worded) return made(Number(worded[3]), MONTHS.indexOf(String(worded[2]).toLowerCase()) + 1, Number(worded[1]));
  const numbers = /^(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})(?:\D|$)/.exec(text);
  if (!numbers) return undefined;
  const [first, second] = [Number(numbers[1]), Number(numbers[2])];
  return dates === "mdy" ? made(Number(numbers[3]), first, second) : made(Number(numbers[3]), second, first);
}
