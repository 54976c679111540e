/**
 * A storm over a cluster: its servers are killed, stopped, paused and cut off from the stream, NATS is killed, at times that a
 * seed decides; then everything that clients and logs know is compared.
 *
 * @module
 */

import { exportMessages } from "../../server.ts";
import { NatsServer } from "../support/nats.ts";
import { CLUSTER_FROM_SOURCE, Program } from "../support/program.ts";
import { SeededRandom } from "../support/seeded_random.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { ChaosClient } from "./chaos_client.ts";
import { findFaults, fingerprint } from "./faults.ts";

/** The parameters of a storm; times in ms. */
export interface ClusterStormPlan {
  readonly seed: number;
  readonly ms: number;
  readonly servers: number;
  readonly talkers: number;
  readonly listeners: number;
  readonly nats: string;
  /** How often a server is killed, NATS is, a server is paused, and one is cut off, more or less. */
  readonly killEvery: number;
  readonly natsEvery: number;
  readonly pauseEvery: number;
  readonly cutEvery: number;
  readonly report?: (line: string) => void;
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

/** One server, and its way to NATS. */
class Server implements AsyncDisposable {
  port: number | undefined;
  /** How often it took longer to begin than anybody waits. */
  slowStarts = 0;
  readonly data: string;
  readonly #proxy = new TcpProxy();
  readonly #nats: number;
  #program: Program | undefined;
  #isBusy = false;

  constructor(data: string, nats: number) {
    this.data = data;
    this.#nats = nats;
    this.#proxy.target = nats;
  }

  async start(): Promise<void> {
    const cluster = ["--cluster", `nats://127.0.0.1:${this.#proxy.port}`, "--cluster-name", "storm"];
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
      this.#proxy.target = undefined;
      for (const pipe of this.#proxy.connections) pipe.cut();
      await pause(ms);
      this.#proxy.target = this.#nats;
    });
  }

  async stop(): Promise<number> {
    this.#program?.signal("SIGTERM");
    const { code } = await this.#program?.waitForExit() ?? { code: 0 };
    return code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program?.[Symbol.asyncDispose]();
    await this.#proxy[Symbol.asyncDispose]();
  }
}

class ClusterStorm implements AsyncDisposable {
  readonly #plan: ClusterStormPlan;
  readonly #random: SeededRandom;
  readonly #folder = new TempFolder();
  readonly #nats: NatsServer;
  readonly #servers: Server[] = [];
  readonly #clients: ChaosClient[] = [];
  readonly #works = new Set<Promise<unknown>>();
  readonly done = { kills: 0, nats: 0, pauses: 0, cuts: 0 };
  #silence = 0;

  constructor(plan: ClusterStormPlan) {
    this.#plan = plan;
    this.#random = new SeededRandom(plan.seed);
    this.#nats = new NatsServer(plan.nats);
  }

