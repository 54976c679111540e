/**
 * Several NATS servers that keep one stream together: one of them may be killed, and the others go on.
 *
 * @module
 */

import { freePort } from "./free_port.ts";
import { NatsServer } from "./nats.ts";

/** Some NATS servers, as processes. */
export class NatsNodes implements AsyncDisposable {
  readonly nodes: readonly NatsServer[];
  /** What each has in its configuration besides. */
  readonly #more: ReadonlyMap<NatsServer, string>;

  /** @param count How many: one, or three for streams of three replicas. */
  constructor(program: string, count: 1 | 3) {
    this.nodes = Array.from({ length: count }, () => new NatsServer(program));
    const routes = this.nodes.map(() => freePort());
    const all = routes.map((port) => `nats-route://127.0.0.1:${port}`).join(", ");
    // Clients are told of no other addresses than those that they are given, as their way to each may be cut.
    this.#more = new Map(this.nodes.map((node, index) => [
      node,
      count === 1 ? "" : `server_name: "n${index}"\n` +
        `cluster { name: "nodes", listen: "127.0.0.1:${
          routes[index]
        }", routes: [${all}], no_advertise: true }`,
    ]));
  }

  /** Begins one of them, with what was on its disk. */
  async start(node: NatsServer): Promise<void> {
    await node.start(undefined, this.#more.get(node));
  }

  /** Begins all of them. */
  async startAll(): Promise<void> {
    await Promise.all(this.nodes.map((node) => this.start(node)));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const node of this.nodes) await node[Symbol.asyncDispose]();
  }
}
