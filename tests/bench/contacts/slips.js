// What people and systems do to a name on its way from one system to another. Each slip gives the new text, or
// nothing where the name offers no room for it.
//
// `level`: how much of the name a careful reader still finds. `same`: written otherwise, no letter in doubt;
// `near`: the same name beyond reasonable doubt only with something else; `part`: some of it.

import { coreOf, legalName, withForm } from "./firms.js";
import { bare, latin } from "./plain.js";
import { languages } from "./words/languages.js";

const languageOf = (firm) => languages[firm.country.language];
const spaced = (firm) => firm.country.script !== "none";
/** One word of the core, changed. @param {(word: string) => string | undefined} change */
function onWord(random, core, telling, change) {
  const words = core.split(" ");
  const fit = words.map((_, at) => at).filter((at) => telling(words[at]));
  if (fit.length === 0) return undefined;
  const at = random.pick(fit);
  const made = change(words[at]);
  return made === undefined || made === words[at] ? undefined : words.map((word, place) => (place === at ? made : word)).join(" ");
}
const keepsForm = (firm, random, core) => (core === undefined ? undefined : random.chance(0.6) ? withForm(core, firm) : core);
const isLong = (word) => [...word].length >= 6 && /^[\p{L}]+$/u.test(word);
/** @type {Record<string, string>} */
const NEIGHBOURS = { a: "s", b: "v", c: "x", d: "s", e: "r", f: "g", g: "f", h: "j", i: "o", j: "k", k: "l", l: "k", m: "n", n: "m", o: "i", p: "o", q: "w", r: "t", s: "a", t: "r", u: "i", v: "b", w: "e", x: "c", y: "t", z: "x" };

/**
 * @type {Record<string, { level: "same" | "near" | "part", write: (firm: import("./firms.js").Firm, random: import("./random.js").Random) => string | undefined }>}
 */
