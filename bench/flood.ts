/**
 * Measures what a member that sends as fast as it can does to the others: the round trip of another's messages, and joins.
 *
 * @module
 */

import { Crowd } from "./generator/crowd.ts";
import { enter, pause } from "./generator/member.ts";
import { deadlineIn } from "./generator/pace.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  percentile,
  requiredSetting,
  startMeter,
} from "./measurement.ts";

/** Messages in flight: the server never waits for the flood, and no outbox overflows. */
const IN_FLIGHT = 4000;
const PROBE_EVERY = 20;
const JOIN_EVERY = 50;

/** Takes the measurement. Settings: `seconds`. */
export async function flood(target: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const crowd = await Crowd.gather({
    ...target,
    members: 10,
    talkers: 2,
    timedMembers: 2,
    bytes: 64,
    readEvery: 4,
  });
  const [flooder, other] = crowd.talkers;
  if (flooder === undefined || other === undefined) throw new Error("two talkers are needed");
  const trips: number[] = [];
  const joins: number[] = [];
  // Both timed members receive the other's messages; both deliveries count.
  crowd.onDelivery = (talker, sentAt, now) => {
    if (talker === other.index) trips.push(now - sentAt);
  };
  flooder.loop(IN_FLIGHT);
  await pause(300);
  const before = crowd.stream.messages;
  const used = startMeter(target);
  const isOver = deadlineIn(requiredSetting(settings, "seconds"));
  const probing = every(PROBE_EVERY, isOver, () => other.send(1));
  const joining = every(JOIN_EVERY, isOver, async (index) => {
    const began = performance.now();
    const member = await enter(crowd.dialect, target.port, index, `late${index}`);
    joins.push(performance.now() - began);
    member.close();
  });
  await Promise.all([probing, joining]);
  flooder.loop(0);
  const { seconds, serverCpu, generatorCpu } = used();
  const said = crowd.stream.messages - before;
  await crowd.settle();
  crowd.onDelivery = undefined;
  const faults = await crowd.finish();
  return {
    faults,
    figures: {
      messagesPerSecond: said / seconds,
      tripP50: percentile(trips, 0.5),
      tripP99: percentile(trips, 0.99),
      joinP50: percentile(joins, 0.5),
      joinP99: percentile(joins, 0.99),
      serverBusy: serverCpu / seconds,
      generatorBusy: generatorCpu / seconds,
    },
  };
}

async function every(
  ms: number,
  isOver: () => boolean,
  run: (index: number) => void | Promise<void>,
): Promise<void> {
  for (let index = 0; !isOver(); index++) {
    await run(index);
    await pause(ms);
  }
}
