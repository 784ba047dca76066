// `wonvoice serve` as a process of its own, with the times of a test.
// Named here, so that the type checker does not look into what was built.
const PKG = new URL("../../pkg/serve.js", import.meta.url).href;
/** @type {typeof import("../../js-shim/serve/index.js")} */
const { createClock, readSettings, start } = await import(PKG);

const { settings, timing = {}, clock = {} } = JSON.parse(process.env["TEST_SERVE"] ?? "{}");
const running = await start(await readSettings(settings, { environment: process.env }), { timing, clock: createClock(clock) });
process.stdout.write(`${JSON.stringify(running)}\n`);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => void running.stop().then(() => process.exit(0)));
