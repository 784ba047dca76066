// The command line, run as a person or a script runs it.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { callJson, version } from "../../pkg/node.js";
import { bad, good, load } from "./inputs.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const planOf = (input) => JSON.parse(callJson("mapDealToInvoice", JSON.stringify(input)));
const { config, snapshot, snapshots, ...deal } = good;
const snapshotOption = snapshot === undefined ? "--snapshots" : "--snapshot";

/** @type {string} */
let folder;
const write = (name, content) => writeFileSync(join(folder, name), typeof content === "string" || Buffer.isBuffer(content) ? content : JSON.stringify(content));
const run = (args, input = "", env = {}) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, input, encoding: "utf8", env: { PATH: process.env.PATH, ...env }, maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
};

before(() => {
  folder = mkdtempSync(join(tmpdir(), "wonvoice-cli-"));
  write("good.json", good);
  write("bad.json", bad);
  write("config.json", config);
  write("snapshot.json", snapshot ?? snapshots);
  write("deal.json", deal.deal);
});
after(() => rmSync(folder, { recursive: true, force: true }));

test("there is an input that maps and one that is refused", () => {
  assert.deepEqual([planOf(good).ok, planOf(bad).ok], [true, false]);
});

describe("verdict", () => {
  const actions = (/** @type {string} */ stdout) => JSON.parse(stdout).map((/** @type {any} */ verdict) => verdict.action);
  before(() => write("none.json", { Invoices: [], CreditNotes: [] }));

  test("a deal, with the plan made on the way", () => {
    const { status, stdout } = run(["verdict", "good.json", "--existing", "none.json"]);
    assert.deepEqual([status, actions(stdout)], [0, ["create"]]);
    assert.equal(JSON.parse(stdout)[0].requestKey, planOf(good).documents[0].requestKey);
  });

  test("the plan of map, piped or from a file", () => {
    const plan = run(["map", "good.json"]).stdout;
    write("plan.json", plan);
    const parts = ["--existing", "none.json", "--config", "config.json", snapshotOption, "snapshot.json", "--today", "2026-07-15", "--now", "2026-07-15T08:00:00Z"];
    for (const { status, stdout } of [run(["verdict", ...parts], plan), run(["verdict", "--plan", "plan.json", ...parts])]) assert.deepEqual([status, actions(stdout)], [0, ["create"]]);
  });

  test("without a look-up nothing is created, and the command says so", () => {
    const { status, stdout } = run(["verdict", "good.json"]);
    assert.deepEqual([status, actions(stdout)], [1, ["unknown"]]);
  });

  test("for reading: what to do, about what, and how it is written", () => {
    const text = run(["verdict", "good.json", "--existing", "none.json", "--pretty"]).stdout;
    for (const part of ["to be invoiced", "PD-42", "slot full", "→ PUT /Invoices?unitdp=4"]) assert.ok(text.includes(part), `${part} in\n${text}`);
  });
});

