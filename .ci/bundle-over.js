// One file of a platform's package over the finished npm package: our own code bundled, and under it pkg/ in the form
// that the platform can load.

import { join } from "node:path";
import * as esbuild from "esbuild";

/**
 * @param {object} given
 * @param {string} given.root
 * @param {string} given.entry from the root
 * @param {string} given.over the file of pkg/ to use
 * @param {"esm" | "cjs"} given.format
 * @param {string[]} [given.external] packages that stay where they are
 * @param {Record<string, string>} [given.define] names, and what stands for them
 * @returns {Promise<string>} its text
 */
export async function bundled({ root, entry, over, format, external = [], define = {} }) {
  const { outputFiles: [made] } = await esbuild.build({
    absWorkingDir: root, entryPoints: [entry], bundle: true, write: false, format, platform: "node", target: "node20", legalComments: "none", charset: "ascii", external, define,
    inject: ["js-shim/step-globals.js"],
    plugins: [{
      name: "over-the-package",
      setup(build) {
        build.onResolve({ filter: /\/surface\.js$/ }, () => ({ path: join(root, "pkg", over) }));
      },
    }],
  });
  if (made === undefined) throw new Error(`${entry} gave no bundle`);
  return made.text;
}
