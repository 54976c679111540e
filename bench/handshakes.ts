/**
 * Measures handshakes of TLS: how many a second, what one costs, whether their memory comes back, and whether somebody
 * comes in while hundreds of others shake hands and do not go on.
 *
 * @module
 */

import { connectFrom, secure } from "./generator/encryption.ts";
import { DIALECTS } from "./generator/dialects.ts";
import { eachOf, enter, pause } from "./generator/member.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  percentile,
  requiredSetting,
  startMeter,
} from "./measurement.ts";
import { openDescriptors, residentBytes } from "./process_stats.ts";

/** Handshakes under way at once. */
const AT_ONCE = 16;

/** How long the server has for closing and forgetting, in ms. */
const REST = 2000;

/** The first bytes of a handshake whose rest does not come. */
const HALF = Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc);

/** How many come in meanwhile, one after the other. */
const NEWCOMERS = 20;

/** The address behind which those of other parts begin. */
const SLOW = 0x10000;
const NEW = 0x18000;

/** Takes the measurement. Settings: `count`, shaken twice; `slow`, how many do not go on. */
export async function handshakes(
  { port, pid }: MeasuredServer,
  settings: Figures,
): Promise<MeasurementResult> {
  const count = requiredSetting(settings, "count");
  const slow = requiredSetting(settings, "slow");
  await shake(200, port, 0);
  await pause(REST);
  const descriptors = openDescriptors(pid) ?? NaN;
  const resident = residentBytes(pid) ?? NaN;
  const used = startMeter({ pid });
  await shake(count, port, 200);
  const { seconds, serverCpu, generatorCpu } = used();
  await pause(REST);
  const after = residentBytes(pid) ?? NaN;
  await shake(count, port, 200 + count);
  await pause(REST);
  const again = residentBytes(pid) ?? NaN;
  const left = (openDescriptors(pid) ?? NaN) - descriptors;
  const waits = await comeInBeside(slow, port);
  return {
    faults: left > 8 ? [`${left} connections were not closed`] : [],
    figures: {
      perSecond: count / seconds,
      cpuEach: 1000 * serverCpu / count,
      growth: after - resident,
      growthAgain: again - after,
      comingIn: percentile(waits, 0.5),
      comingInWorst: percentile(waits, 1),
      serverBusy: serverCpu / seconds,
      generatorBusy: generatorCpu / seconds,
    },
  };
}

async function shake(count: number, port: number, from: number): Promise<void> {
  await eachOf(count, AT_ONCE, async (index) => {
    const inside = await secure(await connectFrom(from + index, port), port);
    inside.close();
  });
}

/** Has many shake hands and not go on, from a hundred addresses; returns how long others need to come in, in ms. */
async function comeInBeside(slow: number, port: number): Promise<readonly number[]> {
  const held: Deno.TcpConn[] = [];
  await eachOf(slow, 50, async (index) => {
    const conn = await connectFrom(SLOW + index % 100, port);
    held.push(conn);
    await conn.write(HALF);
  });
  const waits: number[] = [];
  for (let index = 0; index < NEWCOMERS; index++) {
    const began = performance.now();
    const member = await enter(DIALECTS.tls, port, NEW + index, `new${index}`);
    waits.push(performance.now() - began);
    member.close();
  }
  for (const conn of held) conn.close();
  return waits;
}
