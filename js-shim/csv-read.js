// Exports of both products as the bodies that their APIs would answer. A file is read twice, as a stream: first for
// how it writes numbers and days, then for its rows. What cannot be read is told with its line, and the rest is read.

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { CsvError, parse } from "csv-parse";
import { createLocale, readAmount, readDay } from "./csv-locale.js";
import { InputError } from "./cli-input.js";

/** @typedef {{ file: string, line: number, message: string, remedy: string, isGrave: boolean }} Complaint */
/** @typedef {{ dates?: import("./csv-locale.js").DayOrder | undefined, decimal?: import("./csv-locale.js").DecimalMark | undefined, currency?: string | undefined }} Told what the user said of the files */
/** @typedef {"text" | "amount" | "day" | "time"} Kind */
/** @typedef {(name: string) => string} Cell */

/** Names of columns, as the products' exports and their older forms have them; the first is the usual one. @type {Record<"deals" | "documents", Record<string, { kind: Kind, names: string[] }>>} */
const COLUMNS = {
  deals: {
    id: { kind: "text", names: ["Deal - ID", "ID", "Deal ID"] }, title: { kind: "text", names: ["Deal - Title", "Title", "Deal title"] },
    value: { kind: "amount", names: ["Deal - Value", "Value", "Deal value"] }, currency: { kind: "text", names: ["Deal - Currency of Value", "Currency of Value", "Deal - Currency", "Currency"] },
    status: { kind: "text", names: ["Deal - Status", "Status"] }, won: { kind: "time", names: ["Deal - Won time", "Won time", "Deal - Deal won on", "Deal won on"] },
    added: { kind: "time", names: ["Deal - Deal created", "Deal created", "Deal - Deal created on", "Deal created on", "Deal - Add time", "Add time"] },
    updated: { kind: "time", names: ["Deal - Update time", "Update time", "Deal - Last updated on", "Last updated on"] },
    expected: { kind: "day", names: ["Deal - Expected close date", "Expected close date"] }, owner: { kind: "text", names: ["Deal - Owner", "Owner"] },
    pipeline: { kind: "text", names: ["Deal - Pipeline", "Pipeline"] }, stage: { kind: "text", names: ["Deal - Stage", "Stage"] },
    organization: { kind: "text", names: ["Deal - Organization", "Organization", "Organization - Name"] }, organizationId: { kind: "text", names: ["Organization - ID", "Deal - Organization ID"] },
    person: { kind: "text", names: ["Deal - Contact person", "Contact person", "Person - Name"] }, probability: { kind: "amount", names: ["Deal - Probability", "Probability"] },
  },
  documents: {
    number: { kind: "text", names: ["InvoiceNumber", "*InvoiceNumber", "Invoice Number", "Number"] }, contact: { kind: "text", names: ["ContactName", "*ContactName", "Contact Name", "To", "Contact"] },
    reference: { kind: "text", names: ["Reference", "Ref"] }, date: { kind: "day", names: ["InvoiceDate", "*InvoiceDate", "Invoice Date", "Date"] }, due: { kind: "day", names: ["DueDate", "*DueDate", "Due Date"] },
    total: { kind: "amount", names: ["Total", "InvoiceTotal", "Invoice Total"] }, tax: { kind: "amount", names: ["TaxTotal", "Tax Total", "Total Tax"] },
    paid: { kind: "amount", names: ["InvoiceAmountPaid", "AmountPaid", "Paid"] }, open: { kind: "amount", names: ["InvoiceAmountDue", "AmountDue", "Due"] },
    currency: { kind: "text", names: ["Currency", "CurrencyCode"] }, type: { kind: "text", names: ["Type"] }, status: { kind: "text", names: ["Status"] },
    description: { kind: "text", names: ["Description", "*Description"] }, quantity: { kind: "amount", names: ["Quantity", "*Quantity"] }, price: { kind: "amount", names: ["UnitAmount", "*UnitAmount"] },
    lineAmount: { kind: "amount", names: ["LineAmount", "Line Amount"] }, lineTax: { kind: "amount", names: ["TaxAmount"] }, account: { kind: "text", names: ["AccountCode", "*AccountCode"] }, taxType: { kind: "text", names: ["TaxType", "*TaxType"] },
  },
};
const NEEDED = { deals: ["id", "value", "status"], documents: ["number", "date", "total"] };
const PRODUCT = { deals: "Pipedrive's export of deals", documents: "Xero's export of invoices" };
/** Words that the exports have for what the APIs say. */
const STATUS = /** @type {Record<string, string>} */ ({ paid: "PAID", "awaiting payment": "AUTHORISED", authorised: "AUTHORISED", approved: "AUTHORISED", overdue: "AUTHORISED", draft: "DRAFT", "awaiting approval": "SUBMITTED", submitted: "SUBMITTED", voided: "VOIDED", deleted: "DELETED" });
/** A record longer than this is a quotation mark that was never closed. */
const LONGEST = 1 << 20;
/** Complaints of one file. */
const MOST = 100;

