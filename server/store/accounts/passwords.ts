/**
 * Passwords: hashed by scrypt off the room's thread, a few at once, the others in a bounded queue.
 *
 * @module
 */

import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../../../net/clock.ts";
import { type Cost, type Derive, HASH } from "./scrypt.ts";

/** The shortest and the longest password, in characters. */
export const PASSWORD_LEAST = 8;
export const PASSWORD_MOST = 200;

/** OWASP's parameters for scrypt with 32 MiB: 2^15, 8, 3. They are stored with each hash, so that they can be raised. */
const COST = { log: 15, blocks: 8, parallel: 3 } as const;

/** The bytes of a salt. */
const SALT = 16;

/** How many wait for their turn at most, and for how long, in ms. */
const QUEUE = 256;
const WAITS = 30_000;

/** What became of a password: it is right, or not, or nobody had time to look, or it was not to be looked at any more. */
export type Verdict = "right" | "wrong" | "busy" | "dropped";

/** How passwords are hashed. */
export interface PasswordParts {
  /** How many are hashed at once. */
  readonly workers: number;
  readonly clock: Clock;
  /** Runs what follows a result in the next turn. Must not throw. */
  readonly defer: (run: () => void) => void;
  /** Hashes one, off the room's thread. */
  readonly derive: Derive;
}

interface Job {
  readonly run: () => Promise<() => void>;
  readonly onBusy: () => void;
  readonly cancel: () => void;
}

/** The passwords of a server. Results come in a later turn; nothing here throws. */
export class Passwords {
  readonly #parts: PasswordParts;
  readonly #waiting: Job[] = [];
  #working = 0;

  constructor(parts: PasswordParts) {
    this.#parts = parts;
  }

  /** Hashes a new password; `done` gets nothing when it could not be. */
  hash(password: string, done: (hash: string | undefined) => void): void {
    this.#add(async () => {
      const salt = randomBytes(SALT);
      const hash = await this.#parts.derive(normalized(password), salt, COST);
      return () => done(encode(COST, salt, hash));
    }, () => done(undefined));
  }

  /**
   * Checks a password, for as long where there is none to compare it with.
   *
   * @param stored What {@linkcode hash} gave, if there is a password.
   * @param isWanted Asked when its turn comes: `false` drops it.
   */
  verify(
    password: string,
    stored: string | undefined,
    isWanted: () => boolean,
    done: (verdict: Verdict) => void,
  ): void {
    this.#add(async () => {
      if (!isWanted()) return () => done("dropped");
      const known = decode(stored ?? "") ?? DUMMY;
      const hash = await this.#parts.derive(normalized(password), known.salt, known.cost);
      const isRight = hash.length === known.hash.length && timingSafeEqual(hash, known.hash);
      return () => done(isRight && known !== DUMMY ? "right" : "wrong");
    }, () => done("busy"));
  }

  #add(run: Job["run"], onBusy: () => void): void {
    if (this.#working < this.#parts.workers) return void this.#work(run, onBusy);
    if (this.#waiting.length >= QUEUE) return this.#parts.defer(onBusy);
    const cancel = this.#parts.clock.after(WAITS, () => {
      this.#waiting.splice(this.#waiting.indexOf(job), 1);
      this.#parts.defer(onBusy);
    });
    const job: Job = { run, onBusy, cancel };
    this.#waiting.push(job);
  }

  async #work(run: Job["run"], onBusy: () => void): Promise<void> {
    this.#working++;
    const settle = await run().catch(() => onBusy); // No memory for it, say: another time there is.
    this.#working--;
    const next = this.#waiting.shift();
    next?.cancel();
    if (next !== undefined) void this.#work(next.run, next.onBusy);
    this.#parts.defer(settle);
  }
}

/** Tells whether a text may be a password. */
export function mayBePassword(text: string): boolean {
  const length = Array.from(normalized(text)).length;
  return length >= PASSWORD_LEAST && length <= PASSWORD_MOST;
}

/** What a password is compared with where there is none. */
const DUMMY: Stored = { cost: COST, salt: new Uint8Array(SALT), hash: new Uint8Array(HASH) };

interface Stored {
  readonly cost: Cost;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
}

/** Makes one text of all the ways to write the same characters; what is too long to be a password is cut. */
function normalized(password: string): string {
  return password.slice(0, PASSWORD_MOST * 4).normalize("NFKC");
}

function encode({ log, blocks, parallel }: Cost, salt: Uint8Array, hash: Uint8Array): string {
  const [saltText, hashText] = [salt, hash].map((bytes) => bytes.toBase64());
  return `scrypt$${log}$${blocks}$${parallel}$${saltText}$${hashText}`;
}

/** Reads a stored hash; `undefined` when it is none that this version can compare with. */
function decode(stored: string): Stored | undefined {
  const [, log, blocks, parallel, salt = "", hash = ""] =
    /^scrypt\$(\d{1,2})\$(\d{1,2})\$(\d{1,2})\$([\w+/=]+)\$([\w+/=]+)$/.exec(stored) ?? [];
  if (log === undefined) return undefined;
  const cost = { log: Number(log), blocks: Number(blocks), parallel: Number(parallel) };
  return { cost, salt: Uint8Array.fromBase64(salt), hash: Uint8Array.fromBase64(hash) };
}
