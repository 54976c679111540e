/**
 * The log in memory, which lives as long as its server.
 *
 * @module
 */

import type { MessageFrame, Topic } from "../../../protocol.ts";
import { PublicIds } from "./public_ids.ts";
import { changedText, quoteOf, toMessage, topicOf } from "./draft_message.ts";
import { MemoryModeration } from "./memory_moderation.ts";
import type {
  AppendResult,
  Draft,
  MessageRange,
  OldestMessage,
  ReadMark,
  ServerLog,
  StoredMember,
  StoredRoom,
  TurnWrites,
} from "./port.ts";
import { earliest } from "./retention.ts";
import { hasReacted, type Reactor, shownReactions, type StoredReactions, withReaction } from "./reactions.ts";
import { DELETED } from "./rows.ts";
import type { RetentionPolicy } from "../../machine/options.ts";

/** The most messages of a room that are kept; the oldest tenth is deleted when there are more. */
const MAX_KEPT = 10_000;

interface MemoryRoom {
  readonly name: string;
  last: number;
  topic: Topic | undefined;
  messages: MessageFrame[];
  /** What was put below messages, by their numbers. */
  readonly reactions: Map<number, StoredReactions>;
}

/** A {@linkcode ServerLog} in memory: it is gone when the server ends, and the oldest messages before that. */
export class MemoryLog implements ServerLog {
  readonly #rooms = new Map<string, MemoryRoom>();
  readonly #members = new Map<string, StoredMember>();
  /** The messages that have an id, by person and id, the oldest first. */
  readonly #bySender = new Map<number, Map<string | number, MessageFrame>>();
  readonly #readMarks = new Map<number, Map<string, number>>();
  readonly #ids: PublicIds;
  readonly moderation = new MemoryModeration();
  readonly files = undefined; // There is no place for them.
  /** The numbers of messages' authors. */
  readonly #authors = new WeakMap<MessageFrame, number>();
  /** What messages that change another one say before its text. */
  readonly #sentences = new WeakMap<MessageFrame, string>();
  #personId = 0;

  /** @param ids Makes the ids by which everybody knows persons; no two servers' are alike unless given. */
  constructor(ids = new PublicIds()) {
    this.#ids = ids;
  }

  commit({ drafts, members, readMarks, deeds = [] }: TurnWrites): readonly AppendResult[] {
    for (const deed of deeds) this.moderation.write(deed);
    for (const member of members) this.#members.set(member.tokenHash, member);
    for (const mark of readMarks) this.#mark(mark);
    return drafts.map((draft) => this.#store(draft));
  }

  rooms(): readonly StoredRoom[] {
    return Array.from(
      this.#rooms,
      ([name, { last, topic }]) => ({ name, last, first: this.first(name), topic }),
    );
  }

  topic(room: string): Topic | undefined {
    return this.#rooms.get(room)?.topic;
  }

  readMarksOf(personId: number): ReadonlyMap<string, number> {
    return this.#readMarks.get(personId) ?? new Map();
  }

  last(room: string): number {
    return this.#rooms.get(room)?.last ?? 0;
  }

  first(room: string): number {
    return this.#rooms.get(room)?.messages[0]?.seq ?? this.last(room) + 1;
  }

  read(room: string, range: MessageRange): readonly MessageFrame[] {
    return this.#slice(room, range).map((message) => this.#asItIsNow(room, message));
  }

  /** Shows a message that is about another one with what that one is now. */
  #asItIsNow(room: string, message: MessageFrame): MessageFrame {
    const about = message.re ?? message.edits ?? message.reacts;
    if (about === undefined) return message;
    const { quote: _, now: __, ...bare } = message;
    const other = this.#find(room, about);
    const text = other?.redacted ? undefined : other?.text;
    if (message.edits === undefined) return { ...bare, ...(other && { quote: quoteOf(other.from, text) }) };
    const sentence = this.#sentences.get(message) ?? "";
    return { ...bare, text: changedText(sentence, text), ...(text !== undefined && { now: text }) };
  }

  hasReacted(room: string, seq: number, emoji: string, who: Reactor): boolean {
    return hasReacted(this.#rooms.get(room)?.reactions.get(seq) ?? [], emoji, who);
  }

  #slice(room: string, range: MessageRange): readonly MessageFrame[] {
    const messages = this.#rooms.get(room)?.messages ?? [];
    const first = messages[0]?.seq ?? 1;
    if ("after" in range) {
      const begin = Math.max(0, range.after + 1 - first);
      return messages.slice(begin, begin + range.limit);
    }
    const end = Math.max(0, Math.min(messages.length, range.before - first));
    return messages.slice(Math.max(0, end - range.limit), end);
  }

  personOf(room: string, seq: number): number | undefined {
    const message = this.#find(room, seq);
    return message && this.#authors.get(message);
  }

