// The README does what it says: its snippets run, its tables list what exists.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import vm from "node:vm";
import * as wonvoice from "../../pkg/node.js";
import { table } from "../hosts/runtimes.js";
import { good, inputs, load } from "./inputs.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (/** @type {string} */ path) => readFileSync(join(root, path), "utf8");
const readme = read("README.md");

/** Fenced blocks behind a comment of that kind, by the comment's text. @param {string} text @param {string} kind */
function blocks(text, kind) {
  return new Map([...text.matchAll(new RegExp(`<!-- ${kind}: (.*?) -->\n\`\`\`\\w+\n(.*?)\`\`\``, "gs"))].map(([, name = "", code = ""]) => [name, code]));
}

const snippets = blocks(readme, "snippet");
const snippet = (/** @type {string} */ name) => {
  const found = snippets.get(name);
  assert.ok(found, `README.md has no snippet \`${name}\``);
  return found;
};
const won = JSON.parse(snippet("won.json"));
const TOTALS = { subTotal: 3301.88, totalTax: 660.38, total: 3962.26 };

describe("a first mapping", () => {
  /** @type {string} */
  let project;
  const run = (/** @type {string[]} */ ...args) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    return stdout;
  };

  before(() => {
    project = mkdtempSync(join(tmpdir(), "wonvoice-readme-"));
    mkdirSync(join(project, "node_modules"));
    symlinkSync(join(root, "pkg"), join(project, "node_modules/wonvoice"), "dir");
    writeFileSync(join(project, "won.json"), snippet("won.json"));
  });
  after(() => rmSync(project, { recursive: true, force: true }));

  test("its input becomes an invoice, without a finding but that it says no date of its snapshot", () => {
    const plan = wonvoice.mapDealToInvoice({ ...wonvoice.withLocalDates(won, "2026-07-15T08:00:00Z"), contact: wonvoice.matchContact(won) });
    assert.deepEqual(plan.findings.map(({ code, severity }) => [code, severity]), [["CONFIG_SNAPSHOT_UNDATED", "info"]]);
    const [{ totals }] = plan.documents;
    assert.deepEqual({ subTotal: totals.subTotal, totalTax: totals.totalTax, total: totals.total }, TOTALS);
  });

  test("in Node", () => {
    assert.ok(snippet("node").trimEnd().split("\n").length <= 10);
    writeFileSync(join(project, "first.mjs"), snippet("node"));
    const printed = run("first.mjs");
    assert.ok(printed.endsWith(` ${TOTALS.total}\n`), printed);
    assert.equal(JSON.parse(printed.slice(0, printed.lastIndexOf(" "))).Reference, "PD-42");

    writeFileSync(join(project, "won.json"), JSON.stringify({ ...won, products: undefined }));
    assert.match(run("first.mjs"), /^the deal has no products to bill \/deal /);
    writeFileSync(join(project, "won.json"), snippet("won.json"));
  });

  test("on the command line", () => {
    const cli = join(root, "pkg/cli.js");
    writeFileSync(join(project, "contact.json"), run(cli, "match", "won.json"));
    assert.equal(JSON.parse(run(cli, "map", "won.json", "--contact", "contact.json")).documents[0].totals.total, TOTALS.total);
  });

  test("in a browser, with the package's own entry for it", () => {
    writeFileSync(join(project, "stubs.mjs"), `
      import { readFile } from "node:fs/promises";
      globalThis.fetch = async (address) => new Response(await readFile(String(address).startsWith("file:") ? new URL(address) : address));
      globalThis.document = { body: {} };
      process.on("exit", () => console.log(document.body.textContent));
    `);
    writeFileSync(join(project, "page.mjs"), snippet("browser"));
    assert.equal(run("--conditions=browser", "--import=./stubs.mjs", "page.mjs"), "2400 + 480\n901.88 + 180.38\n");
  });

  test("looking up and writing by itself, against a Xero that has the contact and no invoice", () => {
    writeFileSync(join(project, "xero.mjs"), `
      import { readFile } from "node:fs/promises";
      const { contacts } = JSON.parse(await readFile("won.json", "utf8"));
      globalThis.fetch = async (address, { method, headers, body }) => {
        const list = new URL(address).pathname.split("/").at(-1);
        console.log(method, list, headers.Authorization, method === "GET" ? "" : JSON.parse(body).LineItems.length + " " + headers["Idempotency-Key"].length);
        return Response.json({ [list]: list === "Contacts" ? contacts : [] });
      };
    `);
    writeFileSync(join(project, "requests.mjs"), snippet("requests"));
    process.env["XERO_ACCESS_TOKEN"] = "t";
    const lines = run("--import=./xero.mjs", "requests.mjs").trimEnd().split("\n");
    assert.deepEqual(new Set(lines), new Set(["GET Contacts Bearer t ", "GET Invoices Bearer t ", "PUT Invoices Bearer t 2 64"]));
    assert.equal(lines.at(-1), "PUT Invoices Bearer t 2 64");
  });

  test("looking up where a rule chooses the organisation: each one's contacts and documents by themselves", () => {
    const uk = won.config.entities.uk;
    const tenant = "0b1a2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
    const config = { ...won.config, entity: "uk", entities: { uk, ie: { ...uk, tenantId: tenant } }, rules: [{ name: "all of them", then: { entity: "ie" } }] };
    writeFileSync(join(project, "won.json"), JSON.stringify({ ...won, contacts: undefined, snapshot: undefined, config, snapshots: [won.snapshot, { ...won.snapshot, tenantId: tenant }] }));
    const run2 = (/** @type {string} */ elsewhere) => {
      writeFileSync(join(project, "xero.mjs"), `
        const there = { ContactID: "430fa14a-f945-44d3-9f97-5df5e28441b8", Name: "Northwind Traders Limited", ContactStatus: "ACTIVE" };
        globalThis.fetch = async (address, { method, headers, body }) => {
          const list = new URL(address).pathname.split("/").at(-1);
          const isIrish = headers["xero-tenant-id"] === ${JSON.stringify(tenant)};
          const contact = isIrish ? { ...there, ContactID: "b5e81d5f-7c1e-4f0c-9a53-1d7a7c7f0c11" } : there;
          if (method !== "GET") console.log(method, list, isIrish, JSON.parse(body).Contact.ContactID);
          const invoice = { InvoiceID: "aaaaaaaa-0000-4000-8000-000000000001", Type: "ACCREC", Status: "DRAFT", Reference: "PD-42", Contact: contact, CurrencyCode: "GBP", LineItems: [], Total: 1, AmountDue: 1 };
          return Response.json({ [list]: list === "Contacts" ? [contact] : isIrish ? [] : ${elsewhere} });
        };
      `);
      return run("--import=./xero.mjs", "requests.mjs");
    };
    assert.equal(run2("[]"), "PUT Invoices true b5e81d5f-7c1e-4f0c-9a53-1d7a7c7f0c11\n");
    assert.equal(run2("[invoice]"), "", "billed by the other organisation before");
    writeFileSync(join(project, "won.json"), snippet("won.json"));
  });

  describe("in a code step", () => {
    const rows = [...readme.slice(readme.indexOf("| host | before it |")).split("\n\n")[0]?.matchAll(/^\| (Zapier|Make|n8n|Node-RED)[^|]*\| (.*?) \| (.*?) \|$/gm) ?? []];
    const texts = Object.fromEntries(Object.entries(won).map(([name, part]) => [name, JSON.stringify(part)]));
    const given = /** @type {Record<string, string>} */ ({ Zapier: "const inputData = given;", Make: "const input = given;", n8n: "const $input = { first: () => ({ json: given }) };", "Node-RED": "const msg = { payload: given };" });
    test("every host of the table", () => assert.deepEqual(rows.map(([, host]) => host), Object.keys(given)));

    for (const [, host = "", before = "", end = ""] of rows) {
      for (const [kind, parts] of [["objects", won], ["texts", texts]]) {
        test(`${host}, with ${kind}`, () => {
          const context = vm.createContext({});
          vm.runInContext(read("pkg/wonvoice.step.js"), context);
          const [code = ""] = /(?<=^`).*(?=`$)/.exec(before) ?? [];
          const own = /^`(.*) = \{ … \}; (return .*)`$/.exec(end);
          const body = own ? `${snippet("step").replace("return {", `${own[1]} = {`)}\n${own[2]}` : snippet("step");
          const answer = JSON.parse(vm.runInContext(`JSON.stringify((function (given) { ${given[host]}\n${code}\n${body} })(${JSON.stringify(parts)}))`, context));
          const { status, body: text, requestKey, problems } = own ? answer.payload : answer;
          assert.deepEqual([status, problems], ["send", ""]);
          assert.equal(JSON.parse(text).LineItems.length, 2);
          assert.match(requestKey, /^[0-9a-f]{64}$/);
        });
      }
    }
  });
});

