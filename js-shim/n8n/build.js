// The community package `n8n-nodes-wonvoice`: the node and its credentials, each one file without dependencies.

import { readFileSync, readdirSync } from "node:fs";
import { platformBundle } from "../../.ci/platform-bundle.js";
import { rowsOf } from "../platform/operations.js";
import { CREDENTIALS } from "./node/credentials.js";

/** @typedef {import("../../.ci/platforms.js").Made} Made */

const NODE = "dist/nodes/Wonvoice/Wonvoice.node.js";

/** A credential is data: a class that is nothing else. @param {string} name @param {object} data @param {string} generated */
const credentialFile = (name, data, generated) => `// ${generated}\n"use strict";\nclass ${name} {\n  constructor() {\n    Object.assign(this, ${JSON.stringify(data, null, 2).replaceAll("\n", "\n    ")});\n  }\n}\nmodule.exports = { ${name} };\n`;

/** @param {Made} made */
export async function build(made) {
  const { root, manifest, generated } = made;
  const rows = rowsOf(await made.surface());
  made.write(NODE, await platformBundle({
    root,
    entry: "js-shim/n8n/node/wonvoice.js",
    external: ["n8n-workflow"],
    modules: { rows: `export const ROWS = ${JSON.stringify(rows)};` },
    inject: ["js-shim/platform/timers.js"],
    isSandboxed: true,
    banner: `// ${generated}`,
  }));
  for (const icon of ["wonvoice.svg", "wonvoice.dark.svg"]) made.copy(`dist/nodes/Wonvoice/${icon}`, `js-shim/n8n/node/${icon}`);
  made.writeJson("dist/nodes/Wonvoice/Wonvoice.node.json", {
    node: "n8n-nodes-wonvoice.wonvoice",
    nodeVersion: "1.0",
    codexVersion: "1.0",
    categories: ["Finance & Accounting", "Sales"],
    alias: ["Xero", "Pipedrive", "invoice", "deal", "accounting", "reconcile"],
  });
  for (const [name, data] of Object.entries(CREDENTIALS)) made.write(`dist/credentials/${name}.credentials.js`, credentialFile(name, data, generated));
  for (const example of readdirSync(made.from("js-shim/n8n/examples"))) made.copy(`examples/${example}`, `js-shim/n8n/examples/${example}`);
  for (const licence of ["LICENSE-MIT", "LICENSE-LIBRARIES"]) made.copy(licence, `pkg/${licence}`);
  made.write("README.md", readFileSync(made.from("js-shim/n8n/README.md"), "utf8"));
  made.writeJson("package.json", {
    name: "n8n-nodes-wonvoice",
    version: manifest.version,
    description: "Turns won Pipedrive deals into the right Xero invoices, to the cent",
    // One of the package's two, and the only one that n8n takes.
    license: "MIT",
    keywords: ["n8n-community-node-package", "pipedrive", "xero", "invoice", "accounting"],
    author: manifest.author ?? { name: "The Wonvoice authors", email: "authors@wonvoice.example" },
    homepage: manifest.homepage ?? "https://wonvoice.example",
    ...(manifest.repository ? { repository: manifest.repository } : {}),
    engines: { node: ">=20.15" },
    main: NODE,
    files: ["dist", "examples", "LICENSE-*"],
    n8n: { n8nNodesApiVersion: 1, strict: true, credentials: Object.keys(CREDENTIALS).map((name) => `dist/credentials/${name}.credentials.js`), nodes: [NODE] },
    peerDependencies: { "n8n-workflow": "*" },
  });
}