describe("contacts", () => {
  const [one, other] = ["430fa14a-f945-44d3-9f97-5df5e28441b8", "3ec601ad-eddc-4ccb-a8ac-736e88293b1b"];
  const contacts = [{ ContactID: one, ContactStatus: "ACTIVE", Name: "Zyxelon Limited" }, { ContactID: other, ContactStatus: "ACTIVE", Name: "ZYXELON LTD." }, { ContactID: one.replace("4", "5"), ContactStatus: "ACTIVE", Name: "Kestrel Roofing" }];
  const expected = `${callJson("findDuplicates", JSON.stringify({ contacts }))}\n`;

  test("those that are there twice, of whatever a look-up answers", () => {
    write("contacts.json", { Contacts: contacts });
    for (const { status, stdout } of [
      run(["duplicates", "contacts.json"]),
      run(["duplicates", "--contacts", "contacts.json"]),
      run(["duplicates"], JSON.stringify(contacts)),
      run(["duplicates", "-"], JSON.stringify([{ Contacts: contacts.slice(0, 1) }, { Contacts: contacts.slice(1) }])),
      run(["duplicates"], JSON.stringify({ contacts })),
    ]) assert.deepEqual([status, JSON.parse(stdout).groups], [0, JSON.parse(expected).groups]);
    const text = run(["duplicates", "contacts.json", "--pretty"]).stdout;
    for (const part of ["the same: 2 contacts", `1  ZYXELON LTD. ${other}`, "1 and 2", "the name is the same", "1 group, 2 contacts in all"]) assert.ok(text.includes(part), `${part} in\n${text}`);
    assert.ok(run(["duplicates", "--pretty"], JSON.stringify(contacts.slice(1))).stdout.includes("no contact is there twice"));
  });

  test("a look-up that failed is no list without duplicates", () => {
    for (const input of ["{}", '{"Title":"Unauthorized","Status":401}', "[1]"]) assert.equal(run(["duplicates"], input).status, 1, input);
  });

  test("a party beside its contact", () => {
    const party = { name: "Zyxelon Ltd", email: "pay@zyxelon.example", phone: "020 7946 0018" };
    const contact = { ...contacts[0], EmailAddress: "old@zyxelon.example" };
    write("party.json", party);
    write("contact.json", contact);
    write("ownership.json", { email: "crm" });
    write("both.json", { party, contact, ownership: { email: "crm" } });
    const whole = run(["align", "both.json"]);
    assert.deepEqual([whole.status, JSON.parse(whole.stdout).ledgerPatch], [0, { ContactID: one, EmailAddress: "pay@zyxelon.example" }]);
    assert.equal(run(["align", "--party", "party.json", "--contact", "contact.json", "--ownership", "ownership.json"]).stdout, whole.stdout);
    assert.equal(run(["align", "--contact", "contact.json", "--ownership", "ownership.json"], JSON.stringify({ party })).stdout, whole.stdout);
    const text = run(["align", "both.json", "--pretty"]).stdout;
    for (const part of ["Field", "pay@zyxelon.example", "old@zyxelon.example", "To write to Xero:", "EmailAddress    pay@zyxelon.example"]) assert.ok(text.includes(part), `${part} in\n${text}`);
    assert.ok(!text.includes("To write to Pipedrive"), text);
    assert.equal(run(["align"], JSON.stringify({ party })).status, 1);
    assert.ok(run(["align", "--pretty"], JSON.stringify({ party })).stdout.includes("nothing to write until the errors"));
  });
});

