// What `wonvoice/serve` exports: the program as a whole, and what a host of its own needs of it.

export { createClock } from "./clock.js";
export { createIngress } from "./ingress.js";
export { createLog } from "./log.js";
export { readSettings, SettingsError } from "./settings.js";
export { start } from "./start.js";
