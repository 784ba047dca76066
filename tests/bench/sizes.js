// Bytes of what is shipped, against tests/ceilings.json. `--check` fails where one is exceeded.

import { readFileSync } from "node:fs";
import { brotliCompressSync, gzipSync } from "node:zlib";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root));
const files = {
  "wonvoice.wasm": "pkg/wonvoice.wasm",
  "step wasm": "target/package/step/wonvoice.wasm",
  "wonvoice.step.js": "pkg/wonvoice.step.js",
};
const measures = { raw: (bytes) => bytes, gzip: (bytes) => gzipSync(bytes, { level: 9 }), brotli: (bytes) => brotliCompressSync(bytes) };
const ceilings = JSON.parse(read("tests/ceilings.json"));

const tooBig = [];
console.log("bytes                     raw            gzip          brotli   (of ceiling)");
for (const [name, path] of Object.entries(files)) {
  const bytes = read(path);
  const cells = Object.entries(measures).map(([measure, pack]) => {
    const size = pack(bytes).length;
    const ceiling = ceilings[name][measure];
    if (size > ceiling.bytes) tooBig.push(`${name} is ${size} bytes ${measure}, over its ceiling of ${ceiling.bytes} (${ceiling.why}): make it smaller, or raise the ceiling in tests/ceilings.json with the reason`);
    return `${size} ${String(Math.round((100 * size) / ceiling.bytes)).padStart(3)} %`.padStart(16);
  });
  console.log(name.padEnd(16) + cells.join(""));
}
for (const line of tooBig) console.error(line);
if (process.argv.includes("--check") && tooBig.length > 0) process.exitCode = 1;
