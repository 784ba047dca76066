// What `wonvoice/serve` declares. Structural, so that neither the engine's types nor Node's are asked for.

/** What the program goes by, as `readSettings` reads it. */
export type Settings = { readonly [name: string]: unknown };

/** The settings are not right; the message says what to set. */
export declare class SettingsError extends Error {}

/**
 * Reads a JSON file of settings, and secrets from the environment.
 * @throws {SettingsError}
 */
export declare const readSettings: (
  file: string,
  given: { environment: { [name: string]: string | undefined }; options?: { port?: number; engine?: string; admin?: string; worker?: string; data?: string } },
) => Promise<Settings>;

/** The program while it runs: where people and both APIs reach it, and where its engine is. */
export type Running = { url: string; ingress: string; admin: string; stop(): Promise<void> };

/** Starts the engine (or joins one), a worker, and the server for webhooks and people. */
export declare const start: (settings: Settings, given?: { log?: Log; clock?: ReturnType<typeof createClock>; onOutcome?: (deal: string, outcome: any) => void }) => Promise<Running>;

/** The machine's clock, or a faster one for tests. */
export declare const createClock: (given?: { speed?: number; since?: number }) => { now(): number; instant(): string; real(ms: number): number };

/** Lines of JSON, with every known secret struck out. */
export type Log = { [level in "debug" | "info" | "warn" | "error"]: (event: string, fields?: { [name: string]: unknown }) => void } & { hide(...secrets: (string | undefined)[]): void; clean(text: string): string };
export declare const createLog: (given?: { write?: (line: string) => void; least?: "debug" | "info" | "warn" | "error" }) => Log;

/** The way into the engine, over its HTTP ingress. */
export type Ingress = {
  send(service: string, key: string, handler: string, payload?: unknown, manner?: { idempotencyKey?: string; delaySeconds?: number }): Promise<{ invocationId: string; isNew: boolean }>;
  call(service: string, key: string, handler: string, payload?: unknown, manner?: { idempotencyKey?: string }): Promise<any>;
};
export declare const createIngress: (given: { url: string; fetch?: (...given: any[]) => Promise<any>; timeout?: number }) => Ingress;

/** Counters of this process, as Prometheus's text. */
export type Metrics = { text(): string };
export declare const createMetrics: () => Metrics;

/** The handler for webhooks and people, over web standards, for a host that has a server of its own; `from` says who connected, where the host knows it. `settings` are the `intake` of what `readSettings` reads. */
export declare const createHandler: (given: { ingress: Ingress; settings: unknown; metrics: Metrics; log: Log; callJson: (operation: "validate", input: string) => string; [part: string]: unknown }) => (request: any, from?: { address?: string | undefined }) => Promise<any>;
/** The handler under Node's `http.createServer(LIMITS, toNode(handler))`, and in a Hono application. */
export declare const toNode: (handler: (request: any, from?: { address?: string | undefined }) => any) => (incoming: any, outgoing: any) => Promise<void>;
export declare const LIMITS: { readonly [name: string]: number };
export declare const toHono: (handler: (request: any) => any) => (context: { req: { raw: any } }) => any;
