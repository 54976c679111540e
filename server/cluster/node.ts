/**
 * One server of a cluster: how it comes in, what it does beside the log, and how it goes.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { within } from "../../net/clock.ts";
import { carryOut, type CommandContext, redacted } from "../core/commands.ts";
import type { DeedSource, ErasureWish, TurnStore } from "../store/log.ts";
import type { Logger } from "../machine/logger.ts";
import type { HaltReason } from "../machine/options.ts";
import type { Deeds } from "../core/moderation.ts";
import type { Sequencer, ServerClock } from "../core/rooms.ts";
import type { Changes, TurnChanges } from "../store/accounts.ts";
import { BEAT_EVERY } from "./beat.ts";
import { encodeTurn, TURN_VERSION } from "./entry.ts";
import type { Item } from "./item.ts";
import { FarDeedsDesk } from "./far_deeds.ts";
import { FarFiles } from "./far_files.ts";
import { Flight } from "./flight.ts";
import { Ledger } from "./ledger.ts";
import { Letters } from "./letters.ts";
import { Mirror } from "./mirror.ts";
import { Pace } from "./pace.ts";
import { Pulse } from "./pulse.ts";
import { giveKey, haveKey, type ServerKey } from "./shared_key.ts";
import { ClusterSequencer } from "./sequencer.ts";
import { SignsOfLife } from "./signs_of_life.ts";
import { type ClusterState, type Position, readState } from "./state.ts";
import { Until } from "./until.ts";
import { Wishes } from "./wishes.ts";
import { NoSuchStream, type StreamSeed, type StreamStatus, type TurnStream } from "./stream.ts";
import { checkStream } from "./stream_check.ts";
import { begin, beginState, CannotJoin, checkTail, type ClusterLog, persistently } from "./beginning.ts";
import { baseOf } from "./base.ts";

/** How often what people have read is told the others, in beats. */
const BEATS_PER_READ = 4;

/** How long a server that goes waits for the stream, in ms. */
const GOODBYE_WITHIN = 1_000;

/** How soon it is said again that a server is up, in ms. */
const UP_AGAIN_AFTER = 300;

/** What a server of a cluster works with. */
export interface NodeParts {
  readonly stream: TurnStream;
  readonly store: ClusterLog;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long somebody may be without a connection, in ms. */
  readonly grace: number;
  /** The key of this server; none where it brings a certificate. */
  readonly key?: ServerKey | undefined;
  /** Where clients find this server. */
  readonly addresses: readonly string[];
  /** Learns that this server must stop. */
  onHalt(reason: HaltReason): void;
  /** Learns that nothing of the stream reaches this server, or something does again. */
  onCutOff(isCutOff: boolean): void;
  /** Learns that another server is up, or gone. */
  onServers(): void;
  /** Ends every connection: this server was taken for gone, and begins anew. */
  onFenced(): void;
}

/** What the turns of a server's loop are to the cluster. */
export interface LoopParts {
  readonly store: TurnStore;
  readonly changes: TurnChanges;
  readonly deeds: DeedSource;
  readonly clock: ServerClock;
}

/** One server of a cluster. */
export class ClusterNode {
  readonly #parts: NodeParts;
  readonly #state: ClusterState;
  readonly #flight: Flight;
  readonly #ledger: Ledger;
  readonly #mirror = new Mirror(() => this.#flight.epoch);
  readonly #pace: Pace;
  readonly #pulse: Pulse;
  readonly #signs: SignsOfLife;
  readonly #letters: Letters;
  readonly #farFiles: FarFiles;
  readonly farDeeds: FarDeedsDesk;
  readonly #wishes: Wishes;
  #sequencer: ClusterSequencer | undefined;
  #server: CommandContext | undefined;
  #run = "";
  /** Who waits for what turns bring; it is looked at after each turn of the loop, and when this server has stopped. */
  readonly #until = new Until();
  #stopBeating = (): void => {};
  #stopAnswering = (): void => {};
  #isClosed = false;
  /** Has a turn of the loop end; there is none before there are rooms. */
  #wake = (): void => {};
  /** Tells whether anybody is connected to this server: where nobody is, what is told can wait for a moment. */
  isVisited = (): boolean => true;

