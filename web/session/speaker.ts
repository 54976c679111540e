/**
 * Says what is written without a command, as soon as there is a connection.
 *
 * @module
 */

import { asQueued, newIdPrefix, plainMessage, type QueuedFrame, type State } from "../../conversation.ts";
import { LINE_BYTES, MESSAGE_CHARS } from "../../protocol/limits.ts";
import type { Problem } from "../../protocol.ts";
import type { PlacesView } from "./ports.ts";
import { typingContext } from "./target.ts";

/** What a server takes before it has told its limits. Sizes in bytes, lengths in characters. */
export const UNTOLD_LIMITS = { line: LINE_BYTES, message: MESSAGE_CHARS };

/** What it works with. */
export interface SpeakerParts {
  readonly places: Pick<PlacesView, "current" | "lastRoom">;
  readonly state: () => State | undefined;
  readonly say: (frame: QueuedFrame) => void;
  /** Called with a text that cannot be sent, and why. */
  readonly onProblem: (problem: Problem, text: string) => void;
}

/** What a person says. */
export class Speaker {
  readonly #parts: SpeakerParts;
  /** Begins the ids of what is said here, so that no other page has the same. */
  readonly #prefix = newIdPrefix();
  #said = 0;

  constructor(parts: SpeakerParts) {
    this.#parts = parts;
  }

  /** Says a text in the place in view. */
  say(text: string): void {
    if (text.trim() === "") return;
    const { places, state, say, onProblem } = this.#parts;
    const known = state();
    const typing = { ...typingContext(places, known), id: `${this.#prefix}-${++this.#said}` };
    const outcome = plainMessage(text, typing, known?.limits ?? UNTOLD_LIMITS);
    const message = outcome.kind === "send" ? asQueued(outcome.frame) : undefined;
    if (message !== undefined) say(message);
    else if (outcome.kind === "problem") onProblem(outcome.problem, text);
  }
}