describe("settings", () => {
  const schema = JSON.parse(read("pkg-template/config.schema.json"));

  /** Every key with the words it takes; `*` stands for a name, `[]` for a place in a list. */
  function settings(node, at = "", found = new Map()) {
    const words = new Set();
    const visit = (one, inner) => {
      // Conditions stand in one another, and what a rule sets is an entity's.
      if (one.$ref && !one.$ref.endsWith("/Condition")) visit(schema.$defs[one.$ref.split("/").at(-1)], inner);
      for (const other of [...(one.anyOf ?? []), ...(one.oneOf ?? []), ...(one.allOf ?? [])]) visit(other, inner);
      for (const word of [one.const, ...(one.enum ?? [])]) if (typeof word === "string") words.add(word);
      if (inner.endsWith("then.set")) return;
      for (const [name, value] of Object.entries(one.properties ?? {})) settings(value, inner === "" ? name : `${inner}.${name}`, found);
      if (typeof one.additionalProperties === "object") visit(one.additionalProperties, `${inner}.*`);
      if (one.items) visit(one.items, `${inner}[]`);
    };
    visit(node, at);
    if (at !== "") found.set(at, words);
    return found;
  }

  const known = settings(schema);
  const documented = new Map();
  for (const [, prefix = "", table = ""] of readme.matchAll(/<!-- settings: ?(.*?) ?-->\n(.*?)\n(?:\n|$)/gs)) {
    for (const row of table.split("\n").slice(2)) {
      const [, name = ""] = /^\| `([^`]+)` \|/.exec(row) ?? [];
      assert.notEqual(name, "", row);
      const path = prefix === "" ? name : `${prefix}.${name}`;
      assert.ok(!documented.has(path), `${path} stands there twice`);
      documented.set(path, row);
    }
  }

  test("the tables list every key that exists, and nothing else", () => {
    // What holds others is there by what it holds.
    const within = (path) => [...documented.keys()].some((other) => [".", "["].includes(other[path.length] ?? "") && other.startsWith(path));
    assert.deepEqual([...known.keys()].filter((path) => !documented.has(path) && !within(path)), [], "are not in the README");
    assert.deepEqual([...documented.keys()].filter((path) => !known.has(path)), [], "do not exist");
  });

  test("and every word that a setting takes", () => {
    for (const [path, row] of documented) for (const word of known.get(path) ?? []) assert.ok(row.includes(`\`${word}\``), `${path} takes \`${word}\`, which its row does not say`);
  });

  test("the example is a config that maps", () => {
    const plan = wonvoice.mapDealToInvoice({ ...good, config: JSON.parse(snippet("config.json")) });
    assert.deepEqual(plan.findings.filter(({ code, severity }) => severity === "error" || code.startsWith("CONFIG_")), []);
    assert.equal(plan.ok, true);
  });

  test("rules, owners and shares are parts of a config", () => {
    const example = JSON.parse(snippet("config.json"));
    const { uk } = example.entities;
    const [rules, owners, split] = ["rules.json", "owners.json", "split.json"].map((name) => JSON.parse(snippet(name)));
    const entities = { uk, ie: { ...uk, tenantId: "0b1a2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d" }, us: { ...uk, tenantId: "11111111-2222-4333-8444-555555555555" } };
    const { findings } = wonvoice.validate({ ...good, config: { ...example, rules, owners, split, entities } });
    assert.deepEqual(findings.filter(({ code }) => code.startsWith("CONFIG_") && !code.startsWith("CONFIG_FIELD")), []);
  });

  test("every operator has an example, and each is a condition", () => {
    const { uk } = JSON.parse(snippet("config.json")).entities;
    const table = readme.slice(readme.indexOf("| `is` | with |")).split("\n\n")[0];
    const examples = [...table.matchAll(/`(\{ "field".*?\})` \|/g)].map(([, text = ""]) => JSON.parse(text));
    const rules = examples.map((when, place) => ({ name: `example ${place}`, when, then: { hold: "look at it" } }));
    const config = { ...JSON.parse(snippet("config.json")), rules, entities: { uk } };
    const { findings } = wonvoice.validate({ ...good, config });
    assert.deepEqual(findings.filter(({ code }) => code.startsWith("CONFIG_")), []);
    const shown = new Set([...table.matchAll(/^\| ((?:`[a-z ]+`(?:, )?)+) \|/gm)].flatMap(([, words = ""]) => words.replaceAll("`", "").split(", ")));
    const schema = JSON.parse(read("pkg-template/config.schema.json"));
    assert.deepEqual([...shown].filter((word) => word !== "is").sort(), schema.$defs.Is.oneOf.map((/** @type {any} */ one) => one.const).sort());
    assert.equal(examples.length, table.split("\n").length - 2);
  });

  test("what is called checked only changes no plan", () => {
    const example = JSON.parse(snippet("config.json"));
    const { uk } = example.entities;
    const more = { ...example, mode: "observe", owners: { hold: { role: "finance", channel: "#billing", within: "2 days", then: "controller" } }, entities: { uk: { ...uk, contact: { create: "always", ownership: { email: "crm" } }, feedback: { status: "field:PO number", due: "field:PO number", note: true } } } };
    const [bare, full] = [example, more].map((config) => wonvoice.mapDealToInvoice({ ...good, config }, { trace: false }));
    assert.deepEqual(full, bare);
  });
});

