// Which deal a document of Xero's belongs to, for webhooks that name the document alone.

import * as restate from "@restatedev/restate-sdk";
import { DEAL, INVOICES } from "./names.js";
import { PATIENT, tell } from "./tell.js";

/** @typedef {import("@restatedev/restate-sdk").ObjectContext} ObjectContext */

export const invoices = () =>
  restate.object({
    name: INVOICES,
    handlers: {
      /** It was written for this deal. @param {ObjectContext} ctx @param {{ deal: string }} which the deal's key */
      link: async (ctx, { deal }) => ctx.set("deal", { v: 1, deal }),
      /**
       * Something about it changed. Of the many documents that are no deal's, nothing follows.
       * @param {ObjectContext} ctx @param {{ at?: string }} [event]
       * @returns {Promise<{ deal?: string }>}
       */
      changed: async (ctx, event) => {
        const known = /** @type {{ deal: string } | null} */ (await ctx.get("deal"));
        if (known === null) return {};
        const [tenantId = "", invoiceId = ""] = ctx.key.split("/");
        tell(ctx, DEAL, known.deal, "xeroChanged", { tenantId, invoiceId, ...(event?.at === undefined ? {} : { at: event.at }) });
        return { deal: known.deal };
      },
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
