// What is kept of a deal, and what follows from it alone: how it stands, what of the news about it is new, and which
// decisions a person may take about it as it stands.

import { isOwn } from "./edits.js";

/** @typedef {"running" | "parked" | "waiting" | "done" | "skipped" | "held" | "refused" | "failed" | "rejected" | "cancelled" | "paused"} Status */
/** @typedef {{ at: string, what: string, by?: string, says?: string }} Event */
/**
 * What is kept of a deal, under the key `deal`.
 * @typedef {object} State
 * @property {1} v
 * @property {Status} status
 * @property {number} run counts the runs: a timer of an earlier one says nothing
 * @property {string} at when the status came about
 * @property {string} text the same in one line
 * @property {string} [began] when the handoff did that is under way
 * @property {string} [notBefore] when it goes on by itself
 * @property {number} tries runs in a row that failed
 * @property {{ rule?: string, by: string, of?: string, at: string }[]} approvals
 * @property {boolean} [isBatched] whether its creates may go out with those of others, since it is one of many
 * @property {string} [decided] when it was rejected or cancelled: what happened before counts no more
 * @property {{ status: Status | "unknown", text: string }} [was] how it stood when it was paused
 * @property {boolean} [isCut] whether a run was ended of which nobody knows what it wrote
 * @property {Again} [again] whether something happened while it could not be looked at
 * @property {string} [looks] since when a look at Xero's changes is on its way
 * @property {number} [shows] looks in a row that failed
 * @property {{ since: string, until: string, at?: string }} [edits] since when a run for edits is on its way, when it comes unless more happen, and the last one's time in Pipedrive
 * @property {import("./seen.js").Seen} [seen] what the last run saw of both sides, by their own times
 * @property {boolean} [isListed] whether it is in the list of what a person must decide
 * @property {any} [outcome] the last one, in short
 * @property {any[]} [asked] what a person was asked before a run that failed: that is what they answer
 * @property {Event[]} events the latest, oldest first
 */
/** What is to be done later: what became of its documents is shown, a run, or one with everything read anew. @typedef {"show" | true | "anew"} Again */
/**
 * What is told of a deal that is not just won. `fields` are those that changed, where that is known; `updated` is when,
 * in Pipedrive, to the second; `isOurs` whether it was won since this program answers for what is won.
 * @typedef {{ source: string, what: "edited" | "lost" | "reopened" | "deleted", event?: string, at?: string, fields?: string[], updated?: string, wonTime?: string, isOurs?: boolean }} News
 */
/** @typedef {"approve" | "reject" | "replay" | "cancel" | "pause" | "resume"} Decision */
/** Why a decision cannot be taken, as HTTP has it. @typedef {{ status: 404 | 409, code: string, message: string }} Not */

const MOST_EVENTS = 30;
/** What may happen a hundred times in an hour. */
const REPEATED = new Set(["edited", "changed in Xero", "shown"]);

/** @returns {State} */
export const unheard = () => ({ v: 1, status: "waiting", run: 0, at: "", text: "", tries: 0, approvals: [], events: [] });

/** With an event. One of the same kind right after another takes its place. @param {State} state @param {Event} event @returns {State} */
export function withEvent(state, event) {
  const last = state.events.at(-1);
  const isMore = last !== undefined && REPEATED.has(event.what) && last.what === event.what;
  return { ...state, events: [...(isMore ? state.events.slice(0, -1) : state.events), event].slice(-MOST_EVENTS) };
}

/** How it stands, or stood before it was paused. @param {State} state */
const under = ({ status, was }) => (status === "paused" ? (was?.status ?? status) : status);

/** Whether a person decided that nothing is to be done about it, paused since or not. @param {State} state */
export const isDecided = (state) => ["rejected", "cancelled"].includes(under(state));

/** Whether nobody told anything of it: at most it was paused, for when somebody does. @param {State | null} state */
export const isUnheard = (state) => state === null || (under(state) === "unknown" && state.again === undefined);

/** What is to be done later, of two. @param {Again | undefined} one @param {Again} other @returns {Again} */
export const more = (one, other) => (one === "anew" || other === "anew" ? "anew" : one === true || other === true ? true : "show");

/** A handoff that is under way is dropped, and goes on by itself no more. @param {State} state @returns {State} */
export function cut(state) {
  const { notBefore: _, ...rest } = state;
  return state.status === "parked" || state.status === "running" ? { ...rest, isCut: true } : rest;
}

/** A person ends it: nothing of what was to come comes. @param {State} state @param {"rejected" | "cancelled"} status @param {string} at @param {string} text @returns {State} */
export function decidedAs(state, status, at, text) {
  const { again: _, edits: __, was: ___, asked: ____, ...rest } = cut(state);
  return { ...rest, approvals: [], tries: 0, status, run: state.run + 1, at, decided: at, text };
}