describe("billing in stages", () => {
  const staged = load("base/staged.json");
  const delivery = { ...staged.deal, custom_fields: { f0e7dc75928ee7be1d26b6ed65df1e26e944468d: "2026-10-01" } };
  const planOf = (/** @type {string} */ name, more = {}) => {
    const { uk } = staged.config.entities;
    const config = { ...staged.config, entities: { uk: { ...uk, schedule: JSON.parse(snippet(name)) } } };
    const plan = wonvoice.mapDealToInvoice({ ...staged, deal: delivery, ...more, config });
    assert.equal(plan.ok, true, JSON.stringify(plan.findings));
    assert.deepEqual([plan.schedule.subTotal, plan.schedule.total, plan.schedule.taxResidue], [1276, 1531.2, 0]);
    const shown = (/** @type {any[]} */ documents) => documents.map(({ token, issueOn, totals }) => [token, issueOn, totals.total]);
    return { now: shown(plan.documents), later: shown(plan.scheduled) };
  };
  test("a deposit, then the rest", () => {
    assert.deepEqual(planOf("deposit"), { now: [["PD-42/deposit", "2026-07-15", 550]], later: [["PD-42/balance", "2026-09-24", 981.2]] });
  });
  test("milestones", () => {
    assert.deepEqual(planOf("milestones"), { now: [["PD-42/1of3", "2026-07-15", 459.36]], later: [["PD-42/2of3", "2026-08-14", 765.6], ["PD-42/3of3", "2026-10-01", 306.24]] });
  });
  test("installments", () => {
    const installments = [1000, 531.2].map((amount, at) => ({ id: at + 1, deal_id: 42, amount, billing_date: `2026-0${7 + at}-15` }));
    assert.deepEqual(planOf("installments", { installments }), { now: [["PD-42/1of2", "2026-07-15", 1000]], later: [["PD-42/2of2", "2026-08-15", 531.2]] });
  });
  test("every method is one of the table", () => {
    const words = [...readme.slice(readme.indexOf("| `method` | |")).split("\n\n")[0].matchAll(/^\| `(\w+)` \|/gm)].map(([, word]) => word).slice(1);
    const seen = new Set(inputs("mapDealToInvoice").map(([, input]) => wonvoice.mapDealToInvoice(input, { trace: false }).schedule?.method).filter((method) => method));
    assert.deepEqual(words.sort(), [...seen].sort());
  });
});

