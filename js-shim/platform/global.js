// What the code steps know as `wonvoice`, which their host defines above them.

export { wonvoice } from "./package.js";