export const slips = {
  "as it is": { level: "same", write: (firm) => legalName(firm) },
  "upper or lower case": { level: "same", write: (firm, random) => random.pick([legalName(firm).toUpperCase(), legalName(firm).toLowerCase(), coreOf(firm).toUpperCase()]) },
  "accents lost": {
    level: "same",
    write(firm, random) {
      const name = legalName(firm);
      const german = name.replace(/ä/g, "ae").replace(/ö/g, "oe").replace(/ü/g, "ue").replace(/Ä/g, "Ae").replace(/Ö/g, "Oe").replace(/Ü/g, "Ue").replace(/ß/g, "ss");
      const nordic = name.replace(/[øö]/g, "oe").replace(/[ØÖ]/g, "Oe").replace(/[æä]/g, "ae").replace(/[ÆÄ]/g, "Ae").replace(/å/g, "aa").replace(/Å/g, "Aa");
      const language = firm.country.language;
      const made = language === "german" && random.chance(0.6) ? german : (language === "nordic" || language === "swedish") && random.chance(0.3) ? nordic : bare(name);
      return firm.country.script || made === name ? undefined : made;
    },
  },
  "a letter wrong": {
    level: "near",
    write: (firm, random) => keepsForm(firm, random, onWord(random, coreOf(firm), isLong, (word) => {
      const letters = [...word];
      const at = random.between(1, letters.length - 2);
      const kind = random.below(3);
      if (kind === 0) letters.splice(at, 1);
      else if (kind === 1) letters.splice(at, 0, letters[at]);
      else letters[at] = NEIGHBOURS[letters[at]] ?? letters[at + 1];
      return letters.join("");
    })),
  },
  "two letters swapped": {
    level: "near",
    write: (firm, random) => keepsForm(firm, random, onWord(random, coreOf(firm), isLong, (word) => {
      const letters = [...word];
      const at = random.between(1, letters.length - 2);
      [letters[at], letters[at + 1]] = [letters[at + 1], letters[at]];
      return letters.join("");
    })),
  },
  "a word dropped": {
    level: "part",
    write(firm, random) {
      const little = firm.parts.filter(({ role }) => role === "gen" || role === "trade" || role === "town");
      if (!spaced(firm) || little.length === 0 || firm.parts.length < 3) return undefined;
      const out = random.pick(little);
      const core = firm.parts.filter((part) => part !== out).map(({ text }) => text).join("").replace(/\b(er|n|s) /, " ").replace(/\s+/g, " ").trim();
      return core.length < 4 || /^[\p{Ll}]|['-]$| (de|du|di|del|do)$/u.test(core) ? undefined : keepsForm(firm, random, core);
    },
  },
  "a word shortened": {
    level: "near",
    write(firm, random) {
      const core = coreOf(firm);
      const fit = Object.entries(languageOf(firm).short).filter(([long]) => core.split(" ").includes(long));
      if (fit.length === 0) return undefined;
      const [long, short] = random.pick(fit);
      return keepsForm(firm, random, core.split(" ").map((word) => (word === long ? short + (short.endsWith(".") || random.chance(0.5) ? "" : ".") : word)).join(" "));
    },
  },
  "legal form left out": { level: "same", write: (firm) => (firm.form ? coreOf(firm) : undefined) },
  "legal form otherwise": { level: "same", write: (firm, random) => (firm.form?.others.length ? withForm(coreOf(firm), firm, random.pick(firm.form.others)) : undefined) },
  "legal form put elsewhere": {
    level: "same",
    write(firm) {
      if (!firm.form || !spaced(firm)) return undefined;
      const core = coreOf(firm);
      return firm.form.before ? `${core} ${firm.form.usual}` : ["french", "swedish", "finnish", "polish"].includes(firm.country.language) ? `${firm.form.usual} ${core}` : `${core} (${firm.form.usual.replace(/[()]/g, "")})`;
    },
  },
  "& and its like": {
    level: "same",
    write(firm, random) {
      const { and } = languageOf(firm);
      const joint = new RegExp(` (${and.map((one) => one.replace("+", "\\+").replace(".", "\\.")).join("|")}) `);
      const name = legalName(firm);
      const [, now] = joint.exec(coreOf(firm)) ?? [];
      return now === undefined || !spaced(firm) ? undefined : name.replace(joint, ` ${random.pick(and.filter((one) => one !== now))} `);
    },
  },
  "words in other order": {
    level: "near",
    write(firm) {
      const words = coreOf(firm).split(" ");
      if (!spaced(firm) || words.length < 2 || words.length > 3 || words.some((word) => /^[&+]$|^(de|du|di|del|do|of)$/.test(word) || /^\d+$/.test(word))) return undefined;
      return words.length === 2 && firm.isPerson ? `${words[1]}, ${words[0]}` : [words.at(-1), ...words.slice(0, -1)].join(" ");
    },
  },
  "the, or no the": {
    level: "same",
    write(firm) {
      const name = legalName(firm);
      if (firm.country.language !== "english" || firm.isPerson) return undefined;
      return name.startsWith("The ") ? name.slice(4) : `The ${name}`;
    },
  },
  "punctuation": {
    level: "same",
    write(firm, random) {
      const name = legalName(firm);
      const made = /['’.,«»()-]/.test(name) ? name.replace(/['’]/g, random.pick(["", "’"])).replace(/[«»,]/g, "").replace(/-/g, " ") : name.replace(/ (\S+)$/, random.pick([", $1", " - $1", " ($1)", ". $1"]));
      return made === name || !spaced(firm) ? undefined : made;
    },
  },
  "blanks": { level: "same", write: (firm, random) => (spaced(firm) ? random.pick([` ${legalName(firm)}`, legalName(firm).replace(" ", "  "), `${legalName(firm)} `, legalName(firm).replace(" ", "\u00a0"), `${coreOf(firm)}\t`]) : undefined) },
  "initials with dots": {
    level: "same",
    write(firm, random) {
      const abc = firm.parts.find(({ role }) => role === "abc");
      if (!abc) return undefined;
      const dotted = [...abc.text].join(random.pick([".", ". ", " "]));
      const made = firm.parts.map((part) => (part === abc ? (dotted.includes(".") ? `${dotted}.` : dotted) : part.text)).join("");
      return withForm(made, firm);
    },
  },
  "in Latin letters": {
    level: "near",
    write(firm, random) {
      if (!firm.country.script || firm.country.script === "none") return undefined;
      const core = latin(coreOf(firm), firm.country.language, random.below(2));
      return firm.form && random.chance(0.6) ? (firm.form.before ? `${latin(firm.form.usual, firm.country.language)} ${core}` : `${core} ${latin(firm.form.usual, firm.country.language)}`) : core;
    },
  },
  "a note in the name": { level: "near", write: (firm, random) => (spaced(firm) ? `${legalName(firm)} ${random.pick(["(NEW)", "(customer)", "[CRM]", "- see notes", "*"])}` : undefined) },
  "cut off": { level: "near", write: (firm) => { const name = legalName(firm); return name.length > 30 ? name.slice(0, 30).trim() : undefined; } },
  "run together": { level: "near", write: (firm) => { const core = coreOf(firm); return spaced(firm) && core.split(" ").length === 2 && !/&/.test(core) ? core.replace(" ", "") : undefined; } },
};

/** Another name under which it trades, or did. @param {import("./random.js").Random} random */
export const otherName = (firm, other, how, random) => {
  const language = languageOf(firm);
  const name = coreOf(other);
  return {
    "trading as": () => `${legalName(firm)} ${random.pick(language.aka)} ${name}`,
    "in brackets": () => `${name} (${legalName(firm)})`,
    "formerly": () => `${name} (${language.formerly} ${coreOf(firm)})`,
    "alone": () => name,
  }[how]();
};
