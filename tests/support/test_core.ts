/**
 * The server's core without sockets: turns end and time advances when a test says so.
 *
 * @module
 */

import { type ClientFrame, decodeServerFrame, type Resume, type ServerFrame } from "../../protocol.ts";
import { DEFAULT_LIMITS, type Limits } from "../../protocol/limits.ts";
import type { Clock } from "../../net/clock.ts";
import { Origins } from "../../net/origin.ts";
import type { LogEvent } from "../../server.ts";
import { nativeFormat } from "../../server/doors/native/door.ts";
import { plainFormat } from "../../server/doors/plain/sentences.ts";
import type {
  AppendResult,
  Draft,
  MessageRange,
  OldestMessage,
  ServerLog,
  StoredMember,
  TurnWrites,
} from "../../server/store/log.ts";
import type { EntryRule, RetentionPolicy } from "../../server/machine/options.ts";
import { PublicIds } from "../../server/store/log/public_ids.ts";
import { MemoryLog } from "../../server/store/log/memory.ts";
import { MemoryFinder } from "../../server/store/search/memory_finder.ts";
import { Hub, type HubParts } from "../../server/core/hub.ts";
import type { Files } from "../../server/store/files.ts";
import { Outbox, type Sink } from "../../server/core/delivery/outbox.ts";
import type { Peer } from "../../server/core/members/peer.ts";
import type { Session } from "../../server/core/members/session.ts";
import {
  type Accounts,
  type Derive,
  openAccounts,
  Passwords,
  type ServerReach,
  type Tickets,
} from "../../server/store/accounts.ts";
import type { SecretSource } from "../../server/store/accounts/secrets.ts";
import { Turn } from "../../server/core/delivery/turn.ts";
import { en, type Words } from "../../words/en.ts";
import { FakeClock } from "./clock.ts";
import { type FrameOf, isFrameOf } from "./peers.ts";

/** A sink that keeps what is written, at the pace that a test sets. */
export class FakeSink implements Sink {
  /** The text of each write. */
  readonly writes: string[] = [];
  /** The calls of `end` and `close`, in order. */
  readonly calls: string[] = [];
  /** The most bytes that one write accepts. */
  maxBytesPerWrite = Infinity;
  /** Whether a write succeeds, never resolves, or fails as that of a peer that is gone. */
  state: "reads" | "stalls" | "gone" = "reads";

  /** Everything written. */
  get text(): string {
    return this.writes.join("");
  }

  write(bytes: Uint8Array): Promise<number> {
    if (this.state === "gone") return Promise.reject(new Deno.errors.BrokenPipe("gone"));
    const part = bytes.subarray(0, this.maxBytesPerWrite);
    this.writes.push(new TextDecoder().decode(part));
    return this.state === "stalls" ? new Promise(() => {}) : Promise.resolve(part.length);
  }

  end(): void {
    this.calls.push("end");
  }

  close(): void {
    this.calls.push("close");
  }
}

/** A log that fails to store while it `isFull`, and fails to read while it `isDamaged`. */
export class TestLog implements ServerLog {
  isFull = false;
  /** How much more it stores before it is full. */
  room = Infinity;
  isDamaged = false;
  /** The messages of each append that had any. */
  readonly batches: (readonly Draft[])[] = [];
  /** How many messages each read returned. */
  readonly pages: number[] = [];
  readonly #kept: ServerLog;

  constructor(kept: ServerLog) {
    this.#kept = kept;
  }

  get moderation() {
    return this.#kept.moderation;
  }

  get files() {
    return this.#kept.files;
  }

  commit(entry: TurnWrites): readonly AppendResult[] {
    if (entry.drafts.length > 0) this.batches.push(entry.drafts);
    if (this.isFull || this.room <= 0) throw new Error("disk full");
    this.room--;
    return this.#kept.commit(entry);
  }

  rooms() {
    return this.#kept.rooms();
  }

  topic(room: string) {
    return this.#kept.topic(room);
  }

  readMarksOf(person: number) {
    return this.#kept.readMarksOf(person);
  }

  last(room: string): number {
    return this.#kept.last(room);
  }

  first(room: string): number {
    if (this.isDamaged) throw new Error("malformed");
    return this.#kept.first(room);
  }

  read(room: string, range: MessageRange) {
    if (this.isDamaged) throw new Error("malformed");
    const messages = this.#kept.read(room, range);
    this.pages.push(messages.length);
    return messages;
  }

  personOf(room: string, seq: number) {
    return this.#kept.personOf(room, seq);
  }

  hasReacted(room: string, seq: number, emoji: string, who: readonly [number, string]) {
    return this.#kept.hasReacted(room, seq, emoji, who);
  }

  newPersonId(): number {
    return this.#kept.newPersonId();
  }

