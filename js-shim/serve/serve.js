// `wonvoice serve`: the command. What it needs beyond the package is loaded when it is called.

import { Command, InvalidArgumentError } from "commander";

const HELP = `
The settings are a JSON file, or a config alone:

  { "config": "config.json",                     how deals become invoices (also inline)
    "publicUrl": "https://wonvoice.example.com", where people and both APIs reach this
    "xero": { "kind": "custom" },                or "code": a person connects it
    "sweeps": { "since": "2026-07-01" },         what was won since is handed over; otherwise since the first start
    "limits": { "xero": { "perDay": 1000 }, "pipedrive": { "perWindow": 80 } } }

Secrets come from the environment:
  PIPEDRIVE_API_TOKEN, or PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET
  XERO_CLIENT_ID and XERO_CLIENT_SECRET
  WONVOICE_VAULT_KEY             seals tokens: openssl rand -base64 32
  PIPEDRIVE_WEBHOOK_USER (wonvoice), PIPEDRIVE_WEBHOOK_PASSWORD
  XERO_WEBHOOK_KEY
  WONVOICE_ADMINS                who may decide: name:token,name:token

On one machine the engine is started beside this program. On many, point each at a cluster, which reaches
whichever of them lives under one address (a balancer of TCP):
  wonvoice serve --engine http://engine:8080 --admin http://engine:9070 --worker http://workers:9080

Exit codes: 0 ended on a signal, 2 the settings are not right, 4 it could not go on.`;

/** Where the build puts the rest. */
const REST = new URL("./serve.js", import.meta.url).href;

/** @param {string} text */
const portOf = (text) => {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("A port is a number up to 65535.");
  return Number(text);
};

/** @param {Record<string, any>} options @returns {Promise<number>} */
async function run({ config, ...options }) {
  const say = (/** @type {string} */ text) => process.stderr.write(`wonvoice: ${text}\n`);
  if (Number(process.versions.node.split(".")[0]) < 22) {
    say(`serve needs Node 22 or newer, and this is ${process.versions.node}`);
    return 2;
  }
  /** @type {any} */
  let rest;
  try {
    rest = await import(REST);
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== "ERR_MODULE_NOT_FOUND") throw error;
    say(`serve needs more than the package has (${/'([^']+)'/.exec(message)?.[1] ?? message}): npm install @restatedev/restate-sdk @restatedev/restate-server oauth4webapi`);
    return 2;
  }
  /** @type {any} */
  let running;
  try {
    const settings = await rest.readSettings(config, { environment: process.env, options });
    running = await rest.start(settings);
  } catch (error) {
    const { name, message } = /** @type {Error} */ (error);
    say(message);
    return name === "SettingsError" ? 2 : 4;
  }
  await new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, resolve);
  });
  await running.stop();
  return 0;
}

/**
 * The command.
 * @param {(code: number) => void} finish takes the exit code
 */
export function serveCommand(finish) {
  return new Command("serve")
    .summary("hand won deals over as they come, on a durable engine")
    .description("Hands won deals over as they come: takes the webhooks of both APIs, and keeps what it does on a durable engine.")
    .option("--config <file>", "the settings, or the config alone", "wonvoice.json")
    .option("--port <number>", "where webhooks and people come in (8787)", portOf)
    .option("--data <folder>", "where the engine beside this program keeps everything (.wonvoice beside the settings)")
    .option("--engine <url>", "the ingress of an engine that is there already")
    .option("--admin <url>", "its admin address")
    .option("--worker <url>", "where that engine reaches this program, and others like it")
    .addHelpText("after", HELP)
    .showHelpAfterError("(`wonvoice serve --help` lists what there is)")
    .exitOverride()
    .action(async (options) => finish(await run(options)));
}
