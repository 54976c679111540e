/**
 * Bots that listen to a room without being in it.
 *
 * @module
 */

import type { ByeReason } from "../../../protocol.ts";
import {
  encodeFor,
  type Format,
  type Outbox,
  type OutboxOwner,
  Pager,
  type PageReader,
} from "../delivery.ts";
import type { BotToken } from "../../store/accounts.ts";
import type { Feed, Recipient, Room } from "../rooms.ts";
import type { RoomCursor } from "../members.ts";
import type { BotContext } from "./context.ts";
import { subjectOf } from "./posting.ts";

export type { RoomCursor };

/** After this long a heartbeat is written, in ms: a proxy would think a silent connection dead. */
const BEAT_EVERY = 15_000;

/** What a door knows of a subscriber's connection. */
export interface SubscriberPeer {
  /** For the log: address and port. */
  readonly address: string;
  /** The address that it comes from, without a port. */
  readonly host: string;
  readonly format: Format;
  /** Bytes that mean nothing in that format. */
  readonly heartbeat: Uint8Array;
  /** Makes the outbox. */
  outbox(owner: OutboxOwner): Outbox;
}

/** One subscription to one room. */
class Subscription implements Recipient, PageReader {
  readonly key: BotToken;
  readonly peer: SubscriberPeer;
  readonly format: Format;
  readonly outbox: Outbox;
  readonly ignores = undefined;
  readonly feed: Feed;
  beatAt: number;

  /** @param now By the clock that never jumps, in ms. */
  constructor(key: BotToken, room: Room, peer: SubscriberPeer, now: number, outboxOverflowed: () => void) {
    this.key = key;
    this.peer = peer;
    this.format = peer.format;
    this.outbox = peer.outbox({ outboxOverflowed });
    this.feed = room.subscribe(this);
    this.beatAt = now;
  }

  shows(): boolean {
    return true;
  }

  onCaughtUp(): void {
    this.feed.room.goLive(this.feed);
  }

  hasReceivedAll(): void {} // Its feed is only ever ended at once.

  onAllRead(): void {} // Nothing else is ever read for it.
}

/** All subscriptions of a server. They read from the log and from rooms as members do. */
export class Subscriptions {
  readonly #context: BotContext;
  readonly #all = new Set<Subscription>();

  constructor(context: BotContext) {
    this.#context = context;
  }

  /** Finds the name of a room as it is written, if there is one, and a bot may enter it. @param host Where it comes from. */
  findRoom(written: string, key: BotToken, host: string): string | undefined {
    const { rooms, moderation } = this.#context;
    const name = rooms.find(written)?.name;
    const isOpen = name !== undefined && moderation.joinProblem(subjectOf(key, host), name) === undefined;
    return isOpen ? name : undefined;
  }

  /**
   * Opens a subscription to a room, after `head`, which is written first.
   *
   * @param cursor Without a number only what is said from now on is wanted.
   * @param now By the clock that never jumps, in ms.
   * @returns To be called when the connection has ended.
   */
  open(
    key: BotToken,
    peer: SubscriberPeer,
    { room: name, after }: RoomCursor,
    head: Uint8Array,
    now: number,
  ): () => void {
    const { fanOut, rooms, pages, logger } = this.#context;
    fanOut.commitPending(); // What was said until now is not what is said from now on.
    const room = rooms.reopen(name); // It may have gone since it was asked for.
    const gone = (): void => this.#forget(subscriber);
    const subscriber: Subscription = new Subscription(key, room, peer, now, gone);
    this.#all.add(subscriber);
    logger({ event: "listening", name: key.name, room: name, address: peer.address });
    subscriber.outbox.offer(head);
    const last = pages.last(name);
    const from = after === undefined || after > last ? last + 1 : after + 1; // More than there is: of another log.
    new Pager(pages, subscriber).add({ room: name, from, to: "live" });
    return gone;
  }

  /** Counts the subscriptions, and the bytes that wait for them. */
  census(): { readonly count: number; readonly outboxBytes: number } {
    let outboxBytes = 0;
    for (const { outbox } of this.#all) outboxBytes += outbox.waitingBytes;
    return { count: this.#all.size, outboxBytes };
  }

  /** Ends subscriptions whose token is revoked, and writes heartbeats. To be called about once a second. */
  sweep(now: number): void {
    const may = new Map<string, boolean>(); // Most of a thousand subscribers ask with one token: the log is asked once for it.
    for (const subscriber of this.#all) {
      const { key, peer, feed } = subscriber;
      const asked = `${key.id} ${peer.host} ${feed.room.name}`;
      const mayStay = may.get(asked) ??
        (this.findRoom(feed.room.name, key, peer.host) !== undefined && this.#isGood(key));
      may.set(asked, mayStay);
      if (!mayStay) this.#end(subscriber, "removed", this.#context.words.bye("removed"));
      else if (now - subscriber.beatAt >= BEAT_EVERY) {
        subscriber.beatAt = now;
        subscriber.outbox.offer(subscriber.peer.heartbeat);
      }
    }
  }

  /** Tells every subscriber that the server closes. @param back In how many seconds it is expected to be back. */
  close(back: number | undefined): void {
    const { words } = this.#context;
    const text = back === undefined ? words.bye("closing") : words.restarting(back);
    for (const subscriber of this.#all) this.#end(subscriber, "closing", text, back);
  }

  /** Checks a token; one that cannot be looked up at the moment counts as valid. */
  #isGood(key: BotToken): boolean {
    const { tokens, tryRead } = this.#context;
    return tryRead(() => tokens?.isValid(key)) ?? true;
  }

  #end(subscriber: Subscription, reason: ByeReason, text: string, back?: number): void {
    const bye = { type: "bye", reason, text, ...(back !== undefined && { back }) } as const;
    subscriber.outbox.offer(encodeFor(subscriber.format, bye));
    subscriber.outbox.finish();
    this.#forget(subscriber);
  }

  #forget(subscriber: Subscription): void {
    if (!this.#all.delete(subscriber)) return;
    const { key, peer, feed } = subscriber;
    const { fanOut, logger } = this.#context;
    feed.room.unsubscribe(feed);
    fanOut.publishSoon(feed.room); // A room that is empty now is forgotten at the end of this turn.
    logger({ event: "stopped-listening", name: key.name, room: feed.room.name, address: peer.address });
  }
}
