/**
 * Claims as items of a turn.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import { type AccountRole, NO_CLAIM } from "../store/accounts.ts";
import { type BanEffect, type Draft, secondThoughtsOf } from "../store/log.ts";
import type { DeedRecord } from "../core/moderation.ts";
import type { Claim, WantedSeat } from "../core/rooms.ts";
import type { HolderItem, Item, Owned, SeatItem } from "./item.ts";
import type { PersonRecord } from "./person_record.ts";

/** Makes the item of a claim. @param by Who makes it, if they are in. @returns Nothing when that cannot mean anything. */
export function itemOf(claim: Claim, by: PersonRecord | undefined): Item | undefined {
  if (claim.kind === "enter") {
    const { name, key, entrance: { seat, home, publicId, room, as } } = claim;
    return {
      k: "enter",
      name: [name, key],
      pub: publicId,
      home,
      ...(seat !== undefined && { seat: seatItem(seat) }),
      ...(room !== undefined && { room: [room, nameKey(room)] as const }),
      ...(as !== undefined && { as: holderItem(as) }),
    };
  }
  if (by === undefined) return undefined;
  if (claim.kind === "drop") return dropItem(by, claim.gives);
  const seat = (claim.kind === "resume" ? claim.takes : claim.seat) ?? 0;
  const owned = { p: by.ref, t: seat, y: by.stayOf(seat) };
  switch (claim.kind) {
    case "resume":
      return { k: "resume", ...owned, ...(claim.as !== undefined && { as: holderItem(claim.as) }) };
    case "attach": {
      const { with: given, as } = claim;
      const item = { k: "attach", p: by.ref, t: 0, y: 0, as: holderItem(as) } as const;
      return given === undefined ? item : { ...item, seat: seatItem(given) };
    }
    case "as":
      return { k: "as", ...owned, as: holderItem(claim.as), c: claim.credential };
    case "home":
      return { k: "home", ...owned };
    case "rename":
      return { k: "rename", ...owned, name: [claim.name, claim.key] };
    case "join":
      return { k: "join", ...owned, room: [claim.room, nameKey(claim.room)] };
    case "part":
      return { k: "part", ...owned, r: nameKey(claim.room), bye: claim.goodbye };
    case "leave":
      return { k: "leave", ...owned, bye: claim.goodbye };
  }
}

/** Makes the item by which somebody leaves of whom nobody is left. */
export function leaveItem({ ref, stay }: PersonRecord): Item {
  return { k: "leave", p: ref, t: 0, y: stay, bye: { reason: "lost" } };
}

/** Makes the item by which one of somebody's seats, in its stay, is theirs no more. */
export function dropItem(person: PersonRecord, seat: number): Item {
  return { k: "drop", p: person.ref, t: seat, y: person.stayOf(seat) };
}

function seatItem({ tokenHash: hash, personId: id, access }: WantedSeat): SeatItem {
  return { hash, access, ...(id !== undefined && { id }) };
}

/** An account's rank is in its table; that of somebody who has none, or has proved more, goes with them. */
function holderItem({ id, role, isProven }: AccountRole): HolderItem {
  if (isProven === true) return { id, role, proven: true };
  return id === NO_CLAIM ? { id, role } : { id };
}

/** Makes the item of a message of somebody who is in. @param place Up to where in the stream it is known what they may. */
export function sayItem(by: PersonRecord, draft: Draft, place: number): Item {
  const { personId, room, text, id, action, topic, redacts, restores, why, file } = draft;
  const isOut = redacts !== undefined || restores !== undefined || !by.isIn(room);
  const about = secondThoughtsOf(draft);
  const seat = by.seatOf(personId) === undefined ? 0 : personId;
  return {
    k: "say",
    p: by.ref,
    t: seat,
    y: by.stayOf(seat),
    r: nameKey(room),
    x: text,
    ...(id !== undefined && { id }),
    ...(action && { a: action }),
    ...(topic && { o: topic }),
    ...(isOut && { out: isOut }),
    ...(redacts !== undefined && { del: redacts }),
    ...(restores !== undefined && { back: [...restores] }),
    ...(why !== undefined && { why }),
    ...(((redacts ?? restores) !== undefined || topic) && { s: place }),
    ...(about !== undefined && { about }),
    ...(file !== undefined && { file }),
  };
}

/** Makes the item of a deed. @param by Who does it, up to where in the stream it is known what they may. */
export function deedItem(
  deed: DeedRecord,
  on: readonly number[],
  by: { readonly by: Owned; readonly s: number } | undefined,
): Item {
  const [hush, out] = [whereOf(deed, ["mute"]), whereOf(deed, ["kick", "ban"])];
  return {
    k: "deed",
    deed,
    r: nameKey(deed.room ?? ""),
    ...by,
    ...(on.length > 0 && { on }),
    ...(hush !== undefined && { hush }),
    ...(out !== undefined && { out }),
  };
}

/** Gives where a deed has one of these effects: the key of the room, "" for everywhere. */
function whereOf({ writes }: DeedRecord, effects: readonly BanEffect[]): string | undefined {
  const ban = writes.find(({ ban }) => ban !== undefined && effects.includes(ban.effect))?.ban;
  return ban && nameKey(ban.room ?? "");
}

/** Makes the item of a bot's message. */
export function postItem({ personId, from, room, text, id, action, file }: Draft): Item {
  return {
    k: "post",
    b: -personId,
    f: from,
    room: [room, nameKey(room)],
    x: text,
    ...(id !== undefined && { id }),
    ...(action && { a: action }),
    ...(file !== undefined && { file }),
  };
}
