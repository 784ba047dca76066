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

/** Where answers are kept that change seldom: settings of organisations, metadata of fields, who has which number. */
export type HandoffCache = {
  get(key: string): unknown;
  set(key: string, value: unknown, seconds: number): unknown;
  delete(key: string): unknown;
};

/** How a handoff is run. */
export type HandoffOptions = {
  /** The clock; by default the host's. */
  now?: () => Date | string | number;
  /** How it waits; by default by a timer. */
  sleep?: (ms: number) => Promise<unknown>;
  /** For how long it waits at most, in milliseconds, all waits together: a minute by default. What is to wait longer ends as `waiting`, with `notBefore` and `state`. */
  maxWait?: number;
  /** After how many milliseconds an answer counts as lost: 30,000 by default. */
  timeout?: number;
  /** Where answers are kept; by default in memory, for all handoffs of the process. `null` keeps none. */
  cache?: HandoffCache | null;
  /** The `state` of an outcome that was `waiting`, to go on with. */
  state?: unknown;
  /** Called with each step before its requests are made, to keep its `state` where a crash must lose nothing. */
  onStep?: (step: any) => unknown;
};

/** The host's `AbortSignal`. */
type Signal = typeof globalThis extends { AbortSignal: { prototype: infer S } } ? S : { readonly aborted: boolean; addEventListener(type: "abort", listener: () => unknown): unknown };

/** Makes one request with the host's own means and credentials, and ends it where `signal` says so: whoever cannot do that must send nothing later than five minutes after the call; where nothing came back it throws, or answers why. The body is text, and is to be sent as it is. */
export type HandoffTransport = (request: {
  id: string;
  name: string;
  api: "xero" | "pipedrive";
  method: string;
  url: string;
  headers: { [name: string]: string };
  body?: string;
  signal: Signal;
}) => Promise<{ status: number; headers?: object; body?: unknown; error?: undefined } | { error: unknown; status?: undefined; headers?: undefined; body?: undefined }>;

type Started = { deal: number | string | object; config: object | string };
type HandedOver = { status: "done" | "held" | "skipped" | "waiting" | "refused" | "failed"; notBefore?: string; text: string; state?: unknown };

/** A whole handoff over a transport of the host's own, which adds the credentials (Zapier's `z.request`, n8n's helpers). Resolves to an `Outcome`. */
export declare const runHandoffWith: <O extends HandedOver = any>(input: Started & { [part: string]: unknown }, send: HandoffTransport, options?: HandoffOptions) => Promise<O>;

/** A whole handoff over the host's `fetch`. Resolves to an `Outcome`. */
export declare const runHandoff: <O extends HandedOver = any>(
  input: Started & { [part: string]: unknown },
  credentials: { xero: { accessToken: string; url?: string }; pipedrive: { accessToken?: string; apiToken?: string; url?: string } },
  options?: HandoffOptions,
) => Promise<O>;
