/// <reference types="./nats.d.ts" />

/**
 * The cluster's stream in NATS JetStream.
 *
 * @module
 */

import {
  jetstream,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  type StreamInfo,
} from "@nats-io/jetstream";
import type { Msg, NatsConnection } from "@nats-io/nats-core";
import { sleep, systemClock } from "../../net/clock.ts";
import type { Keeping, NatsOptions, RenewableStream, RenewedStream } from "./nats_code.ts";
import { DEFAULT_KEEP, type Made, statusOf, streamConfig } from "./nats_config.ts";
import { ANSWER_WITHIN, checkVersion, connect } from "./nats_connection.ts";
import { isNameInUse, isNoMessage, isNoStream, isNotStored, isRefusal } from "./nats_errors.ts";
import { NatsPublisher } from "./nats_publisher.ts";
import { readTurns } from "./nats_reader.ts";
import {
  EMPTY_BASE,
  NoSuchStream,
  type Published,
  type StreamSeed,
  type StreamStatus,
  StreamTrouble,
  type ToldTurn,
} from "./stream.ts";

/** How long the answer to bytes that are passed on may take, and a pause between attempts, in ms. */
const PASSED_WITHIN = 3_000;
const PAUSE = 100;

/** One server's connection to the stream. */
export class NatsStream implements RenewableStream {
  readonly #options: NatsOptions;
  readonly #name: string;
  readonly #subject: string;
  readonly #alive: string;
  readonly #letters: string;
  readonly #parcels: string;
  #connection: NatsConnection | undefined;
  #js: JetStreamClient | undefined;
  #jsm: JetStreamManager | undefined;
  #publisher: NatsPublisher | undefined;
  /** How many NATS servers keep the stream. */
  #replicas = 1;
  #isConnected = false;
  /** Up to where others were told. */
  #expected = 0;
  #isClosed = false;
  #reconnected = (): void => {};

  constructor(options: NatsOptions) {
    this.#options = options;
    this.#name = `CHAT_${options.cluster}`;
    this.#subject = `chat.${options.cluster}.log`;
    this.#alive = `chat.${options.cluster}.alive`;
    this.#letters = `chat.${options.cluster}.to`;
    this.#parcels = `chat.${options.cluster}.files`;
  }

  get isConnected(): boolean {
    return this.#isConnected;
  }

  async open(seed: StreamSeed | undefined): Promise<StreamStatus> {
    const connection = this.#connection = await this.#connect();
    checkVersion(connection);
    this.#isConnected = true;
    this.#js = jetstream(connection, { timeout: ANSWER_WITHIN });
    this.#publisher = new NatsPublisher(connection, this.#name, this.#subject, systemClock);
    for (;;) {
      try {
        const manager = this.#jsm = await jetstreamManager(connection, { timeout: ANSWER_WITHIN });
        const found = await this.#findOrMake(manager, seed);
        const status = statusOf(found);
        this.#replicas = found.config.num_replicas;
        void this.#watch(connection);
        return status;
      } catch (error) {
        if (error instanceof StreamTrouble) throw error;
        if (isRefusal(error)) throw new StreamTrouble(String(error));
        await this.#pause(error);
      }
    }
  }

  async status(): Promise<StreamStatus> {
    const found = await this.#find(this.#manager);
    if (found === undefined) throw this.#nothing();
    return statusOf(found);
  }

