// A name in its plainest form, for the generator's own questions: whether two of its names could be taken for one.

import { countries } from "./words/countries.js";
import { romanisations } from "./words/languages.js";

const SPECIAL = { ß: "ss", æ: "ae", ø: "o", đ: "d", ł: "l", þ: "th", œ: "oe", ı: "i", ё: "е", ς: "σ" };

/** Without accents. @param {string} text */
export const bare = (text) => text.replace(/[ßæøđłþœıёς]/g, (letter) => SPECIAL[letter]).replace(/[ÆØĐŁŒ]/g, (letter) => ({ Æ: "AE", Ø: "O", Đ: "D", Ł: "L", Œ: "OE" })[letter]).normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC");

const squeeze = (text) => bare(text.toLowerCase().replace(/[&＆+]/g, " ")).replace(/[.'’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
const forms = countries.flatMap((country) => country.forms.flatMap(({ usual, others }) => [usual, ...others])).map(squeeze);
const endings = [...new Set(forms)].sort((one, other) => other.length - one.length);
/** Forms that are written into the name without blanks. */
const inside = ["株式会社", "有限会社", "合同会社", "股份有限公司", "股份公司", "有限责任公司", "有限公司"];

const form = new RegExp(`^(?:${endings.join("|")}) | (?:${endings.join("|")})$`, "u");

/** Lower case, no accents, no punctuation, no legal form, words in order. @param {string} text */
export function inOrder(text) {
  let left = squeeze(text);
  for (const word of inside) left = left.replace(word, " ").trim();
  for (let before = ""; before !== left;) {
    before = left;
    left = left.replace(form, "");
  }
  return left.split(" ").filter((word) => !/^(and|und|et|y|e|og|och|en|i|a|и|та|και|the)$/.test(word)).join(" ");
}

/** The same with the words sorted: names that differ only in order are one. @param {string} text */
export const plain = (text) => inOrder(text).split(" ").sort().join(" ");

const alphabets = new Map(Object.entries(romanisations).map(([language, tables]) => [language, tables.map((table) => new Map(table.split(" ").map((pair) => /** @type {[string, string]} */ (pair.split("=")))))]));

/** In Latin letters; what has none is dropped. @param {string} text @param {string} language @param {number} [which] */
export function latin(text, language, which = 0) {
  const tables = alphabets.get(language);
  if (!tables || /^[\p{ASCII}]*$/u.test(text)) return bare(text);
  const map = tables[Math.min(which, tables.length - 1)];
  let out = "";
  const letters = text.normalize("NFC");
  for (let at = 0; at < letters.length; at += 1) {
    const two = letters.slice(at, at + 2);
    const lower = (part) => map.get(part.toLowerCase()) ?? map.get(bare(part.toLowerCase()));
    const double = two.length === 2 ? map.get(bare(two.toLowerCase())) : undefined;
    const made = double ?? lower(letters[at]);
    if (made === undefined) {
      out += letters[at];
    } else {
      const upper = letters[at] !== letters[at].toLowerCase();
      out += upper && made ? made[0].toUpperCase() + made.slice(1) : made;
    }
    if (double !== undefined) at += 1;
  }
  return bare(out);
}

/** For the part before the @. @param {string} text */
export const slug = (text) => bare(latin(latin(text, "russian"), "greek")).toLowerCase().replace(/[^a-z0-9]+/g, "");

/** Edits (insert, delete, replace, swap) between two texts, at most `limit`. */
export function distance(one, other, limit = Infinity) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j += 1) {
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      next.push(cost);
      least = Math.min(least, cost);
    }
    if (least > limit) return limit + 1;
    before = row;
    row = next;
  }
  return row[other.length];
}