  publicIdOf(personId: number): string {
    return this.#kept.publicIdOf(personId);
  }

  memberByToken(tokenHash: string): StoredMember | undefined {
    return this.#kept.memberByToken(tokenHash);
  }

  presentMembers(now: number, within: number): readonly StoredMember[] {
    return this.#kept.presentMembers(now, within);
  }

  noteAlive(now: number): void {
    this.#kept.noteAlive(now);
  }

  trim(keep: RetentionPolicy, now: number): boolean {
    return this.#kept.trim(keep, now);
  }

  oldestFrom(from: number, since: number): OldestMessage {
    return this.#kept.oldestFrom(from, since);
  }

  settleForgotten(upTo: number): boolean {
    return this.#kept.settleForgotten(upTo);
  }

  canStore(): boolean {
    return !this.isFull;
  }

  close(): void {
    this.#kept.close();
  }
}

/** Tokens that a test can predict: `token-1` and so on. */
export class PredictableTokens implements SecretSource {
  #made = 0;

  generate(): string {
    return `token-${++this.#made}`;
  }

  hash(token: string): string {
    return `hash of ${token}`;
  }
}

/** Ids of persons that a test can predict: `p1` is the first who has a token, `guest-1` the first who has none. */
export class PredictableIds extends PublicIds {
  #made = 0;

  override of(personId: number): string | undefined {
    return personId === 0 ? undefined : `p${personId}`;
  }

  override anew(): string {
    return `guest-${++this.#made}`;
  }
}

/** A session of the core, and what was delivered to it. */
export class TestClient {
  readonly sink = new FakeSink();
  readonly session: Session;
  readonly #hub: Hub;
  readonly #clock: Clock;

  constructor(hub: Hub, peer: (sink: Sink) => Peer, clock: Clock) {
    this.#hub = hub;
    this.session = hub.open(peer(this.sink));
    this.#clock = clock;
  }

  /** Has the session receive frames. */
  sendFrames(...frames: readonly ClientFrame[]): void {
    this.session.noteHeard(this.#clock.elapsed());
    for (const frame of frames) this.#hub.receive(this.session, { ok: true, frame });
  }

  /** Has the connection break. */
  disconnect(): void {
    this.#hub.disconnected(this.session);
  }

  /** Sends a hello with a name, and optionally a token to resume with. */
  hello(name: string, resume?: Resume): void {
    this.sendFrames({ type: "hello", name, room: "lobby", ...(resume !== undefined && { resume }) });
  }

  /** The token of the last welcome. */
  get token(): string {
    return this.framesOf("welcome").at(-1)?.token ?? "";
  }

  /** Returns what a hello resumes with, having received the lobby up to the message `after`. */
  resume(after?: number): Resume {
    return { token: this.token, after: after === undefined ? {} : { lobby: after } };
  }

  /** Sends a message to the lobby. */
  say(text: string, id?: string): void {
    this.sendFrames({ type: "say", room: "lobby", text, ...(id !== undefined && { id }) });
  }

  /** The frames delivered, for a client of the native protocol. */
  get frames(): readonly ServerFrame[] {
    return this.sink.text.split("\n").slice(0, -1).map((line) => {
      const frame = decodeServerFrame(line);
      if (frame === undefined) throw new Error(`no frame: ${line}`);
      return frame;
    });
  }

  /** Returns the delivered frames of one type. */
  framesOf<Type extends ServerFrame["type"]>(type: Type): readonly FrameOf<Type>[] {
    return this.frames.filter((frame) => isFrameOf(frame, type));
  }

  /** The texts of the messages delivered. */
  get messageTexts(): readonly string[] {
    return this.framesOf("message").map(({ text }) => text);
  }
}

/** What a core takes over from an earlier one, as a restarted server does. */
export interface TestCoreOptions {
  readonly history?: ServerLog;
  readonly tokens?: SecretSource;
  readonly clock?: FakeClock;
  readonly accounts?: Accounts;
  readonly tickets?: Tickets;
  readonly maxClaims?: number;
  /** How passwords are hashed: at no cost by default. */
  readonly derive?: Derive;
  /** Who may come in, and by which tickets; everybody by default. */
  readonly entry?: EntryRule;
  /** How others reach it. */
  readonly reach?: ServerReach;
  /** The language of its sentences, English by default. */
  readonly words?: Words;
  /** Puts another sequencer in the place of the one that decides at once. */
  readonly sequence?: HubParts["sequence"];
  /** What changes accounts and tickets; at once by default. */
  readonly changes?: HubParts["changes"];
  /** What does deeds; at once by default. */
  readonly deeds?: HubParts["deeds"];
  /** What people send besides words; nothing by default. */
  readonly files?: Files;
  /** The cluster that it is one of. */
  readonly cluster?: HubParts["cluster"];
}

/**
 * A hub and its turns. By default there is no grace period and no replay: tests of either set the limit.
 */
export class TestCore {
  readonly clock: FakeClock;
  readonly history: TestLog;
  readonly tokens: SecretSource;
  readonly accounts: Accounts;
  readonly logged: LogEvent[] = [];
  /** What logging fails with, if it does. */
  loggerFault: Error | undefined;
  readonly hub: Hub;
  readonly turn: Turn;
  /** How often the end of a turn was requested. */
  turnsRequested = 0;
  readonly #limits: Limits;
  readonly #words: Words;

