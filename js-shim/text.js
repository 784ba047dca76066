// What a sandbox may lack: base64, base91 and UTF-8.

/**
 * @param {string} text base64 without line breaks
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase64(text) {
  const codes = new Uint8Array(128);
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  for (let i = 0; i < 64; i++) codes[alphabet.charCodeAt(i)] = i;
  let size = text.length;
  while (size > 0 && text.charCodeAt(size - 1) === 61) size--;
  const bytes = new Uint8Array((size * 3) >> 2);
  const code = (/** @type {number} */ at) => (at < size ? (codes[text.charCodeAt(at)] ?? 0) : 0);
  for (let from = 0, to = 0; from < size; from += 4) {
    const group = (code(from) << 18) | (code(from + 1) << 12) | (code(from + 2) << 6) | code(from + 3);
    bytes[to++] = group >> 16;
    bytes[to++] = group >> 8;
    bytes[to++] = group;
  }
  return bytes;
}

// The printable characters but those that quote or escape in a text, or open and close a host's template.
export const BASE91 = " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz|~";

/**
 * Thirteen bits, or fourteen where they are small, in two characters: Joachim Henke's basE91 with other
 * characters. Base64 takes an eighth more.
 * @param {string} text
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function fromBase91(text) {
  const codes = new Uint8Array(128);
  for (let i = 0; i < 91; i++) codes[BASE91.charCodeAt(i)] = i;
  const code = (/** @type {number} */ at) => codes[text.charCodeAt(at)] ?? 0;
  const bytes = new Uint8Array(Math.ceil((text.length * 7) / 8));
  let to = 0;
  let bits = 0;
  let count = 0;
  for (let from = 0; from < text.length; from += 2) {
    const isLast = from + 1 === text.length;
    const pair = isLast ? code(from) : code(from) + code(from + 1) * 91;
    bits |= pair << count;
    count += isLast ? 7 : (pair & 8191) > 88 ? 13 : 14;
    for (; count > 7; count -= 8, bits >>= 8) bytes[to++] = bits;
  }
  return bytes.slice(0, to);
}

/** UTF-8 out of text, as far as the glue uses `TextEncoder`. */
export class OwnTextEncoder {
  /** @param {string} text */
  encode(text) {
    const bytes = new Uint8Array(text.length * 3);
    return bytes.subarray(0, this.encodeInto(text, bytes).written);
  }

  /** @param {string} text @param {Uint8Array} bytes */
  encodeInto(text, bytes) {
    let to = 0;
    let from = 0;
    while (from < text.length) {
      let code = text.codePointAt(from) ?? 0;
      from += code > 0xffff ? 2 : 1;
      // An unpaired surrogate has no UTF-8; like the standard's encoder.
      if (code >= 0xd800 && code <= 0xdfff) code = 0xfffd;
      if (code < 0x80) {
        bytes[to++] = code;
      } else if (code < 0x800) {
        bytes[to++] = 0xc0 | (code >> 6);
        bytes[to++] = 0x80 | (code & 63);
      } else if (code < 0x10000) {
        bytes[to++] = 0xe0 | (code >> 12);
        bytes[to++] = 0x80 | ((code >> 6) & 63);
        bytes[to++] = 0x80 | (code & 63);
      } else {
        bytes[to++] = 0xf0 | (code >> 18);
        bytes[to++] = 0x80 | ((code >> 12) & 63);
        bytes[to++] = 0x80 | ((code >> 6) & 63);
        bytes[to++] = 0x80 | (code & 63);
      }
    }
    return { read: text.length, written: to };
  }
}

/** Text out of UTF-8. Only for what Rust wrote, which is valid by its type. */
export class OwnTextDecoder {
  /** @param {Uint8Array} [bytes] */
  decode(bytes) {
    if (bytes === undefined) return "";
    let text = "";
    /** @type {number[]} */
    let units = [];
    const at = (/** @type {number} */ i) => bytes[i] ?? 0;
    for (let i = 0; i < bytes.length; ) {
      const first = at(i);
      if (first < 0x80) {
        units.push(first);
        i += 1;
      } else if (first < 0xe0) {
        units.push(((first & 31) << 6) | (at(i + 1) & 63));
        i += 2;
      } else if (first < 0xf0) {
        units.push(((first & 15) << 12) | ((at(i + 1) & 63) << 6) | (at(i + 2) & 63));
        i += 3;
      } else {
        const rest = (((first & 7) << 18) | ((at(i + 1) & 63) << 12) | ((at(i + 2) & 63) << 6) | (at(i + 3) & 63)) - 0x10000;
        units.push(0xd800 | (rest >> 10), 0xdc00 | (rest & 1023));
        i += 4;
      }
      if (units.length > 4000) {
        text += String.fromCharCode(...units);
        units = [];
      }
    }
    return text + String.fromCharCode(...units);
  }
}

/** The same by `Buffer`, which Node-RED has though it lacks `TextEncoder`: 200 KB of text go through it at once. */
export class BufferTextEncoder {
  /** @param {string} text */
  encode(text) {
    return new Uint8Array(Buffer.from(text));
  }

  /** @param {string} text @param {Uint8Array} bytes with room for all of it */
  encodeInto(text, bytes) {
    const encoded = Buffer.from(text);
    bytes.set(encoded);
    return { read: text.length, written: encoded.length };
  }
}

/** As `OwnTextDecoder`, by `Buffer`. */
export class BufferTextDecoder {
  /** @param {Uint8Array} [bytes] */
  decode(bytes) {
    return bytes === undefined ? "" : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  }
}

const hasBuffer = typeof Buffer === "function";
export const HostTextEncoder = typeof TextEncoder === "function" ? TextEncoder : hasBuffer ? BufferTextEncoder : OwnTextEncoder;
export const HostTextDecoder = typeof TextDecoder === "function" ? TextDecoder : hasBuffer ? BufferTextDecoder : OwnTextDecoder;

/** What the glue gets as `TextEncoder`: encodes into a buffer that is kept, which its caller copies at once. */
export class ReusingTextEncoder extends HostTextEncoder {
  #buffer = new Uint8Array(1 << 16);

  /** @override @param {string} text @returns {Uint8Array<ArrayBuffer>} */
  encode(text) {
    if (text.length > 1 << 20) return super.encode(text);
    if (text.length * 3 > this.#buffer.length) this.#buffer = new Uint8Array(text.length * 3);
    return this.#buffer.subarray(0, this.encodeInto(text, this.#buffer).written);
  }
}

/**
 * Writes unpaired surrogates as JSON escapes. UTF-8 cannot carry them and would silently put U+FFFD in their
 * place; as escapes they reach the reader, which names them.
 * @param {string} json
 */
export function escapeLoneSurrogates(json) {
  return json.replace(/\p{Surrogate}/gu, (unit) => "\\u" + unit.charCodeAt(0).toString(16));
}
