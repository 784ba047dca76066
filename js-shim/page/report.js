// What the report's page does: shows the data of its block, as text and never as markup. Decides and computes nothing.

import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Title, Tooltip } from "chart.js";
import { EditModule, FilterModule, FormatModule, ResizeTableModule, SortModule, Tabulator } from "tabulator-tables";

Tabulator.registerModule([EditModule, FilterModule, FormatModule, ResizeTableModule, SortModule]);
Chart.register(BarController, BarElement, CategoryScale, LinearScale, Legend, Title, Tooltip);

/** @type {any} */
const data = JSON.parse(document.getElementById("data")?.textContent ?? "{}");
const { summary } = data;

/** @param {string} id @returns {HTMLElement} */
const at = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
/** Marks that turn the direction of what stands behind them could make an amount look like another. @param {unknown} value */
const safe = (value) => String(value ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, "");
const format = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** @param {unknown} value */
const money = (value) => (typeof value === "number" ? format.format(value).replace("-", "−") : "");
const count = (/** @type {number} */ value) => value.toLocaleString("en-GB");
/** @param {string} word */
const inWords = (word) => safe(word).replaceAll("-", " ");

/** @param {string} tag @param {string} [name] @param {(Node | string)[]} children */
function element(tag, name = "", ...children) {
  const made = document.createElement(tag);
  if (name !== "") made.className = name;
  made.append(...children);
  return made;
}

/** A small table. @param {string[]} heads @param {unknown[][]} rows @param {string} sides `l`, `n` or `c` for each column @param {(row: unknown[]) => string} [style] */
function plain(heads, rows, sides, style = () => "") {
  const name = (/** @type {number} */ index) => (sides[index] === "l" ? "" : "n");
  const cell = (/** @type {unknown} */ value, /** @type {number} */ index) => (sides[index] === "n" ? money(value) : sides[index] === "c" ? count(Number(value)) : safe(value));
  return element("table", "plain",
    element("thead", "", element("tr", "", ...heads.map((head, index) => element("th", name(index), head)))),
    element("tbody", "", ...rows.map((row) => element("tr", style(row), ...row.map((value, index) => element("td", name(index), cell(value, index)))))),
  );
}

at("as-of").textContent = `As of ${safe(summary.asOf)}: ${count(summary.counts.deals)} deals, ${count(summary.counts.documents)} documents`;

const lineOf = (/** @type {string} */ key, /** @type {string} */ currency) => summary.sums.byClass.find((/** @type {any} */ line) => line.key === key && line.currency === currency);
at("cards").append(...summary.sums.byCurrency.map((/** @type {any} */ line) => {
  const never = lineOf("never-invoiced", line.currency);
  const rows = /** @type {[string, unknown][]} */ ([
    [`never invoiced${never ? ` (${count(never.deals)} deal${never.deals === 1 ? "" : "s"})` : ""}`, never?.missing ?? 0], ["under-billed", lineOf("under-billed", line.currency)?.missing ?? 0], ["billed too much", line.excess],
    ["won", line.won], ["to be billed by now", line.dueByNow], ["billed", line.billed], ["still to be paid, with tax", line.due],
  ]);
  return element("div", `card ${line.missing > 0 ? "some" : "none"}`,
    element("div", "name", safe(line.currency)), element("div", "big", money(line.missing)), element("div", "says", line.missing > 0 ? "won and not billed" : "all that is won is billed"),
    element("dl", "", ...rows.flatMap(([says, value]) => [element("dt", "", says), element("dd", "", money(value))])),
  );
}));

/** A column of texts. @param {string} field @param {string} title @param {any} [more] */
const text = (field, title, more = {}) => ({ field, title, headerFilter: "input", headerFilterPlaceholder: "filter", formatter: textCell, ...more });
/** @param {any} cell */
const textCell = (cell) => {
  const made = document.createElement("span");
  made.dir = "auto";
  made.textContent = safe(cell.getValue());
  return made;
};
/** One of few words. @param {string} field @param {string} title @param {any} [more] */
const word = (field, title, more = {}) => text(field, title, { headerFilter: "list", headerFilterFunc: "=", headerFilterParams: { valuesLookup: true, clearable: true, sort: "asc" }, ...more });
/** @param {string} field @param {string} title @param {any} [more] */
const sum = (field, title, more = {}) => ({
  field, title, hozAlign: "right", headerHozAlign: "right", sorter: "number", sorterParams: { alignEmptyValues: "bottom" }, headerFilter: "number", headerFilterPlaceholder: "at least", headerFilterFunc: (/** @type {any} */ least, /** @type {any} */ value) => Math.abs(value ?? 0) >= Number(least),
  minWidth: 112, formatter: (/** @type {any} */ cell) => {
    if (cell.getValue() < 0) cell.getElement().classList.add("less");
    return document.createTextNode(money(cell.getValue()));
  }, ...more,
});