describe("map", () => {
  test("a file, in a pipe, prints the core's own JSON", () => {
    const { status, stdout, stderr } = run(["map", "good.json"]);
    assert.deepEqual({ status, stderr, stdout }, { status: 0, stderr: "", stdout: `${callJson("mapDealToInvoice", JSON.stringify(good))}\n` });
  });

  test("standard input, as - or as nothing", () => {
    const { stdout } = run(["map", "good.json"]);
    assert.equal(run(["map", "-"], JSON.stringify(good)).stdout, stdout);
    assert.equal(run(["map"], JSON.stringify(good, null, 2)).stdout, stdout);
  });

  test("a refused deal exits with 1", () => {
    const { status, stdout } = run(["map", "bad.json"]);
    assert.equal(status, 1);
    assert.deepEqual(JSON.parse(stdout), planOf(bad));
  });

  test("of several inputs the worst counts", () => {
    assert.equal(run(["map", "good.json", "bad.json"]).status, 1);
    assert.equal(run(["map", "bad.json", "nowhere.json", "good.json"]).status, 3);
  });

  test("parts from files are merged into the input", () => {
    write("rest.json", deal);
    const whole = run(["map", "good.json"]).stdout;
    assert.deepEqual(JSON.parse(run(["map", "rest.json", "--config", "config.json", snapshotOption, "snapshot.json"]).stdout), JSON.parse(whole));
    const { deal: dealPart, ...others } = deal;
    const options = Object.keys(others).filter((name) => !["now", "localDates"].includes(name)).flatMap((name) => {
      write(`part-${name}.json`, JSON.stringify(others[name]));
      return [`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, `part-${name}.json`];
    });
    const dates = others.localDates ? ["--today", others.localDates.today, ...(others.localDates.won ? ["--won", others.localDates.won] : [])] : [];
    const parts = run(["map", "--deal", "deal.json", ...options, "--config", "config.json", snapshotOption, "snapshot.json", "--now", others.now, ...dates]);
    assert.equal(parts.stderr, "");
    assert.deepEqual(JSON.parse(parts.stdout).documents.map(({ body }) => body), JSON.parse(whole).documents.map(({ body }) => body));
  });

  test("the contact may be named by its id", () => {
    const { contact, ...rest } = good;
    write("uncontacted.json", rest);
    assert.equal(run(["map", "uncontacted.json"]).status, 1);
    assert.deepEqual(JSON.parse(run(["map", "uncontacted.json", "--contact", contact]).stdout), planOf(good));
  });

  test("--no-trace leaves the trace out", () => {
    assert.ok(JSON.parse(run(["map", "good.json"]).stdout).documents[0].trace.length > 0);
    assert.equal((JSON.parse(run(["map", "good.json", "--no-trace"]).stdout).documents[0].trace ?? []).length, 0);
  });

  test("--pretty prints for reading, without colours in a pipe, with them when forced", () => {
    const { stdout } = run(["map", "good.json", "--pretty"]);
    assert.match(stdout, /Total [A-Z]{3}/);
    assert.ok(!stdout.includes("\u001b"));
    assert.ok(run(["map", "good.json", "--pretty"], "", { FORCE_COLOR: "1" }).stdout.includes("\u001b["));
    assert.ok(!run(["map", "good.json", "--pretty"], "", { FORCE_COLOR: "1", NO_COLOR: "1" }).stdout.includes("\u001b["));
    assert.match(run(["map", "bad.json", "--pretty"]).stdout, /✗ .*\n.*\n\s+→ /);
  });
});

describe("NDJSON", () => {
  const lines = (text) => text.trimEnd().split("\n").map((line) => JSON.parse(line));

  test("one input a line gives one result a line, with config and snapshot read once", () => {
    write("deals.ndjson", [deal, deal, deal].map((one) => JSON.stringify(one)).join("\n"));
    const { status, stdout, stderr } = run(["map", "deals.ndjson", "--config", "config.json", snapshotOption, "snapshot.json"]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(lines(stdout).map(({ documents }) => documents.map(({ body }) => body)), Array(3).fill(planOf(good).documents.map(({ body }) => body)));
  });

  test("is recognised on standard input, blank lines and carriage returns included", () => {
    const text = `\n${JSON.stringify(good)}\r\n\r\n${JSON.stringify(bad)}\r\n`;
    const { status, stdout } = run(["map"], text);
    assert.equal(status, 1);
    assert.deepEqual(lines(stdout), [planOf(good), planOf(bad)]);
    assert.equal(lines(run(["map", "--ndjson"], JSON.stringify(good)).stdout).length, 1);
  });

  test("a line that is no JSON is named, keeps its place, and stops nothing", () => {
    const { status, stdout, stderr } = run(["map"], `${JSON.stringify(good)}\n{"deal": \n${JSON.stringify(good)}\n`);
    assert.equal(status, 3);
    assert.match(stderr, /^wonvoice: standard input:2: /);
    assert.deepEqual(lines(stdout).map(({ ok }) => ok), [true, false, true]);
  });

  test("a line separator inside a text is no end of a line", () => {
    const odd = { ...good, deal: { ...good.deal, unknown: "a\u2028b" } };
    assert.equal(lines(run(["map"], `${JSON.stringify(odd)}\n${JSON.stringify(odd)}\n`).stdout).length, 2);
  });

  test("a long stream stays bounded and in order", () => {
    const many = Array.from({ length: 2000 }, (_, id) => JSON.stringify({ ...deal, deal: deal.deal.data ? { ...deal.deal, data: { ...deal.deal.data, id: id + 1 } } : { ...deal.deal, id: id + 1 } })).join("\n");
    const { stdout } = run(["validate", "--config", "config.json", snapshotOption, "snapshot.json"], many);
    assert.equal(lines(stdout).length, 2000);
  });
});

describe("what is called wrongly, or cannot be read", () => {
  const cases = [
    [["map", "--nonsense"], 2, /unknown option/],
    [["mop"], 2, /Did you mean map/],
    [["map", "--json", "--pretty", "good.json"], 2, /cannot be used with/],
    [[], 2, /Usage: wonvoice/],
    [["map", "nowhere.json"], 3, /nowhere\.json: there is no such file/],
    [["map", "."], 3, /\.: is a folder/],
    [["map", "broken.json"], 3, /broken\.json: is no JSON/],
    [["map", "empty.json"], 3, /empty\.json: is empty/],
    [["map", "latin1.json"], 3, /latin1\.json: is not UTF-8/],
    [["map", "good.json", "--config", "broken.json"], 3, /broken\.json: is no JSON/],
    [["map", "list.json"], 3, /list\.json: INPUT_/],
    [["map", "null.json"], 3, /null\.json: INPUT_/],
  ];
  before(() => {
    write("broken.json", '{"deal": ');
    write("empty.json", "  \n");
    write("latin1.json", Buffer.from('{"deal":"Gr\xfc\xdfe"}', "latin1"));
    write("list.json", "[]");
    write("null.json", "null");
  });
  for (const [args, code, message] of cases) {
    test(`wonvoice ${args.join(" ")} exits with ${code}`, () => {
      const { status, stderr } = run(args);
      assert.equal(status, code, stderr);
      assert.match(stderr, message);
      assert.ok(!/^ +at /m.test(stderr), "no stack trace");
    });
  }

  test("UTF-16 and a byte order mark are read", () => {
    const { stdout } = run(["map", "good.json"]);
    write("utf16.json", Buffer.from(`\ufeff${JSON.stringify(good)}`, "utf16le"));
    write("bom.json", `\ufeff${JSON.stringify(good)}`);
    assert.equal(run(["map", "utf16.json"]).stdout, stdout);
    assert.equal(run(["map", "bom.json"]).stdout, stdout);
  });

  test("numbers beyond 2^53 reach the core as they are written", () => {
    const text = JSON.stringify(good).replace(/"now":/, '"huge":9007199254740993,"now":');
    assert.equal(run(["map"], text).stdout, `${callJson("mapDealToInvoice", text)}\n`);
  });
});

describe("the other commands", () => {
  test("validate", () => {
    const { status, stdout } = run(["validate", "bad.json"]);
    assert.equal(status, JSON.parse(stdout).ok ? 0 : 1);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(callJson("validate", JSON.stringify(bad))));
    assert.match(run(["validate", "good.json", "--pretty"]).stdout, /ok\n$/);
  });

  test("match", () => {
    const query = { organization: good.organization, person: good.person, contacts: { Contacts: [{ ContactID: "430fa14a-f945-44d3-9f97-5df5e28441b8", Name: "Northwind", ContactStatus: "ACTIVE" }] } };
    write("query.json", query);
    assert.deepEqual(JSON.parse(run(["match", "query.json"]).stdout), JSON.parse(callJson("matchContact", JSON.stringify(query))));
    assert.match(run(["match", "query.json", "--pretty"]).stdout, /match|review|create/);
  });

  test("status", () => {
    const input = { ...load("paymentStatus/one-of-three-overdue.json"), now: "2026-07-15T08:00:00Z" };
    const { existing, config, ...rest } = input;
    write("status.json", input);
    write("deal-alone.json", rest);
    write("existing.json", existing);
    write("status-config.json", config);
    const { status, stdout } = run(["status", "status.json"]);
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), JSON.parse(callJson("paymentStatus", JSON.stringify(input))));
    assert.equal(run(["status", "deal-alone.json", "--existing", "existing.json", "--config", "status-config.json"]).stdout, stdout);
    const shown = run(["status", "status.json", "--pretty"]).stdout;
    for (const part of [/Overdue by 12 days/, /INV-0002 +2of3 +overdue 12 d +2026-06-01 +2026-07-03 +120\.00 +20\.50 +0\.00 +99\.50 +GBP/, /To write to the deal:/, /and an activity: Chase the money/]) assert.match(shown, part);
    write("other-deal.json", load("paymentStatus/other-deal.json"));
    assert.equal(run(["status", "other-deal.json"]).status, 1);
    // The clock is the command line's.
    write("no-date.json", { ...input, now: undefined, localDates: undefined });
    assert.equal(JSON.parse(run(["status", "no-date.json", "--now", "2026-07-15T12:00:00Z"]).stdout).daysOverdue, 12);
  });

  test("totals, and what an answer differs in", () => {
    const { body, totals } = planOf(good).documents[0];
    write("body.json", body);
    write("both.json", { document: body, snapshot: snapshot ?? Object.values(snapshots)[0] });
    const { status, stdout } = run(["totals", "both.json"]);
    assert.equal(status, 0);
    assert.equal(JSON.parse(stdout).total, totals.total);
    assert.match(run(["totals", "both.json", "--pretty"]).stdout, /Total/);
    write("answer.json", { ...body, SubTotal: totals.subTotal, TotalTax: totals.totalTax, Total: totals.total + 1 });
    const compared = run(["totals", "both.json", "--answered", "answer.json"]);
    assert.ok(JSON.parse(compared.stdout).length > 0, compared.stdout);
  });

  test("help has examples, exit codes and no surprises", () => {
    for (const args of [["--help"], ["map", "--help"], ["validate", "--help"], ["match", "--help"], ["status", "--help"], ["totals", "--help"], ["help", "map"]]) {
      const { status, stdout } = run(args);
      assert.equal(status, 0);
      assert.match(stdout, /Exit codes:/);
      if (args[0] !== "--help") assert.match(stdout, /Examples:/);
    }
    assert.equal(run(["--version"]).stdout.trim(), version());
  });
});
