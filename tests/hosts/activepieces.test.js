// The piece as Activepieces loads it, with Activepieces' own framework; its server is not run here.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { ROWS } from "../../js-shim/platform/operations.js";
import { inputs } from "../js/inputs.js";
import { startPipedrive } from "../simulators/pipedrive.js";
import { createFaults } from "../simulators/faults.js";
import { startXero } from "../simulators/xero.js";
import { goldenCases } from "./golden.js";

/** @typedef {{ [key: string]: any }} Json */

/** @type {Json} */
const wonvoice = await import(new URL("../../pkg/node.js", import.meta.url).href);

const scratch = mkdtempSync(join(tmpdir(), "wonvoice-piece-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

// Packed and unpacked, beside the framework: as Activepieces installs an uploaded piece.
const folder = join(scratch, "node_modules/piece-wonvoice");
mkdirSync(folder, { recursive: true });
symlinkSync(fileURLToPath(new URL("node_modules/@activepieces", import.meta.url)), join(scratch, "node_modules/@activepieces"));
const [{ filename }] = JSON.parse(execFileSync("npm", ["pack", "--json", "--loglevel=error", "--pack-destination", scratch, fileURLToPath(new URL("../../target/platforms/piece-wonvoice", import.meta.url))], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }));
execFileSync("tar", ["-xzf", join(scratch, filename), "-C", folder, "--strip-components=1"]);


/** @type {(name: string) => any} */
const load = createRequire(join(scratch, "main.js"));
const { wonvoicePiece: piece } = load("piece-wonvoice");
const framework = load("@activepieces/pieces-framework");
const shared = load("@activepieces/shared");
const rows = ROWS.filter(({ operation }) => typeof wonvoice[operation] === "function");

/** @param {string} name @param {Json} propsValue @param {unknown} [auth] @returns {Promise<any>} */
const run = (name, propsValue, auth) => piece.getAction(name).run({ propsValue, auth });

describe("the piece", () => {
  test("is one of the framework's, and its description is what the framework takes", () => {
    assert.ok(piece instanceof framework.Piece);
    const { success, error } = framework.PieceMetadata.safeParse({ ...piece.metadata(), name: "piece-wonvoice", version: "0.1.0", authors: piece.authors, directoryPath: "" });
    assert.ok(success, String(error));
    assert.deepEqual(Object.keys(piece.actions()), rows.map(({ value }) => value));
    assert.equal(piece.auth.grantType, shared.BOTH_CLIENT_CREDENTIALS_AND_AUTHORIZATION_CODE);
    assert.equal(piece.auth.authorizationMethod, framework.OAuth2AuthorizationMethod.HEADER);
  });

  test("is under a megabyte", () => assert.ok(readFileSync(join(scratch, filename)).length < 1e6));
});

describe("every golden case of every action", () => {
  const cases = goldenCases();
  for (const { value, operation, list } of rows.filter((row) => !row.isHandOver)) {
    test(value, async () => {
      const own = cases.filter((one) => one.operation === operation);
      assert.ok(own.length > 0);
      const wrong = [];
      for (const { name, input, output } of own) {
        const answer = await run(value, { parts: JSON.parse(input), whole: true, addDates: false });
        if (JSON.stringify(output.startsWith("[") ? answer[list ?? "answers"] : answer) !== output) wrong.push(name);
      }
      assert.deepEqual(wrong, []);
    });
  }
});

describe("what is wrong is said in one line", () => {
  const [given] = inputs("mapDealToInvoice").filter(([name]) => name === "five-products").map(([, input]) => input);
  /** @type {[string, Json, RegExp][]} */
  const wrong = [
    ["no parts", { parts: undefined }, /^[A-Z_]+: .+; .+$/],
    ["a list", { parts: [given] }, /^INPUT_NOT_AN_OBJECT: `Parts` is a list/],
    ["a text", { parts: "{ deal" }, /^INPUT_NOT_JSON: `Parts` is no JSON/],
    ["a deal that is a word", { parts: { ...given, deal: "Website" } }, /Parts → deal/],
    ["products that are a text", { parts: { ...given, products: "two chairs" } }, /Parts → products/],
    ["a config that was cut off", { parts: given, config: '{"version": 1, ' }, /Parts → config/],
  ];
  for (const [name, props, message] of wrong) test(name, () => assert.rejects(run("map", props), { name: "WonvoiceError", message }));

  test("or passed on", async () => {
    const answer = await run("map", { parts: { ...given, deal: "Website" }, notReady: "pass" });
    assert.deepEqual([answer.ok, answer.status], [false, "refused"]);
  });

  test("of 500 in a loop, 3 fail and 497 go on", async () => {
    const batch = Array.from({ length: 500 }, (_, index) => ([7, 250, 499].includes(index) ? { ...given, products: "two chairs" } : given));
    const ended = await Promise.allSettled(batch.map((parts) => run("map", { parts })));
    assert.deepEqual(ended.flatMap(({ status }, index) => (status === "rejected" ? [index] : [])), [7, 250, 499]);
    assert.ok(ended.every((one) => one.status === "rejected" || one.value.status === "ready"));
  });
});

describe("a deal is handed over", () => {
  /** @type {(() => unknown)[]} */
  const ends = [];
  afterEach(async () => {
    for (const end of ends.splice(0)) await end();
  });

  async function world() {
    const faults = createFaults();
    const crm = await startPipedrive({ faults, isGuest: true });
    const ledger = await startXero({ faults, isGuest: true });
    const deal = crm.crm.addDeal({ org_id: crm.crm.addOrganization({ name: "Acme Ltd" }), title: "Website" });
    crm.crm.attach(deal, { item_price: 33.33, quantity: 3, tax: 20 });
    crm.crm.attach(deal, { item_price: 10.01, quantity: 7, tax: 5 });
    crm.crm.win(deal);
    const real = globalThis.fetch;
    globalThis.fetch = (url, options) => real(crm.rewrite(ledger.rewrite(String(url))), options);
    ends.push(() => void (globalThis.fetch = real), () => crm.close(), () => ledger.close());
    const config = {
      version: 1, source: { company: "acme" },
      entities: { uk: { tenantId: ledger.ledger().tenantId, document: { due: { term: "DAYSAFTERBILLDATE", days: 30 } }, lines: { account: { default: "200" }, tax: { byRate: { 20: "OUTPUT2", 5: "RROUTPUT" } } }, contact: { create: "always" } } },
    };
    return { ledger, faults, deal, config, auth: { access_token: ledger.auth.issue(), props: { pipedriveToken: crm.auth.apiToken } } };
  }

  test("once", async () => {
    const { ledger, deal, config, auth } = await world();
    const first = await run("handOver", { deal, config }, auth);
    const second = await run("handOver", { deal, config }, auth);
    assert.deepEqual([first.status, second.verdicts[0].action, ledger.ledger().invoices().map(({ total }) => total)], ["done", "already-there", ["193.56"]]);
  });

  test("once, though the answer to the write is lost", async () => {
    const { ledger, faults, deal, config, auth } = await world();
    faults.plan("reset-after", (/** @type {any} */ one) => one.method === "PUT" && String(one.url ?? one.path).includes("Invoices"));
    assert.deepEqual([(await run("handOver", { deal, config }, auth)).status, ledger.ledger().invoices().length, faults.counts()["reset-after"]], ["done", 1, 1]);
  });

  test("not without a connection, and nothing is asked", async () => {
    const { ledger, deal, config, auth } = await world();
    await assert.rejects(run("handOver", { deal, config }, undefined), /HANDOFF_DENIED: the connection has no access to Xero/);
    await assert.rejects(run("handOver", { deal, config }, { ...auth, props: {} }), /no API token of Pipedrive/);
    assert.equal(ledger.seen.length, 0);
  });

  test("not with a config that is none", async () => {
    const { deal, auth } = await world();
    await assert.rejects(run("handOver", { deal, config: "{" }, auth), { name: "WonvoiceError", message: /^[A-Z_]+: .*config.*; / });
  });
});