/** Nothing is done until it is resumed. @param {State} before @param {boolean} isKnown whether anything was heard of it before @param {string} at @param {string} by @returns {State} */
export function paused(before, isKnown, at, by) {
  if (before.status === "paused") return before;
  const { notBefore: _, ...rest } = before;
  return {
    ...rest, status: "paused", run: before.run + 1, at, text: `paused by ${by}`, was: { status: isKnown ? before.status : "unknown", text: before.text },
    // What a run that never ended wrote, nobody knows.
    ...(before.status === "running" ? { isCut: true } : {}),
  };
}

/** What is kept of an outcome. @param {any} outcome */
export function short({ status, notBefore, guarantee, text, verdicts, documents, written, findings, alerts, holds, dealUpdate, calls, contact, plan }) {
  return { status, notBefore, guarantee, text, verdicts, documents, written, plan, findings: findings.slice(0, 20), alerts, holds, dealUpdate, calls, contact: contact === undefined ? undefined : { decision: contact.decision, contactId: contact.contactId } };
}

/** The documents that an outcome names, with their organisations. @param {any} outcome @returns {{ tenantId: string, id: string }[]} */
export function documentsOf({ documents, verdicts }) {
  return documents.flatMap((/** @type {any} */ document) => {
    const isOf = (/** @type {any} */ verdict) => verdict.slot === document.slot && (document.entity === undefined || verdict.entity === document.entity);
    const tenantId = (verdicts.find(isOf) ?? verdicts[0])?.tenantId;
    return document.id === undefined || tenantId === undefined ? [] : [{ tenantId, id: document.id }];
  });
}

/** Whether a run saw it already, or it was written from here. @param {State} state @param {News} news */
export function isKnown({ seen }, { what, source, fields, updated }) {
  if (seen === undefined || (what === "deleted" && source !== "sweep")) return false;
  if (fields !== undefined && fields.length > 0 && isOwn(fields, seen.own)) return true;
  // What is not won and was not at the last look is edited by whomever it concerns.
  if (source === "sweep" && what !== "edited" && seen.status === (what === "reopened" ? "open" : what)) return true;
  // Of the same second, a webhook may tell what came after the reading; a list has the deal as it is.
  return updated !== undefined && seen.deal !== undefined && (source === "sweep" ? updated <= seen.deal : updated < seen.deal);
}

/** What a person approves who says this: holds of rules. @param {State} state @param {{ rule?: string, of?: string }} said @returns {any[]} */
export const meantBy = ({ asked, outcome }, { rule, of }) => (asked ?? outcome?.holds ?? []).filter((/** @type {any} */ hold) => hold.rule !== undefined && (rule ?? hold.rule) === hold.rule && (of ?? hold.of) === hold.of);
/** Whether they said so before. @param {State} state @param {{ rule?: string, of?: string }} said */
export const isSaidBefore = ({ approvals }, { rule, of }) => approvals.some((one) => one.rule !== undefined && (rule ?? one.rule) === one.rule && (of ?? one.of) === one.of);

/** @param {string} deal @param {State} state @param {{ rule?: string, of?: string }} said @returns {string} */
function nothingToApprove(deal, state, { rule, of }) {
  const holds = (state.asked ?? state.outcome?.holds ?? []).filter((/** @type {any} */ hold) => hold.rule !== undefined);
  if (isDecided(state)) return `${deal} was decided about (${state.was?.text ?? state.text}): \`replay\` takes that back, and what is held then can be approved`;
  if (holds.length === 0 && under(state) === "held") return `no rule holds ${deal}: mend what it waits for (\`wonvoice admin deal ${deal}\`), and replay it`;
  if (holds.length === 0) return `nothing of ${deal} is held: it is ${state.text || state.status}`;
  const named = holds.map((/** @type {any} */ hold) => `\`${hold.rule}\`${hold.of === undefined ? "" : ` at \`${hold.of}\``}`).join(", ");
  return `${deal} is not held by ${rule === undefined ? "any rule" : `the rule \`${rule}\``}${of === undefined ? "" : ` at \`${of}\``}: it is by ${named}`;
}

/**
 * Why a decision about a deal cannot be taken, as the deal stands; nothing where it can.
 * @param {Decision} decision @param {string} deal its key @param {State | null} state @param {{ rule?: string, of?: string }} [said]
 * @returns {Not | undefined}
 */
export function refusedWhy(decision, deal, state, said = {}) {
  // One that is not won yet may be paused beforehand.
  if (decision === "pause") return undefined;
  if (state === null) return { status: 404, code: "unknown-deal", message: `nothing was heard of the deal ${deal}: it was not won since this program answers for it (\`sweeps.since\`), or has another number` };
  if (decision === "resume" && state.status !== "paused") return { status: 409, code: "not-paused", message: `${deal} is not paused: it is ${state.text || state.status}` };
  if (decision !== "approve" || (!isDecided(state) && (meantBy(state, said).length > 0 || isSaidBefore(state, said)))) return undefined;
  return { status: 409, code: "not-held", message: nothingToApprove(deal, state, said) };
}
