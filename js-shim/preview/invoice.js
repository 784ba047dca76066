// The document as Xero would print it; each value can be asked where it came from.

import { html, nothing } from "lit";
import { amountText, dateText, decimalsOf, digitsOf, moneyText, numberText } from "./amount.js";

/** @typedef {{ hot: Set<string>, marked: (at: string) => boolean }} Light */

/** @param {any} part @param {string} envelope @returns {any[]} */
const rows = (part, envelope) => (Array.isArray(part) ? part : (part?.[envelope] ?? []));

/** What the organisation calls its settings. @param {any} snapshot */
export const namesOf = (snapshot) => ({
  seller: rows(snapshot?.organisation, "Organisations")[0]?.Name ?? snapshot?.organisation?.Name,
  tax: new Map(rows(snapshot?.taxRates, "TaxRates").map((one) => [one.TaxType, one.Name])),
  account: new Map(rows(snapshot?.accounts, "Accounts").map((one) => [one.Code, one.Name])),
  theme: new Map(rows(snapshot?.brandingThemes, "BrandingThemes").map((one) => [one.BrandingThemeID, one.Name])),
});

/** @param {Light} light @param {string} at @param {unknown} text @param {string} label */
const value = (light, at, text, label) =>
  text === undefined || text === "" ? nothing : html`<button type="button" tabindex="-1" class="val ${light.hot.has(at) ? "hot" : ""} ${light.marked(at) ? "marked" : ""}" data-at=${at} aria-label=${`${label}: ${text}. Show where it comes from`}>${text}</button>`;

/** @param {string} kind */
const KIND = /** @type {Record<string, string>} */ ({ invoice: "Invoice", "repeating-invoice": "Repeating invoice", "credit-note": "Credit note" });

/** @param {any} totals @param {any[]} taxes @param {ReturnType<typeof namesOf>} names @param {string | undefined} currency @param {string} amounts */
function sums(totals, taxes, names, currency, amounts) {
  const most = decimalsOf([totals.subTotal, totals.totalTax, totals.total, ...taxes.map((one) => one.totalTax)], digitsOf(currency));
  const amount = (/** @type {number} */ one) => html`<td class="n">${amountText(one, currency, most)}</td>`;
  return html`<table class="sums"><caption class="sr">Totals</caption><tbody>
    ${totals.totalDiscount === 0 ? nothing : html`<tr class="note"><td>Includes discount of</td>${amount(totals.totalDiscount)}</tr>`}
    <tr><td>Subtotal</td>${amount(totals.subTotal)}</tr>
    ${taxes.map((one) => html`<tr data-tax=${one.taxType ?? ""}><td>${amounts === "Inclusive" ? "Includes" : "Total"} <bdi>${names.tax.get(one.taxType) ?? one.taxType ?? "tax not decided"}</bdi></td>${amount(one.totalTax)}</tr>`)}
    ${taxes.length !== 1 ? html`<tr><td>Total tax</td>${amount(totals.totalTax)}</tr>` : nothing}
    <tr class="grand"><td>Total <bdi>${currency ?? ""}</bdi></td><td class="n" data-total>${amountText(totals.total, currency, most)}</td></tr>
  </tbody></table>`;
}

