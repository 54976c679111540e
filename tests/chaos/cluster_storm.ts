/**
 * A storm over a cluster: its servers are killed, stopped, paused and cut off from the stream, NATS is killed, at times that a
 * seed decides; then everything that clients and logs know is compared.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { clusterStatus, exportMessages } from "../../server.ts";
import { NatsNodes } from "../support/nats_nodes.ts";
import { CLUSTER_FROM_SOURCE, Program } from "../support/program.ts";
import { SeededRandom } from "../support/seeded_random.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { comeToRest, comings, noticedAmong, pause, seenBy } from "./aftermath.ts";
import { ChaosClient } from "./chaos_client.ts";
import { Duration } from "./duration.ts";
import { findFaults, fingerprint } from "./faults.ts";
import { Meddler } from "./meddler.ts";

/** The parameters of a storm; times in ms. */
export interface ClusterStormPlan {
  readonly seed: number;
  readonly ms: number;
  /** Tells whether it was enough when its time is over; always, by default. */
  readonly isEnough?: (done: ClusterStormProgress) => boolean;
  readonly servers: number;
  readonly talkers: number;
  readonly listeners: number;
  readonly nats: string;
  /** How many NATS servers there are, each with all of the stream. */
  readonly replicas: 1 | 3;
  /** How often a server is killed, NATS is, a server is paused, and one is cut off, more or less. */
  readonly killEvery: number;
  readonly natsEvery: number;
  readonly pauseEvery: number;
  readonly cutEvery: number;
  readonly report?: (line: string) => void;
}

/** What a storm has done so far, how many messages its clients have received in all, and how often its meddler came. */
export interface ClusterStormProgress {
  readonly kills: number;
  readonly nats: number;
  readonly seen: number;
  readonly visits: number;
}

/** What a storm did, and what is wrong after it. */
export interface ClusterStormResult {
  readonly faults: readonly string[];
  readonly done: {
    readonly kills: number;
    readonly nats: number;
    readonly pauses: number;
    readonly cuts: number;
  };
  readonly messages: number;
  /** How much was done by people in charge. */
  readonly decided: number;
  /** How often a server took longer to begin than anybody waits. */
  readonly slowStarts: number;
  readonly came: number;
  readonly unnoticed: number;
  /** The longest time in which nobody read anything new, in ms. */
  readonly silence: number;
}

/** How often a server is begun that does not come up. */
const STARTS = 3;

/** How long a pause and a cut last at most: longer than others wait before they take a server for gone. */
const LONGEST = 14_000;

/** No progress for this long after the storm is a fault, in ms. */
const STUCK_AFTER = 40_000;

/** For how long servers may catch up after the storm, in ms. */
const LEVEL_WITHIN = 120_000;

/** For how long the tables of files may differ after that, in ms. */
const AGREE_WITHIN = 20_000;

/** One server, and its ways to NATS. */
class Server implements AsyncDisposable {
  port: number | undefined;
  /** How often it took longer to begin than anybody waits. */
  slowStarts = 0;
  readonly data: string;
  /** One to each NATS server, and where that is. */
  readonly #ways: readonly { readonly proxy: TcpProxy; readonly port: number }[];
  #program: Program | undefined;
  #isBusy = false;

  constructor(data: string, nats: readonly number[]) {
    this.data = data;
    this.#ways = nats.map((port) => ({ proxy: new TcpProxy(), port }));
    this.#connect(true);
  }

  #connect(isOpen: boolean): void {
    for (const { proxy, port } of this.#ways) proxy.target = isOpen ? port : undefined;
  }

