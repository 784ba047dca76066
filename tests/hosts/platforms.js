// The packages of platforms as .ci/platforms made them, each where its platform finds what it needs beside it.

import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const made = fileURLToPath(new URL("../../target/platforms/", import.meta.url));
const modules = fileURLToPath(new URL("./node_modules", import.meta.url));

/**
 * A copy of a platform's package, with the packages of the tests under it.
 * @param {string} name as .ci/platforms has it
 * @param {{ after(run: () => void): void }} scope deletes it in the end
 */
export function platform(name, scope) {
  assert.ok(existsSync(join(made, name)), `run \`.ci/platforms ${name}\` first`);
  const folder = mkdtempSync(join(tmpdir(), "wonvoice-platform-"));
  scope.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(made, name), folder, { recursive: true });
  symlinkSync(modules, join(folder, "node_modules"));
  return folder;
}
