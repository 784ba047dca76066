// `wonvoice serve` as a process of its own, with the times of a test.
import { createClock, readSettings, start } from "../../pkg/serve.js";

const { settings, timing = {}, clock = {} } = JSON.parse(process.env["TEST_SERVE"] ?? "{}");
const running = await start(await readSettings(settings, { environment: process.env }), { timing, clock: createClock(clock) });
process.stdout.write(`${JSON.stringify(running)}\n`);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => void running.stop().then(() => process.exit(0)));
