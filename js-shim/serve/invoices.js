// Which deal a document of Xero's belongs to, for webhooks that name the document alone.

import * as restate from "@restatedev/restate-sdk";
import { DEAL, INVOICES } from "./names.js";
import { PATIENT, tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */

/** Milliseconds for which a change is kept of a document that is no deal's yet. */
const KEPT = 3_600_000;

/** @param {{ clock: import("./clock.js").Clock }} given */
export const invoices = ({ clock }) => {
  /** @param {ObjectContext} ctx @param {string} deal @param {string | undefined} at */
  function pass(ctx, deal, at) {
    const [tenantId = "", invoiceId = ""] = ctx.key.split("/");
    tell(ctx, DEAL, deal, "xeroChanged", { tenantId, invoiceId, ...(at === undefined ? {} : { at }) });
  }

  return restate.object({
    name: INVOICES,
    handlers: {
      /** It was written for this deal. A change that came before that was known is passed on now. @param {ObjectContext} ctx @param {{ deal: string }} which the deal's key */
      link: async (ctx, { deal }) => {
        ctx.set("deal", { v: 1, deal });
        const early = /** @type {{ at?: string } | null} */ (await ctx.get("early"));
        if (early === null) return;
        ctx.clear("early");
        pass(ctx, deal, early.at);
      },
      /**
       * Something about it changed. That it was made says nothing: what is a deal's was made by the deal. Of the many
       * documents that are no deal's, nothing follows.
       * @param {ObjectContext} ctx @param {{ at?: string, type?: string }} [event]
       * @returns {Promise<{ deal?: string }>}
       */
      changed: async (ctx, { at, type } = {}) => {
        const known = /** @type {{ deal: string } | null} */ (await ctx.get("deal"));
        if (type === "CREATE") return {};
        if (known !== null) {
          pass(ctx, known.deal, at);
          return { deal: known.deal };
        }
        // The deal that it is of may be about to say so.
        if ((await ctx.get("early")) === null) tell(ctx, INVOICES, ctx.key, "forget", {}, clock.real(KEPT));
        ctx.set("early", { v: 1, ...(at === undefined ? {} : { at }) });
        return {};
      },
      /** @param {ObjectContext} ctx */
      forget: async (ctx) => ctx.clear("early"),
      deal: restate.handlers.object.shared(
        /** @param {import("@restatedev/restate-sdk").ObjectSharedContext} ctx @returns {Promise<{ deal?: string }>} */
        async (ctx) => {
          const known = /** @type {{ deal: string } | null} */ (await ctx.get("deal"));
          return known === null ? {} : { deal: known.deal };
        },
      ),
    },
    options: PATIENT,
  });
};