  async start(): Promise<void> {
    const nats = this.#ways.map(({ proxy }) => `nats://127.0.0.1:${proxy.port}`).join();
    const replicas = `${this.#ways.length}`;
    const cluster = ["--cluster", nats, "--cluster-name", "storm", "--cluster-replicas", replicas];
    const flags = ["--port", "0", "--data", this.data, "--rate", "off", "--quiet", "--no-web", "--no-search"];
    for (let attempt = 1;; attempt++) {
      const program = this.#program = new Program([...CLUSTER_FROM_SOURCE, "server", ...cluster, ...flags], {
        LANG: "en",
      });
      try {
        this.port = Number(await program.waitForOutput(/ is open on 127\.0\.0\.1:(\d+)\./));
        return;
      } catch (error) {
        if (attempt === STARTS) throw error; // Once is a machine that has much else to do.
        this.slowStarts++;
        await program[Symbol.asyncDispose]();
      }
    }
  }

  /** Does something that takes a while, unless something is done already. */
  async #during(work: () => Promise<void>): Promise<boolean> {
    if (this.#isBusy) return false;
    this.#isBusy = true;
    await work();
    this.#isBusy = false;
    return true;
  }

  kill(): Promise<boolean> {
    return this.#during(async () => {
      this.port = undefined;
      await this.#program?.[Symbol.asyncDispose](); // By SIGKILL.
      await this.start();
    });
  }

  pause(ms: number): Promise<boolean> {
    return this.#during(async () => {
      this.#program?.signal("SIGSTOP");
      await pause(ms);
      this.#program?.signal("SIGCONT");
    });
  }

  cut(ms: number): Promise<boolean> {
    return this.#during(async () => {
      this.#connect(false);
      for (const { proxy } of this.#ways) for (const pipe of proxy.connections) pipe.cut();
      await pause(ms);
      this.#connect(true);
    });
  }

  /** Stops it. @returns What was wrong with how it ended, with the last that it said. */
  async stop(): Promise<string | undefined> {
    this.#program?.signal("SIGTERM");
    const { code, stderr } = await this.#program?.waitForExit() ?? { code: 0, stderr: "" };
    return code === 0 ? undefined : `ended with ${code}: ${stderr.trim().split("\n").slice(-3).join(" | ")}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program?.[Symbol.asyncDispose]();
    for (const { proxy } of this.#ways) await proxy[Symbol.asyncDispose]();
  }
}

class ClusterStorm implements AsyncDisposable {
  readonly #plan: ClusterStormPlan;
  readonly #random: SeededRandom;
  readonly #folder = new TempFolder();
  readonly #nats: NatsNodes;
  readonly #servers: Server[] = [];
  readonly #clients: ChaosClient[] = [];
  readonly #works = new Set<Promise<unknown>>();
  readonly done = { kills: 0, nats: 0, pauses: 0, cuts: 0 };
  #silence = 0;
  #meddler: Meddler | undefined;

  constructor(plan: ClusterStormPlan) {
    this.#plan = plan;
    this.#random = new SeededRandom(plan.seed);
    this.#nats = new NatsNodes(plan.nats, plan.replicas);
  }

  async rage(): Promise<void> {
    const { servers, talkers, listeners, ms, isEnough = () => true } = this.#plan;
    await this.#nats.startAll();
    for (let index = 0; index < servers; index++) {
      const server = new Server(this.#folder.file(`${index}.db`), this.#natsPorts);
      this.#servers.push(server);
      await server.start();
    }
    for (let index = 0; index < talkers + listeners; index++) {
      const random = new SeededRandom(this.#random.between(0, 2 ** 31));
      this.#clients.push(new ChaosClient(`c${index}-`, () => this.#anyPort(random), random));
    }
    const meddling = new SeededRandom(this.#plan.seed + 2);
    this.#meddler = new Meddler(() => this.#anyPort(meddling), meddling);
    const meddler = this.#meddler;
    const duration = new Duration(
      ms,
      () => isEnough({ ...this.done, seen: seenBy(this.#clients), visits: meddler.visits }),
    );
    await Promise.all([this.#talk(duration), this.#strike(duration), this.#watch(duration)]);
    await Promise.all(this.#works);
  }

  get #natsPorts(): readonly number[] {
    return this.#nats.nodes.map(({ port }) => port);
  }

  /** Picks a server that may be there. */
  #anyPort(random: SeededRandom): number {
    const ports = this.#servers.flatMap(({ port }) => port === undefined ? [] : [port]);
    return random.pick(ports) ?? 1;
  }

  async #talk(duration: Duration): Promise<void> {
    const random = new SeededRandom(this.#plan.seed + 1);
    while (!duration.isOver) {
      await pause(random.between(1, 40));
      this.#clients[random.between(0, this.#plan.talkers - 1)]?.say();
    }
  }

  async #strike(duration: Duration): Promise<void> {
    const { killEvery, natsEvery, pauseEvery, cutEvery, report } = this.#plan;
    const random = this.#random;
    const next = { kill: killEvery, nats: natsEvery, pause: pauseEvery, cut: cutEvery };
    let toldAt = 0;
    while (!duration.isOver) {
      await pause(50);
      const now = duration.passed;
      if (now - toldAt > 15_000) {
        toldAt = now;
        report?.(`${JSON.stringify(this.done)}, ${duration.left} s to go`);
      }
      const server = random.pick(this.#servers);
      if (server === undefined) return;
      const about = (every: number): number => now + every * random.between(50, 150) / 100;
      if (now > next.kill) {
        next.kill = about(killEvery);
        this.#begin("kills", server.kill());
      } else if (now > next.nats) {
        next.nats = about(natsEvery);
        this.#begin("nats", this.#killNats());
      } else if (now > next.pause) {
        next.pause = about(pauseEvery);
        this.#begin("pauses", server.pause(random.between(500, LONGEST)));
      } else if (now > next.cut) {
        next.cut = about(cutEvery);
        this.#begin("cuts", server.cut(random.between(500, LONGEST)));
      }
    }
  }

  #begin(what: keyof typeof this.done, work: Promise<boolean>): void {
    const counted = work.then((isDone) => {
      if (isDone) this.done[what]++;
    });
    this.#works.add(counted);
  }

  #isNatsBusy = false;

  async #killNats(): Promise<boolean> {
    const node = this.#random.pick(this.#nats.nodes);
    if (this.#isNatsBusy || node === undefined) return false;
    this.#isNatsBusy = true;
    await node.kill();
    await pause(this.#random.between(0, 600));
    await this.#nats.start(node);
    this.#isNatsBusy = false;
    return true;
  }

  /** Notes the longest time in which nobody read anything. */
  async #watch(duration: Duration): Promise<void> {
    let [seen, since] = [0, performance.now()];
    while (!duration.isOver) {
      await pause(20);
      const now = seenBy(this.#clients);
      if (now > seen) [seen, since] = [now, performance.now()];
      else this.#silence = Math.max(this.#silence, performance.now() - since);
    }
  }

  /**
   * Waits until all servers have applied all that the stream has: one that was killed last has its clients elsewhere, and
   * catches up. @returns Which have not.
   */
  async #level(): Promise<readonly string[]> {
    const servers = this.#natsPorts.map((port) => `nats://127.0.0.1:${port}`);
    const options = { servers, name: "storm", replicas: this.#plan.replicas, keep: 1 };
    const { last } = await clusterStatus({ ...options, creds: undefined, ca: undefined, advertise: [] });
    const stands = (): readonly number[] => this.#servers.map(({ data }) => appliedBy(data));
    for (const until = performance.now() + LEVEL_WITHIN; performance.now() < until;) {
      if (stands().every((applied) => applied >= last)) return [];
      await pause(500);
    }
    return stands().flatMap((applied, index) =>
      applied >= last ? [] : [`server ${index} stands at turn ${applied} of ${last}`]
    );
  }

  /** Waits until all files have the same: what ends by the clock is told now and then. @returns In what they differ. */
  async #agree(): Promise<readonly string[]> {
    const files = this.#servers.map(({ data }) => data);
    for (const until = performance.now() + AGREE_WITHIN; performance.now() < until;) {
      if (differencesIn(files).length === 0) return [];
      await pause(300);
    }
    return differencesIn(files);
  }

  async settle(): Promise<ClusterStormResult> {
    const last = (): number =>
      Math.max(...this.#servers.map(({ data }) => [...exportMessages(data, { room: "lobby" })].length));
    await this.#meddler?.stop();
    const stuck = await comeToRest(this.#clients, last, STUCK_AFTER, 200);
    const noticed = noticedAmong(this.#clients);
    const accounts = this.#clients.map(({ account }) => account);
    await Promise.all(this.#clients.map((client) => client.leave(true)));
    const behind = await this.#level();
    const different = await this.#agree();
    const ends = await Promise.all(this.#servers.map((server) => server.stop()));
    const [log = [], ...others] = this.#servers.map((
      { data },
    ) => [...exportMessages(data, { room: "lobby" })]);
    const shown = (messages: typeof log): readonly string[] =>
      messages.map((message) => `${message.seq} ${message.at} ${fingerprint(message)}`);
    const faults = [
      ...stuck,
      ...behind,
      ...ends.flatMap((end, index) => end === undefined ? [] : [`server ${index} ${end}`]),
      ...noticed,
      ...this.#clients.flatMap(({ faults }) => faults),
      ...findFaults(log, accounts),
      ...others.flatMap((other, index) => differenceOf(shown(log), shown(other), `server ${index + 1}`)),
      ...different,
    ];
    const slowStarts = this.#servers.reduce((sum, server) => sum + server.slowStarts, 0);
    const decided = rowsOf(this.#servers[0]?.data ?? "", "audit").length;
    const silence = Math.round(this.#silence);
    const { came, unnoticed } = comings(this.#clients);
    return { faults, slowStarts, done: this.done, messages: log.length, decided, came, unnoticed, silence };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#meddler?.stop(), ...this.#clients.map((client) => client.leave(false))]);
    for (const server of this.#servers) await server[Symbol.asyncDispose]();
    await this.#nats[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}

/** Runs a storm, and tells what is wrong when it is over. */
export async function runClusterStorm(plan: ClusterStormPlan): Promise<ClusterStormResult> {
  await using storm = new ClusterStorm(plan);
  await storm.rage();
  return await storm.settle();
}

/** Gives how far a server has come in the stream, as its file has it. */
function appliedBy(path: string): number {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    const { value } = db.prepare("SELECT value FROM facts WHERE key = 'position'").get() ?? {};
    return JSON.parse(String(value)).applied;
  } finally {
    db.close();
  }
}

/** The tables that all files have alike, and whether by their rows or as a set. */
const ALIKE = ["accounts", "credentials", "tickets", "bans", "grants", "modes", "reports", "audit"];

function rowsOf(path: string, table: string): readonly string[] {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return db.prepare(`SELECT * FROM ${table}`).all().map((row) => JSON.stringify(row));
  } finally {
    db.close();
  }
}

/** Lists the tables in which files differ from the first. */
function differencesIn([first, ...others]: readonly string[]): readonly string[] {
  if (first === undefined) return [];
  return ALIKE.flatMap((table) =>
    others.flatMap((other, index) =>
      differenceOf(rowsOf(first, table), rowsOf(other, table), `${table} of server ${index + 1}`)
    )
  );
}

/** Tells whether somebody has less than another, or something else. */
function differenceOf(one: readonly string[], other: readonly string[], what: string): readonly string[] {
  const shorter = Math.min(one.length, other.length);
  const at = one.findIndex((line, index) => index < shorter && line !== other[index]);
  if (at >= 0) return [`${what} differs at ${at}: ${other[at]}, not ${one[at]}`];
  return one.length === other.length ? [] : [`${what} is behind: ${other.length}, not ${one.length}`];
}
