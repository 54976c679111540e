/**
 * Measures pieces of work that a server does on the room's thread between two turns of talk, as it does them: with pauses, in
 * which the caches go cold. They are called here directly, as from outside they cannot be told from what is around them.
 *
 * @module
 */

import { openLog } from "../server/store/log/open.ts";
import { type Ban, BanList } from "../server/core/moderation/ban_list.ts";
import { pause } from "./generator/member.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  percentile,
  requiredSetting,
} from "./measurement.ts";
import { writeSyntheticLog } from "./synthetic_log.ts";

/** The pause between two slices of `--keep`, as the server makes it, and between two who come, in ms. */
const BETWEEN_SLICES = 20;
const BETWEEN_ACCEPTS = 2;

/** How many come one by one, and how many at once before them. */
const ACCEPTS = 500;
const AT_ONCE = 100;
const CROWDS = 400;

/** Takes the measurement. Settings: `slices` of `--keep`, and how many `bans` of networks there are. */
export async function pieces(_: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const slices = await timeSlices(requiredSetting(settings, "slices"));
  const empty = await timeAccepts(new BanList());
  const bans = await timeAccepts(banned(requiredSetting(settings, "bans")));
  return {
    faults: [],
    figures: {
      sliceP50: percentile(slices, 0.5),
      sliceP99: percentile(slices, 0.99),
      sliceLongest: Math.max(...slices),
      banAtOnce: (bans.atOnce - empty.atOnce) * 1000,
      banP50: (percentile(bans.times, 0.5) - percentile(empty.times, 0.5)) * 1000,
    },
  };
}

/** Has a log let old messages go, and tells how long each slice took, in ms. */
async function timeSlices(count: number): Promise<readonly number[]> {
  const folder = Deno.makeTempDirSync({ prefix: "chat-bench-" });
  const path = `${folder}/chat.db`;
  const kept = 100;
  await writeSyntheticLog(path, 100 * count); // A slice is fifty messages, of one room of some.
  const log = openLog(path, "process", { checkpointAt: 1_000_000 });
  const times: number[] = [];
  while (times.length < count) {
    await pause(BETWEEN_SLICES);
    const began = performance.now();
    const hasMore = log.trim({ kind: "count", count: kept }, Date.now());
    times.push(performance.now() - began);
    if (!hasMore) break;
  }
  log.close();
  Deno.removeSync(folder, { recursive: true });
  return times;
}

/** Bans so many addresses. */
function banned(count: number): BanList {
  const list = new BanList();
  for (let n = 1; n <= count; n++) {
    const value = n % 2 === 0 ? `10.${n >> 8 & 255}.${n & 255}.0/24` : `2001:db8:${n.toString(16)}::/48`;
    const ban: Ban = {
      n,
      effect: "ban",
      room: undefined,
      subject: value,
      marks: [{ kind: "net", value }],
      why: "",
      by: "bench",
      byKey: "-",
      at: 0,
      until: undefined,
      endsAt: Infinity,
    };
    list.add(ban);
  }
  return list;
}

/** How long it took to see whether addresses are banned, in ms. */
interface AcceptTimes {
  /** Each of many who come at once. */
  readonly atOnce: number;
  /** Each of those who come one by one. */
  readonly times: readonly number[];
}

async function timeAccepts(bans: BanList): Promise<AcceptTimes> {
  const look = (count: number): number => {
    const began = performance.now();
    for (let n = 0; n < count; n++) {
      const host = n % 2 === 0 ? `192.0.2.${n}` : `2001:db8:ffff:${n.toString(16)}::1`;
      if (bans.findAddress(host) !== undefined) throw new Error(`${host} is not banned`);
    }
    return (performance.now() - began) / count;
  };
  const atOnce = percentile(Array.from({ length: CROWDS }, () => look(AT_ONCE)), 0.5);
  const times: number[] = [];
  for (let n = 0; n < ACCEPTS; n++) {
    await pause(BETWEEN_ACCEPTS);
    times.push(look(2)); // One of each kind.
  }
  return { atOnce, times };
}
