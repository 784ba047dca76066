// The names and keys of documents, made by another program than the core from what tests/vectors/keys.json says.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const vectors = JSON.parse(readFileSync(new URL("../vectors/keys.json", import.meta.url), "utf8"));
/** @param {string} text */
const hash = (text) => createHash("sha256").update(text, "utf8").digest("hex");

test("identities and tokens", () => {
  for (const { company, prefix, deal, entity, slot, revision, identity, token } of vectors.names) {
    assert.equal(identity, `v1:${company}:${deal}:${Buffer.byteLength(entity)}:${entity}:${slot}:${revision}`);
    assert.equal(token, `${prefix}-${deal}${slot === "full" ? "" : `/${slot}`}${revision > 1 ? `-r${revision}` : ""}`);
  }
});

test("content hashes and request keys", () => {
  for (const row of vectors.contentHash) assert.equal(row.hash, hash(row.text));
  for (const { operation, identity, contentHash, attempt, text, key } of vectors.requestKey) {
    assert.equal(text, [operation, identity, contentHash, attempt].map((part) => `${part}\0`).join(""));
    assert.equal(key, hash(text));
    assert.ok(key.length <= 128);
  }
});
