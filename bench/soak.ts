/**
 * Measures a server under load for an hour: members talk, enter, leave, search and stop reading.
 *
 * @module
 */

import { pause } from "./generator/member.ts";
import { deadlineIn } from "./generator/pace.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  percentile,
  requiredSetting,
  startMeter,
} from "./measurement.ts";
import { cpuSeconds, openDescriptors, residentBytes } from "./process_stats.ts";
import { cpuPerMillion, findFaults, leastOf, type Sample, tenth } from "./soak/faults.ts";
import { SoakRoom } from "./soak/room.ts";

/** The time before the first sample, in s. */
const WARMUP = 5;

/** Takes the measurement. Settings: `minutes`, `members`, `perSecond`. */
export async function soak(target: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const minutes = requiredSetting(settings, "minutes");
  const room = new SoakRoom(target.port);
  await room.fill(requiredSetting(settings, "members"));
  const isOver = deadlineIn(minutes * 60 + WARMUP);
  const talking = talk(room, requiredSetting(settings, "perSecond"), isOver);
  await pause(WARMUP * 1000);
  const used = startMeter(target);
  await watch(room, target.pid, isOver);
  const { seconds, serverCpu, generatorCpu } = used();
  await talking;
  await room.settle();
  const faults = [...room.faults, ...findFaults(room.samples, minutes)];
  const of = (which: "first" | "last", name: string): Figures => {
    const samples = tenth(room.samples, which);
    const took = tenth(room.latencies, which).flat();
    return {
      [`resident${name}`]: leastOf(samples, "resident"),
      [`descriptors${name}`]: leastOf(samples, "descriptors"),
      [`cpu${name}`]: cpuPerMillion(samples),
      [`p50${name}`]: percentile(took, 0.5),
      [`p99${name}`]: percentile(took, 0.99),
    };
  };
  return {
    faults,
    figures: {
      ...of("first", "First"),
      ...of("last", "Last"),
      most: Math.max(...room.samples.map(({ resident }) => resident)),
      guests: room.guests,
      stalled: room.stalls,
      asked: room.asked,
      serverCpuPerMillion: cpuPerMillion(room.samples),
      generatorCpuPerMillion: generatorCpu * 1e6 / room.deliveries,
      serverBusy: serverCpu / seconds,
      generatorBusy: generatorCpu / seconds,
    },
  };
}

async function talk(room: SoakRoom, perSecond: number, isOver: () => boolean): Promise<void> {
  const began = performance.now();
  while (!isOver()) {
    const wait = began + room.sent * 1000 / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    room.sendNext();
  }
}

/** Samples the server each second, and starts that second's other events. */
async function watch(room: SoakRoom, pid: number, isOver: () => boolean): Promise<void> {
  const began = performance.now();
  for (let second = 0; !isOver(); second++) {
    room.runSecond(second);
    const sample: Sample = {
      resident: residentBytes(pid) ?? NaN,
      descriptors: openDescriptors(pid) ?? NaN,
      cpu: cpuSeconds(pid) ?? NaN,
      deliveries: room.deliveries,
    };
    room.samples.push(sample);
    if (second % 60 === 0) tell(`minute ${second / 60}`, sample, room);
    room.latencies.push([]);
    await pause(Math.max(0, began + (second + 1) * 1000 - performance.now()));
  }
}

/** Prints a line of progress. */
function tell(when: string, { resident, descriptors, cpu }: Sample, room: SoakRoom): void {
  const line = `${when}: ${(resident / 2 ** 20).toFixed(1)} MiB, ${descriptors} descriptors, ` +
    `${cpu.toFixed(1)} CPU s, ${room.deliveries} deliveries, ${room.faults.length} faults\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(line));
}
