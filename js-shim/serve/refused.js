/** The connection is over: what to do, and who should. */
export class Refused extends Error {
  /** @override */
  name = "Refused";
}
