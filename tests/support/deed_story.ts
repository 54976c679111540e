/**
 * What a server of the core is like for everybody in it, at one moment: two of these tell what a deed has changed.
 *
 * @module
 */

import { isAtLeast, mayActOn } from "../../protocol/rights.ts";
import type { Deed } from "../../protocol.ts";
import type { Rank } from "../../protocol/ranks.ts";
import { shownOf, stateOf } from "./deed_state.ts";
import type { TestClient, TestCore } from "./test_core.ts";

/** The place of the server itself among the rooms. */
export const SERVER = "";

/** What one person is in one place, and what is in force for them there. */
export interface Place {
  readonly rank: Rank;
  readonly isIn: boolean;
  readonly isMuted: boolean;
  readonly isBanned: boolean;
}

/** Everything that deeds change, at one moment. */
export interface Moment {
  /** By client, and by room; {@linkcode SERVER} is the whole server. */
  readonly people: ReadonlyMap<TestClient, ReadonlyMap<string, Place>>;
  /** What each room, and the server, is set to. */
  readonly settings: ReadonlyMap<string, string>;
  /** The messages of each room without a text. */
  readonly deleted: ReadonlyMap<string, ReadonlySet<number>>;
  readonly audited: number;
}

/** Looks at everything. @param rooms Without the server, which is looked at anyway. */
export function momentOf(core: TestCore, clients: Iterable<TestClient>, rooms: readonly string[]): Moment {
  return {
    people: new Map([...clients].map((client) => [client, stateOf(core, client, [SERVER, ...rooms])])),
    settings: new Map([SERVER, ...rooms].map((room) => [room, shownOf(core, room)])),
    deleted: new Map(rooms.map((room) => [room, deletedIn(core, room)])),
    audited: core.history.moderation.audit(0, 100_000).length,
  };
}

function deletedIn(core: TestCore, room: string): ReadonlySet<number> {
  const all = core.history.read(room, { after: 0, limit: 10_000 });
  return new Set(all.flatMap(({ seq, redacted }) => redacted === true ? [seq] : []));
}

/** A deed, between two moments. */
export interface Done {
  readonly actor: TestClient;
  readonly deed: Deed;
  readonly before: Moment;
  readonly after: Moment;
  /** Who said a message, as long as that is known. */
  authorOf(room: string, seq: number): TestClient | undefined;
}

/** Lists what is wrong with a deed: what was changed that its author may not change. */
export function wrongs(done: Done): readonly string[] {
  const { actor, deed, before, after } = done;
  const own = before.people.get(actor);
  if (own === undefined) throw new Error("The author is nobody.");
  const rankIn = (room: string): Rank => own.get(room)?.rank ?? "guest";
  const wrong: string[] = [];
  let isChanged = false;
  const check = (isRight: boolean, what: string): void => {
    isChanged = true;
    if (!isRight) wrong.push(`${deed}: ${what}`);
  };
  /** Whether the author may act on a rank in a place, by what they are there or on the server. */
  const outranks = (room: string, theirs: Place): boolean =>
    isAtLeast(rankIn(room), room === SERVER ? "moderator" : "operator") &&
    mayActOn(rankIn(room), theirs.rank);

  for (const [client, places] of before.people) {
    const onServer = places.get(SERVER);
    for (const [room, was] of places) {
      const is = after.people.get(client)?.get(room);
      if (is === undefined || onServer === undefined) continue;
      const who = `${client.session.person.name} in ${room === SERVER ? "the server" : room}`;
      const may = client !== actor && (outranks(room, was) || outranks(SERVER, onServer));
      const arePeers = deed === "kick" && client !== actor && room !== SERVER &&
        was.rank === "operator" && rankIn(room) === "operator";
      if (was.isIn && !is.isIn) check(may || arePeers, `${who} was removed`);
      if (!was.isMuted && is.isMuted) check(may, `${who} was muted`);
      if (!was.isBanned && is.isBanned) check(may || arePeers, `${who} was banned`);
      if ((was.isMuted && !is.isMuted) || (was.isBanned && !is.isBanned)) {
        check(
          isAtLeast(rankIn(room), "operator") || isAtLeast(rankIn(SERVER), "moderator"),
          `${who} was freed`,
        );
      }
      if (was.rank === is.rank || !is.isIn) continue;
      const isLaidDown = client === actor && deed === "deop" && mayActOn(was.rank, is.rank);
      check(may || isLaidDown, `${who} was ${was.rank} and is ${is.rank}`);
    }
  }
  for (const [room, was] of before.settings) {
    if (after.settings.get(room) === was) continue;
    check(
      isAtLeast(rankIn(room), room === SERVER ? "moderator" : "operator"),
      `${room} was set to something else`,
    );
  }
  for (const [room, was] of before.deleted) {
    const is = after.deleted.get(room) ?? new Set();
    for (const seq of is.difference(was)) {
      const author = done.authorOf(room, seq);
      const theirs = author && before.people.get(author)?.get(room);
      const isOwn = author === actor;
      check(
        isOwn || (theirs !== undefined && outranks(room, theirs)),
        `message ${seq} of ${room} was deleted`,
      );
    }
    for (const seq of was.difference(is)) {
      check(isAtLeast(rankIn(room), "operator"), `message ${seq} of ${room} was brought back`);
    }
  }
  const isOwnDelete = deed === "delete";
  if (isChanged && !isOwnDelete && after.audited === before.audited) {
    wrong.push(`${deed}: nothing of it in the audit`);
  }
  return wrong;
}
