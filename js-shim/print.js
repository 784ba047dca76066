// Plans, findings and matches as a person reads them. Prints what the core gave, and decides nothing.

/** @typedef {{ code: string, severity: string, path?: string, message: string, remedy?: string }} Finding */
/** @typedef {{ at: string, from: string[], by: string, rule?: string }} Reason */
/** @typedef {{ lines: { lineAmount: number, taxAmount: number, discount: number }[], subTotal: number, totalTax: number, total: number, totalDiscount: number, currency?: string }} Totals */
/** @typedef {{ entity: string, slot: string, kind: string, token: string, issueOn?: string, body: Record<string, any>, totals: Totals, trace?: Reason[] }} Document */
/** @typedef {{ color?: boolean, trace?: boolean }} Look */

/** @param {Look} look */
function paint({ color = false }) {
  const with_ = (/** @type {number} */ on) => (/** @type {string} */ text) => (color ? `\u001b[${on}m${text}\u001b[0m` : text);
  return { bold: with_(1), dim: with_(2), red: with_(31), green: with_(32), yellow: with_(33), cyan: with_(36) };
}

/**
 * Text from outside, safe for a terminal: control characters could move the cursor or change what is shown.
 * @param {unknown} value
 */
function clean(value) {
  return String(value ?? "").replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/g, " ");
}

/**
 * An amount with at least two decimals, and with those that it has.
 * @param {unknown} value
 */
export function amount(value) {
  if (typeof value !== "number") return clean(value);
  const text = Number.isSafeInteger(value * 100) || Math.abs(value) >= 1e15 ? value.toFixed(2) : String(value);
  const [, sign = "", whole = "", rest = ""] = /^(-?)(\d+)(.*)$/.exec(text) ?? [];
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest.padEnd(rest === "" ? 0 : 3, "0");
}

const width = (/** @type {string} */ text) => [...text].length;
const left = (/** @type {string} */ text, /** @type {number} */ to) => text + " ".repeat(Math.max(0, to - width(text)));
const right = (/** @type {string} */ text, /** @type {number} */ to) => " ".repeat(Math.max(0, to - width(text))) + text;

/**
 * Words over several lines of at most `most` characters.
 * @param {string} text @param {number} most
 */
function wrap(text, most) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines[lines.length - 1] ?? "";
    if (last !== "" && width(last) + 1 + width(word) > most) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

/**
 * @param {string[]} heads @param {string[][]} rows @param {string} sides `l` or `r` for each column
 * @param {(text: string) => string} headStyle
 */
function table(heads, rows, sides, headStyle) {
  const widths = heads.map((head, column) => {
    const filled = Math.max(0, ...rows.map((row) => width(row[column] ?? "")));
    // A column without a single entry is left out.
    return filled === 0 ? 0 : Math.max(width(head), filled);
  });
  const line = (/** @type {string[]} */ cells) =>
    widths.reduce((text, size, column) => (size === 0 ? text : `${text}  ${(sides[column] === "r" ? right : left)(cells[column] ?? "", size)}`), "").trimEnd();
  return [headStyle(line(heads)), ...rows.map(line)];
}

/**
 * @param {Record<string, any>[]} items @param {Totals | undefined} totals @param {string} currency @param {Look} look
 * @returns {string[]}
 */
function linesAndTotals(items, totals, currency, look) {
  const { bold, dim } = paint(look);
  const rows = [];
  for (const [index, line] of items.entries()) {
    const computed = totals?.lines[index];
    const [first = "", ...more] = wrap(clean(line.Description), 44);
    const discount = line.DiscountRate !== undefined ? `${line.DiscountRate} %` : line.DiscountAmount !== undefined ? amount(line.DiscountAmount) : "";
    const empty = line.UnitAmount === undefined && line.LineAmount === undefined;
    rows.push([
      String(index + 1), first, clean(line.Quantity), empty ? "" : amount(line.UnitAmount), discount, clean(line.AccountCode), clean(line.TaxType),
      empty ? "" : amount(computed?.lineAmount ?? line.LineAmount), empty ? "" : amount(computed?.taxAmount),
    ]);
    const extras = [...more, ...(line.Tracking ?? []).map((/** @type {any} */ entry) => `${clean(entry.Name)}: ${clean(entry.Option)}`)];
    for (const text of extras) rows.push(["", text]);
  }
  const heads = ["#", "Description", "Qty", "Unit", "Discount", "Account", "Tax type", "Amount", "Tax"];
  const out = table(heads, rows, "rlrrrllrr", dim);

  if (totals) {
    const edge = Math.max(...table(heads, rows, "rlrrrllrr", String).map(width));
    const sum = (/** @type {string} */ name, /** @type {number} */ value, /** @type {(text: string) => string} */ style = String) => out.push(style(right(`${name}  ${right(amount(value), 13)}`, edge)));
    out.push("");
    if (totals.totalDiscount) sum("Discount included", totals.totalDiscount);
    sum("Subtotal", totals.subTotal);
    sum("Tax", totals.totalTax);
    sum(`Total ${currency}`.trim(), totals.total, bold);
  }
  return out;
}

const KINDS = /** @type {Record<string, string>} */ ({ invoice: "Invoice", "repeating-invoice": "Repeating invoice", "credit-note": "Credit note" });

/**
 * @param {Document} document
 * @param {Look} look
 * @returns {string}
 */
