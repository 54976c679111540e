/**
 * A storm: a server is killed and its connections are cut, stalled and abandoned, at times that a seed decides; then everything
 * that clients and log know is compared.
 *
 * @module
 */

import type { MessageFrame } from "../../protocol.ts";
import { DEFAULT_ROOM } from "../../protocol/limits.ts";
import { exportMessages, verifyLog } from "../../server.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { FROM_SOURCE, Program } from "../support/program.ts";
import { TcpProxy } from "../support/tcp_proxy.ts";
import { SeededRandom } from "../support/seeded_random.ts";
import { comeToRest, comings, noticedAmong, pause, seenBy } from "./aftermath.ts";
import { ChaosClient } from "./chaos_client.ts";
import { Busywork } from "./busywork.ts";
import { Duration } from "./duration.ts";
import { findFaults } from "./faults.ts";

/** The parameters of a storm. */
export interface StormPlan {
  readonly seed: number;
  /** Its length in ms. */
  readonly ms: number;
  /** Tells whether it was enough when that is over; always, by default. */
  readonly isEnough?: (done: StormProgress) => boolean;
  readonly talkers: number;
  readonly listeners: number;
  /** The command of the program; from its source by default. */
  readonly command?: readonly string[];
  /** How many messages the log has before, in other rooms; the background thread is kept busy with them. None by default. */
  readonly messages?: number;
  /** Called with a line of progress now and then. */
  readonly report?: (line: string) => void;
}

/** What a storm has done so far, and how many messages its clients have received in all. */
export interface StormProgress {
  readonly kills: number;
  readonly cuts: number;
  readonly seen: number;
}

/** The counts of a storm, and its faults. */
export interface StormResult {
  readonly faults: readonly string[];
  readonly kills: number;
  readonly stops: number;
  readonly cuts: number;
  readonly messages: number;
  /** How often clients were welcomed, and how often of these resumed. */
  readonly came: number;
  readonly unnoticed: number;
  /** How often the index was taken away while the server was down, and how many backups ended well. */
  readonly busy: Busywork["done"];
}

/**
 * After the storm clients catch up as long as any of them makes progress: behind a slow line, ten seconds of messages take half a
 * minute. No progress for this long, in ms, is a fault.
 */
const STUCK_AFTER = 15_000;

/** The interval of the lines of progress, in ms. */
const TELL_EVERY = 15_000;

/** The longest pause between two messages of one talker, in ms. */
const MOST_BETWEEN = 60;

/** How much more often a server is killed whose background thread is busy: that is what such a storm is for. */
const KILLED_BESIDES = 0.1;

class Storm implements AsyncDisposable {
  readonly #weather: StormPlan;
  readonly #random: SeededRandom;
  readonly #folder = new TempFolder();
  readonly #proxy: TcpProxy;
  readonly #busywork: Busywork;
  #server: Program | undefined;
  #callers: ChaosClient[] = [];
  readonly #left: ChaosClient[] = [];
  #came = 0;
  readonly done = { kills: 0, stops: 0, cuts: 0 };

  constructor(weather: StormPlan) {
    this.#weather = weather;
    const random = this.#random = new SeededRandom(weather.seed);
    const works = new SeededRandom(weather.seed + 2);
    this.#busywork = new Busywork(this.#data, this.#command, works);
    this.#proxy = new TcpProxy(() => random.chance(0.3) ? random.between(1, 30) : 0);
  }

