// What `wonvoice/serve` exports: the program as a whole, and its parts for other hosts.

export { createAccess } from "./access.js";
export { createClock } from "./clock.js";
export { joinEngine, register, startEngine } from "./engine.js";
export { createHandler } from "./handler.js";
export { createIngress, IngressError } from "./ingress.js";
export { createLog } from "./log.js";
export { createMetrics } from "./metrics.js";
export { toNode } from "./node.js";
export { createServices } from "./services.js";
export { readSettings, SettingsError } from "./settings.js";
export { start } from "./start.js";
export { createTransport } from "./transport.js";
export { createTurnstile } from "./turnstile.js";
export { createVault } from "./vault.js";
export { startWorker } from "./worker.js";
