/**
 * The log in one SQLite file.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import type { MessageFrame, Topic } from "../../../protocol.ts";
import type { RetentionPolicy } from "../../machine/options.ts";
import { appendDrafts } from "./append.ts";
import { CannotStore, storageProblemOf } from "./errors.ts";
import type { FileLock } from "./file_lock.ts";
import type { FileWatch } from "./file_watch.ts";
import { LogErasure } from "./log_erasure.ts";
import type { Erasure, ErasureWish } from "./erasure_port.ts";
import { FactTable } from "./fact_table.ts";
import { FileTable } from "./file_table.ts";
import { ForgottenTable } from "./forgotten.ts";
import { MemberTable } from "./member_table.ts";
import { MessageChanges } from "./message_changes.ts";
import { MessageTable } from "./message_table.ts";
import { hasNoRegisters, registersOf } from "./registers.ts";
import { personSecretOf, type PublicIds, publicIdsOf, setPersonSecret } from "./public_ids.ts";
import type { ModerationStore } from "./moderation_port.ts";
import { ModerationTable } from "./moderation_table.ts";
import type {
  AppendResult,
  FactStore,
  MessageRange,
  OldestMessage,
  ServerLog,
  StoredMember,
  StoredRoom,
  TurnWrites,
} from "./port.ts";
import { Redactions } from "./redactions.ts";
import { SqliteRetention } from "./retention.ts";
import { RoomTable } from "./room_table.ts";
import type { Reactor } from "./reactions.ts";
import { ROOM_SPAN, type Row } from "./rows.ts";
import { toFrame } from "./stored_message.ts";
import { inTransaction, type PreparedTransaction, prepareTransaction, WRITER_WAITS } from "./transaction.ts";
import type { Upgrade } from "./upgrade.ts";
import { answerWish, forgetWishes, readWishes, type Wish } from "./wishes.ts";

/** The most notes about what the index has forgotten that are deleted at once: some microseconds each. */
const FORGOTTEN_AT_ONCE = 100;

/** What keeps other servers away from an open log, and notices when its file is not at its place. */
export interface LogHold {
  /** The file beside the log that a second server finds locked. */
  readonly beside: DatabaseSync;
  /** The lock on the file itself, where there is one. */
  readonly lock?: FileLock | undefined;
  readonly watch?: FileWatch;
  /** What the file was before it was opened, if that was of an older version. */
  readonly upgrade?: Upgrade | undefined;
}

/** A {@linkcode ServerLog} that survives its server. */
export class SqliteLog implements ServerLog, FactStore {
  readonly #db: DatabaseSync;
  readonly #hold: LogHold;
  readonly #turn: PreparedTransaction;
  readonly #rooms: RoomTable;
  readonly #messages: MessageTable;
  readonly #members: MemberTable;
  #ids: PublicIds;
  readonly #facts: FactTable;
  readonly #moderation: ModerationTable;
  readonly #redactions: Redactions;
  readonly #changes: MessageChanges;
  readonly #files: FileTable;
  /** Set while words that were taken away may still be in the file beside the log. */
  #hasTraces = false;
  readonly #retention: SqliteRetention;
  readonly #forgotten: ForgottenTable;
  #personId: number;
  #isFailing = false;

  /** @param hold Held until the log is closed. */
  constructor(db: DatabaseSync, hold: LogHold) {
    this.#db = db;
    this.#hold = hold;
    this.#turn = prepareTransaction(db);
    const rooms = this.#rooms = new RoomTable(db);
    this.#messages = new MessageTable(db);
    this.#members = new MemberTable(db);
    this.#ids = publicIdsOf(db);
    this.#moderation = new ModerationTable(db);
    this.#facts = new FactTable(db);
    this.#redactions = new Redactions(db);
    this.#changes = new MessageChanges(db);
    this.#files = new FileTable(db, rooms);
    this.#personId = this.#members.highestId;
    const forgotten = this.#forgotten = new ForgottenTable(db);
    this.#retention = new SqliteRetention(db, rooms, forgotten);
  }

  /** What the log was before it was opened, if that was of an older version. */
  get upgrade(): Upgrade | undefined {
    return this.#hold.upgrade;
  }

  get moderation(): ModerationStore {
    return this.#moderation;
  }

  get files(): FileTable {
    return this.#files;
  }

  facts(): ReadonlyMap<string, string> {
    return this.#facts.all();
  }

  dropFacts(): void {
    this.#facts.drop();
  }

