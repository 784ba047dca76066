// Tax and company numbers with right check digits, in the form in which people write them first.
// Written from the authorities' descriptions of the schemes, apart from the core: its tables would prove themselves.

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** @param {string} digits @param {readonly number[]} weights */
const sum = (digits, weights) => weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0);
const falling = (from, to) => Array.from({ length: from - to + 1 }, (_, at) => from - at);

/** The digit that makes a number end right under Luhn's rule. */
function luhn(digits) {
  const total = [...digits].reverse().reduce((all, digit, at) => {
    const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return String((10 - (total % 10)) % 10);
}

/** ISO 7064, MOD 11,10. */
function mod1110(digits) {
  let product = 10;
  for (const digit of digits) {
    const step = (Number(digit) + product) % 10 || 10;
    product = (step * 2) % 11;
  }
  return String((11 - product) % 10);
}

/** Draws until the scheme has a check digit for what was drawn. */
function drawn(make) {
  for (;;) {
    const made = make();
    if (made !== undefined) return made;
  }
}

/** `check` gives a number from 0 to 9, or 10 where the scheme has none. */
const withCheck = (random, pattern, check) => drawn(() => {
  const digits = random.like(pattern);
  const last = check(digits);
  return last > 9 ? undefined : `${digits}${last}`;
});

/**
 * For each country: a tax number. Where the company number is part of it, `company` takes it from there.
 * `checked`: a slip in one digit shows.
 * @type {Record<string, { tax: (random: import("./random.js").Random) => string, company?: (random: import("./random.js").Random, tax: string) => string, checked: boolean }>}
 */
export const schemes = {
  GB: {
    checked: true,
    tax: (random) => {
      const digits = random.like("!######");
      const rest = 97 - (sum(digits, falling(8, 2)) % 97);
      return `GB${digits}${String(rest).padStart(2, "0")}`;
    },
    company: (random) => random.pick(["0#######", "1#######", "SC######", "OC######"].map((pattern) => random.like(pattern))),
  },
  IE: {
    checked: true,
    tax: (random) => {
      const digits = random.like("!######");
      return `IE${digits}${"WABCDEFGHIJKLMNOPQRSTUV"[sum(digits, falling(8, 2)) % 23]}`;
    },
    company: (random) => random.like("!#####"),
  },
  US: { checked: false, tax: (random) => random.like("!#-#######") },
  CA: { checked: true, tax: (random) => { const digits = random.like("!#######"); return `${digits}${luhn(digits)}RT0001`; } },
  AU: {
    checked: true,
    tax: (random) => drawn(() => {
      const company = acn(random);
      for (let check = 10; check < 100; check += 1) {
        const digits = `${check}${company}`;
        const total = sum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10;
        if (total % 89 === 0) return digits;
      }
      return undefined;
    }),
    company: (_random, tax) => tax.slice(2),
  },
  NZ: {
    checked: true,
    tax: (random) => drawn(() => {
      const digits = random.like("1#######");
      for (const weights of [[3, 2, 7, 6, 5, 4, 3, 2], [7, 4, 3, 2, 5, 2, 7, 6]]) {
        const rest = sum(digits, weights) % 11;
        const check = rest === 0 ? 0 : 11 - rest;
        if (check < 10) return `${digits}${check}`;
      }
      return undefined;
    }),
    company: (random) => random.like("!######"),
  },
  DE: { checked: true, tax: (random) => { const digits = random.like("!#######"); return `DE${digits}${mod1110(digits)}`; }, company: (random) => `HRB ${random.like("!####")}` },
  AT: {
    checked: true,
    tax: (random) => {
      const digits = random.like("!######");
      const total = [...digits].reduce((all, digit, at) => all + (at % 2 === 0 ? Number(digit) : Math.floor(Number(digit) / 5) + ((Number(digit) * 2) % 10)), 0);
      return `ATU${digits}${(96 - total) % 10}`;
    },
    company: (random) => `FN ${random.like("!#####")}${random.pick(["a", "d", "f", "g", "k", "m", "x"])}`,
  },
  CH: {
    checked: true,
    tax: (random) => {
      const digits = withCheck(random, "!#######", (eight) => (11 - (sum(eight, [5, 4, 3, 2, 7, 6, 5, 4]) % 11)) % 11);
      return `CHE-${digits.slice(0, 3)}.${digits.slice(3, 6)}.${digits.slice(6)} MWST`;
    },
    company: (_random, tax) => tax.slice(0, 15),
  },
  FR: {
    checked: true,
    tax: (random) => {
      const eight = random.like("!#######");
      const siren = `${eight}${luhn(eight)}`;
      return `FR${String((12 + 3 * (Number(siren) % 97)) % 97).padStart(2, "0")}${siren}`;
    },
    company: (_random, tax) => tax.slice(4),
  },
  BE: {
    checked: true,
    tax: (random) => { const digits = `0${random.like("!######")}`; return `BE${digits}${String(97 - (Number(digits) % 97)).padStart(2, "0")}`; },
    company: (_random, tax) => tax.slice(2),
  },
  NL: { checked: true, tax: (random) => `NL${withCheck(random, "8#######", (eight) => sum(eight, falling(9, 2)) % 11)}B01`, company: (random) => random.like("!#######") },
  ES: {
    checked: true,
    tax: (random) => {
      const digits = random.like("!######");
      const total = [...digits].reduce((all, digit, at) => {
        const value = Number(digit) * (at % 2 === 0 ? 2 : 1);
        return all + (value > 9 ? value - 9 : value);
      }, 0);
      return `ES${random.pick(["A", "B"])}${digits}${(10 - (total % 10)) % 10}`;
    },
  },
  PT: { checked: true, tax: (random) => { const digits = random.like("5#######"); const rest = 11 - (sum(digits, falling(9, 2)) % 11); return `PT${digits}${rest > 9 ? 0 : rest}`; } },
  IT: { checked: true, tax: (random) => { const digits = `0${random.like("!######")}${random.pick(["001", "015", "037", "058"])}`.slice(0, 10); return `IT${digits}${luhn(digits)}`; } },
  PL: { checked: true, tax: (random) => `PL${withCheck(random, "!########", (nine) => sum(nine, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11)}`, company: (random) => `0000${random.like("!#####")}` },
  CZ: {
    checked: true,
    tax: (random) => { const digits = random.like("2######"); return `CZ${digits}${(11 - (sum(digits, falling(8, 2)) % 11)) % 10}`; },
    company: (_random, tax) => tax.slice(2),
  },
  SE: { checked: true, tax: (random) => { const nine = `55${random.like("6######")}`; return `SE${nine}${luhn(nine)}01`; }, company: (_random, tax) => `${tax.slice(2, 8)}-${tax.slice(8, 12)}` },
  NO: {
    checked: true,
    tax: (random) => `NO ${withCheck(random, "!#######", (eight) => (11 - (sum(eight, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11)} MVA`,
    company: (_random, tax) => tax.slice(3, 12),
  },
  DK: { checked: true, tax: (random) => `DK${withCheck(random, "3######", (seven) => (11 - (sum(seven, [2, 7, 6, 5, 4, 3, 2]) % 11)) % 11)}`, company: (_random, tax) => tax.slice(2) },
  FI: {
    checked: true,
    tax: (random) => `FI${withCheck(random, "2######", (seven) => { const rest = sum(seven, [7, 9, 10, 5, 8, 4, 2]) % 11; return rest === 0 ? 0 : 11 - rest; })}`,
    company: (_random, tax) => `${tax.slice(2, 9)}-${tax.slice(9)}`,
  },
  GR: { checked: true, tax: (random) => { const digits = random.like("!#######"); return `EL${digits}${(sum(digits, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10}`; } },
  BG: {
    checked: true,
    tax: (random) => {
      const digits = random.like("2#######");
      const first = sum(digits, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
      return `BG${digits}${first < 10 ? first : (sum(digits, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10}`;
    },
    company: (_random, tax) => tax.slice(2),
  },
  RU: { checked: true, tax: (random) => { const digits = random.like("77#######"); return `${digits}${(sum(digits, [2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11) % 10}`; } },
  // Its scheme for numbers of twelve digits is not published: only the form is right.
  UA: { checked: false, tax: (random) => random.like("3###########"), company: (_random, tax) => tax.slice(0, 8) },
  IN: {
    checked: true,
    tax: (random) => {
      const body = `${random.pick(["27", "29", "07", "33", "24"])}AA${random.like("@C@####@")}1Z`;
      const total = [...body].reduce((all, letter, at) => {
        const value = ALPHABET.indexOf(letter) * (at % 2 === 0 ? 1 : 2);
        return all + Math.floor(value / 36) + (value % 36);
      }, 0);
      return `${body}${ALPHABET[(36 - (total % 36)) % 36]}`;
    },
  },
  SG: { checked: false, tax: (random) => `${random.between(1998, 2024)}${random.like("!####@")}` },
  ZA: { checked: true, tax: (random) => { const digits = random.like("4########"); return `${digits}${luhn(digits)}`; }, company: (random) => `${random.between(1998, 2024)}/0${random.digits(5)}/07` },
  BR: {
    checked: true,
    tax: (random) => {
      let digits = `${random.like("!#######")}0001`;
      for (const weights of [[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]]) {
        const rest = sum(digits, weights) % 11;
        digits += rest < 2 ? "0" : String(11 - rest);
      }
      return `${digits.slice(0, 2)}.${digits.slice(2, 5)}.${digits.slice(5, 8)}/${digits.slice(8, 12)}-${digits.slice(12)}`;
    },
  },
  JP: {
    checked: true,
    tax: (random) => {
      const digits = random.like("#10#0########").slice(1);
      const total = [...digits].reverse().reduce((all, digit, at) => all + Number(digit) * (at % 2 === 0 ? 1 : 2), 0);
      return `T${9 - (total % 9)}${digits}`;
    },
    company: (_random, tax) => tax.slice(1),
  },
  CN: {
    checked: true,
    tax: (random) => {
      const body = `91${random.pick(["310115", "110108", "440305"])}MA${random.like("!####@@#")}`.replaceAll("S", "K").replaceAll("V", "W").replaceAll("Z", "Y").slice(0, 17);
      const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
      const total = weights.reduce((all, weight, at) => all + weight * USCC.indexOf(body.padEnd(17, "0")[at]), 0);
      return `${body.padEnd(17, "0")}${USCC[(31 - (total % 31)) % 31]}`;
    },
  },
};

/** An Australian company number. */
function acn(random) {
  const digits = random.like("1#######");
  return `${digits}${(10 - (sum(digits, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10}`;
}
