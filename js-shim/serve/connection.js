// The tokens of a connection: one writer, so that a refresh token is used once, however many ask. Sealed before they
// come here and opened for a refresh alone; the engine sees nothing else of them.

import * as restate from "@restatedev/restate-sdk";
import { clientCredentials, failure, refresh } from "./oauth.js";
import { CONNECTION, HELD, SWEEPER } from "./names.js";
import { ALL } from "./held.js";
import { PATIENT, tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */
/** @typedef {import("./handler.js").Connection} Connection */
/**
 * What is kept of a connection. `sealed` is of all its tokens, `access` of the access token alone.
 * @typedef {{ v: 1, status: "connected" | "revoked", count: number, at: string, by?: string, sealed?: string, access?: string, expiresAt?: string, why?: Refusal }} State
 */
/** @typedef {{ reason: string, text: string, who: string, isLasting: boolean }} Refusal */
/** An access token, and the number by which it is told that it was refused. @typedef {{ ok: true, access: string, expiresAt: string, count: number } | ({ ok: false } & Refusal)} Access */

const STATE = "connection";
/** Milliseconds before its end at which a token is not handed out any more. */
const MARGIN = 120_000;
/** Milliseconds within which a token that is new is not made anew again, though it was refused. */
const NEW = 20_000;

/** What an access token is sealed as. @param {string} name */
export const accessOf = (name) => `access ${name}`;

/** @param {import("./oauth.js").Failure} failed @returns {Refusal} */
const refusal = ({ reason, text, who, isLasting }) => ({ reason, text, who, isLasting });

/**
 * @param {object} given
 * @param {Readonly<Record<string, Connection>>} given.connections
 * @param {import("./vault.js").Vault | undefined} given.vault
 * @param {import("./clock.js").Clock} given.clock
 * @param {import("./oauth.js").Way} [given.way]
 */
export function connection({ connections, vault, clock, way = {} }) {
  /** New tokens, sealed. @param {string} name @param {State | null} state @returns {Promise<{ ok: true, sealed: string, access: string, expiresAt: string } | ({ ok: false } & Refusal)>} */
  async function renewed(name, state) {
    const known = connections[name];
    if (known === undefined || vault === undefined) return { ok: false, reason: "unknown", text: `there is no connection \`${name}\` in the settings`, who: "whoever runs wonvoice", isLasting: true };
    const client = { ...known };
    const now = { ...way, now: () => new Date(clock.now()) };
    // A custom connection needs nothing of what was before.
    const granted = known.kind === "custom" ? await clientCredentials(client, now) : await refreshed(name, client, state?.sealed, vault, now);
    if (!granted.ok) return { ok: false, ...refusal(granted) };
    return { ok: true, ...(await sealedFrom(name, granted.tokens)) };
  }

  /** @param {string} name @param {Connection} client @param {string | undefined} sealed @param {import("./vault.js").Vault} vault @param {import("./oauth.js").Way} now @returns {Promise<import("./oauth.js").Granted>} */
  async function refreshed(name, client, sealed, vault, now) {
    if (sealed === undefined) return failure(client.provider, "unconnected");
    if (!vault.knows(sealed)) return failure(client.provider, "locked");
    return refresh(client, JSON.parse(await vault.open(sealed, name)).refreshToken ?? "", now);
  }

  /** @param {string} name @param {import("./oauth.js").Tokens} tokens */
  async function sealedFrom(name, tokens) {
    if (vault === undefined) throw new restate.TerminalError("there is no key of the vault");
    return { sealed: await vault.seal(JSON.stringify(tokens), name), access: await vault.seal(tokens.accessToken, accessOf(name)), expiresAt: tokens.expiresAt };
  }

  return restate.object({
    name: CONNECTION,
    handlers: {
      /**
       * An access token that is good for a while. `refused` is the number of one that was not taken.
       * @param {ObjectContext} ctx @param {{ refused?: number }} [asked]
       * @returns {Promise<Access>}
       */
      access: async (ctx, { refused } = {}) => {
        const state = /** @type {State | null} */ (await ctx.get(STATE));
        const now = await ctx.run("now", () => clock.now());
        if (state?.status === "revoked" && state.why !== undefined && connections[ctx.key]?.kind === "code") return { ok: false, ...state.why };
        const isGood = state?.access !== undefined && vault?.knows(state.access) === true && Date.parse(state.expiresAt ?? "") - now > MARGIN;
        // A clock that went back makes no token new.
        const isRefused = refused !== undefined && refused === state?.count && Math.abs(now - Date.parse(state.at)) > NEW;
        if (state?.access !== undefined && isGood && !isRefused) return { ok: true, access: state.access, expiresAt: state.expiresAt ?? "", count: state.count };
        const renewal = await ctx.run("renew", () => renewed(ctx.key, state), { maxRetryAttempts: 1 });
        const at = new Date(now).toISOString();
        if (!renewal.ok) {
          const { ok: _, ...why } = renewal;
          // That nobody connected it yet is no state, nor what a key that is put back mends.
          if (why.isLasting && !["unconnected", "locked"].includes(why.reason)) ctx.set(STATE, { v: 1, count: 0, ...state, status: "revoked", at, why });
          return renewal;
        }
        const { ok: _, ...tokens } = renewal;
        const count = (state?.count ?? 0) + 1;
        const by = state?.by;
        ctx.set(STATE, { v: 1, status: "connected", count, at, ...tokens, ...(by === undefined ? {} : { by }) });
        return { ok: true, access: tokens.access, expiresAt: tokens.expiresAt, count };
      },
      /** A person connected it. @param {ObjectContext} ctx @param {{ sealed: string, by: string }} given */
      connect: async (ctx, { sealed, by }) => {
        const state = /** @type {State | null} */ (await ctx.get(STATE));
        const at = await ctx.run("now", () => clock.instant());
        const tokens = await ctx.run("seal", async () => sealedFrom(ctx.key, JSON.parse((await vault?.open(sealed, ctx.key)) ?? "null")), { maxRetryAttempts: 1 });
        ctx.set(STATE, { v: 1, status: "connected", count: (state?.count ?? 0) + 1, at, by, ...tokens });
        // What failed for want of it goes on.
        tell(ctx, HELD, ALL, "again", { by });
        const { tenants = [], company } = connections[ctx.key] ?? {};
        for (const swept of company === undefined ? tenants : [company]) tell(ctx, SWEEPER, swept, "now", { by });
      },
      /** The other side tells that it is over. @param {ObjectContext} ctx @param {{ by: string }} given */
      revoked: async (ctx, { by }) => {
        const state = /** @type {State | null} */ (await ctx.get(STATE));
        const at = await ctx.run("now", () => clock.instant());
        const known = connections[ctx.key];
        const why = refusal(failure(known?.provider ?? "xero", "revoked"));
        ctx.set(STATE, { v: 1, status: "revoked", count: (state?.count ?? 0) + 1, at, by, why });
      },
      status: restate.handlers.object.shared(
        /** @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx */
        async (ctx) => {
          const state = /** @type {State | null} */ (await ctx.get(STATE));
          if (state === null) return { status: connections[ctx.key]?.kind === "custom" ? "not used yet" : "never connected" };
          const { status, at, by, sealed, expiresAt, why } = state;
          const known = connections[ctx.key];
          if (status === "connected" && sealed !== undefined && vault?.knows(sealed) !== true) {
            return known?.kind === "code" ? { status: "locked", at, ...(by === undefined ? {} : { by }), why: refusal(failure(known.provider, "locked")) } : { status: "not used yet" };
          }
          return { status, at, ...(by === undefined ? {} : { by }), ...(expiresAt === undefined ? {} : { expiresAt }), ...(why === undefined ? {} : { why }) };
        },
      ),
    },
    options: PATIENT,
  });
}
