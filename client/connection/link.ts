/**
 * One connection to the server: bytes to frames and frames to bytes. Coming back after a loss is `retry.ts`'s.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import { type Clock, systemClock } from "../../net/clock.ts";
import { decodeUtf8, type Line, LineReader } from "../../net/lines.ts";
import type { ProofServer } from "../options.ts";
import { GreetingLines, refusalIn } from "./greeting.ts";
import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import {
  closeQuietly,
  type OpenFailure,
  type OpenParts,
  openWire,
  type Trust,
  type TrustNote,
  type Wire,
} from "../wire.ts";

/** The longest line that a server may send, in bytes: its lines carry more than the longest of ours. */
export const SERVER_LINE_BYTES = 20 * 1024;

/**
 * What comes over a link. `line` is the frame as the server wrote it. After `closed` nothing more comes; after
 * `foreign` (what answers does not speak our protocol) neither.
 */
export type LinkEvent =
  | { readonly kind: "frame"; readonly frame: ServerFrame; readonly line: string }
  | { readonly kind: "foreign" }
  | { readonly kind: "closed" };

/** What became of connecting. `notes` are what there is to tell of a server that is new to us. */
export type Connected =
  | { readonly ok: true; readonly link: Link; readonly notes: readonly TrustNote[] }
  | { readonly ok: false; readonly failure: OpenFailure };

/** Connects within `timeout` milliseconds, to nobody but who is trusted. Never throws. */
export async function connect(
  address: ServerAddress,
  timeout: number,
  clock: Clock,
  trust?: Trust,
  confirm?: OpenParts["confirm"],
): Promise<Connected> {
  const opened = await openWire(address, { timeout, clock, trust, confirm });
  if (!opened.ok) return opened;
  const { wire, isOpenToRead, provenAs, notes } = opened;
  const server = isOpenToRead ? undefined : { provenAs, port: address.port };
  return { ok: true, link: new Link(wire, clock, isOpenToRead, server), notes };
}

/** Connects to a server in this process. */
export function connectHere(attach: () => Wire, port: number, clock: Clock): Connected {
  return { ok: true, link: new Link(attach(), clock, false, { provenAs: undefined, port }), notes: [] };
}

/** One connection, spoken natively. Answers the server's pings by itself for as long as its events are read. */
export class Link {
  /** The server's frames as they come. To be read by one reader at a time; reading may stop and go on. */
  readonly events: AsyncGenerator<LinkEvent, void, undefined>;
  /** Whether somebody on the way could read along. */
  readonly isOpenToRead: boolean;
  /** What proofs are made for; none over a connection that others could read along with. */
  readonly server: ProofServer | undefined;
  /** Whether we have asked to come in, as somebody new, and have no answer yet. */
  isEntering = false;
  readonly #wire: Wire;
  readonly #reader: LineReader;
  readonly #greeting = new GreetingLines();
  /** For each ping that has no pong yet, whether it was ours and not of whoever uses this link. */
  readonly #pings: boolean[] = [];
  #reads = 0;
  #silentSince: number | undefined;
  #waiting = "";
  #writing: Promise<void> | undefined;
  #broken = false;

  /** @param server What proofs are made for; none over a connection that others could read along with. */
  constructor(
    wire: Wire,
    clock: Pick<Clock, "elapsed"> = systemClock,
    isOpenToRead = false,
    server?: ProofServer,
  ) {
    this.isOpenToRead = isOpenToRead;
    this.server = server;
    this.#wire = wire;
    const read = async (into: Uint8Array): Promise<number | null> => {
      this.#silentSince = clock.elapsed();
      const count = await wire.read(into);
      this.#silentSince = undefined;
      this.#reads++;
      return count;
    };
    this.#reader = new LineReader({ read }, SERVER_LINE_BYTES);
    this.events = this.#read();
  }

  /** How often something was heard. */
  get reads(): number {
    return this.#reads;
  }

  /** Since when we listen and nothing came, by the clock that never jumps; `undefined` while nobody reads the events. */
  get silentSince(): number | undefined {
    return this.#silentSince;
  }

  /** Whether something came that no chat server need have said: text without a frame, or no whole line. */
  get isDoubtful(): boolean {
    return this.#reader.buffered.length > 0 || this.#greeting.isDoubtful;
  }

  /** Sends after everything that was sent before. A connection that breaks is told by `closed`, not here. */
  send(frame: ClientFrame): void {
    if (frame.type === "ping") this.#pings.push(false);
    this.#put(frame);
  }

  /** Asks whether the server is there. Its answer is not told. */
  probe(): void {
    this.#pings.push(true);
    this.#put({ type: "ping" });
  }

  #put(frame: ClientFrame): void {
    if (this.#broken) return;
    this.#waiting += encodeFrame(frame);
    this.#writing ??= this.#write();
  }

  /** Resolves once everything that was sent is with the system, or the connection is broken. */
  async drained(): Promise<void> {
    await this.#writing;
  }

  /**
   * Ends the connection at once. What waits is not sent. Whoever gives up before they are in says so: they may be let in all
   * the same, and would keep their name for a while that they cannot come back to.
   */
  close(): void {
    if (!this.isEntering || this.#broken) return this.#end();
    this.isEntering = false;
    this.#put({ type: "quit" });
    void this.drained().then(() => this.#end());
  }

  #end(): void {
    this.#broken = true;
    closeQuietly(this.#wire);
  }

  async *#read(): AsyncGenerator<LinkEvent, void, undefined> {
    let known = false;
    try {
      for await (const line of this.#reader) {
        const text = textOf(line);
        const frame = text === undefined ? undefined : decodeServerFrame(text);
        if (text === undefined || frame === undefined) {
          const refusal = known || text === undefined ? undefined : refusalIn(text);
          if (text !== undefined && refusal !== undefined) {
            known = true;
            yield { kind: "frame", frame: refusal, line: encodeFrame(refusal).trimEnd() };
            continue;
          }
          // A server that has spoken our protocol may be newer than we are; another kind of server never has.
          if (known || this.#greeting.skip(text)) continue;
          this.close();
          return yield { kind: "foreign" };
        }
        known = true;
        if (frame.type === "ping") this.#put({ type: "pong" });
        else if (frame.type !== "pong" || this.#pings.shift() !== true) {
          yield { kind: "frame", frame, line: text };
        }
      }
    } catch {
      // A reset and a close are the same to whoever talks: the connection is gone.
    }
    this.close();
    yield { kind: !known && this.#greeting.isDoubtful ? "foreign" : "closed" };
  }

  async #write(): Promise<void> {
    const encoder = new TextEncoder();
    try {
      while (this.#waiting !== "" && !this.#broken) {
        let bytes = encoder.encode(this.#waiting);
        this.#waiting = "";
        while (bytes.length > 0) bytes = bytes.subarray(await this.#wire.write(bytes));
      }
    } catch {
      this.#broken = true; // What the server said before it went is still to be read; the end of that tells.
    }
    this.#writing = undefined;
  }
}

function textOf(line: Line): string | undefined {
  return line.kind === "line" ? decodeUtf8(line.bytes) : undefined;
}
