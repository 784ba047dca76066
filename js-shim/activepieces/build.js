// The piece for Activepieces: one file beside the framework, which Activepieces brings.

import { readFileSync } from "node:fs";
import { platformBundle } from "../../.ci/platform-bundle.js";
import { rowsOf } from "../platform/operations.js";

/** @typedef {import("../../.ci/platforms.js").Made} Made */

/** @param {Made} made */
export async function build(made) {
  const { root, manifest, generated } = made;
  const rows = rowsOf(await made.surface());
  const logo = `data:image/svg+xml;base64,${readFileSync(made.from("js-shim/n8n/node/wonvoice.svg")).toString("base64")}`;
  made.write("src/index.js", await platformBundle({
    root,
    entry: "js-shim/activepieces/piece.js",
    external: ["@activepieces/*"],
    modules: { rows: `export const ROWS = ${JSON.stringify(rows)};`, logo: `export const LOGO = ${JSON.stringify(logo)};` },
    banner: `// ${generated}`,
  }));
  for (const licence of ["LICENSE-APACHE", "LICENSE-MIT", "LICENSE-LIBRARIES"]) made.copy(licence, `pkg/${licence}`);
  const { devDependencies } = JSON.parse(readFileSync(made.from("tests/hosts/package.json"), "utf8"));
  made.writeJson("package.json", {
    name: "piece-wonvoice",
    version: manifest.version,
    description: "Turns won Pipedrive deals into the right Xero invoices, to the cent",
    license: manifest.license,
    type: "commonjs",
    main: "./src/index.js",
    files: ["src", "LICENSE-*"],
    dependencies: { "@activepieces/pieces-framework": devDependencies["@activepieces/pieces-framework"] },
  });
}
