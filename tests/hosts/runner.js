// What runs inside a runtime. Its functions are imported, bundled and pasted as text, so each uses nothing but the
// language, WebAssembly, its own parameters, and the others by name.

/**
 * @typedef {{ name: string, operation: string, input: string, output: string }} Case
 * @typedef {{ cases: Case[], deadly: string, trapping: string, trappingStep: string }} Suite the modules with a trap as base64
 * @typedef {{ callJson(operation: any, input: string): string, version(): string, init?(source?: any): Promise<void>, ContactIndex?: new (contacts: any) => any }} Wonvoice
 * @typedef {object} Outcome
 * @property {string} version the package's
 * @property {number} passed
 * @property {string[]} wrong a line for each case whose answer differs, and for each call after a trap
 * @property {Record<string, number>} absent cases of operations that this build of the package does not have
 * @property {number} firstMs from the start of loading to the first answer, by the clock there is
 * @property {number} overflows calls that ran out of stack
 * @property {number} indexed parties that were sought in an index
 * @property {number} traps calls that hit an unreachable instruction
 */

/**
 * Every case through `callJson`, then calls that run out of stack inside the engine: a trap that needs no broken module.
 * @param {Wonvoice} wonvoice
 * @param {Case[]} cases
 * @param {number} began
 * @returns {Outcome}
 */
export function runSuite(wonvoice, cases, began) {
  /** @type {Outcome} */
  const outcome = { version: "", passed: 0, wrong: [], absent: {}, firstMs: 0, overflows: 0, indexed: 0, traps: 0 };
  const clock = () => (typeof performance === "object" ? performance.now() : Date.now());
  /** @param {any} thrown */
  const isAbsent = (thrown) => thrown.code === "INPUT_OPERATION_UNKNOWN";

  /** @param {string} name @param {string} expected @param {string} got */
  const compare = (name, expected, got) => {
    if (got === expected) return true;
    let at = 0;
    while (at < got.length && got[at] === expected[at]) at += 1;
    const around = (/** @type {string} */ text) => text.slice(Math.max(0, at - 40), at + 40);
    outcome.wrong.push(name + " at " + at + ": expected …" + around(expected) + "…, got …" + around(got) + "…");
    return false;
  };

  for (const { name, operation, input, output } of cases) {
    let got;
    try {
      got = wonvoice.callJson(operation, input);
    } catch (thrown) {
      if (isAbsent(thrown)) {
        outcome.absent[operation] = (outcome.absent[operation] ?? 0) + 1;
        continue;
      }
      got = JSON.stringify(String(/** @type {Error} */ (thrown).message));
    }
    if (outcome.firstMs === 0) outcome.firstMs = clock() - began;
    if (compare(name, output, got)) outcome.passed += 1;
  }
  outcome.version = wonvoice.version();

  // Ever more room, until it suffices. More than once, since what an overflow leaves behind may add up.
  const [{ name, operation, input, output }] = /** @type {[Case]} */ (cases);
  for (let round = 0; round < 4 && outcome.wrong.length === 0; round++) {
    for (let room = 0; room < 20000; room++) {
      const { answer, thrown } = callWithRoom(wonvoice, operation, input, room);
      if (thrown === undefined) {
        compare(name + ", with little stack", output, answer);
        break;
      }
      outcome.overflows += 1;
      if (!compare(name + ", after a call overflowed with room " + room, output, wonvoice.callJson(operation, input))) break;
    }
  }
  return outcome;
}

/**
 * One call near the bottom of the stack.
 * @param {Wonvoice} wonvoice @param {string} operation @param {string} input
 * @param {number} room levels above the bottom
 */
export function callWithRoom(wonvoice, operation, input, room) {
  /** @type {unknown} */
  let thrown;
  let answer = "";
  let isDone = false;
  const dive = () => {
    try {
      dive();
    } catch {
      // The bottom.
    }
    if (isDone || room-- > 0) return;
    isDone = true;
    try {
      answer = wonvoice.callJson(operation, input);
    } catch (error) {
      thrown = error;
    }
  };
  dive();
  return { answer, thrown };
}

/**
 * Calls that trap, once a module with a trap is in place, each with a good one after it.
 * @param {Wonvoice} wonvoice @param {Suite} suite
 * @param {Outcome} outcome takes the result
 */
export function runTraps(wonvoice, suite, outcome) {
  const [{ operation, input, output }] = /** @type {[Case]} */ (suite.cases);
  for (let round = 0; round < 5; round++) {
    try {
      wonvoice.callJson("validate", suite.deadly);
      outcome.wrong.push("the module with a trap did not trap");
    } catch (thrown) {
      const { code, message } = /** @type {any} */ (thrown);
      if (code === "INTERNAL_PANIC") outcome.traps += 1;
      else outcome.wrong.push("a trap came out as " + message);
    }
    if (wonvoice.callJson(operation, input) !== output) outcome.wrong.push("the call after a trap differs");
  }
  return outcome;
}

/**
 * Parties that are sought in an index, as objects: it answers as the golden cases of `matchContact` do, but for the
 * places of findings.
 * @param {Wonvoice} wonvoice @param {Case[]} cases
 * @param {Outcome} outcome takes the result
 */
export function runIndex({ ContactIndex }, cases, outcome) {
  for (const { name, operation, input, output } of cases) {
    // One contact in two look-ups is two rows of a list, and one of an index, which keeps no balances either.
    if (operation !== "matchContact" || !output.endsWith('"findings":[]}') || /two-look-ups$|what-rules-look-at$/.test(name)) continue;
    const { contacts, ...query } = JSON.parse(input);
    const index = new /** @type {any} */ (ContactIndex)(contacts);
    const got = JSON.stringify(index.match(query));
    index.free();
    if (got !== output) outcome.wrong.push(name + ": an index answers " + got);
    outcome.indexed += 1;
  }
}

/** @param {string} base64 */
export function bytesOf(base64) {
  return typeof atob === "function" ? Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)) : Buffer.from(base64, "base64");
}

/**
 * The suite, then the package with a module that has a trap in it.
 * @param {Required<Wonvoice>} wonvoice @param {Suite} suite
 * @param {unknown} [module] that module, where bytes cannot be compiled
 * @returns {Promise<Outcome>}
 */
export async function runPackage(wonvoice, suite, module) {
  const began = typeof performance === "object" ? performance.now() : Date.now();
  await wonvoice.init();
  const outcome = runSuite(wonvoice, suite.cases, began);
  runIndex(wonvoice, suite.cases, outcome);
  await wonvoice.init(module ?? bytesOf(suite.trapping));
  return runTraps(wonvoice, suite, outcome);
}

/**
 * The same for the single file. It takes no other module, so its host hands it one when it starts afresh.
 * @param {Wonvoice} wonvoice @param {Suite} suite @param {number} began
 */
export function runSingleFile(wonvoice, suite, began) {
  const outcome = runSuite(wonvoice, suite.cases, began);
  const module = new WebAssembly.Module(bytesOf(suite.trappingStep));
  const { Instance } = WebAssembly;
  /** @type {any} */ (WebAssembly).Instance = function (/** @type {unknown} */ _own, /** @type {WebAssembly.Imports} */ imports) {
    return new Instance(module, imports);
  };
  const [{ operation, input }] = /** @type {[Case]} */ (suite.cases);
  for (let room = 0; callWithRoom(wonvoice, operation, input, room).thrown !== undefined; room++);
  return runTraps(wonvoice, suite, outcome);
}
