// What every entry's declarations hold beside the operations, whose types come from Rust. Structural types: the
// declarations must ask neither for the DOM's nor for Node's.

/** A URL, a fetched `Response`, the bytes, or a `WebAssembly.Module`. */
export type InitSource =
  | string
  | { readonly href: string }
  | { readonly ok: boolean; readonly status: number; arrayBuffer(): Promise<ArrayBuffer> }
  | ArrayBuffer
  | ArrayBufferView
  | object;

/** Loads the wasm. Browsers need it once before the first call; elsewhere it may be called and does nothing. */
export declare const init: (source?: InitSource | Promise<InitSource>) => Promise<void>;