  get #data(): string {
    return this.#folder.file("chat.db");
  }

  get #command(): readonly string[] {
    return this.#weather.command ?? FROM_SOURCE;
  }

  get #isBusy(): boolean {
    return this.#weather.messages !== undefined;
  }

  async start(): Promise<void> {
    if (this.#isBusy) this.#busywork.beforeStart();
    const flags = ["--port", "0", "--data", this.#data, "--rate", "off", "--quiet"];
    const server = this.#server = new Program([...this.#command, "server", ...flags], { LANG: "en" });
    this.#proxy.target = Number(await server.waitForOutput(/ is open on 127\.0\.0\.1:(\d+)\./));
  }

  async #kill(): Promise<void> {
    this.#proxy.target = undefined;
    this.done.kills++;
    await this.#server?.[Symbol.asyncDispose](); // By SIGKILL.
    await pause(this.#random.between(0, 200));
    await this.start();
  }

  async #restart(): Promise<void> {
    this.#proxy.target = undefined;
    this.done.stops++;
    this.#server?.signal("SIGTERM");
    await this.#server?.waitForExit();
    await this.#server?.[Symbol.asyncDispose]();
    await this.start();
  }

  #come(): void {
    const random = new SeededRandom(this.#random.between(0, 2 ** 31));
    this.#callers.push(new ChaosClient(`c${++this.#came}-`, this.#proxy.port, random));
  }

  /** Has one of the first clients leave for good, and another take its place. */
  async #change(): Promise<void> {
    const { talkers, listeners } = this.#weather;
    const [caller] = this.#callers.splice(this.#random.between(0, talkers + listeners - 1), 1);
    if (caller !== undefined) this.#left.push(caller);
    this.#come();
    await caller?.leave(this.#random.chance(0.5));
  }

  /** Causes one random failure. */
  async #strike(): Promise<void> {
    const random = this.#random;
    if (this.#isBusy && random.chance(KILLED_BESIDES)) return await this.#kill();
    const dice = random.next();
    if (dice < 0.07) return await this.#kill();
    if (dice < 0.09) return await this.#restart();
    if (dice < 0.11) return await this.#change();
    const pipe = random.pick(this.#proxy.connections);
    if (pipe === undefined) return;
    this.done.cuts++;
    const side = random.chance(0.5) ? "client" : "server";
    if (dice < 0.35) pipe.cut();
    else if (dice < 0.65) pipe.cutAfter(side, random.between(1, 600));
    else if (dice < 0.8) pipe.abandon(side);
    else if (dice < 0.9) random.pick(this.#callers)?.disconnect();
    else pipe.stall(random.between(50, 3_000));
  }

  async rage(): Promise<void> {
    const { ms, isEnough = () => true, talkers, listeners, report, messages } = this.#weather;
    if (messages !== undefined) await this.#busywork.begin(messages);
    await this.start();
    for (let i = 0; i < talkers + listeners; i++) this.#come();
    const duration = new Duration(ms, () => isEnough({ ...this.done, seen: seenBy(this.#callers) }));
    let toldAt = 0;
    const talking = this.#talk(duration);
    while (!duration.isOver) {
      await pause(this.#random.between(5, 120));
      await this.#strike();
      if (duration.passed - toldAt < TELL_EVERY) continue;
      toldAt = duration.passed;
      const { kills, cuts } = this.done;
      report?.(`${kills} kills, ${cuts} cuts, ${duration.left} s to go`);
    }
    await talking;
  }

  async #talk(duration: Duration): Promise<void> {
    const random = new SeededRandom(this.#weather.seed + 1);
    while (!duration.isOver) {
      await pause(random.between(0, MOST_BETWEEN / this.#weather.talkers));
      const caller = this.#callers[random.between(0, this.#weather.talkers - 1)];
      for (let burst = random.chance(0.05) ? 20 : 1; burst > 0; burst--) caller?.say();
    }
  }

  /** Waits until all clients have everything, and returns what is wrong. */
  async settle(): Promise<StormResult> {
    await this.#busywork.end();
    const said = (): MessageFrame[] => [...exportMessages(this.#data, { room: DEFAULT_ROOM })];
    const count = (): number => said().length;
    const stuck = await comeToRest(this.#callers, count, STUCK_AFTER, 50);
    const noticed = noticedAmong(this.#callers);
    const accounts = this.#callers.map(({ account }) => account).concat(
      this.#left.map(({ account }) => account),
    );
    const everyone = [...this.#callers, ...this.#left];
    await Promise.all(this.#callers.map((caller) => caller.leave(true)));
    this.#server?.signal("SIGTERM");
    await this.#server?.waitForExit();
    const log = said();
    const faults = [
      ...stuck,
      ...noticed,
      ...everyone.flatMap(({ faults }) => faults),
      ...findFaults(log, accounts),
      ...wholeness(this.#data, !this.#isBusy),
      ...(this.#isBusy ? this.#busywork.faults() : []),
    ];
    const busy = this.#busywork.done;
    return { faults, ...this.done, busy, messages: log.length, ...comings(everyone) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#busywork.end();
    await Promise.all(this.#callers.map((caller) => caller.leave(false)));
    await this.#server?.[Symbol.asyncDispose]();
    await this.#proxy[Symbol.asyncDispose]();
    this.#folder[Symbol.dispose]();
  }
}

/** Returns what is wrong with the log file itself. */
function wholeness(path: string, hasOneRoom: boolean): readonly string[] {
  try {
    const { rooms } = verifyLog(path);
    return rooms === 1 || !hasOneRoom ? [] : [`the log has ${rooms} rooms`];
  } catch (error) {
    return [`the log is not whole: ${error}`];
  }
}

/** Runs a storm, and returns what is wrong when it is over. */
export async function runStorm(how: StormPlan): Promise<StormResult> {
  await using storm = new Storm(how);
  await storm.rage();
  return await storm.settle();
}
