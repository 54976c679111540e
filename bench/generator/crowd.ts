/**
 * A room full of members in one process that uses less CPU than the server it measures.
 *
 * A few members (the timed ones) are read as soon as something arrives. All others are read in turn, every `readEvery` ms, into
 * a shared buffer: a read costs about what a write costs the server, whatever its size.
 *
 * @module
 */

import { type Dialect, type DialectName, DIALECTS } from "./dialects.ts";
import { eachOf, enter, type Member, pause, READ_BYTES } from "./member.ts";
import { Stream } from "./stream.ts";
import { Talker } from "./talker.ts";

/** The parameters of a crowd. */
export interface CrowdPlan {
  readonly dialect: DialectName;
  readonly port: number;
  /** The servers over which they are spread; only the one without it. */
  readonly spread?: readonly { readonly port: number }[];
  readonly members: number;
  readonly talkers: number;
  /** How many members are read as soon as something arrives; at least as many as talk. */
  readonly timedMembers: number;
  /** Bytes in a message's text. */
  readonly bytes: number;
  /** The interval at which each other member is read, in ms. */
  readonly readEvery: number;
}

/** Called with each message that a timed member receives: its sender, when it was sent, and now. */
export type OnDelivery = (talker: number, sentAt: number, now: number) => void;

/** The interval between sweeps over the untimed members, in ms. */
const SWEEP_EVERY = 2;

/** A backlog that is read at once, before the kernel blocks the server's writes, in bytes. */
const MUCH = 32 * 1024;

/** Time limit of the last deliveries, in ms. */
const SETTLE_WITHIN = 5000;

/** All members, and the stream that they must receive. */
export class Crowd {
  /** What the first timed member receives; where there is one order for all, what all receive. */
  readonly stream: Stream;
  readonly members: readonly Member[];
  readonly talkers: readonly Talker[];
  readonly dialect: Dialect;
  /** Called with each message that a timed member receives. */
  onDelivery: OnDelivery | undefined;
  readonly #faults: string[] = [];
  readonly #plan: CrowdPlan;
  readonly #timed: ReadonlyMap<Member, Talker | undefined>;
  readonly #others: readonly Member[];
  readonly #buffers: Uint8Array[] = [];
  /** The position of the furthest member at the last sweep: the others can read up to it. */
  #furthest = 0;
  #isHurried = false;
  #isClosed = false;