/** @param {any[]} lines @param {any} totals @param {ReturnType<typeof namesOf>} names @param {string | undefined} currency @param {Light} light */
function table(lines, totals, names, currency, light) {
  const unit = decimalsOf(lines.map((line) => line.UnitAmount), digitsOf(currency));
  const count = decimalsOf(lines.map((line) => line.Quantity));
  const most = decimalsOf((totals?.lines ?? []).map((/** @type {any} */ line) => line.lineAmount), digitsOf(currency));
  const hasDiscount = lines.some((line) => line.DiscountRate !== undefined || line.DiscountAmount !== undefined);
  return html`<div class="lines"><table><caption class="sr">Lines</caption>
    <thead><tr><th scope="col">Description</th><th scope="col" class="n">Quantity</th><th scope="col" class="n">Unit price</th>${hasDiscount ? html`<th scope="col" class="n">Discount</th>` : nothing}<th scope="col">Account</th><th scope="col">Tax</th><th scope="col" class="n">Amount ${currency ?? ""}</th></tr></thead>
    <tbody>${lines.map((line, index) => {
      const at = (/** @type {string} */ name) => `/LineItems/${index}/${name}`;
      const show = (/** @type {string} */ name, /** @type {unknown} */ text, /** @type {string} */ label) => value(light, at(name), text, `Line ${index + 1}, ${label}`);
      return html`<tr>
        <td>${show("Description", line.Description, "description")}
          ${line.ItemCode === undefined ? nothing : html`<span class="sub">Item ${show("ItemCode", line.ItemCode, "item")}</span>`}
          ${(line.Tracking ?? []).map((/** @type {any} */ one, /** @type {number} */ place) => html`<span class="sub"><bdi>${one.Name}</bdi>: ${show(`Tracking/${place}`, one.Option, `tracking ${one.Name}`)}</span>`)}</td>
        <td class="n" data-name="Quantity">${show("Quantity", numberText(line.Quantity, 0, count), "quantity")}</td>
        <td class="n" data-name="Unit price">${show("UnitAmount", amountText(line.UnitAmount, currency, unit), "unit price")}</td>
        ${hasDiscount ? html`<td class="n" data-name="Discount">${line.DiscountRate !== undefined ? show("DiscountRate", `${numberText(line.DiscountRate)} %`, "discount") : line.DiscountAmount !== undefined ? show("DiscountAmount", amountText(line.DiscountAmount, currency), "discount") : nothing}</td>` : nothing}
        <td data-name="Account"><span>${show("AccountCode", line.AccountCode, "account")}<bdi class="sub">${names.account.get(line.AccountCode) ?? ""}</bdi></span></td>
        <td data-name="Tax">${show("TaxType", names.tax.get(line.TaxType) ?? line.TaxType, "tax") || nothing}</td>
        <td class="n" data-name="Amount">${amountText(totals?.lines?.[index]?.lineAmount, currency, most)}</td></tr>`;
    })}</tbody></table></div>`;
}

const EVERY = /** @type {Record<string, string>} */ ({ MONTHLY: "month", WEEKLY: "week" });

/**
 * @param {any} document @param {any} snapshot @param {string | undefined} contactName @param {Light} light
 */
export function invoice(document, snapshot, contactName, light) {
  const names = namesOf(snapshot);
  const { body, totals, taxes } = document;
  const currency = body.CurrencyCode ?? totals?.currency;
  const show = (/** @type {string} */ at, /** @type {unknown} */ text, /** @type {string} */ label) => value(light, at, text, label);
  const fact = (/** @type {string} */ at, /** @type {unknown} */ text, /** @type {string} */ label) => (text === undefined || text === "" ? nothing : html`<dt>${label}</dt><dd>${show(at, text, label)}</dd>`);
  const schedule = body.Schedule;
  return html`<article class="card paper" aria-label=${`${KIND[document.kind] ?? document.kind} ${document.slot}`}>
    <div class="head">
      <div><h2>${KIND[document.kind] ?? document.kind}</h2>
        <p class="who">${show("/Contact/ContactID", contactName ?? "contact", "Contact")}</p>
        <p class="sub">ContactID <bdi>${body.Contact?.ContactID ?? "none"}</bdi></p>
        <p class="sub">from <bdi>${names.seller ?? document.entity}</bdi></p></div>
      <dl class="facts">
        ${fact("/Status", body.Status, "Status")}
        ${fact("/Date", dateText(body.Date), "Issue date")}
        ${fact("/DueDate", dateText(body.DueDate), "Due date")}
        ${schedule === undefined ? nothing : html`${fact("/Schedule/Period", `every ${schedule.Period > 1 ? `${schedule.Period} ` : ""}${EVERY[schedule.Unit] ?? schedule.Unit}${schedule.Period > 1 ? "s" : ""}`, "Repeats")}${fact("/Schedule/StartDate", dateText(schedule.StartDate), "From")}${fact("/Schedule/EndDate", dateText(schedule.EndDate), "Until")}`}
        ${fact("/InvoiceNumber", body.InvoiceNumber, "Number")}
        ${fact("/Reference", body.Reference, "Reference")}
        ${fact("/CurrencyRate", body.CurrencyRate === undefined ? undefined : numberText(body.CurrencyRate), "Rate")}
        ${fact("/BrandingThemeID", body.BrandingThemeID === undefined ? undefined : (names.theme.get(body.BrandingThemeID) ?? body.BrandingThemeID), "Theme")}
        ${fact("/LineAmountTypes", { Exclusive: "tax exclusive", Inclusive: "tax inclusive", NoTax: "no tax" }[/** @type {string} */ (body.LineAmountTypes)], "Amounts are")}
        ${fact("/Url", body.Url, "Link")}
      </dl>
    </div>
    ${table(body.LineItems ?? [], totals, names, currency, light)}
    ${totals === undefined ? nothing : sums(totals, taxes, names, currency, body.LineAmountTypes)}
  </article>`;
}

