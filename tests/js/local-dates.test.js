// The dates where the organisation is, filled in by the host's calendar.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import * as full from "../../pkg/node.js";
import { good, load } from "./inputs.js";

const step = new Function(`${readFileSync(new URL("../../pkg/wonvoice.step.js", import.meta.url), "utf8")}; return wonvoice`)();
const { localDates, now, ...undated } = good;
const inZone = (zone, input = undated) => ({ ...input, snapshot: { ...good.snapshot, organisation: { Organisations: [{ ...good.snapshot.organisation.Organisations?.[0], Timezone: zone }] } } });

// Each pair of instants lies around a local midnight, on either side of a change of clocks where there is one.
const cases = [
  ["NEWZEALANDSTANDARDTIME", "2026-04-04T10:59:00Z", "2026-04-04"], // the last day of UTC+13
  ["NEWZEALANDSTANDARDTIME", "2026-04-04T11:00:00Z", "2026-04-05"],
  ["NEWZEALANDSTANDARDTIME", "2026-04-05T11:59:00Z", "2026-04-05"], // the first of UTC+12
  ["NEWZEALANDSTANDARDTIME", "2026-04-05T12:00:00Z", "2026-04-06"],
  ["GMTSTANDARDTIME", "2026-07-14T22:59:00Z", "2026-07-14"],
  ["GMTSTANDARDTIME", "2026-07-14T23:00:00Z", "2026-07-15"],
  ["GMTSTANDARDTIME", "2026-12-31T23:59:59Z", "2026-12-31"],
  ["HAWAIIANSTANDARDTIME", "2027-01-01T09:59:00Z", "2026-12-31"],
  ["LINEISLANDSSTANDARDTIME", "2026-12-31T10:00:00Z", "2027-01-01"],
];

describe("withLocalDates", () => {
  for (const [zone, instant, today] of cases) {
    test(`${instant} in ${zone} is ${today}`, () => {
      const input = inZone(zone);
      for (const dated of [full.withLocalDates(input, instant), full.withLocalDates(input, new Date(instant)), step.withLocalDates(input, instant), JSON.parse(step.withLocalDates(JSON.stringify(input), instant)), full.withLocalDates({ ...input, now: instant })]) {
        assert.equal(dated.localDates.today, today);
        assert.equal(new Date(dated.now).getTime(), new Date(instant).getTime());
        assert.equal(full.mapDealToInvoice(dated).documents[0].issueOn, today);
      }
    });
  }

  test("each entity of a split deal has its own day", () => {
    const { localDates: none, ...split } = load("mapDealToInvoice/split-over-two-entities.json");
    split.snapshots.ie.organisation.Organisations[0].Timezone = "HAWAIIANSTANDARDTIME";
    for (const dated of [full.withLocalDates(split, "2026-07-15T08:00:00Z"), JSON.parse(step.withLocalDates(JSON.stringify(split), "2026-07-15T08:00:00Z"))]) {
      assert.deepEqual([dated.localDates.ie.today, dated.localDates.uk.today], ["2026-07-14", "2026-07-15"]);
      assert.deepEqual(full.mapDealToInvoice(dated).documents.map(({ entity, issueOn }) => [entity, issueOn]), [["uk", "2026-07-15"], ["ie", "2026-07-14"]]);
    }
    assert.deepEqual(full.withLocalDates({ ...split, localDates: { today: "2026-07-16" } }, "2026-07-15T08:00:00Z").localDates.ie.today, "2026-07-16", "a day that is said is every entity's");
  });

  test("a Mapper's own snapshot tells the zone too", () => {
    const { config, snapshot, ...deal } = inZone("NEWZEALANDSTANDARDTIME");
    assert.deepEqual(new full.Mapper(config, snapshot).localTime({ ...deal, now: cases[0][1] }).timeZone, "Pacific/Auckland");
  });

  test("the day of the win is that where the organisation is", () => {
    const input = load("localTime/of-the-organisation.json");
    assert.deepEqual(full.withLocalDates(input).localDates, { today: "2026-07-15", won: "2026-07-14" });
    assert.equal(full.withLocalDates({ ...input, deal: { ...input.deal, won_time: "2026-07-14 12:00:00" } }).localDates.won, "2026-07-15");
  });

  test("what the input says stays, and what cannot be told is not made up", () => {
    const passed = { ...undated, localDates: { today: "2026-07-15" } };
    assert.deepEqual(full.withLocalDates(passed).localDates.today, "2026-07-15");
    assert.equal(full.withLocalDates(passed).now, undefined);
    assert.deepEqual(full.withLocalDates({ ...passed, localDates: JSON.stringify(passed.localDates) }).localDates.today, "2026-07-15");
    for (const odd of [inZone("MOONSTANDARDTIME"), { ...undated, snapshot: {} }, {}]) assert.deepEqual(full.withLocalDates(odd, "2026-07-15T08:00:00Z").localDates, {});
    assert.equal(full.withLocalDates({ ...undated, now: "yesterday" }).now, "yesterday");
    for (const none of [null, undefined, 5, "text"]) assert.equal(full.withLocalDates(none), none);
    const cruel = { get deal() { throw new Error("no"); } };
    assert.equal(full.withLocalDates(cruel), cruel);
  });

  test("without a clock's argument it is now", () => {
    const before = Date.now();
    const { now: taken } = full.withLocalDates(undated);
    assert.ok(before <= Date.parse(taken) && Date.parse(taken) <= Date.now());
  });
});
