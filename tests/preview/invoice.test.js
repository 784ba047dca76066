// What a person sees of one deal.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import { Decimal } from "decimal.js";
import { load } from "../js/inputs.js";
import { bring, decimal, preview, tab } from "./page.js";

const { callJson } = await import(new URL("../../pkg/node.js", import.meta.url).href);
const { open } = await preview({ after });
/** @type {{ name: string, title: string, input: any }[]} */
const examples = JSON.parse(readFileSync(new URL("../../pkg/preview/examples.json", import.meta.url), "utf8"));
const product = '[data-pointer="/products/data/0/quantity"] input';

/** What the package says of an input, contact and all. @param {any} input */
function planned(input) {
  const contact = input.contact ?? JSON.parse(callJson("matchContact", JSON.stringify({ ...input, contacts: input.contacts })));
  return JSON.parse(callJson("mapDealToInvoice", JSON.stringify({ ...input, contact })));
}

describe("the invoice", () => {
  test("every example is to the cent what the package says, in a browser that writes numbers otherwise", async () => {
    const { page, wrong } = await open({ locale: "de-DE", timezoneId: "Asia/Tokyo" });
    for (const [index, { name, input }] of examples.entries()) {
      await page.getByLabel("Example").selectOption({ index });
      const plan = planned(input);
      const documents = [...plan.documents, ...(plan.scheduled ?? [])];
      for (const [place, document] of documents.entries()) {
        if (documents.length > 1) await page.getByRole("region", { name: "Documents of the deal" }).getByRole("button").nth(place).click();
        const sheet = page.locator("article");
        assert.equal(decimal(await sheet.locator("[data-total]").textContent()), new Decimal(document.totals.total).toFixed(2), `${name}: the total of ${document.slot}`);
        const taxes = await sheet.locator("[data-tax] .n").allTextContents();
        const sum = taxes.reduce((all, one) => all.plus(decimal(one)), new Decimal(0));
        assert.equal(sum.toFixed(2), new Decimal(document.totals.totalTax).toFixed(2), `${name}: the tax of each rate adds up`);
        const amounts = await sheet.locator('.lines td[data-name="Amount"]').allTextContents();
        assert.deepEqual(amounts.map(decimal), document.totals.lines.map((/** @type {any} */ one) => new Decimal(one.lineAmount).toFixed(2)), `${name}: the lines`);
      }
      if (documents.length === 0) assert.equal(await page.locator("article [data-total]").count(), plan.preview?.totals === undefined ? 0 : 1, name);
      assert.equal(await page.locator(".finding.is-error").count() > 0, !plan.ok, `${name}: refused where the package refuses`);
    }
    assert.deepEqual(wrong, []);
  });

  test("the documents of a schedule stand in a ledger that comes to the deal", async () => {
    const { page } = await open();
    await page.getByLabel("Example").selectOption({ label: "Deposit and balance" });
    const rows = await page.getByRole("region", { name: "Documents of the deal" }).getByRole("row").allTextContents();
    assert.match(rows.at(-2) ?? "", /The whole deal\s*1,276\.00\s*255\.20\s*1,531\.20/);
    assert.match(rows.at(-1) ?? "", /come to the deal/);
  });

  test("a value says where it came from, and a field what it feeds", async () => {
    const { page } = await open();
    const inspector = page.locator(".inspector");
    await page.locator('[data-at="/LineItems/0/Quantity"]').hover();
    assert.match((await inspector.textContent()) ?? "", /line 1, quantity.*taken from the deal.*products › data › 0 › quantity.*2/s);
    await page.locator('[data-pointer="/products/data/0/quantity"].hot').waitFor();
    await page.locator('[data-pointer="/products/data/0/item_price"] input').focus();
    assert.match((await inspector.textContent()) ?? "", /feeds line 1, unit price/);
    await page.locator('[data-at="/LineItems/0/UnitAmount"].hot').waitFor();
    // By keyboard alone: arrows go from value to value.
    await page.locator('[data-at="/LineItems/0/Quantity"]').focus();
    await page.keyboard.press("ArrowRight");
    assert.match((await inspector.textContent()) ?? "", /line 1, unit price/);
  });

  test("a changed field changes the invoice, its finding stands beside it, and the change is undone", async () => {
    const { page } = await open();
    await page.locator(product).fill("3");
    await page.getByRole("heading", { name: "Refused" }).waitFor();
    await page.locator('[data-pointer="/deal/data/value"] .error').waitFor();
    assert.match((await page.locator(".findings").textContent()) ?? "", /DEAL_VALUE_DIFFERS/);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { name: "To be invoiced" }).waitFor();
    assert.equal(await page.locator(product).inputValue(), "2");
  });

  test("what Xero has already decides the verdict", async () => {
    const { page } = await open();
    const { body, token } = planned(examples[0]?.input).documents[0];
    assert.equal(token, "PD-42");
    const there = { ...body, InvoiceID: "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9", InvoiceNumber: "INV-7", Total: 11261.38, SubTotal: 9435.59, TotalTax: 1825.79, AmountDue: 11261.38, AmountPaid: 0, AmountCredited: 0 };
    await bring(page, "invoices.json", JSON.stringify({ Invoices: [there], RepeatingInvoices: [], CreditNotes: [] }));
    await page.getByText("INV-7").waitFor();
    assert.notEqual(await page.locator(".verdict h2").textContent(), "To be invoiced");
    await page.getByRole("button", { name: "Forget them" }).click();
    await page.getByRole("heading", { name: "To be invoiced" }).waitFor();
    await page.getByLabel("Xero has no document of this deal yet").uncheck();
    assert.notEqual(await page.locator(".verdict h2").textContent(), "To be invoiced", "nothing was looked up: nothing is created");
  });
});

