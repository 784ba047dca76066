import { after, describe, test } from "node:test";
import { join } from "node:path";
import { check, commonJs, esModule, hosts, pasted, project } from "./project.js";
import { pinned } from "./runtimes.js";

const user = project({ after });
user.write("import.mjs", esModule("wonvoice"));
user.write("import-inline.mjs", esModule("wonvoice/inline"));
user.write("require.cjs", commonJs("wonvoice"));
user.write("single-file.cjs", `const suite = require("./suite.json");\n${pasted(user.step())}console.log(JSON.stringify(outcome));`);

describe("Deno", () => {
  const version = pinned("deno");
  const run = (/** @type {string[]} */ ...args) => user.run(join(hosts, "node_modules/.bin/deno"), ["run", "--quiet", "--no-remote", "--no-lock", ...args], { DENO_DIR: join(user.folder, "deno"), DENO_NO_UPDATE_CHECK: "1" });

  test("import", async () => check("Deno", version, "`import`", await run("--allow-read", "import.mjs")));
  test("import of the inline entry, without permissions", async () => check("Deno", version, "`import` of `wonvoice/inline`, without permissions", await run("--no-prompt", "import-inline.mjs")));
  test("require", async () => check("Deno", version, "`require`", await run("--allow-read", "require.cjs")));
});

describe("Bun", () => {
  const version = pinned("bun");
  for (const [way, file] of /** @type {const} */ ([["`import`", "import.mjs"], ["`require`", "require.cjs"], ["`import` of `wonvoice/inline`", "import-inline.mjs"], ["single file", "single-file.cjs"]])) {
    test(way, async () => check("Bun", version, way, await user.run(join(hosts, "node_modules/.bin/bun"), [file]), { isSingleFile: way === "single file" }));
  }
});
