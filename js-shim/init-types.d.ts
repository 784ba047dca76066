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

/**
 * The input with `localDates`, told by the host's calendar for the organisation's time zone, and with `now` where it
 * has neither that nor today. What the input says itself stays. With a `Mapper`, pass config and snapshot here too.
 *
 * @param now the instant of the call, where the input has none; otherwise the clock's
 */
export declare const withLocalDates: <T extends object>(input: T, now?: Date | string) => T & { now?: string; localDates: { today?: string; won?: string } };

/** Loads the wasm. Browsers need it once before the first call; elsewhere it may be called and does nothing. */
export declare const init: (source?: InitSource | Promise<InitSource>) => Promise<void>;
