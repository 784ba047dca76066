// What is imported into Make: a scenario's blueprint, and the definition of a custom app in the form that the Apps
// Editor's local workspace has.

import { execFileSync } from "node:child_process";
import { blueprint } from "./blueprint.js";
import { BASE, CONNECTION, MODULES } from "./custom-app.js";

/** @param {any} made */
export async function build(made) {
  const snippet = (/** @type {string} */ step) => execFileSync(process.execPath, [made.from("pkg/cli.js"), "snippet", "make", "--step", step, "--snapshot-from", "snapshot"], { encoding: "utf8", maxBuffer: 1 << 26 });
  made.writeJson("blueprint.json", blueprint({ lookups: snippet("lookups"), verdict: snippet("verdict") }));

  const app = (/** @type {string} */ path, /** @type {unknown} */ value) => (made.writeJson(`app/${path}`, value), path);
  const connection = (/** @type {string} */ part, /** @type {unknown} */ value) => app(`connections/wonvoice/wonvoice.${part}.iml.json`, value);
  const modules = Object.entries(MODULES).map(([id, { label, description, moduleType, actionCrud, communication, mappable, interface: gives, samples }]) => {
    const file = (/** @type {string} */ part, /** @type {unknown} */ value) => app(`modules/${id}/${id}.${part}.iml.json`, value);
    const codeFiles = { communication: file("communication", communication), staticParams: file("static-params", []), mappableParams: file("mappable-params", mappable), interface: file("interface", gives), samples: file("samples", samples) };
    return [id, { label, description, moduleType, ...(actionCrud === undefined ? {} : { actionCrud }), connection: "wonvoice", codeFiles }];
  });
  made.write("app/README.md", "# Wonvoice\n\nWhat waits for a person, and what became of deals, from the admin API of your own `wonvoice serve`.\n");
  app("makecomapp.json", {
    fileVersion: 1,
    generalCodeFiles: { base: app("general/base.iml.json", BASE), common: null, readme: "README.md", groups: app("modules/groups.json", [{ label: "Deals", modules: Object.keys(MODULES) }]) },
    components: {
      connection: { wonvoice: { label: "Wonvoice", connectionType: "basic", codeFiles: { communication: connection("communication", CONNECTION.communication), params: connection("params", CONNECTION.params), common: null } } },
      module: Object.fromEntries(modules), rpc: {}, webhook: {}, function: {},
    },
    origins: [],
  });
}
