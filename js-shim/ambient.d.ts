// Modules that the build makes.

declare module "wonvoice:glue" {
  export type Api = typeof import("../target/package/full/wonvoice.js");
  export type Glue = {
    api: Api;
    foreign: WebAssembly.ModuleImports;
    setWasm(exports: object): void;
  };
  export function makeGlue(encoder: unknown, decoder: unknown): Glue;
}

declare module "wonvoice:bytes" {
  /** The wasm in base64. */
  export const bytes: string;
}

declare module "wonvoice:packed" {
  /** `unpack.wat` as wasm, in base91. */
  export const unpacker: string;
  /** The wasm, packed by `.ci/pack.js`. */
  export const packed: import("./unpack.js").Packed;
}

declare module "*.wasm" {
  const module: WebAssembly.Module;
  export default module;
}

/** What the single file is, filled in by `step.js`. */
declare const result: Record<string, (...args: any[]) => unknown>;

/** The package's version, for the command line. */
declare const WONVOICE_VERSION: string;

/** The single file, before the adapter of a host. */
declare const wonvoice: any;

declare module "wonvoice:adapters" {
  /** The script of each host's adapter, which leaves `run`. */
  export const adapters: Record<string, string>;
}

/** Publishes no types; the report's page is the only one to use it. */
declare module "tabulator-tables";
