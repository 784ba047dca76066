// JSON with the text of its numbers kept: whether a price was written as 0.00003 or 3e-5 is part of
// the contract, and `JSON.parse` alone forgets it.

/** @typedef {WeakMap<object, Map<string, string>>} NumberTexts */

/**
 * @param {string} text
 * @returns {{ value: any, numbers: NumberTexts }}
 */
export function parseKeepingNumbers(text) {
  /** @type {NumberTexts} */
  const numbers = new WeakMap();
  /**
   * @this {any}
   * @param {string} key
   * @param {any} value
   * @param {{ source?: string }} [context]
   */
  function keep(key, value, context) {
    if (typeof value === 'number' && context?.source !== undefined) {
      const texts = numbers.get(this) ?? new Map();
      texts.set(key, context.source);
      numbers.set(this, texts);
    }
    return value;
  }
  return { value: JSON.parse(text, keep), numbers };
}

/**
 * A decimal as an integer of 10^-scale, from a number's JSON text.
 * @param {string} text
 * @returns {{ units: bigint, scale: number }}
 */
export function decimal(text) {
  const parts = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (parts === null) throw new Error(`\`${text}\` is no JSON number`);
  const [, sign, whole, fraction = '', exponent = '0'] = parts;
  let digits = whole + fraction;
  let scale = fraction.length - Number(exponent);
  if (scale < 0) {
    digits += '0'.repeat(-scale);
    scale = 0;
  }
  while (scale > 0 && digits.endsWith('0')) {
    digits = digits.slice(0, -1);
    scale -= 1;
  }
  const units = BigInt(digits === '' ? '0' : digits);
  return { units: sign === '-' ? -units : units, scale };
}

/**
 * `units` of 10^-from in units of 10^-to, half away from zero.
 * @param {bigint} units
 * @param {number} from
 * @param {number} to
 */
export function rescale(units, from, to) {
  if (to >= from) return units * 10n ** BigInt(to - from);
  const step = 10n ** BigInt(from - to);
  const size = units < 0n ? -units : units;
  const rounded = (size + step / 2n) / step;
  return units < 0n ? -rounded : rounded;
}
