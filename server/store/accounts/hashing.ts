/**
 * Passwords are hashed on a thread that the kernel runs last: on two cores a hash takes one of them for a third of a second,
 * and who talks needs both.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import { ONLY_READING } from "../../../net/worker_rights.ts";
import { canBeLessUrgent, PRIORITY } from "../../machine/priority.ts";
import { type Derive, deriveByScrypt, type HashOrder } from "./scrypt.ts";

/** The thread is ended when it has had nothing to do for this long, in ms. */
const RESTS = 60_000;

/** The thread that hashes passwords: begun with the first one, ended when there are no more. */
export class Hashing {
  readonly #clock: Clock;
  #worker: Worker | undefined;
  /** Called with the hash that the thread works at, or with nothing when it failed. */
  #settle: ((hash: Uint8Array | undefined) => void) | undefined;
  readonly #onFailure: (cause: string) => void;
  #cancelRest = (): void => {};

  /** @param onFailure Called when the thread ended by itself; the next password begins another. */
  constructor(clock: Clock, onFailure: (cause: string) => void) {
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  /** Whether there is a thread. */
  get isUp(): boolean {
    return this.#worker !== undefined;
  }

  /** Derives a hash: on this thread, or on one of Deno's while it has another to do, where there can be none and where it failed. */
  readonly derive: Derive = async (password, salt, cost) => {
    const isFree = this.#settle === undefined && canBeLessUrgent();
    const hash = isFree ? await this.#ask({ password, salt, cost }) : undefined;
    return hash ?? await deriveByScrypt(password, salt, cost);
  };

  /** Ends the thread. What it is doing is never answered. */
  close(): void {
    this.#cancelRest();
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask(order: HashOrder): Promise<Uint8Array | undefined> {
    this.#cancelRest();
    const worker = this.#worker ??= this.#start();
    const { promise, resolve } = Promise.withResolvers<Uint8Array | undefined>();
    this.#settle = (hash) => {
      this.#settle = undefined;
      this.#cancelRest = this.#clock.after(RESTS, () => this.close());
      resolve(hash);
    };
    worker.postMessage(order);
    return promise;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./hashing_thread.ts", import.meta.url), {
      type: "module",
      deno: { permissions: { ...ONLY_READING, sys: [PRIORITY] } },
    });
    worker.onmessage = ({ data }: MessageEvent<Uint8Array>) => this.#settle?.(data);
    worker.onerror = (event) => {
      event.preventDefault(); // It would end the server.
      this.#onFailure(event.message);
      this.#settle?.(undefined);
      this.close();
    };
    return worker;
  }
}
