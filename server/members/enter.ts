/**
 * How people come, go from room to room, are called something else, lose their connection, come back, and leave.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { ByeReason, LeaveReason, RenamedFrame } from "../../protocol.ts";
import { encodeFrame, type Format } from "../delivery.ts";
import { type Membership, type PublishSchedule, type Recipient, Room } from "../rooms.ts";
import type { StoredMember } from "../log.ts";
import type { Hub } from "../hub.ts";
import type { Logger } from "../logger.ts";
import type { Peer } from "./peer.ts";
import { Replay } from "./replay.ts";
import type { ResumeTokens } from "../accounts.ts";
import type { Session } from "./session.ts";
import { enteredTo, welcomeTo } from "./welcome.ts";

/** A room that somebody wants to be in, and the last message of it that they have, if they have any. */
export interface RoomCursor {
  /** As `parseRoom` gives it. */
  readonly room: string;
  readonly after: number | undefined;
}

/** The rooms that somebody wants to be in, by the keys of their names. */
export type RoomCursors = ReadonlyMap<string, RoomCursor>;

/** Everyone's stay: which rooms they are in, and who is told of it. Part of the hub, and as synchronous. */
export class Stays {
  readonly #hub: Hub;
  readonly #title: string;
  readonly #log: Logger;
  readonly #seats: ResumeTokens;
  readonly #schedule: PublishSchedule;
  readonly #replay: Replay;

  constructor(
    hub: Hub,
    { title, log, seats, schedule }: {
      readonly title: string;
      readonly log: Logger;
      readonly seats: ResumeTokens;
      readonly schedule: PublishSchedule;
    },
  ) {
    this.#hub = hub;
    this.#title = title;
    this.#log = log;
    this.#seats = seats;
    this.#schedule = schedule;
    this.#replay = new Replay(hub);
  }

  /** Who is in, or away, with this token. */
  bearer(token: string): Session | undefined {
    return this.#seats.holder(token);
  }

  /** Gives the name that the log has for this token; `undefined` when it has never seen it. */
  nameOf(token: string): string | undefined {
    return this.#hub.readOrSkip(() => this.#seats.nameOf(token));
  }

  /**
   * Lets a session in under a name that is free, and into all rooms that it wants.
   *
   * @param first A room that was opened in this turn, after {@linkcode settle}; none for somebody who wants none.
   * @param token The one that it came with, if any; what it has of the rooms counts only if it is known.
   */
  enter(session: Session, name: string, first: Room | undefined, wishes: RoomCursors, token?: string): void {
    const isKnown = token !== undefined && this.#seats.isKnown(token);
    const has = (wish: RoomCursor | undefined): number | undefined => isKnown ? wish?.after : undefined;
    this.#admit(session, name);
    session.since = this.#hub.now();
    session.activeAt = this.#hub.elapsed();
    const given = this.#seats.issue(session, token);
    const log = this.#log;
    log({ event: "joined", name, address: session.peer.address, door: session.format.door });
    const membership = first && this.#put(session, first, !isKnown);
    this.#seats.noteRooms(session);
    this.#welcome(session, membership, given, false);
    if (membership) {
      this.#replay.catchUp(session, membership, has(wishes.get(nameKey(membership.room.name))));
    }
    this.#comeBack(session, [...wishes.values()].map((wish) => ({ ...wish, after: has(wish) })));
  }

