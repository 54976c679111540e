/**
 * Tells a flood from a program that waits for its acknowledgements: both send as fast as they are read, but only the
 * flood goes on without an answer. Pure.
 *
 * @module
 */

/** Who was slowed for this long without a pause is looked at, in ms. */
const SLOWED_FOR = 5_000;
/** The most messages that a program sends without an answer; `docs/protocol.md` says so. */
const IN_FLIGHT = 64;
/** So many messages without an id, of somebody who is slowed, are a flood: a person who writes beside a long paste sends a few. */
const UNASKED = 20;
/** Who has nothing more to say for this long waits for an answer, in ms. */
const SILENCE = 500;
/** Who was seen to wait is not looked at again for this long, in ms. */
const TRUSTED_FOR = 60_000;
/** Who flooded is not seen to come and go for this long, in ms: as long as a flood is muted. */
const FLOODED_FOR = 60_000;

/** How one connection sends. Times are of the clock that never jumps, in ms. */
export class FloodWatch {
  #slowedSince: number | undefined;
  #unasked = 0;
  #trustedUntil = -Infinity;
  /** How many messages came since answers are held back; `undefined` while they are not. */
  #unanswered: number | undefined;
  #floodedAt = -Infinity;
  /** Whether they have been away since. */
  #wasAway = false;

  /** Whether answers are held back, and everything is read at once, to see whether the sender waits for them. */
  get isLooking(): boolean {
    return this.#unanswered !== undefined;
  }

  /** Whether the last line had to wait. */
  get isSlowed(): boolean {
    return this.#slowedSince !== undefined;
  }

  /** Goes on with another connection, perhaps of somebody else: what it sends is counted anew, and that it is slowed is not. */
  beginAnew(): void {
    this.#unasked = 0;
    this.#trustedUntil = -Infinity;
    this.#unanswered = undefined;
  }

  /** Notes a line, and for how long the next is not read. */
  noteLine(wait: number, now: number): void {
    if (wait === 0) this.#rest();
    else this.#slowedSince ??= now;
  }

  /**
   * Tells whether a message is part of a flood.
   *
   * @param isAnswered Whether its sender can wait for an answer to it.
   * @param isPassage Whether somebody comes into a room by it, or goes: an IRC client comes into all of its rooms at once.
   */
  isFlood(isAnswered: boolean, now: number, isPassage = false): boolean {
    const isFlood = this.#count(isAnswered, now, isPassage);
    if (!isFlood) return false;
    this.#floodedAt = now;
    this.#wasAway = false;
    return true;
  }

  /** Tells whether who has flooded may be away, as others see that: once, after a rest. */
  mayBeAway(): boolean {
    if (this.#wasAway || this.isSlowed) return false;
    return this.#wasAway = true;
  }

  /** Tells whether there was a flood a moment ago. */
  hasFlooded(now: number): boolean {
    return now - this.#floodedAt < FLOODED_FOR;
  }

  #count(isAnswered: boolean, now: number, isPassage: boolean): boolean {
    if (this.#unanswered !== undefined) {
      return ++this.#unanswered > IN_FLIGHT;
    }
    const isSlowed = this.#slowedSince !== undefined && now - this.#slowedSince >= SLOWED_FOR;
    if (!isAnswered && (isSlowed || !isPassage)) this.#unasked++;
    if (!isSlowed) return false;
    if (!isAnswered) return this.#unasked > UNASKED;
    if (now < this.#trustedUntil) return false;
    this.#unanswered = 1;
    return false;
  }

  /** Tells whether a sender who is looked at has fallen silent, as it waits: it is trusted for a while. @param heardAt When it last said something. */
  hasWaited(heardAt: number, now: number): boolean {
    if (this.#unanswered === undefined || now - heardAt < SILENCE) return false;
    this.#trustedUntil = now + TRUSTED_FOR;
    this.end();
    return true;
  }

  /** Looks no more. */
  end(): void {
    this.#unanswered = undefined;
    this.#rest();
  }

  #rest(): void {
    this.#slowedSince = undefined;
    this.#unasked = 0;
  }
}
