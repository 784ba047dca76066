// A folder that is filled page by page: lists as NDJSON, and beside them how far each was read. What a page is to add
// counts only once the cursor says so, so a run that dies in the middle of one leaves nothing behind.

import { open, readFile, rename, writeFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { InputError } from "./cli-input.js";

/** `place` is where the next page begins, `size` how much of the file counts, in bytes. @typedef {{ place: any, size: number, rows: number, isDone: boolean }} Progress */
/** @typedef {{ version: 1, source: string, lists: Record<string, Progress> }} State */

const STATE = "pull.json";

/** @param {string} path @returns {Promise<string | undefined>} */
async function textOf(path) {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT") return undefined;
    throw new InputError(`${path}: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} path @param {string} text */
async function writeWhole(path, text) {
  await writeFile(`${path}.tmp`, text, { flush: true });
  await rename(`${path}.tmp`, path);
}

/**
 * @param {string} folder
 * @param {string} source whose data it is: another's is not added to it
 */
export async function openFolder(folder, source) {
  await mkdir(folder, { recursive: true });
  const text = await textOf(join(folder, STATE));
  /** @type {State} */
  let state = { version: 1, source, lists: {} };
  if (text !== undefined) {
    try {
      state = JSON.parse(text);
    } catch {
      throw new InputError(`${join(folder, STATE)}: is no JSON; delete the folder and pull again`);
    }
    if (state.version !== 1 || typeof state.lists !== "object" || state.lists === null) throw new InputError(`${join(folder, STATE)}: was written by another version; pull into another folder`);
    if (state.source !== source) throw new InputError(`${folder}: holds what was pulled from ${state.source}, not from ${source}; pull into another folder`);
  }
  const keep = () => writeWhole(join(folder, STATE), `${JSON.stringify(state)}\n`);
  return {
    /** How far a list is. @param {string} name */
    progress: (name) => state.lists[name],
    /** A small answer, whole or not at all. @param {string} name @param {unknown} value */
    put: (name, value) => writeWhole(join(folder, `${name}.json`), `${JSON.stringify(value)}\n`),
    /**
     * The end of a list's file, behind which pages are added.
     * @param {string} name
     */
    async list(name) {
      const path = join(folder, `${name}.ndjson`);
      const file = await open(path, "a+").catch((error) => Promise.reject(new InputError(`${path}: ${error.message}`)));
      const found = state.lists[name] ?? { place: null, size: 0, rows: 0, isDone: false };
      const { size } = await file.stat();
      if (size < found.size) {
        await file.close();
        throw new InputError(`${path}: is shorter than it was; delete the folder and pull again`);
      }
      // What a run wrote that died before it could say so.
      if (size > found.size) await file.truncate(found.size);
      state.lists[name] = found;
      return {
        place: found.place,
        rows: () => found.rows,
        /** @param {unknown[]} rows @param {any} place @param {boolean} isDone */
        async add(rows, place, isDone) {
          const bytes = Buffer.from(rows.map((row) => `${typeof row === "string" ? row : JSON.stringify(row)}\n`).join(""));
          await file.appendFile(bytes);
          await file.sync();
          Object.assign(found, { place, size: found.size + bytes.length, rows: found.rows + rows.length, isDone });
          await keep();
        },
        close: () => file.close(),
      };
    },
  };
}
