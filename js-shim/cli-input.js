// Files and standard input to JSON texts. Texts stay texts: parsing and writing them again would change numbers
// beyond 2^53 before the core sees them.

import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";

/** Something about an input that the user has to mend; ends with exit code 3. */
export class InputError extends Error {}

/** @param {string} name @param {unknown} error @returns {InputError} */
function unreadable(name, error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === "ENOENT") return new InputError(`${name}: there is no such file; check the path, or use - for standard input`);
  if (code === "EISDIR") return new InputError(`${name}: is a folder; name a file in it`);
  if (code === "EACCES") return new InputError(`${name}: may not be read; check its permissions`);
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") return new InputError(`${name}: is not UTF-8; save it as UTF-8`);
  return new InputError(`${name}: ${message}`);
}

/** @param {Uint8Array} bytes the first of a file */
function decoderFor(bytes) {
  // PowerShell writes UTF-16 when it redirects.
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(utf16 ? "utf-16le" : "utf-8", { fatal: true });
}

/** @param {string} name @param {string} text */
function checkJson(name, text) {
  if (text.trim() === "") throw new InputError(`${name}: is empty; JSON is expected`);
  try {
    JSON.parse(text);
  } catch (error) {
    throw new InputError(`${name}: is no JSON: ${/** @type {Error} */ (error).message.replace(/\s+/g, " ")}`);
  }
}

/**
 * A whole file that must be JSON.
 * @param {string} path
 * @returns {Promise<string>}
 */
export async function readJsonFile(path) {
  let text;
  try {
    const bytes = await readFile(path);
    text = decoderFor(bytes).decode(bytes);
  } catch (error) {
    throw unreadable(path, error);
  }
  checkJson(path, text);
  return text.trim();
}

/**
 * Lines, split at line feeds only: JSON texts may hold U+2028, where other splitters would cut.
 * @param {string} name @param {AsyncIterable<Uint8Array>} stream
 */
async function* linesOf(name, stream) {
  /** @type {TextDecoder | undefined} */
  let decoder;
  let rest = "";
  try {
    for await (const chunk of stream) {
      decoder ??= decoderFor(chunk);
      const pieces = (rest + decoder.decode(chunk, { stream: true })).split("\n");
      rest = pieces.pop() ?? "";
      yield* pieces;
    }
    rest += decoder?.decode() ?? "";
  } catch (error) {
    throw unreadable(name, error);
  }
  if (rest !== "") yield rest;
}

/** @typedef {{ where: string, text: string, isLine: boolean }} Input */

/** @param {string} text */
function isWholeObject(text) {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

/**
 * The inputs of a file: one, or one a line. NDJSON is known by its name, by `--ndjson`, or by a first line that
 * is a whole object with more after it.
 * @param {string} path `-` for standard input
 * @param {boolean} ndjson
 * @returns {AsyncGenerator<Input>}
 */
export async function* inputsOf(path, ndjson) {
  const name = path === "-" ? "standard input" : path;
  const stream = path === "-" ? process.stdin : createReadStream(path);
  let lineMode = ndjson || /\.(ndjson|jsonl)$/i.test(path);
  /** @type {string[]} */
  const held = [];
  let number = 0;
  let firstAt = 0;
  for await (const line of linesOf(name, stream)) {
    number++;
    if (lineMode) {
      if (line.trim() !== "") yield { where: `${name}:${number}`, text: line.trim(), isLine: true };
      continue;
    }
    if (line.trim() !== "" && firstAt > 0 && held.length === 1 && isWholeObject(held[0] ?? "")) {
      lineMode = true;
      yield { where: `${name}:${firstAt}`, text: (held[0] ?? "").trim(), isLine: true };
      yield { where: `${name}:${number}`, text: line.trim(), isLine: true };
      continue;
    }
    if (line.trim() === "" && (firstAt === 0 || held.length === 1)) continue;
    if (firstAt === 0) firstAt = number;
    held.push(line);
  }
  if (lineMode) return;
  const text = held.join("\n");
  checkJson(name, text);
  yield { where: name, text: text.trim(), isLine: false };
}

/**
 * What stands between the commas of a list or an object, as text: parsed and written again, numbers could change.
 * @param {string} text JSON
 * @returns {string[]}
 */
export function itemsOf(text) {
  /** @type {string[]} */
  const items = [];
  let depth = 0;
  let start = 1;
  const end = text.length - 1;
  for (let at = 1; at < end; at++) {
    switch (text[at]) {
      case '"':
        // To its end, over whatever is escaped.
        for (at++; text[at] !== '"'; at++) if (text[at] === "\\") at++;
        break;
      case "[":
      case "{":
        depth++;
        break;
      case "]":
      case "}":
        depth--;
        break;
      case ",":
        if (depth === 0) {
          items.push(text.slice(start, at).trim());
          start = at + 1;
        }
        break;
    }
  }
  const last = text.slice(start, end).trim();
  if (last !== "") items.push(last);
  return items;
}

/** @typedef {Iterable<[name: string, json: string]>} Members */

/**
 * The input's object with members added; of two with the same name the last counts, as in JavaScript.
 * @param {string} text
 * @param {Members} parts these replace the input's own
 */
export function withParts(text, parts) {
  // What is no object is for the core to refuse.
  if (!text.startsWith("{") || !text.endsWith("}")) return text;
  const write = (/** @type {Members} */ members) => [...members].map(([name, json]) => `${JSON.stringify(name)}:${json}`);
  const own = text.slice(1, -1).trim();
  return `{${[...(own === "" ? [] : [own]), ...write(parts)].join(",")}}`;
}
