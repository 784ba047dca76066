// A config in a link: behind the `#`, which no browser sends to a server.

/** @param {Uint8Array<ArrayBuffer>} bytes @param {"deflate-raw"} form @param {typeof CompressionStream | typeof DecompressionStream} Stream */
async function through(bytes, form, Stream) {
  return new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new Stream(form))).arrayBuffer());
}

/** @param {string} config @returns {Promise<string>} */
export async function fragmentOf(config) {
  const bytes = await through(new TextEncoder().encode(config), "deflate-raw", CompressionStream);
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return `#config=${btoa(text).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")}`;
}

/** @param {string} fragment @returns {Promise<string | undefined>} */
export async function configOf(fragment) {
  const packed = /^#config=([\w-]+)$/.exec(fragment)?.[1];
  if (packed === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(packed.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(await through(bytes, "deflate-raw", DecompressionStream));
  } catch {
    return undefined;
  }
}
