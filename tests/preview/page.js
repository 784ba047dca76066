// The page as `wonvoice preview` serves it, in a real browser.

import { fileURLToPath } from "node:url";
import { servePreview } from "../../js-shim/preview-command.js";
import { chromium } from "../hosts/chromium.js";

const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));

/** @typedef {import("../hosts/node_modules/playwright-core/index.js").Page} Page */

/** @param {{ after(run: () => unknown): void }} scope */
export async function preview(scope) {
  const { server, address } = await servePreview(pkg, 0);
  scope.after(() => (server.close(), server.closeAllConnections()));
  const browser = await chromium(scope);

  /**
   * A page that is ready, in which anything on the console is a failure.
   * @param {import("../hosts/node_modules/playwright-core/index.js").BrowserContextOptions & { fragment?: string }} [how]
   */
  async function open({ fragment = "", ...how } = {}) {
    const context = await browser.newContext({ viewport: { width: 1400, height: 1000 }, ...how });
    const page = await context.newPage();
    /** @type {string[]} */
    const wrong = [];
    page.on("console", (message) => ["error", "warning"].includes(message.type()) && wrong.push(message.text()));
    page.on("pageerror", (error) => wrong.push(String(error.stack)));
    page.on("dialog", (dialog) => (wrong.push(`a dialog: ${dialog.message()}`), dialog.dismiss()));
    await page.goto(address + fragment);
    await page.locator("article").first().waitFor();
    return { page, context, wrong };
  }
  return { address, open };
}

/** Brings files, as a person does who chooses them. @param {Page} page @param {string} name @param {string | Buffer} content */
export const bring = (page, name, content) => page.locator("#file").setInputFiles({ name, mimeType: "application/json", buffer: Buffer.from(content) });

/** @param {Page} page @param {string} name */
export const tab = (page, name) => page.getByRole("tab", { name, exact: true }).click();

/** The digits of an amount on the page. @param {string | null} text */
export const decimal = (text) => (text ?? "").replace(/[,\s\u2007\u2008]|[A-Z]{3}$/g, "").replace("\u2212", "-");

/** An input as the page is given one: no floating point, every digit as it stands. @param {unknown} value */
export const json = (value) => JSON.stringify(value);
