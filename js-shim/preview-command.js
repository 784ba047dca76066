// `wonvoice preview`: the page, from this machine to this machine, or as files for any host.

import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";

const HELP = `
The page runs by itself: deals, configs and contacts that you bring stay in the browser, and nothing is sent.

Examples:
  wonvoice preview                       serve it on this machine, and print its address
  wonvoice preview --port 8080
  wonvoice preview --out site            write it as files; site/preview/ is the page`;

const EXIT = { ok: 0, unreadable: 3 };
const TYPES = /** @type {Record<string, string>} */ ({ ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json", ".wasm": "application/wasm" });
/** What the page takes from the folder above its own. */
const SHARED = ["wonvoice.wasm", "wonvoice.step.js", "config.schema.json"];
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; worker-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * @param {string} folder the package's
 * @param {number} port any free one, where it is 0
 */
export async function servePreview(folder, port) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/" || pathname === "/preview") return response.writeHead(302, { location: "/preview/" }).end();
    const name = pathname === "/preview/" ? "preview/index.html" : pathname.slice(1);
    // One file of the page, or one of those it shares; nothing else of the machine.
    if (!SHARED.includes(name) && !/^preview\/[\w-]+\.(html|js|css|json|wasm)$/.test(name)) return response.writeHead(404, { "content-type": "text/plain" }).end("there is no such file\n");
    readFile(join(folder, name)).then(
      (bytes) => response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "application/octet-stream", "content-security-policy": POLICY, "x-content-type-options": "nosniff", "cache-control": "no-cache" }).end(bytes),
      () => response.writeHead(404, { "content-type": "text/plain" }).end("there is no such file\n"),
    );
  });
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(undefined));
  });
  const { port: taken } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, address: `http://127.0.0.1:${taken}/preview/` };
}

/** @param {string} folder the package's @param {string} to */
async function written(folder, to) {
  await mkdir(to, { recursive: true });
  await cp(join(folder, "preview"), join(to, "preview"), { recursive: true });
  for (const name of SHARED) await cp(join(folder, name), join(to, name));
  await writeFile(join(to, "index.html"), '<!doctype html>\n<html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=preview/"><title>Wonvoice preview</title>\n<a href="preview/">The preview</a></html>\n');
}

/** @param {string} text */
function portOf(text) {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new InvalidArgumentError("a port is a number up to 65535.");
  return port;
}

/** @param {(code: number) => void} exit what takes the exit code */
export function previewCommand(exit) {
  return new Command("preview")
    .summary("see the invoice before it exists, in the browser")
    .description("Serves the preview on this machine: a deal on one side, its invoice on the other.")
    .option("--port <number>", "the port; any free one, where it is 0", portOf, 4270)
    .option("--out <folder>", "write the page as files instead, for any host that serves files")
    .addHelpText("after", HELP)
    .showHelpAfterError("(`wonvoice preview --help` lists what there is)")
    .exitOverride()
    .action(async ({ port, out }) => {
      const folder = fileURLToPath(new URL(".", import.meta.url));
      try {
        if (out !== undefined) {
          await written(folder, out);
          process.stderr.write(`wonvoice: the page is in ${join(out, "preview")}\n`);
          return exit(EXIT.ok);
        }
        const { server, address } = await servePreview(folder, port);
        process.stdout.write(`${address}\n`);
        process.stderr.write("wonvoice: the preview is served there, to this machine alone; Ctrl-C ends it\n");
        for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) process.once(signal, () => (server.close(), server.closeAllConnections()));
        await new Promise((resolve) => server.on("close", resolve));
        exit(EXIT.ok);
      } catch (error) {
        const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
        process.stderr.write(`wonvoice: ${code === "EADDRINUSE" ? `port ${port} is taken: name another with --port` : message}\n`);
        exit(EXIT.unreadable);
      }
    });
}
