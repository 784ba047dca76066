// The judge of the contact matcher is judged itself: numbers, labels and intervals that the trials stand on.
import assert from "node:assert/strict";
import { test } from "node:test";
import { interval } from "../bench/contacts/figures.js";
import { judged } from "../bench/contacts/judge.js";
import { provable } from "../bench/contacts/labels.js";
import { inOrder, latin } from "../bench/contacts/plain.js";
import { slips } from "../bench/contacts/slips.js";
import { schemes } from "../bench/contacts/tax-numbers.js";
import { DEVELOPMENT, HELD_OUT, kinds, ledger } from "../bench/contacts/trials.js";

test("tax numbers get the check digits of published examples", () => {
  for (const [country, drawn, expected] of [
    ["GB", "9807806", "GB980780684"], ["IE", "6433435", "IE6433435F"], ["DE", "13669597", "DE136695976"], ["AT", "1358562", "ATU13585627"],
    ["CH", "10778757", "CHE-107.787.577 MWST"], ["FR", "30326504", "FR40303265045"], ["BE", "4287594", "BE0428759497"], ["NL", "00449544", "NL004495445B01"],
    ["PT", "50196484", "PT501964843"], ["PL", "856734621", "PL8567346215"], ["CZ", "2512389", "CZ25123891"], ["DK", "1358562", "DK13585628"],
    ["FI", "2077474", "FI20774740"], ["NO", "99502563", "NO 995025639 MVA"], ["GR", "09425921", "EL094259216"], ["BG", "17507475", "BG175074752"],
    ["RU", "770708389", "7707083893"], ["NZ", "04909185", "049091850"], ["BR", "16727230", "16.727.230/0001-97"], ["ES", "1358562", "ESA13585625"],
    ["AU", "00408561", "53004085616"], ["CA", "12302663", "123026635RT0001"], ["SE", "6188840", "SE556188840401"], ["JP", "7000012050002", "T7000012050002"], ["IN", "PFU0939F", "27AAPFU0939F1ZV"],
  ]) {
    const random = { like: () => drawn, pick: ([first]) => first };
    assert.equal(schemes[country].tax(random), expected);
  }
});

test("names are read as they are written", () => {
  assert.equal(inOrder("  The Müller & Söhne GmbH & Co. KG"), "muller sohne");
  assert.equal(inOrder("ООО «Вектор»"), "вектор");
  assert.equal(inOrder("（株）田中製作所"), inOrder("株式会社田中製作所"));
  assert.equal(latin("Щедрость", "russian"), "Shchedrost");
  assert.equal(latin("Παπαδόπουλος", "greek"), "Papadopoulos");
});

test("a seed gives one set of trials, whose right contacts are in its ledger", () => {
  const size = { perKind: 2, contacts: 250 };
  const one = ledger(DEVELOPMENT, size);
  assert.deepEqual(one, ledger(DEVELOPMENT, size));
  assert.notDeepEqual(one, ledger(HELD_OUT, size));
  const status = new Map(one.contacts.map(({ ContactID, ContactStatus }) => [ContactID, ContactStatus]));
  assert.equal(status.size, one.contacts.length, "no ContactID twice");
  assert.deepEqual(new Set(one.trials.map(({ kind }) => kind)), new Set(Object.keys(kinds)));
  for (const { id, ids, verdict, ambiguous } of one.trials) {
    assert.equal(ids.length === 0, verdict === "none", id);
    assert.equal(ambiguous, verdict === "review", id);
    for (const contact of ids) assert.ok(status.has(contact), id);
    if (verdict === "match" || verdict === "either") assert.equal(status.get(ids[0]), "ACTIVE", id);
  }
  for (const name of Object.keys(slips)) assert.ok(one.trials.some(({ kind }) => kind === `slip: ${name}`), name);
});

test("what the records do not prove is not demanded", () => {
  const facts = (agree, differ = []) => ({ agree: new Set(agree), differ: new Set(differ) });
  for (const [level, agree, differ, isPerson, right] of [
    ["same", [], [], false, "match"], ["same", [], [], true, "either"], ["same", ["email"], ["town"], true, "match"], ["same", [], ["town", "phone"], false, "either"],
    ["same", ["email"], ["tax"], false, "review"], ["near", [], [], false, "either"], ["near", ["phone"], [], false, "match"], ["near", ["domain"], ["phone"], false, "either"],
    ["part", ["domain"], [], false, "either"], ["part", ["tax"], [], false, "match"], ["other", ["email", "phone", "street"], [], false, "either"], ["other", ["crmId"], [], false, "match"],
  ]) assert.equal(provable(level, facts(agree, differ), isPerson), right, JSON.stringify([level, agree, differ, isPerson]));
});

test("a match is wrong where only a person may decide", () => {
  const trial = (verdict, ids) => ({ id: "", kind: "", party: {}, ids, verdict, ambiguous: verdict === "review" });
  const answer = (decision, contactId) => ({ decision, contactId, candidates: [{ contactId: "a", name: "", probability: 1, evidence: [] }], findings: [] });
  for (const [verdict, ids, decision, contactId, wrong, matched, found] of [
    ["match", ["a"], "match", "a", false, true, true], ["match", ["a"], "match", "b", true, false, false], ["match", ["a"], "review", undefined, false, false, true],
    ["match", ["b"], "review", undefined, false, false, false], ["either", ["a"], "match", "a", false, true, true], ["review", ["a", "b"], "match", "a", true, false, false],
    ["none", [], "match", "a", true, false, false], ["none", [], "create", undefined, false, false, false],
  ]) {
    const result = judged(trial(verdict, ids), answer(decision, contactId));
    assert.deepEqual([result.wrong, result.matched, result.found], [wrong, matched, found], JSON.stringify([verdict, ids, decision, contactId]));
  }
});

test("intervals are those of the tables", () => {
  for (const [hits, of, low, high] of [[0, 100, 0, 0.0362], [5, 100, 0.0164, 0.1128], [10, 2000, 0.0024, 0.0092], [100, 100, 0.9638, 1]]) {
    const [from, to] = interval(hits, of);
    assert.ok(Math.abs(from - low) < 1e-4 && Math.abs(to - high) < 1e-4, `${hits} of ${of}: ${from} to ${to}`);
  }
});