  constructor(limits: Partial<Limits> = {}, before: TestCoreOptions = {}) {
    this.#limits = { ...DEFAULT_LIMITS, grace: 0, replay: 0, maxPerAddress: 100_000, ...limits };
    this.#words = before.words ?? en;
    this.clock = before.clock ?? new FakeClock();
    this.history = new TestLog(before.history ?? new MemoryLog(new PredictableIds()));
    this.tokens = before.tokens ?? new PredictableTokens();
    this.accounts = before.accounts ?? openAccounts(undefined);
    this.turn = new Turn(() => void this.turnsRequested++, () => this.hub.endTurn());
    this.hub = new Hub({
      title: "chat",
      words: this.#words,
      limits: this.#limits,
      clock: this.clock,
      store: this.history,
      finder: new MemoryFinder(this.history, true, this.clock),
      secrets: this.tokens,
      zone: () => 0,
      accounts: this.accounts,
      tickets: before.tickets,
      maxClaims: before.maxClaims ?? 1000,
      passwords: new Passwords({
        workers: 1,
        clock: this.clock,
        defer: (run) => run(),
        derive: before.derive ?? deriveQuickly,
      }),
      self: {
        port: 53000,
        fingerprint: "sha256//test",
        ownerSecret: OWNER_SECRET,
        ...(before.reach !== undefined && { reach: before.reach }),
      },
      ...(before.entry !== undefined && { entry: before.entry }),
      ...(before.tickets !== undefined && { tickets: before.tickets }),
      logger: (event) => {
        if (this.loggerFault !== undefined) throw this.loggerFault;
        this.logged.push(event);
      },
      turn: this.turn,
      ...(before.sequence && { sequence: before.sequence }),
      cluster: before.cluster,
      ...(before.files !== undefined && { files: before.files }),
      ...(before.changes !== undefined && { changes: before.changes }),
      ...(before.deeds !== undefined && { deeds: before.deeds }),
    });
  }

  /** Opens a connection that has not sent a name yet. */
  connect(door: "native" | "plain" = "native"): TestClient {
    return new TestClient(this.hub, (sink) => this.peer(sink, door), this.clock);
  }

  /** Opens a connection of which a door tells something else than usual. */
  connectFrom(
    told: Partial<Pick<Peer, "address" | "isProgram" | "isSecure" | "origin" | "refusal">>,
  ): TestClient {
    return new TestClient(this.hub, (sink) => ({ ...this.peer(sink), ...told }), this.clock);
  }

  /** Builds what a connection is to the hub. */
  peer(sink: Sink, door: "native" | "plain" = "native"): Peer {
    const rules = {
      limit: this.#limits.outboxBytes,
      clock: this.clock,
      turn: this.turn,
      onFault: rethrow,
    };
    return {
      address: "192.0.2.1:9",
      origin: new Origins().of("192.0.2.1"),
      format: door === "native" ? nativeFormat : plainFormat(this.#words),
      since: this.clock.elapsed(),
      isProgram: door === "native",
      isSecure: true,
      outbox: (owner) => new Outbox(sink, rules, owner),
    };
  }

  /** Connects a member, and ends the turn of its entering. */
  async member(name: string, door?: "native" | "plain"): Promise<TestClient> {
    const client = this.connect(door);
    client.hello(name);
    await this.endTurn();
    return client;
  }

  /** Ends the turn and lets its writes complete. */
  async endTurn(): Promise<void> {
    do this.turn.end(); while (this.turn.isDraining);
    await this.clock.advance(0);
  }
}

/** The owner's secret of every core. */
export const OWNER_SECRET = new Uint8Array(32).fill(7);

/** Makes something that looks like a hash of a password. */
function deriveQuickly(password: string, salt: Uint8Array): Promise<Uint8Array> {
  return Promise.resolve(
    new TextEncoder().encode(`${password}${[...salt].join("")}`.padEnd(32).slice(0, 32)),
  );
}

/** Throws a fault of ours, so that the test fails in which it happens. */
export function rethrow(fault: unknown): never {
  throw fault;
}