  /** Lets a session in as the person whom `before` was the connection of. Nobody else notices. */
  takeOver(session: Session, before: Session, token: string, wishes: RoomCursors): void {
    this.#hub.commitPending();
    this.#admit(session, before.name);
    session.takeAfter(before);
    this.#seats.transfer(before, session);
    const places = before.memberships.map((place) => place.room.seat(session, place));
    session.memberships = places;
    if (before.phase === "in") {
      before.reply({ type: "bye", reason: "replaced", text: this.#hub.words.bye("replaced") });
      before.outbox.finish();
    }
    this.#hub.forget(before);
    before.close();
    this.#log({ event: "back", name: session.name, address: session.peer.address });
    const [first, ...others] = places;
    this.#welcome(session, first, token, true);
    const has = ({ room }: Membership): number | undefined => wishes.get(nameKey(room.name))?.after;
    if (first !== undefined) this.#replay.catchUp(session, first, has(first));
    for (const place of others) {
      this.#tellEntered(session, place);
      this.#replay.catchUp(session, place, has(place));
    }
    this.#comeBack(session, wishes.values());
  }

  /** Has those come back who were in when the server ended: they are away until they do. */
  restore(seats: readonly StoredMember[], peer: Peer): void {
    for (const seat of seats) {
      const { nicknames, rooms } = this.#hub;
      if (nicknames.find(nameKey(seat.name)) !== undefined) continue;
      const session = this.#hub.open(peer);
      this.#admit(session, seat.name);
      session.since = this.#hub.now();
      this.#seats.restore(session, seat);
      session.phase = "away";
      session.memberships = seat.rooms.map((name) =>
        this.#withMark(session, rooms.reopen(name).seat(session))
      );
    }
  }

  /** Lets a member into one more room, made if there is none; who is in it already is only shown it again. */
  join(session: Session, { room: name, after }: RoomCursor): void {
    this.#hub.commitPending();
    if (session.isLeaving) this.#hub.endTurn(); // Who left a moment ago hears so before they are in again.
    const known = session.membershipIn(name);
    if (known !== undefined) {
      this.#hub.publishNow([known.room]); // Who came and went until now is in what is shown.
      return this.#tellEntered(session, known);
    }
    const { roomsPerMember: limit } = this.#hub.limits;
    if (session.memberships.length >= limit) return session.problem({ code: "in-too-many", limit });
    const room = this.#hub.rooms.open(name, session);
    if (!(room instanceof Room)) return session.problem(room);
    const membership = this.#put(session, room);
    this.#seats.noteRooms(session);
    this.#tellEntered(session, membership);
    this.#replay.catchUp(session, membership, after);
  }

  /** Takes a member out of one room, and tells them so after all that was told there before. */
  part(session: Session, membership: Membership, word: string | undefined): void {
    session.hasLeft(membership);
    membership.room.leave(membership, {
      reason: "left",
      ...(word !== undefined && { word }),
      at: this.#hub.now(),
    });
    this.#seats.noteRooms(session);
    this.#schedule.publishSoon(membership.room);
  }

  /** Gives a session that is in another name that is free, and tells everyone who shares a room with it once. */
  rename(session: Session, to: string): void {
    const from = session.name;
    const before = session.key;
    this.#hub.publishNow(session.memberships.map(({ room }) => room)); // What is told until now is told of the old name.
    this.#hub.nicknames.assign(session, to);
    for (const { room } of session.memberships) room.forgetNames();
    this.#seats.noteRooms(session);
    const frame: RenamedFrame = { type: "renamed", from, to, at: this.#hub.now() };
    const bytes = new Map<Format, Uint8Array>();
    for (const { format, outbox } of this.#companyOf(session)) {
      const known = bytes.get(format) ?? encodeFrame(format, frame);
      bytes.set(format, known);
      outbox.offer(known);
    }
    // Also who shares no room with them now, and hears nothing of it, still sees nothing of what they say.
    for (const { ignores } of this.#hub.nicknames.all) {
      if (ignores?.delete(before)) ignores.set(session.key, to);
    }
    this.#log({ event: "renamed", from, to });
  }

  /** The connection of a session has ended by itself: one who can come back is given the time to. */
  disconnected(session: Session): void {
    if (session.isSlow) return this.release(session, "slow", {});
    if (session.phase !== "in" || session.person === 0 || this.#hub.limits.grace === 0) {
      return this.release(session, "lost", {});
    }
    session.phase = "away";
    session.heardAt = this.#hub.elapsed();
    this.#hub.commitPending(); // Who closed only their own side still reads what became of their last words.
    session.outbox.finish();
    this.#log({ event: "away", name: session.name, address: session.peer.address });
  }

  /** Takes a session out, for whatever reason, and closes its connection once it has read what was told until now. */
  release(
    session: Session,
    reason: LeaveReason,
    { bye, word }: { readonly bye?: ByeReason; readonly word?: string },
  ): void {
    if (session.phase === "gone") return;
    const log = this.#log;
    const { address } = session.peer;
    const wasNaming = session.phase === "naming";
    this.#hub.forget(session);
    session.farewell = bye && { type: "bye", reason: bye, text: this.#hub.words.bye(bye) };
    if (wasNaming) {
      session.finish();
      return log({ event: "closed-unnamed", address });
    }
    this.#hub.nicknames.release(session);
    this.#seats.noteLeft(session);
    const departure = { reason, ...(word !== undefined && { word }), at: this.#hub.now() };
    for (const membership of session.memberships) {
      const { room } = membership;
      session.hasLeft(membership);
      room.leave(membership, departure);
      if (bye === undefined) this.#schedule.publishPresence(room);
      else this.#schedule.publishSoon(room);
    }
    session.close();
    session.finish();
    log({ event: "left", name: session.name, address, reason });
  }

  #admit(session: Session, name: string): void {
    session.phase = "in";
    this.#hub.nicknames.assign(session, name);
  }

  /** Everyone who hears a room that somebody is in, and that person; each once. */
  #companyOf(session: Session): Iterable<Recipient> {
    const company = new Set<Recipient>([session]);
    for (const { room } of session.memberships) {
      for (const recipient of room.recipients) company.add(recipient);
    }
    return company;
  }

  /** @param isNew Whether the log cannot know anything of this person. */
  #put(session: Session, room: Room, isNew = false): Membership {
    const membership = room.enter(session, this.#hub.now());
    session.hasEntered(membership);
    this.#schedule.publishPresence(room);
    return this.#withMark(session, membership, isNew);
  }

  /** What was said before somebody first came is nothing that they have not read yet. */
  #withMark(session: Session, membership: Membership, isNew = false): Membership {
    const { name } = membership.room;
    const known = isNew ? undefined : this.#hub.readOrSkip(() => this.#seats.readMark(session, name));
    membership.read = known ?? this.#hub.last(name);
    if (known === undefined && membership.read > 0) this.#seats.markRead(session, name, membership.read);
    return membership;
  }

  /** Has somebody who comes back be where they were, too, as far as they may; that they may not is said once. */
  #comeBack(session: Session, wishes: Iterable<RoomCursor>): void {
    for (const wish of wishes) {
      if (session.membershipIn(wish.room) !== undefined) continue;
      const isFull = session.memberships.length >= this.#hub.limits.roomsPerMember;
      this.join(session, wish);
      if (isFull) return;
    }
  }

  #welcome(session: Session, place: Membership | undefined, token: string, isBack: boolean): void {
    const title = this.#title;
    const { name } = session;
    session.reply(welcomeTo(place, this.#hub, { title, name, token, isBack }));
  }

  #tellEntered(session: Session, place: Membership): void {
    session.reply(enteredTo(place, this.#hub));
  }
}
