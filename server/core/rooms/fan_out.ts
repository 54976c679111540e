/**
 * Messages from their authors to the log, and from the log to every outbox; and the end of a turn, all of it.
 *
 * @module
 */

import { type BulkQueue, NO_TIMER, type TurnTimer } from "../delivery.ts";
import { type AppendResult, type Draft, topicOf } from "../../store/log.ts";
import type { Activity } from "../../ops.ts";
import type { Room } from "./room.ts";
import type { Author, Post, Sequencer } from "./sequencer.ts";
import type { PublishSchedule } from "./schedule.ts";
import type { ServerClock } from "./server_clock.ts";

/** A message without what the room and the clock know of it. */
export type PostContent = Omit<Draft, "type" | "room" | "at">;

/** This many events end a turn at once, as what one turn holds must stay bounded. */
const MOST_WAITING = 512;

/** What a fan-out works with. */
export interface FanOutParts {
  readonly sequencer: Sequencer;
  readonly schedule: PublishSchedule;
  readonly clock: ServerClock;
  /** What waits for talk. */
  readonly bulk?: Pick<BulkQueue, "noteTalk">;
  /** Measures the parts of a turn; nothing does by default. */
  readonly timer?: TurnTimer;
  /** Counts what is stored; nothing does by default. */
  readonly activity?: Pick<Activity, "messageStored">;
  /** Releases a room that has published, as it may be empty now. */
  release(room: Room): void;
}

/** The only way from a message to the members who see it. */
export class FanOut {
  readonly #parts: FanOutParts;

  constructor(parts: FanOutParts) {
    this.#parts = parts;
  }

  /** Sends a clean text to the log, and from there to everybody in the room. The author learns the outcome. */
  say(author: Author, room: Room, content: PostContent): void {
    const { sequencer, schedule, clock, bulk } = this.#parts;
    bulk?.noteTalk();
    sequencer.say(author, room, { type: "message", room: room.name, at: clock.now(), ...content });
    schedule.publishSoon(room);
    if (room.waiting >= MOST_WAITING) this.endTurn();
  }

  /** Has a room publish at the end of this turn. */
  publishSoon(room: Room): void {
    this.#parts.schedule.publishSoon(room);
  }

  /** Has a room publish that somebody came or went: at once in a tiny room, several together in others. @param isAwaited Whether who leaves waits for an answer. */
  publishPresence(room: Room, isAwaited = false): void {
    this.#parts.schedule.publishPresence(room, isAwaited);
  }

  /** Has these rooms publish now all that waits in them, also who came and went. */
  publishNow(rooms: Iterable<Room>): void {
    for (const room of rooms) this.#parts.schedule.add(room);
    this.endTurn();
  }

  /** Ends the turn now if a message waits, so that reading the log misses nothing that was said. */
  commitPending(): void {
    if (this.#parts.sequencer.isWaiting) this.endTurn();
  }

  /** Ends the turn: stores what was said, acknowledges it, publishes, and releases rooms that are empty. Never waits. */
  endTurn(): void {
    const { sequencer, schedule, release, timer = NO_TIMER } = this.#parts;
    const began = timer.now();
    let stored = began;
    try {
      if (sequencer.commit(this.#acknowledge)) timer.record("commit", (stored = timer.now()) - began);
    } finally {
      // What is stored and acknowledged is shown, whatever fails after that.
      if (schedule.publish(release)) timer.record("encode", timer.now() - stored);
    }
  }

  /** Puts a stored message into its place in the room, and tells its author the outcome. */
  readonly #acknowledge = ({ author, room, place, draft }: Post, result: AppendResult | undefined): void => {
    this.#parts.schedule.add(room); // What is decided later is decided after a turn that has published already.
    if (result === undefined) return author.refused({ code: "not-stored" }, draft.id);
    const { message, isRepeat } = result;
    if (!isRepeat) this.#show(room, place, message);
    author.stored(message);
  };

  #show(room: Room, place: Post["place"], message: AppendResult["message"]): void {
    this.#parts.activity?.messageStored();
    room.fill(place, message);
    if (message.topic) room.setTopic(topicOf(message));
  }
}
