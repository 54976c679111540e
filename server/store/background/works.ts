/**
 * The works of the background thread, and the files that they share.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { CannotStore, CHECKED_UP_TO, fileIdentity, WRITER_WAITS } from "../log.ts";
import type { FailedWork } from "../../machine/logger.ts";
import type { FileReply, RebuildReason } from "../search.ts";
import { Answers } from "./answers.ts";
import { Checkpoints } from "./checkpoints.ts";
import { Indexing } from "./indexing.ts";
import { LookingOver } from "./looking_over.ts";
import type { Beat, Order, Setup } from "./messages.ts";
import { Pulse } from "./pulse.ts";
import { type Work, Worklist } from "./worklist.ts";

/** How often the thread tells that it lives, in ms. */
const BEAT_EVERY = 1_000;

/** More memory than this in JavaScript is a fault of ours, in bytes: the thread ends, and is begun anew. */
const MOST_HEAP = 256 * 1024 * 1024;

/** What the works tell. */
export interface WorkEvents {
  readonly beat: (beat: Beat) => void;
  readonly answer: (number: number, reply: FileReply) => void;
  readonly failed: (work: FailedWork, cause: string) => void;
  readonly rebuilding: (why: RebuildReason) => void;
  /** Called when the thread needs too much memory, and has to end. */
  readonly exhausted: () => void;
}

/** What the works need of the system. */
export interface WorkSystem {
  readonly clock: { now(): number; after(ms: number, run: () => void): () => void };
  /** Returns how much memory JavaScript's objects take, in bytes. */
  readonly heapUsed: () => number;
}

/** All that runs beside the room's thread, over one log. */
export class Works {
  readonly #log: DatabaseSync;
  readonly #indexing: Indexing;
  readonly #answers: Answers;
  readonly #worklist: Worklist;

  /** Opens the files. @throws When the log cannot be opened. */
  constructor(setup: Setup, events: WorkEvents, { clock, heapUsed }: WorkSystem) {
    const log = this.#log = openBeside(setup);
    const pulse = new Pulse(log, clock.now);
    const indexing = this.#indexing = new Indexing({
      setup,
      log,
      pulse,
      now: clock.now,
      onRebuild: events.rebuilding,
    });
    const { answer } = events;
    const answers = this.#answers = new Answers({ log, index: () => indexing.db, now: clock.now, answer });
    const beat: Work = {
      name: "unexpected",
      isPatient: false,
      step: () => {
        events.beat({
          unindexed: indexing.unindexed,
          forgotten: indexing.forgotten,
          worked: worklist.worked,
        });
        if (heapUsed() > MOST_HEAP) events.exhausted();
        return BEAT_EVERY;
      },
    };
    const isLarge = Deno.statSync(setup.log).size > CHECKED_UP_TO;
    // The most urgent first.
    const works: readonly Work[] = [
      answers,
      new Checkpoints({ log, pulse, size: () => walSize(setup.log), now: clock.now }),
      beat,
      indexing,
      ...(isLarge ? [new LookingOver(log, setup.log)] : []),
    ];
    const worklist = this.#worklist = new Worklist({
      works,
      clock,
      isTalk: () => pulse.isTalk,
      onFailure: ({ name }, error) => events.failed(name, String(error)),
    });
    worklist.start();
  }

  /** Has a question answered. */
  ask(question: Extract<Order, { kind: "ask" }>): void {
    this.#answers.add(question);
    this.#worklist.hurry(this.#answers);
  }

  /** Ends all works, and closes the files. */
  close(): void {
    this.#worklist.close();
    this.#indexing.close();
    this.#log.close();
  }
}

/** Tells how large the file beside the log is, in bytes; 0 where there is none. */
function walSize(log: string): number {
  try {
    return Deno.statSync(`${log}-wal`).size; // Looked at only: opening and closing it would cost SQLite its locks.
  } catch {
    return 0; // Whoever writes next makes it, or learns that it is gone.
  }
}

/** Opens the log to read it and to write `-wal` back: nothing else is ever written by this thread. */
function openBeside({ log: path, logIdentity }: Setup): DatabaseSync {
  // SQLite would make a new one where there is none, which the next server would take for the log.
  if (fileIdentity(path) !== logIdentity) {
    throw new CannotStore("replaced", path, `${path} is not the open log`);
  }
  const log = new DatabaseSync(path);
  log.exec(`PRAGMA busy_timeout = ${WRITER_WAITS}; PRAGMA query_only = ON; PRAGMA wal_autocheckpoint = 0`);
  return log;
}
