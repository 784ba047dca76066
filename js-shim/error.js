/**
 * What is thrown for an input that is no object, and for a failure inside.
 *
 * The message is one line and begins with the code, since some hosts keep nothing but that line.
 */
export class WonvoiceError extends Error {
  // A field, not an assignment: where a host has frozen `Error.prototype`, assigning `name` fails.
  /** @override */
  name = "WonvoiceError";

  /**
   * @param {string} code for programs, as in `INPUT_NOT_AN_OBJECT`
   * @param {string} message for people, without the code
   */
  constructor(code, message) {
    super(`${code}: ${message}`);
    /** For programs, as in `INPUT_NOT_AN_OBJECT`. */
    this.code = code;
  }
}