  #find(room: string, seq: number): MessageFrame | undefined {
    const { messages } = this.#rooms.get(room) ?? { messages: [] };
    return messages[seq - (messages[0]?.seq ?? 1)];
  }

  /** Puts another text in the place of a message's; `undefined` takes it away. */
  #rewrite(room: MemoryRoom, seq: number, text: string | undefined): void {
    const before = room.messages[seq - (room.messages[0]?.seq ?? 1)];
    if (before === undefined || (text === undefined) === (before.redacted === true)) return;
    const { redacted: _, topic, ...message } = before;
    const reactions = shownReactions(room.reactions.get(seq) ?? []);
    const { reactions: __, edited: ___, ...bare } = message;
    this.#replace(
      room,
      before,
      text === undefined
        ? { ...bare, text: DELETED, redacted: true }
        : { ...message, text, ...(topic && { topic }), ...(reactions.length > 0 && { reactions }) },
    );
    if (topic && room.topic?.at === before.at && room.topic.from === before.from) room.topic = undefined;
  }

  #replace(room: MemoryRoom, before: MessageFrame, after: MessageFrame): void {
    room.messages[before.seq - (room.messages[0]?.seq ?? 1)] = after;
    const personId = this.#authors.get(before) ?? 0;
    this.#authors.set(after, personId);
    if (after.id !== undefined) this.#bySender.get(personId)?.set(after.id, after);
  }

  /** Does to an earlier message what a later one says. */
  #change(room: MemoryRoom, { at, from, personId, edits, now, reacts, emoji, off }: Draft): void {
    const other = this.#find(room.name, edits ?? reacts ?? 0);
    if (other === undefined || other.redacted) return;
    if (edits !== undefined && now !== undefined) {
      this.#replace(room, other, { ...other, text: now, edited: at });
    }
    if (reacts === undefined || emoji === undefined) return;
    const all = withReaction(room.reactions.get(reacts) ?? [], emoji, [personId, from], !off);
    room.reactions.set(reacts, all);
    const { reactions: _, ...bare } = other;
    this.#replace(room, other, { ...bare, ...(all.length > 0 && { reactions: shownReactions(all) }) });
  }

  newPersonId(): number {
    return ++this.#personId;
  }

  publicIdOf(personId: number): string {
    return this.#ids.of(personId) ?? this.#ids.anew();
  }

  memberByToken(tokenHash: string): StoredMember | undefined {
    return this.#members.get(tokenHash);
  }

  presentMembers(): readonly StoredMember[] {
    return [];
  }

  noteAlive(): void {}

  trim(policy: RetentionPolicy, now: number): boolean {
    if (policy.kind === "forever") return false;
    for (const room of this.#rooms.values()) {
      const { messages } = room;
      const isOver = (message: MessageFrame): boolean =>
        policy.kind === "count" ? message.seq <= room.last - policy.count : message.at < now - policy.ms;
      const kept = messages.findIndex((message) => !isOver(message));
      if (kept !== 0) this.#deleteOldest(room, kept < 0 ? messages.length : kept);
    }
    return false;
  }

  oldestFrom(_: number, since: number): OldestMessage {
    const first = ({ messages }: { readonly messages: readonly MessageFrame[] }): readonly number[] =>
      messages.slice(0, 1).map(({ at }) => at);
    return { ...earliest([...this.#rooms.values()].flatMap(first), since), next: undefined };
  }

  settleForgotten(): boolean {
    return false;
  }

  canStore(): boolean {
    return true;
  }

  close(): void {}

  #store(whole: Draft): AppendResult {
    const { personId, ...draft } = whole;
    const sent = this.#bySender.get(personId);
    const known = draft.id === undefined ? undefined : sent?.get(draft.id);
    if (known !== undefined) return { message: known, isRepeat: true };
    const { room: name } = draft;
    const room = this.#rooms.get(name) ??
      { name, last: 0, topic: undefined, messages: [], reactions: new Map<number, StoredReactions>() };
    this.#rooms.set(draft.room, room);
    const message = toMessage(draft, ++room.last, this.#ids.of(personId));
    room.messages.push(message);
    this.#authors.set(message, personId);
    if (draft.edits !== undefined) this.#sentences.set(message, draft.text);
    this.#change(room, whole);
    for (const seq of draft.redacts ?? []) this.#rewrite(room, seq, undefined);
    for (const [seq, text] of draft.restores ?? []) this.#rewrite(room, seq, text);
    if (draft.topic) room.topic = topicOf(message);
    if (draft.id !== undefined) this.#bySender.set(personId, (sent ?? new Map()).set(draft.id, message));
    if (room.messages.length > MAX_KEPT) this.#deleteOldest(room, MAX_KEPT / 10);
    return { message, isRepeat: false };
  }

  #mark({ personId, room, seq }: ReadMark): void {
    const marks = this.#readMarks.get(personId) ?? new Map<string, number>();
    this.#readMarks.set(personId, marks.set(room, Math.max(seq, marks.get(room) ?? 0)));
  }

  #deleteOldest(room: MemoryRoom, count: number): void {
    const gone = room.messages.splice(0, count);
    for (const { seq } of gone) room.reactions.delete(seq);
    const numbers = new Set(gone);
    for (const [person, sent] of this.#bySender) {
      for (const [id, message] of sent) if (numbers.has(message)) sent.delete(id);
      if (sent.size === 0) this.#bySender.delete(person);
    }
  }
}
