/**
 * What is in force on one server: bans, ranks in rooms, and what rooms are like; and what follows from it for somebody who
 * comes, speaks, or asks.
 *
 * @module
 */

import type { RoomMode } from "../../protocol/deeds.ts";
import type { Grant, Rank } from "../../protocol/ranks.ts";
import { hasVoice, isAtLeast, mayActOn, rankOf, speaksAlways, type Standing } from "../../protocol/rights.ts";
import type { Exclusion, Problem } from "../../protocol.ts";
import type { DeedWrite, GrantLevel, ModerationStore, StoredBan } from "../log.ts";
import { ExpiryClock } from "../ops.ts";
import { type Ban, BanList } from "./ban_list.ts";
import type { DeedQueue } from "./deed_queue.ts";
import { Grants } from "./grants.ts";
import { PLAIN_ROOM, readSettings, type RoomSettings, writeSettings } from "./room_settings.ts";
import { UndoList } from "./undo.ts";
import { hasOwnName, roleOf, type Subject, subjectKey } from "./subject.ts";

/** What moderation works with. */
export interface ModerationParts {
  readonly store: ModerationStore;
  readonly queue: DeedQueue;
  readonly clock: { now(): number; elapsed(): number };
  /** Has a ban that is over be so in the log. */
  lift(n: number): void;
}

/** For how long addresses stay in what is over, and how often that is looked at, in ms. */
const ADDRESSES_FOR = 90 * 86_400_000;
const FORGETS_EVERY = 86_400_000;

/** The server's own settings stand under the name of no room. */
const SERVER = "";

/** What is in force on one server. */
export class Moderation {
  readonly #parts: ModerationParts;
  readonly #bans = new BanList();
  readonly #expiry = new ExpiryClock();
  readonly #settings = new Map<string, RoomSettings>();
  /** Who was in a room while it was locked, and may come back: by what they are known by. */
  readonly #wereIn = new Map<string, Set<string>>();
  /** When people last spoke in slow rooms, by the clock that never jumps. */
  readonly #spoke = new WeakMap<Subject, Map<string, number>>();
  #provisional = 0;
  #forgotAt = -Infinity;
  /** Up to when things may end, by the clock that {@linkcode ExpiryClock} believes. */
  #believed: number | undefined;
  /** What hit somebody when it was last looked up. */
  readonly #found = new WeakMap<Subject, FoundBans>();
  /** What people have just done and can take back. */
  readonly undo: UndoList;
  readonly #grants: Grants;

  constructor(parts: ModerationParts) {
    this.#parts = parts;
    this.undo = new UndoList(() => parts.clock.elapsed());
    this.#grants = new Grants(parts.store.grants());
    for (const { room, mode } of parts.store.modes()) this.#settings.set(room, readSettings(mode));
    for (const ban of parts.store.bans()) this.#bans.add(this.#timed(ban));
  }

  /** Every ban in force, the oldest first. */
  get bans(): BanList {
    return this.#bans;
  }

  /** What was done and is not stored yet. */
  get queue(): DeedQueue {
    return this.#parts.queue;
  }

  /** What the log has of it. */
  get store(): ModerationStore {
    return this.#parts.store;
  }

