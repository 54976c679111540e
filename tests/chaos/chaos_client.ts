/**
 * A member of the room who does what `docs/protocol.md` tells clients to do, and keeps account of it. It shares no
 * code with `chat client`, so that one mistake cannot hide another.
 *
 * @module
 */

import type { SeededRandom } from "../support/seeded_random.ts";
import { type ClientRecord, fingerprint, type SeenMessage } from "./faults.ts";

/** A silence after which it asks whether the server is there, and one after which it gives the connection up, in ms. */
const ASK_AFTER = 700;
const GIVE_UP_AFTER = 2_000;

/** How long it waits before it tries again, in ms, at most. */
const RETRY_WITHIN = 120;

/** So many messages may wait for their ack. */
const MOST_WAITING = 40;

/** What it said and has had no ack for. */
interface Waiting {
  readonly id: string | number;
  readonly text: string;
}

type Fields = { readonly [name: string]: unknown };

/** One member. */
export class ChaosClient {
  name: string;
  /** What went wrong that only it could see. */
  readonly faults: string[] = [];
  /** How often it came in, and how often of these nobody had noticed that it was away. */
  readonly came = { times: 0, unnoticed: 0 };
  readonly #port: number;
  readonly #random: SeededRandom;
  readonly #said: string[] = [];
  readonly #acked = new Map<string, number>();
  readonly #seen: SeenMessage[] = [];
  readonly #lost = new Set<string>();
  readonly #joined = new Map<string, number>();
  #waiting: Waiting[] = [];
  #token: string | undefined;
  #conn: Deno.TcpConn | undefined;
  #isIn = false;
  #isLive = false;
  #heardAt = 0;
  #hasLeft = false;
  #sending: Promise<void> = Promise.resolve();
  #count = 0;
  readonly #running: Promise<void>;

  constructor(name: string, port: number, random: SeededRandom) {
    this.name = name;
    this.#port = port;
    this.#random = random;
    this.#running = this.#run();
  }

  /** Whether it waits for nothing and has seen everything up to this number. */
  hasAll(last: number): boolean {
    return this.#waiting.length === 0 && (this.#seen.at(-1)?.seq ?? 0) === last;
  }

  /** How many messages it has seen. */
  get seen(): number {
    return this.#seen.length;
  }

