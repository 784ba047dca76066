// A deal: one writer for all that becomes of it. Whatever happens to it (won, edited, lost, deleted, an answer of a
// person's, a change in Xero, a timer) comes here, and each run takes its handoff to its end or to where it has to wait.

import * as restate from "@restatedev/restate-sdk";
import { decidedAs, documentsOf, isDecided, isKnown, isUnheard, meantBy, more, paused, refusedWhy, short, unheard, withEvent } from "./deal-state.js";
import { DEAL, HELD, INVOICES, SWEEPER, WRITER, documentKey, tenantsOf } from "./names.js";
import { ALL } from "./held.js";
import { instantOf, keptOf } from "./seen.js";
import { PATIENT, ask, tell } from "./tell.js";
import { SETTLED, handOff } from "./workflow.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */
/** @typedef {import("./deal-state.js").State} State */
/** @typedef {import("./deal-state.js").News} News */
/** @typedef {import("./deal-state.js").Event} Event */
/**
 * @typedef {object} Settings
 * @property {any} config
 * @property {any} [snapshots]
 * @property {boolean} [history] whether documents get a line in their history
 * @property {number} longest milliseconds after which a timer is looked at, at the latest
 * @property {number} [settle] milliseconds in which changes in Xero are gathered
 * @property {number} [edited] milliseconds without another edit after which the deal is looked at
 * @property {number} [ended] the same after it was lost, reopened or deleted: what was a slip is put right by then
 * @property {number} [watch] milliseconds after which a run that did not end is begun anew
 * @property {number} [seenAfter] milliseconds after which a look-up sees all that a run before may have sent
 * @property {number[]} [retries] milliseconds from one failed run to the next; the last one is repeated
 */
/** @typedef {{ alert: (alert: { deal: string, text: string, channel?: string }) => void, onOutcome?: (deal: string, outcome: any) => void }} Tellers */

const STATE = "deal";
const PARKED = "handoff";
const RECORDS = "records";
/** How many times the quiet after an edit is waited for while others follow. */
const MOST_QUIETS = 10;
const MOST_RECORDS = 20;
const MINUTE = 60_000;
const RETRIES = [1, 2, 5, 15, 60, 180, 360].map((minutes) => minutes * MINUTE);
/** Runs that fail in a row before a person is told. */
const TOLD_AFTER = 3;

/**
 * @param {Settings} settings
 * @param {import("./workflow.js").Means} means
 * @param {Tellers} tellers
 */
