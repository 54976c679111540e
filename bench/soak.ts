/**
 * What becomes of a server with the time: a room that talks, comes, goes, searches and stops reading for an hour.
 *
 * @module
 */

import { eachOf, pause } from "./generator/member.ts";
import { after } from "./generator/pace.ts";
import { messageText, readMessage } from "./generator/stream.ts";
import { wordOf } from "./made_up.ts";
import { type Measured, meter, type Numbers, percentile, setting, type Target } from "./measurement.ts";
import { cpuSeconds, openDescriptors, residentBytes } from "./proc.ts";
import { stall, visit } from "./soak/guests.ts";
import { cpuPerMillion, judge, least, type Sample, tenth } from "./soak/judge.ts";
import { type Company, Person } from "./soak/person.ts";

/** Every tenth member talks, and another tenth is read at once and says how long it took. */
const ONE_IN = 10;
const EAR = 5;

/** How often the others are read, in ms. */
const READ_EVERY = 40;

/** Words of a message, of so many that there are. */
const WORDS = 6;
const VOCABULARY = 5000;

/** How often what happens beside the talk happens, in s. */
const ASKS_EVERY = 10;
const STALLS_EVERY = 60;

/** Who has stopped reading is let go within so many seconds. */
const STALLED_AT_MOST = 150;

const WARMUP = 5;
const SETTLE_WITHIN = 10_000;
const MOST_FAULTS = 20;

/** The room, and what has happened in it. */
class Room implements Company {
  readonly port: number;
  readonly faults: string[] = [];
  readonly people: Person[] = [];
  readonly samples: Sample[] = [];
  /** Latencies by second, in ms. */
  readonly took: number[][] = [[]];
  deliveries = 0;
  sent = 0;
  asked = 0;
  guests = 0;
  /** When each of those who are still there stopped reading, in ms. */
  readonly stalled = new Set<number>();
  stalls = 0;

  constructor(port: number) {
    this.port = port;
  }

  /** Lets so many in. */
  async fill(members: number): Promise<void> {
    await eachOf(members, 16, async (index) => {
      const isQuick = index % ONE_IN === 0 || index % ONE_IN === EAR;
      const person = await Person.enter(`m${index}`, this, isQuick ? 0 : READ_EVERY);
      this.people[index] = person;
      if (index % ONE_IN === EAR) person.onMessage = (text) => this.#heard(text);
    });
  }

  /** Says the next message. */
  say(): void {
    const id = this.sent++;
    const talker = id * ONE_IN % this.people.length;
    const words = Array.from(
      { length: WORDS },
      (_, index) => wordOf((id * 7 + index * index * 1009) % VOCABULARY),
    );
    const text = `${messageText(talker, id, 0)} ${words.join(" ")}`;
    this.people[talker]?.tell({ type: "say", room: "lobby", text, id });
  }

  /** What happens in a second, beside the talk. */
  second(index: number): void {
    const failed = (error: unknown): void =>
      this.fault(error instanceof Error ? error.message : String(error));
    visit(this.guests++, this).catch(failed);
    if (index % ASKS_EVERY === 0) {
      const who = this.people[(index / ASKS_EVERY) % this.people.length];
      who?.tell({ type: "search", query: wordOf(index % VOCABULARY) });
      who?.tell({ type: "history", room: "lobby", limit: 100 });
      this.asked += 2;
    }
    if (index % STALLS_EVERY === STALLS_EVERY / 2) {
      const since = performance.now();
      this.stalled.add(since);
      stall(this.stalls++, this).then(() => this.stalled.delete(since), failed);
    }
  }

  /** Waits until all have heard everything, and notes what was lost. */
  async settle(): Promise<void> {
    const until = performance.now() + SETTLE_WITHIN;
    const sum = (of: (person: Person) => number): number =>
      this.people.reduce((all, one) => all + of(one), 0);
    const last = (): number => Math.max(...this.people.map(({ seq }) => seq));
    const isDone = (): boolean =>
      sum(({ acked }) => acked) === this.sent && sum(({ answered }) => answered) === this.asked &&
      this.people.every(({ seq }) => seq === last());
    while (!isDone() && performance.now() < until) await pause(50);
    const [acked, answered] = [sum((one) => one.acked), sum((one) => one.answered)];
    if (acked !== this.sent) this.fault(`${acked} of ${this.sent} messages were acknowledged`);
    if (last() !== this.sent) this.fault(`${last()} of ${this.sent} messages were heard`);
    if (answered !== this.asked) {
      this.fault(`${answered} of ${this.asked} searches and histories were answered`);
    }
    const behind = this.people.filter(({ seq }) => seq !== last()).length;
    if (behind > 0) this.fault(`${behind} members have not heard everything`);
    const stuck = [...this.stalled].filter((since) => performance.now() - since > STALLED_AT_MOST * 1000);
    if (stuck.length > 0) this.fault(`${stuck.length} who stopped reading were not let go`);
  }

  fault(what: string): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(what);
  }

  #heard(text: string): void {
    const message = readMessage(text);
    if (message === undefined) return this.fault(`${text.slice(0, 80)} was said by nobody`);
    this.took.at(-1)?.push(performance.now() - message.sentAt);
  }
}

/** Settings: `minutes`, `members`, `perSecond`. */
export async function soak(target: Target, settings: Numbers): Promise<Measured> {
  const minutes = setting(settings, "minutes");
  const room = new Room(target.port);
  await room.fill(setting(settings, "members"));
  const isOver = after(minutes * 60 + WARMUP);
  const talking = talk(room, setting(settings, "perSecond"), isOver);
  await pause(WARMUP * 1000);
  const used = meter(target.pid);
  await watch(room, target.pid, isOver);
  const { seconds, serverCpu, generatorCpu } = used();
  await talking;
  await room.settle();
  const faults = [...room.faults, ...judge(room.samples, minutes)];
  const of = (which: "first" | "last", name: string): Numbers => {
    const samples = tenth(room.samples, which);
    const took = tenth(room.took, which).flat();
    return {
      [`resident${name}`]: least(samples, "resident"),
      [`descriptors${name}`]: least(samples, "descriptors"),
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

async function talk(room: Room, perSecond: number, isOver: () => boolean): Promise<void> {
  const began = performance.now();
  while (!isOver()) {
    const wait = began + room.sent * 1000 / perSecond - performance.now();
    if (wait > 0) await pause(wait);
    room.say();
  }
}

/** Looks at the server each second, and has the rest of the second's events happen. */
async function watch(room: Room, pid: number, isOver: () => boolean): Promise<void> {
  const began = performance.now();
  for (let second = 0; !isOver(); second++) {
    room.second(second);
    const sample: Sample = {
      resident: residentBytes(pid) ?? NaN,
      descriptors: openDescriptors(pid) ?? NaN,
      cpu: cpuSeconds(pid) ?? NaN,
      deliveries: room.deliveries,
    };
    room.samples.push(sample);
    if (second % 60 === 0) tell(`minute ${second / 60}`, sample, room);
    room.took.push([]);
    await pause(Math.max(0, began + (second + 1) * 1000 - performance.now()));
  }
}

/** A line for whoever watches. */
function tell(when: string, { resident, descriptors, cpu }: Sample, room: Room): void {
  const line = `${when}: ${(resident / 2 ** 20).toFixed(1)} MiB, ${descriptors} descriptors, ` +
    `${cpu.toFixed(1)} CPU s, ${room.deliveries} deliveries, ${room.faults.length} faults\n`;
  Deno.stderr.writeSync(new TextEncoder().encode(line));
}
