// The package for Node-RED's palette: the nodes in one file with the wasm beside it, their forms, help and examples.

import { readFileSync, readdirSync } from "node:fs";
import { bundled } from "../../../.ci/bundle-over.js";

const HERE = "js-shim/node-red/app";

/** @param {any} made */
export async function build(made) {
  const { version, license, description } = made.manifest;
  const code = await bundled({ root: made.root, entry: `${HERE}/index.js`, over: "node.cjs", format: "cjs" });
  made.write("nodes/wonvoice.js", `// ${made.generated}\n${code}\nmodule.exports = module.exports.register;\n`);
  made.copy("nodes/wonvoice.wasm", "pkg/wonvoice.wasm");
  made.copy("nodes/wonvoice.html", `${HERE}/wonvoice.html`);
  for (const name of ["wonvoice.json", "wonvoice.html"]) made.copy(`nodes/locales/en-US/${name}`, `${HERE}/locales/en-US/${name}`);
  for (const name of readdirSync(made.from(`${HERE}/examples`))) made.copy(`examples/${name}`, `${HERE}/examples/${name}`);
  for (const name of ["LICENSE-APACHE", "LICENSE-MIT"]) made.copy(name, name);
  made.copy("LICENSE-LIBRARIES", "pkg/LICENSE-LIBRARIES");
  made.write("README.md", readFileSync(made.from(`${HERE}/README.md`), "utf8"));
  made.writeJson("package.json", {
    name: "@wonvoice/node-red-wonvoice", version, description, license, keywords: ["node-red", "pipedrive", "xero", "invoice"], engines: { node: ">=20" },
    "node-red": { version: ">=4.0.0", nodes: { wonvoice: "nodes/wonvoice.js" } }, files: ["nodes", "examples", "LICENSE-*"],
  });
}
