/**
 * What becomes of messages that all servers are told: posts in their rooms, or nothing, for whoever was muted meanwhile or
 * is not there any more.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import type { MessageFrame, Problem } from "../../protocol.ts";
import type { Draft } from "../store/log.ts";
import { causeOf } from "../machine/logger.ts";
import type { Author, Post, Room } from "../core/rooms.ts";
import { noRoom } from "../validation.ts";
import type { Effect } from "./effect.ts";
import type { Asker } from "./flight.ts";
import type { Item, ItemOf } from "./item.ts";
import type { ClusterSequencerParts } from "./sequencer_parts.ts";

/** What authors have who are at another server. */
const SOMEWHERE_ELSE: Author = { stored() {}, refused() {} };

type ToldParts = Pick<
  ClusterSequencerParts,
  "mirror" | "clock" | "deedsDone" | "fileNamed" | "flight" | "logger"
>;

/** Makes posts of what all are told, and takes back what is not to be sent. */
export class ToldMessages {
  readonly #parts: ToldParts;

  constructor(parts: ToldParts) {
    this.#parts = parts;
  }

  /** Makes what is to be stored; nothing where it came to nothing, of which its author is told. */
  post(item: ItemOf<"say" | "post">, effect: Effect, asker: Asker): Post | undefined {
    const author = asker.kind === "say" ? asker.author : SOMEWHERE_ELSE;
    if (effect.kind !== "said" && effect.kind !== "posted") {
      if (effect.kind === "void" && effect.isMuted && item.k === "say" && asker.kind === "say") {
        this.#tellWithdrawn(item, asker, true);
        return undefined;
      }
      const isDeed = item.k === "say" && item.s !== undefined; // As any other that rests on a rank that was changed.
      if (asker.kind === "say") {
        author.refused(isDeed ? { code: "not-stored" } : noRoom(asker.room.name), item.id);
      }
      return undefined;
    }
    const { mirror, clock } = this.#parts;
    const room = mirror.room(effect.room);
    const draft: Draft = {
      type: "message",
      room: room.name,
      at: clock.now(),
      ...this.#authorOf(item, effect),
      text: item.x,
      id: item.id,
      action: item.a,
      topic: item.k === "say" ? item.o : undefined,
      ...(item.k === "say" && item.about),
      ...(item.file !== undefined && { file: item.file }),
      ...(item.k === "say" && item.del !== undefined && { redacts: item.del }),
      ...(item.k === "say" && item.back !== undefined && { restores: new Map(item.back) }),
    };
    const told = asker.kind === "say" ? author : this.#somewhereElse(item, room);
    return { author: told, room, place: room.reserve(), draft };
  }

  /** Makes an author at another server, whose message may take texts away, or bring them back, or name a file. */
  #somewhereElse(item: ItemOf<"say" | "post">, room: Room): Author {
    const { deedsDone, fileNamed } = this.#parts;
    if (item.file !== undefined) return { ...SOMEWHERE_ELSE, stored: ({ file }) => file && fileNamed(file) };
    if (item.k === "post" || (item.del ?? item.back) === undefined) return SOMEWHERE_ELSE;
    const { why = "" } = item;
    const stored = (message: MessageFrame): void => deedsDone.redacted(room, message, why);
    return { ...SOMEWHERE_ELSE, stored };
  }

  /** Gives who said something, and notes that they did. */
  #authorOf(
    item: ItemOf<"say" | "post">,
    effect: Extract<Effect, { readonly kind: "said" | "posted" }>,
  ): Pick<Draft, "from" | "person" | "personId"> {
    if (effect.kind === "posted" || item.k === "post") {
      return { from: item.k === "post" ? item.f : "", personId: item.k === "post" ? -item.b : 0 };
    }
    const { mirror, clock } = this.#parts;
    const { person, seat } = effect;
    const speaker = mirror.personOf(person.ref);
    speaker?.noteActivity(clock.elapsed());
    return {
      from: person.name,
      ...(speaker !== undefined && { person: speaker.publicId }),
      personId: seat === 0 ? person.home : seat,
    };
  }

  /** Takes back what those say who are muted or removed by now: it was wanted before, and would be sent as if it were from after that. */
  withdraw({ hush, out, on = [], deed }: ItemOf<"deed">): void {
    const where = hush ?? out;
    if (where === undefined) return;
    const those = new Set(on);
    // Whom else a ban of an address hits knows only the server of their connection, which has them leave by now.
    const isLeaving = (item: Item): boolean =>
      (item.k === "leave" || (item.k === "part" && item.r === where)) && item.bye.reason === "removed";
    if (deed.isWide === true) {
      for (const { item } of this.#parts.flight.list(isLeaving)) if ("p" in item) those.add(item.p);
    }
    const isMeant = (item: Item): boolean =>
      item.k === "say" && (item.s === undefined || item.o === true) && those.has(item.p) &&
      (where === "" || where === item.r);
    for (const { item, asker } of this.#parts.flight.withdraw(isMeant)) {
      if (item.k === "say" && asker.kind === "say") this.#tellWithdrawn(item, asker, hush !== undefined);
    }
  }

  /** Takes back what a program is to post whose token, by the key of its name, is revoked by now. */
  withdrawPosts(key: string): void {
    const isMeant = (item: Item): boolean => item.k === "post" && nameKey(item.f) === key;
    for (const { item, asker } of this.#parts.flight.withdraw(isMeant)) {
      if (item.k === "post" && asker.kind === "say") asker.author.refused({ code: "not-stored" }, item.id);
    }
  }

  /** Who is not muted any more is to send it again. */
  #tellWithdrawn(
    { p, id }: ItemOf<"say">,
    { author, room }: Extract<Asker, { readonly kind: "say" }>,
    isMuted: boolean,
  ): void {
    const problem: Problem = isMuted
      ? this.#parts.deedsDone.muteProblem(p, room.name) ?? { code: "not-stored" }
      : noRoom(room.name);
    try {
      author.refused(problem, id);
    } catch (fault) { // It must not stop the others.
      this.#parts.logger({ event: "failed", what: "unexpected", cause: causeOf(fault) });
    }
  }
}
