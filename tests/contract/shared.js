// Where the reference material lies: the vendors' specifications and samples, which the repository
// does not carry.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's own folder. */
export const repository = fileURLToPath(new URL('../../', import.meta.url));

const specification = 'spec/xero_accounting.yaml';

/**
 * The folder that this clone was made from, when that is a folder: CI and second clones have
 * `shared/` beside the first clone, not beside themselves.
 * @returns {string | undefined}
 */
function origin() {
  try {
    const url = execFileSync('git', ['-C', repository, 'config', '--get', 'remote.origin.url'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
    const path = url.startsWith('file://') ? fileURLToPath(url) : url;
    return isAbsolute(path) && existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The folder with the reference material, or why there is none. A folder that exists but lacks the
 * specification is an error: where the material should be, nothing may skip.
 * @returns {{ folder: string, skip: false } | { folder: undefined, skip: string }}
 */
function locate() {
  const named = process.env.WONVOICE_SHARED;
  const first = origin();
  const candidates = named
    ? [resolve(named)]
    : [join(repository, '../shared'), ...(first ? [join(first, '../shared')] : [])];
  const folder = candidates.find((candidate) => existsSync(candidate));
  if (folder === undefined) {
    if (named) throw new Error(`WONVOICE_SHARED names \`${named}\`, which does not exist`);
    return { folder: undefined, skip: 'no shared/ folder beside the repository (set WONVOICE_SHARED to name one)' };
  }
  if (!existsSync(join(folder, specification))) {
    throw new Error(`the shared folder in \`${dirname(folder)}\` lacks ${specification}`);
  }
  return { folder, skip: false };
}

const found = locate();

/** For `test(name, { skip }, …)`: false, or the reason. */
export const skip = found.skip;

/**
 * The path of a file of the reference material. Only for tests that `skip` lets run.
 * @param {string} name
 * @returns {string}
 */
export function sharedPath(name) {
  if (found.folder === undefined) throw new Error(found.skip);
  return join(found.folder, name);
}
