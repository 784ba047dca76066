// What a person does beside looking at an invoice: change the config, try what would be, choose a contact, take a step.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { bring, decimal, preview, tab } from "./page.js";

const { open } = await preview({ after });
const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));
/** @type {{ name: string, title: string, input: any }[]} */
const examples = JSON.parse(readFileSync(join(pkg, "preview/examples.json"), "utf8"));
const [first] = examples;
const folder = mkdtempSync(join(tmpdir(), "wonvoice-preview-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** @param {import("../hosts/node_modules/playwright-core/index.js").Page} page */
const dueDate = (page) => page.locator('[data-at="/DueDate"]').textContent();
/** @param {import("../hosts/node_modules/playwright-core/index.js").Page} page @param {string} name */
const view = (page, name) => page.getByRole("group", { name: "Form of the config" }).getByRole("button", { name }).click();

describe("the config", () => {
  test("a setting of the form changes the invoice, and is undone", async () => {
    const { page, wrong } = await open();
    assert.equal(await dueDate(page), "14 Aug 2026");
    await tab(page, "Rules");
    await view(page, "Form");
    await page.locator('summary[data-pointer="/config/entities/uk/document"]').click();
    await page.locator('summary[data-pointer="/config/entities/uk/document/due"]').click();
    const days = page.locator('[data-pointer="/config/entities/uk/document/due/days"] input');
    await days.fill("10");
    await days.press("Tab");
    await page.locator('[data-at="/DueDate"]').getByText("25 Jul 2026").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.locator('[data-at="/DueDate"]').getByText("14 Aug 2026").waitFor();
    await page.getByRole("button", { name: "Redo" }).click();
    await page.locator('[data-at="/DueDate"]').getByText("25 Jul 2026").waitFor();
    assert.deepEqual(wrong, []);
  });

  test("an account that the organisation has not is marked in the text, where it stands", async () => {
    const { page } = await open();
    const config = structuredClone(first?.input.config);
    config.entities.uk.lines.account.default = "999";
    await bring(page, "config.json", JSON.stringify(config));
    await tab(page, "Rules");
    await view(page, "JSON");
    await page.locator(".cm-lintRange-error").getByText("999").waitFor();
    await page.getByRole("list", { name: "Findings" }).first().getByText("ACCOUNT_").first().waitFor();
  });

  test("the text is completed by the schema", async () => {
    const { page } = await open();
    await bring(page, "config.json", '{\n  "version": 1,\n  "mode": "",\n  "entities": {}\n}');
    await tab(page, "Rules");
    await view(page, "JSON");
    await page.getByRole("textbox", { name: "Config as JSON" }).click();
    await page.keyboard.press("Control+Home");
    for (const key of ["ArrowDown", "ArrowDown", "End", "ArrowLeft", "ArrowLeft"]) await page.keyboard.press(key);
    await page.keyboard.type("o");
    await page.locator(".cm-tooltip-autocomplete li").getByText('"observe"').click();
    await page.getByRole("textbox", { name: "Config as JSON" }).getByText('"observe",').waitFor();
    assert.match((await page.locator(".cm-content").textContent()) ?? "", /"mode": "observe",/);
  });

  test("rules light up where they fire, and say why where they do not", async () => {
    const { page } = await open();
    await page.getByLabel("Example").selectOption({ label: "Rules that change the terms" });
    await tab(page, "Rules");
    await page.locator('[data-rule="everybody pays in 14 days"].applied').waitFor();
    assert.match((await page.locator('[data-rule="drafts for new customers"]').textContent()) ?? "", /does not apply.*it is `11261\.38`/s);
  });

  test("goes round by a link, which is sent to nobody", async () => {
    const { page } = await open();
    const config = { ...structuredClone(first?.input.config), mode: "observe" };
    await bring(page, "config.json", JSON.stringify(config));
    await tab(page, "Rules");
    await page.getByRole("button", { name: "Share" }).click();
    const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
    const { hash } = new URL(link);
    assert.match(hash, /^#config=[\w-]+$/);
    const { page: other } = await open({ fragment: hash });
    await tab(other, "Rules");
    const saved = other.waitForEvent("download");
    await other.getByRole("button", { name: "Export" }).click();
    assert.deepEqual(JSON.parse(readFileSync((await (await saved).path()) ?? "", "utf8")), config);
  });
});

describe("the contact", () => {
  test("the candidates stand with their evidence, and other thresholds decide otherwise", async () => {
    const { page, wrong } = await open();
    await tab(page, "Contact");
    await page.getByRole("heading", { name: "One contact is the party" }).waitFor();
    assert.match((await page.locator(".candidate.chosen").textContent()) ?? "", /Northwind Traders Ltd.*the tax number is the same.*\+24\.0/s);
    const { evidence } = JSON.parse(execFileSync(process.execPath, [join(pkg, "cli.js"), "match", "--json"], { input: JSON.stringify({ ...first?.input, deal: undefined }), encoding: "utf8" })).candidates[0];
    assert.equal(await page.locator(".candidate.chosen svg").count(), evidence.length);
    await page.getByLabel("Matched from").fill("1000");
    await page.getByRole("heading", { name: "A person has to choose" }).waitFor();
    assert.equal(await page.locator(".verdict h2").textContent(), "To be invoiced", "only tried");
    await page.getByRole("button", { name: "Keep in the config" }).click();
    await page.getByRole("heading", { name: "Refused" }).or(page.getByRole("heading", { name: "Needs review" })).waitFor();
    assert.deepEqual(wrong, []);
  });
});

describe("what if", () => {
  test("the difference from the version that was kept, to the cent", async () => {
    const { page } = await open();
    await tab(page, "What if");
    await page.getByRole("button", { name: "Keep this version" }).click();
    const input = structuredClone(first?.input);
    Object.assign(input.products.data[0], { quantity: 2.01, sum: 2412 });
    input.deal.data.value = 11275.13;
    await bring(page, "deal.json", JSON.stringify(input));
    const row = (/** @type {string} */ name) => page.locator(`[data-sum="${name}"] td`).allTextContents();
    await page.locator("[data-sum]").first().waitFor();
    assert.deepEqual((await row("total")).map(decimal).slice(1), ["11261.38", "11275.13", "+13.75"]);
    assert.deepEqual((await row("subTotal")).map(decimal).slice(1), ["9435.59", "9447.05", "+11.46"]);
  });

  test("10,000 deals are replayed away from the page, with progress, and can be stopped", async () => {
    const { page, wrong } = await open();
    const { deal, organization } = first?.input;
    const products = first?.input.products.data.map((/** @type {any} */ row) => ({ ...row, deal_id: undefined }));
    const file = join(folder, "won.ndjson");
    const one = (/** @type {number} */ id) => JSON.stringify({ deal: { ...deal.data, id }, products, discounts: { data: first?.input.discounts.data.map((/** @type {any} */ row) => ({ ...row, deal_id: undefined })) }, organization, contact: "430fa14a-f945-44d3-9f97-5df5e28441b8" });
    writeFileSync(file, Array.from({ length: 10_000 }, (_, index) => one(index + 1)).join("\n"));
    await tab(page, "What if");
    await page.getByRole("button", { name: "Keep this version" }).click();
    const config = structuredClone(first?.input.config);
    config.entities.uk.document.due.days = 10;
    await bring(page, "config.json", JSON.stringify(config));
    await page.locator("#file").setInputFiles(file);
    await page.getByRole("alertdialog").getByRole("button", { name: "Read it" }).click();
    await page.getByRole("button", { name: "Replay" }).click();
    const told = page.getByRole("status").getByText(/^[1-9]\d* deals, \d+ different$/);
    await told.waitFor({ timeout: 120_000 });
    // The page goes on while the worker works.
    await tab(page, "Deal");
    await page.locator('[data-pointer="/deal/data/title"] input').fill("still awake");
    await tab(page, "What if");
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByRole("alert").getByText("cancelled").waitFor();

    const some = join(folder, "some.json");
    writeFileSync(some, `[${Array.from({ length: 600 }, (_, index) => one(index + 1)).join(",\n")}]`);
    await page.locator("#file").setInputFiles(some);
    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByText("600 of 600 deals would be different").waitFor({ timeout: 120_000 });
    assert.deepEqual((await page.locator('[data-currency="GBP"] td.n').allTextContents()).map(decimal), ["6756828.00", "6756828.00"]);
    assert.deepEqual(wrong, []);
  });
});

test("the code step is the one that the command line makes", async () => {
  const { page, wrong } = await open();
  await tab(page, "Code step");
  await page.getByRole("combobox", { name: "For", exact: true }).selectOption("n8n");
  await page.getByRole("combobox", { name: "that says", exact: true }).selectOption("map");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Save" }).click();
  const text = readFileSync((await (await saved).path()) ?? "", "utf8");
  for (const name of ["config", "snapshot"]) writeFileSync(join(folder, `${name}.json`), JSON.stringify(first?.input[name]));
  const expected = execFileSync(process.execPath, [join(pkg, "cli.js"), "snippet", "n8n", "--step", "map", "--config", join(folder, "config.json"), "--snapshot", join(folder, "snapshot.json")], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 26 });
  const plain = (/** @type {string} */ one) => one.replace(/Made by: .*/, "");
  assert.ok(expected.length > 200_000);
  assert.equal(plain(text), plain(expected));
  assert.deepEqual(wrong, []);
});