  /** Gives what somebody is on the server, and in a room. */
  standing(subject: Subject, room?: string): Standing {
    const grant = room === undefined ? undefined : grantOf(this.#grants.get(subject, room));
    return { role: roleOf(subject), ...(grant !== undefined && { grant }) };
  }

  /** Gives the rank of somebody in a room, or on the server. */
  rank(subject: Subject, room?: string): Rank {
    return rankOf(this.standing(subject, room));
  }

  /** Gives what a room is like. */
  mode(room: string): RoomMode {
    return this.#settings.get(room)?.mode ?? PLAIN_ROOM.mode;
  }

  /** Gives what a room is set to. */
  settings(room: string): RoomSettings {
    return this.#settings.get(room) ?? PLAIN_ROOM;
  }

  /** Whether who comes is let in one by one. */
  get isApproving(): boolean {
    return this.settings(SERVER).approve === true;
  }

  /** Tells whether a room is kept although nobody is in it and nothing was said: it is not like all others. */
  isHeld(room: string): boolean {
    return this.#settings.has(room);
  }

  /** Adds a ban. */
  addBan(ban: StoredBan): Ban {
    const timed = this.#timed(ban);
    this.#bans.add(timed);
    return timed;
  }

  /** Sets what a room is like. */
  setMode(room: string, settings: RoomSettings): void {
    if (writeSettings(settings) === "{}") this.#settings.delete(room);
    else this.#settings.set(room, settings);
    if (settings.mode.lock !== true) this.#wereIn.delete(room);
  }

  /** Gives a number for a ban that has none yet: below 0, and not in any log. */
  provisionalNumber(): number {
    return --this.#provisional;
  }

  /** Notes what somebody was made in a room who is not in any more. */
  rememberGrant({ grant, ungrant }: DeedWrite): void {
    if (grant !== undefined) this.#grants.remember(grant.person, grant.room, grant.level);
    if (ungrant !== undefined) this.#grants.remember(ungrant.person, ungrant.room, undefined);
  }

  /** Makes somebody something in a room. */
  setGrant(subject: Subject, room: string, level: GrantLevel | undefined): void {
    this.#grants.set(subject, room, level);
  }

  /** Gives what somebody was made in a room. */
  grant(subject: Subject, room: string): GrantLevel | undefined {
    return this.#grants.get(subject, room);
  }

  /** Makes what the log is to keep of a grant; nothing for somebody who is not known again. */
  grantWrite(subject: Subject, room: string, level: GrantLevel | undefined): DeedWrite {
    const person = subjectKey(subject);
    if (person === undefined) return {};
    return level === undefined ? { ungrant: { person, room } } : { grant: { person, room, level } };
  }

  /** Notes that somebody has made a room: they are its operator, and what was decided in an earlier one is forgotten. */
  made(subject: Subject, room: string): void {
    this.#grants.forget(room);
    this.#settings.delete(room);
    for (const ban of this.#bans.all) if (ban.room === room) this.#bans.remove(ban.n);
    this.#grants.set(subject, room, "operator");
    this.#parts.queue.add({ forgotten: room, ...this.grantWrite(subject, room, "operator") });
  }

  /** Notes that somebody has left a room: what a guest was made there ends, and who was in a locked room may come back. */
  left(subject: Subject, room: string): void {
    const key = subjectKey(subject);
    if (this.mode(room).lock && key !== undefined) {
      this.#wereIn.set(room, (this.#wereIn.get(room) ?? new Set()).add(key));
    }
    if (hasOwnName(subject) || this.#grants.get(subject, room) === undefined) return;
    this.#grants.set(subject, room, undefined);
    this.#parts.queue.add(this.grantWrite(subject, room, undefined));
  }

  /** Checks whether somebody may come in from an address at all. */
  addressProblem(host: string): Problem | undefined {
    const ban = this.#bans.findAddress(host);
    return ban && this.bannedBy(ban);
  }

  /** Checks whether somebody is banned: from the whole server, or with a room from that room. */
  banProblem(subject: Subject, room?: string): (Problem & Exclusion) | undefined {
    if (this.#bans.size === 0) return undefined;
    const isExcepted = ({ effect, room: where }: Ban): boolean =>
      effect === "ban" && where !== undefined && this.#isListed(subject, where, "except");
    const ban = this.#bans.find(subject, { effects: ["ban", "kick"], room })
      .find((one) => this.#isMeant(subject, one) && !isExcepted(one));
    return ban && this.bannedBy(ban);
  }

  /** Tells whether a ban keeps somebody out who is here. */
  isHitBy(subject: Subject, { n }: StoredBan): boolean {
    const isIt = (ban: Ban): boolean => ban.n === n && this.#isMeant(subject, ban);
    return this.#bans.findAnywhere(subject, ["ban", "kick"]).some(isIt);
  }

  /**
   * Tells whether what hits somebody is in force for them: nothing is for the owner, and for a moderator only what names
   * them. Who is in charge of a room is meant there by their own name only, and not by what others are meant by, too.
   */
  #isMeant(subject: Subject, { marks, room }: Ban): boolean {
    const role = roleOf(subject);
    if (role === "owner") return false;
    if (role === "moderator") return marks.some(({ kind }) => kind === "account");
    return room === undefined || this.#grants.get(subject, room) !== "operator" ||
      !marks.some(({ kind }) => kind === "pattern" || kind === "net");
  }

  /** Tells whether somebody is of those whom a list of a room names. */
  #isListed(subject: Subject, room: string, effect: "except" | "welcome"): boolean {
    return this.#bans.findAnywhere(subject, [effect]).some((one) => one.room === room);
  }

  /** Checks whether somebody may come in under their name. Nobody keeps the owner out, nor a moderator but by name. */
  entryProblem(subject: Subject): Problem | undefined {
    const banned = this.banProblem(subject);
    if (banned !== undefined) return banned;
    const isClosed = this.mode(SERVER).accounts === "join" && !hasOwnName(subject);
    const [only] = this.#bans.find(subject, { effects: ["accounts"] });
    return isClosed || only !== undefined ? { code: "guests-off" } : undefined;
  }

  /** Checks whether somebody may enter a room, were there space. @param keyHash The hash of the word that they gave. */
  joinProblem(subject: Subject, room: string, keyHash?: string): Problem | undefined {
    const standing = this.standing(subject, room);
    if (isAtLeast(standing.role, "moderator")) return undefined;
    const banned = this.banProblem(subject, room);
    if (banned !== undefined) return banned;
    const settings = this.#settings.get(room);
    if (settings === undefined || this.#grants.get(subject, room) !== undefined) return undefined;
    const { mode } = settings;
    const key = subjectKey(subject);
    const wasIn = key !== undefined && this.#wereIn.get(room)?.has(key) === true;
    if (mode.lock && !wasIn) return { code: "locked", room };
    if (mode.inviteonly && !this.#isListed(subject, room, "welcome")) return { code: "invite-only", room };
    if (mode.accounts === "join" && !hasOwnName(subject)) return { code: "accounts-join", room };
    if (mode.key && !wasIn && keyHash !== settings.keyHash) return { code: "room-key", room };
    return undefined;
  }

  /** Checks whether there is space in a room of `size` members for one more. */
  spaceProblem(subject: Subject, room: string, size: number): Problem | undefined {
    const { limit } = this.mode(room);
    if (limit === undefined || size < limit || speaksAlways(this.standing(subject, room))) return undefined;
    if (this.#grants.get(subject, room) === "invited") return undefined;
    return { code: "room-full", room, limit };
  }

  /** Tells whether somebody outside a room may learn of it: it is not secret, and they may enter it. */
  mayLearnOf(subject: Subject, room: string): boolean {
    if (isAtLeast(roleOf(subject), "moderator")) return true;
    return !this.mode(room).secret && this.joinProblem(subject, room) === undefined;
  }

  /**
   * Checks whether somebody may write at all, or in a room. A mute of the room does not silence who was given a voice there,
   * and none silences whom a ban would spare.
   */
  muteProblem(subject: Subject, room?: string): Problem | undefined {
    const isInForce = (ban: Ban): boolean =>
      ban.room === undefined || (ban.room === room && this.#grants.get(subject, room) !== "voiced");
    const mute = this.#mutes(subject).find((one) => isInForce(one) && this.#isMeant(subject, one));
    if (mute === undefined) return undefined;
    const { why, until } = mute;
    return {
      code: "muted",
      why,
      ...(until !== undefined && { until }),
      ...(mute.room !== undefined && { room: mute.room }),
    };
  }

  /** Checks whether somebody may write in a room now, and notes that they do. */
  speechProblem(subject: Subject, room: string): Problem | undefined {
    const silenced = this.silenceProblem(subject, room);
    const { slow } = this.mode(room);
    if (silenced !== undefined || slow === undefined || hasVoice(this.standing(subject, room))) {
      return silenced;
    }
    return this.#slowProblem(subject, room, slow);
  }

  /** Checks whether somebody may write in a room at all, however long ago they last did. */
  silenceProblem(subject: Subject, room: string): Problem | undefined {
    const muted = this.muteProblem(subject, room);
    const settings = this.#settings.get(room);
    if (muted !== undefined || settings === undefined) return muted;
    const { mode } = settings;
    const standing = this.standing(subject, room);
    if (mode.quiet && !this.#isHeardInQuiet(subject, rankOf(standing), settings)) {
      return { code: "read-only", room, by: settings.quietBy?.name ?? "" };
    }
    if (hasVoice(standing)) return undefined;
    if (mode.readonly) return { code: "read-only", room };
    if (mode.accounts !== undefined && !hasOwnName(subject)) return { code: "accounts-only", room };
    return undefined;
  }

  /**
   * Checks whether somebody who is not in a room may write in it, and notes that they do. Who may not in a secret one is told
   * what they are told of one that is not there, unless they know of it: they were removed from it, or wrote in it just now.
   *
   * @param isErrand Whether they came to say something and go, which anybody may who could enter the room.
   */
  outsideProblem(subject: Subject, room: string, isErrand: boolean): Problem | undefined {
    const { outside, secret } = this.mode(room);
    if (!outside && !isErrand) return { code: "no-room", room };
    const problem = this.joinProblem(subject, room) ?? this.speechProblem(subject, room);
    const isTold = !secret || isAtLeast(roleOf(subject), "moderator") || problem?.code === "banned" ||
      problem?.code === "kicked" || problem?.code === "slow-mode";
    return problem === undefined || isTold ? problem : { code: "no-room", room };
  }

  /** Checks whether somebody may say what a room is about. */
  topicProblem(subject: Subject, room: string): Problem | undefined {
    if (this.mode(room).topics && !speaksAlways(this.standing(subject, room))) {
      return { code: "not-allowed", needs: "operator", room };
    }
    return this.speechProblem(subject, room);
  }

  /** Makes the problem of somebody who is banned. */
  bannedBy({ why, until, by, room, effect }: StoredBan): Problem & Exclusion {
    const exclusion = { why, by, ...(until !== undefined && { until }), ...(room !== undefined && { room }) };
    return effect === "kick" ? { code: "kicked", ...exclusion } : { code: "banned", ...exclusion };
  }

  /** Lists the rooms that somebody was invited to. */
  invitationsOf(subject: Subject): readonly string[] {
    return this.#grants.roomsOf(subject, "invited");
  }

  /** Ends bans that are over. To be called about once a second. */
  sweep(): readonly Ban[] {
    this.undo.sweep();
    const { now, elapsed } = { now: this.#parts.clock.now(), elapsed: this.#parts.clock.elapsed() };
    const believed = this.#expiry.read({ wall: now, elapsed }, () => this.#bans.firstEnd());
    const over = this.#bans.end(elapsed, believed);
    for (const { n } of over) if (n > 0) this.#parts.lift(n);
    this.#believed = believed;
    return over;
  }

  /** Forgets addresses in what has been over for long. To be called as often as one likes. @throws When the file cannot be written. */
  forgetOld(): void {
    const elapsed = this.#parts.clock.elapsed();
    if (this.#believed === undefined || elapsed - this.#forgotAt < FORGETS_EVERY) return;
    this.#forgotAt = elapsed;
    this.#parts.store.forgetAddresses(this.#believed - ADDRESSES_FOR);
  }

  /** Reads the bans again that another process has changed, and lists which are in force from now on, and which no more. */
  refresh(): { readonly added: readonly StoredBan[]; readonly lifted: readonly StoredBan[] } {
    if (!this.#parts.store.hasForeignChanges()) return { added: [], lifted: [] };
    const stored = new Map(this.#parts.store.bans().map((ban) => [ban.n, ban]));
    const lifted = [...this.#bans.all].filter(({ n, effect }) => !stored.has(n) && effect !== "kick");
    for (const { n } of lifted) this.#bans.remove(n);
    const added = [...stored.values()].filter(({ n }) => this.#bans.get(n) === undefined);
    for (const ban of added) this.addBan(ban);
    return { added, lifted };
  }

  /** What mutes somebody: looked up again only when bans, their name or their connections have changed. */
  #mutes(subject: Subject): readonly Ban[] {
    if (this.#bans.size === 0) return NO_BANS;
    const { name, sessions, account } = subject;
    const known = this.#found.get(subject);
    const { version } = this.#bans;
    if (
      known?.version === version && known.name === name && known.sessions === sessions &&
      known.account === account
    ) return known.bans;
    const found = this.#bans.findAnywhere(subject, ["mute", "except"]);
    const spared = new Set(found.filter(({ effect }) => effect === "except").map(({ room }) => room));
    const bans = found.filter(({ effect, room }) =>
      effect === "mute" && !(room !== undefined && spared.has(room))
    );
    this.#found.set(subject, { version, name, sessions, account, bans });
    return bans;
  }

  #isHeardInQuiet(subject: Subject, rank: Rank, { quietBy }: RoomSettings): boolean {
    if (quietBy === undefined) return true;
    const key = subjectKey(subject);
    const isTheirs = quietBy.person === undefined ? quietBy.name === subject.name : quietBy.person === key;
    return isTheirs || mayActOn(rank, quietBy.rank);
  }

  #slowProblem(subject: Subject, room: string, slow: number): Problem | undefined {
    const now = this.#parts.clock.elapsed();
    const rooms = this.#spoke.get(subject) ?? new Map<string, number>();
    this.#spoke.set(subject, rooms);
    const wait = (rooms.get(room) ?? -Infinity) + slow - now;
    if (wait > 0) return { code: "slow-mode", room, wait: Math.ceil(wait) };
    rooms.set(room, now);
    return undefined;
  }

  #timed(ban: StoredBan): Ban {
    const { elapsed } = { elapsed: this.#parts.clock.elapsed() };
    const { at, until = Infinity } = ban;
    return { ...ban, endsAt: elapsed + Math.max(0, until - at) };
  }
}

/** What hit somebody, and what that was looked up by. */
interface FoundBans extends Pick<Subject, "name" | "sessions" | "account"> {
  readonly version: number;
  readonly bans: readonly Ban[];
}

const NO_BANS: readonly Ban[] = [];

function grantOf(level: GrantLevel | undefined): Grant | undefined {
  return level === "invited" ? undefined : level;
}
