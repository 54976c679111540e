/**
 * What comes of keys, besides lines.
 *
 * @module
 */

import type { Problem } from "../../protocol.ts";

/** What the person at the terminal did. */
export interface PromptEvents {
  /** They wish to leave: by Ctrl+C on an empty line, by Ctrl+D, or their terminal is gone. */
  quit(by: "interrupt" | "end" | "gone"): void;
  /** They pressed Ctrl+C, which then means this, whatever is being typed. */
  interrupted?(): void;
  /** They pressed a key: whatever was shown before is seen. */
  keyPressed?(): void;
  /** What they typed or pasted is not taken, and why. */
  refused(problem: Problem): void;
  /** They want a text sent as a file, as it is too long for a message. */
  longText?(text: string): void;
  /** They wish to look at the room of this number, from 1, or at the next in which something is new. */
  switchRoom?(which: number | "new"): void;
  /** They wish to complete a room: `Prompt.roomsKnown` completes it once more when more of them are known. */
  roomsWanted?(): void;
}
