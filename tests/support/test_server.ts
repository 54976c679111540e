/**
 * A server in the test's process, on a free port.
 *
 * @module
 */

import type { FailedWork } from "../../server/machine/logger.ts";
import { assertEquals } from "@std/assert";
import { DEFAULT_LIMITS, type Limits } from "../../protocol/limits.ts";
import type { EntryRule, LogEvent, RetentionPolicy, RunningServer, UnencryptedPolicy } from "../../server.ts";
import { en, type Words } from "../../words/en.ts";
import { serveWith } from "../../server/wiring.ts";
import { systemClock, within } from "../../net/clock.ts";
import { FakeClock } from "./clock.ts";
import { freePort } from "./free_port.ts";
import { keeperHere } from "./keeper_here.ts";
import { NativePeer, PlainPeer, RawPeer } from "./peers.ts";
import { Condition } from "./condition.ts";
import { identityFiles, IS_ENCRYPTED, secure } from "./encryption.ts";
import { WebSocketPeer } from "./websocket_peer.ts";

/** No server waits longer for its members when it stops, in ms of its own clock. */
const LONGEST_FAREWELL = 10_000;

/** What a test may set. */
export interface TestServerOptions {
  readonly limits?: Partial<Limits>;
  /** The file of the log; in memory without it. */
  readonly data?: string;
  readonly keep?: RetentionPolicy;
  /** Who may come in; everybody by default. */
  readonly entry?: EntryRule;
  /** Failures that may be logged without failing the test. */
  readonly mayFail?: readonly FailedWork[];
  readonly words?: Words;
  /** Who may come in unencrypted. */
  readonly unencrypted?: UnencryptedPolicy;
  /** The file that says where it runs. */
  readonly runFile?: string;
  /** Whether its metrics are served. */
  readonly hasMetrics?: true;
  /** The name to which IRC clients are told to come encrypted only. */
  readonly sts?: string;
  /** The proxies that are trusted. */
  readonly proxies?: readonly string[];
  /** Other origins than the server's own whose pages may come in. */
  readonly origins?: readonly string[];
  readonly title?: string;
  readonly port?: number;
  /** Whether its clients come in encrypted; else as {@linkcode IS_ENCRYPTED} says. */
  readonly isEncrypted?: boolean;
  /** Uses the machine's clock. Else {@linkcode TestServer.clock} is the server's, and stands still. */
  readonly realTime?: true;
}

/** A running server, and its clients. */
export interface TestServer extends AsyncDisposable {
  readonly running: RunningServer;
  readonly clock: FakeClock;
  readonly logged: readonly LogEvent[];
  /** Waits until an event was logged `times` times. */
  waitForLog(event: LogEvent["event"], times?: number): Promise<void>;
  /** Waits until all connections made so far have been accepted: they are accepted in order. */
  waitForArrivals(): Promise<void>;
  /** Connects a client of the plain door; enters when a name is given. */
  plain(name?: string): Promise<PlainPeer>;
  /** Connects a native client; enters when a name is given. */
  native(name?: string): Promise<NativePeer>;
  /** Connects a socket and sends nothing. */
  raw(how?: { readonly reads: boolean }): Promise<RawPeer>;
  /** Connects, and leaves all to the caller. */
  connect(): Promise<Deno.Conn<Deno.NetAddr>>;
  /** Connects a client over WebSocket. @param headers Headers of the request, such as `Origin`. */
  webSocket(headers?: Readonly<Record<string, string>>): WebSocketPeer;
  /** Asks for something over HTTP. @param path From `/` on. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Checks that a new member can enter, say something and receive it. */
  checkStillServes(): Promise<void>;
  /** Stops the server, advancing the clock meanwhile. */
  stop(): Promise<void>;
}

/** Starts a server. `await using` stops it, and fails if it logged a failure. */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const clock = new FakeClock(new Date(2026, 0, 2, 3, 4, 5).getTime()); // The same local time in any time zone.
  const logged: LogEvent[] = [];
  const changes = new Condition();
  const isEncrypted = options.isEncrypted ?? IS_ENCRYPTED;
  const tls = isEncrypted ? await identityFiles() : undefined;
  const running = await serveWith({
    hostname: "127.0.0.1",
    port: options.port ?? freePort(), // Not any: a test that stops it may want it for the next one.
    title: options.title ?? "chat",
    words: options.words ?? en,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    ...(options.data !== undefined && { data: { path: options.data, durability: "process" } }),
    ...(options.keep !== undefined && { keep: options.keep }),
    ...(options.entry !== undefined && { entry: options.entry }),
    clock: options.realTime ? systemClock : clock,
    ...(options.unencrypted !== undefined && { unencrypted: options.unencrypted }),
    ...(options.runFile !== undefined && { runFile: options.runFile, version: "1.2.3" }),
    ...(options.hasMetrics && { metrics: { hostname: "127.0.0.1", port: 0 } }),
    ...(options.proxies !== undefined && { proxies: options.proxies }),
    ...(options.sts !== undefined && { sts: options.sts }),
    web: { origins: options.origins ?? [] },
    ...(tls !== undefined && { identity: tls.files }),
    logger: (event) => {
      logged.push(event);
      changes.notify();
    },
  }, { keeper: keeperHere });
  const peers: RawPeer[] = [];
  const sockets: WebSocketPeer[] = [];
  const connect = async (): Promise<Deno.Conn<Deno.NetAddr>> => {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: running.port });
    return isEncrypted ? await secure(conn) : conn;
  };
  const come = async <Peer extends RawPeer>(
    make: (conn: Deno.Conn<Deno.NetAddr>) => Peer,
  ): Promise<Peer> => {
    const peer = make(await connect());
    peers.push(peer);
    return peer;
  };
  const stop = async (): Promise<void> => {
    let isStopped = false;
    const stopping = running.stop().finally(() => isStopped = true);
    for (let passed = 0; !isStopped; passed += 50) {
      await clock.advance(50);
      // Then only a thread or a socket can be what is waited for, and a loop that never rests would take its processor.
      if (passed > LONGEST_FAREWELL) await within(systemClock, 2, stopping, undefined);
    }
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
    connect,
    webSocket: (headers) => {
      const socket = new WebSocketPeer(running.port, headers, tls?.identity.cert);
      sockets.push(socket);
      return socket;
    },
    fetch: async (path, init) => {
      if (tls === undefined) return await fetch(`http://127.0.0.1:${running.port}${path}`, init);
      using client = Deno.createHttpClient({ caCerts: [tls.identity.cert] });
      const response = await fetch(`https://127.0.0.1:${running.port}${path}`, { ...init, client });
      const { status, headers } = response;
      return new Response(status === 304 ? null : await response.arrayBuffer(), { status, headers });
    },
    checkStillServes: async () => {
      const peer = await native(`after${logged.length}`);
      await peer.say("still here");
      await peer.waitForMessage("still here");
    },
    stop,
    [Symbol.asyncDispose]: async () => {
      for (const peer of peers) await peer.close();
      for (const socket of sockets) await socket[Symbol.asyncDispose](); // Else it ends in the middle of the next test.
      await stop();
      const failed = logged.flatMap((entry) => entry.event === "failed" ? [entry] : []);
      assertEquals(
        failed.filter(({ what }) => what === "unexpected" || options.mayFail?.includes(what) !== true),
        [],
      );
    },
  };
}
