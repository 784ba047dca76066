// What the code steps of all hosts share: the host's fields in, the calls of one step, an answer in plain
// values. No rules here: what a field means is decided in Rust; this file passes it on and names the host's
// own field in what comes back.
//
// Texts are joined with `+`: a template literal could put a double brace into what people paste.

import { WonvoiceError } from "./error.js";

/**
 * @typedef {object} Settings what the snippet was made with
 * @property {"lookups" | "validate" | "match" | "map" | "verdict" | "status"} step
 * @property {boolean} halt whether what is not ready throws
 * @property {object} [config]
 * @property {object[]} snapshots
 * @property {string[]} snapshotFrom fields that hold the snapshots, where they are not embedded
 */

/**
 * @typedef {object} Host
 * @property {(field: string) => string} before what the host shows before the name of a field, as in `Input Data → `
 * @property {string} code what the host calls the place of this code
 * @property {string} flow what the host calls a workflow, with its own name before it
 */

/** @typedef {{ code: string, severity: string, path: string, message: string, remedy: string, place?: string }} Finding */
/** @typedef {{ id: string, name: string, method: string, url: string, headers: Record<string, string>, body?: any, fill?: any, part?: string, why?: string, optional?: boolean }} Request */

/**
 * @typedef {object} Answer
 * @property {boolean} ok whether no finding is an error
 * @property {string} status the word to filter on
 * @property {string} text the same in a line
 * @property {Finding[]} findings
 * @property {any[]} [documents] what is planned or decided, with the bodies
 * @property {Request[]} [requests] what to look up or to write, ready to be sent, none waiting for another's answer
 * @property {number} [more] how many requests come when the step runs again, after those were answered
 * @property {any} [contact] of `match`: the answer to pass on as `contact`
 * @property {any} [proposed] of `match`: the contact to create
 * @property {any} [update] of `status`: the whole answer
 * @property {string} [notBefore] of what waits, the day
 * @property {any[]} [holds] what a person must approve, and who answers for it
 * @property {any[]} [alerts] what rules want told, where, and who answers for it
 * @property {any[]} [owners] who answers for the areas of the findings
 * @property {any[]} [shares] who bills what of a deal that is split
 */

/** Parts of an input. */
export const PARTS = ["deal", "products", "productDetails", "discounts", "installments", "organization", "person", "party", "fields", "contact", "contacts", "existing", "plan", "written", "localDates", "now", "approvals", "config", "snapshot", "snapshots"];

/** The statuses that end the run where the user wants that. */
const HALTING = ["refused", "held", "review", "failed"];

/** @param {unknown} value */
const isEmpty = (value) => value === undefined || value === null || value === "";

/** @param {string} text */
const isNumber = (text) => /^\d+$/.test(text);