/** @param {string} id @param {any[]} rows @param {any[]} columns @param {string} [height] */
const table = (id, rows, columns, height) => new Tabulator(at(id), { data: rows, columns, layout: "fitColumns", columnDefaults: { minWidth: 90 }, placeholder: "nothing", ...(height === undefined ? { maxHeight: "420px" } : { height }) });

const listColumns = [
  sum("amount", "Amount", { width: 128 }), word("currency", "", { width: 74, headerFilterPlaceholder: "all" }), text("title", "Deal or document", { widthGrow: 3 }), text("who", "Customer", { widthGrow: 2 }), text("owner", "Owner", { widthGrow: 1.4 }),
  { ...text("date", "Date"), width: 104 }, word("classWords", "Class", { widthGrow: 1.5 }), text("reason", "Why", { widthGrow: 4, minWidth: 180 }),
];
const listed = (/** @type {any[]} */ rows) => rows.map((row) => ({ ...row, classWords: inWords(row.class) }));
const lists = [table("not-billed-table", listed(summary.wonNotBilled), listColumns), table("not-won-table", listed(summary.billedNotWon), listColumns)];
/** Letters of a cell on paper. */
const LONGEST = 160;
// On the screen only the rows in sight are there; paper gets all that the filters leave.
addEventListener("beforeprint", () => lists.forEach((one) => one.element.after(element("div", "paper", plain(["Amount", "", "Deal or document", "Customer", "Owner", "Date", "Class", "Why"], one.getData("active").map((/** @type {any} */ row) => [row.amount, row.currency, ...[row.title, row.who, row.owner, row.date, row.classWords, row.reason].map((text) => safe(text).slice(0, LONGEST))]), "nlllllll")))));
addEventListener("afterprint", () => document.querySelectorAll(".paper").forEach((one) => one.remove()));

/** Rows from lists of cells. @param {string[]} columns @param {any[][]} rows */
const objects = (columns, rows) => rows.map((row) => {
  const made = /** @type {Record<string, any>} */ (Object.fromEntries(columns.map((name, index) => [name, row[index]])));
  made["classWords"] = inWords(made["class"]);
  return made;
});
table("deals-table", objects(data.dealColumns, data.deals), [
  { ...text("id", "Deal"), sorter: "number", width: 84 }, text("title", "Title", { widthGrow: 2.4, minWidth: 140 }), text("organization", "Customer", { widthGrow: 2, minWidth: 120 }), text("owner", "Owner", { widthGrow: 1.3 }), word("pipeline", "Pipeline"),
  { ...text("wonOn", "Won"), width: 104 }, word("currency", "", { width: 74 }), sum("won", "Won"), sum("dueByNow", "Due by now"), sum("billed", "Billed"), sum("paid", "Paid"), sum("difference", "Difference"),
  word("classWords", "Class", { widthGrow: 1.6, minWidth: 120 }), text("reason", "Why", { widthGrow: 3, minWidth: 180 }),
], "560px");
table("documents-table", objects(data.documentColumns, data.documents), [
  text("number", "Number"), text("reference", "Reference", { widthGrow: 1.4 }), text("contact", "Contact", { widthGrow: 2, minWidth: 120 }), word("kind", "Kind"), { ...text("date", "Date"), width: 104 }, { ...text("dueOn", "Due on"), width: 104 }, word("currency", "", { width: 74 }),
  sum("total", "Total"), sum("due", "Due"), word("classWords", "Class", { widthGrow: 1.4, minWidth: 110 }), { ...text("deal", "Deal"), sorter: "number", width: 84 }, word("by", "Linked by", { width: 100 }),
  text("reason", "Why", { widthGrow: 3, minWidth: 180 }),
], "560px");
/** @param {number} shown @param {number} all */
const note = (shown, all) => (shown < all ? `The first ${count(shown)} of ${count(all)}, those that are not settled before the others. All are in the tables that --csv writes.` : "");
at("deals-note").textContent = note(data.deals.length, data.dealCount);
at("documents-note").textContent = note(data.documents.length, data.documentCount);

