// One address in front of several: each connection goes to the next that takes it, as a load balancer does it.
import { connect, createServer } from "node:net";

/**
 * @param {() => readonly number[]} ports where there may be somebody, asked for every connection
 * @returns {Promise<{ port: number, url: string, close: () => Promise<void> }>}
 */
export async function balance(ports) {
  let turn = 0;
  /** @type {Set<import("node:net").Socket>} */
  const open = new Set();
  const server = createServer((client) => {
    const known = ports();
    const order = known.map((_, place) => known[(turn + place) % known.length]);
    turn += 1;
    open.add(client);
    client.on("close", () => open.delete(client)).on("error", () => {});
    const next = () => {
      const port = order.shift();
      if (port === undefined) return void client.destroy();
      const other = connect({ port, host: "127.0.0.1", noDelay: true });
      other.once("error", next);
      other.once("connect", () => {
        other.off("error", next).on("error", () => client.destroy()).on("close", () => client.destroy());
        client.on("close", () => other.destroy());
        client.setNoDelay(true).pipe(other).pipe(client);
      });
    };
    next();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    port, url: `http://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    }),
  };
}