  /** Those of whom it was told that their connection broke, or more than once that they came. */
  get noticed(): readonly string[] {
    return [...this.#lost, ...[...this.#joined].flatMap(([name, times]) => times > 1 ? [name] : [])];
  }

  /** What it did and saw. */
  get account(): ClientRecord {
    const { name } = this;
    return { name, said: this.#said, acked: this.#acked, seen: this.#seen, isHere: !this.#hasLeft };
  }

  /** How it stands, for whoever has to find out why it does not get on. */
  get state(): string {
    return `${this.name}: in ${this.#isIn}, waiting for ${this.#waiting.length}, seen ${
      this.#seen.at(-1)?.seq
    }`;
  }

  /** Says something, now or when it is back. Before it was ever in, it has nothing to say. */
  say(): void {
    if (this.#token === undefined || this.#waiting.length >= MOST_WAITING) return;
    const number = ++this.#count;
    const size = this.#random.chance(0.03) ? 3_900 : this.#random.between(0, 120);
    const text = `${this.name} ${number} `.padEnd(size, "è").trimEnd();
    const id = this.#random.chance(0.5) ? number : `${this.name}-${number}`;
    const waiting = { id, text };
    this.#waiting.push(waiting);
    this.#said.push(fingerprint({ from: this.name, text }));
    if (this.#isIn) this.#sayNow(waiting);
  }

  /** Closes its side without a word, and comes back. */
  hangUp(): void {
    this.#close();
  }

  /** Goes for good, without a word or with one. */
  async leave(isPolite: boolean): Promise<void> {
    this.#hasLeft = true;
    if (isPolite) this.#send({ type: "quit" });
    else this.#close();
    const late = setTimeout(() => this.#close(), GIVE_UP_AFTER); // Perhaps nobody heard it.
    await this.#running;
    clearTimeout(late);
  }

  async #run(): Promise<void> {
    while (!this.#hasLeft) {
      await this.#stay().catch(() => {}); // Refused or broken: the next time, then.
      this.#isIn = false;
      this.#close();
      await pause(this.#random.between(0, RETRY_WITHIN));
    }
  }

  /** One connection, from its beginning to its end. */
  async #stay(): Promise<void> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: this.#port });
    if (this.#hasLeft) return conn.close();
    this.#conn = conn;
    this.#isLive = false;
    this.#heardAt = performance.now();
    const watch = setInterval(() => this.#watch(), 200);
    try {
      this.#hello();
      await this.#read(conn);
    } finally {
      clearInterval(watch);
    }
  }

  #hello(): void {
    const after = { lobby: this.#seen.at(-1)?.seq ?? 0 };
    const resume = this.#token === undefined ? {} : { resume: { token: this.#token, after } };
    this.#send({ type: "hello", name: this.name, ...resume });
  }

  async #read(conn: Deno.TcpConn): Promise<void> {
    const decoder = new TextDecoder();
    const buffer = new Uint8Array(16 * 1024);
    let rest = "";
    for (let count; (count = await conn.read(buffer)) !== null;) {
      if (conn !== this.#conn) return;
      this.#heardAt = performance.now();
      const lines = (rest + decoder.decode(buffer.subarray(0, count), { stream: true })).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.#hear(JSON.parse(line));
    }
  }

  #hear(frame: Fields): void {
    switch (frame.type) {
      case "welcome":
        return this.#welcomed(frame);
      case "message":
        return this.#message(frame);
      case "ack":
        return this.#ack(frame);
      case "left":
        if (frame.reason !== "left") this.#lost.add(String(frame.name));
        return;
      case "joined":
        this.#joined.set(String(frame.name), (this.#joined.get(String(frame.name)) ?? 0) + 1);
        return;
      case "ping":
        return this.#send({ type: "pong" });
      case "error":
        if (frame.code === "name-taken" && this.#token === undefined) {
          this.name = String(frame.suggestion); // An earlier hello of ours came through, and its welcome did not.
          return this.#hello();
        }
        return this.#fault(`was told ${JSON.stringify(frame)}`);
      case "bye":
        if (frame.reason !== "closing" && frame.reason !== "quit") {
          this.#fault(`was told ${JSON.stringify(frame)}`);
        }
        return;
      case "notice":
        return this.#fault(`was told ${JSON.stringify(frame)}`);
    }
  }

  #welcomed({ token, name, resumed }: Fields): void {
    if (this.#token !== undefined && token !== this.#token) {
      this.#fault("came back, and was taken for a stranger");
    }
    if (this.#token !== undefined && name !== this.name) this.#fault(`came back as ${name}`);
    this.#token = String(token);
    this.#isIn = true;
    this.came.times++;
    if (resumed === true) this.came.unnoticed++;
    for (const waiting of this.#waiting) this.#sayNow(waiting);
  }

  #message({ seq, from, text, past }: Fields): void {
    if (past === true && this.#isLive) this.#fault(`got ${seq} as past after what is new`);
    this.#isLive = past !== true;
    this.#seen.push({ seq: Number(seq), mark: fingerprint({ from: String(from), text: String(text) }) });
  }

  #ack({ id, seq }: Fields): void {
    const at = this.#waiting.findIndex((waiting) => waiting.id === id);
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (waiting === undefined) return this.#fault(`was told of ${id} twice on its way`);
    if (at > 0) this.#fault(`was told of ${id} before what it said first`);
    this.#acked.set(fingerprint({ from: this.name, text: waiting.text }), Number(seq));
  }

  #fault(what: string): void {
    if (this.faults.length < 20) this.faults.push(`${this.name} ${what}`);
  }

  #sayNow({ id, text }: Waiting): void {
    this.#send({ type: "say", text, id });
  }

  #send(frame: Fields): void {
    const conn = this.#conn;
    if (conn === undefined) return;
    const bytes = new TextEncoder().encode(JSON.stringify(frame) + "\n");
    this.#sending = this.#sending.then(async () => {
      for (let at = 0; at < bytes.length && conn === this.#conn;) {
        at += await conn.write(bytes.subarray(at));
      }
    }).catch(() => {}); // It is gone: reading ends as well, and what was not acknowledged is sent again.
  }

  #watch(): void {
    const silence = performance.now() - this.#heardAt;
    if (silence > GIVE_UP_AFTER) this.#close();
    else if (silence > ASK_AFTER) this.#send({ type: "ping" });
  }

  #close(): void {
    this.#conn?.close();
    this.#conn = undefined;
    this.#isIn = false;
    this.#sending = Promise.resolve();
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
