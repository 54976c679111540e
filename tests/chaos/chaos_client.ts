/**
 * A client that follows `docs/protocol.md` and records what it does and sees. It shares no code with `chat client`, so that
 * one mistake cannot hide another.
 *
 * @module
 */

import type { SeededRandom } from "../support/seeded_random.ts";
import { type ClientRecord, fingerprint, type SeenMessage } from "./faults.ts";

/** The silences after which it sends a ping, and after which it closes the connection, in ms. */
const ASK_AFTER = 700;
const GIVE_UP_AFTER = 2_000;

/** The longest wait before it connects again, in ms. */
const RETRY_WITHIN = 120;

/** The most messages without an ack. */
const MOST_WAITING = 40;

/** A message without an ack. */
interface Waiting {
  readonly id: string | number;
  readonly text: string;
}

type Fields = { readonly [name: string]: unknown };

/** One member. */
export class ChaosClient {
  name: string;
  /** Faults that only it can see. */
  readonly faults: string[] = [];
  /** How often it was welcomed, and how often of these resumed. */
  readonly welcomes = { times: 0, unnoticed: 0 };
  readonly #port: () => number;
  readonly #mayMove: boolean;
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

  /** @param port Where it connects, asked for each time. */
  constructor(name: string, port: number | (() => number), random: SeededRandom) {
    this.name = name;
    this.#mayMove = typeof port !== "number";
    this.#port = typeof port === "number" ? () => port : port;
    this.#random = random;
    this.#running = this.#run();
  }

  /** Returns whether it waits for no ack and has received everything up to this number. */
  hasAll(last: number): boolean {
    return this.#waiting.length === 0 && (this.#seen.at(-1)?.seq ?? 0) === last;
  }

  /** How many messages it has received. */
  get seen(): number {
    return this.#seen.length;
  }

  /** Members that it saw leave without a goodbye, or join more than once. */
  get noticed(): readonly string[] {
    return [...this.#lost, ...[...this.#joined].flatMap(([name, times]) => times > 1 ? [name] : [])];
  }

  /** The record of what it sent and received. */
  get account(): ClientRecord {
    const { name } = this;
    return { name, said: this.#said, acked: this.#acked, seen: this.#seen, isHere: !this.#hasLeft };
  }

  /** Its state, for the report of a client that is stuck. */
  get state(): string {
    return `${this.name}: in ${this.#isIn}, waiting for ${this.#waiting.length}, seen ${
      this.#seen.at(-1)?.seq
    }`;
  }

  /** Sends a message, now or once it is connected again; nothing before it was first welcomed. */
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

  /** Closes the connection without a goodbye; it connects again. */
  disconnect(): void {
    this.#close();
  }

  /** Leaves for good, with or without a goodbye. */
  async leave(isPolite: boolean): Promise<void> {
    this.#hasLeft = true;
    if (isPolite) this.#send({ type: "quit" });
    else this.#close();
    const late = setTimeout(() => this.#close(), GIVE_UP_AFTER); // The quit may have been lost.
    await this.#running;
    clearTimeout(late);
  }

  async #run(): Promise<void> {
    while (!this.#hasLeft) {
      await this.#stay().catch(() => {}); // Refused or broken: tried again.
      this.#isIn = false;
      this.#close();
      await pause(this.#random.between(0, RETRY_WITHIN));
    }
  }

  /** Runs one connection to its end. */
  async #stay(): Promise<void> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: this.#port() });
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
          this.name = String(frame.suggestion); // An earlier hello arrived, and its welcome was lost.
          return this.#hello();
        }
        if (frame.code === "cut-off") return this.#close(); // Another server will do.
        return this.#fault(`was told ${JSON.stringify(frame)}`);
      case "bye":
        if (frame.reason === "replaced" && this.#mayMove) return; // Its next connection is at another server.
        if (frame.reason !== "closing" && frame.reason !== "quit") {
          this.#fault(`was told ${JSON.stringify(frame)}`);
        }
        return;
      case "notice":
        if (frame.code === "cut-off" || frame.code === "joined-again") return;
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
    this.welcomes.times++;
    if (resumed === true) this.welcomes.unnoticed++;
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
    }).catch(() => {}); // The connection is gone: reading ends too, and what has no ack is sent again.
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