  private constructor(parts: NodeParts, state: ClusterState, position: Position) {
    const { stream, clock, grace } = parts;
    this.#parts = parts;
    this.#state = state;
    this.#pace = new Pace(clock, () => this.#wake());
    this.#wishes = new Wishes(parts.store, parts.logger);
    this.#flight = new Flight({
      stream,
      clock,
      pace: this.#pace,
      standing: () => this.#ledger.standing,
      stored: (seq, n) => this.#checkStored(seq, n),
      refused: (wanted) => this.#sequencer?.refuse(wanted),
    });
    this.#ledger = new Ledger(state, position, this.#flight, (reason) => parts.onHalt(reason));
    this.#pulse = new Pulse(state, grace, clock.elapsed());
    this.#farFiles = new FarFiles(stream, state, parts.store.personSecret, () => this.#flight.epoch);
    this.farDeeds = new FarDeedsDesk(stream, state, () => this.#flight.epoch);
    this.#signs = new SignsOfLife({
      ...parts,
      pulse: this.#pulse,
      flight: this.#flight,
      ledger: this.#ledger,
      farDeeds: this.farDeeds,
      fingerprint: () => this.#server?.self.fingerprint,
    });
    this.#letters = new Letters(stream, state, this.#mirror, {
      epoch: () => this.#flight.epoch,
      applied: () => this.#ledger.reached,
      reach: (applied) => this.#until.wait(() => this.#ledger.applied >= applied),
    });
  }

  /**
   * Opens the stream, and has the log be one of its cluster.
   *
   * @throws {CannotJoin} When they do not belong together.
   */
  static async open(parts: NodeParts): Promise<ClusterNode> {
    const { stream, store, clock, key } = parts;
    const { state, position } = readState(store.facts());
    const base = baseOf(store);
    const hadKey = await key?.fingerprint() !== undefined;
    const seed = { base, secret: store.personSecret, ...(key !== undefined && { key: () => key.make() }) };
    const status = await openStream(stream, position === undefined ? seed : undefined);
    const start = position ?? begin(store, status, base);
    if (start.stream !== status.id) throw new CannotJoin("other-stream");
    if (position === undefined) beginState(state, store, start);
    await persistently(clock, () => checkTail(stream, status, start));
    if (key !== undefined) await haveKey(key, status, hadKey, parts);
    return new ClusterNode(parts, state, start);
  }

  /** For how long this server has heard nothing of the stream, or got nothing into it (its disk may be full), in ms; 0 while it does. */
  get cutOffFor(): number {
    return this.#signs.cutOffFor;
  }

  /** Whether nothing can be said or granted, as there is no stream, this server has begun anew, or it has stopped. */
  get isCutOff(): boolean {
    return this.#ledger.isHalted || this.#flight.epoch === 0 || this.cutOffFor > 0;
  }

  get otherServers(): readonly string[] {
    const others = [...this.#state.sources.values()].filter(({ epoch, isGone }) =>
      !isGone && epoch !== this.#flight.epoch
    );
    return [...new Set(others.flatMap(({ addresses }) => addresses))];
  }

  get knownServers(): readonly string[] {
    return [...new Set([...this.#state.sources.values()].flatMap(({ addresses }) => addresses))];
  }

  /** Changes accounts, tickets and tokens, in the order of the stream. */
  get changes(): Changes {
    return {
      make: (change, then, by) => {
        if (this.#sequencer === undefined) then({ kind: "not-stored" });
        else this.#sequencer.make(change, then, by);
      },
    };
  }

  /** Does what people in charge do, in the order of the stream. */
  get deeds(): Deeds {
    return {
      do: (record, settle, by) => {
        if (this.#sequencer === undefined) settle(undefined);
        else this.#sequencer.do(record, settle, by);
      },
      lift: (n) => this.#sequencer?.lift(n),
    };
  }

  isMade(room: string): boolean {
    return this.#sequencer?.isMade(room) === true;
  }

  catchUp(then: () => void): void {
    this.#sequencer?.catchUp(then);
  }

  /** Makes the sequencer of the server's rooms. @param wake Has a turn end, also from within one. */
  sequence({ store, changes, deeds, clock }: LoopParts, wake: () => void): Sequencer {
    const { logger } = this.#parts;
    this.#wake = wake;
    const erase = (wish: Omit<ErasureWish, "isTrial">) => this.#parts.store.erase(wish);
    return this.#sequencer = new ClusterSequencer({
      store: { commit: (turn) => store.commit(turn), erase },
      changes,
      deeds,
      clock,
      logger,
      state: this.#state,
      ledger: this.#ledger,
      flight: this.#flight,
      mirror: this.#mirror,
      pace: this.#pace,
      wake,
      after: (ms, run) => void this.#parts.clock.after(ms, run),
      sourcesChanged: ({ kind, source: { run, epoch } }) => {
        if (kind === "up" && run === this.#run) this.#begin(epoch);
        if (kind === "gone" && epoch === this.#flight.epoch) this.#fenced();
        if (kind === "gone") this.farDeeds.hear(epoch, undefined);
        if (run !== this.#run) this.#parts.onServers();
      },
      tables: {
        reread: () => this.#server?.members.rereadAccounts(),
        changed: () => this.#server?.members.noticeAccounts(),
      },
      deedsDone: {
        carryOut: (done) => this.#withServer((server) => carryOut(server, done)),
        erased: (room) => this.#withServer(({ rooms }) => rooms.refreshTopic(rooms.open(room))),
        lifted: (ban) => this.#withServer((server) => void server.moderation.removeBan(ban)),
        muteProblem: (ref, room) => {
          const person = this.#mirror.personOf(ref);
          return person && this.#server?.moderation.muteProblem(person, room);
        },
        redacted: (room, message, why) => this.#withServer((server) => redacted(server, room, message, why)),
      },
      fileNamed: (file) => void this.#server?.files?.expect(file),
      progressed: () => this.#until.look(this.#ledger.isHalted),
    });
  }

  /** Follows the stream, and resolves when all that it had is applied and the others know that this server is up. */
  async start(server: CommandContext): Promise<void> {
    const { stream, clock } = this.#parts;
    this.#server = this.farDeeds.server = server;
    this.#farFiles.files = server.files;
    this.#mirror.attach(server, this.#state);
    server.members.elsewhere.far = this.#letters;
    server.members.watch({
      entered() {},
      left() {},
      renamed() {},
      awayChanged: (person) => {
        const record = this.#mirror.recordOf(person, this.#state);
        if (this.#mirror.isShowing || record === undefined) return;
        this.#sequencer?.setAway(record, person.away);
      },
    });
    const { last } = await persistently(clock, () => stream.status());
    stream.follow(this.#ledger.standing.applied + 1, (turn) => {
      this.#ledger.tell(turn);
      this.#pace.told(turn.seq, this.#isAwaited);
    });
    await this.#until.wait(() => this.#ledger.applied >= last);
    stream.onBeat((text) => this.#signs.hear(text));
    this.#shareKey();
    stream.onReconnect(() => void this.#reconnected());
    this.#beat(0);
    await this.#comeUp();
    this.#pulse.trustAll(clock.elapsed());
    // Only now is it known which files messages name: one that was to be told may have been on its way when this server was killed.
    server.files?.shareWith(this.#farFiles);
    if (server.files?.isAny === true) server.files.begin();
    this.#parts.logger({ event: "cluster", what: "up" });
  }

  #shareKey(): void {
    const { key, store: { personSecret }, stream, logger } = this.#parts;
    if (key === undefined) return;
    giveKey(key, personSecret, stream, () => logger({ event: "cluster", what: "key-given" }));
  }

  /** Says that this server goes, and ends. */
  async close(): Promise<void> {
    const { stream, clock } = this.#parts;
    this.#isClosed = true;
    this.#stopBeating();
    const epoch = this.#flight.epoch;
    if (epoch > 0 && !this.#ledger.isHalted) {
      this.#sequencer?.propose({ k: "gone", epoch });
      this.#flight.send();
      await within(clock, GOODBYE_WITHIN, this.#until.wait(() => this.#flight.epoch === 0), undefined);
    }
    this.#flight.close();
    this.#pace.close();
    await stream.close();
  }

  /** Says that this server is up until the stream has told so. */
  async #comeUp(): Promise<void> {
    const { stream, clock, addresses } = this.#parts;
    const run = this.#run = crypto.randomUUID();
    const item: Item = { k: "up", run, version: String(TURN_VERSION), addresses };
    while (this.#flight.epoch === 0 && !this.#isClosed && !this.#ledger.isHalted) {
      const { applied: s, digest: d } = this.#ledger.standing;
      await stream.publish(encodeTurn({ v: TURN_VERSION, e: 0, n: 0, s, d, i: [item] }), `up.${run}`);
      await within(clock, UP_AGAIN_AFTER, this.#until.wait(() => this.#flight.epoch > 0), undefined);
    }
  }

  /** Whether what is told is to be applied at once: for whoever is here, for what this server has sent, or to go on itself. */
  get #isAwaited(): boolean {
    return this.#until.isAwaited || this.#flight.epoch === 0 || this.#flight.waiting > 0 || this.isVisited();
  }

  #withServer(act: (server: CommandContext) => void): void {
    if (this.#server !== undefined) act(this.#server);
  }

  #begin(epoch: number): void {
    this.#flight.begin(epoch);
    this.#stopAnswering();
    const answer = (text: string) => this.farDeeds.answer(text) ?? this.#letters.take(text);
    this.#stopAnswering = this.#parts.stream.onAsk(epoch, answer);
    this.#farFiles.begin(epoch);
  }

  #fenced(): void {
    const dropped = this.#flight.end();
    if (this.#isClosed) return;
    for (const { item, asker } of dropped) {
      // A client has its lines still, and sends them elsewhere; what waits over HTTP is to be told to try again.
      const isOverHttp = item.k === "post" || (item.k === "say" && item.file !== undefined);
      if (isOverHttp && asker.kind === "say") asker.author.refused({ code: "not-stored" }, item.id);
    }
    this.#parts.logger({ event: "cluster", what: "fenced" });
    this.#mirror.releaseAll();
    this.#mirror.agree();
    this.#parts.onFenced();
    void this.#comeUp();
  }

  #beat(count: number): void {
    const epoch = this.#flight.epoch;
    this.#signs.noteCutOff();
    if (epoch > 0 && this.#sequencer !== undefined) this.#wishes.look(this.#sequencer);
    if (!this.#ledger.isHalted) {
      if (epoch > 0) this.#lookAround(epoch, count);
      this.#signs.say();
    }
    const cancel = this.#parts.clock.after(BEAT_EVERY, () => this.#beat(count + 1));
    this.#stopBeating = () => cancel();
  }

  #lookAround(epoch: number, count: number): void {
    for (const item of this.#pulse.judge(epoch, this.#parts.clock.elapsed())) this.#sequencer?.propose(item);
    if (count % BEATS_PER_READ !== 0) return;
    const marks = this.#mirror.takeRead();
    if (marks.length > 0) this.#sequencer?.propose({ k: "read", m: marks });
  }

  /** Takes up again what waited for a connection. */
  async #reconnected(): Promise<void> {
    const { stream, clock } = this.#parts;
    this.#pulse.passOver(clock.elapsed());
    this.#mirror.deliverHeld();
    await checkStream({ stream, clock, ledger: this.#ledger, isClosed: () => this.#isClosed });
  }

  #checkStored(seq: number, n: number): void {
    this.#pace.stored(seq);
    if (seq <= this.#ledger.applied && this.#flight.awaits(n)) this.#ledger.stop("went-back");
  }
}

/** Opens a stream; one of which a log has something already is not made anew. @throws {CannotJoin} */
async function openStream(stream: TurnStream, seed: StreamSeed | undefined): Promise<StreamStatus> {
  try {
    return await stream.open(seed);
  } catch (error) {
    throw error instanceof NoSuchStream ? new CannotJoin("went-back") : error;
  }
}
