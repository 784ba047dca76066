// The config's rules as cards, lit where they fired.

import { html, nothing } from "lit";

const OUTCOMES = /** @type {Record<string, string>} */ ({ applied: "applies", "not-met": "does not apply", undecided: "cannot be decided", "not-considered": "not looked at" });

/** @param {any} value @returns {string} */
const said = (value) => (Array.isArray(value) ? value.map(said).join(" or ") : String(value));

/** A condition in words. @param {any} when @returns {string} */
function words(when) {
  if (when === undefined || when === null) return "always";
  if (Array.isArray(when.all)) return when.all.map((/** @type {any} */ one) => nested(one, "any")).join(" and ");
  if (Array.isArray(when.any)) return when.any.map((/** @type {any} */ one) => nested(one, "all")).join(" or ");
  if (when.not !== undefined) return `not (${words(when.not)})`;
  const rest = ["to", "than", "values", "text"].filter((name) => when[name] !== undefined).map((name) => said(when[name]));
  return `${when.field} is ${when.is}${rest.length === 0 ? "" : ` ${rest.join(" ")}`}${when.from === undefined ? "" : ` ${said(when.from)} and`}`.replace(/ and$/, "");
}

/** @param {any} one @param {string} loose */
const nested = (one, loose) => (one?.[loose] === undefined ? words(one) : `(${words(one)})`);

/** Settings by their paths. @param {any} value @param {string} at @returns {string[]} */
function settings(value, at) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return [`${at}: ${typeof value === "string" ? value : JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, one]) => settings(one, at === "" ? name : `${at}.${name}`));
}

/** @param {any} then @returns {string[]} */
function decides(then) {
  return Object.entries(then ?? {}).flatMap(([name, value]) => {
    if (name === "set") return settings(value, "");
    if (name === "hold") return `held: ${value}`;
    if (name === "skip") return `skipped: ${value}`;
    if (name === "entity") return `billed by ${value}`;
    if (name === "alert") return `tells ${/** @type {any} */ (value)?.channel ?? "its owner"}: ${/** @type {any} */ (value)?.text ?? ""}`;
    return settings(value, name);
  });
}

/** @param {any} app */
export function rules(app) {
  const listed = app.model.config()?.rules ?? [];
  /** @type {any[]} */
  const came = app.model.result?.plan.rules ?? [];
  if (!Array.isArray(listed) || listed.length === 0) return html`<p class="note">This config has no rules: every deal is billed the same way. Rules are added in the form.</p>`;
  return html`${listed.map((/** @type {any} */ rule, /** @type {number} */ index) => {
    const one = came.find(({ rule: name }) => name === rule?.name);
    return html`<section class="rule ${one?.outcome ?? ""}" data-rule=${rule?.name ?? index} data-pointer=${`/config/rules/${index}`}>
      <h3><bdi>${rule?.name ?? `rule ${index + 1}`}</bdi><span class="stamp ${one?.outcome === "applied" ? "" : "note"}">${OUTCOMES[one?.outcome] ?? "not looked at"}</span></h3>
      <p>When <bdi>${words(rule?.when)}</bdi></p>
      ${decides(rule?.then).map((text) => html`<p>→ <bdi>${text}</bdi></p>`)}
      ${one?.because === undefined ? nothing : html`<p class="note"><bdi>${one.because}</bdi></p>`}
    </section>`;
  })}`;
}