describe("what is shown", () => {
  for (const [name, text] of blocks(readme, "shows")) {
    test(name, () => {
      const [, part = "", of = ""] = /^(\w+) of (.*)$/.exec(name) ?? [];
      const plan = wonvoice.mapDealToInvoice(load(`mapDealToInvoice/${of}.json`));
      const shown = JSON.parse(text);
      const parts = { findings: plan.findings, trace: plan.documents[0]?.trace, preview: [plan.preview] }[part];
      assert.ok(parts?.some((one) => JSON.stringify(one) === JSON.stringify(shown)), `no longer so: ${JSON.stringify(parts, null, 1)}`);
    });
  }
  test("all three", () => assert.equal(blocks(readme, "shows").size, 3));
});

describe("names", () => {
  test("every operation is there, and every method of a Mapper", () => {
    for (const name of Object.keys(wonvoice)) if (!["WonvoiceError", "init", "version"].includes(name)) assert.match(readme, new RegExp(`^\\| \`(new )?${name}\\(`, "m"));
    for (const name of ["validate", "map", "mapMany", "free"]) assert.equal(typeof wonvoice.Mapper.prototype[name], "function");
  });

  test("every code named in the text exists", () => {
    const list = readme.slice(readme.indexOf("<!-- findings:"), readme.indexOf("<!-- /findings -->"));
    for (const [, code = ""] of readme.matchAll(/`((?:INPUT|DEAL|PARTY|LINE|MONEY|TAX|ACCOUNT|TRACKING|CURRENCY|CONTACT|SCHEDULE|CONFIG|INTERNAL)_[A-Z_]+)`/g)) assert.ok(list.includes(`| \`${code}\` |`), code);
  });

  test("what is refused is refused with the finding it names", () => {
    const codes = (input) => wonvoice.mapDealToInvoice(input).findings.map(({ code }) => code);
    const { config } = good;
    assert.ok(codes({ ...good, installments: [{ id: 1, deal_id: 42, amount: 1, billing_date: "2026-08-01" }] }).includes("SCHEDULE_INSTALLMENTS"));
    assert.ok(codes({ ...good, config: { ...config, rules: [{ name: "x" }] } }).includes("CONFIG_RULE_INCOMPLETE"));
    assert.ok(codes({ ...good, config: { ...config, entities: { uk: { ...config.entities.uk, document: { deliver: "email" } } } } }).includes("CONFIG_NOT_SUPPORTED"));
    assert.ok(codes({ ...good, config: { ...config, entities: { ...config.entities, de: config.entities.uk } } }).includes("CONFIG_ENTITY_UNDECIDED"));
    assert.ok(codes({ ...good, config: { ...config, entities: { uk: { ...config.entities.uk, schedule: { kind: "deposit" } } } } }).includes("CONFIG_SCHEDULE_INCOMPLETE"));
    assert.ok(codes({ ...good, products: [{ id: 1, name: "Care", item_price: 10, quantity: 1, tax: 20, tax_method: "exclusive", billing_frequency: "monthly" }] }).includes("LINE_RECURRING"));
  });

  test("the runtimes are those of `make test-hosts`, in their versions (WONVOICE_GOLDEN=write rewrites them)", () => {
    const [whole = "", start = "", now = "", end = ""] = /(<!-- runtimes -->\n)(.*?)(<!-- \/runtimes -->)/s.exec(readme) ?? [];
    const expected = `${table()}\n`;
    if (process.env["WONVOICE_GOLDEN"] === "write") writeFileSync(join(root, "README.md"), readme.replace(whole, start + expected + end));
    else assert.equal(now, expected);
  });

  test("links inside the page lead somewhere", () => {
    const anchors = new Set([...readme.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title.toLowerCase().replace(/[^\w -]/g, "").replaceAll(" ", "-")));
    for (const [, anchor = ""] of readme.matchAll(/\]\(#([^)]+)\)/g)) assert.ok(anchors.has(anchor), anchor);
  });

  test("the package's own page has the same snippets", () => {
    const own = blocks(read("pkg-template/README.md"), "snippet");
    assert.deepEqual([...own.keys()], ["node", "step", "browser"]);
    for (const [name, code] of own) assert.equal(code, snippet(name), name);
  });
});