  private constructor(plan: CrowdPlan, members: readonly Member[]) {
    this.#plan = plan;
    this.members = members;
    this.dialect = DIALECTS[plan.dialect];
    const { numbered, isOrdered } = this.dialect;
    this.stream = new Stream(numbered, isOrdered, this.#faults);
    const spread = (index: number): number => Math.floor(index * members.length / plan.timedMembers);
    const timed = new Map<Member, Talker | undefined>();
    const talkers: Talker[] = [];
    for (let index = 0; index < plan.timedMembers; index++) {
      const receiver = members[spread(index)];
      const sender = members[spread(index) + (this.dialect.echoes ? 0 : 1)];
      if (receiver === undefined || sender === undefined) {
        throw new Error("too few members for the timed ones");
      }
      receiver.stream = isOrdered || index === 0 ? this.stream : new Stream(numbered, false, this.#faults);
      const isTalker = Math.floor(index * plan.talkers / plan.timedMembers) === talkers.length &&
        talkers.length < plan.talkers;
      if (!isTalker) {
        timed.set(receiver, undefined);
        continue;
      }
      const talker = new Talker(talkers.length, sender, this.dialect, plan.bytes);
      if (sender !== receiver) sender.doesNotReceive = talker.index;
      timed.set(receiver, talker);
      talkers.push(talker);
    }
    this.talkers = talkers;
    this.#timed = timed;
    this.#others = members.filter((member) => !timed.has(member));
    if (!isOrdered) return;
    for (const member of this.#others) if (member.doesNotReceive === undefined) member.stream = this.stream;
  }

  /** Connects all members, waits until they are at the same place in the stream, and starts reading. */
  static async gather(plan: CrowdPlan): Promise<Crowd> {
    const members: Member[] = [];
    const dialect = DIALECTS[plan.dialect];
    const places = plan.spread ?? [plan];
    await eachOf(plan.members, dialect.joinsAtOnce, async (index) => {
      const { port } = places[Math.floor(index * places.length / plan.members)] ?? plan;
      members[index] = await enter(dialect, port, index, `m${index}`);
    });
    await align(members, dialect);
    const crowd = new Crowd(plan, members);
    for (const [receiver, talker] of crowd.#timed) void crowd.#listen(receiver, talker);
    void crowd.#sweep();
    return crowd;
  }

  /** The faults so far. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** How many members receive each message. */
  get recipients(): number {
    return this.members.length - (this.dialect.echoes ? 0 : 1);
  }

  /** Waits until all members have read everything sent; notes a fault if some have not in time. */
  async settle(): Promise<void> {
    this.#isHurried = true;
    const until = performance.now() + SETTLE_WITHIN;
    const sent = (): number => this.talkers.reduce((sum, talker) => sum + talker.sent, 0);
    const behind = (): number => this.members.filter((member) => !this.#isDone(member)).length;
    while ((this.stream.messages < sent() || behind() > 0) && performance.now() < until) await pause(1);
    this.#isHurried = false;
    const { messages } = this.stream;
    if (messages !== sent()) this.stream.fault(`${messages} of ${sent()} messages were heard`);
    if (behind() > 0) this.stream.fault(`${behind()} members have not heard everything`);
  }

  /** Sends one more message, which must be the next thing that all receive: then nothing was doubled. Closes all connections. */
  async finish(): Promise<readonly string[]> {
    this.talkers[0]?.send(1);
    await this.settle();
    this.#isClosed = true;
    for (const member of this.members) member.close();
    return this.faults;
  }

  #isDone(member: Member): boolean {
    const { doesNotReceive } = member;
    const own = doesNotReceive === undefined ? 0 : this.stream.ownBytes[doesNotReceive] ?? 0;
    return member.position === this.stream.end - own;
  }

  /** Reads a timed member as soon as something arrives. */
  async #listen(receiver: Member, talker: Talker | undefined): Promise<void> {
    const stream = receiver.stream ?? this.stream;
    const buffer = new Uint8Array(READ_BYTES);
    while (await this.#read(receiver, buffer)) {
      const now = performance.now();
      let mine = 0;
      while (receiver.received < stream.messages && stream.endOf(receiver.received) <= receiver.position) {
        const from = stream.talkerOf(receiver.received);
        if (from === talker?.index) mine++;
        this.onDelivery?.(from, stream.sentAt(receiver.received), now);
        receiver.received++;
      }
      if (mine > 0) talker?.countDelivered(mine);
    }
  }

  /** Reads the untimed members whose interval has passed, or that are far behind. */
  async #sweep(): Promise<void> {
    const { readEvery } = this.#plan;
    const began = performance.now();
    // Staggered, so that they are not all due at once.
    this.#others.forEach((member, index) => member.readAt = began - readEvery * index / this.#others.length);
    while (!this.#isClosed && this.#others.length > 0) {
      const now = performance.now();
      for (const member of this.#others) {
        if (member.isReading) continue;
        const behind = this.#furthest - member.position;
        const isDue = behind > MUCH || behind > 0 && now - member.readAt >= readEvery;
        if (this.#isHurried ? !this.#isDone(member) : isDue) void this.#catchUp(member, now);
      }
      this.#furthest = this.stream.end;
      await pause(SWEEP_EVERY);
    }
  }

  /** Reads a member up to where the furthest was at the last sweep, into a pooled buffer. */
  async #catchUp(member: Member, now: number): Promise<void> {
    member.readAt = now;
    const buffer = this.#buffers.pop() ?? new Uint8Array(READ_BYTES);
    while (await this.#read(member, buffer) && member.position < this.#furthest - MUCH) continue;
    this.#buffers.push(buffer);
  }

  /** Reads once and checks the bytes. Returns `false` at the end of the connection, which is a fault unless we closed it. */
  async #read(member: Member, buffer: Uint8Array): Promise<boolean> {
    if (member.isCutOff) return false;
    member.isReading = true;
    const count = await member.conn.read(buffer).catch(() => null);
    member.isReading = false;
    if (count === null) {
      if (!this.#isClosed) this.stream.fault(`member ${member.index} was cut off`);
      member.isCutOff = true;
      return false;
    }
    member.stream?.check(member.position, buffer.subarray(0, count), member.index);
    member.position += count;
    return true;
  }
}

/** Has all members read up to the same place: two of them say a word, as a sender may not receive its own. */
async function align(members: readonly Member[], dialect: Dialect): Promise<void> {
  const [first, second] = members;
  if (first === undefined || second === undefined) throw new Error("a crowd is two at least");
  const until = (word: string) => (text: string): boolean =>
    text.includes(word) && text.endsWith("\n") && text.indexOf("\n", text.indexOf(word)) >= 0;
  await first.write(dialect.say("=first="));
  await second.readUntil(until("=first="));
  await second.write(dialect.say("=second="));
  await Promise.all(
    members.map((member) =>
      member === second && !dialect.echoes ? undefined : member.readUntil(until("=second="))
    ),
  );
}
