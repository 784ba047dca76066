// Who proves wrong again and again who they are is not listened to for a while: by address, in a small memory. An
// address that lately proved right is never shut out: behind a proxy, strangers and senders may have the same.

/** @typedef {ReturnType<typeof createThrottle>} Throttle */
/** `wrong` attempts since `began`; `good` is until when it counts as one that proved right. @typedef {{ began: number, wrong: number, good: number }} Known */

/** Wrong attempts in a minute, after which the rest of it is not listened to. */
const MOST = 20;
const WINDOW = 60_000;
/** Milliseconds for which an address that proved right is known as such. */
const GOOD = 3_600_000;
/** Addresses that are remembered. */
const KEPT = 1_000;

/** Who has one address of IPv6 has 2^64. @param {string} address */
const blockOf = (address) => (address.includes(":") && !address.includes(".") ? address.split(":").slice(0, 4).join(":") : address);

/** @param {{ now?: () => number, most?: number, kept?: number }} [given] */
export function createThrottle({ now = () => performance.now(), most = MOST, kept = KEPT } = {}) {
  /** Those heard of last come last. @type {Map<string, Known>} */
  const known = new Map();

  /** @param {string | undefined} address @param {(one: Known, at: number) => void} change */
  function note(address, change) {
    if (address === undefined) return;
    const block = blockOf(address);
    const at = now();
    const before = known.get(block);
    const one = before === undefined || at - before.began >= WINDOW ? { began: at, wrong: 0, good: before?.good ?? 0 } : before;
    change(one, at);
    known.delete(block);
    known.set(block, one);
    for (const oldest of known.keys()) {
      if (known.size <= kept) break;
      known.delete(oldest);
    }
  }

  return {
    /** @param {string | undefined} address */
    wrong: (address) => note(address, (one) => void (one.wrong += 1)),
    /** @param {string | undefined} address */
    right: (address) => note(address, (one, at) => void (one.good = at + GOOD)),
    /** Seconds for which an address is not listened to. @param {string | undefined} address */
    shut(address) {
      const one = address === undefined ? undefined : known.get(blockOf(address));
      const left = one === undefined ? 0 : one.began + WINDOW - now();
      return one !== undefined && one.wrong >= most && left > 0 && one.good <= now() ? Math.ceil(left / 1000) : 0;
    },
  };
}
