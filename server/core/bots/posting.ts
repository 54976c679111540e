/**
 * Bots that post without being members.
 *
 * @module
 */

import { nameKey } from "../../../protocol/names.ts";
import type { FileInfo, MessageFrame, MessageId, Problem } from "../../../protocol.ts";
import { type BotToken, personIdOf } from "../../store/accounts.ts";
import type { Subject } from "../moderation.ts";
import { type Rate, RateLimiter } from "../delivery.ts";
import type { Room } from "../rooms.ts";
import type { BotContext } from "./context.ts";
import { noRoom, validateMessage } from "../../validation.ts";

/** How often the cluster is asked: all its servers store each time, and anybody may come with an address of no file. */
const ASKED: Rate = { perSecond: 20, burst: 50 };

/** A message that a bot posts. */
export interface BotPost {
  readonly room: string;
  readonly text: string;
  readonly id: MessageId | undefined;
  readonly action: true | undefined;
  /** The file that it is about. */
  readonly file?: FileInfo;
}

/** The outcome of a post. `wait` is in ms: until then no more is taken. */
export type PostOutcome =
  | { readonly kind: "stored"; readonly message: MessageFrame }
  | { readonly kind: "refused"; readonly problem: Problem }
  | { readonly kind: "too-fast"; readonly wait: number };

/** Posts the messages of bots, and limits how fast: a token as a person, over all its connections. */
export class BotPosting {
  readonly #context: BotContext;
  readonly #limiters = new Map<number, RateLimiter>();
  /** What moderation knows of each bot: the same for as long as it comes from the same address. */
  readonly #subjects = new Map<number, Subject>();
  /** When this server has heard what it last asked for, and when it will have what it asks for after that. */
  #heard: Promise<void> = Promise.resolve();
  #hearsNext: Promise<void> | undefined;
  readonly #asking: RateLimiter;

  constructor(context: BotContext) {
    this.#context = context;
    this.#asking = new RateLimiter(ASKED, context.clock.elapsed());
  }

  /** Whether this server can have tokens at all. */
  get hasTokens(): boolean {
    return this.#context.tokens !== undefined;
  }

  /**
   * Resolves when a token, and a room if one is meant, that are at another server of the cluster before this call are known here; at
   * once where they are, or the server is alone or cut off. However many ask, the cluster is asked once at a time.
   */
  async hearOf(token: string, room: string | undefined): Promise<void> {
    const { tokens, tryRead, cluster, rooms } = this.#context;
    if (cluster === undefined || tokens === undefined) return;
    const isRoomKnown = room === undefined || rooms.find(room) !== undefined;
    if (isRoomKnown && tryRead(() => tokens.find(token)) !== undefined) return;
    await this.hear();
  }

  /**
   * Resolves when all is known here that other servers of the cluster told before this call; at once where none can be asked, or
   * they were asked too often.
   */
  async hear(): Promise<void> {
    const { cluster, clock } = this.#context;
    if (cluster === undefined || cluster.isCutOff) return;
    if (this.#hearsNext === undefined && this.#asking.tryTake(clock.elapsed()) > 0) return;
    this.#hearsNext ??= this.#heard.then(() => {
      this.#hearsNext = undefined;
      return this.#heard = new Promise((resolve) => cluster.catchUp(resolve));
    });
    await this.#hearsNext;
  }

  /** Finds a valid token, and notes that it was used. */
  findToken(token: string): BotToken | undefined {
    const { tokens, tryRead, clock } = this.#context;
    const key = tokens && tryRead(() => tokens.find(token));
    if (key !== undefined) tokens?.noteUse(key, clock.now());
    return key;
  }

  /** Counts a post of this token and gives 0; else counts nothing and gives the ms until one may be taken. */
  delayOf(key: BotToken, now: number): number {
    const { rate } = this.#context.limits;
    if (rate === null) return 0;
    const bucket = this.#limiters.get(key.id) ?? new RateLimiter(rate, now);
    this.#limiters.set(key.id, bucket);
    return bucket.tryTake(now);
  }

  /**
   * Finds the room that a bot may write in, or tells why it may not, and notes that it does.
   *
   * @param host The address that it comes from.
   */
  roomFor(
    key: BotToken,
    wanted: string,
    host: string,
  ): { readonly room: Room; readonly problem?: undefined } | {
    readonly room?: Room;
    readonly problem: Problem;
  } {
    const { rooms, nicknames, moderation } = this.#context;
    const room = rooms.find(wanted);
    const subject = this.#subjectOf(key, host);
    if (room === undefined || moderation.joinProblem(subject, room.name) !== undefined) {
      return { problem: moderation.banProblem(subject) ?? noRoom(wanted) };
    }
    const silenced = moderation.speechProblem(subject, room.name);
    if (silenced !== undefined) return { room, problem: silenced };
    // Somebody may have come in under that name before the token was made.
    const holder = nicknames.find(nameKey(key.name));
    return holder === undefined ? { room } : { room, problem: nicknames.taken(key.name) };
  }

  /** Posts a message that came from an address; resolves when it is in the log, or is not going to be. */
  say(key: BotToken, post: BotPost, host: string): Promise<PostOutcome> {
    const { limits, fanOut, activity } = this.#context;
    const { text: written, id, action, file } = post;
    const refused = (problem: Problem): Promise<PostOutcome> => {
      activity.refuse(problem.code);
      return Promise.resolve({ kind: "refused", problem });
    };
    const { room, problem } = this.roomFor(key, post.room, host);
    // Who sends a file wrote when they began to.
    const isLate = problem?.code === "slow-mode" && file !== undefined;
    if (room === undefined || (problem !== undefined && !isLate)) {
      return refused(problem ?? noRoom(post.room));
    }
    const ready = validateMessage(written, limits.messageChars);
    if (!ready.ok) return refused(ready.problem);
    const said = {
      from: key.name,
      personId: personIdOf(key),
      text: ready.text,
      id,
      action,
      topic: undefined,
    };
    return new Promise((resolve) =>
      fanOut.say(
        {
          stored: (message) => resolve({ kind: "stored", message }),
          refused: (problem) => resolve(refused(problem)),
        },
        room,
        file === undefined ? said : { ...said, file },
      )
    );
  }

  #subjectOf(key: BotToken, host: string): Subject {
    const known = this.#subjects.get(key.id);
    if (known?.sessions[0]?.host === host) return known;
    const subject = subjectOf(key, host);
    this.#subjects.set(key.id, subject);
    return subject;
  }
}

/** Gives what moderation knows of a bot. @param host The address that it comes from. */
export function subjectOf(key: BotToken, host: string): Subject {
  return { name: key.name, id: personIdOf(key), account: undefined, sessions: [{ host }] };
}
