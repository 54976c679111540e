/**
 * The invitation that a page was opened with: it stands behind the `#` of its address, which no request has, and is taken
 * out of it before anything else happens, so that it stays in no history, bookmark or picture of the screen.
 *
 * @module
 */

import { type PageInvitation, parsePageFragment } from "../../protocol/invitation.ts";

/** What is needed of a window. */
export interface InvitedWindow {
  readonly location: Pick<Location, "hash" | "pathname" | "search">;
  readonly history: Pick<History, "replaceState">;
}

/** Takes the invitation out of the address of the page; `undefined` when there is none. */
export function takeInvitation({ location, history }: InvitedWindow): PageInvitation | undefined {
  const invitation = parsePageFragment(location.hash);
  if (invitation !== undefined) history.replaceState(null, "", location.pathname + location.search);
  return invitation;
}
