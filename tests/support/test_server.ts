/**
 * A server of a test's own, on a free port, that is gone when the test is.
 *
 * @module
 */

import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS, type Limits } from "../../protocol/limits.ts";
import { type LogEvent, type RetentionPolicy, type RunningServer, serve } from "../../server.ts";
import { en, type Words } from "../../words/en.ts";
import { systemClock } from "../../net/clock.ts";
import { FakeClock } from "./clock.ts";
import { NativePeer, PlainPeer, RawPeer } from "./peers.ts";
import { Condition } from "./condition.ts";

/** What may be different in one test. */
export interface TestServerOptions {
  readonly limits?: Partial<Limits>;
  /** Where the rooms are kept; else they live as long as the server. */
  readonly data?: string;
  readonly keep?: RetentionPolicy;
  /** What may be logged as failed and is no fault of the server. */
  readonly mayFail?: readonly ("storing" | "reading")[];
  readonly words?: Words;
  readonly title?: string;
  readonly port?: number;
  /** Takes the machine's clock. Else {@linkcode TestServer.clock} is the server's, and stands still. */
  readonly realTime?: true;
}

/** A room that is open, and those who came to it. */
export interface TestServer extends AsyncDisposable {
  readonly running: RunningServer;
  readonly clock: FakeClock;
  readonly logged: readonly LogEvent[];
  /** Resolves when this was logged so many times. */
  waitForLog(event: LogEvent["event"], times?: number): Promise<void>;
  /** Resolves when all who have connected until now have been let in: connections are taken in their order. */
  waitForArrivals(): Promise<void>;
  /** A person with `nc`, let in when a name is given. */
  plain(name?: string): Promise<PlainPeer>;
  /** A program, let in when a name is given. */
  native(name?: string): Promise<NativePeer>;
  /** Bytes only. */
  raw(how?: { readonly reads: boolean }): Promise<RawPeer>;
  /** Resolves when somebody new has come in, said something and heard it. */
  checkStillServes(): Promise<void>;
  /** Stops the server, while the clock goes on. */
  stop(): Promise<void>;
}

/** Opens a room. To be had with `await using`: at its end it is closed, and nothing in it may have failed. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const clock = new FakeClock(new Date(2026, 0, 2, 3, 4, 5).getTime()); // In any time zone, as sentences tell local time.
  const logged: LogEvent[] = [];
  const changes = new Condition();
  const running = await serve({
    hostname: "127.0.0.1",
    port: options.port ?? 0,
    title: options.title ?? "chat",
    words: options.words ?? en,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    ...(options.data !== undefined && { data: { path: options.data, durability: "process" } }),
    ...(options.keep !== undefined && { keep: options.keep }),
    clock: options.realTime ? systemClock : clock,
    web: { origins: [] },
    log: (event) => {
      logged.push(event);
      changes.notify();
    },
  });
  const peers: RawPeer[] = [];
  const come = async <Peer extends RawPeer>(make: (conn: Deno.TcpConn) => Peer): Promise<Peer> => {
    const peer = make(await Deno.connect({ hostname: "127.0.0.1", port: running.port }));
    peers.push(peer);
    return peer;
  };
  const stop = async (): Promise<void> => {
    let isStopped = false;
    const stopping = running.stop().finally(() => isStopped = true);
    while (!isStopped) await clock.advance(50);
    await stopping;
  };
  const native = async (name?: string): Promise<NativePeer> => {
    const peer = await come((conn) => new NativePeer(conn));
    if (name !== undefined) await peer.enter(name);
    return peer;
  };
  const waitForArrivals = async (): Promise<void> => {
    const last = await come((conn) => new RawPeer(conn));
    await last.send("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    await last.waitForEnd();
    await last.close();
  };
  return {
    running,
    clock,
    logged,
    waitForLog: async (event, times = 1) => {
      const count = (): number => logged.filter((entry) => entry.event === event).length;
      const seen = (): string => logged.map((entry) => JSON.stringify(entry)).join("\n");
      await changes.waitFor(`${event} in the log`, () => count() >= times || undefined, seen);
    },
    plain: async (name) => {
      const peer = await come((conn) => new PlainPeer(conn));
      if (name !== undefined) await peer.enter(name);
      return peer;
    },
    native,
    waitForArrivals,
    raw: (how = { reads: true }) => come((conn) => new RawPeer(conn, how.reads)),
    checkStillServes: async () => {
      const peer = await native(`after${logged.length}`);
      await peer.say("still here");
      await peer.waitForMessage("still here");
    },
    stop,
    [Symbol.asyncDispose]: async () => {
      for (const peer of peers) await peer.close();
      await stop();
      const failed = logged.flatMap((entry) => entry.event === "failed" ? [entry] : []);
      assertEquals(
        failed.filter(({ what }) => what === "unexpected" || options.mayFail?.includes(what) !== true),
        [],
      );
    },
  };
}
