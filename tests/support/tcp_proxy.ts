/**
 * What lies between a client and its server: it delays, stalls, cuts in the middle of a line, and leaves one side
 * believing that the other is still there.
 *
 * @module
 */

/** The side of a connection that something is done to. */
export type Side = "client" | "server";

/** How much is passed on at once at most, in bytes: little enough that most lines come in pieces now and then. */
const PIECE = 1024;

/** One connection through the proxy. */
export class ProxiedConnection {
  readonly #conns: Record<Side, Deno.TcpConn>;
  readonly #delay: number;
  /** How many more bytes may come from each side before the connection is cut. */
  #left: Record<Side, number> = { client: Infinity, server: Infinity };
  #stalled: Promise<void> | undefined;
  #wake = (): void => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #open = new Set<Side>(["client", "server"]);
  #isAbandoned = false;
  /** Resolves when nothing is passed on any more. */
  readonly done: Promise<unknown>;

  /** @param delay How long each piece is held back, in ms. */
  constructor(client: Deno.TcpConn, server: Deno.TcpConn, delay: number) {
    this.#conns = { client, server };
    this.#delay = delay;
    this.done = Promise.all([this.#pump("client", "server"), this.#pump("server", "client")]);
  }

  /** Passes nothing on for so long, in ms; both sides think that the other is silent. */
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

  /** Cuts the connection once so many more bytes have come from a side. */
  cutAfter(side: Side, bytes: number): void {
    this.#left[side] = bytes;
  }

  /** Ends it now, for both. */
  cut(): void {
    this.#close("client");
    this.#close("server");
  }

  /** Ends it for one side only: the other is left with a connection that looks open. */
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
    const buffer = new Uint8Array(PIECE);
    try {
      for (let count; (count = await this.#conns[from].read(buffer)) !== null;) {
        if (this.#isAbandoned) continue; // What comes leads nowhere, and whoever sends it does not know.
        if (this.#delay > 0) await new Promise((resolve) => setTimeout(resolve, this.#delay));
        await this.#stalled;
        const piece = buffer.subarray(0, Math.min(count, this.#left[from]));
        this.#left[from] -= piece.length;
        await this.#pass(piece, to);
        if (this.#left[from] <= 0) this.cut();
      }
    } catch {
      // It is gone, by itself or by us: below.
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

/** A port that leads to another one, by way of {@linkcode ProxiedConnection}s. */
export class TcpProxy implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #pipes = new Set<ProxiedConnection>();
  readonly #taking: Promise<void>;
  readonly #delay: () => number;
  /** Where it leads to now; nobody is let through while this is `undefined`. */
  target: number | undefined;

  /** @param delay How long a connection holds back what it passes on, in ms; asked for each anew. */
  constructor(delay: () => number = () => 0) {
    this.#delay = delay;
    this.#taking = this.#take();
  }

  /** Where to connect to. */
  get port(): number {
    return this.#listener.addr.port;
  }

  /** The connections that are open. */
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
      // One of them is gone before it was here: reading finds that out, too.
    }
    const pipe = new ProxiedConnection(client, server, this.#delay());
    this.#pipes.add(pipe);
    void pipe.done.then(() => this.#pipes.delete(pipe));
  }
}
