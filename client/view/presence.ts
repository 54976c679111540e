/**
 * Joining, leaving and renaming, as lines. Pure.
 *
 * @module
 */

import type { ServerFrame } from "../../protocol.ts";
import { cleanLine } from "../../protocol/text.ts";
import type { PresenceChange } from "../../conversation.ts";
import { paintName, type Style, withTime } from "./style.ts";
import type { DisplayLine } from "./wrap.ts";

/** Up to this number, members who joined or left together are shown one by one all the same. */
const FEW = 2;

/** How many of the members who joined or left together are named. */
const NAMED = 5;

/** A change of who is there. */
type PresenceFrame = Extract<ServerFrame, { type: "joined" | "left" | "renamed" | "crowd" }>;

/** Renders a change of who is there. */
export function renderPresence(frame: PresenceFrame, style: Style): string {
  return withTime(frame.at, style, presenceSentence(frame, style));
}

/** Renders members who joined and left together: how many, and some of their names. */
export function renderJoinDigest(changes: readonly PresenceChange[], style: Style): readonly DisplayLine[] {
  return (["joined", "left"] as const).flatMap((type) => {
    const some = changes.filter((one) => one.type === type);
    const last = some.at(-1);
    if (last === undefined) return [];
    if (some.length <= FEW) return some.map((one) => renderPresence(one, style));
    const names = some.slice(0, NAMED).map(({ name }) => paintName(name, style));
    return [
      withTime(last.at, style, style.words.client.crowd(type, some.length, names, style.plain === true)),
    ];
  });
}

function presenceSentence(frame: PresenceFrame, style: Style): string {
  const { words, plain } = style;
  const sentences = plain === true ? words.client.spoken : words;
  switch (frame.type) {
    case "joined":
      return sentences.joined(paintName(frame.name, style));
    case "crowd":
      return sentences.crowd(frame.count);
    case "left": {
      const word = frame.word === undefined ? undefined : cleanLine(frame.word);
      const by = frame.by === undefined ? undefined : paintName(frame.by, style);
      return sentences.left(paintName(frame.name, style), frame.reason, word, by);
    }
    case "renamed":
      return sentences.renamed(paintName(frame.from, style), paintName(frame.to, style));
  }
}
