// From a keystroke in the preview to the invoice that it makes, for a deal of 20 lines: `node tests/bench/preview.js`.

import { readFileSync } from "node:fs";
import { bring, preview } from "../preview/page.js";

/** @type {(() => unknown)[]} */
const ends = [];
const { open } = await preview({ after: (end) => void ends.push(end) });
const { page } = await open();
const [{ input }] = JSON.parse(readFileSync(new URL("../../pkg/preview/examples.json", import.meta.url), "utf8"));
const [row] = input.products.data;
const products = Array.from({ length: 20 }, (_, index) => ({ ...row, id: 301 + index, quantity: 1, sum: 1200, name: `Workshop ${index + 1}` }));
await bring(page, "deal.json", JSON.stringify({ ...input, discounts: undefined, deal: { ...input.deal.data, value: 28800 }, products }));
await page.locator("article").getByText("Workshop 20").waitFor();
const times = await page.evaluate(async () => {
  const app = /** @type {any} */ (document.querySelector("wonvoice-preview"));
  const field = app.renderRoot.querySelector('[data-pointer="/products/0/name"] input');
  /** @type {number[]} */
  const taken = [];
  for (let turn = 0; turn < 200; turn++) {
    const began = performance.now();
    field.value = `Workshop ${turn % 10}`;
    field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    await app.updateComplete;
    // With layout, since nobody sees what is not laid out.
    app.renderRoot.querySelector("article").getBoundingClientRect();
    taken.push(performance.now() - began);
  }
  return taken.sort((one, other) => one - other);
});
const at = (/** @type {number} */ share) => `${(times[Math.floor(times.length * share)] ?? 0).toFixed(1)} ms`;
console.log(`preview: keystroke to invoice, 20 lines: median ${at(0.5)}, 95 % within ${at(0.95)}`);
for (const end of ends.reverse()) await end();
