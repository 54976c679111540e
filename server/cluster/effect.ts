/**
 * What becomes of items, and what follows from it for whoever asked.
 *
 * @module
 */

import type { GoodbyeItem } from "./item.ts";
import type { PersonRecord } from "./person_record.ts";
import type { Source } from "./state.ts";

/** What has become of an item. */
export type Effect =
  /** It means nothing any more. `isMuted`: it was said by somebody who was muted while it was on its way. */
  | { readonly kind: "void"; readonly isMuted?: true }
  /** Somebody else has the name. */
  | { readonly kind: "taken" }
  | { readonly kind: "said"; readonly person: PersonRecord; readonly seat: number; readonly room: string }
  /** A bot has said something. */
  | { readonly kind: "posted"; readonly room: string }
  | { readonly kind: "entered"; readonly person: PersonRecord; readonly isNew: boolean }
  | { readonly kind: "resumed"; readonly person: PersonRecord; readonly seat: number }
  | { readonly kind: "renamed"; readonly person: PersonRecord }
  | {
    readonly kind: "joined";
    readonly person: PersonRecord;
    readonly room: string;
    readonly isNew: boolean;
  }
  | {
    readonly kind: "parted";
    readonly person: PersonRecord;
    readonly room: string;
    readonly bye: GoodbyeItem;
  }
  | { readonly kind: "left"; readonly person: PersonRecord; readonly bye: GoodbyeItem }
  | { readonly kind: "away"; readonly person: PersonRecord }
  | { readonly kind: "attached"; readonly person: PersonRecord; readonly seat: number }
  | { readonly kind: "dropped"; readonly person: PersonRecord; readonly seat: number }
  | { readonly kind: "proved"; readonly person: PersonRecord; readonly seat: number }
  | { readonly kind: "numbered"; readonly person: PersonRecord }
  /** A deed is done, with these numbers for a ban and a report. */
  | { readonly kind: "done"; readonly ban: number; readonly report: number }
  | { readonly kind: "lifted" | "erased" }
  /** What has come of it is known where it is stored. */
  | { readonly kind: "changed" }
  | { readonly kind: "read" }
  | { readonly kind: "up"; readonly source: Source }
  | { readonly kind: "gone"; readonly source: Source };

/** Gives the number that somebody is given, of a seat or their own. */
export function numberGiven(effect: Effect): number | undefined {
  switch (effect.kind) {
    case "entered":
      return effect.person.seats[0]?.id;
    case "attached":
      return effect.seat || undefined;
    case "numbered":
      return effect.person.home;
    default:
      return undefined;
  }
}

/** Gives the room that begins with somebody who enters it. */
export function madeBy(effect: Effect): string | undefined {
  const isMade = (effect.kind === "entered" || effect.kind === "joined") && effect.isNew;
  return isMade ? roomsOf(effect)[0] : undefined;
}

/** Gives the rooms that somebody enters. */
export function roomsOf(effect: Effect): readonly string[] {
  return effect.kind === "entered" ? effect.person.rooms : effect.kind === "joined" ? [effect.room] : [];
}
