/**
 * A turn of the event loop: everything that was ready in it is stored, published and written together.
 *
 * @module
 */

/** Something with bytes to write at the end of the turn. */
export interface Drainable {
  /** Begins to write what is queued; does not wait for it. */
  drain(): void;
}

/** What measures turns. */
export interface TurnTimer {
  /** Returns a time that never jumps, in ms and parts of them. */
  now(): number;
  /** Records how long a part of a turn took, in ms. */
  record(phase: "turn" | "commit" | "encode" | "write", ms: number): void;
}

/** Measures nothing. */
export const NO_TIMER: TurnTimer = { now: () => 0, record: () => {} };

/**
 * The number of outboxes that are drained in one pass of the event loop. Deno's runtime lets one pass have 128 reads and
 * writes; those beyond that are put off, and the last of them come first, so that in a rush some would never come.
 */
const DRAINED_A_PASS = 50;

/** Who waits until no turn is to be ended waits for so many passes at most: in a rush there is always one. */
const MOST_PASSES = 10;

/** A turn in which nobody is in haste waits for others for so many slices of what can wait, some 5 ms. */
const MOST_SLICES = 3;

/**
 * After a turn with so many events or more the next one waits for nearly as many, a moment: in a rush, who has got an answer is about to
 * say more, and a turn that ends for the first of them is one more write to everybody.
 */
const RUSH = 32;

/** This part of as many as usual is nearly as many: somebody may have stopped talking. */
const NEARLY = 0.9;

/** Collects the outboxes that a turn has to drain, and schedules its end once. */
export class Turn {
  readonly #soon: (run: () => void) => void;
  readonly #onceRead: (run: () => void) => void;
  readonly #moment: (run: () => void) => () => void;
  readonly #work: () => void;
  readonly #timer: TurnTimer;
  #waiting: Drainable[] = [];
  #ended = 0;
  /** The outboxes that are being drained, from `#next` on; the next turn ends after them. */
  #draining: readonly Drainable[] = [];
  #next = 0;
  /** Whether a turn is to be ended, whether soon, and whether a callback for that, or for more of the last one, is scheduled. */
  #wanted = false;
  #isUrgent = false;
  #asked = false;
  /** Whether what is scheduled now can wait for others, and in how many slices something has. */
  #isPatient = false;
  #slices = 0;
  #added = 0;
  /** How many events this turn has so far, and how many a turn usually has, which fades. */
  #events = 0;
  #usual = 0;
  /** Ends the wait for as many events as usual, while there is one. */
  #stopWaiting: (() => void) | undefined;
  /** Who waits until there is no turn to end and no outbox to drain. */
  #afterwards: (() => void)[] = [];
  /** For how many passes they have waited. */
  #passes = 0;
  /** How long the turn that is being drained has taken to end, and its outboxes to drain, in ms. */
  #working = 0;
  #writing = 0;

  /**
   * @param soon Calls back in the next pass of the event loop (an immediate: a timer costs a millisecond).
   * @param work Stores and publishes the turn, before the outboxes are drained.
   * @param onceRead Calls back once what this pass of the event loop has read is handled; as `soon` does by default.
   * @param moment Calls back after a moment in which others are read, unless that is cancelled; in the next pass by default.
   */
  constructor(
    soon: (run: () => void) => void,
    work: () => void,
    timer = NO_TIMER,
    onceRead = soon,
    moment = (run: () => void): () => void => {
      soon(run);
      return () => {};
    },
  ) {
    this.#soon = soon;
    this.#onceRead = onceRead;
    this.#moment = moment;
    this.#work = work;
    this.#timer = timer;
  }

  /** How many turns have ended: what they were to store is stored. */
  get ended(): number {
    return this.#ended;
  }

  /** Whether some outboxes of a turn that has ended are still to be drained. */
  get isDraining(): boolean {
    return this.#draining.length > 0;
  }

  /** Counts what was added to turns: while that grows, this pass of the event loop is still read. */
  get added(): number {
    return this.#added;
  }

