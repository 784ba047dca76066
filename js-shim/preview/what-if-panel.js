// What a change would do: to this deal, and to many.

import { html, nothing } from "lit";
import { amountText, decimalsOf, digitsOf, moneyText } from "./amount.js";
import { dealParts, differenceOf, settingsOf, snapshotOf } from "./compute.js";
import { cancel, replayLater } from "./heavy.js";
import { findingList } from "./verdict.js";

/** The scalars of a body, by place. @param {any} value @param {string} [at] @returns {[string, string][]} */
function leaves(value, at = "") {
  if (value === null || typeof value !== "object") return [[at, String(value)]];
  return Object.entries(value).flatMap(([name, one]) => leaves(one, at === "" ? name : `${at} › ${name}`));
}

/** What is different between two documents of one slot. @param {any} before @param {any} after */
function differences(before, after) {
  const [was, is] = [new Map(leaves(before?.body ?? {})), new Map(leaves(after?.body ?? {}))];
  return [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name)).map((name) => ({ name, before: was.get(name), after: is.get(name) }));
}

/** @param {any} app */
function ofThisDeal(app) {
  const { kept } = app.kept;
  if (kept === undefined) return html`<p class="note">Keep this version, then change the deal or the config: what would be different stands here, to the cent.</p>`;
  const now = app.model.result?.documents ?? [];
  const slots = [...new Set([...kept.documents, ...now].map((one) => `${one.entity} ${one.slot}`))];
  const rows = slots.map((slot) => {
    const [before, after] = [kept.documents, now].map((list) => list.find((/** @type {any} */ one) => `${one.entity} ${one.slot}` === slot));
    return { slot, before, after, changes: differences(before, after) };
  });
  if (rows.every(({ changes }) => changes.length === 0)) return html`<p>Nothing is different from the version that was kept.</p>`;
  return html`${rows.filter(({ changes }) => changes.length > 0).map(({ slot, before, after, changes }) => {
    const currency = after?.totals?.currency ?? before?.totals?.currency;
    const names = /** @type {const} */ ([["Net", "subTotal"], ["Tax", "totalTax"], ["Total", "total"]]);
    const shot = snapshotOf(app.model.texts, (after ?? before)?.tenantId, (after ?? before)?.entity);
    const most = decimalsOf(names.flatMap(([, name]) => [before?.totals?.[name], after?.totals?.[name]]), digitsOf(currency));
    const off = (/** @type {string} */ name) => (before?.totals === undefined || after?.totals === undefined ? undefined : differenceOf(after.totals[name], before.totals[name], shot));
    const signed = (/** @type {number | undefined} */ value) => (value === undefined ? "" : `${value > 0 ? "+" : ""}${amountText(value, currency, most)}`);
    return html`<section aria-label=${`Difference of ${slot}`}><h3><bdi>${slot}</bdi> ${before === undefined ? html`<span class="stamp">new</span>` : after === undefined ? html`<span class="stamp">gone</span>` : nothing}</h3>
      <div class="scroll" tabindex="0" role="group" aria-label="Amounts"><table><thead><tr><th scope="col">${currency ?? ""}</th><th scope="col" class="n">Kept</th><th scope="col" class="n">Now</th><th scope="col" class="n">Difference</th></tr></thead><tbody>
      ${names.map(([label, name]) => html`<tr data-sum=${name}><td>${label}</td><td class="n">${amountText(before?.totals?.[name], currency, most)}</td><td class="n">${amountText(after?.totals?.[name], currency, most)}</td><td class="n">${signed(off(name))}</td></tr>`)}</tbody></table></div>
      <div class="scroll" tabindex="0" role="group" aria-label="Fields"><table><thead><tr><th scope="col">Field</th><th scope="col">Kept</th><th scope="col">Now</th></tr></thead><tbody>${changes.map((one) => html`<tr><td><bdi>${one.name}</bdi></td><td><bdi>${one.before ?? ""}</bdi></td><td><bdi>${one.after ?? ""}</bdi></td></tr>`)}</tbody></table></div></section>`;
  })}`;
}

