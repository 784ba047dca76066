// `wonvoice serve` as a process of its own, with the times of a test.
import { readFileSync } from "node:fs";


/**
 * `program` is another build of it. `clock.began` is when a clock that runs at `speed` showed `since`; `clock.file` holds by how much it is off, in
 * milliseconds, and is read anew on SIGUSR2.
 */
const { settings, timing = {}, clock = {}, program = new URL("../../pkg/serve.js", import.meta.url).href } = JSON.parse(process.env["TEST_SERVE"] ?? "{}");
/** @type {typeof import("../../js-shim/serve/index.js")} */
const { createClock, readSettings, start } = await import(program);
const { began, file, ...pace } = clock;
const off = () => (file === undefined ? 0 : Number(readFileSync(file, "utf8")));
let jumped = off();
process.on("SIGUSR2", () => void (jumped = off()));
const own = createClock(began === undefined ? pace : { ...pace, machine: () => pace.since + Date.now() - began });
const moved = file === undefined ? own : { now: () => own.now() + jumped, instant: () => new Date(own.now() + jumped).toISOString(), real: own.real };
const running = await start(await readSettings(settings, { environment: process.env }), { timing, clock: moved });
process.stdout.write(`${JSON.stringify(running)}\n`);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => void running.stop().then(() => process.exit(0)));
