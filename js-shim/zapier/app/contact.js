// Match Contact: whom in Xero the deal's party is. A contact that may be it is for a person to choose.

import { contactLookups } from "../../surface.js";
import { configFields, configOf } from "./config.js";
import { coded, endUnlessWell } from "./errors.js";
import { PARTY_FIELDS, runStep } from "./parts.js";
import { MATCHED } from "./samples.js";
import { answersTo } from "./transport.js";

/** @param {import("./connection.js").Z} z @param {import("./connection.js").Bundle} bundle */
async function perform(z, bundle) {
  const { organization, person } = /** @type {Record<string, any>} */ (bundle.inputData);
  const asked = coded(z, () => contactLookups({ config: configOf(bundle), ...(organization ? { organization } : {}), ...(person ? { person } : {}) }));
  endUnlessWell(z, { status: asked.ok ? "ready" : "refused", findings: asked.findings });
  const needed = asked.queries.filter(({ optional }) => !optional);
  const answers = await answersTo(z, needed);
  const names = [...new Set(needed.map(({ entity }) => entity))];
  const own = (/** @type {string | undefined} */ name) => answers.filter((_, index) => needed[index]?.entity === name);
  // A contact has another id in every organisation.
  const contacts = names.length < 2 ? answers : Object.fromEntries(names.map((name) => [name, own(name)]));
  const answer = await runStep(z, bundle, "match", { contacts });
  endUnlessWell(z, { status: String(answer["status"]), findings: [] }, String(answer["text"]));
  return answer["status"] === "match" ? [{ id: answer["contact_id"], ...answer }] : [];
}

export const contact = {
  key: "match_contact",
  noun: "Contact",
  display: { label: "Match Contact", description: "Finds the Xero contact who is billed, by numbers, addresses and name. Where several may be it, the Zap halts." },
  operation: {
    perform,
    inputFields: [...PARTY_FIELDS, configFields],
    sample: MATCHED,
    outputFields: [{ key: "id", label: "Contact id" }, { key: "contact_id", label: "Contact id" }, { key: "contact_json", label: "Contact match (JSON)" }, { key: "text", label: "In a line" }],
  },
};
