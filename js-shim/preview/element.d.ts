/** `<wonvoice-preview>`: importing this module defines it. */
export class WonvoicePreview extends HTMLElement {
  /** Where the examples are listed, as JSON: `[{ name, title, input }]`. */
  examples: string;
  /** `light`, `dark`, or nothing for the system's. */
  theme: string;
  /** Takes an input, or a part of one, as its JSON text. */
  takeText(text: string, called: string): void;
}
declare global {
  interface HTMLElementTagNameMap {
    "wonvoice-preview": WonvoicePreview;
  }
}
