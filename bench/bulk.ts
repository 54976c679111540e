/**
 * Measures what many readers of a long room do to two members of another room who talk: the time of their messages.
 *
 * @module
 */

import { eachOf, pause } from "./generator/member.ts";
import { Native } from "./generator/native.ts";
import {
  type Figures,
  type MeasuredServer,
  type MeasurementResult,
  percentile,
  requiredSetting,
} from "./measurement.ts";

const LONG_ROOM = "long";
const PAIR_ROOM = "pair";

/** Pause between two messages of the pair, in ms. */
const TALK_EVERY = 20;

/** Messages that are being stored at a time while the long room is made. */
const IN_FLIGHT = 400;

/** Takes the measurement. Settings: `readers`, `messages`, `seconds`. */
export async function bulk({ port }: MeasuredServer, settings: Figures): Promise<MeasurementResult> {
  const messages = requiredSetting(settings, "messages");
  await fillRoom(port, messages);
  const pair = await Promise.all(["ada", "bob"].map((name) => Native.enter(port, name, PAIR_ROOM)));
  const [ada, bob] = pair;
  if (ada === undefined || bob === undefined) throw new Error("two members are needed");
  const times = { without: [] as number[], withReaders: [] as number[] };
  let current = times.without;
  const hearing = hear(bob, (ms) => void current.push(ms));
  const draining = ada.readUntil("never").catch(() => 0);
  const isOver = { value: false };
  const talking = talk(ada, isOver);
  await pause(requiredSetting(settings, "seconds") * 1000);
  current = times.withReaders;
  const began = performance.now();
  const faults = await readAll(port, requiredSetting(settings, "readers"), messages);
  const seconds = (performance.now() - began) / 1000;
  isOver.value = true;
  await talking;
  for (const member of pair) member.close();
  await Promise.all([hearing, draining]);
  return {
    faults,
    figures: {
      p99Without: percentile(times.without, 0.99),
      p99With: percentile(times.withReaders, 0.99),
      longest: percentile(times.withReaders, 1),
      seconds,
    },
  };
}

/** Fills the long room. */
async function fillRoom(port: number, messages: number): Promise<void> {
  const writer = await Native.enter(port, "writer", LONG_ROOM);
  for (let sent = 0; sent < messages;) {
    const upTo = Math.min(sent + IN_FLIGHT, messages);
    for (; sent < upTo; sent++) {
      void writer.send({ type: "say", room: LONG_ROOM, text: `message ${sent}`, id: `${sent}` });
    }
    await writer.readUntil(`"text":"message ${upTo - 1}"`);
  }
  writer.close();
}

/** Has all readers read the whole room at the same time; returns what went wrong. */
async function readAll(port: number, readers: number, messages: number): Promise<readonly string[]> {
  const faults: string[] = [];
  await eachOf(readers, readers, async (index) => {
    const reader = await Native.enter(port, `reader${index}`, LONG_ROOM, 0);
    const count = await reader.readUntil(`"text":"message ${messages - 1}"`);
    if (count < messages) faults.push(`reader ${index} got ${count} lines for ${messages} messages`);
    reader.close();
  });
  return faults;
}

/** Says when it is, again and again. */
async function talk(member: Native, isOver: { readonly value: boolean }): Promise<void> {
  while (!isOver.value) {
    await member.send({ type: "say", room: PAIR_ROOM, text: `at ${performance.now()}` });
    await pause(TALK_EVERY);
  }
}

/** Notes how old each message is that says when it was sent; ends with the connection. */
async function hear(member: Native, onMessage: (ms: number) => void): Promise<void> {
  const decoder = new TextDecoder();
  try {
    for await (const line of member.lines) {
      const sentAt = line.kind === "line"
        ? /"text":"at ([0-9.]+)"/.exec(decoder.decode(line.bytes))?.[1]
        : undefined;
      if (sentAt !== undefined) onMessage(performance.now() - Number(sentAt));
    }
  } catch {
    // Closed by us.
  }
}
