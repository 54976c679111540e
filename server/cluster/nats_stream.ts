/// <reference types="./nats.d.ts" />

/**
 * The cluster's stream in NATS JetStream.
 *
 * @module
 */

import {
  DeliverPolicy,
  jetstream,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
  type StreamInfo,
} from "@nats-io/jetstream";
import { credsAuthenticator, type Msg, type NatsConnection } from "@nats-io/nats-core";
import { NatsConnectionImpl, setTransportFactory } from "@nats-io/nats-core/internal";
import { systemClock } from "../../net/clock.ts";
import type { Keeping, NatsOptions, RenewableStream, RenewedStream } from "./nats_code.ts";
import { Silence } from "./silence.ts";
import { DEFAULT_KEEP, isNotStored, type Made, statusOf, streamConfig } from "./nats_config.ts";
import { NatsPublisher } from "./nats_publisher.ts";
import { NatsTransport } from "./nats_transport.ts";
import {
  EMPTY_BASE,
  NoSuchStream,
  type Published,
  type StreamSeed,
  type StreamStatus,
  StreamTrouble,
  type ToldTurn,
} from "./stream.ts";

/** Earlier versions lose what they had when they are killed, or know no metadata. */
const LEAST_VERSION = [2, 10] as const;

/** How long an answer may take, and a pause between attempts, in ms. */
const ANSWER_WITHIN = 1_000;
const PASSED_WITHIN = 3_000;
const PAUSE = 100;

/** Codes of JetStream that say that there is no such stream or message. */
const NO_STREAM = 10_059;
const NO_MESSAGE = 10_037;

/** The code that says that another server has just made it. */
const NAME_IN_USE = 10_058;

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
      if (error instanceof JetStreamApiError && error.code === NO_MESSAGE) return undefined;
      throw error;
    }
  }

  follow(seq: number, told: (turn: ToldTurn) => void): void {
    void this.#follow(seq, told);
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
    const { servers, creds, ca, cert, key } = this.#options;
    const isRequired = servers.some((server) => server.startsWith("tls:"));
    setTransportFactory({ factory: () => new NatsTransport({ isRequired, ca, cert, key }) });
    for (;;) {
      try {
        return await NatsConnectionImpl.connect({
          servers: servers.map((server) => server.replace(/^(?:nats|tls):\/\//, "")),
          timeout: ANSWER_WITHIN,
          reconnectTimeWait: 50,
          maxReconnectAttempts: -1,
          pingInterval: 2_000,
          maxPingOut: 2,
          name: "chat",
          noAsyncTraces: true, // An Error for each request, for its stack alone, was a tenth of what a turn costs.
          ...(creds !== undefined && { authenticator: credsAuthenticator(new TextEncoder().encode(creds)) }),
        });
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
      if (error instanceof JetStreamApiError && error.code === NO_STREAM) return undefined;
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

  async #follow(from: number, told: (turn: ToldTurn) => void): Promise<void> {
    let next = from;
    while (!this.#isClosed) {
      try {
        const start = { deliver_policy: DeliverPolicy.StartSequence, opt_start_seq: next };
        const consumer = await this.#js?.consumers.get(this.#name, start);
        if (consumer === undefined) return;
        let stop = (): void => {};
        using silence = new Silence(systemClock, () => this.#isConnected, () => stop());
        const messages = await consumer.consume({
          max_messages: 2000,
          idle_heartbeat: 500,
          expires: 1000,
          callback: ({ seq, data, info: { timestampNanos } }) => { // From an iterator each would come later.
            silence.end();
            if (seq > next) return stop(); // A hole: read again from where it begins.
            if (seq < next) return;
            next++;
            told({ seq, at: Math.floor(timestampNanos / 1e6), bytes: data });
          },
        });
        stop = () => messages.stop();
        void silence.heed(messages.status());
        const error = await messages.closed();
        if (error instanceof Error) throw error;
      } catch (error) {
        if (this.#isClosed) return;
        this.#options.onTrouble(String(error));
      }
      await this.#pause(undefined);
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
    if (error !== undefined) this.#options.onTrouble(String(error));
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

function checkVersion(connection: NatsConnection): void {
  const { version = "" } = connection.info ?? {};
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [least, minorLeast] = LEAST_VERSION;
  if (major < least || (major === least && minor < minorLeast)) {
    throw new StreamTrouble(`nats-server ${version} is too old`);
  }
}

function isNameInUse(error: unknown): boolean {
  return error instanceof JetStreamApiError && error.code === NAME_IN_USE;
}

/** Tells whether an answer will be the same however often it is asked for: rights, or a stream that cannot be as it is wanted. */
function isRefusal(error: unknown): boolean {
  if (error instanceof JetStreamApiError) {
    return error.status === 400 || error.status === 403 || error.status === 500;
  }
  return error instanceof Error && error.name === "AuthorizationError";
}
