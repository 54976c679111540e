/**
 * What frames change in the windows that are loaded later: nothing, while they are not there.
 *
 * @module
 */

import type { Later } from "./later.ts";
import type { Rest } from "./rest.ts";
import type { ChargeShown, PageViews } from "./session.ts";
import { byId } from "./view.ts";

/** The most that stands on the badge of what somebody in charge has to look at. */
const MOST_SHOWN = 99;

/** Makes the views of a session that are in windows. */
export function restViews(
  later: Later<Rest>,
): Pick<PageViews, "panel" | "roomDialog" | "deedDialog" | "charge" | "answers" | "replies"> {
  return {
    panel: {
      hit: (hit) => later.now?.windows.panel.hit(hit),
      found: (found) => later.now?.windows.panel.found(found),
      unread: (unread) => later.now?.windows.panel.unread(unread),
      caughtUp: (end) => later.now?.windows.panel.caughtUp(end),
      refused: (id, why, code) =>
        later.now?.windows.panel.refused(id, why) === true ||
        later.now?.sending.refused(id, why, code) === true,
      lost: (why) => {
        later.now?.windows.panel.lost(why);
        later.now?.sending.lost();
      },
    },
    roomDialog: {
      close: () => later.now?.windows.roomDialog.close(),
      set: (rooms, hasMore) => later.now?.windows.roomDialog.set(rooms, hasMore),
      refuse: (why) => later.now?.windows.roomDialog.refuse(why) ?? false,
    },
    deedDialog: { foretell: (told) => later.now?.windows.deedDialog.foretell(told) },
    charge: chargeView(later),
    replies: {
      note: (text) => later.use(({ windows }) => windows.replies.note(text)),
      who: (names, presence, hasMore) =>
        later.use(({ windows }) => windows.replies.who(names, presence, hasMore)),
      forget: () => later.now?.windows.replies.forget(),
      whois: (frame) => later.use(({ windows }) => windows.replies.whois(frame)),
      topic: (room, topic) => later.use(({ windows }) => windows.replies.topic(room, topic)),
    },
    answers: { // An answer may come to another page of the same person.
      account: (frame) => later.use(({ windows }) => windows.answers.account(frame)),
      audit: (frame) => later.use(({ windows }) => windows.answers.audit(frame)),
      file: (frame) =>
        later.use(({ windows, shownFiles }) => {
          if (!shownFiles.found(frame)) windows.answers.file(frame);
        }),
      upload: (frame) => later.use(({ sending }) => sending.upload(frame)),
      invitation: (frame) => later.use(({ windows }) => windows.answers.invitation(frame)),
    },
  };
}

/** Shows how much there is to look at on the button that opens the window. */
function chargeView(later: Later<Rest>): PageViews["charge"] {
  const opener = byId("in-charge");
  const badge = byId("in-charge-count");
  let last: ChargeShown | undefined;
  opener.addEventListener("click", () =>
    later.use(({ windows: { charge } }) => {
      charge.show(last);
      charge.open();
    }));
  return {
    show: (shown) => {
      last = shown;
      opener.hidden = shown === undefined;
      badge.textContent = shown === undefined || shown.count === 0
        ? ""
        : String(Math.min(shown.count, MOST_SHOWN));
      later.now?.windows.charge.show(shown);
    },
  };
}
