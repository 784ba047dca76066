// What keeps secrets: the vault, comparing, the log. And the metrics, which hold none.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { whichSecret } from "../../js-shim/serve/constant-time.js";
import { createLog } from "../../js-shim/serve/log.js";
import { createMetrics } from "../../js-shim/serve/metrics.js";
import { VaultError, createVault } from "../../js-shim/serve/vault.js";
import { KEY, basic } from "./serve-parts.js";

const OTHER = Buffer.from(Array.from({ length: 32 }, (_, at) => (at * 101 + 7) % 256)).toString("hex");
const LONG = `ünïcode \u0000 ${"x".repeat(100_000)}`;

describe("the vault", () => {
  test("what is sealed is opened, and is never the same twice", async () => {
    const vault = await createVault(KEY);
    for (const text of ["", "token", LONG]) assert.equal(await vault.open(await vault.seal(text, "books"), "books"), text);
    assert.notEqual(await vault.seal("token"), await vault.seal("token"));
    assert.equal((await vault.seal("token")).includes("token"), false);
  });

  test("keys change: the first seals, all open", async () => {
    const old = await createVault(KEY);
    const sealed = await old.seal("token");
    const both = await createVault(`${OTHER}, ${KEY}`);
    assert.equal(await both.open(sealed), "token");
    assert.deepEqual([both.isCurrent(sealed), both.isCurrent(await both.seal("token"))], [false, true]);
    await assert.rejects((await createVault(OTHER)).open(sealed), /sealed with the key [0-9a-f]{12}, which is not there/);
  });

  test("what was changed, or is about something else, is not opened", async () => {
    const vault = await createVault(KEY);
    const sealed = await vault.seal("secret-token", "books");
    await assert.rejects(vault.open(sealed, "deals"), VaultError);
    for (const at of [17, 34, 36, sealed.length - 2]) {
      const changed = `${sealed.slice(0, at)}${sealed[at] === "A" ? "B" : "A"}${sealed.slice(at + 1)}`;
      await assert.rejects(vault.open(changed, "books"), (error) => error instanceof VaultError && !error.message.includes("secret"), String(at));
    }
    for (const none of ["", "token", "v1..x.y", sealed.slice(0, -4), `${sealed}\n`]) await assert.rejects(vault.open(none, "books"), VaultError, none);
  });

  for (const wrong of ["", "password", "correct horse battery staple, thirty two", Buffer.alloc(31, 1).toString("base64"), Buffer.alloc(32).toString("base64"), "0".repeat(64), `${KEY},`]) {
    test(`no key: ${wrong.slice(0, 12)}`, () => assert.rejects(createVault(wrong), (error) => error instanceof VaultError && /openssl rand -base64 32/.test(error.message) && (wrong === "" || !error.message.includes(wrong))));
  }
});

test("secrets are compared whole", async () => {
  const known = ["first-secret", "", "second-secret", "first-secret"];
  for (const [given, place] of /** @type {[string, number][]} */ ([["first-secret", 3], ["second-secret", 2], ["", -1], ["first-secre", -1], ["first-secret ", -1], ["FIRST-SECRET", -1]])) assert.equal(await whichSecret(given, known), place, given);
  assert.equal(await whichSecret("anything", []), -1);
});