export function printDocument(document, look = {}) {
  const { bold, dim, cyan } = paint(look);
  const { body, totals } = document;
  const currency = clean(body["CurrencyCode"] ?? totals?.currency);
  const title = [`${KINDS[document.kind] ?? clean(document.kind)} ${bold(clean(document.token))}`, clean(document.entity), `slot ${clean(document.slot)}`, clean(body["Status"]), currency];
  /** @type {string[]} */
  const out = [title.filter((part) => part !== "").join(dim(" · "))];

  const fact = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (value !== undefined && value !== null && value !== "") out.push(`  ${dim(left(name, 11))}${clean(value)}`);
  };
  fact("Contact", body["Contact"]?.ContactID);
  fact("Number", body["InvoiceNumber"]);
  fact("Reference", body["Reference"]);
  fact("Date", body["Date"]);
  fact("Due", body["DueDate"]);
  fact("Issue on", document.issueOn === body["Date"] ? undefined : document.issueOn);
  fact("Amounts", body["LineAmountTypes"]);
  out.push("");

  out.push(...linesAndTotals(body["LineItems"] ?? [], totals, currency, look));

  if (look.trace !== false && document.trace && document.trace.length > 0) {
    out.push("", `  ${bold("Why")}`);
    const size = Math.min(34, Math.max(...document.trace.map(({ at }) => width(clean(at)))));
    for (const { at, from, by, rule } of document.trace) {
      const source = from.length > 0 ? ` ${cyan(from.map(clean).join(", "))}` : "";
      out.push(`  ${left(clean(at), size)}  ${dim(clean(by))}${source}${rule ? ` ${dim(`(${clean(rule)})`)}` : ""}`);
    }
  }
  return out.join("\n");
}

const MARKS = /** @type {Record<string, string>} */ ({ error: "✗", warning: "!", info: "·" });

/**
 * @param {Finding[]} findings
 * @param {Look} look
 * @returns {string}
 */
export function printFindings(findings, look = {}) {
  const { bold, dim, red, yellow, cyan } = paint(look);
  return findings
    .map(({ code, severity, path, message, remedy }) => {
      const style = severity === "error" ? red : severity === "warning" ? yellow : cyan;
      const head = `${style(MARKS[severity] ?? "·")} ${bold(clean(message))}`;
      const rest = [`    ${dim(`${clean(code)}${path ? ` at ${clean(path)}` : ""}`)}`];
      if (remedy) rest.push(`    → ${clean(remedy)}`);
      return [head, ...rest].join("\n");
    })
    .join("\n");
}

/**
 * @param {{ ok: boolean, documents: Document[], findings: Finding[], preview?: { lines: Record<string, any>[], totals?: Totals } }} plan
 * @param {Look} look
 * @returns {string}
 */
export function printPlan(plan, look = {}) {
  const { bold, green, red, dim } = paint(look);
  const out = [];
  for (const document of plan.documents) out.push(printDocument(document, look));
  if (!plan.ok) {
    const { lines = [], totals } = plan.preview ?? {};
    if (lines.length > 0) out.push([dim("Preview of what could be computed, nothing to send:"), ...linesAndTotals(lines, totals, clean(totals?.currency), look)].join("\n"));
  }
  if (plan.findings.length > 0) out.push(printFindings(plan.findings, look));
  const count = plan.documents.length;
  const verdict = count === 0 ? "nothing to send" : count === 1 ? "1 document to send" : `${count} documents to send`;
  out.push(plan.ok ? green(bold(verdict)) : red(bold("refused: nothing to send until the errors above are mended")));
  return out.join("\n\n");
}

/**
 * @param {{ ok: boolean, findings: Finding[] }} validation
 * @param {Look} look
 */
export function printValidation(validation, look = {}) {
  const { bold, green, red } = paint(look);
  const verdict = validation.ok ? green(bold("ok")) : red(bold("refused"));
  return validation.findings.length > 0 ? `${printFindings(validation.findings, look)}\n\n${verdict}` : verdict;
}

/**
 * @param {{ decision: string, contactId?: string, candidates: { contactId: string, name?: string, probability: number, evidence: { says: string }[] }[], proposed?: unknown, findings: Finding[] }} match
 * @param {Look} look
 */
export function printMatch(match, look = {}) {
  const { bold, dim, green, yellow } = paint(look);
  const style = match.decision === "match" ? green : yellow;
  const out = [style(bold(match.decision)) + (match.contactId ? ` ${clean(match.contactId)}` : "")];
  for (const { contactId, name, probability, evidence } of match.candidates) {
    out.push(`  ${right(String(probability), 4)} ‰  ${bold(clean(name))} ${dim(clean(contactId))}`);
    for (const { says } of evidence) out.push(`          ${clean(says)}`);
  }
  if (match.proposed) out.push(`${dim("  to create:")} ${clean(JSON.stringify(match.proposed))}`);
  if (match.findings.length > 0) out.push("", printFindings(match.findings, look));
  return out.join("\n");
}

/**
 * @param {{ ok: boolean, findings: Finding[] } & Partial<Totals>} prediction
 * @param {Look} look
 */
export function printTotals({ findings, ...rest }, look = {}) {
  const { bold, dim } = paint(look);
  /** @type {string[]} */
  const out = [];
  const totals = rest.lines === undefined ? undefined : /** @type {Totals} */ (rest);
  if (totals) {
    const rows = totals.lines.map((line, index) => [String(index + 1), amount(line.lineAmount), amount(line.discount), amount(line.taxAmount)]);
    out.push(...table(["#", "Amount", "Discount", "Tax"], rows, "rrrr", dim), "");
    out.push(`  Subtotal ${amount(totals.subTotal)}   Tax ${amount(totals.totalTax)}   ${bold(`Total ${[clean(totals.currency), amount(totals.total)].join(" ").trim()}`)}`);
  }
  if (findings.length > 0) out.push(...(totals ? [""] : []), printFindings(findings, look));
  return out.join("\n");
}
