/**
 * Where one is, at a glance: what stands before the line being typed, and which rooms there are. Pure.
 *
 * @module
 */

import type { Words } from "../../words/en.ts";
import { unreadMark } from "./lists.ts";
import { isSameRoom, roomLabel, type State } from "../../conversation.ts";
import { cleanLine } from "../../protocol/text.ts";

/** So many rooms have a key of their own: Alt-1 to Alt-9. */
const KEYS = 9;

/** A part of the status. What weighs most stays when there is no space for all: 2 where something is new, 1 in view, else 0. */
export interface StatusPart {
  readonly text: string;
  readonly weight: 0 | 1 | 2;
}

/** Makes the prompt: nothing but a sign while there is only one place for the line to go. */
export function promptOf({ target, rooms, away }: State, words: Words): string {
  const mark = away === undefined ? "" : `(${words.plain.away("")}) `;
  switch (target.kind) {
    case "person":
      return `${mark}@${cleanLine(target.name)}> `;
    case "room":
      return rooms.size < 2 ? `${mark}> ` : `${mark}${roomLabel(target.room)}> `;
    case "nowhere":
      return `${mark}> `;
  }
}

/**
 * Lists one's rooms with the numbers that switch to them and what is unread, the one in view in brackets; nothing with one
 * room. First stands that somebody on the way could read along, where they could.
 */
export function statusOf({ rooms, room }: State, words: Words, isOpenToRead: boolean): readonly StatusPart[] {
  const warning = isOpenToRead ? [{ text: words.trust.notEncrypted, weight: 2 } as const] : [];
  if (rooms.size < 2) return warning;
  const parts = [...rooms.values()].map((one, i): StatusPart => {
    const mark = unreadMark(one);
    const name = [...(i < KEYS ? [`${i + 1}`] : []), roomLabel(one.name), ...(mark === "" ? [] : [mark])]
      .join(
        " ",
      );
    const isInView = isSameRoom(one.name, room);
    return { text: isInView ? `[${name}]` : name, weight: mark !== "" ? 2 : isInView ? 1 : 0 };
  });
  return [...warning, ...parts];
}
