// Makes pkg/preview/: the page, its element, and what is fetched when it is needed. What the package has already (the
// whole wasm, the single file, the schema) stays where it is, one folder up.

import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as esbuild from "esbuild";
import { load } from "../tests/js/inputs.js";

/** A deal of each kind that people ask about first. */
const EXAMPLES = [
  ["five-products", "Five products, with discounts"],
  ["schedule-deposit-and-balance", "Deposit and balance"],
  ["schedule-recurring-beside-a-deposit", "Subscriptions beside a deposit"],
  ["euro-services-to-germany", "Services to Germany, in euro"],
  ["rules-explained", "Rules that change the terms"],
  ["rule-holds-a-big-discount", "Held for a big discount"],
  ["split-over-two-entities", "One deal, two organisations"],
  ["refused-for-five-reasons", "Refused for five reasons"],
];

/** Whom the deal is for, and one of nearly the same name. */
const CONTACTS = {
  Contacts: [
    ...load("matchContact/ambiguous.json").contacts.Contacts.slice(0, 1),
    { ContactID: "7e0c2f4b-51f7-4a0c-9d35-7f3d1c8b6a52", ContactStatus: "ACTIVE", Name: "Northwind Trading Company", EmailAddress: "office@northwind-trading.example" },
  ],
};
/** Examples whose contact is found among those. */
const MATCHED = ["five-products", "rules-explained"];

function examples() {
  return EXAMPLES.map(([name, title]) => {
    const input = { ...load(`mapDealToInvoice/${name}.json`), options: undefined };
    // Fields that are written back to are in no deal's own metadata.
    for (const entity of Object.values(input.config.entities)) delete entity.feedback;
    return { name, title, input: MATCHED.includes(name) ? { ...input, contact: undefined, contacts: CONTACTS } : input };
  });
}

/**
 * @param {{ out: string, stepWasm: Uint8Array, page: esbuild.Plugin, worker: esbuild.Plugin, version: string }} given `page` supplies the glue of
 * the small module, `worker` that of the whole one
 * @returns {Promise<string[]>} the files that are inside
 */
export async function buildPreview({ out, stepWasm, page, worker, version }) {
  const folder = join(out, "preview");
  mkdirSync(folder, { recursive: true });
  const options = { metafile: true, bundle: true, format: "esm", platform: "browser", target: "es2023", minify: true, legalComments: "none", charset: "utf8", define: { WONVOICE_VERSION: JSON.stringify(version) } };
  const files = "js-shim/preview";
  const built = await Promise.all([
    esbuild.build({ ...options, entryPoints: [join(files, "element.js")], outdir: folder, splitting: true, chunkNames: "part-[hash]", plugins: [page] }),
    esbuild.build({ ...options, entryPoints: [join(files, "worker.js")], outdir: folder, plugins: [worker] }),
  ]);
  for (const name of readdirSync(files).filter((name) => /\.(html|css|d\.ts)$/.test(name) && name !== "ambient.d.ts")) cpSync(join(files, name), join(folder, name));
  writeFileSync(join(folder, "preview.wasm"), stepWasm);
  writeFileSync(join(folder, "examples.json"), JSON.stringify(examples()));
  return built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
}
