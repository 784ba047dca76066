// `wonvoice check`, `diff` and `init`, run as a person or a script runs them.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { callJson, checkConfig, diffConfig, draftConfig } from "../../pkg/node.js";
import { inputs, load } from "./inputs.js";

const cli = fileURLToPath(new URL("../../pkg/cli.js", import.meta.url));
const agency = load("base/agency.json");
const group = load("base/group.json");
const NOW = "2026-07-15T08:00:00Z";

/** @type {string} */
let folder;
const write = (/** @type {string} */ name, /** @type {any} */ content) => writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
const run = (/** @type {string[]} */ args, input = "") => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, input, encoding: "utf8", env: { PATH: process.env["PATH"] }, maxBuffer: 1 << 28 });
  return { status, stdout, stderr };
};

before(() => {
  folder = mkdtempSync(join(tmpdir(), "wonvoice-check-"));
  write("config.json", agency.config);
  write("snapshot.json", agency.snapshot);
  write("fields.json", agency.fields);
  write("details.json", agency.productDetails);
  write("rates.json", agency.taxRates);
  write("won.ndjson", agency.deals.map((/** @type {any} */ deal) => JSON.stringify(deal)).join("\n"));
  write("won.json", agency.deals);
  const changed = structuredClone(agency.config);
  changed.entities.uk.lines.account.byCategory.Hosting = "200";
  write("changed.json", changed);
  const wrong = structuredClone(agency.config);
  wrong.entities.uk.lines.account.default = "2000";
  write("wrong.json", wrong);
});
after(() => rmSync(folder, { recursive: true, force: true }));

const parts = ["--config", "config.json", "--snapshot", "snapshot.json", "--fields", "fields.json", "--now", NOW];

describe("check", () => {
  test("a config that is right", () => {
    const { status, stdout } = run(["check", ...parts, "--tax-rates", "rates.json"]);
    const found = JSON.parse(stdout);
    assert.deepEqual([status, found.ok, found.findings, found.coverage], [0, true, [], undefined]);
  });

  test("no moment", () => {
    const deals = ["config.json", "changed.json", "won.ndjson", "--snapshot", "snapshot.json"];
    for (const command of [["check", ...parts.slice(0, -2)], ["diff", ...deals], ["map", "won.ndjson"], ["validate", "won.ndjson"], ["verdict", "won.ndjson"], ["status", "won.ndjson"]]) {
      for (const now of ["yesterday", "2026-07-15", "2026-07-15T08:00:00", ""]) {
        const { status, stdout, stderr } = run([...command, "--now", now]);
        assert.deepEqual([status, stdout], [2, ""], `${command[0]} ${now}`);
        assert.match(stderr, /'--now <time>'.* (is no time with its zone|it is empty); write one as/, `${command[0]} ${now}`);
      }
    }
  });

  test("with won deals, as a list and one a line", () => {
    for (const file of ["won.json", "won.ndjson"]) {
      const { status, stdout } = run(["check", ...parts, "--product-details", "details.json", file]);
      const { coverage } = JSON.parse(stdout);
      assert.deepEqual([status, coverage.deals, coverage.share, coverage.outcomes.held], [0, 5, 1000, 2], file);
    }
  });

  test("too few deals covered ends with 1, unless fewer are wanted", () => {
    const unmapped = structuredClone(agency.deals);
    unmapped[1].products[0].tax = 17.5;
    write("unmapped.json", unmapped);
    const all = ["check", ...parts, "--product-details", "details.json", "unmapped.json"];
    const { status, stdout } = run(all);
    const [finding] = JSON.parse(stdout).findings;
    assert.deepEqual([status, finding.code, finding.severity], [1, "CONFIG_NOT_COVERED", "error"]);
    assert.match(finding.message, /^1 of 5 deals would be refused, 80\.0 % are covered, and 95\.0 % must be: 1 by `TAX_RATE_UNMAPPED`, as `\/deals\/1`/);
    assert.deepEqual([run([...all, "--covered", "80"]).status, run([...all, "--covered", "80", "--strict"]).status, run([...all, "--covered", "80.1"]).status], [0, 1, 1]);
    assert.equal(run([...all, "--covered", "all"]).status, 2);
    assert.match(run([...all, "--covered", "80", "--pretty"]).stdout, /^The config is right, and covers 80\.0 % of 5 deals/);
  });

  test("labels that were not looked up are said", () => {
    const without = ["check", "--config", "config.json", "--snapshot", "snapshot.json", "--now", NOW];
    const { status, stdout } = run([...without, "--pretty"]);
    assert.equal(status, 0);
    assert.match(stdout, /CONFIG_FIELDS_MISSING at \/config\/party\/taxNumber/);
    assert.match(stdout, /how many it covers is not known/);
    assert.equal(run([...without, "--strict"]).status, 1);
  });

  test("a mistake ends with 1 and says where it is", () => {
    const { status, stdout } = run(["check", "--config", "wrong.json", "--snapshot", "snapshot.json", "--pretty"]);
    assert.equal(status, 1);
    assert.match(stdout, /The config is not right/);
    assert.match(stdout, /ACCOUNT_UNKNOWN at \/config\/entities\/uk\/lines\/account\/default/);
  });

  test("several organisations, told apart by their tenants", () => {
    write("group.json", group.config);
    const names = Object.keys(group.snapshots);
    for (const name of names) write(`${name}.json`, group.snapshots[name]);
    const { status, stdout } = run(["check", "--config", "group.json", ...names.flatMap((name) => ["--snapshot", `${name}.json`]), "--now", NOW]);
    assert.deepEqual([status, JSON.parse(stdout).covers.length], [0, 3]);
  });

  test("what cannot be read, and what is called wrongly", () => {
    assert.equal(run(["check", "--config", "nowhere.json", "--snapshot", "snapshot.json"]).status, 3);
    assert.equal(run(["check", "--config", "config.json"]).status, 2);
  });
});