/** @param {any} value JSON text as a field holds it; what is no JSON is for the core to refuse */
function parsed(value) {
  try {
    return typeof value === "string" ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

/** The fields of one part that are numbered, in their order. @param {Record<string, any>} fields @param {string} part */
const numbered = (fields, part) => Object.keys(fields).filter((name) => name.startsWith(part + ".") && isNumber(name.slice(part.length + 1)) && !isEmpty(fields[name]));

/**
 * The fields that hold the answers of a part with several: `existing`, `existing.1`, `existing.2`.
 * @param {Record<string, any>} fields @param {string} part
 */
function answersOf(fields, part) {
  const names = numbered(fields, part);
  return names.length === 0 || isEmpty(fields[part]) ? names : [part, ...names];
}

/** Parts whose answers are pages of rows. */
const PAGED = ["products", "productDetails", "discounts", "installments"];

/** Pages as one answer, which ends as the last of them does. @param {any[]} pages */
function joined(pages) {
  const last = pages[pages.length - 1];
  const data = pages.flatMap((page) => page?.data ?? page);
  return { ...(Array.isArray(last) || typeof last !== "object" ? {} : last), data };
}

/**
 * The parts of the fields: `products.name` is a column of one, `existing.1` and `existing.2` are several answers.
 * A part that came in two forms stays out of it, with a finding: one of them would be dropped.
 * @param {Record<string, any>} fields @param {Host} host
 */
function partsOf(fields, host) {
  /** @type {Record<string, any>} */
  const parts = {};
  /** @type {Record<string, any>} */
  const columns = {};
  /** @type {Finding[]} */
  const findings = [];
  for (const key of Object.keys(fields)) {
    const dot = key.indexOf(".");
    const part = key.slice(0, Math.max(dot, 0));
    if (!PARTS.includes(part)) {
      if (key !== "halt") parts[key] = fields[key];
    } else if (!isNumber(key.slice(dot + 1))) (columns[part] ??= {})[key.slice(dot + 1)] = fields[key];
  }
  // `existing.uk` and `contact.uk` are an entity's; `existing.uk.1` is one of several answers.
  for (const part of ["contact", "contacts", "existing", "localDates"]) {
    for (const name of Object.keys(columns[part] ?? {})) {
      const value = columns[part][name];
      const given = /^\s*[[{]/.test(String(value)) ? parsed(value) : value;
      if ((part === "existing" || (part === "contacts" && typeof given === "object")) && !isEmpty(given)) {
        const entity = name.replace(/\.\d+$/, "");
        delete columns[part][name];
        columns[part][entity] = [...(columns[part][entity] ?? []), ...(Array.isArray(given) ? given : [given])];
      } else columns[part][name] = given;
    }
  }
  for (const part of PARTS) {
    const answers = answersOf(fields, part);
    const column = Object.keys(columns[part] ?? {}).find((name) => !isEmpty(columns[part][name]));
    const whole = isEmpty(fields[part]) ? answers[0] : part;
    if (column !== undefined && whole !== undefined) {
      const place = [whole, part + "." + column].map((name) => host.before(name) + name).join(" and ");
      findings.push({ code: "INPUT_PART_WRONG", severity: "error", path: "/" + part, message: part + " came whole and as columns", remedy: "pass one of them", place });
    } else if (answers.length > 0) {
      const given = answers.map((name) => parsed(fields[name]));
      parts[part] = PAGED.includes(part) ? joined(given) : given;
    } else if (columns[part] && isEmpty(parts[part])) parts[part] = columns[part];
  }
  // `approvals.rule`, `approvals.by`: one approval, which is none until somebody is named.
  if (columns["approvals"] === parts["approvals"] && columns["approvals"]) {
    const one = columns["approvals"];
    delete parts["approvals"];
    if (!isEmpty(one["by"])) parts["approvals"] = [one];
  }
  return { parts, findings };
}

/** @param {Settings} settings @param {Record<string, any>} fields @param {Host} host */
function inputOf(settings, fields, host) {
  const { parts: input, findings } = partsOf(fields, host);
  const { config, snapshots, snapshotFrom } = settings;
  if (config !== undefined) input["config"] = config;
  for (const name of snapshotFrom) delete input[name];
  const given = snapshotFrom.length > 0 ? snapshotFrom.map((name) => fields[name]) : snapshots;
  if (given.length === 1) input["snapshot"] = given[0];
  if (given.length > 1) input["snapshots"] = given.map(parsed);
  return { input, findings };
}

/** @param {Finding[]} findings */
const hasErrors = (findings) => findings.some(({ severity }) => severity === "error");

/** The plan: the one that was passed, unless it is none, or the one that is made here. @param {any} input */
function planOf(input) {
  if (isEmpty(input.plan)) return wonvoice.mapDealToInvoice(input, { trace: false });
  const plan = parsed(input.plan);
  return typeof plan?.ok === "boolean" && Array.isArray(plan.documents) && Array.isArray(plan.findings) ? plan : undefined;
}

/** What is said where a plan was passed that is none. @param {Finding[]} findings what the core says about it @returns {Made} */
function withoutPlan(findings) {
  const own = { code: "INPUT_PART_WRONG", severity: "error", path: "/plan", message: "plan is no answer of mapDealToInvoice", remedy: "pass the whole answer, or the parts instead" };
  const about = findings.filter(({ severity, path }) => severity === "error" && path.startsWith("/plan"));
  return { status: "refused", text: "", findings: about.length > 0 ? about : [own] };
}

/** @param {any} document @param {any} [verdict] */
function documentOf(document, verdict) {
  const { entity, slot, kind, token, identity, requestKey, issueOn, totals, body } = { ...document, ...verdict };
  const { subTotal, totalTax, total, currency } = totals ?? {};
  const { action, label } = verdict ?? {};
  return { entity, slot, kind, action, label, token, identity, requestKey, issueOn, currency, subTotal, totalTax, total, body, existing: verdict?.documents, creditNote: verdict?.creditNote };
}

/** Each action's status, and the statuses of several documents by weight: one that is held holds them all. */
const STATUS_OF = { refuse: "refused", ask: "held", unknown: "held", scheduled: "scheduled", "already-there": "already-there" };
const WEIGHT = ["refused", "held", "ready", "scheduled", "already-there"];

/** @typedef {Omit<Answer, "ok">} Made */

/** What a plan says to people. @param {any} plan */
const told = ({ notBefore, holds, alerts, owners, shares }) => ({ ...(notBefore && { notBefore }), ...(holds && { holds }), ...(alerts && { alerts }), ...(owners && { owners }), ...(shares && { shares }) });

/** In a line, until when a plan waits. @param {any} plan */
const waiting = ({ notBefore }) => (notBefore ? "not before " + notBefore : "");

/** @param {any} contact the answer of a match @returns {Made} */
function matched(contact) {
  const { decision, contactId, candidates, proposed, findings } = contact;
  const text = decision === "match" ? "the contact is " + contactId : decision === "create" ? "no contact matches: create one" : candidates.length + " contacts may be the party";
  return { status: decision, text, findings, contact, proposed };
}

/**
 * The contact of each entity that contacts were passed for: it has another id in every organisation.
 * @param {any} input @returns {Record<string, any> | undefined} nothing where they were not passed by entity
 */
function matchedByEntity(input) {
  const contacts = parsed(input.contacts);
  const names = Object.keys(parsed(input.config)?.entities ?? {}).filter((name) => !Array.isArray(contacts) && !isEmpty(contacts?.[name]));
  return names.length === 0 ? undefined : Object.fromEntries(names.map((name) => [name, wonvoice.matchContact({ ...input, contacts: contacts[name] })]));
}

/**
 * The input with its contact: the one that was passed, or the one that is matched here.
 * @param {any} input @param {(whole: any) => Made} go what comes next, unless nobody was matched
 */
function withContact(input, go) {
  if (!isEmpty(input.contact) || isEmpty(input.contacts)) return go(input);
  const several = matchedByEntity(input);
  if (several) return go({ ...input, contact: several });
  const contact = wonvoice.matchContact(input);
  return contact.decision === "match" ? go({ ...input, contact }) : matched(contact);
}

/** @param {string} action @returns {string} */
const statusOf = (action) => STATUS_OF[/** @type {keyof typeof STATUS_OF} */ (action)] ?? "ready";

/** A request's id is its verb and its document's slot, as in `create-full`. @param {Request} request */
const verbOf = ({ id }) => id.slice(0, id.indexOf("-"));

/** @param {Request} request */
const slotOf = ({ id }) => id.slice(id.indexOf("-") + 1);

/** What takes something away that another request may replace. */
const TAKING = ["delete", "void", "credit", "allocate"];

/**
 * The requests that may leave at once. One that needs another's answer, or replaces what another takes away, waits:
 * hosts send all they get, whether or not one of them fails. The next run finds in Xero what this one did.
 * @param {Request[]} requests
 */
function firstOf(requests) {
  const waits = (/** @type {Request} */ one, /** @type {number} */ index) => one.fill !== undefined || requests.slice(0, index).some((other) => slotOf(other) === slotOf(one) || (!TAKING.includes(verbOf(one)) && TAKING.includes(verbOf(other))));
  const end = requests.findIndex(waits);
  return end < 0 ? requests : requests.slice(0, end);
}

/**
 * What is ready, with the requests that write it.
 * @param {string} status @param {string} text @param {Finding[]} findings @param {any[]} documents @param {object} whole what is written: verdicts, or a plan
 * @returns {Made}
 */
function written(status, text, findings, documents, whole) {
  /** @type {{ requests: Request[], findings: Finding[] }} */
  const { requests: all, findings: others } = wonvoice.writes(whole);
  const isObserved = all.length === 0 && others.some(({ code }) => code === "HANDOFF_OBSERVED");
  const requests = firstOf(all);
  const more = all.length - requests.length;
  const later = more === 0 ? "" : "; " + more + (more === 1 ? " more request comes" : " more requests come") + " when the step runs again";
  return { status: hasErrors(others) ? "held" : isObserved ? "observed" : status, text: text + later, findings: [...findings, ...others], documents, requests, more };
}

/** @param {any} whole @returns {Made} */
function decided(whole) {
  const plan = planOf(whole);
  /** @type {any[]} */
  const verdicts = wonvoice.decideVerdict(plan ? { ...whole, plan } : whole);
  if (!plan) return withoutPlan(verdicts.flatMap((verdict) => verdict.findings));
  const planned = [...plan.documents, ...(plan.scheduled ?? [])];
  const documents = verdicts.map((verdict) => documentOf(planned.find(({ slot, entity }) => slot === verdict.slot && entity === verdict.entity), verdict));
  const weightiest = WEIGHT.find((word) => verdicts.some(({ action }) => statusOf(action) === word)) ?? "skipped";
  // What a rule holds is no mistake of anybody's.
  const status = weightiest === "refused" ? (plan.status ?? weightiest) : weightiest;
  const text = verdicts.find(({ action }) => statusOf(action) === status)?.label ?? (plan.status ? waiting(plan) : "nothing to bill");
  const findings = [...plan.findings, ...verdicts.flatMap((verdict) => verdict.findings)];
  return { ...told(plan), ...(status === "ready" ? written(status, text, findings, documents, { verdicts, config: whole.config }) : { status, text, findings, documents }) };
}

/** @type {Record<Settings["step"], (input: any) => Made>} */
const STEPS = {
  validate(input) {
    const { ok, findings, owners } = wonvoice.validate(input);
    return { status: ok ? "ready" : "refused", text: ok ? "nothing stands in the way" : "", findings, ...(owners && { owners }) };
  },

  match(input) {
    const several = matchedByEntity(input);
    if (!several) return matched(wonvoice.matchContact(input));
    const all = Object.values(several);
    const worst = all.find(({ decision }) => decision !== "match") ?? all[0];
    return { ...matched(worst), findings: all.flatMap(({ findings }) => findings), contact: several };
  },

  // Without a contact, who it may be and what has the deal's token; with one, the deal's documents.
  lookups(input) {
    const several = isEmpty(input.contact) && !isEmpty(input.contacts) ? matchedByEntity(input) : undefined;
    const contact = !several && isEmpty(input.contact) && !isEmpty(input.contacts) ? wonvoice.matchContact(input) : undefined;
    const whole = several ? { ...input, contact: several } : contact?.decision === "match" ? { ...input, contact } : input;
    const isKnown = !isEmpty(whole.contact);
    const who = isKnown || contact ? { queries: [], findings: contact?.findings ?? [] } : wonvoice.contactLookups(input);
    const plan = isKnown || !isEmpty(whole.plan) ? planOf(whole) : undefined;
    const what = wonvoice.lookups(plan?.ok ? { ...whole, plan } : whole);
    const requests = [...who.queries, ...what.queries];
    const findings = [...who.findings, ...what.findings];
    if (!plan && !isEmpty(whole.plan)) return withoutPlan(what.findings);
    if (hasErrors(findings) || requests.length === 0) return { status: "refused", text: "nothing to look up", findings, requests: [] };
    return { status: "ready", text: requests.length + " to look up", findings, requests };
  },

  map(input) {
    return withContact(input, (whole) => {
      const plan = planOf(whole);
      if (!plan) return withoutPlan(wonvoice.writes({ plan: whole.plan }).findings);
      const { ok, documents, scheduled = [], findings } = plan;
      const people = told(plan);
      if (!ok) return { ...people, status: plan.status ?? "refused", text: waiting(plan), findings };
      if (documents.length > 0) return { ...people, ...written("ready", documents.length + " to write", findings, documents.map((/** @type {any} */ one) => documentOf(one)), { plan, config: whole.config }) };
      return { ...people, status: scheduled.length > 0 ? "scheduled" : "skipped", text: scheduled.length > 0 ? "the next is due on " + scheduled[0].issueOn : "nothing to bill", findings };
    });
  },

  verdict(input) {
    return withContact(input, decided);
  },

  status(input) {
    const update = wonvoice.paymentStatus(input);
    return { status: update.status ?? "refused", text: update.text, findings: update.findings, update };
  },
};

/** A pointer in the words of the host: its own field first. @param {string} path @param {Settings} settings @param {Record<string, any>} fields @param {Host} host */
function placeOf(path, settings, fields, host) {
  const [part = "", ...rest] = path.split("/").slice(1).map((segment) => segment.replace(/~1/g, "/").replace(/~0/g, "~"));
  if (part === "") return "";
  const isEmbedded = part === "config" ? settings.config !== undefined : part.startsWith("snapshot") && settings.snapshotFrom.length === 0 && settings.snapshots.length > 0;
  let field = part.startsWith("snapshot") ? (settings.snapshotFrom[Number(rest[0]) || 0] ?? part) : part;
  const column = answersOf(fields, part)[Number(rest[0])] ?? part + "." + rest[0];
  if (column in fields) {
    field = column;
    rest.shift();
  }
  const words = rest.filter((segment) => segment !== "data").map((segment) => (isNumber(segment) ? "row " + (Number(segment) + 1) : segment));
  const isStored = /^(flow|global)\./.test(field);
  return [isEmbedded ? "this step's own " + part : (isStored ? "" : host.before(field)) + field, ...words].join(", ");
}

/** The part that a finding about a missing one means. @param {Finding} finding @param {Record<string, any>} fields */
function missingPart({ code, message }, fields) {
  const said = /passed in `(\w+)`/.exec(message) ?? /^no (\w+) (?:was|were) passed/.exec(message) ?? /^(\w+) was not passed/.exec(message);
  const isMissing = (/** @type {string} */ word) => word !== "plan" && PARTS.includes(word) && isEmpty(fields[word]);
  return code.startsWith("CONFIG_SNAPSHOT_") ? "snapshot" : said ? said[1] : code === "INPUT_PART_MISSING" ? (message.split(/\W+/).find(isMissing) ?? "") : "";
}

/** @param {Finding} finding @param {Settings} settings @param {Record<string, any>} fields @param {Host} host @returns {Finding} */
function named(finding, settings, fields, host) {
  const path = finding.path === "" ? "/" + missingPart(finding, fields) : finding.path;
  const isOld = finding.code.startsWith("CONFIG_SNAPSHOT_") || (finding.severity !== "info" && /snapshot/.test(finding.remedy));
  const refresh = settings.snapshotFrom.length > 0 ? "run the " + host.flow + " that refreshes the snapshot, `npx wonvoice snapshot` writes it" : "run `npx wonvoice snapshot` and paste this " + host.code + "'s code anew";
  return { ...finding, place: finding.place ?? placeOf(path, settings, fields, host), remedy: isOld ? finding.remedy + "; " + refresh : finding.remedy };
}

/** A finding in one line. @param {Finding} finding */
export function lineOf({ code, message, place, remedy }) {
  return code + ": " + message + (place ? " (" + place + ")" : "") + "; " + remedy;
}

/**
 * An error as a finding. What is thrown about an input is about its size, so the largest field is named.
 * @param {unknown} error @param {Record<string, any>} fields
 * @returns {Made}
 */
function failed(error, fields) {
  const { code = "INTERNAL_PANIC", message } = /** @type {WonvoiceError} */ (error);
  const text = String(message).replace(/\s+/g, " ").replace(code + ": ", "");
  const sizes = code.startsWith("INPUT_") ? Object.keys(fields).map((name) => ({ name, size: bodyText(fields[name]).length })) : [];
  const largest = sizes.reduce((best, one) => (one.size > best.size ? one : best), { name: "", size: 0 }).name;
  const remedy = code.startsWith("INPUT_") ? "pass only what belongs to the deal" : "run the step again; if it fails again, report the input";
  return { status: "failed", text: "", findings: [{ code, severity: "error", path: "/" + largest, message: text, remedy }] };
}

/** Whether the run halts, as the field `halt` says, where it says so. @param {Settings} settings @param {unknown} said */
function isHalt(settings, said) {
  const word = String(said).trim().toLowerCase();
  return ["true", "1", "yes"].includes(word) || (settings.halt && !["false", "0", "no"].includes(word));
}

/**
 * Runs a step.
 * @param {Settings} settings @param {Record<string, any>} fields what the host handed over, by the names of the parts
 * @param {Host} host
 * @returns {Answer & { step: string, code: string, more: number }}
 * @throws {WonvoiceError} one line that begins with the code, where the user wants the run to halt
 */
export function decide(settings, fields, host) {
  let made;
  try {
    const { input, findings } = inputOf(settings, fields, host);
    if (findings.length > 0) made = { status: "refused", text: "", findings };
    else made = STEPS[settings.step](settings.step === "match" ? input : wonvoice.withLocalDates(input));
  } catch (error) {
    made = failed(error, fields);
  }
  /** @type {Finding[]} */
  const findings = [];
  const seen = new Set();
  for (const finding of made.findings) {
    const one = named(finding, settings, fields, host);
    if (!seen.has(lineOf(one))) findings.push(one);
    seen.add(lineOf(one));
  }
  const first = findings.find(({ severity }) => severity === "error") ?? findings.find(({ severity }) => severity === "warning");
  const isHalting = HALTING.includes(made.status);
  const text = first && (isHalting || made.text === "") ? lineOf(first) : made.text;
  if (isHalting && isHalt(settings, fields["halt"])) throw new WonvoiceError(first?.code ?? "HANDOFF_HELD", (first ? lineOf(first).slice(first.code.length + 2) : text).replace(/\s+/g, " "));
  return { ok: !isHalting && !hasErrors(findings), step: settings.step, code: isHalting ? (first?.code ?? "") : "", more: 0, ...made, text, findings };
}

/** The findings as one text, those first that stand in the way; what is only worth knowing is left out. @param {Finding[]} findings */
export function findingsText(findings) {
  return findings.filter(({ severity }) => severity !== "info").map(lineOf).join("\n");
}

/** The request that writes a document, of the actions that begin with its verb. @param {any} document @param {Request} request */
function isOf({ slot, action }, request) {
  const verb = verbOf(request) === "allocate" ? "credit" : verbOf(request);
  return slotOf(request) === slot && (action === undefined || action.startsWith(verb));
}

/** The document that the first request writes, or the first one where there is none. @param {Answer} answer */
export const writtenFirst = ({ documents = [], requests: [first] = [] }) => documents.find((one) => first && isOf(one, first)) ?? documents[0];

/**
 * The body of an invoice that a request of this run creates: a host's own action can only create invoices, so it must
 * not see the body of anything else.
 * @param {any} document @param {Answer} answer
 */
export function createdBody(document, { requests = [] }) {
  const isCreated = document?.kind === "invoice" && requests.some((one) => verbOf(one) === "create" && isOf(document, one));
  return isCreated ? document.body : undefined;
}

/**
 * Holds, alerts or owners with plain values alone: their owner's `role` is `owner_role`.
 * @param {any[]} [list] @returns {Record<string, any>[]}
 */
export function flatRows(list = []) {
  return list.map(({ owner = {}, ...rest }) => ({ ...rest, ...prefixed("owner_", owner) }));
}

/** The values of an object under longer names. @param {string} prefix @param {Record<string, any>} [values] */
export function prefixed(prefix, values = {}) {
  return Object.fromEntries(Object.keys(values).map((name) => [prefix + name, values[name]]));
}

/** The lines of a body, flat, for a host's own invoice action. @param {any} body */
export function linesOf(body) {
  return (body?.LineItems ?? []).map((/** @type {any} */ line) => {
    const [first, second] = line.Tracking ?? [];
    return {
      description: line.Description,
      quantity: line.Quantity,
      unit_amount: line.UnitAmount,
      discount_rate: line.DiscountRate,
      account_code: line.AccountCode,
      item_code: line.ItemCode,
      tax_type: line.TaxType,
      tracking_1_name: first?.Name,
      tracking_1_option: first?.Option,
      tracking_2_name: second?.Name,
      tracking_2_option: second?.Option,
    };
  });
}

/** A body as text, in the form the API wants. @param {unknown} body */
export const bodyText = (body) => (body === undefined ? "" : typeof body === "string" ? body : JSON.stringify(body));
