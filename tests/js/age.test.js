// How old look-ups are, by clocks that jump forth and back, stand still, or are right.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { createAge } from "../../js-shim/age.js";
import { createLooks } from "../../js-shim/looks.js";

const MINUTE = 60_000;
const FRESH = 4 * MINUTE;
const look = { id: "invoices-by-token", api: "xero", method: "GET" };
const create = { id: "create-full", api: "xero", method: "PUT" };

/** Time that passes, and what the two clocks show of it. */
function times() {
  let [real, wall, ticks] = [0, 0, 0];
  return {
    real: () => real,
    wall: () => wall,
    ticks: () => ticks,
    /** @param {number} ms @param {{ isAsleep?: boolean, isStopped?: boolean }} [how] */
    pass(ms, { isAsleep = false, isStopped = false } = {}) {
      real += ms;
      if (!isAsleep) ticks += ms;
      if (!isStopped) wall += ms;
    },
    jump: (/** @type {number} */ ms) => void (wall += ms),
  };
}

/** @param {ReturnType<typeof times>} clocks */
const looksBy = ({ ticks, wall }) => createLooks({ within: FRESH, ticks, wall });

describe("a look-up grows old", () => {
  test("where the clock that nobody sets stands still: the machine sleeps", () => {
    const clocks = times();
    const looks = looksBy(clocks);
    looks.begun(look);
    clocks.pass(3 * MINUTE);
    assert.equal(looks.mayWrite(create), true);
    clocks.pass(7 * MINUTE, { isAsleep: true });
    assert.equal(looks.mayWrite(create), false);
  });

  test("where the wall's clock was set to what it showed then", () => {
    const clocks = times();
    const looks = looksBy(clocks);
    looks.begun(look);
    clocks.pass(7 * MINUTE, { isStopped: true });
    assert.equal(looks.mayWrite(create), false);
  });

  test("where the wall's clock was set back", () => {
    const clocks = times();
    const looks = looksBy(clocks);
    looks.begun(look);
    clocks.jump(-7 * MINUTE);
    assert.equal(looks.mayWrite(create), false);
  });

  test("and is not young again when a clock goes back", () => {
    const clocks = times();
    const looks = looksBy(clocks);
    looks.begun(look);
    clocks.pass(7 * MINUTE, { isAsleep: true });
    assert.equal(looks.mayWrite(create), false);
    clocks.jump(-7 * MINUTE);
    assert.equal(looks.mayWrite(create), false);
    looks.begun(look);
    assert.equal(looks.mayWrite(create), true);
  });

  test("where a clock shows no number", () => {
    const looks = createLooks({ within: FRESH, ticks: () => 0, wall: () => NaN });
    looks.begun(look);
    assert.equal(looks.mayWrite(create), false);
  });
});

const short = fc.integer({ min: 0, max: 10 * MINUTE });
const jump = fc.integer({ min: -24 * 60 * MINUTE, max: 24 * 60 * MINUTE });

/** @type {Record<string, fc.Arbitrary<(clocks: ReturnType<typeof times>) => void>>} */
const HAPPENS = {
  passes: short.map((ms) => (clocks) => clocks.pass(ms)),
  sleeps: short.map((ms) => (clocks) => clocks.pass(ms, { isAsleep: true })),
  stops: short.map((ms) => (clocks) => clocks.pass(ms, { isStopped: true })),
  jumps: jump.map((ms) => (clocks) => clocks.jump(ms)),
};
const isLook = fc.boolean();

/** What happens in turn, each with whether something is looked up then. @param {fc.Arbitrary<(clocks: ReturnType<typeof times>) => void>[]} kinds */
const lives = (...kinds) => fc.array(fc.tuple(fc.oneof(...kinds), isLook), { minLength: 1, maxLength: 12 });

/** Of every life: whatever is written, its look-up is young in truth. @param {fc.Arbitrary<[(clocks: ReturnType<typeof times>) => void, boolean][]>} some */
function holds(some) {
  let written = 0;
  fc.assert(fc.property(some, (life) => {
    const clocks = times();
    const looks = looksBy(clocks);
    let looked = -Infinity;
    for (const [happens, looksUp] of life) {
      if (looksUp) {
        looks.begun(look);
        looked = clocks.real();
      }
      happens(clocks);
      if (!looks.mayWrite(create)) continue;
      written += 1;
      assert.ok(clocks.real() - looked < FRESH, `written ${clocks.real() - looked} ms after its look-up`);
    }
  }), { numRuns: 500 });
  assert.ok(written > 0);
}

describe("nothing is written by an old look-up", () => {
  test("while the wall's clock jumps, and the other one is right", () => holds(lives(HAPPENS.passes, HAPPENS.stops, HAPPENS.jumps)));
  test("while the machine sleeps, and the wall's clock is right", () => holds(lives(HAPPENS.passes, HAPPENS.sleeps)));

  test("whatever happens, and nothing counts as younger than a clock says", () => {
    fc.assert(fc.property(lives(...Object.values(HAPPENS)), (life) => {
      const clocks = times();
      const age = createAge({ ticks: clocks.ticks, wall: clocks.wall });
      const then = age.now();
      for (const [happens] of life) happens(clocks);
      assert.ok(age.of(then) >= clocks.ticks() && age.of(then) >= Math.abs(clocks.wall()));
    }));
  });

  test("and without a jump or a sleep it is exactly as old as it is", () => {
    fc.assert(fc.property(short, (ms) => {
      const clocks = times();
      const looks = looksBy(clocks);
      looks.begun(look);
      clocks.pass(ms);
      assert.equal(looks.mayWrite(create), ms < FRESH);
    }));
  });
});
