/**
 * The room of a soak: its members, their messages, and the events beside them.
 *
 * @module
 */

import { eachOf, pause } from "../generator/member.ts";
import { messageText, readMessage } from "../generator/stream.ts";
import { wordOfRank } from "../synthetic_messages.ts";
import { stopReading, visitBriefly } from "./visitors.ts";
import type { Sample } from "./faults.ts";
import { type SoakContext, SoakMember } from "./member.ts";

/** Every tenth member talks, and another tenth is read at once and timed. */
const ONE_IN = 10;
const EAR = 5;

/** The interval at which the others are read, in ms. */
const READ_EVERY = 100;

/** Words of a message, and of the vocabulary. */
const WORDS = 6;
const VOCABULARY = 5000;

/** Intervals of searches and of members that stop reading, in s. */
const ASKS_EVERY = 10;
const STALLS_EVERY = 60;

/** The time within which a member that stopped reading must be disconnected, in s. */
const STALLED_AT_MOST = 150;

const SETTLE_WITHIN = 10_000;
const MOST_FAULTS = 20;

/** The room, and what has happened in it so far. */
export class SoakRoom implements SoakContext {
  readonly port: number;
  readonly faults: string[] = [];
  readonly members: SoakMember[] = [];
  readonly samples: Sample[] = [];
  /** The latencies of each second, in ms. */
  readonly latencies: number[][] = [[]];
  deliveries = 0;
  sent = 0;
  asked = 0;
  guests = 0;
  /** When each member that stopped reading and is still connected did so, in ms. */
  readonly stalled = new Set<number>();
  stalls = 0;

  constructor(port: number) {
    this.port = port;
  }

  /** Connects members. */
  async fill(members: number): Promise<void> {
    await eachOf(members, 16, async (index) => {
      const isQuick = index % ONE_IN === 0 || index % ONE_IN === EAR;
      const person = await SoakMember.enter(`m${index}`, this, isQuick ? 0 : READ_EVERY);
      this.members[index] = person;
      if (index % ONE_IN === EAR) person.onMessage = (text) => this.#heard(text);
    });
  }

  /** Sends the next message. */
  sendNext(): void {
    const id = this.sent++;
    const talker = id * ONE_IN % this.members.length;
    const words = Array.from(
      { length: WORDS },
      (_, index) => wordOfRank((id * 7 + index * index * 1009) % VOCABULARY),
    );
    const text = `${messageText(talker, id, 0)} ${words.join(" ")}`;
    this.members[talker]?.send({ type: "say", room: "lobby", text, id });
  }

  /** Starts the events of a second, beside the messages. */
  runSecond(index: number): void {
    const failed = (error: unknown): void =>
      this.fault(error instanceof Error ? error.message : String(error));
    visitBriefly(this.guests++, this).catch(failed);
    if (index % ASKS_EVERY === 0) {
      const who = this.members[(index / ASKS_EVERY) % this.members.length];
      who?.send({ type: "search", query: wordOfRank(index % VOCABULARY) });
      who?.send({ type: "history", room: "lobby", limit: 100 });
      this.asked += 2;
    }
    if (index % STALLS_EVERY === STALLS_EVERY / 2) {
      const since = performance.now();
      this.stalled.add(since);
      stopReading(this.stalls++, this).then(() => this.stalled.delete(since), failed);
    }
  }

  /** Waits until all members have received everything, and notes what was lost. */
  async settle(): Promise<void> {
    const until = performance.now() + SETTLE_WITHIN;
    const sum = (of: (person: SoakMember) => number): number =>
      this.members.reduce((all, one) => all + of(one), 0);
    const last = (): number => Math.max(...this.members.map(({ seq }) => seq));
    const isDone = (): boolean =>
      sum(({ acked }) => acked) === this.sent && sum(({ answered }) => answered) === this.asked &&
      this.members.every(({ seq }) => seq === last());
    while (!isDone() && performance.now() < until) await pause(50);
    const [acked, answered] = [sum((one) => one.acked), sum((one) => one.answered)];
    if (acked !== this.sent) this.fault(`${acked} of ${this.sent} messages were acknowledged`);
    if (last() !== this.sent) this.fault(`${last()} of ${this.sent} messages were heard`);
    if (answered !== this.asked) {
      this.fault(`${answered} of ${this.asked} searches and histories were answered`);
    }
    const behind = this.members.filter(({ seq }) => seq !== last()).length;
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
    this.latencies.at(-1)?.push(performance.now() - message.sentAt);
  }
}