describe("the log", () => {
  /** @param {(log: import("../../js-shim/serve/log.js").Log) => void} write */
  function lines(write) {
    /** @type {string[]} */
    const written = [];
    write(createLog({ write: (line) => void written.push(line), secrets: ["pass/word+1", undefined, "abc"], now: () => new Date(0) }));
    return written;
  }

  test("is one line of JSON an event", () => {
    assert.deepEqual(lines((log) => log.info("webhook", { api: "xero", text: "two\nlines" })), ['{"at":"1970-01-01T00:00:00.000Z","level":"info","event":"webhook","api":"xero","text":"two\\nlines"}']);
    assert.deepEqual(lines((log) => log.debug("quiet")), []);
    assert.ok((lines((log) => log.info("long", { text: LONG }))[0]?.length ?? 0) < 9_000);
  });

  for (const [name, fields] of /** @type {[string, any][]} */ ([
    ["as it is", { text: "it is pass/word+1" }],
    ["in a URL", { url: `https://x/?a=${encodeURIComponent("pass/word+1")}` }],
    ["in base64", { text: Buffer.from("pass/word+1").toString("base64") }],
    ["in an error", { error: new Error("refused pass/word+1") }],
    ["deep in an object", { a: [{ b: { c: "pass/word+1" } }] }],
    ["by its name", { password: "unknown-one", nested: { access_token: "unknown-one", clientSecret: "unknown-one" } }],
    ["as a bearer token", { text: "authorization: Bearer unknown-one.of.them" }],
    ["as basic authentication", { text: basic("user:unknown-one") }],
    ["as a code that comes back", { url: "/connect/xero/callback?code=unknown-one&state=unknown-one" }],
    ["as a JWT", { text: "eyJhbGciOiJub25l.eyJzdWIiOiJ1bmtub3duLW9uZSJ9.unknown-one" }],
  ])) {
    test(`strikes out a secret ${name}`, () => {
      const [line = ""] = lines((log) => log.warn("event", fields));
      JSON.parse(line);
      assert.match(line, /\[secret\]/);
      for (const secret of ["pass/word+1", "unknown-one", encodeURIComponent("pass/word+1"), Buffer.from("pass/word+1").toString("base64"), Buffer.from("user:unknown-one").toString("base64")]) assert.equal(line.includes(secret), false, line);
    });
  }

  test("learns of secrets, and leaves short words alone", () => {
    const [line] = lines((log) => (log.hide("learnt-later"), log.info("event", { text: "learnt-later abc" })));
    assert.match(line ?? "", /\[secret\] abc/);
  });

  test("forgets tokens of long ago, and neither the last nor those of the settings", () => {
    const [line = ""] = lines((log) => {
      for (let count = 1000; count < 2000; count++) log.hide(`token-number-${count}`);
      log.info("event", { text: "pass/word+1 token-number-1700 token-number-1999" });
    });
    assert.match(line, /"\[secret\] token-number-1700 \[secret\]"/);
  });
});

test("metrics are Prometheus's text", () => {
  const metrics = createMetrics();
  metrics.counter("wonvoice_events_total", "Events.").add({ kind: 'a"b\\c\nd' }, 2);
  metrics.counter("wonvoice_events_total", "Events.").add();
  const gauge = metrics.gauge("wonvoice_open", "Open.");
  gauge.set({}, 5);
  gauge.set({}, 3);
  const seconds = metrics.histogram("wonvoice_seconds", "Seconds.");
  for (const value of [0.001, 0.3, 60]) seconds.observe({ api: "xero" }, value);
  const lines = metrics.text().split("\n");
  for (const line of [
    "# HELP wonvoice_events_total Events.", "# TYPE wonvoice_events_total counter", 'wonvoice_events_total{kind="a\\"b\\\\c\\nd"} 2', "wonvoice_events_total 1", "wonvoice_open 3",
    "# TYPE wonvoice_seconds histogram", 'wonvoice_seconds_bucket{api="xero",le="0.005"} 1', 'wonvoice_seconds_bucket{api="xero",le="0.5"} 2', 'wonvoice_seconds_bucket{api="xero",le="+Inf"} 3', 'wonvoice_seconds_sum{api="xero"} 60.301', 'wonvoice_seconds_count{api="xero"} 3',
  ]) assert.ok(lines.includes(line), `${line} in\n${metrics.text()}`);
  assert.throws(() => metrics.counter("wonvoice_open", ""), TypeError);
  assert.throws(() => metrics.counter("no name", ""), TypeError);
  const many = metrics.counter("wonvoice_many_total", "");
  for (let count = 0; count < 5_000; count++) many.add({ of: String(count) });
  assert.ok(metrics.text().split("\n").length < 1_100);
});
