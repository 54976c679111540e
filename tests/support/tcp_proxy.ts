/**
 * A network that misbehaves between a client and its server: it delays, stalls, cuts in the middle of a line, and leaves one
 * side with a half-open connection.
 *
 * @module
 */

/** A side of a proxied connection. */
export type Side = "client" | "server";

/** The most that is forwarded at once, in bytes: small enough to split lines. */
const PIECE = 1024;

/** One connection through the proxy. */
export class ProxiedConnection {
  readonly #conns: Record<Side, Deno.TcpConn>;
  readonly #delay: number;
  readonly #piece: number;
  readonly #held: Promise<void>;
  /** How many more bytes of each side are forwarded before the connection is cut. */
  #left: Record<Side, number> = { client: Infinity, server: Infinity };
  /** The side whose next piece is its last. */
  #lastWords: Side | undefined;
  #stalled: Promise<void> | undefined;
  #wake = (): void => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #open = new Set<Side>(["client", "server"]);
  #isAbandoned = false;
  /** Resolves when nothing is forwarded any more. */
  readonly done: Promise<unknown>;

  /**
   * @param delay How long each piece is delayed, in ms.
   * @param held Until when nothing of the client is forwarded.
   * @param piece The most that is forwarded at once, in bytes.
   */
  constructor(
    client: Deno.TcpConn,
    server: Deno.TcpConn,
    delay: number,
    held: Promise<void>,
    piece = PIECE,
  ) {
    this.#piece = piece;
    this.#conns = { client, server };
    this.#delay = delay;
    this.#held = held;
    this.done = Promise.all([this.#pump("client", "server"), this.#pump("server", "client")]);
  }

  /** Forwards nothing for `ms`; each side sees a silent peer. */
  stall(ms: number): void {
    if (this.#stalled !== undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stalled = promise;
    this.#wake = () => {
      clearTimeout(this.#timer);
      this.#stalled = undefined;
      resolve();
    };
    this.#timer = setTimeout(this.#wake, ms);
  }

  /** Cuts the connection after `bytes` more bytes of one side. */
  cutAfter(side: Side, bytes: number): void {
    this.#left[side] = bytes;
  }

  /** Cuts the connection once the next piece of one side is forwarded whole: it is told no answer. */
  cutAfterNext(side: Side): void {
    this.#lastWords = side;
  }

  /** Closes both sides now. */
  cut(): void {
    this.#close("client");
    this.#close("server");
  }

  /** Closes one side only: the other keeps a connection that looks open. */
  abandon(side: Side): void {
    this.#isAbandoned = true;
    this.#close(side);
  }

  #close(side: Side): void {
    if (!this.#open.delete(side)) return;
    this.#conns[side].close();
    if (this.#open.size === 0) this.#wake();
  }

  async #pump(from: Side, to: Side): Promise<void> {
    const buffer = new Uint8Array(this.#piece);
    try {
      for (let count; (count = await this.#conns[from].read(buffer)) !== null;) {
        if (from === "client") await this.#held;
        if (this.#isAbandoned) continue; // Discarded: the sender does not know that the other side is gone.
        if (this.#delay > 0) await new Promise((resolve) => setTimeout(resolve, this.#delay));
        await this.#stalled;
        const piece = buffer.subarray(0, Math.min(count, this.#left[from]));
        this.#left[from] -= piece.length;
        await this.#pass(piece, to);
        if (this.#left[from] <= 0 || this.#lastWords === from) this.cut();
      }
    } catch {
      // Closed by a peer or by us.
    }
    this.#close(from);
    if (!this.#isAbandoned) this.#close(to);
  }

  async #pass(piece: Uint8Array, to: Side): Promise<void> {
    try {
      for (let at = 0; at < piece.length;) at += await this.#conns[to].write(piece.subarray(at));
    } catch (error) {
      if (!this.#isAbandoned) throw error;
    }
  }
}

/** A listener that forwards each connection to another port. */
export class TcpProxy implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #pipes = new Set<ProxiedConnection>();
  readonly #taking: Promise<void>;
  readonly #delay: () => number;
  readonly #hold: () => Promise<void>;
  readonly #piece: number;
  /** The port that it forwards to; while it is `undefined`, connections are closed. */
  target: number | undefined;

  /**
   * @param delay Returns the delay of a new connection, in ms.
   * @param hold Called once a new connection is through; what its client sends is held until it resolves.
   * @param piece The most that is forwarded at once, in bytes.
   */
  constructor(
    delay: () => number = () => 0,
    hold: () => Promise<void> = () => Promise.resolve(),
    piece = PIECE,
  ) {
    this.#piece = piece;
    this.#delay = delay;
    this.#hold = hold;
    this.#taking = this.#take();
  }

  /** The port to connect to. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** The open connections. */
  get connections(): readonly ProxiedConnection[] {
    return [...this.#pipes];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#taking;
    for (const pipe of this.#pipes) pipe.cut();
    await Promise.all(this.connections.map(({ done }) => done));
  }

  async #take(): Promise<void> {
    while (true) {
      const client = await this.#listener.accept().catch(() => undefined);
      if (client === undefined) return; // The listener is closed.
      await this.#lead(client);
    }
  }

  async #lead(client: Deno.TcpConn): Promise<void> {
    const { target: port } = this;
    const server = port === undefined ? undefined : await Deno.connect({ port }).catch(() => undefined);
    if (server === undefined) return client.close();
    try {
      client.setNoDelay(true);
      server.setNoDelay(true);
    } catch {
      // One of them has reset already: reading notices it too.
    }
    const pipe = new ProxiedConnection(client, server, this.#delay(), this.#hold(), this.#piece);
    this.#pipes.add(pipe);
    void pipe.done.then(() => this.#pipes.delete(pipe));
  }
}
