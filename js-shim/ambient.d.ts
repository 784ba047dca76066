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

declare module "wonvoice:package" {
  export const callJson: typeof import("./surface.js").callJson;
  export const runHandoffWith: typeof import("./surface.js").runHandoffWith;
  export const withLocalDates: typeof import("./surface.js").withLocalDates;
  export const init: typeof import("./init-types.js").init;
}

declare module "wonvoice:rows" {
  /** The rows of `platform/operations.js` that the package has. */
  export const ROWS: import("./platform/operations.js").Row[];
}

/** n8n's own library, as far as the node uses it; n8n brings it. */
declare module "n8n-workflow" {
  export function sleep(ms: number): Promise<void>;
  export class NodeOperationError extends Error {
    constructor(node: object, error: Error | string, options?: { itemIndex?: number; description?: string });
  }
}

declare module "wonvoice:logo" {
  /** The picture of a platform's form, as a `data:` address. */
  export const LOGO: string;
}

/** Activepieces' own library, as far as the piece uses it; Activepieces brings it. */
declare module "@activepieces/pieces-framework" {
  type Made = (given: Record<string, any>) => any;
  export const PieceAuth: { OAuth2: Made; SecretText: Made };
  export const Property: { Json: Made; StaticDropdown: Made; Checkbox: Made };
  export function createPiece(given: Record<string, any>): any;
  export function createAction(given: Record<string, any> & { run(context: { auth: unknown; propsValue: Record<string, any> }): Promise<unknown> }): any;
}

/** Publishes no types; the report's page is the only one to use it. */
declare module "tabulator-tables";
