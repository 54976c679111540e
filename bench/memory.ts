/**
 * Measures the memory of an idle member, and joins a second.
 *
 * @module
 */

import { DIALECTS } from "./generator/dialects.ts";
import { eachOf, enter, type Member, pause, WAIT_TIMEOUT } from "./generator/member.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  requiredSetting,
  startMeter,
} from "./measurement.ts";
import { residentBytes } from "./process_stats.ts";

/** How long memory is sampled right after the joins, in seconds. */
const SOON = 1.5;

/**
 * Takes the measurement. Settings: `members`, `quiet`: seconds for which memory is sampled after that, with nothing going on.
 * Runtimes with a garbage collector return memory about half a minute after the load.
 */
export async function memory(target: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const count = requiredSetting(settings, "members");
  const dialect = DIALECTS[target.dialect];
  await warmUp(target);
  const before = residentBytes(target.pid) ?? NaN;
  const room = new Room();
  const used = startMeter(target);
  await eachOf(count, dialect.joinsAtOnce, async (index) => {
    room.add(await enter(dialect, target.port, index, `m${index}`));
  });
  const { seconds, serverCpu, generatorCpu } = used();
  await room.quiet();
  const soon = await leastResident(target.pid, SOON);
  const after = Math.min(soon, await leastResident(target.pid, requiredSetting(settings, "quiet")));
  const faults = await room.check(dialect.say("~0 0 0~"), dialect.echoes);
  room.close();
  return {
    faults,
    figures: {
      members: count,
      perMember: (after - before) / count,
      perMemberSoon: (soon - before) / count,
      joinsPerSecond: count / seconds,
      serverBusy: serverCpu / seconds,
      generatorBusy: generatorCpu / seconds,
      serverCpuPerJoin: serverCpu / count,
      generatorCpuPerJoin: generatorCpu / count,
    },
  };
}

/** Lets the server load and compile its code, so that this memory is not counted as the members'. */
async function warmUp({ dialect, port }: MeasuredServer): Promise<void> {
  const members: Member[] = [];
  await eachOf(50, 10, async (index) => {
    members.push(await enter(DIALECTS[dialect], port, index, `w${index}`));
  });
  for (const member of members) member.close();
  await pause(300);
}

/** Returns the least resident memory within a time, as garbage comes and goes. */
async function leastResident(pid: number, seconds: number): Promise<number> {
  let least = Infinity;
  const until = performance.now() + seconds * 1000;
  while (performance.now() < until) {
    least = Math.min(least, residentBytes(pid) ?? NaN);
    await pause(50);
  }
  return least;
}

/** Idle members: what they receive is only counted, all in one buffer. */
class Room {
  readonly #members: Member[] = [];
  readonly #buffer = new Uint8Array(64 * 1024);
  #lastHeard = 0;

  /** Adds a member that has been welcomed. */
  add(member: Member): void {
    this.#members.push(member);
    void this.#read(member);
  }

  /** Waits until nothing is received for half a second: each join is announced to all. */
  async quiet(): Promise<void> {
    const until = performance.now() + WAIT_TIMEOUT;
    this.#lastHeard = performance.now();
    while (performance.now() - this.#lastHeard < 500 && performance.now() < until) await pause(20);
  }

  /** Sends one message, and checks that every member receives the same number of bytes. */
  async check(line: string, echoes: boolean): Promise<readonly string[]> {
    for (const member of this.#members) member.position = 0;
    const [talker] = this.#members;
    await talker?.write(line);
    await this.quiet();
    const hearers = this.#members.filter((member) => echoes || member !== talker);
    const size = hearers[0]?.position ?? 0;
    const wrong = hearers.filter((member) => member.position !== size).length;
    return size === 0 || wrong > 0
      ? [`${wrong} of ${hearers.length} did not hear the last message once`]
      : [];
  }

  /** Closes all connections. */
  close(): void {
    for (const member of this.#members) member.close();
  }

  async #read(member: Member): Promise<void> {
    for (;;) {
      const count = await member.conn.read(this.#buffer).catch(() => null);
      if (count === null) return; // A member that was cut off misses the last message: `check` notices.
      member.position += count;
      this.#lastHeard = performance.now();
    }
  }
}