describe("diff", () => {
  const files = ["config.json", "changed.json", "won.ndjson", "--snapshot", "snapshot.json", "--fields", "fields.json", "--product-details", "details.json", "--now", NOW];

  test("shows what would be different", () => {
    const { status, stdout } = run(["diff", ...files]);
    const { changed, changes } = JSON.parse(stdout);
    assert.deepEqual([status, changed, changes[0].documents[0].fields], [0, 1, [{ at: "/body/LineItems/1/AccountCode", before: "205", after: "200" }]]);
    assert.match(run(["diff", ...files, "--pretty"]).stdout, /AccountCode\s+205 → 200/);
  });

  test("fails where a policy is broken, and not for another", () => {
    assert.equal(run(["diff", ...files, "--policy", "amountsStay"]).status, 0);
    assert.equal(run(["diff", ...files, "--policy", "amountsStay", "--policy", "accountsStay"]).status, 1);
    write("policies.json", [{ field: "AccountCode", never: "200" }]);
    assert.equal(run(["diff", ...files, "--policies", "policies.json"]).status, 1);
  });

  test("deals that cannot be compared fail a policy", () => {
    const { status, stdout } = run(["diff", ...files.filter((file) => !["--fields", "fields.json"].includes(file))]);
    assert.deepEqual([status, JSON.parse(stdout).notCompared], [0, 5]);
    assert.equal(run(["diff", ...files.filter((file) => !["--fields", "fields.json"].includes(file)), "--policy", "datesStay"]).status, 1);
    const observed = { ...agency.config, mode: "observe", source: { company: "other" } };
    write("observed.json", observed);
    const { stdout: shown } = run(["diff", "config.json", "observed.json", ...files.slice(2), "--pretty"]);
    assert.match(shown, /Settings that no document shows/);
    assert.match(shown, /mode\s+– → observe/);
    assert.match(shown, /CONFIG_IDENTITY_CHANGED at \/after\/source\/company/);
  });

  test("the config before from standard input", () => {
    const { status, stdout } = run(["diff", "-", ...files.slice(1)], JSON.stringify(agency.config));
    assert.deepEqual([status, JSON.parse(stdout).changed], [0, 1]);
  });
});

describe("init", () => {
  test("drafts a config that is refused until it is confirmed", () => {
    const { status, stdout } = run(["init", "--company", "larkfield-studio", "--entity", "uk", "--snapshot", "snapshot.json", "--fields", "fields.json", "won.ndjson", "--out", "draft.json"]);
    assert.deepEqual([status, JSON.parse(stdout).ok], [0, true]);
    const draft = JSON.parse(readFileSync(join(folder, "draft.json"), "utf8"));
    assert.deepEqual(draft, JSON.parse(stdout).config);
    const again = ["check", "--config", "draft.json", ...parts.slice(2)];
    assert.equal(run(again).status, 1);
    delete draft.unconfirmed;
    write("draft.json", draft);
    assert.equal(run(again).status, 0);
  });

  test("overwrites nothing", () => {
    write("there.json", "{}");
    const { status, stderr } = run(["init", "--snapshot", "snapshot.json", "--out", "there.json"]);
    assert.deepEqual([status, readFileSync(join(folder, "there.json"), "utf8"), existsSync(join(folder, "there.json"))], [3, "{}", true]);
    assert.match(stderr, /exists/);
  });
});

test("objects and texts give the same", () => {
  for (const [operation, call] of /** @type {[any, any][]} */ ([["checkConfig", checkConfig], ["diffConfig", diffConfig], ["draftConfig", draftConfig]])) {
    for (const [name, input] of inputs(operation)) assert.deepEqual(call(input), JSON.parse(callJson(operation, JSON.stringify(input))), `${operation} ${name}`);
  }
});
