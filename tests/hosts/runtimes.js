// The runtimes that are claimed, and the ways in which the package is used in each. The README's table is made from
// this list; `make test-hosts` fails where one of them was not run.

import { readFileSync } from "node:fs";

const { devDependencies } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** The version that a package of package.json is pinned to. @param {string} name @returns {string} */
export const pinned = (name) => devDependencies[name].replace(/^npm:.*@/, "");

/**
 * @typedef {object} Runtime
 * @property {string} name
 * @property {string[]} versions none where the machine's own is used
 * @property {string[]} ways
 */

/** @type {Runtime[]} */
export const RUNTIMES = [
  { name: "Node.js", versions: ["node20", "node22", "node24"].map(pinned), ways: ["`import`", "`require`", "`import` of `wonvoice/inline`", "`require` of `wonvoice/inline`", "single file"] },
  { name: "Deno", versions: [pinned("deno")], ways: ["`import`", "`import` of `wonvoice/inline`, without permissions", "`require`"] },
  { name: "Bun", versions: [pinned("bun")], ways: ["`import`", "`require`", "`import` of `wonvoice/inline`", "single file"] },
  { name: "workerd, by miniflare", versions: [pinned("miniflare")], ways: ["`import` in a module Worker"] },
  { name: "Chromium", versions: [], ways: ["ES module under a content security policy", "single file by `<script>` under a content security policy"] },
  { name: "Vite", versions: [pinned("vite")], ways: ["build, in Chromium under the policy", "development server, in Chromium"] },
  { name: "webpack", versions: [pinned("webpack")], ways: ["build, in Chromium under the policy", "build for Node.js"] },
  { name: "esbuild", versions: [pinned("esbuild")], ways: ["build with `wonvoice.wasm` beside it, in Chromium under the policy", "build of `wonvoice/inline`, in Chromium under the policy"] },
  { name: "Node-RED", versions: [pinned("node-red")], ways: ["single file in a function node", "module of a function node"] },
  { name: "n8n's task runner", versions: [pinned("@n8n/task-runner")], ways: ["single file in a Code node", "`require` in a Code node, where NODE_FUNCTION_ALLOW_EXTERNAL names `wonvoice`"] },
];

/** The README's table, as Markdown. */
export function table() {
  const rows = RUNTIMES.map(({ name, versions, ways }) => `| ${name} | ${versions.join(", ") || "Debian's"} | ${ways.join("; ")} |`);
  return ["| runtime | version | ways |", "|---|---|---|", ...rows].join("\n");
}
