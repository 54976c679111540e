/**
 * What a text is to do that is said, and what a frame is to do that is made. Pure.
 *
 * @module
 */

import type { Addressee, IntentOf, TypingContext } from "./command_row.ts";
import type { PrivateRequest } from "./direct.ts";
import type { AnyFrame } from "./frames.ts";
import type { SayRequest } from "./message.ts";

/** What becomes of it: a frame, or what is wrong. */
type Said<Frame extends AnyFrame> = Exclude<IntentOf<Frame>, { readonly kind: "local" }>;

/** Turns a text that is to be said, or done (`/me`), into a message to where plain text goes. */
export function messageIntent(
  text: string,
  { target, id }: TypingContext,
  isAction = false,
): Said<SayRequest | PrivateRequest> {
  const how = { ...(id !== undefined && { id }), ...(isAction && { action: true as const }) };
  switch (target.kind) {
    case "room":
      return send({ type: "say", room: target.room, text, ...how });
    case "person":
      if (target.isGone === true) {
        return { kind: "problem", problem: { code: "not-here", name: target.name } };
      }
      return send({ type: "private", ...toField(target), text, ...how });
    case "nowhere":
      return nowhere();
  }
}

/** Makes whom a private word is for the fields that say so. */
function toField({ name, person }: Addressee): Pick<PrivateRequest, "to" | "person"> {
  return { to: name, ...(person !== undefined && { person }) };
}

/** Makes the intent to send a frame. */
export function send<const Frame extends AnyFrame>(frame: Frame): Said<Frame> {
  return { kind: "send", frame };
}

/** Makes the problem that the person is in no room. */
export function nowhere(): Said<never> {
  return { kind: "problem", problem: { code: "nowhere" } };
}