  /** Notes an event, and schedules the end of this turn. */
  schedule(): void {
    if (!this.#isPatient) this.#events++;
    this.#want();
  }

  /**
   * Runs something that can wait, so that others share the end of its turn, a commit above all: what it adds ends with whatever
   * comes that cannot, or when {@linkcode endSlice} says so, which is to be called later.
   */
  patiently(run: () => void): void {
    const wasPatient = this.#isPatient;
    this.#isPatient = true;
    try {
      run();
    } finally {
      this.#isPatient = wasPatient;
    }
  }

  /**
   * Notes that a slice of what can wait is over. @param isLast Whether no other is to come soon.
   *
   * @returns Whether something still waits for the next one.
   */
  endSlice(isLast: boolean): boolean {
    if (!this.#wanted) return false;
    if (++this.#slices >= MOST_SLICES || isLast) this.#hurry();
    return !this.#isUrgent;
  }

  /** Adds an outbox to be drained at the end of this turn. To be called once per outbox and turn. */
  enqueue(outbox: Drainable): void {
    this.#waiting.push(outbox);
    this.#want();
  }

  /** Calls back once there is no turn to end and no outbox to drain, or after some passes: now, if there is none. */
  afterwards(run: () => void): void {
    if (this.#asked) this.#afterwards.push(run);
    else run();
  }

  /** Calls back in the next pass of the event loop, so that others get their turn. */
  defer(run: () => void): void {
    this.#soon(run);
  }

  /** Ends the turn now, or goes on draining the last one. */
  end(): void {
    try {
      if (this.#draining.length === 0) this.#begin();
      this.#drainSome();
    } finally {
      // Not before: what the work adds is drained in this turn, and who is written to first would wait for the next pass to be asked for.
      this.#asked = false;
      if (this.#draining.length > 0 || this.#isUrgent) this.#ask(this.#isShort ? this.#gather : this.#soon); // Others are read between two turns.
    }
    if (this.#afterwards.length > 0 && (!this.#asked || ++this.#passes >= MOST_PASSES)) this.#runAfterwards();
  }

  #drainSome(): void {
    const some = this.#draining.slice(this.#next, this.#next += DRAINED_A_PASS);
    if (this.#next >= this.#draining.length) {
      this.#draining = [];
      this.#next = 0;
    }
    this.#drain(some);
  }

  #runAfterwards(): void {
    const afterwards = this.#afterwards;
    this.#afterwards = [];
    this.#passes = 0;
    for (const run of afterwards) run();
  }

  #drain(outboxes: readonly Drainable[]): void {
    if (outboxes.length === 0) return;
    const began = this.#timer.now();
    for (const outbox of outboxes) outbox.drain();
    this.#writing += this.#timer.now() - began;
    if (this.#draining.length > 0) return;
    this.#timer.record("write", this.#writing);
    this.#timer.record("turn", this.#working + this.#writing);
  }

  #begin(): void {
    const began = this.#timer.now();
    this.#usual = Math.max(this.#events, this.#usual / 2);
    this.#events = 0;
    try {
      this.#work();
    } finally {
      this.#ended++;
      this.#wanted = this.#isUrgent = false;
      this.#slices = 0;
      this.#working = this.#timer.now() - began;
      this.#writing = 0;
    }
    this.#draining = this.#waiting;
    this.#waiting = [];
  }

  /** Whether this turn is in a rush and has not nearly as many events as usual. */
  get #isShort(): boolean {
    return this.#draining.length === 0 && this.#usual >= RUSH && this.#events < this.#usual * NEARLY;
  }

  #want(): void {
    this.#added++;
    this.#wanted = true;
    if (!this.#isPatient) this.#hurry();
  }

  #hurry(): void {
    this.#isUrgent = true;
    if (this.#stopWaiting === undefined) this.#ask(this.#isShort ? this.#gather : this.#onceRead);
    else if (!this.#isShort) this.#stopWaiting();
  }

  /** Calls back once there are as many events as usual, or after a moment. */
  readonly #gather = (run: () => void): void => {
    const stop = (then: (run: () => void) => void): void => {
      if (this.#stopWaiting !== stopNow) return;
      this.#stopWaiting = undefined;
      then(run);
    };
    const cancel = this.#moment(() => stop((run) => run()));
    const stopNow = (): void => {
      cancel();
      stop(this.#onceRead); // What else this pass of the event loop has read is part of it.
    };
    this.#stopWaiting = stopNow;
  };

  #ask(call: (run: () => void) => void): void {
    if (this.#asked) return;
    this.#asked = true;
    call(() => this.end());
  }
}
