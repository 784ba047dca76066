// What makes two announcements the same, so that the engine takes the second as a repeat of the first.

import { base64url } from "./vault.js";

/** A deal's id as Pipedrive counts, and nothing else: it becomes part of a key. */
export const DEAL_ID = /^[1-9]\d{0,15}$/;
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A key of a fixed length out of words of anybody. @param {...string} words */
export async function keyOf(...words) {
  return base64url(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(JSON.stringify(words)))));
}

/** A time of Pipedrive's, v1 or v2, to the second. @param {unknown} time @returns {string | undefined} */
export function toSecond(time) {
  const [, day, clock] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?Z?$/.exec(String(time ?? "")) ?? [];
  return day === undefined ? undefined : `${day}T${clock}Z`;
}

/**
 * A win has one key, by whichever webhook or sweep it is told; a deal that is won anew has another `won_time`.
 * @param {string} company @param {string} deal @param {unknown} wonTime @param {readonly string[]} event what else tells it apart, where it has no time
 */
export const winKey = (company, deal, wonTime, event) => keyOf("won", company, deal, ...[toSecond(wonTime) ?? event].flat());

/**
 * Does it again until it succeeds or the time is up: an engine that starts anew costs no webhook.
 * @template T
 * @param {() => Promise<T>} work @param {number} within milliseconds
 * @returns {Promise<T | undefined>} nothing when the time is up
 */
export async function persistently(work, within) {
  const until = performance.now() + within;
  for (let pause = 50; ; pause = Math.min(pause * 2, 1_000)) {
    const left = until - performance.now();
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    try {
      /** @type {Promise<undefined>} */
      const late = new Promise((resolve) => (timer = setTimeout(() => resolve(undefined), Math.max(left, 0))));
      return await Promise.race([work(), late]);
    } catch {
      if (left <= pause) return undefined;
    } finally {
      clearTimeout(timer);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
