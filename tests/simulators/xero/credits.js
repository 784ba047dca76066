// Credit notes, and money received in advance (overpayments, prepayments), which the API only reads: people make
// those with a bank transaction. Sources: Credit Notes, Overpayments, Prepayments and the specification.
import { numberOf } from "../decimal.js";
import { allocationJson } from "./allocations.js";
import { allocatedOf, documentFields, documentJson, isTouched, openOf, paymentsJson, placesOf, readDocument, settle, touch } from "./documents.js";
import { today } from "./dates.js";
import { notFound, refused } from "./errors.js";
import { TRANSITIONS } from "./invoices.js";
import { list, listed, ok } from "./list.js";
import { ours, says } from "./messages.js";
import { elementsOf, saveEach } from "./save.js";
import { plain } from "./where.js";

/** @typedef {import("../http.js").Json} Json */
/** @typedef {import("../http.js").Answer} Answer */
/** @typedef {import("../http.js").Request} Request */
/** @typedef {import("./world.js").World} World */
/** @typedef {import("./documents.js").Document} Document */

/** Where the three kinds stand, and what they are called. */
export const CREDITS = Object.freeze({
  CreditNotes: { kind: /** @type {const} */ ("credit-note"), one: "CreditNote", rows: (/** @type {World} */ world) => world.creditNotes },
  Overpayments: { kind: /** @type {const} */ ("overpayment"), one: "Overpayment", rows: (/** @type {World} */ world) => world.overpayments },
  Prepayments: { kind: /** @type {const} */ ("prepayment"), one: "Prepayment", rows: (/** @type {World} */ world) => world.prepayments },
});
/** @typedef {keyof typeof CREDITS} Many */

/** @param {World} world @param {Many} many @param {Document} credit @param {{ places?: number, hasLines?: boolean }} [how] @returns {Json} */
export function creditJson(world, many, credit, { places = 2, hasLines = true } = {}) {
  const { one } = CREDITS[many];
  const { DueDate, DueDateString, FullyPaidOnDate, ...shown } = documentJson(world, credit, { places, hasLines });
  return {
    ...shown, [`${one}ID`]: credit.id, ID: credit.id,
    ...(many === "CreditNotes" ? { CreditNoteNumber: credit.number, SentToContact: credit.isSent, ...(FullyPaidOnDate ? { FullyPaidOnDate } : {}) } : {}),
    RemainingCredit: numberOf(credit.status === "VOIDED" || credit.status === "DELETED" ? 0n : openOf(world, credit)), AppliedAmount: numberOf(allocatedOf(world, credit)),
    Allocations: world.allocations.filter(({ from }) => from === credit.id).map((allocation) => allocationJson(world, allocation)), Payments: paymentsJson(world, credit), HasAttachments: false,
  };
}

/** @param {World} world @param {Request} request @param {Many} many @returns {Answer} */
export function getCredits(world, request, many) {
  const { one, rows } = CREDITS[many];
  const id = `${one.toLowerCase()}id`;
  const references = listed(request, "References");
  const number = { creditnotenumber: /** @type {import("./where.js").Field} */ ({ kind: "text", get: (row) => row.number }) };
  return list(world, request, {
    entity: one, many, rows: [...rows(world).values()], fields: { ...documentFields(world, id), ...(many === "CreditNotes" ? number : {}) },
    keep: (row) => references?.includes(plain(row.reference)) ?? true,
    json: (row, isPaged) => creditJson(world, many, row, { places: placesOf(request), hasLines: isPaged }),
  });
}

/** @param {World} world @param {Request} request @param {Many} many @param {string} name @returns {Answer} */
export function getCredit(world, request, many, name) {
  const rows = CREDITS[many].rows(world);
  const credit = rows.get(name.toLowerCase()) ?? [...rows.values()].find((one) => many === "CreditNotes" && one.number === name);
  return credit === undefined ? notFound() : ok(world, { [many]: [creditJson(world, many, credit, { places: placesOf(request) })] });
}

/** @param {World} world @param {Request} request @param {Json} sent @param {string} [id] from the path @returns {Answer} */
export function saveCreditNotes(world, request, sent, id) {
  const places = placesOf(request);
  const elements = elementsOf(sent, "CreditNotes");
  if (elements.length > world.behaviour.batch) return refused(`At most ${world.behaviour.batch} credit notes a call.`);
  if (id !== undefined && !world.creditNotes.has(id)) return notFound();
  const numbered = (/** @type {string | undefined} */ number) => [...world.creditNotes.values()].find((one) => number !== undefined && one.number === number && one.status !== "DELETED");
  return saveEach(world, request, "CreditNotes", elements, (body, errors) => {
    const wanted = id ?? body.CreditNoteID;
    const existing = request.method === "PUT" ? undefined : wanted === undefined ? numbered(body.CreditNoteNumber) : world.creditNotes.get(wanted);
    if (request.method !== "PUT" && wanted !== undefined && existing === undefined) errors.push(says.history_wrong_id());
    const status = body.Status ?? existing?.status ?? "DRAFT";
    if (existing === undefined && !["DRAFT", "SUBMITTED", "AUTHORISED"].includes(status)) errors.push(ours(`A credit note cannot be created with a status of ${status}.`));
    if (existing && isTouched(world, existing)) errors.push(says.document_locked_by_payment());
    else if (existing && !TRANSITIONS[existing.status].includes(status)) errors.push(says.document_not_editable({ status: existing.status }));
    const twin = numbered(body.CreditNoteNumber);
    if (twin !== undefined && twin !== existing) errors.push(ours("Credit Note # must be unique."));
    const isEnd = existing !== undefined && (status === "DELETED" || status === "VOIDED");
    const save = isEnd ? () => Object.assign(existing, { status }) : readDocument(world, body, { kind: "credit-note", ...(existing ? { existing } : {}), status, places, errors });
    return {
      element: { CreditNoteID: existing?.id ?? "00000000-0000-0000-0000-000000000000" },
      save: () => {
        const note = save();
        note.number = body.CreditNoteNumber ?? (note.number || `CN-${String(++world.numbers.credit).padStart(4, "0")}`);
        world.creditNotes.set(note.id, note);
        settle(world, note, today(world.zone, world.clock.now()));
        touch(world, note, existing ? "UPDATE" : "CREATE");
        return creditJson(world, "CreditNotes", note, { places });
      },
    };
  });
}
