/**
 * A room full of members in one process, made to cost less than the server that it measures.
 *
 * A few members (the ears) are read as soon as something comes. All others are read in turn, each so often, into
 * a shared buffer: a read costs about what a write costs the server, whatever is in it.
 *
 * @module
 */

import { type Dialect, type DialectName, DIALECTS } from "./dialects.ts";
import { eachOf, enter, type Member, pause, READ_BYTES } from "./member.ts";
import { Stream } from "./stream.ts";
import { Talker } from "./talker.ts";

/** What a crowd is made of. */
export interface CrowdPlan {
  readonly dialect: DialectName;
  readonly port: number;
  readonly members: number;
  readonly talkers: number;
  /** How many are read at once when something comes; at least as many as talk. */
  readonly timedMembers: number;
  /** Bytes in a message's text. */
  readonly bytes: number;
  /** How often each of the others is read, in ms. */
  readonly readEvery: number;
}

/** Told of each message that an ear hears: who sent it, when it was sent and heard. */
export type OnDelivery = (talker: number, sentAt: number, now: number) => void;

/** How often some of the others are read, in ms. */
const SWEEP_EVERY = 2;

/** So many bytes are better read now, before the kernel holds the server back. */
const MUCH = 32 * 1024;

/** How long the last deliveries may take, in ms. */
const SETTLE_WITHIN = 5000;

/** Everyone, and what they must hear. */
export class Crowd {
  /** What the first ear hears, and where there is one order for all, everyone. */
  readonly stream: Stream;
  readonly members: readonly Member[];
  readonly talkers: readonly Talker[];
  readonly dialect: Dialect;
  /** Told of each message that an ear hears. */
  onHeard: OnDelivery | undefined;
  readonly #faults: string[] = [];
  readonly #plan: CrowdPlan;
  readonly #ears: ReadonlyMap<Member, Talker | undefined>;
  readonly #others: readonly Member[];
  readonly #buffers: Uint8Array[] = [];
  /** How far the furthest was a moment ago: that much is on its way to everyone. */
  #heard = 0;
  #isHurried = false;
  #isClosed = false;

  private constructor(plan: CrowdPlan, members: readonly Member[]) {
    this.#plan = plan;
    this.members = members;
    this.dialect = DIALECTS[plan.dialect];
    const { numbered, isOrdered } = this.dialect;
    this.stream = new Stream(numbered, isOrdered, this.#faults);
    const spread = (index: number): number => Math.floor(index * members.length / plan.timedMembers);
    const ears = new Map<Member, Talker | undefined>();
    const talkers: Talker[] = [];
    for (let index = 0; index < plan.timedMembers; index++) {
      const ear = members[spread(index)];
      const mouth = members[spread(index) + (this.dialect.echoes ? 0 : 1)];
      if (ear === undefined || mouth === undefined) throw new Error("too few members for so many ears");
      ear.stream = isOrdered || index === 0 ? this.stream : new Stream(numbered, false, this.#faults);
      const isTalker = Math.floor(index * plan.talkers / plan.timedMembers) === talkers.length &&
        talkers.length < plan.talkers;
      if (!isTalker) {
        ears.set(ear, undefined);
        continue;
      }
      const talker = new Talker(talkers.length, mouth, this.dialect, plan.bytes);
      if (mouth !== ear) mouth.deafTo = talker.index;
      ears.set(ear, talker);
      talkers.push(talker);
    }
    this.talkers = talkers;
    this.#ears = ears;
    this.#others = members.filter((member) => !ears.has(member));
    if (!isOrdered) return;
    for (const member of this.#others) if (member.deafTo === undefined) member.stream = this.stream;
  }

  /** Fills a room, waits until all are in and at the same place in the stream, and begins to read. */
  static async gather(plan: CrowdPlan): Promise<Crowd> {
    const members: Member[] = [];
    const dialect = DIALECTS[plan.dialect];
    await eachOf(plan.members, dialect.comingAtOnce, async (index) => {
      members[index] = await enter(dialect, plan.port, index, `m${index}`);
    });
    await align(members, dialect);
    const crowd = new Crowd(plan, members);
    for (const [ear, talker] of crowd.#ears) void crowd.#listen(ear, talker);
    void crowd.#sweep();
    return crowd;
  }

  /** What was wrong so far. */
  get faults(): readonly string[] {
    return this.#faults;
  }

  /** How many hear each message. */
  get hearers(): number {
    return this.members.length - (this.dialect.echoes ? 0 : 1);
  }

  /** Waits until everyone has read everything that was sent; notes a fault for each who has not in time. */
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

  /** One more message that everyone must hear, with nothing before it: then nothing came twice to anyone. */
  async finish(): Promise<readonly string[]> {
    this.talkers[0]?.send(1);
    await this.settle();
    this.#isClosed = true;
    for (const member of this.members) member.close();
    return this.faults;
  }

  #isDone(member: Member): boolean {
    const { deafTo } = member;
    const own = deafTo === undefined ? 0 : this.stream.ownBytes[deafTo] ?? 0;
    return member.position === this.stream.end - own;
  }

  /** Reads an ear as soon as something comes. */
  async #listen(ear: Member, talker: Talker | undefined): Promise<void> {
    const stream = ear.stream ?? this.stream;
    const buffer = new Uint8Array(READ_BYTES);
    while (await this.#read(ear, buffer)) {
      const now = performance.now();
      let mine = 0;
      while (ear.heard < stream.messages && stream.endOf(ear.heard) <= ear.position) {
        const from = stream.talkerOf(ear.heard);
        if (from === talker?.index) mine++;
        this.onHeard?.(from, stream.sentAt(ear.heard), now);
        ear.heard++;
      }
      if (mine > 0) talker?.heard(mine);
    }
  }

  /** Reads those of the others that were last read a while ago, or are much behind what was heard a moment ago. */
  async #sweep(): Promise<void> {
    const { readEvery } = this.#plan;
    const began = performance.now();
    // One after the other, so that they are not all due at the same moment.
    this.#others.forEach((member, index) => member.readAt = began - readEvery * index / this.#others.length);
    while (!this.#isClosed && this.#others.length > 0) {
      const now = performance.now();
      for (const member of this.#others) {
        if (member.isReading) continue;
        const behind = this.#heard - member.position;
        const isDue = behind > MUCH || behind > 0 && now - member.readAt >= readEvery;
        if (this.#isHurried ? !this.#isDone(member) : isDue) void this.#catchUp(member, now);
      }
      this.#heard = this.stream.end;
      await pause(SWEEP_EVERY);
    }
  }

  /** Reads up to where others were a moment ago, into a buffer that is shared as long as nothing is in it. */
  async #catchUp(member: Member, now: number): Promise<void> {
    member.readAt = now;
    const buffer = this.#buffers.pop() ?? new Uint8Array(READ_BYTES);
    while (await this.#read(member, buffer) && member.position < this.#heard - MUCH) continue;
    this.#buffers.push(buffer);
  }

  /** One read, checked. `false` at the connection's end, which is a fault unless we ended it. */
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
    member.stream?.take(member.position, buffer.subarray(0, count), member.index);
    member.position += count;
    return true;
  }
}

/** Has everyone read up to the same place: two say a word, as one who says it may not hear it. */
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
