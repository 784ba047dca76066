import { after, describe, test } from "node:test";
import { check, commonJs, esModule, nodeOf, pasted, project } from "./project.js";
import { pinned } from "./runtimes.js";

const user = project({ after });
user.write("import.mjs", esModule("wonvoice"));
user.write("import-inline.mjs", esModule("wonvoice/inline"));
user.write("require.cjs", commonJs("wonvoice"));
user.write("require-inline.cjs", commonJs("wonvoice/inline"));
user.write("single-file.cjs", `const suite = require("./suite.json");\n${pasted(user.step())}console.log(JSON.stringify(outcome));`);

const WAYS = /** @type {const} */ ([
  ["`import`", "import.mjs"],
  ["`require`", "require.cjs"],
  ["`import` of `wonvoice/inline`", "import-inline.mjs"],
  ["`require` of `wonvoice/inline`", "require-inline.cjs"],
  ["single file", "single-file.cjs"],
]);

for (const major of /** @type {const} */ ([20, 22, 24])) {
  describe(`Node.js ${pinned(`node${major}`)}`, () => {
    for (const [way, file] of WAYS) {
      test(way, async () => {
        const outcome = await user.run(nodeOf(major), ["--no-warnings", file]);
        check("Node.js", pinned(`node${major}`), way, outcome, { isSingleFile: way === "single file" });
      });
    }
  });
}