  async read(seq: number): Promise<Uint8Array | undefined> {
    try {
      return (await this.#manager.streams.getMessage(this.#name, { seq }))?.data;
    } catch (error) {
      if (isNoMessage(error)) return undefined;
      throw error;
    }
  }

  follow(seq: number, told: (turn: ToldTurn) => void): void {
    if (this.#js === undefined) return;
    const parts = {
      consumers: this.#js.consumers,
      stream: this.#name,
      clock: systemClock,
      isConnected: () => this.#isConnected,
      expected: () => this.#expected,
      isClosed: () => this.#isClosed,
      onTrouble: (why: string) => this.#options.onTrouble(why),
    };
    void readTurns(parts, seq, told);
  }

  expect(seq: number): void {
    this.#expected = Math.max(this.#expected, seq);
  }

  async publish(bytes: Uint8Array, id: string): Promise<Published> {
    const answer = await this.#publisher?.publish(bytes, id);
    if (answer === undefined) return { kind: "unknown" };
    if ("seq" in answer) return { kind: "stored", ...answer };
    this.#options.onTrouble(answer.description);
    return { kind: isNotStored(answer.code, this.#replicas) ? "refused" : "unknown" };
  }

  beat(text: string): void {
    if (this.#isConnected) this.#connection?.publish(this.#alive, text);
  }

  onBeat(heard: (text: string) => void): void {
    this.#connection?.subscribe(this.#alive, {
      callback: (error, message) => void (error ?? heard(message.string())),
    });
  }

  async ask(epoch: number, text: string): Promise<string | undefined> {
    try {
      const reply = await this.#connection?.request(`${this.#letters}.${epoch}`, text, {
        timeout: ANSWER_WITHIN,
      });
      return reply?.string();
    } catch {
      return undefined; // Nobody is there, or the answer was lost.
    }
  }

  onAsk(epoch: number, answer: (text: string) => Promise<string>): () => void {
    return this.#answer(`${this.#letters}.${epoch}`, (message) => answer(message.string()));
  }

  async pass(epoch: number, bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | undefined> {
    try {
      const timeout = PASSED_WITHIN;
      const reply = await this.#connection?.request(`${this.#parcels}.${epoch}`, bytes, { timeout });
      return reply && new Uint8Array(reply.data); // What NATS gives is a part of what it read.
    } catch {
      return undefined; // Nobody is there, or the answer was lost.
    }
  }

  onPass(epoch: number, answer: (bytes: Uint8Array) => Promise<Uint8Array>): () => void {
    return this.#answer(`${this.#parcels}.${epoch}`, (message) => answer(message.data));
  }

  #answer(subject: string, answer: (message: Msg) => Promise<string | Uint8Array>): () => void {
    const subscription = this.#connection?.subscribe(subject, {
      callback: (error, message) => {
        if (error === null) this.#respond(message, Promise.try(() => answer(message)));
      },
    });
    return () => subscription?.unsubscribe();
  }

  /** Answers once there is an answer; one that NATS does not take (it is larger than it allows) is told to the operator. */
  #respond(message: Msg, answer: Promise<string | Uint8Array>): void {
    answer.then((payload) => message.respond(payload)).catch((error) =>
      this.#options.onTrouble(String(error))
    );
  }

  onReconnect(run: () => void): void {
    this.#reconnected = run;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isConnected = false;
    this.#publisher?.close();
    await this.#connection?.close();
  }

  get #manager(): JetStreamManager {
    if (this.#jsm === undefined) throw new Error("The stream is not open.");
    return this.#jsm;
  }

  async #connect(): Promise<NatsConnection> {
    for (;;) {
      try {
        return await connect(this.#options);
      } catch (error) {
        if (isRefusal(error) || this.#isClosed) throw new StreamTrouble(String(error));
        await this.#pause(error);
      }
    }
  }

  async keeping(): Promise<Keeping> {
    const { num_replicas = 1, max_age } = (await this.#find(this.#manager))?.config ?? {};
    return { replicas: num_replicas, keep: max_age === undefined ? DEFAULT_KEEP : max_age / 1_000_000 };
  }

  async renew({ next, ...made }: RenewedStream): Promise<void> {
    const manager = this.#manager;
    if (await this.#find(manager) !== undefined) await manager.streams.delete(this.#name);
    await manager.streams.add({ ...this.#config({ ...made, base: EMPTY_BASE }), first_seq: next });
  }

  /** Finds the stream; nothing where there is none. */
  async #find(manager: JetStreamManager): Promise<StreamInfo | undefined> {
    try {
      return await manager.streams.info(this.#name);
    } catch (error) {
      if (isNoStream(error)) return undefined;
      throw error;
    }
  }

  #config(made: Made): ReturnType<typeof streamConfig> {
    return streamConfig(this.#name, this.#subject, made);
  }

  #nothing(): NoSuchStream {
    return new NoSuchStream(`no cluster is called ${this.#options.cluster}`);
  }

  async #findOrMake(manager: JetStreamManager, seed: StreamSeed | undefined): Promise<StreamInfo> {
    const found = await this.#find(manager);
    if (found !== undefined) return found;
    if (seed === undefined) throw this.#nothing();
    const { replicas, keep } = this.#options;
    const { base, secret } = seed;
    const key = await seed.key?.();
    try {
      const made = { id: crypto.randomUUID(), base, secret, key, replicas, keep };
      return await manager.streams.add(this.#config(made));
    } catch (error) {
      if (isRefusal(error) && !isNameInUse(error)) throw error;
      return await manager.streams.info(this.#name); // Another server was quicker.
    }
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === "disconnect") this.#isConnected = false;
      if (type !== "reconnect") continue;
      this.#isConnected = true;
      this.#reconnected();
    }
  }

  async #pause(error: unknown): Promise<void> {
    this.#options.onTrouble(String(error));
    await sleep(systemClock, PAUSE);
  }
}
