/**
 * What is said without a command: whom it goes to, and whether the server takes it. Pure, but for the ids.
 *
 * @module
 */

import type { ClientFrame, Problem } from "../protocol.ts";
import type { TypingContext } from "../protocol/command_row.ts";
import { encodeFrame } from "../protocol/frame_line.ts";
import { messageIntent } from "../protocol/message_intent.ts";
import { countChars } from "../protocol/text.ts";

/** What the server takes. A line in bytes, a message in characters. */
export interface SizeLimits {
  readonly line: number;
  readonly message: number;
}

/** A frame to be sent, or what is wrong with it. */
export type Sized =
  | { readonly kind: "send"; readonly frame: ClientFrame }
  | { readonly kind: "problem"; readonly problem: Problem };

/** Makes what the ids of one run of ours begin with, so that no other run has the same: 8 hexadecimal digits. */
export function newIdPrefix(): string {
  // A page over plain HTTP has no randomUUID.
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number.toString(16).padStart(8, "0");
}

/** Makes the message of a text that is said as it stands. */
export function plainMessage(text: string, typing: TypingContext, limits: SizeLimits): Sized {
  const intent = messageIntent(text, typing);
  return intent.kind === "send" ? checkSize(intent.frame, limits) : intent;
}

/** Sends a frame unless the server is known to refuse it; what it would not even read has no id to be answered by. */
export function checkSize(frame: ClientFrame, limits: SizeLimits): Sized {
  if (frame.type === "say" || frame.type === "private") {
    const length = countChars(frame.text);
    if (length > limits.message) {
      return { kind: "problem", problem: { code: "too-long", limit: limits.message, length } };
    }
  }
  if (new TextEncoder().encode(encodeFrame(frame)).length > limits.line + 1) {
    return { kind: "problem", problem: { code: "line-too-long", limit: limits.line } };
  }
  return { kind: "send", frame };
}