/** What could be computed of a deal that is refused. @param {any} preview @param {any} snapshot */
export function unsent(preview, snapshot) {
  const names = namesOf(snapshot);
  const light = { hot: new Set(), marked: () => false };
  return html`<article class="card paper" aria-label="What could be computed">
    <div class="head"><div><h2>Not an invoice yet</h2><p class="note">What could be computed. Nothing of it is sent.</p></div><span><span class="stamp error">refused</span></span></div>
    ${table(preview.lines ?? [], preview.totals, names, preview.totals?.currency, light)}
    ${preview.totals === undefined ? nothing : sums(preview.totals, [], names, preview.totals.currency, "")}
  </article>`;
}

/**
 * The documents of a schedule as a small ledger: they come to the whole.
 * @param {any[]} documents @param {any} schedule @param {number} chosen @param {(index: number) => void} choose
 */
export function ledger(documents, schedule, chosen, choose) {
  if (documents.length < 2) return nothing;
  const currency = documents[0].totals?.currency ?? documents[0].body.CurrencyCode;
  const columns = ["subTotal", "totalTax", "total"].map((name) => /** @type {[string, number]} */ ([name, decimalsOf([...documents.map((one) => one.totals?.[name]), schedule?.[name]], digitsOf(currency))]));
  const cells = (/** @type {any} */ totals) => columns.map(([name, most]) => html`<td class="n">${amountText(totals?.[name], totals?.currency ?? currency, most)}</td>`);
  return html`<section class="card ledger" aria-label="Documents of the deal"><table><caption class="sr">The documents of the deal, and what they come to</caption>
    <thead><tr><th scope="col">Document</th><th scope="col">On</th><th scope="col" class="n">Net</th><th scope="col" class="n">Tax</th><th scope="col" class="n">Gross</th></tr></thead>
    <tbody>${documents.map((one, index) => html`<tr><td><button type="button" class="button" aria-pressed=${index === chosen} @click=${() => choose(index)}><bdi>${one.slot}</bdi></button>${one.kind === "repeating-invoice" ? html` <small class="note">repeats</small>` : nothing}</td><td>${dateText(one.issueOn) || "no date yet"}</td>${cells(one.totals)}</tr>`)}
    ${schedule === undefined ? nothing : html`<tr class="sum"><td>The whole deal</td><td></td>${cells(schedule)}</tr>
      <tr><td colspan="5" class=${schedule.taxResidue === 0 ? "note" : "warning"}>${schedule.taxResidue === 0 ? "The documents come to the deal, net, tax and gross." : `The tax is off that of the whole deal by ${moneyText(schedule.taxResidue, currency)}.`}</td></tr>`}
    </tbody></table></section>`;
}
