// Debian's Chromium, a server of files with a content security policy, and a page that reports on its console.

import { createReadStream, existsSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { chromium as playwright } from "playwright-core";

/** What a careful page allows: its own files, its own requests, and WebAssembly. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

const TYPES = /** @type {Record<string, string>} */ ({ ".html": "text/html", ".js": "text/javascript", ".mjs": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" });
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** @param {{ after(run: () => unknown): void }} scope */
export async function chromium(scope) {
  const browser = await playwright.launch({ executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium", args: FLAGS });
  scope.after(() => browser.close());
  return browser;
}

/**
 * @param {{ after(run: () => unknown): void }} scope
 * @param {string} folder
 * @param {string} [policy]
 * @returns {Promise<string>} its address, without a slash at the end
 */
export async function serve(scope, folder, policy = POLICY) {
  const server = createServer((request, response) => {
    const path = join(folder, normalize(decodeURI(new URL(request.url ?? "", "http://page.test").pathname)));
    if (!existsSync(path) || !statSync(path).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream", "content-security-policy": policy });
    return createReadStream(path).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  scope.after(() => void server.close());
  return `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}`;
}

/**
 * Opens a page and waits for the line of JSON that its script prints.
 * @param {import("playwright-core").Browser} browser
 * @param {string} url
 */
export async function printed(browser, url) {
  const page = await browser.newPage();
  /** @type {string[]} */
  const other = [];
  try {
    return await new Promise((resolve, reject) => {
      const fail = (/** @type {string} */ why) => reject(new Error(`${why}\n${other.join("\n")}`));
      const late = setTimeout(() => fail("the page printed no outcome"), 60_000);
      page.on("close", () => clearTimeout(late));
      page.on("console", (message) => (message.text().startsWith("{") ? resolve(JSON.parse(message.text())) : other.push(message.text())));
      page.on("pageerror", (error) => fail(String(error)));
      page.goto(url).catch((error) => fail(String(error)));
    });
  } finally {
    await page.close();
  }
}

/** @param {string[]} scripts @param {string} [kind] */
export const html = (scripts, kind = "") => `<!doctype html><meta charset="utf-8">${scripts.map((src) => `<script ${kind} src="${src}"></script>`).join("")}`;
