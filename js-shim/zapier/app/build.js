// The app as `zapier-platform push` takes it: one file of our own and its manifest.

import { readFileSync } from "node:fs";
import { bundled } from "../../../.ci/bundle-over.js";

/** @param {any} made */
export async function build(made) {
  const { devDependencies } = JSON.parse(readFileSync(made.from("tests/hosts/package.json"), "utf8"));
  const code = await bundled({ root: made.root, entry: "js-shim/zapier/app/index.js", over: "inline.js", format: "esm", external: ["zapier-platform-core"], define: { WONVOICE_VERSION: JSON.stringify(made.manifest.version) } });
  made.write("index.js", `// ${made.generated}\n${code}`);
  made.writeJson("package.json", {
    name: "wonvoice-zapier", version: made.manifest.version, private: true, description: made.manifest.description, license: made.manifest.license, type: "module", exports: "./index.js",
    engines: { node: ">=22" }, dependencies: { "zapier-platform-core": devDependencies["zapier-platform-core"] },
  });
}
