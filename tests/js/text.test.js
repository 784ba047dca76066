import assert from "node:assert/strict";
import { test } from "node:test";
import { toBase91 } from "../../.ci/base91.js";
import { BufferTextDecoder, BufferTextEncoder, escapeLoneSurrogates, fromBase64, fromBase91, OwnTextDecoder, OwnTextEncoder } from "../../js-shim/text.js";

const TEXTS = ["", "plain", "Grüße, naïve façade", "€ 1 234,50", "日本語のテキスト", "a👍b🇩🇪c", "\u0000\u007f\u0080\u07ff\u0800\uffff", "x".repeat(9000) + "é".repeat(9000) + "👍".repeat(5000)];

test("the own UTF-8 equals the standard's", () => {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (const text of TEXTS) {
    const bytes = new TextEncoder().encode(text);
    for (const Decoder of [OwnTextDecoder, BufferTextDecoder]) assert.equal(new Decoder().decode(bytes), decoder.decode(bytes));
    for (const Encoder of [OwnTextEncoder, BufferTextEncoder]) {
      assert.deepEqual(Buffer.from(new Encoder().encode(text)), Buffer.from(bytes));
      const into = new Uint8Array(bytes.length + 3);
      assert.equal(new Encoder().encodeInto(text, into).written, bytes.length);
      assert.deepEqual(into.subarray(0, bytes.length), bytes);
    }
  }
});

test("an unpaired surrogate becomes U+FFFD in UTF-8, as the standard says", () => {
  const text = "a\ud800b\udc00";
  for (const Encoder of [OwnTextEncoder, BufferTextEncoder]) assert.deepEqual([...new Encoder().encode(text)], [...new TextEncoder().encode(text)]);
});

test("before that, it is escaped, so that it reaches the core", () => {
  assert.equal(escapeLoneSurrogates('{"a":"x\ud83dy","b":"👍"}'), '{"a":"x\\ud83dy","b":"👍"}');
  assert.equal(JSON.parse(escapeLoneSurrogates('"\udfff"')), "\udfff");
});

test("base64 and base91 of every length come back", () => {
  assert.deepEqual([...fromBase91(toBase91(new Uint8Array(9).fill(255)))], new Array(9).fill(255));
  for (let size = 0; size < 70; size++) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => (i * 89 + size) % 256);
    assert.deepEqual([...fromBase64(Buffer.from(bytes).toString("base64"))], [...bytes]);
    assert.deepEqual([...fromBase91(toBase91(bytes))], [...bytes]);
  }
});