/** @param {any} app */
async function start(app) {
  const { model, many, kept } = app;
  const settings = settingsOf(model.texts);
  const deal = dealParts(model.texts);
  const given = ["fields", "productDetails", "localDates", "now"].flatMap((name) => (deal.has(name) ? [[name, deal.get(name)]] : []));
  if (!given.some(([name]) => name === "now")) given.push(["now", JSON.stringify(new Date().toISOString())]);
  const before = kept.kept?.config ?? model.texts.config;
  app.kept = { ...app.kept, replayed: undefined, progress: { deals: 0, changed: 0, read: 0, size: many.size }, replayWrong: undefined };
  app.requestUpdate();
  try {
    const replayed = await replayLater({ file: many, before, after: model.texts.config, shared: [...settings.filter(([name]) => name !== "config"), ...given] }, (progress) => {
      app.kept = { ...app.kept, progress };
      app.requestUpdate();
    });
    app.kept = { ...app.kept, replayed };
  } catch (error) {
    app.kept = { ...app.kept, replayWrong: /** @type {Error} */ (error).message };
  }
  app.kept = { ...app.kept, progress: undefined };
  app.requestUpdate();
}

/** @param {any} one */
function answered(one) {
  return html`<p role="status"><b>${one.changed}</b> of ${one.deals} deals would be different${one.notCompared === 0 ? "" : `; of ${one.notCompared} it cannot be told whole`}.</p>
    ${findingList(one.findings, () => {}, () => false)}
    <table><caption class="sr">Totals</caption><thead><tr><th scope="col">Currency</th><th scope="col" class="n">Kept</th><th scope="col" class="n">Now</th></tr></thead><tbody>${one.totals.map((/** @type {any} */ total) => html`<tr data-currency=${total.currency}><td>${total.currency}</td><td class="n">${moneyText(total.before, total.currency)}</td><td class="n">${moneyText(total.after, total.currency)}</td></tr>`)}</tbody></table>
    ${one.fields.length === 0 ? nothing : html`<p class="note">Fields: ${one.fields.slice(0, 12).map((/** @type {any} */ each) => `${each.field} (${each.changes})`).join(", ")}</p>`}
    <div class="scroll" tabindex="0" role="group" aria-label="Deals that would be different"><table><thead><tr><th scope="col">Deal</th><th scope="col">Kept</th><th scope="col">Now</th><th scope="col">What</th></tr></thead><tbody>${one.changes.map((/** @type {any} */ change) => html`<tr><td><bdi>${change.title ?? change.id ?? change.at}</bdi></td><td>${change.before}</td><td>${change.after}</td><td>${change.documents.slice(0, 3).flatMap((/** @type {any} */ document) => (document.fields ?? []).slice(0, 4)).map((/** @type {any} */ each) => html`<div><span class="path">${each.at}</span> <bdi>${each.before ?? "nothing"}</bdi> → <bdi>${each.after ?? "nothing"}</bdi></div>`)}${(change.says ?? []).slice(0, 2).map((/** @type {any} */ each) => html`<div><bdi>${each.message ?? each.code}</bdi></div>`)}</td></tr>`)}</tbody></table></div>`;
}

/** @param {any} app */
export function panel(app) {
  const { model, many } = app;
  const keep = () => {
    app.kept = { ...app.kept, kept: { config: model.texts.config, documents: model.result?.documents ?? [] } };
    app.say("This version is kept.");
  };
  const { progress, replayed, replayWrong } = app.kept;
  return html`<div class="bar"><h2>What if</h2><div class="row-of"><button type="button" class="button main" @click=${keep}>Keep this version</button>${app.kept.kept === undefined ? nothing : html`<button type="button" class="button" @click=${() => ((app.kept = { ...app.kept, kept: undefined }), app.requestUpdate())}>Forget it</button>`}</div></div>
    ${ofThisDeal(app)}
    <h2>Many deals</h2>
    ${many === undefined ? html`<p class="note">Drop a file of won deals (a list, or one a line, each as this page takes one) to replay them under the version that was kept and under the one of now.</p><div><button type="button" class="button" @click=${() => app.pick()}>Bring deals…</button></div>` : html`<div class="row-of"><bdi>${many.name}</bdi>${progress === undefined ? html`<button type="button" class="button main" @click=${() => start(app)}>Replay</button>` : html`<button type="button" class="button" @click=${() => cancel()}>Stop</button>`}</div>`}
    ${progress === undefined ? nothing : html`<progress aria-label="Replayed" max=${progress.size} .value=${progress.read}></progress><p class="note" role="status">${progress.deals} deals, ${progress.changed} different</p>`}
    ${replayWrong === undefined ? nothing : html`<p class="warning" role="alert"><bdi>${replayWrong}</bdi></p>`}
    ${replayed === undefined ? nothing : answered(replayed)}`;
}
