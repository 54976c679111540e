/**
 * A cluster's stream in memory, which delays, doubles, refuses and loses acks as a test wants.
 *
 * @module
 */

import type {
  Published,
  StreamSeed,
  StreamStatus,
  ToldTurn,
  TurnStream,
} from "../../server/cluster/stream.ts";

/** What becomes of an attempt to write. */
export type StreamFault =
  | "none"
  | "lost"
  | "ack-lost"
  | "doubled"
  | "refused"
  | "refused-and-there"
  | "refused-and-known";

/** Answers what is passed to an epoch. */
interface Taker {
  readonly epoch: number;
  take(bytes: Uint8Array): Promise<Uint8Array | undefined>;
}

/** The stream itself. */
export class MemoryStream {
  readonly turns: ToldTurn[] = [];
  status: StreamStatus | undefined;
  /** Chooses what becomes of each attempt to write. */
  fault: () => StreamFault = () => "none";
  readonly #now: () => number;
  readonly #ends: MemoryStreamEnd[] = [];
  readonly #ids = new Set<string>();

  /** @param now Gives the stream's time, in ms since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Makes one server's connection to it. */
  connect(): MemoryStreamEnd {
    const end = new MemoryStreamEnd(this);
    this.#ends.push(end);
    return end;
  }

  /** Tells every server what it was not told yet. @returns Whether there was anything. */
  tell(): boolean {
    return this.#ends.map((end) => end.tellAll()).some((hadAny) => hadAny);
  }

  /** Writes, unless that id was written before. */
  write(bytes: Uint8Array, id: string, mayRepeat = false): Published {
    if (this.#ids.has(id) && !mayRepeat) return { kind: "stored", seq: this.turns.length, isRepeat: true };
    this.#ids.add(id);
    this.turns.push({ seq: this.turns.length + 1, at: this.#now(), bytes });
    return { kind: "stored", seq: this.turns.length, isRepeat: false };
  }

  /** Answers what is asked of an epoch. */
  readonly answers = new Map<number, (text: string) => Promise<string | undefined>>();

  /** Answer what is passed to an epoch, the first of them that does. */
  readonly takers: Taker[] = [];
  /** Answers to what was passed that are still being made. */
  readonly answering = new Set<Promise<Uint8Array>>();

  /** Passes a server's word on. */
  beat(text: string): void {
    for (const end of this.#ends) end.hear(text);
  }
}

/** One server's connection to a {@linkcode MemoryStream}. */
export class MemoryStreamEnd implements TurnStream {
  /** Whether nothing passes. */
  isCut = false;
  /** Whether what others pass to it is answered. */
  takesParcels = true;
  /** Chooses whether the answer to what it passes is lost. */
  losesAnswer: () => boolean = () => false;
  readonly #stream: MemoryStream;
  #next: number | undefined;
  #isClosed = false;
  #told: (turn: ToldTurn) => void = () => {};
  #heard: (text: string) => void = () => {};
  #reconnected: () => void = () => {};

  constructor(stream: MemoryStream) {
    this.#stream = stream;
  }

  get isConnected(): boolean {
    return !this.isCut;
  }

  async open(seed: StreamSeed | undefined): Promise<StreamStatus> {
    if (seed !== undefined && this.#stream.status === undefined) {
      const { base, secret } = seed;
      const key = await seed.key?.();
      // Another server may have been quicker meanwhile.
      this.#stream.status ??= { id: "stream-1", base, secret, key, first: 1, last: 0 };
    }
    return await this.status();
  }

  status(): Promise<StreamStatus> {
    const { status, turns } = this.#stream;
    if (status === undefined || this.isCut) return Promise.reject(new Error("not there"));
    return Promise.resolve({ ...status, last: turns.length });
  }

  read(seq: number): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#stream.turns[seq - 1]?.bytes);
  }

  expect(): void {} // It loses nothing that it has told.

  follow(seq: number, told: (turn: ToldTurn) => void): void {
    this.#next = seq;
    this.#told = told;
  }

  /** Tells what was not told yet, `most` turns at most. */
  tellAll(most = Infinity): boolean {
    if (this.#next === undefined || this.isCut) return false;
    let count = 0;
    for (; count < most; count++) {
      const turn = this.#stream.turns[this.#next - 1];
      if (turn === undefined) break;
      this.#next++;
      this.#told(turn);
    }
    return count > 0;
  }

  publish(bytes: Uint8Array, id: string): Promise<Published> {
    const unknown: Published = { kind: "unknown" };
    if (this.isCut) return Promise.resolve(unknown);
    switch (this.#stream.fault()) {
      case "none":
        return Promise.resolve(this.#stream.write(bytes, id));
      case "lost":
        return Promise.resolve(unknown);
      case "refused":
        return Promise.resolve({ kind: "refused" });
      case "refused-and-there":
        this.#stream.write(bytes, `${id} refused`);
        return Promise.resolve({ kind: "refused" });
      case "refused-and-known":
        this.#stream.write(bytes, id);
        return Promise.resolve({ kind: "refused" });
      case "ack-lost":
        this.#stream.write(bytes, id);
        return Promise.resolve(unknown);
      case "doubled":
        this.#stream.write(bytes, id);
        return Promise.resolve(this.#stream.write(bytes, id, true));
    }
  }

  beat(text: string): void {
    if (!this.isCut) this.#stream.beat(text);
  }

  hear(text: string): void {
    if (!this.isCut) this.#heard(text);
  }

  onBeat(heard: (text: string) => void): void {
    this.#heard = heard;
  }

  async ask(epoch: number, text: string): Promise<string | undefined> {
    return this.isCut ? undefined : await this.#stream.answers.get(epoch)?.(text);
  }

  onAsk(epoch: number, answer: (text: string) => Promise<string>): () => void {
    this.#stream.answers.set(epoch, async (text) => {
      if (this.#isClosed) return undefined; // Nobody is there.
      return this.isCut ? await new Promise(() => {}) : await answer(text);
    });
    return () => void this.#stream.answers.delete(epoch);
  }

  async pass(epoch: number, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
    if (this.isCut) return undefined;
    for (const taker of this.#stream.takers.filter((other) => other.epoch === epoch)) {
      const answer = await taker.take(new Uint8Array(bytes));
      if (answer !== undefined) return this.losesAnswer() ? undefined : new Uint8Array(answer);
    }
    return undefined;
  }

  onPass(epoch: number, answer: (bytes: Uint8Array) => Promise<Uint8Array>): () => void {
    const take = (bytes: Uint8Array): Promise<Uint8Array | undefined> => {
      if (this.isCut || !this.takesParcels) return Promise.resolve(undefined);
      const answering = answer(bytes).finally(() => this.#stream.answering.delete(answering));
      this.#stream.answering.add(answering);
      return answering;
    };
    const taker = { epoch, take };
    this.#stream.takers.push(taker);
    return () => void this.#stream.takers.splice(this.#stream.takers.indexOf(taker), 1);
  }

  onReconnect(run: () => void): void {
    this.#reconnected = run;
  }

  /** Has it be there again. */
  mend(): void {
    this.isCut = false;
    this.#reconnected();
  }

  close(): Promise<void> {
    this.#next = undefined;
    this.#isClosed = this.isCut = true;
    return Promise.resolve();
  }
}