  async rage(): Promise<void> {
    const { servers, talkers, listeners, ms } = this.#plan;
    await this.#nats.start();
    for (let index = 0; index < servers; index++) {
      const server = new Server(this.#folder.file(`${index}.db`), this.#nats.port);
      this.#servers.push(server);
      await server.start();
    }
    for (let index = 0; index < talkers + listeners; index++) {
      const random = new SeededRandom(this.#random.between(0, 2 ** 31));
      this.#clients.push(new ChaosClient(`c${index}-`, () => this.#anyPort(random), random));
    }
    const until = performance.now() + ms;
    await Promise.all([this.#talk(until), this.#strike(until), this.#watch(until)]);
    await Promise.all(this.#works);
  }

  /** Picks a server that may be there. */
  #anyPort(random: SeededRandom): number {
    const ports = this.#servers.flatMap(({ port }) => port === undefined ? [] : [port]);
    return random.pick(ports) ?? 1;
  }

  async #talk(until: number): Promise<void> {
    const random = new SeededRandom(this.#plan.seed + 1);
    while (performance.now() < until) {
      await pause(random.between(1, 40));
      this.#clients[random.between(0, this.#plan.talkers - 1)]?.say();
    }
  }

  async #strike(until: number): Promise<void> {
    const { killEvery, natsEvery, pauseEvery, cutEvery, report } = this.#plan;
    const random = this.#random;
    const next = { kill: killEvery, nats: natsEvery, pause: pauseEvery, cut: cutEvery };
    const began = performance.now();
    let toldAt = 0;
    while (performance.now() < until) {
      await pause(50);
      const now = performance.now() - began;
      if (now - toldAt > 15_000) {
        toldAt = now;
        report?.(`${JSON.stringify(this.done)}, ${Math.round((until - began - now) / 1000)} s to go`);
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
    if (this.#isNatsBusy) return false;
    this.#isNatsBusy = true;
    await this.#nats.kill();
    await pause(this.#random.between(0, 600));
    await this.#nats.start();
    this.#isNatsBusy = false;
    return true;
  }

  /** Notes the longest time in which nobody read anything. */
  async #watch(until: number): Promise<void> {
    let [seen, since] = [0, performance.now()];
    while (performance.now() < until) {
      await pause(20);
      const now = this.#seen();
      if (now > seen) [seen, since] = [now, performance.now()];
      else this.#silence = Math.max(this.#silence, performance.now() - since);
    }
  }

  #seen(): number {
    return this.#clients.reduce((sum, client) => sum + client.seen, 0);
  }

  /** Waits until all servers have as much: one that was killed last has its clients elsewhere, and catches up. */
  async #level(): Promise<void> {
    const lengths = (): number =>
      new Set(this.#servers.map(({ data }) => [...exportMessages(data, {})].length)).size;
    for (const until = performance.now() + STUCK_AFTER; performance.now() < until && lengths() > 1;) {
      await pause(500);
    }
  }

  async settle(): Promise<ClusterStormResult> {
    const last = (): number =>
      Math.max(...this.#servers.map(({ data }) => [...exportMessages(data, {})].length));
    let [before, until] = [-1, performance.now() + STUCK_AFTER];
    while (performance.now() < until && !this.#clients.every((client) => client.hasAll(last()))) {
      if (this.#seen() > before) until = performance.now() + STUCK_AFTER;
      before = this.#seen();
      await pause(200);
    }
    await this.#level();
    const stuck = this.#clients.filter((client) => !client.hasAll(last())).map(({ state }) => state);
    const here = new Set(this.#clients.map(({ name }) => name));
    const noticed = this.#clients.flatMap(({ noticed }) => noticed.filter((name) => here.has(name)));
    const accounts = this.#clients.map(({ account }) => account);
    await Promise.all(this.#clients.map((client) => client.leave(true)));
    const codes = await Promise.all(this.#servers.map((server) => server.stop()));
    const logs = this.#servers.map(({ data }) => [...exportMessages(data, {})]);
    const [log = [], ...others] = logs;
    const whole = log.map((message) => `${message.seq} ${message.at} ${fingerprint(message)}`).join("\n");
    const faults = [
      ...stuck.map((state) => `not at rest after the storm: ${state}`),
      ...codes.flatMap((code, index) => code === 0 ? [] : [`server ${index} ended with ${code}`]),
      ...[...new Set(noticed)].map((name) => `others noticed that ${name} was away for a moment`),
      ...this.#clients.flatMap(({ faults }) => faults),
      ...findFaults(log, accounts),
      ...others.flatMap((other, index) => {
        const text = other.map((message) => `${message.seq} ${message.at} ${fingerprint(message)}`).join(
          "\n",
        );
        const differs = whole.startsWith(text) || text.startsWith(whole) ? "is behind" : "has other messages";
        return text === whole ? [] : [`server ${index + 1} ${differs}: ${other.length}, not ${log.length}`];
      }),
    ];
    const came = this.#clients.reduce((sum, { welcomes }) => sum + welcomes.times, 0);
    const unnoticed = this.#clients.reduce((sum, { welcomes }) => sum + welcomes.unnoticed, 0);
    const slowStarts = this.#servers.reduce((sum, server) => sum + server.slowStarts, 0);
    return {
      faults,
      slowStarts,
      done: this.done,
      messages: log.length,
      came,
      unnoticed,
      silence: Math.round(this.#silence),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#clients.map((client) => client.leave(false)));
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
