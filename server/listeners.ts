/**
 * Those who listen to a room without being in it: programs with a token.
 *
 * @module
 */

import type { ByeReason } from "../protocol.ts";
import { Backlog } from "./backlog.ts";
import { encodeOne } from "./chunk.ts";
import type { Format } from "./format.ts";
import type { Hub } from "./hub.ts";
import type { Key, Keys } from "./keys.ts";
import type { Log } from "./log.ts";
import type { Outbox } from "./outbox.ts";
import type { Member, Room } from "./room.ts";

/** What is written to a listener who has been told nothing for this long, in ms: a proxy would think the line dead. */
const BEAT_EVERY = 15_000;

/** What a door knows of a listener's connection. */
export interface Ear {
  /** For the log: address and port. */
  readonly address: string;
  readonly format: Format;
  /** What means nothing in that format. */
  readonly beat: Uint8Array;
  /** Makes the outbox; `onOverflow` as in {@linkcode Outbox}. */
  outbox(onOverflow: () => void): Outbox;
}

/** What a listener wants: the messages after this number, or only what is said from now on. */
export interface Wish {
  readonly room: string;
  readonly after: number | undefined;
}

/** One listener. To the room it is a member that nobody sees. */
class Listener implements Member {
  readonly name: string;
  readonly format: Format;
  readonly outbox: Outbox;
  unread = 0;
  isBehind = true;
  beatAt: number;
  readonly key: Key;
  readonly room: Room;
  readonly ear: Ear;

  constructor(key: Key, room: Room, ear: Ear, now: number, onOverflow: () => void) {
    this.name = key.name;
    this.format = ear.format;
    this.outbox = ear.outbox(onOverflow);
    this.beatAt = now;
    this.key = key;
    this.room = room;
    this.ear = ear;
  }
}

/** All listeners of a server. They read from the log and the rooms as members do. */
export class Listeners {
  readonly #hub: Hub;
  readonly #keys: Keys | undefined;
  readonly #log: Log;
  readonly #all = new Set<Listener>();

  constructor(hub: Hub, keys: Keys | undefined, log: Log) {
    this.#hub = hub;
    this.#keys = keys;
    this.#log = log;
  }

  /** Whether there is such a room. */
  hasRoom(name: string): boolean {
    return this.#hub.room(name) !== undefined;
  }

  /**
   * Lets somebody listen, after `head`, which is written first.
   *
   * @param now By the clock that never jumps, in ms.
   * @returns To be called when the connection has ended.
   */
  open(key: Key, ear: Ear, { room: name, after }: Wish, head: Uint8Array, now: number): () => void {
    const room = this.#hub.room(name);
    if (room === undefined) return () => {};
    const gone = (): void => this.#forget(listener);
    const listener: Listener = new Listener(key, room, ear, now, gone);
    this.#all.add(listener);
    this.#log({ event: "listening", name: key.name, address: ear.address });
    listener.outbox.offer(head);
    this.#hub.settle();
    const last = this.#hub.last(name);
    const from = after === undefined || after > last ? last + 1 : after + 1; // More than there is: of another log.
    room.listen(listener);
    const backlog = new Backlog(this.#hub, ear.format, listener.outbox, () => room.goLive(listener));
    backlog.read({ room: name, from, to: "live" });
    return gone;
  }

  /** Lets those go whose token is good no more, and keeps the lines of the others open. To be called about once a second. */
  sweep(now: number): void {
    for (const listener of this.#all) {
      if (!this.#isGood(listener.key)) this.#end(listener, "removed", this.#hub.words.bye("removed"));
      else if (now - listener.beatAt >= BEAT_EVERY) {
        listener.beatAt = now;
        listener.outbox.offer(listener.ear.beat);
      }
    }
  }

  /** Tells everyone that the server closes. @param back In how many seconds it is expected to be there again. */
  close(back: number | undefined): void {
    const { words } = this.#hub;
    const text = back === undefined ? words.bye("closing") : words.restarting(back);
    for (const listener of this.#all) this.#end(listener, "closing", text, back);
  }

  /** A token that cannot be looked up at the moment is no reason to let anybody go. */
  #isGood(key: Key): boolean {
    return this.#hub.reading(() => this.#keys?.isGood(key)) ?? true;
  }

  #end(listener: Listener, reason: ByeReason, text: string, back?: number): void {
    const bye = { type: "bye", reason, text, ...(back !== undefined && { back }) } as const;
    listener.outbox.offer(encodeOne(listener.format, bye));
    listener.outbox.finish();
    this.#forget(listener);
  }

  #forget(listener: Listener): void {
    if (!this.#all.delete(listener)) return;
    listener.room.unlisten(listener);
    this.#log({ event: "stopped-listening", name: listener.name, address: listener.ear.address });
  }
}
