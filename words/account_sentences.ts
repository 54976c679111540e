/**
 * What a frame about one's account says to a person. Pure.
 *
 * @module
 */

import type { AccountDoneFrame, ClaimedFrame, DevicesFrame } from "../protocol.ts";
import { cleanLine } from "../protocol/text.ts";
import type { Words } from "./en.ts";

/** Gives the sentences of a frame. @param dateOf Formats a time in ms since 1970. */
export function accountSentences(
  frame: ClaimedFrame | DevicesFrame | AccountDoneFrame,
  { accounts, invitation }: Pick<Words, "accounts" | "invitation">,
  dateOf: (at: number) => string,
): readonly string[] {
  switch (frame.type) {
    case "claimed":
      return [accounts.claimed(cleanLine(frame.name))];
    case "devices":
      return frame.devices.map(({ n, kind, label, used, here }) =>
        accounts.device(n, kind, cleanLine(label), dateOf(used), here === true)
      );
    case "account":
      switch (frame.done) {
        case "add":
          return [
            accounts.added(cleanLine(frame.link ?? "")),
            ...(frame.page === undefined ? [] : [accounts.addedPage(cleanLine(frame.page))]),
            ...(frame.here === true ? [invitation.here] : []),
          ];
        case "forget":
          return [accounts.forgotten];
        case "password":
          return [accounts.passwordSet];
        case "unclaim":
          return [accounts.unclaimed(cleanLine(frame.name))];
      }
  }
}
