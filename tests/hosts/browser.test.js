// Pages without a bundler, under a content security policy.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { POLICY, chromium, html, printed, serve } from "./chromium.js";
import { RUNNER, check, esModule, project } from "./project.js";

const user = project({ after });
const browser = await chromium({ after });
const origin = await serve({ after }, user.folder);
const file = "/node_modules/wonvoice/browser.js";

describe(`Chromium ${browser.version()}`, () => {
  test("an ES module", async () => {
    user.write("module.js", esModule(`.${file}`));
    user.write("module.html", html(["module.js"], 'type="module"'));
    check("Chromium", browser.version(), "ES module under a content security policy", await printed(browser, `${origin}/module.html`));
  });

  test("the single file by a plain script", async () => {
    user.write("began.js", "const began = performance.now();");
    user.write("script.js", `const loading = performance.now() - began;\n${RUNNER}
      fetch("suite.json").then((answer) => answer.json()).then((suite) => console.log(JSON.stringify(runSingleFile(wonvoice, suite, performance.now() - loading))));`);
    user.write("script.html", html(["began.js", "node_modules/wonvoice/wonvoice.step.js", "script.js"]));
    check("Chromium", browser.version(), "single file by `<script>` under a content security policy", await printed(browser, `${origin}/script.html`), { isSingleFile: true });
  });

  test("a policy that forbids WebAssembly is named, with the word it lacks", async () => {
    const strict = await serve({ after }, user.folder, POLICY.replace(" 'wasm-unsafe-eval'", ""));
    user.write("refused.js", `import { init } from ".${file}"; init().catch(({ code, message }) => console.log(JSON.stringify({ code, message })));`);
    user.write("refused.html", html(["refused.js"], 'type="module"'));
    const { code, message } = await printed(browser, `${strict}/refused.html`);
    assert.equal(code, "INTERNAL_NOT_LOADED");
    assert.match(message, /^INTERNAL_NOT_LOADED: the wasm could not be compiled \(.*\): a page needs 'wasm-unsafe-eval'/);
  });
});