export function deal(settings, means, { alert, onOutcome }) {
  const { clock } = means;
  const tenants = tenantsOf(settings.config);
  const { config, snapshots, history, longest, settle = 5_000, edited = MINUTE / 2, ended = 5 * MINUTE, watch = 15 * MINUTE, seenAfter = SETTLED, retries = RETRIES } = settings;

  /** @param {ObjectContext} ctx @returns {Promise<State | null>} */
  const heard = async (ctx) => /** @type {State | null} */ (await ctx.get(STATE));
  /** @param {ObjectContext} ctx @returns {Promise<State>} */
  const load = async (ctx) => (await heard(ctx)) ?? unheard();
  /** @param {ObjectContext} ctx */
  const now = (ctx) => ctx.run("now", () => clock.instant());
  const later = (/** @type {string} */ from, /** @type {number} */ ms) => new Date(Date.parse(from) + ms).toISOString();
  /** @param {ObjectContext} ctx */
  const idOf = (ctx) => Number(ctx.key.slice(ctx.key.indexOf("/") + 1));

  /** Comes again at an instant, or before that to look whether the clock was moved. @param {ObjectContext} ctx @param {number} run @param {string} at @param {string} from */
  function wake(ctx, run, at, from) {
    const wait = Math.max(Date.parse(at) - Date.parse(from), 1);
    tell(ctx, DEAL, ctx.key, "wake", { run, at }, clock.real(Math.min(wait, longest)));
  }

  /** Takes it off the list of what a person must decide. @param {ObjectContext} ctx @param {State} state @returns {State} */
  function unlisted(ctx, state) {
    if (!state.isListed) return state;
    tell(ctx, HELD, ALL, "remove", { deal: ctx.key });
    return { ...state, isListed: false };
  }

  /** Whatever of it was to come is dropped: a handoff that waits, and creates that wait for others. @param {ObjectContext} ctx @param {State} state */
  function drop(ctx, { isBatched }) {
    ctx.clear(PARKED);
    if (isBatched) for (const tenant of tenants) tell(ctx, WRITER, tenant, "drop", { deal: ctx.key });
  }

  /** Tells whom the outcome says, once for each text in a row. @param {ObjectContext} ctx @param {State} before @param {any} outcome */
  async function tellWhom(ctx, before, outcome) {
    const told = new Set((before.outcome?.alerts ?? []).map((/** @type {any} */ one) => one.text));
    const fresh = outcome.alerts.filter((/** @type {any} */ one) => !told.has(one.text));
    if (fresh.length > 0) await ctx.run("alerts", () => fresh.forEach((/** @type {any} */ one) => alert({ deal: ctx.key, ...one })));
  }

  /**
   * A run: the handoff from its beginning, or from where it was parked.
   * @param {ObjectContext} ctx @param {State} before @param {{ isResumed?: boolean, isFresh?: boolean }} [how]
   */
  async function run(ctx, before, { isResumed = false, isFresh = false } = {}) {
    const count = before.run + 1;
    const began = await now(ctx);
    const parked = isResumed ? await ctx.get(PARKED) : null;
    const first = parked === null ? began : (before.began ?? began);
    const { notBefore: _, again, was: __, isCut, ...rest } = before;
    // What is gone on with was read before that happened.
    /** @type {State} */
    let state = { ...rest, ...(parked === null || again === undefined ? {} : { again }), status: "running", run: count, at: began, began: first, text: "running" };
    ctx.set(STATE, state);
    // Should this invocation end without an end, another begins anew.
    tell(ctx, DEAL, ctx.key, "watch", { run: count }, clock.real(watch));
    // What a run before may still have sent, without an end of its own, is to be found by this one.
    if (isCut || before.status === "running") {
      // One that waits to go out with others has a key of theirs: by it, Xero would not know this run's.
      if (state.isBatched) for (const tenant of tenants) await ask(ctx, WRITER, tenant, "drop", { deal: ctx.key });
      const { isBatched: ____, ...single } = state;
      state = single;
      await ctx.sleep(clock.real(seenAfter), "settle");
    }
    if (isFresh) await ctx.run("forget", () => means.forget?.());
    const approvals = state.approvals.map(({ at: _, ...approval }) => approval);
    // What was taken back by an earlier run is no question to this one.
    const written = state.outcome?.written;
    const input = { deal: idOf(ctx), config, durable: true, ...(written === undefined ? {} : { written }), ...(snapshots === undefined ? {} : { snapshots }), ...(history ? { history: true } : {}), ...(state.isBatched ? { batched: true } : {}), ...(approvals.length === 0 ? {} : { approvals }) };
    const end = await handOff(ctx, means, { input, began: first, state: parked ?? undefined });
    const at = await now(ctx);

    if ("parked" in end) {
      const { state: kept, notBefore, why } = end.parked;
      ctx.set(PARKED, kept);
      ctx.set(STATE, { ...state, status: "parked", at, text: `${why}, until ${notBefore}`, notBefore, seen: keptOf(state.seen, end.seen, Object.keys({ ...state.seen?.documents, ...end.seen.documents })) });
      return wake(ctx, count, notBefore, at);
    }
    ctx.clear(PARKED);
    const { outcome } = end;
    await tellWhom(ctx, before, outcome);
    if (onOutcome) await ctx.run("outcome", () => onOutcome(ctx.key, outcome));
    for (const { tenantId, id: document } of documentsOf(outcome)) tell(ctx, INVOICES, documentKey(tenantId, document), "link", { deal: ctx.key });
    if (outcome.record !== undefined) {
      const records = /** @type {any[] | null} */ (await ctx.get(RECORDS)) ?? [];
      ctx.set(RECORDS, [...records, { at, ...outcome.record }].slice(-MOST_RECORDS));
    }
    const tries = outcome.status === "failed" ? state.tries + 1 : 0;
    const retry = outcome.status === "failed" ? later(at, retries[Math.min(tries, retries.length) - 1] ?? MINUTE) : undefined;
    const seen = keptOf(state.seen, end.seen, outcome.documents.map((/** @type {any} */ one) => one.id ?? ""));
    const notBefore = retry ?? outcome.notBefore;
    const { isBatched: ___, asked: ____, ...alone } = state;
    const asked = outcome.status === "failed" ? (state.asked ?? state.outcome?.holds ?? []) : [];
    if (outcome.findings.some((/** @type {any} */ { code }) => code === "HANDOFF_IN_DOUBT")) alone.isCut = true;
    state = withEvent({ ...alone, status: outcome.status, at, text: outcome.text, tries, seen, outcome: short(outcome), ...(asked.length === 0 ? {} : { asked }), ...(notBefore === undefined ? {} : { notBefore }) }, { at, what: outcome.status, says: outcome.text });
    const isForPeople = outcome.status === "held" || outcome.status === "refused" || (outcome.status === "failed" && tries >= TOLD_AFTER);
    if (isForPeople) {
      tell(ctx, HELD, ALL, "add", { deal: ctx.key, status: outcome.status, at, text: outcome.text, holds: outcome.holds, findings: outcome.findings.slice(0, 20) });
      state.isListed = true;
    } else {
      state = unlisted(ctx, state);
    }
    ctx.set(STATE, state);
    if (notBefore !== undefined) wake(ctx, count, notBefore, at);
  }

  /** Goes on with what is under way; what happened meanwhile is looked at then, unless it has to wait once more. @param {ObjectContext} ctx @param {State} state */
  async function goOn(ctx, state) {
    await run(ctx, state, { isResumed: true, isFresh: state.again === "anew" });
    const after = await load(ctx);
    if (after.again !== undefined && after.status !== "parked") await run(ctx, after, { isFresh: after.again === "anew" });
  }

  /** Something happened that a run must see; a handoff that is parked goes on first. @param {ObjectContext} ctx @param {State} state @param {{ isFresh?: boolean }} [how] */
  async function look(ctx, state, how = {}) {
    if (state.status !== "parked" && state.status !== "paused") return run(ctx, state, how);
    ctx.set(STATE, { ...state, again: more(state.again, how.isFresh ? "anew" : true) });
  }

  /** A look at it soon, when for a while nothing more has happened. @param {ObjectContext} ctx @param {State} state @param {string} at @param {News} news @returns {State} */
  function soon(ctx, state, at, { what, updated }) {
    // Should that look have ended without an end, this is another.
    const before = state.edits !== undefined && Date.parse(at) - Date.parse(state.edits.until) < watch ? state.edits : undefined;
    const quiet = what === "edited" ? edited : ended;
    if (before === undefined) tell(ctx, DEAL, ctx.key, "settled", {}, clock.real(quiet));
    const until = later(at, quiet);
    return { ...state, edits: { since: before?.since ?? at, until: before !== undefined && before.until > until ? before.until : until, ...(updated === undefined ? {} : { at: updated }) } };
  }

  /** Shows the deal what became of its documents, and leaves these as they are. @param {ObjectContext} ctx @param {State} state @returns {Promise<void>} */
  async function show(ctx, state) {
    const { documents = [], plan } = state.outcome ?? {};
    const isPlain = plan?.ok === true && documents.length > 0 && documents.every((/** @type {any} */ { id, kind }) => id !== undefined && kind !== "repeating-invoice");
    // Of what a person decided nothing is handed over: what can be shown of it is.
    if (isDecided(state) && (!isPlain || state.status === "paused")) return void ctx.set(STATE, isPlain ? { ...state, again: more(state.again, "show") } : state);
    // What repeating invoices made, and what is not known from here, only a whole handoff finds.
    if (!isPlain || state.status === "parked" || state.status === "paused") return look(ctx, state);
    const began = await now(ctx);
    const written = documents.map((/** @type {any} */ { id }) => ({ id }));
    const end = await handOff(ctx, means, { input: { deal: idOf(ctx), config, durable: true, only: "feedback", written, plan, ...(snapshots === undefined ? {} : { snapshots }) }, began });
    const at = await now(ctx);
    const { shows: failed = 0, ...rest } = state;
    const outcome = "outcome" in end ? end.outcome : undefined;
    if (outcome?.status !== "done") {
      const shows = failed + 1;
      const again = "parked" in end ? end.parked.notBefore : (outcome.notBefore ?? later(at, retries[Math.min(shows, retries.length) - 1] ?? MINUTE));
      ctx.set(STATE, { ...rest, looks: again, shows });
      if (shows === TOLD_AFTER) await ctx.run("alert", () => alert({ deal: ctx.key, text: `what became of its documents cannot be shown: ${outcome?.text ?? ""}` }));
      return tell(ctx, DEAL, ctx.key, "feedback", {}, clock.real(Math.max(Date.parse(again) - Date.parse(at), 1)));
    }
    const fresh = (/** @type {any} */ old) => ({ ...old, ...outcome.documents.find((/** @type {any} */ one) => one.id === old.id), slot: old.slot });
    const { dealUpdate = state.outcome.dealUpdate } = outcome;
    const label = dealUpdate?.label ?? "nothing";
    if (onOutcome) await ctx.run("outcome", () => onOutcome(ctx.key, { ...outcome, status: "shown", text: `shown: ${label}` }));
    ctx.set(STATE, { ...withEvent(rest, { at, what: "shown", says: label }), seen: keptOf(state.seen, end.seen, documents.map((/** @type {any} */ { id }) => id)), outcome: { ...state.outcome, dealUpdate, documents: documents.map(fresh) } });
  }

  return restate.object({
    name: DEAL,
    handlers: {
      /**
       * It was won, or may have been: a webhook, a sweep, a person say so.
       * @param {ObjectContext} ctx @param {{ source: string, event?: string, at?: string }} news
       */
      won: async (ctx, { source, event, at: happened }) => {
        const state = await load(ctx);
        const at = await now(ctx);
        const noted = withEvent(state, { at, what: "won", says: event === undefined ? source : `${source} ${event}` });
        // What was known when a person decided says nothing new.
        if (isDecided(state) && Date.parse(happened ?? at) <= Date.parse(state.decided ?? "")) return void ctx.set(STATE, noted);
        // What a sweep finds may be many.
        await look(ctx, source === "sweep" ? { ...noted, isBatched: true } : noted);
      },
      /**
       * It was edited, lost, reopened, deleted, or found by a sweep. Of deals that nobody heard of before, those count
       * that were won since this program answers for it.
       * @param {ObjectContext} ctx @param {News} news
       */
      changed: async (ctx, news) => {
        const { source, what, event, updated, wonTime, isOurs } = news;
        const before = await heard(ctx);
        if (isUnheard(before) && !isOurs) {
          const [company = "", deal = ""] = ctx.key.split("/");
          if (wonTime !== undefined && source !== "sweep") tell(ctx, SWEEPER, company, "missed", { deal, wonTime, ...(updated === undefined ? {} : { updated }) });
          return;
        }
        const state = before ?? unheard();
        const at = await now(ctx);
        const isNew = isUnheard(before) || (isDecided(state) && wonTime !== undefined && Date.parse(wonTime) > Date.parse(state.decided ?? ""));
        const noted = withEvent(state, { at, what: isNew ? "won" : what, says: event === undefined ? source : `${source} ${event}` });
        if (isNew) return look(ctx, source === "sweep" ? { ...noted, isBatched: true } : noted);
        if (isKnown(state, news)) return;
        ctx.set(STATE, isDecided(state) ? noted : soon(ctx, noted, at, news));
      },
      /** What was edited is looked at, when nobody edits any more. @param {ObjectContext} ctx */
      settled: async (ctx) => {
        const state = await load(ctx);
        const { edits, ...rest } = state;
        if (edits === undefined) return;
        const at = await now(ctx);
        const until = Math.min(Date.parse(edits.until), Date.parse(edits.since) + MOST_QUIETS * edited + ended);
        if (isDecided(state)) return void ctx.set(STATE, rest);
        if (Date.parse(at) < until) return tell(ctx, DEAL, ctx.key, "settled", {}, clock.real(Math.min(until - Date.parse(at), edited + ended)));
        // A run may have come in between.
        if (isKnown(rest, { source: "webhook", what: "edited", ...(edits.at === undefined ? {} : { updated: edits.at }) })) return void ctx.set(STATE, rest);
        await look(ctx, rest);
      },
      /** Something about one of its documents changed, which may be what was written from here. @param {ObjectContext} ctx @param {{ tenantId: string, invoiceId: string, at?: string }} change */
      xeroChanged: async (ctx, { invoiceId, at: happened }) => {
        const state = await load(ctx);
        const id = invoiceId.toLowerCase();
        const known = state.seen?.documents[id];
        const time = happened === undefined ? NaN : instantOf(happened);
        if (known !== undefined && time <= known) return;
        const at = await now(ctx);
        const isOnItsWay = state.looks !== undefined && Date.parse(at) - Date.parse(state.looks) < watch;
        const seen = { own: [], ...state.seen, documents: { ...state.seen?.documents, ...(Number.isNaN(time) ? {} : { [id]: time }) } };
        ctx.set(STATE, { ...withEvent(state, { at, what: "changed in Xero", says: invoiceId }), seen, looks: isOnItsWay ? state.looks : at });
        // Of a payment there come several events.
        if (!isOnItsWay) tell(ctx, DEAL, ctx.key, "feedback", {}, clock.real(settle));
      },
      /** Changes in Xero are told to the deal. @param {ObjectContext} ctx */
      feedback: async (ctx) => {
        const { looks: _, ...state } = await load(ctx);
        await show(ctx, state);
      },
      /** A person lets go what a rule holds. @param {ObjectContext} ctx @param {{ rule?: string, by: string, of?: string }} answer */
      approve: async (ctx, { rule, by, of }) => {
        const state = await heard(ctx);
        if (state === null) return;
        const at = await now(ctx);
        // Who names no amount approves what was held when they decided.
        const meant = meantBy(state, { rule, of });
        // Where nothing of it is held any more, they say again what was approved before.
        const not = refusedWhy("approve", ctx.key, state, { rule, of });
        if (not !== undefined || meant.length === 0) return void ctx.set(STATE, withEvent(state, { at, by, ...(not === undefined ? { what: "approved again", ...(rule === undefined ? {} : { says: rule }) } : { what: "not approved", says: not.message }) }));
        const approved = meant.map((/** @type {any} */ hold) => ({ rule: hold.rule, by, ...(hold.of === undefined ? {} : { of: hold.of }), at }));
        const others = state.approvals.filter((one) => !approved.some((/** @type {any} */ other) => other.rule === one.rule));
        await look(ctx, withEvent({ ...state, approvals: [...others, ...approved] }, { at, what: "approved", by, ...(rule === undefined ? {} : { says: rule }) }));
      },
      /** A person decides that nothing is invoiced; what was approved before is so no more. @param {ObjectContext} ctx @param {{ by: string, why?: string }} answer */
      reject: async (ctx, { by, why }) => {
        const before = await heard(ctx);
        if (before === null) return;
        const state = unlisted(ctx, before);
        const at = await now(ctx);
        drop(ctx, state);
        ctx.set(STATE, withEvent(decidedAs(state, "rejected", at, `rejected by ${by}${why === undefined ? "" : `: ${why}`}`), { at, what: "rejected", by, ...(why === undefined ? {} : { says: why }) }));
      },
      /** Nothing more is done about it, until it is won again or replayed. @param {ObjectContext} ctx @param {{ by: string }} who */
      cancel: async (ctx, { by }) => {
        const before = await heard(ctx);
        if (before === null) return;
        const state = unlisted(ctx, before);
        const at = await now(ctx);
        drop(ctx, state);
        ctx.set(STATE, withEvent(decidedAs(state, "cancelled", at, `cancelled by ${by}`), { at, what: "cancelled", by }));
      },
      /** From the beginning, with everything read anew; `only` where it stands so. @param {ObjectContext} ctx @param {{ by: string, only?: string }} who */
      replay: async (ctx, { by, only }) => {
        const state = await heard(ctx);
        if (state === null || (only !== undefined && state.status !== only)) return;
        const at = await now(ctx);
        await look(ctx, withEvent(state, { at, what: "replayed", by }), { isFresh: true });
      },
      /** Whatever happens is kept until `resume`. @param {ObjectContext} ctx @param {{ by: string }} who */
      pause: async (ctx, { by }) => {
        const state = await heard(ctx);
        const at = await now(ctx);
        ctx.set(STATE, withEvent(paused(state ?? unheard(), state !== null, at, by), { at, what: "paused", by }));
      },
      /** What a person decided before it was paused stays so, unless something happened since. @param {ObjectContext} ctx @param {{ by: string }} who */
      resume: async (ctx, { by }) => {
        const state = await load(ctx);
        if (state.status !== "paused") return;
        if (isUnheard(state)) return ctx.clear(STATE);
        const at = await now(ctx);
        const noted = withEvent(state, { at, what: "resumed", by });
        const { was, again, ...rest } = noted;
        if (was === undefined || !isDecided(state) || (again !== undefined && again !== "show")) return goOn(ctx, noted);
        const as = /** @type {State} */ ({ ...rest, ...was });
        ctx.set(STATE, as);
        if (again === "show") await show(ctx, as);
      },
      /** A timer. @param {ObjectContext} ctx @param {{ run: number, at: string }} due */
      wake: async (ctx, { run: count, at: due }) => {
        const state = await load(ctx);
        if (state.run !== count || state.notBefore !== due || state.status === "paused") return;
        const at = await now(ctx);
        if (Date.parse(at) < Date.parse(due)) return wake(ctx, count, due, at);
        await (state.status === "parked" ? goOn(ctx, state) : run(ctx, state));
      },
      /** Whether a run came to its end. @param {ObjectContext} ctx @param {{ run: number }} of */
      watch: async (ctx, { run: count }) => {
        const state = await load(ctx);
        if (state.run === count && state.status === "running") await goOn(ctx, state);
      },
      status: restate.handlers.object.shared(
        /** @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx */
        async (ctx) => {
          const state = /** @type {State | null} */ (await ctx.get(STATE));
          return state === null ? { deal: ctx.key, status: "unknown" } : { deal: ctx.key, ...state, records: await ctx.get(RECORDS) ?? [] };
        },
      ),
    },
    options: { ...PATIENT, inactivityTimeout: 20_000, abortTimeout: 120_000 },
  });
}
