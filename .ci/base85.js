// Bytes to base85, for the single file; js-shim/text.js reads it.

import { BASE85 } from "../js-shim/text.js";

/** @param {Uint8Array} bytes */
export function toBase85(bytes) {
  const data = Buffer.from(bytes);
  let text = "";
  for (let at = 0; at < data.length; at += 4) {
    const have = Math.min(4, data.length - at);
    let group = 0;
    for (let i = 0; i < 4; i++) group = group * 256 + (i < have ? data[at + i] : 0);
    let digits = "";
    for (let i = 0; i < 5; i++, group = Math.floor(group / 85)) digits = BASE85[group % 85] + digits;
    text += digits.slice(0, have + 1);
  }
  return text;
}
