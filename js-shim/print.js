// Plans, verdicts and findings as a person reads them. Prints what the core gave, and decides nothing.

/** @typedef {{ code: string, severity: string, path?: string, message: string, remedy?: string }} Finding */
/** @typedef {{ at: string, from: string[], by: string, rule?: string }} Reason */
/** @typedef {{ lines: { lineAmount: number, taxAmount: number, discount: number }[], subTotal: number, totalTax: number, total: number, totalDiscount: number, currency?: string }} Totals */
/** @typedef {{ entity: string, slot: string, kind: string, token: string, issueOn?: string, body: Record<string, any>, totals: Totals, trace?: Reason[] }} Document */
/** @typedef {{ kind: string, method: string, subTotal: number, totalTax: number, total: number, taxResidue: number }} Ledger */
/** @typedef {{ color?: boolean, trace?: boolean, width?: number }} Look `width` in characters; without one, that of a file */

const FILE_WIDTH = 110;
const LEAST_WIDTH = 48;

/**
 * How to print to a stream: in colours and as wide as its terminal.
 * @param {NodeJS.WriteStream} stream
 * @returns {Look}
 */
export function lookFor(stream) {
  const forced = process.env["FORCE_COLOR"];
  const color = !process.env["NO_COLOR"] && (forced ? forced !== "0" : stream.isTTY === true && process.env["TERM"] !== "dumb");
  return { color, width: stream.columns || FILE_WIDTH };
}

/** @param {Look} look */
export const widthOf = ({ width = FILE_WIDTH }) => Math.max(LEAST_WIDTH, width);

/** @param {Look} look */
export function paint({ color = false }) {
  const with_ = (/** @type {number} */ on) => (/** @type {string} */ text) => (color ? `\u001b[${on}m${text}\u001b[0m` : text);
  return { bold: with_(1), dim: with_(2), red: with_(31), green: with_(32), yellow: with_(33), cyan: with_(36) };
}

/**
 * Text from outside, safe for a terminal: control characters could move the cursor or change what is shown.
 * @param {unknown} value
 */
