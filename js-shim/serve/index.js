// What `wonvoice/serve` exports: the program as a whole, and what a host of its own needs of it.

export { createClock } from "./clock.js";
export { createHandler } from "./handler.js";
export { toHono } from "./hono.js";
export { createIngress } from "./ingress.js";
export { createLog } from "./log.js";
export { createMetrics } from "./metrics.js";
export { LIMITS, toNode } from "./node.js";
export { readSettings, SettingsError } from "./settings.js";
export { start } from "./start.js";
