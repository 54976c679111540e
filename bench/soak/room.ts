/**
 * The room of a soak: who is in it, what they say and hear, and what happens beside the talk.
 *
 * @module
 */

import { eachOf, pause } from "../generator/member.ts";
import { messageText, readMessage } from "../generator/stream.ts";
import { wordOfRank } from "../synthetic_messages.ts";
import { stopReading, visitBriefly } from "./visitors.ts";
import type { Sample } from "./faults.ts";
import { type SoakContext, SoakMember } from "./member.ts";

/** Every tenth member talks, and another tenth is read at once and says how long it took. */
const ONE_IN = 10;
const EAR = 5;

/** How often the others are read, in ms. */
const READ_EVERY = 100;

/** Words of a message, of so many that there are. */
const WORDS = 6;
const VOCABULARY = 5000;

/** How often what happens beside the talk happens, in s. */
const ASKS_EVERY = 10;
const STALLS_EVERY = 60;

/** Who has stopped reading is let go within so many seconds. */
const STALLED_AT_MOST = 150;

const SETTLE_WITHIN = 10_000;
const MOST_FAULTS = 20;

/** The room, and what has happened in it. */
export class SoakRoom implements SoakContext {
  readonly port: number;
  readonly faults: string[] = [];
  readonly people: SoakMember[] = [];
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
      const person = await SoakMember.enter(`m${index}`, this, isQuick ? 0 : READ_EVERY);
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
      (_, index) => wordOfRank((id * 7 + index * index * 1009) % VOCABULARY),
    );
    const text = `${messageText(talker, id, 0)} ${words.join(" ")}`;
    this.people[talker]?.tell({ type: "say", room: "lobby", text, id });
  }

  /** What happens in a second, beside the talk. */
  second(index: number): void {
    const failed = (error: unknown): void =>
      this.fault(error instanceof Error ? error.message : String(error));
    visitBriefly(this.guests++, this).catch(failed);
    if (index % ASKS_EVERY === 0) {
      const who = this.people[(index / ASKS_EVERY) % this.people.length];
      who?.tell({ type: "search", query: wordOfRank(index % VOCABULARY) });
      who?.tell({ type: "history", room: "lobby", limit: 100 });
      this.asked += 2;
    }
    if (index % STALLS_EVERY === STALLS_EVERY / 2) {
      const since = performance.now();
      this.stalled.add(since);
      stopReading(this.stalls++, this).then(() => this.stalled.delete(since), failed);
    }
  }

  /** Waits until all have heard everything, and notes what was lost. */
  async settle(): Promise<void> {
    const until = performance.now() + SETTLE_WITHIN;
    const sum = (of: (person: SoakMember) => number): number =>
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