/** @param {Uint8Array} start */
function encodingOf(start) {
  if (start[0] === 0xff && start[1] === 0xfe) return "utf-16le";
  if (start[0] === 0xfe && start[1] === 0xff) return "utf-16be";
  return "utf-8";
}

/** A file's text in pieces. @param {string} path @returns {AsyncGenerator<string>} */
async function* textOf(path) {
  /** @type {TextDecoder | undefined} */
  let decoder;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 })) {
      decoder ??= new TextDecoder(encodingOf(chunk));
      yield decoder.decode(chunk, { stream: true });
    }
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new InputError(code === "ENOENT" ? `${path}: there is no such file; check the path` : `${path}: ${message}`);
  }
  yield decoder?.decode() ?? "";
}

/** What parts the cells, by the first line. @param {string} line */
const delimiterOf = (line) => [";", "\t", ","].map((mark) => /** @type {[string, number]} */ ([mark, line.replace(/"[^"]*"/g, "").split(mark).length])).sort((a, b) => b[1] - a[1])[0]?.[0] ?? ",";

/**
 * Records with the line they begin at.
 * @param {string} path @param {(line: number, message: string, remedy: string) => void} complain
 * @returns {AsyncGenerator<{ cells: string[], line: number }>}
 */
async function* recordsOf(path, complain) {
  const source = textOf(path);
  let first = "";
  while (!/[\r\n]/.test(first.trimStart())) {
    const { value, done } = await source.next();
    if (done) break;
    first += value;
  }
  if (first.trim() === "") throw new InputError(`${path}: is empty; an export with a line of headers is expected`);
  const parser = parse({ bom: true, delimiter: delimiterOf(first.trimStart().split(/[\r\n]/, 1)[0] ?? ""), relax_column_count: true, relax_quotes: true, skip_empty_lines: true, info: true, max_record_size: LONGEST });
  const feeding = (async () => {
    const write = async (/** @type {string} */ text) => {
      if (!parser.write(text)) await new Promise((resolve) => parser.once("drain", () => resolve(undefined)));
    };
    await write(first);
    for await (const text of source) await write(text);
    parser.end();
  })();
  feeding.catch((error) => parser.destroy(error));
  let last = 0;
  try {
    for await (const { record, info } of parser) {
      const line = last + 1;
      last = info.lines;
      yield { cells: record, line };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    complain(last + 1, error.code === "CSV_QUOTE_NOT_CLOSED" ? "the file ends within quotation marks" : `a record cannot be read (${error.message.replace(/\s+/g, " ").slice(0, 120)})`, "what stands behind this line is left out: export the file anew, whole");
  }
}

/** @param {string} name */
const plain = (name) => name.trim().replace(/^\*/, "").toLowerCase();

/**
 * Which cell is what.
 * @param {string} path @param {"deals" | "documents"} side @param {string[]} headers
 * @param {(line: number, message: string, remedy: string, isGrave?: boolean) => void} complain
 */
function columnsOf(path, side, headers, complain) {
  const places = new Map();
  headers.forEach((header, at) => {
    const name = plain(header);
    if (name === "") return;
    if (places.has(name)) complain(1, `the header \`${header}\` is there twice, in columns ${places.get(name) + 1} and ${at + 1}`, "the first counts: rename or remove the other", false);
    else places.set(name, at);
  });
  const found = new Map(Object.entries(COLUMNS[side]).flatMap(([what, { kind, names }]) => {
    const at = names.map((name) => places.get(plain(name))).find((one) => one !== undefined);
    return at === undefined ? [] : [[what, { at: /** @type {number} */ (at), kind, header: headers[at] ?? what }]];
  }));
  const missing = NEEDED[side].filter((what) => !found.has(what));
  if (missing.length > 0) throw new InputError(`${path}: is not ${PRODUCT[side]}: there is no column ${missing.map((what) => `\`${COLUMNS[side][what]?.names[0]}\``).join(", ")}; add it to the export`);
  return found;
}

/** An id for what the export has none of: the same for the same text. @param {...string} parts */
function idOf(...parts) {
  const hex = createHash("sha256").update(parts.join("\u0000")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** @param {Cell} cell @param {(name: string) => number | undefined} amount @param {(name: string) => string | undefined} day @param {string} currency */
function dealOf(cell, amount, day, currency) {
  const time = (/** @type {string} */ name) => {
    const on = day(name);
    const [, hour = "12", minute = "00", second = "00"] = /[T ](\d{1,2}):(\d{2})(?::(\d{2}))?/.exec(cell(name)) ?? [];
    return on === undefined ? null : `${on}T${hour.padStart(2, "0")}:${minute}:${second}Z`;
  };
  const status = cell("status").toLowerCase();
  const organization = cell("organization");
  return {
    deal: {
      id: Number(cell("id")), title: cell("title"), value: amount("value") ?? 0, currency, status, won_time: status === "won" ? time("won") ?? time("updated") : null, local_won_date: status === "won" ? day("won") ?? null : null, add_time: time("added"), update_time: time("updated"),
      expected_close_date: day("expected") ?? null, owner_id: cell("owner"), pipeline_id: cell("pipeline"), stage_id: cell("stage"), probability: amount("probability") ?? null,
      ...(organization === "" ? {} : { org_name: organization }), ...(cell("person") === "" ? {} : { person_name: cell("person") }), custom_fields: {},
    },
    ...(organization === "" ? {} : { organization: { ...(/^\d+$/.test(cell("organizationId")) ? { id: Number(cell("organizationId")) } : {}), name: organization } }),
  };
}

/** @type {(cell: Cell, amount: (name: string) => number | undefined, day: (name: string) => string | undefined, currency: string) => any} */
function documentOf(cell, amount, day, currency) {
  const type = cell("type").toLowerCase();
  const isCredit = type.includes("credit");
  const isBill = /bill|purchase|accpay/.test(type);
  const [total, paid, open] = [amount("total") ?? 0, amount("paid") ?? 0, amount("open")];
  const status = STATUS[cell("status").toLowerCase()] ?? (open === 0 ? "PAID" : "AUTHORISED");
  const isDead = status === "VOIDED" || status === "DELETED";
  const tax = amount("tax");
  const id = idOf("document", cell("number"), isCredit ? "credit" : isBill ? cell("contact") : "");
  const dates = (/** @type {string} */ field, /** @type {string | undefined} */ on) => (on === undefined ? {} : { [`${field}String`]: `${on}T00:00:00`, [field]: `/Date(${Date.parse(`${on}T00:00:00Z`)}+0000)/` });
  const size = Math.abs(total);
  return {
    ...(isCredit ? { CreditNoteID: id, CreditNoteNumber: cell("number"), Type: isBill ? "ACCPAYCREDIT" : "ACCRECCREDIT", RemainingCredit: isDead ? 0 : Math.abs(open ?? 0) } : { InvoiceID: id, InvoiceNumber: cell("number"), Type: isBill ? "ACCPAY" : "ACCREC", AmountPaid: paid, AmountDue: isDead ? 0 : open ?? (status === "PAID" ? 0 : size - paid), AmountCredited: 0 }),
    Reference: cell("reference"), Contact: { ContactID: idOf("contact", cell("contact").toLowerCase()), Name: cell("contact") }, ...dates("Date", day("date")), ...dates("DueDate", day("due")), Status: status, CurrencyCode: currency, Total: size,
    ...(tax === undefined ? {} : { TotalTax: Math.abs(tax), SubTotal: Number((size - Math.abs(tax)).toFixed(2)) }), LineAmountTypes: "Exclusive", LineItems: /** @type {any[]} */ ([]),
  };
}

/** @param {Cell} cell @param {(name: string) => number | undefined} amount */
const lineOf = (cell, amount) => ({ Description: cell("description"), Quantity: amount("quantity"), UnitAmount: amount("price"), LineAmount: amount("lineAmount"), TaxAmount: amount("lineTax"), AccountCode: cell("account"), TaxType: cell("taxType") });

/**
 * @param {string} path @param {"deals" | "documents"} side @param {Told} told @param {(complaint: Complaint) => void} tell
 * @returns {AsyncGenerator<{ row: any, line: number }>}
 */
export async function* readCsv(path, side, told, tell) {
  let count = 0;
  const complain = (/** @type {number} */ line, /** @type {string} */ message, /** @type {string} */ remedy, isGrave = true) => {
    count++;
    if (count <= MOST) tell({ file: path, line, message, remedy, isGrave });
    if (count === MOST) tell({ file: path, line, message: "there is more of this", remedy: "mend these first", isGrave });
  };
  const locale = createLocale();
  /** @type {ReturnType<typeof columnsOf> | undefined} */
  let columns;
  for await (const { cells, line } of recordsOf(path, () => {})) {
    if (columns === undefined) {
      columns = columnsOf(path, side, cells, () => {});
      continue;
    }
    for (const { at, kind } of columns.values()) {
      const cell = cells[at] ?? "";
      if (cell === "" || kind === "text") continue;
      if (kind === "amount") locale.amount(cell, line);
      else locale.day(cell, line);
    }
  }
  const { decimal, dates, asks } = locale.decide(told);
  if (asks[0] !== undefined) throw new InputError(asks.map(({ line, message, remedy }) => `${path}:${line}: ${message}; ${remedy}`).join("\n"));

  columns = undefined;
  let width = 0;
  /** Lines of one document stand below each other. @type {{ row: any, line: number } | undefined} */
  let held;
  for await (const { cells, line } of recordsOf(path, complain)) {
    if (columns === undefined) {
      columns = columnsOf(path, side, cells, complain);
      width = cells.length;
      if (!columns.has("currency") && told.currency === undefined) throw new InputError(`${path}: there is no column \`${COLUMNS[side].currency?.names[0]}\`; add it to the export, or say the currency of all with --currency`);
      continue;
    }
    const known = columns;
    if (cells.length < width && cells.length < Math.max(...[...known.values()].map(({ at }) => at)) + 1) {
      complain(line, `the line has ${cells.length} cells, and the first has ${width}`, "the line is left out: export the file anew, whole");
      continue;
    }
    /** @type {Cell} */
    const cell = (name) => (cells[known.get(name)?.at ?? -1] ?? "").trim();
    let isGood = true;
    const said = new Set();
    const wrong = (/** @type {string} */ name, /** @type {string} */ what) => {
      if (said.has(name)) return;
      said.add(name);
      if (NEEDED[side].includes(name)) isGood = false;
      complain(line, `\`${known.get(name)?.header}\` is \`${cell(name).slice(0, 60)}\`, which is no ${what}`, NEEDED[side].includes(name) ? "the line is left out: mend it in the file" : "it is taken as empty: mend it in the file");
    };
    const amount = (/** @type {string} */ name) => {
      if (cell(name) === "") return undefined;
      const text = readAmount(cell(name), decimal);
      if (text === undefined) wrong(name, "amount");
      return text === undefined ? undefined : Number(text);
    };
    const day = (/** @type {string} */ name) => {
      if (cell(name) === "") return undefined;
      const on = readDay(cell(name), dates);
      if (on === undefined) wrong(name, "day");
      return on;
    };
    if (cells.some((one) => one.includes("\ufffd"))) complain(line, "the line has characters that are not UTF-8", "names in it may not be found: save the file as UTF-8", false);
    const key = side === "deals" ? "id" : "number";
    if (cell(key) === "" || (side === "deals" && !/^\d{1,15}$/.test(cell(key)))) {
      complain(line, `\`${known.get(key)?.header}\` is ${cell(key) === "" ? "empty" : `\`${cell(key).slice(0, 60)}\`, which is no id`}`, "the line is left out: mend it in the file");
      continue;
    }
    const currency = (cell("currency") || told.currency || "").toUpperCase();
    if (!/^[A-Z]{3}$/.test(currency)) {
      complain(line, `the currency is \`${currency}\``, "the line is left out: write the three letters of the currency");
      continue;
    }
    if (side === "deals") {
      const row = dealOf(cell, amount, day, currency);
      if (isGood) yield { row, line };
      continue;
    }
    const row = documentOf(cell, amount, day, currency);
    if (!isGood) continue;
    const id = row.InvoiceID ?? row.CreditNoteID;
    if (held === undefined || id !== (held.row.InvoiceID ?? held.row.CreditNoteID)) {
      if (held !== undefined) yield held;
      held = { row, line };
    }
    if (cell("description") !== "" || cell("lineAmount") !== "") held.row.LineItems.push(lineOf(cell, amount));
  }
  if (held !== undefined) yield held;
}