describe("bad input", () => {
  test("half-typed JSON keeps the last good invoice, and its place is marked", async () => {
    const { page, wrong } = await open();
    await page.getByRole("group", { name: "Form of the deal" }).getByRole("button", { name: "JSON" }).click();
    const editor = page.getByRole("textbox", { name: "Deal as JSON" });
    await editor.click();
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Backspace");
    await page.getByRole("alert").getByText(/Not JSON yet: .* line \d+, column \d+/).waitFor();
    await page.locator(".cm-lintRange-error, .cm-lintPoint-error").first().waitFor();
    assert.equal(decimal(await page.locator("[data-total]").textContent()), "11261.38");
    await page.keyboard.type("}");
    await page.getByRole("alert").waitFor({ state: "detached" });
    assert.deepEqual(wrong, []);
  });

  test("files that are no JSON, or nothing known, change nothing", async () => {
    const { page } = await open();
    await bring(page, "deal.json", '{ "deal": {');
    await page.getByRole("status").getByText(/deal\.json is no JSON: .* line 1, column \d+\. Nothing was changed/).waitFor();
    assert.equal(decimal(await page.locator("[data-total]").textContent()), "11261.38");
  });

  test("a file of 50 MB is asked about first", async (t) => {
    const { page } = await open();
    const folder = mkdtempSync(join(tmpdir(), "wonvoice-preview-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "won.ndjson");
    writeFileSync(file, Buffer.alloc(50_000_000, " "));
    await page.locator("#file").setInputFiles(file);
    const asked = page.getByRole("alertdialog");
    assert.match((await asked.textContent()) ?? "", /50 MB.*read as a list of deals.*nothing leaves the page/s);
    await asked.getByRole("button", { name: "Leave it" }).click();
    await asked.waitFor({ state: "detached" });
  });

  test("a config of an unknown version says what to do", async () => {
    const { page } = await open();
    await bring(page, "config.json", JSON.stringify({ ...examples[0]?.input.config, version: 9 }));
    assert.match((await page.locator(".finding.is-error").first().textContent()) ?? "", /→ take the newer wonvoice.*CONFIG_VERSION_UNKNOWN/s);
  });

  test("hostile texts stay text, in every field", async () => {
    const { page, wrong } = await open();
    const hostile = '<img src=x onerror=alert(1)><script>alert(2)</script>${alert(3)} \u202egnp.exe';
    const told = (/** @type {any} */ value) => (typeof value === "string" && !/^[\d{]|^[A-Z]{2,3}$|won|organization|custom_fields/.test(value) ? hostile : value);
    const input = JSON.parse(JSON.stringify(examples[0]?.input), (key, value) => (/^(name|title|comments|Name|label|description|code|category)$/.test(key) ? told(value) : value));
    input.deal.data.custom_fields = Object.fromEntries(Object.keys(input.deal.data.custom_fields).map((key) => [key, hostile]));
    await bring(page, `${"<b>"}.json`, JSON.stringify(input));
    await page.locator("article").getByText("<script>alert(2)</script>").first().waitFor();
    for (const name of ["Rules", "Contact", "What if", "Code step", "Deal"]) await tab(page, name);
    assert.equal(await page.locator("img, script:not([src])").count(), 0);
    assert.deepEqual(wrong, []);
  });
});

describe("the page", () => {
  test("comes with less than 500 KB, and no policy is broken", async () => {
    const { page } = await open();
    const names = await page.evaluate(() => performance.getEntriesByType("resource").filter((one) => one.startTime < performance.now()).map((one) => new URL(one.name).pathname));
    const early = ["/preview/index.html", ...names.filter((name) => !/worker|wonvoice\.|part-|schema/.test(name))];
    const bundle = readFileSync(new URL("../../pkg/preview/element.js", import.meta.url), "utf8");
    const parts = [...bundle.matchAll(/(?:from|import)"\.\/(part-\w+\.js)"/g)].map(([, name]) => `/preview/${name}`);
    const bytes = [...new Set([...early, ...parts])].filter((name) => name.startsWith("/preview/")).map((name) => gzipSync(readFileSync(new URL(`../../pkg${name}`, import.meta.url))).length);
    const sum = bytes.reduce((all, one) => all + one, 0);
    assert.ok(early.includes("/preview/preview.wasm") && parts.length > 0, `${early} ${parts}`);
    assert.ok(sum < 500_000, `${sum} bytes`);
  });

  test("works without the network, once it was loaded", async () => {
    const { page, context, wrong } = await open();
    await page.locator("wonvoice-preview[offline]").waitFor();
    await context.setOffline(true);
    await page.locator(product).fill("5");
    await tab(page, "Rules");
    await page.getByText(/^Proved: /).waitFor();
    await tab(page, "Code step");
    await page.getByRole("button", { name: "Copy all" }).waitFor();
    assert.deepEqual(wrong, []);
  });

  for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
    test(`axe finds nothing on any panel (${colorScheme})`, async () => {
      const { page } = await open({ colorScheme });
      await page.evaluate(axe.source);
      /** @type {string[]} */
      const found = [];
      for (const name of ["Deal", "Rules", "Contact", "What if", "Code step"]) {
        await tab(page, name);
        if (name === "Rules") await page.getByText(/^Proved: /).waitFor();
        if (name === "Code step") await page.getByRole("button", { name: "Copy all" }).waitFor();
        for (const view of name === "Rules" ? ["Rules", "Form", "JSON"] : name === "Deal" ? ["JSON", "Fields"] : [""]) {
          if (view !== "") await page.locator(".segments").getByRole("button", { name: view }).click();
          const { violations } = await page.evaluate(() => /** @type {any} */ (globalThis).axe.run());
          found.push(...violations.map((/** @type {any} */ one) => `${name} ${view}: ${one.id}: ${one.nodes.map((/** @type {any} */ node) => node.target).join(" | ")}`));
        }
      }
      assert.deepEqual(found, []);
    });
  }

  test("fits 360 pixels, on every panel", async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 } });
    for (const name of ["Deal", "Rules", "Contact", "What if", "Code step"]) {
      await tab(page, name);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360, name);
    }
  });
});

test("examples are cases of the golden tests", () => {
  for (const { name, input } of examples) assert.deepEqual(input.products, load(`mapDealToInvoice/${name}.json`).products);
});