/** @param {string} title @param {any[]} classes */
const classes = (title, classes) => plain([title, "count"], classes.map((one) => [inWords(one.class), one.count]), "lc");
at("class-deals").append(classes("Deals", summary.dealClasses));
at("class-documents").append(classes("Documents", summary.documentClasses));
at("ageing-table").append(plain(["Entity", "Currency", "not due", "under 1 month", "1 month", "2 months", "3 months", "older", "credits", "total"], summary.ageing.map((/** @type {any} */ one) => [one.entity, one.currency, one.current, one.under1Month, one.oneMonth, one.twoMonths, one.threeMonths, one.older, one.credits, one.total]), "llnnnnnnnn"));
at("proof-table").append(plain(["Of", "Currency", "Class", "count", "amount"], summary.proof.flatMap((/** @type {any} */ line) => [
  ...line.parts.map((/** @type {any} */ part) => [line.of, line.currency, inWords(part.class), part.count, part.amount]),
  [line.of, line.currency, line.proves ? "sum of the classes = total, counted apart" : `sum of the classes; the total is ${money(line.total)}`, line.parts.reduce((/** @type {number} */ all, /** @type {any} */ part) => all + part.count, 0), line.sum],
]), "lllcn", (row) => (String(row[2]).startsWith("sum of") ? "sum" : "")));
if (summary.findings.length + (summary.unread?.length ?? 0) > 0) {
  at("findings").hidden = false;
  at("findings-list").append(...[...(summary.unread ?? []).map((/** @type {any} */ one) => ({ ...one, where: `${one.file}:${one.line}` })), ...summary.findings].map((/** @type {any} */ one) => element("li", "", `${safe(one.where ?? one.path)}: ${safe(one.message)} `, element("span", "fix", safe(one.remedy)))));
}
at("foot").textContent = summary.proof.every((/** @type {any} */ line) => line.proves) ? "The classes prove to the totals. Amounts stand in their own currencies; nothing is converted." : "The classes do not prove to the totals: see Proof.";

const choice = /** @type {HTMLSelectElement} */ (at("currency"));
choice.append(...summary.sums.byCurrency.map((/** @type {any} */ line) => Object.assign(document.createElement("option"), { value: line.currency, textContent: safe(line.currency) })));
/** @type {{ destroy(): void, resize(): void }[]} */
let charts = [];
function draw() {
  for (const one of charts) one.destroy();
  const style = getComputedStyle(document.documentElement);
  const colour = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const currency = choice.value;
  const of = (/** @type {any[]} */ lines) => lines.filter((line) => line.currency === currency);
  const short = new Intl.NumberFormat("en-GB", { notation: "compact", maximumFractionDigits: 1 });
  /** @param {string} id @param {string} title @param {string[]} labels @param {[string, number[], string][]} series @param {"x" | "y"} axis */
  const bars = (id, title, labels, series, axis) => new Chart(/** @type {HTMLCanvasElement} */ (at(id)), {
    type: "bar",
    data: { labels: labels.map((label) => safe(label).slice(0, 24)), datasets: series.map(([label, values, name]) => ({ label, data: values, backgroundColor: colour(name), maxBarThickness: 22, categoryPercentage: 0.72 })) },
    options: {
      indexAxis: axis, responsive: true, maintainAspectRatio: false, animation: false, color: colour("--ink-soft"),
      plugins: {
        title: { display: true, text: `${title}, ${currency}`, align: "start", color: colour("--ink"), font: { size: 13, weight: 600 } }, legend: { display: series.length > 1, position: "bottom", labels: { boxWidth: 10, boxHeight: 10, color: colour("--ink-soft") } },
        tooltip: { callbacks: { label: (item) => `${item.dataset.label ?? ""} ${money(item.raw)}` } },
      },
      scales: Object.fromEntries(["x", "y"].map((one) => [one, { beginAtZero: true, grid: { display: one !== axis, color: colour("--line-soft") }, border: { display: false }, ticks: { color: colour("--ink-soft"), ...(one === axis ? { autoSkip: true } : { callback: (/** @type {any} */ value) => short.format(Number(value)), maxTicksLimit: 6 }) } }])),
    },
  });
  const months = of(summary.sums.byMonth).filter(({ key }) => key !== "").slice(-12);
  const owners = of(summary.sums.byOwner).filter(({ missing }) => missing > 0).sort((a, b) => b.missing - a.missing).slice(0, 8);
  const buckets = /** @type {const} */ ([["current", "not due"], ["under1Month", "< 1 month"], ["oneMonth", "1 month"], ["twoMonths", "2 months"], ["threeMonths", "3 months"], ["older", "older"]]);
  charts = [
    bars("chart-month", "Won and billed by month of the win", months.map(({ key }) => key), [["won", months.map(({ won }) => won), "--series-1"], ["billed", months.map(({ billed }) => billed), "--series-2"], ["missing", months.map(({ missing }) => missing), "--series-3"]], "x"),
    bars("chart-owner", "Not billed by owner", owners.map(({ key }) => key || "nobody"), [["missing", owners.map(({ missing }) => missing), "--series-3"]], "y"),
    bars("chart-age", "Receivables by age", buckets.map(([, label]) => label), [["due", buckets.map(([name]) => of(summary.ageing).reduce((all, line) => all + line[name], 0)), "--series-2"]], "y"),
  ];
}
draw();
choice.addEventListener("change", draw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
addEventListener("beforeprint", () => charts.forEach((one) => one.resize()));
addEventListener("afterprint", () => charts.forEach((one) => one.resize()));