export function clean(value) {
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

export const width = (/** @type {string} */ text) => [...text].length;
export const left = (/** @type {string} */ text, /** @type {number} */ to) => text + " ".repeat(Math.max(0, to - width(text)));
export const right = (/** @type {string} */ text, /** @type {number} */ to) => " ".repeat(Math.max(0, to - width(text))) + text;

/** @typedef {[text: string, style: (text: string) => string]} Piece */

/**
 * Words over several lines of at most `most` characters.
 * @param {Piece[]} pieces @param {number} most
 */
function wrapPieces(pieces, most) {
  const lines = [""];
  let used = 0;
  for (const [text, style] of pieces) {
    for (const word of text.split(" ")) {
      if (used > 0 && used + 1 + width(word) > most) {
        lines.push(style(word));
        used = width(word);
      } else {
        lines[lines.length - 1] += (used > 0 ? " " : "") + style(word);
        used += (used > 0 ? 1 : 0) + width(word);
      }
    }
  }
  return lines;
}

/** @param {string} text @param {number} most */
const wrap = (text, most) => wrapPieces([[text, String]], most);

/**
 * Behind a mark, its further lines below its first.
 * @param {string} mark @param {number} indent @param {Piece[]} pieces @param {number} to
 */
export function hang(mark, indent, pieces, to) {
  const [first = "", ...more] = wrapPieces(pieces, Math.max(20, to - indent));
  return [mark + first, ...more.map((line) => " ".repeat(indent) + line)];
}

/**
 * @param {string[]} heads @param {string[][]} rows @param {string} sides `l` or `r` for each column
 * @param {(text: string) => string} headStyle
 */
export function table(heads, rows, sides, headStyle) {
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
  const heads = ["#", "Description", "Qty", "Unit", "Discount", "Account", "Tax type", "Amount", "Tax"];
  const sides = "rlrrrllrr";
  /** @param {number} room for descriptions @param {boolean} narrow whether account and tax type stand below them */
  const rowsOf = (room, narrow) =>
    items.flatMap((line, index) => {
      const computed = totals?.lines[index];
      const [first = "", ...more] = wrap(clean(line.Description), room);
      const discount = line.DiscountRate !== undefined ? `${line.DiscountRate} %` : line.DiscountAmount !== undefined ? amount(line.DiscountAmount) : "";
      const empty = line.UnitAmount === undefined && line.LineAmount === undefined;
      const booking = [clean(line.AccountCode), clean(line.TaxType)];
      const row = [
        String(index + 1), first, clean(line.Quantity), empty ? "" : amount(line.UnitAmount), discount, ...(narrow ? ["", ""] : booking),
        empty ? "" : amount(computed?.lineAmount ?? line.LineAmount), empty ? "" : amount(computed?.taxAmount),
      ];
      const below = [
        narrow && line.AccountCode !== undefined ? `account ${booking[0]}` : "",
        narrow && line.TaxType !== undefined ? `tax ${booking[1]}` : "",
        line.ItemCode === undefined ? "" : `item ${clean(line.ItemCode)}`,
        ...(line.Tracking ?? []).map((/** @type {any} */ entry) => `${clean(entry.Name)}: ${clean(entry.Option)}`),
      ].filter((text) => text !== "");
      const extras = [...more, ...(below.length > 0 ? wrap(below.join(", "), room) : [])];
      return [row, ...extras.map((text) => ["", text])];
    });
  const edgeOf = (/** @type {string[][]} */ rows) => Math.max(...table(heads, rows, sides, String).map(width));
  // What the other columns leave; the head of this one takes some of it.
  const roomIn = (/** @type {boolean} */ narrow) => widthOf(look) - edgeOf(rowsOf(1, narrow).map(([number = "", , ...rest]) => [number, "x", ...rest])) + width("Description");
  const narrow = roomIn(false) < 28;
  const rows = rowsOf(Math.min(56, Math.max(12, roomIn(narrow))), narrow);
  const out = table(heads, rows, sides, dim);

  if (totals) {
    const edge = edgeOf(rows);
    const sum = (/** @type {string} */ name, /** @type {number} */ value, /** @type {(text: string) => string} */ style = String) => out.push(style(right(`${name}  ${right(amount(value), 13)}`, edge)));
    out.push("");
    if (totals.totalDiscount) sum("Taken off by the discounts above", totals.totalDiscount);
    sum("Subtotal", totals.subTotal);
    sum("Tax", totals.totalTax);
    sum(`Total ${currency}`.trim(), totals.total, bold);
    out.push(dim(right("as Xero will compute it", edge)));
  }
  return out;
}

const KINDS = /** @type {Record<string, string>} */ ({ invoice: "Invoice", "repeating-invoice": "Repeating invoice", "credit-note": "Credit note" });
const AMOUNTS = /** @type {Record<string, string>} */ ({ Exclusive: "without tax (Exclusive)", Inclusive: "with tax (Inclusive)", NoTax: "no tax (NoTax)" });

/** When invoices of a template are made and due, in words. @param {Record<string, any>} schedule @returns {[name: string, text: string][]} */
function rhythm({ Period, Unit, StartDate, EndDate, DueDate, DueDateType }) {
  const unit = Unit === "WEEKLY" ? "week" : "month";
  const due = /** @type {Record<string, string>} */ ({
    DAYSAFTERINVOICEDATE: `${DueDate} days after the invoice`,
    DAYSAFTERINVOICEMONTH: `${DueDate} days after the month of the invoice`,
    OFCURRENTMONTH: `on day ${DueDate} of the month of the invoice`,
    OFFOLLOWINGMONTH: `on day ${DueDate} of the month after the invoice`,
  });
  return [
    ["Every", Period === 1 ? unit : `${Period} ${unit}s`],
    ["From", StartDate],
    ["Until", EndDate ?? "somebody ends it"],
    ["Due", due[DueDateType] ?? `${DueDate} ${DueDateType}`],
  ];
}

/** What Xero does with each invoice of a template. @param {Record<string, any>} body */
function made({ Status, ApprovedForSending, SendCopy, MarkAsSent, IncludePDF }) {
  const more = [ApprovedForSending && "e-mailed by Xero", IncludePDF && "with a PDF", SendCopy && "with a copy to the sender", MarkAsSent && "marked as sent"];
  return [Status === "AUTHORISED" ? "approved" : "as drafts", ...more.filter((word) => word)].join(", ");
}

/**
 * The document alone; its reasons are `printReasons`.
 * @param {Document} document
 * @param {Look} look
 * @param {boolean} later its day has not come
 * @returns {string}
 */
export function printDocument(document, look = {}, later = false) {
  const { bold, dim, yellow } = paint(look);
  const { body, totals } = document;
  const currency = clean(body["CurrencyCode"] ?? totals?.currency);
  const head = [document.entity, `slot ${document.slot}`, body["Status"], currency].map(clean).filter((part) => part !== "");
  /** @type {Piece[]} */
  const title = [[KINDS[document.kind] ?? clean(document.kind), String], [clean(document.token), bold], ...head.flatMap((part) => /** @type {Piece[]} */ ([["·", dim], [part, String]]))];
  /** @type {string[]} */
  const out = hang("", 2, title, widthOf(look));
  if (later) out.unshift(yellow(document.issueOn === undefined ? "Later, when its day is known:" : `Later, on ${clean(document.issueOn)}:`));

  const fact = (/** @type {string} */ name, /** @type {unknown} */ value) => {
    if (value !== undefined && value !== null && value !== "") out.push(`  ${dim(left(name, 11))}${clean(value)}`);
  };
  fact("Contact", body["Contact"]?.ContactID);
  fact("Number", body["InvoiceNumber"]);
  fact("Reference", body["Reference"]);
  fact("Date", body["Date"]);
  fact("Due", body["DueDate"]);
  if (body["Schedule"]) {
    for (const [name, text] of rhythm(body["Schedule"])) fact(name, text);
    fact("Made", made(body));
    fact("Goes to", "PUT /RepeatingInvoices");
  } else if (!later) fact("Issue on", document.issueOn === body["Date"] ? undefined : document.issueOn);
  fact("Link", body["Url"]);
  fact("Branding", body["BrandingThemeID"]);
  fact("Amounts", AMOUNTS[body["LineAmountTypes"]] ?? body["LineAmountTypes"]);
  out.push("", ...linesAndTotals(body["LineItems"] ?? [], totals, currency, look));
  return out.join("\n");
}

const MOST_VALUE = 24;

/** @param {Record<string, any>} body @param {string} pointer */
function valueAt(body, pointer) {
  let value = /** @type {any} */ (body);
  for (const name of pointer.split("/").slice(1)) value = value?.[name.replaceAll("~1", "/").replaceAll("~0", "~")];
  const text = clean(value !== null && typeof value === "object" ? (value.Option ?? "") : value);
  return width(text) > MOST_VALUE ? `${[...text].slice(0, MOST_VALUE - 1).join("")}…` : text;
}

/**
 * Why each field of a document is what it is, and where in the input that was said.
 * @param {Document} document
 * @param {Look} look
 */
export function printReasons({ token, body, trace = [] }, look = {}) {
  const { bold, dim, cyan } = paint(look);
  const out = [bold(`Why each field of ${clean(token)} is what it is`)];
  const rows = trace.map((reason) => {
    const [, line, field] = /^\/LineItems\/(\d+)\/(.+)$/.exec(reason.at) ?? [];
    return { ...reason, line, field: clean(field ?? reason.at.slice(1)), value: valueAt(body, reason.at) };
  });
  const fieldSize = Math.max(0, ...rows.map(({ field }) => width(field)));
  const valueSize = Math.max(0, ...rows.map(({ value }) => width(value)));
  const beside = 4 + fieldSize + 2 + valueSize + 2;
  // On a narrow terminal the reason stands below.
  const indent = widthOf(look) - beside < 40 ? 8 : beside;
  /** @type {string | undefined | null} */
  let last = null;
  for (const { line, field, value, from, by, rule } of rows) {
    if (line !== last) out.push(line === undefined ? "  The document" : `  Line ${Number(line) + 1}`);
    last = line;
    const head = `    ${left(field, fieldSize)}  ${bold(value)}${" ".repeat(valueSize - width(value))}  `;
    /** @type {Piece[]} */
    const reason = [[rule === undefined ? clean(by) : `${clean(by)}: ${clean(rule)}`, String]];
    if (from.length > 0) reason.push(["←", dim], [from.map(clean).join(", "), cyan]);
    if (indent === beside) out.push(...hang(head, indent, reason, widthOf(look)));
    else out.push(head.trimEnd(), ...hang(" ".repeat(indent), indent, reason, widthOf(look)));
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
    .flatMap(({ code, severity, path, message, remedy }) => {
      const style = severity === "error" ? red : severity === "warning" ? yellow : cyan;
      return [
        ...hang(`${style(MARKS[severity] ?? "·")} `, 2, [[clean(message), bold]], widthOf(look)),
        `    ${dim(`${clean(code)}${path ? ` at ${clean(path)}` : ""}`)}`,
        ...(remedy ? hang("    → ", 6, [[clean(remedy), String]], widthOf(look)) : []),
      ];
    })
    .join("\n");
}

const METHODS = /** @type {Record<string, string>} */ ({
  whole: "no line is split",
  shares: "every line is split",
  amounts: "every line is split, to the amounts that are named",
  deducted: "stages are lines of their own, and the last document deducts them",
  adjusted: "the tax of a line is set by hand",
  residue: "every line is split, and the tax is off",
});

/**
 * The documents of a schedule, what they come to together, and how that compares with the whole deal.
 * @param {Ledger} ledger
 * @param {{ document: Document, later: boolean }[]} slots
 * @param {Look} look
 */
export function printLedger(ledger, slots, look = {}) {
  const { bold, dim, green, yellow } = paint(look);
  const rows = slots.map(({ document: { slot, issueOn, totals }, later }) => [
    clean(slot), clean(issueOn ?? "no day yet"), amount(totals.subTotal), amount(totals.totalTax), amount(totals.total), later ? "later" : "now",
  ]);
  const sum = ["together", "", amount(ledger.subTotal), amount(ledger.totalTax), amount(ledger.total), ""];
  const [head = "", ...lines] = table(["Document", "Day", "Net", "Tax", "Gross", ""], [...rows, sum], "llrrrl", dim);
  const residue = ledger.taxResidue;
  const off = `the tax is ${amount(Math.abs(residue))} ${residue > 0 ? "more" : "less"} than that of the whole deal`;
  return [
    ...hang("", 2, [[`Schedule: ${clean(ledger.kind)},`, bold], [METHODS[ledger.method] ?? clean(ledger.method), String]], widthOf(look)),
    head, ...lines.slice(0, -1), bold(lines.at(-1) ?? ""),
    `  ${residue === 0 ? green("net, tax and gross are those of the whole deal") : yellow(off)}`,
  ].join("\n");
}

/** @typedef {{ area?: string, role?: string, channel?: string, within?: string, then?: string }} Owner */

/** Who answers, in words. @param {Owner} owner */
const owned = ({ role, channel, within, then }) => [role, channel, within && `within ${within}`, then && `then ${then}`].filter((word) => word).map(clean).join(", ");

/** Who answers for what the findings are about. @param {Owner[]} owners @param {Look} look */
function printOwners(owners, look) {
  const { bold, dim } = paint(look);
  return owners.map((owner) => `${bold(clean(owner.area))} ${dim("answers:")} ${owned(owner)}`).join("\n");
}

/** What came of each rule, and why. @param {{ rule: string, outcome: string, because?: string, decides?: string[] }[]} rules @param {Look} look */
function printRules(rules, look) {
  const { bold, dim } = paint(look);
  const words = /** @type {Record<string, string>} */ ({ applied: "decides", "not-met": "does not apply", undecided: "cannot be decided", "not-considered": "was not considered" });
  const lines = rules.flatMap(({ rule, outcome, because, decides = [] }) => {
    const why = because ?? (decides.length > 0 ? decides.join(", ") : outcome === "applied" ? "nothing that a later one does not" : "");
    return hang("  ", 4, [[clean(rule), bold], [words[outcome] ?? clean(outcome), dim], [clean(why), String]], widthOf(look));
  });
  return [bold("The rules, in order"), ...lines].join("\n");
}

/** Who bills what. @param {{ entity: string, rows: { row: string, by: string }[], amount?: number }[]} shares @param {Look} look */
function printShares(shares, look) {
  const { dim } = paint(look);
  const rows = shares.map(({ entity, rows: own, amount: of }) => [clean(entity), own.map(({ row }) => clean(row)).join(", ") || "nothing", of === undefined ? "" : amount(of)]);
  return table(["Entity", "Bills", "Amount"], rows, "llr", dim).join("\n");
}

/**
 * @param {{ ok: boolean, documents: Document[], scheduled?: Document[], schedule?: Ledger, shares?: any[], rules?: any[], alerts?: any[], holds?: any[], owners?: Owner[], findings: Finding[], preview?: { lines: Record<string, any>[], totals?: Totals } }} plan
 * @param {Look} look
 * @returns {string}
 */
export function printPlan(plan, look = {}) {
  const { bold, green, red, dim } = paint(look);
  const out = [];
  const { documents, scheduled = [], shares = [], rules = [], owners = [] } = plan;
  if (shares.length > 0) out.push(printShares(shares, look));
  for (const document of documents) out.push(printDocument(document, look));
  for (const document of scheduled) out.push(printDocument(document, look, true));
  for (const { entity, schedule } of [...shares, { entity: undefined, schedule: plan.schedule }]) {
    if (!schedule) continue;
    const all = [...documents.map((document) => ({ document, later: false })), ...scheduled.map((document) => ({ document, later: true }))];
    // A template is no part of what is billed once.
    out.push(printLedger(schedule, all.filter(({ document }) => document.kind === "invoice" && (entity === undefined || document.entity === entity)), look));
  }
  if (!plan.ok) {
    const { lines = [], totals } = plan.preview ?? {};
    if (lines.length > 0) {
      const missing = totals ? [] : [dim("  (no totals: not every line could be computed)")];
      out.push([dim("Preview of what could be computed, nothing to send:"), ...linesAndTotals(lines, totals, clean(totals?.currency), look), ...missing].join("\n"));
    }
  }
  if (plan.findings.length > 0) out.push(printFindings(plan.findings, look));
  if (owners.length > 0) out.push(printOwners(owners, look));
  if (look.trace !== false && rules.length > 0) out.push(printRules(rules, look));
  if (look.trace !== false) for (const document of documents) if (document.trace && document.trace.length > 0) out.push(printReasons(document, look));
  const count = documents.length;
  const now = count === 0 ? "nothing to send" : count === 1 ? "1 document to send" : `${count} documents to send`;
  const verdict = scheduled.length === 0 ? now : `${now}, ${scheduled.length} scheduled`;
  for (const { rule, channel, text } of plan.alerts ?? []) out.push(`${bold("alert")} ${dim(`(${rule}${channel ? `, ${clean(channel)}` : ""})`)} ${clean(text)}`);
  out.push(plan.ok ? green(bold(verdict)) : red(bold(whyNot(plan))));
  return out.join("\n\n");
}

/** Why a plan has nothing to send. @param {any} plan */
function whyNot({ status, holds = [], notBefore }) {
  if (status === "held") return `held: ${holds.map((/** @type {any} */ { rule, owner }) => clean(rule) + (owner ? ` (for ${owned(owner)})` : "")).join(", ")}`;
  if (status === "waiting") return `waiting until ${notBefore}`;
  return status === "skipped" ? "skipped by a rule" : "refused: nothing to send until the errors above are mended";
}

/**
 * @param {{ ok: boolean, findings: Finding[], owners?: Owner[] }} validation
 * @param {Look} look
 */
export function printValidation(validation, look = {}) {
  const { bold, green, red } = paint(look);
  const verdict = validation.ok ? green(bold("ok")) : red(bold("refused"));
  const { findings, owners = [] } = validation;
  return [...(findings.length > 0 ? [printFindings(findings, look)] : []), ...(owners.length > 0 ? [printOwners(owners, look)] : []), verdict].join("\n\n");
}

/** @typedef {{ slot: string, entity: string, kind: string, action: string, label: string, token?: string, documents: Record<string, any>[], body?: Record<string, any>, creditNote?: Record<string, any>, unitDp?: number, requestKey?: string, findings: Finding[] }} Verdict */

/** What each action writes, in the order in which it is written. @param {Verdict} verdict */
function writesOf({ action, kind, body, creditNote, documents: [one], unitDp }) {
  const path = kind === "invoice" ? "Invoices" : "RepeatingInvoices";
  const precision = unitDp === undefined ? "" : `?unitdp=${unitDp}`;
  /** @type {string[]} */
  const out = [];
  if (creditNote) {
    if (creditNote["body"]) out.push("PUT /CreditNotes?unitdp=4");
    out.push(`PUT /CreditNotes/${clean(creditNote["creditNoteId"] ?? "{CreditNoteID}")}/Allocations: ${amount(creditNote["allocation"]?.Amount)} to ${clean(one?.["number"] ?? one?.["id"])}`);
  }
  if (body) out.push(["update-draft", "delete-draft", "void"].includes(action) ? `POST /${path}/${clean(one?.["id"])}${precision}` : `PUT /${path}${precision}`);
  return out;
}

/**
 * @param {Verdict[]} verdicts
 * @param {Look} look
 */
export function printVerdicts(verdicts, look = {}) {
  const { bold, dim, green, yellow, red } = paint(look);
  const out = verdicts.map((verdict) => {
    const { slot, action, label, token, documents, findings } = verdict;
    const style = action === "ask" ? yellow : action === "refuse" || action === "unknown" ? red : green;
    const lines = [`${style(bold(clean(label)))}  ${bold(clean(token ?? ""))} ${dim([clean(verdict.entity), `slot ${clean(slot)}`, clean(action)].filter((part) => part !== "").join(" · "))}`];
    for (const one of documents) {
      const parts = [one["status"], one["total"] === undefined ? "" : `total ${amount(one["total"])}`, one["amountDue"] === undefined ? "" : `due ${amount(one["amountDue"])}`, one["isLive"] ? "" : "stands no more"];
      lines.push(`  ${clean(one["number"] ?? one["id"])}  ${parts.map(clean).filter((part) => part !== "").join(", ")}`);
    }
    for (const write of writesOf(verdict)) lines.push(`  ${dim("→")} ${write}`);
    if (findings.length > 0) lines.push(printFindings(findings, look));
    return lines.join("\n");
  });
  return out.length > 0 ? out.join("\n\n") : dim("no document is planned, and none is there");
}

/**
 * @typedef {{ slot: string, entity?: string, kind: string, status: string, daysOverdue?: number, number?: string, date?: string, dueDate?: string, currency?: string, total?: number, paid: number, credited: number, due: number }} DocumentStatus
 */

const STATUS_STYLES = /** @type {Record<string, "green" | "yellow" | "red">} */ ({ paid: "green", overdue: "red", voided: "red", deleted: "red", "part-paid": "yellow", "awaiting-payment": "yellow" });

/**
 * @param {{ ok: boolean, status?: string, documents: DocumentStatus[], base?: Record<string, any>, amounts?: Record<string, any>, contactCredit?: { kind: string, currency: string, remaining: number }[], patch?: { custom_fields: Record<string, any> }, note?: object, activity?: { subject: string }, text: string, findings: Finding[] }} update
 * @param {Look} look
 */
export function printStatus(update, look = {}) {
  const paints = paint(look);
  const { bold, dim, red } = paints;
  const style = update.ok ? paints[STATUS_STYLES[update.status ?? ""] ?? "cyan"] : red;
  const out = [style(bold(clean(update.text)))];
  if (update.documents.length > 0) {
    const rows = update.documents.map(({ slot, entity, number, kind, status, daysOverdue, date, dueDate, currency, total, paid, credited, due }) => [
      clean(number ?? KINDS[kind] ?? kind), clean(entity), clean(slot), daysOverdue ? `${clean(status)} ${daysOverdue} d` : clean(status), clean(date), clean(dueDate), total === undefined ? "" : amount(total), amount(paid), amount(credited), amount(due), clean(currency),
    ]);
    out.push("", ...table(["Document", "Entity", "Slot", "Status", "Date", "Due on", "Total", "Paid", "Credited", "Due", ""], rows, "llllllrrrrl", dim));
  }
  const { amounts, base, contactCredit = [], patch, note, activity } = update;
  if (base && amounts && base["currency"] !== amounts["currency"]) out.push("", dim(`  In ${clean(base["currency"])}: invoiced ${amount(base["invoiced"])}, paid ${amount(base["paid"])}, credited ${amount(base["credited"])}, due ${amount(base["due"])}`));
  for (const { kind, currency, remaining } of contactCredit) out.push("", `  The contact has ${amount(remaining)} ${clean(currency)} open (${clean(kind)})`);
  if (update.ok) out.push("", patch ? "  To write to the deal:" : dim("  The deal says so already: nothing to write"));
  for (const [key, value] of Object.entries(patch?.custom_fields ?? {})) out.push(`    ${dim(clean(key))}  ${clean(value !== null && typeof value === "object" ? `${amount(value.value)} ${value.currency}` : (value ?? "(empty)"))}`);
  if (note) out.push("    and a note");
  if (activity) out.push(`    and an activity: ${clean(activity.subject)}`);
  if (update.findings.length > 0) out.push("", printFindings(update.findings, look));
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
