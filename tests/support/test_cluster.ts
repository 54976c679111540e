/**
 * Several servers' cores over one stream in memory: turns end, what is written is told, and time advances when a test says so.
 *
 * @module
 */

import { assert } from "@std/assert";
import { DEFAULT_LIMITS, type Limits } from "../../protocol/limits.ts";
import { ClusterNode, type NodeParts } from "../../server/cluster/node.ts";
import { OWN_WITHIN } from "../../server/cluster/pace.ts";
import { openAccounts, openTickets } from "../../server/store/accounts.ts";
import { Files } from "../../server/store/files.ts";
import { startFilesHere } from "./files_thread.ts";
import type { EntryRule, HaltReason } from "../../server/machine/options.ts";
import type { SqliteLog } from "../../server/store/log.ts";
import { openLog } from "../../server/store/log.ts";
import { FakeClock } from "./clock.ts";
import { MemoryStream, type MemoryStreamEnd } from "./memory_stream.ts";
import { PredictableTokens, TestCore } from "./test_core.ts";

/** One server. */
export interface TestNode {
  readonly core: TestCore;
  readonly node: ClusterNode;
  readonly end: MemoryStreamEnd;
  readonly log: SqliteLog;
  /** The name of its log's file. */
  readonly file: string;
  /** Where its log's file is. */
  readonly path: string;
  readonly halts: readonly HaltReason[];
  readonly files: Files;
  /** What its files could not do. */
  readonly faults: readonly string[];
  /** Closes its files. */
  close(): void;
}

/** A cluster. */
export class TestCluster {
  readonly clock = new FakeClock();
  readonly stream = new MemoryStream(() => this.clock.now());
  readonly servers: TestNode[] = [];
  readonly #folder = Deno.makeTempDirSync({ prefix: "cluster-" });
  readonly #tokens = new PredictableTokens();
  readonly #limits: Partial<Limits>;
  readonly #entry: EntryRule | undefined;

  constructor(limits: Partial<Limits> = {}, entry?: EntryRule) {
    this.#entry = entry;
    this.#limits = { grace: 30_000, replay: 50, rate: null, ...limits };
  }

  /** Adds a server with a log of its own, or that of one that was stopped. @param more Its key, and who hears what it logs. */
  async add(
    file = `${this.servers.length}.db`,
    more: Partial<Pick<NodeParts, "key" | "logger">> = {},
  ): Promise<TestNode> {
    const log = openLog(`${this.#folder}/${file}`, "process");
    const end = this.stream.connect();
    const halts: HaltReason[] = [];
    const opened: { core?: TestCore } = {};
    const opening = ClusterNode.open({
      stream: end,
      store: log,
      clock: this.clock,
      logger: () => {},
      grace: this.#limits.grace ?? 0,
      addresses: [`127.0.0.1:${this.servers.length + 1}`],
      onHalt: (reason) => void halts.push(reason),
      onCutOff: (isCutOff) => opened.core?.hub.announceCutOff(isCutOff),
      onServers: () => opened.core?.hub.announceServers(),
      onFenced: () => opened.core?.hub.sendAway(),
      ...more,
    }).catch((error) => {
      log.close();
      throw error;
    });
    const node = await (more.key === undefined ? opening : this.during(opening));
    const path = `${this.#folder}/${file}`;
    const accounts = openAccounts(path);
    const tickets = openTickets(path);
    const faults: string[] = [];
    const files = new Files({
      log: path,
      store: log.files,
      start: startFilesHere,
      limits: { ...DEFAULT_LIMITS, ...this.#limits },
      clock: this.clock,
      onFault: (cause) => void faults.push(cause),
      secret: log.personSecret,
    });
    const core = opened.core = new TestCore(this.#limits, {
      accounts,
      tickets,
      changes: node.changes,
      deeds: node.deeds,
      ...(this.#entry !== undefined && { entry: this.#entry }),
      history: log,
      clock: this.clock,
      tokens: this.#tokens,
      cluster: node,
      files,
      sequence: (_, around) => node.sequence(around, () => {}),
    });
    const close = (): void => {
      void files.close();
      for (const part of [accounts, tickets, log]) part.close();
    };
    const server = { core, node, end, log, path, file, halts, files, faults, close };
    this.servers.push(server);
    await this.during(node.start(core.hub.context));
    return server;
  }

  /** Ends turns and tells until nothing happens any more. */
  async settle(): Promise<void> {
    for (let rounds = 0, quiet = 0; quiet < 2; rounds++) {
      assert(rounds < 1000, "a cluster that never comes to rest");
      for (const { core } of this.servers) await core.endTurn();
      await this.clock.advance(quiet === 0 ? 0 : OWN_WITHIN); // What waits for more is sent and applied, too.
      quiet = this.stream.tell() ? 0 : quiet + 1;
    }
  }

  /** Lets time pass, in steps of `step` ms, with what is due settled after each. */
  async pass(ms: number, step = 500): Promise<void> {
    for (let passed = 0; passed < ms; passed += step) {
      await this.clock.advance(step);
      for (const { core } of this.servers) core.hub.sweep();
      await this.settle();
    }
  }

  /** Settles until something is done. */
  async during<Result>(work: Promise<Result>): Promise<Result> {
    let isDone = false;
    const done = work.finally(() => void (isDone = true));
    for (let rounds = 0; !isDone; rounds++) {
      assert(rounds < 1000, "work that is never done");
      await this.settle();
      if (!isDone) await this.clock.advance(100);
    }
    return done;
  }

  /** Kills a server: what it has written stays. */
  kill(server: TestNode): void {
    this.servers.splice(this.servers.indexOf(server), 1);
    void server.end.close();
    server.close();
  }

  /** Kills a server after it has stored `stores` times more, with what it has applied and not stored, and begins it again with its log. */
  async crash(server: TestNode, stores = 0): Promise<void> {
    server.core.history.room = stores;
    await this.settle();
    this.kill(server);
    await this.add(server.file);
  }

  /** Ends everything, and waits for files that are still being read for others. */
  async end(): Promise<void> {
    this.close();
    await Promise.allSettled(this.stream.answering);
  }

  /** Ends everything. */
  close(): void {
    for (const server of [...this.servers]) this.kill(server);
    Deno.removeSync(this.#folder, { recursive: true });
  }
}
