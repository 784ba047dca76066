// What the commands around reports have in common: their help, and how far they are.

import { Command, Option } from "commander";

/** @param {string} name @param {string} summary @param {string} examples @param {string} codes */
export function reportCommand(name, summary, examples, codes) {
  return new Command(name)
    .summary(summary)
    .description(`${summary[0]?.toUpperCase()}${summary.slice(1)}.`)
    .addOption(new Option("--json", "print JSON, also on a terminal").conflicts("pretty"))
    .option("--pretty", "print for reading, also into a pipe")
    .option("--progress", "say how far it is, also where standard error is no terminal")
    .addHelpText("after", `\nExamples:\n${examples}\n\nExit codes:\n${codes}`)
    .showHelpAfterError(`(\`wonvoice ${name} --help\` lists what there is)`)
    .exitOverride();
}

/** Whether a person reads it. @param {Record<string, any>} options @returns {boolean} */
export const isForReading = (options) => options["pretty"] ?? (options["json"] ? false : process.stdout.isTTY === true);

/** Milliseconds between two words about how far it is: on a terminal, and in a log. */
const PACE = { terminal: 200, log: 5_000 };

/**
 * How far a long run is, on standard error: one line written over on a terminal, lines in a log.
 * @param {Record<string, any>} options @param {string} what as in `deals read` @param {number} [from]
 */
export function counter(options, what, from = 0) {
  const isTerminal = process.stderr.isTTY === true;
  const shown = isTerminal || options["progress"] === true;
  let [count, last] = [from, Date.now()];
  const say = () => process.stderr.write(isTerminal ? `\r\u001b[K${count.toLocaleString("en")} ${what}` : `wonvoice: ${count.toLocaleString("en")} ${what}\n`);
  return {
    /** @param {number} reached */
    to(reached) {
      count = reached;
      if (!shown || Date.now() - last < PACE[isTerminal ? "terminal" : "log"]) return;
      last = Date.now();
      say();
    },
    end() {
      if (!shown) return;
      say();
      if (isTerminal) process.stderr.write("\n");
    },
  };
}
