// The report's page in a real browser, from a file, as whoever gets it by mail opens it.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "./chromium.js";
import { setting, whole } from "../simulators/year/index.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
/** Where pictures go, for people to look at: `WONVOICE_PICTURES=folder`. */
const pictures = process.env["WONVOICE_PICTURES"];
const HOSTILE = ["</script><script>globalThis.hacked = 1</script>", "<img src=x onerror=\"globalThis.hacked = 2\">", "\u202e00.001 PBG\u202c", "=HYPERLINK(\"http://x\")", "javascript:globalThis.hacked=3", "<!-- <script>", "&lt;b&gt;", "a".repeat(5_000)];

describe("the report's page", async () => {
  /** @type {string} */
  let folder;
  /** @type {import("playwright-core").Browser} */
  let browser;
  /** @type {any} */
  let result;
  /** @type {(() => unknown)[]} */
  const ends = [];
  after(async () => {
    for (const end of ends) await end();
    rmSync(folder, { recursive: true, force: true });
  });
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "wonvoice-page-"));
    browser = await chromium({ after: (run) => void ends.push(run) });
    const { deals, documents } = whole({ seed: "page", deals: 5_000 });
    HOSTILE.forEach((text, at) => {
      const row = /** @type {any} */ (deals[at * 7]);
      [row.deal.title, row.organization.name] = [text, text];
    });
    const { config, snapshots, asOf, ...names } = setting();
    const put = (/** @type {string} */ name, /** @type {string} */ text) => (writeFileSync(join(folder, name), text), join(folder, name));
    const files = Object.entries(documents).flatMap(([entity, lists]) => ["--documents", `${entity}=${put(`${entity}.json`, JSON.stringify(lists))}`]);
    const small = Object.entries(names).flatMap(([name, value]) => [`--${name}`, put(`${name}.json`, JSON.stringify(value))]);
    const args = ["reconcile", "--deals", put("deals.ndjson", deals.map((row) => JSON.stringify(row)).join("\n")), ...files, ...small, "--config", put("config.json", JSON.stringify(config)), ...snapshots.flatMap((one, at) => ["--snapshot", put(`snapshot-${at}.json`, JSON.stringify(one))]), "--as-of", asOf, "--html", join(folder, "report.html"), "--json"];
    result = JSON.parse(execFileSync(process.execPath, [cli, ...args], { encoding: "utf8", maxBuffer: 1 << 28 }));
  });

  /** A page with a note of all that its console said. @param {import("playwright-core").BrowserContextOptions} [options] */
  async function open(options = {}) {
    const page = await browser.newPage({ viewport: { width: 1360, height: 900 }, ...options });
    /** @type {string[]} */
    const said = [];
    page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => { if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) said.push(`asked for ${request.url()}`); });
    await page.goto(pathToFileURL(join(folder, "report.html")).href);
    await page.waitForSelector("#deals-table .tabulator-row");
    return { page, said };
  }
  /** The page's policy lets no test wait inside it. @param {() => Promise<boolean>} holds */
  async function until(holds) {
    for (let left = 300; !(await holds()); left--) {
      assert.ok(left > 0, "it does not come to hold");
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  /** The filters listen to keys. @param {import("playwright-core").Page} page @param {string} where @param {string} text */
  async function type(page, where, text) {
    await page.fill(where, text);
    await page.press(where, "End");
  }
  const shot = async (/** @type {import("playwright-core").Page} */ page, /** @type {string} */ name, fullPage = false) => {
    if (!pictures) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`), fullPage });
  };

  test("says first what was won and never billed, to the cent, by currency", async () => {
    const { page, said } = await open();
    const cards = await page.$$eval(".card", (all) => all.map((one) => [one.querySelector(".name")?.textContent, one.querySelector(".big")?.textContent]));
    const expected = result.sums.byCurrency.map((/** @type {any} */ line) => [line.currency, line.missing.toLocaleString("en-GB", { minimumFractionDigits: 2 })]);
    assert.deepEqual(cards, expected);
    assert.ok(expected.length >= 3 && expected.every(([, amount = ""]) => /^\d[\d,]*\.\d\d$/.test(amount)));
    assert.ok(await page.$eval(".card", (one) => one.getBoundingClientRect().bottom < innerHeight), "on the first screen");
    await shot(page, "light");
    await shot(page, "light-full", true);
    assert.deepEqual(said, []);
    await page.close();
  });

  test("5,000 deals sort and filter, by words and by amounts", async () => {
    const { page, said } = await open();
    const shown = (/** @type {string} */ field) => page.$$eval(`#deals-table .tabulator-row [tabulator-field=${field}]`, (cells) => cells.map((one) => one.textContent ?? ""));
    const numbers = (/** @type {string[]} */ cells) => cells.filter((cell) => cell !== "").map((cell) => Number(cell.replaceAll(",", "").replace("−", "-")));
    const least = Math.min(...result.deals.map((/** @type {any} */ row) => row.amounts.difference));
    await page.click("#deals-table [tabulator-field=difference] .tabulator-col-sorter");
    await until(async () => numbers(await shown("difference"))[0] === least);
    const sorted = numbers(await shown("difference"));
    assert.ok(sorted.length > 5);
    assert.deepEqual(sorted, sorted.toSorted((a, b) => a - b));
    await type(page, "#deals-table [tabulator-field=title] input", "brand guide");
    await until(async () => (await shown("title")).every((title) => /brand guide/i.test(title)));
    await type(page, "#deals-table [tabulator-field=won] input", "20000");
    await until(async () => numbers(await shown("won")).every((one) => one >= 20_000));
    assert.ok((await shown("won")).length > 0);
    assert.deepEqual(said, []);
    await page.close();
  });

  test("what stands in the data stays text", async () => {
    const { page, said } = await open();
    for (const text of HOSTILE.slice(0, 7)) {
      const plain = text.replace(/[\u202e\u202c]/g, "");
      await type(page, "#deals-table [tabulator-field=title] input", text);
      await until(async () => (await page.$$eval("#deals-table .tabulator-row [tabulator-field=title]", (cells) => cells.map((one) => one.textContent)))[0] === plain);
    }
    assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).hacked), undefined);
    assert.equal(await page.$$eval("img, iframe, object, embed, link", (all) => all.length), 0);
    assert.deepEqual(said, []);
    await page.close();
  });

  test("its policy runs no script but its own, and no eval", async () => {
    const { page, said } = await open();
    await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "globalThis.hacked = 4";
      document.body.append(script);
      const image = document.createElement("div");
      image.innerHTML = '<img src="x" onerror="globalThis.hacked = 5">';
      document.body.append(image);
    });
    await until(async () => said.length >= 2);
    assert.ok(said.every((one) => /Content Security Policy/.test(one)), said.join("\n"));
    assert.equal(await page.evaluate(() => /** @type {any} */ (globalThis).hacked), undefined);
    assert.match(await page.$eval("meta[http-equiv]", (one) => one.getAttribute("content") ?? ""), /^default-src 'none'; script-src 'sha256-[\w+/=]+'; style-src 'sha256-[\w+/=]+'; /);
    await page.close();
  });

  test("dark, on a telephone and printed", async () => {
    const dark = await open({ colorScheme: "dark" });
    assert.notEqual(await dark.page.$eval("body", (one) => getComputedStyle(one).backgroundColor), "rgb(247, 247, 245)");
    await shot(dark.page, "dark");
    await dark.page.selectOption("#currency", "EUR");
    await dark.page.locator("#charts").scrollIntoViewIfNeeded();
    await shot(dark.page, "dark-charts");
    const small = await open({ viewport: { width: 360, height: 740 }, deviceScaleFactor: 2 });
    assert.ok((await small.page.evaluate(() => document.documentElement.scrollWidth)) <= 360, "nothing sticks out of a narrow screen");
    await shot(small.page, "small");
    await shot(small.page, "small-full", true);
    const print = await open();
    const pdf = await print.page.pdf({ format: "A4", landscape: true, ...(pictures ? { path: join(pictures, "print.pdf") } : {}) });
    assert.ok(pdf.length > 20_000);
    assert.deepEqual([...dark.said, ...small.said, ...print.said], []);
    for (const { page } of [dark, small, print]) await page.close();
  });
});
