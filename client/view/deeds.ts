/**
 * What people in charge did, as lines. Pure.
 *
 * @module
 */

import type { DoneFrame, ModeFrame, ModeratedFrame, ModListFrame } from "../../protocol.ts";
import { cleanLine } from "../../protocol/text.ts";
import { otherRoomName, renderNote, type Style } from "./style.ts";
import type { DisplayLine } from "./wrap.ts";

/** Renders what was done, to the one who did it and to those whom it concerns. A server is not trusted: its texts are cleaned. */
export function renderDeed(
  frame: DoneFrame | ModeFrame | ModeratedFrame | ModListFrame,
  style: Style,
): readonly DisplayLine[] {
  const { audit, deeds } = style.words;
  switch (frame.type) {
    case "done":
      return [renderNote(cleanLine(deeds.done(frame)), style)];
    case "mode":
      return [note(deeds.modeChanged(frame.room, frame.by, frame.mode), style)];
    case "moderated": {
      const where = frame.room === undefined ? "" : otherRoomName(frame.room, style);
      return [note(`${where === "" ? "" : `${where}: `}${withoutDashes(deeds.moderated(frame))}`, style)];
    }
    case "modlist":
      if (frame.lines.length === 0 && frame.more === undefined) {
        return [renderNote(deeds.none(frame.do), style)];
      }
      return frame.lines.map((line) =>
        cleanLine(frame.do === "audit" ? audit(line) : deeds.line(line, frame.do))
      );
  }
}

function note(sentence: string, style: Style): DisplayLine {
  return renderNote(cleanLine(withoutDashes(sentence)), style);
}

/** Takes away what sets a sentence apart at the plain door: notes are set apart by their own. */
function withoutDashes(sentence: string): string {
  return sentence.replace(/^--- /, "");
}