  wishes(): readonly Wish[] {
    return readWishes(this.#db);
  }

  forgetWishes(): void {
    this.#attempt(() => forgetWishes(this.#db));
  }

  answerWish(id: number, answer: string): void {
    this.#attempt(() => answerWish(this.#db, id, answer));
  }

  erase(wish: Omit<ErasureWish, "isTrial">): (() => Erasure) | undefined {
    const erasure = this.#attempt(() => new LogErasure(this.#db, { ...wish, isTrial: false }, true).begin());
    this.#hasTraces = true;
    return erasure;
  }

  get isEmpty(): boolean {
    const isUnused = this.#personId === 0 && this.#members.highestId === 0 &&
      [...this.#rooms.all].length === 0;
    return isUnused && hasNoRegisters(this.#db);
  }

  get registers(): string {
    return registersOf(this.#db);
  }

  get personSecret(): Uint8Array {
    return personSecretOf(this.#db);
  }

  set personSecret(secret: Uint8Array) {
    setPersonSecret(this.#db, secret);
    this.#ids = publicIdsOf(this.#db);
  }

  commit({ drafts, members, readMarks, deeds = [], beside, facts }: TurnWrites): readonly AppendResult[] {
    this.#rooms.beginTurn();
    const results = this.#stored(() => {
      const results = appendDrafts(drafts, {
        rooms: this.#rooms,
        messages: this.#messages,
        ids: this.#ids,
        redactions: this.#redactions,
        changes: this.#changes,
        files: this.#files,
      });
      this.#rooms.save();
      for (const member of members) this.#members.put(member);
      for (const mark of readMarks) this.#members.markRead(mark);
      for (const deed of deeds) this.#moderation.write(deed);
      beside?.(this.#db);
      if (facts !== undefined) this.#facts.write(facts(results));
      return results;
    });
    this.#hasTraces ||= drafts.some(({ redacts, edits }) => redacts !== undefined || edits !== undefined);
    if (drafts.some(({ redacts }) => redacts !== undefined)) this.#wipe(); // What was changed has time until the next pulse.
    return results;
  }

  rooms(): readonly StoredRoom[] {
    return Array.from(this.#rooms.all, ({ name, last, topic }) => ({
      name,
      first: this.first(name),
      last,
      topic,
    }));
  }

  topic(room: string): Topic | undefined {
    return this.#rooms.get(room)?.topic;
  }

  last(room: string): number {
    return this.#rooms.get(room)?.last ?? 0;
  }

  first(room: string): number {
    const [message] = this.read(room, { after: 0, limit: 1 });
    return message?.seq ?? this.last(room) + 1;
  }

  read(room: string, range: MessageRange): readonly MessageFrame[] {
    const known = this.#rooms.get(room);
    if (known === undefined) return [];
    const { base } = known;
    const limit = Math.max(0, range.limit);
    const frame = (row: Row): MessageFrame => toFrame(row, room, base, this.#ids);
    if ("after" in range) {
      return this.#messages.after(base + Math.max(0, range.after), base + ROOM_SPAN, limit).map(frame);
    }
    return this.#messages.before(base, base + Math.min(range.before, ROOM_SPAN), limit).map(frame).reverse();
  }

  personOf(room: string, seq: number): number | undefined {
    const known = this.#rooms.get(room);
    return known && this.#redactions.find(known.base + seq)?.personId;
  }

  hasReacted(room: string, seq: number, emoji: string, who: Reactor): boolean {
    const known = this.#rooms.get(room);
    return known !== undefined && this.#changes.hasReacted(known.base + seq, emoji, who);
  }

  newPersonId(): number {
    return ++this.#personId;
  }

  publicIdOf(personId: number): string {
    return this.#ids.of(personId) ?? this.#ids.anew();
  }

  memberByToken(tokenHash: string): StoredMember | undefined {
    return this.#members.byToken(tokenHash);
  }

  presentMembers(now: number, within: number): readonly StoredMember[] {
    return this.#members.present(now, within);
  }

  noteAlive(now: number): void {
    this.#attempt(() => this.#members.noteAlive(now));
    this.#wipe();
  }

  readMarksOf(personId: number): ReadonlyMap<string, number> {
    return this.#members.readMarksOf(personId);
  }

  oldestFrom(from: number, since: number): OldestMessage {
    return this.#retention.oldestFrom(from, since);
  }

  trim(policy: RetentionPolicy, now: number): boolean {
    return storing(() => this.#retention.trim(policy, now));
  }

  settleForgotten(upTo: number): boolean {
    return storing(() => this.#forgotten.deleteUpTo(upTo, FORGOTTEN_AT_ONCE)) === FORGOTTEN_AT_ONCE;
  }

  canStore(): boolean {
    try {
      this.#hold.watch?.check();
      return !this.#isFailing;
    } catch {
      return false;
    }
  }

  close(): void {
    this.#db.close();
    this.#hold.beside.close();
    this.#hold.lock?.close();
  }

  /**
   * Empties the file beside the log, in which words that were taken away may still be; tried again with the next pulse where
   * somebody reads it, or where it fails: what the turn has written is stored all the same.
   */
  #wipe(): void {
    if (!this.#hasTraces) return;
    this.#db.exec("PRAGMA busy_timeout = 0"); // Nobody in the room is to wait for who reads it.
    try {
      const { busy } = this.#db.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() ?? {};
      this.#hasTraces = busy !== 0;
    } catch {
      this.#hasTraces = true; // A disk that fails for good is told of by the next turn that cannot be stored.
    } finally {
      this.#db.exec(`PRAGMA busy_timeout = ${WRITER_WAITS}`);
    }
  }

  /** Stores a turn, or takes back what it has changed in memory. @throws {CannotStore} */
  #stored(turn: () => readonly AppendResult[]): readonly AppendResult[] {
    try {
      return this.#attempt(() => inTransaction(this.#db, "write", turn, this.#turn));
    } catch (error) {
      this.#rooms.undo();
      throw error;
    }
  }

  /** Writes, unless the file is not the one at its place any more, and remembers whether that worked. @throws {CannotStore} */
  #attempt<Result>(write: () => Result): Result {
    this.#isFailing = true;
    this.#hold.watch?.check();
    const result = storing(write);
    this.#isFailing = false;
    return result;
  }
}

/** Writes, and says of what SQLite throws which kind of problem it is. @throws {CannotStore} */
function storing<Result>(write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), "", error);
  }
}
