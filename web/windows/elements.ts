/**
 * The elements that each window is made of.
 *
 * @module
 */

import type { WindowWords } from "../../words/en.ts";
import type { ChargePanel } from "./charge_panel.ts";
import type { ClaimDialog } from "./claim_dialog.ts";
import type { DeedDialog } from "./deed_dialog.ts";
import type { InviteWindow } from "./invite_window.ts";
import { make, makeWindow, row } from "./make.ts";
import type { RoomDialog } from "./room_dialog.ts";
import type { SearchPanel } from "./search_panel.ts";

/** What is typed in a field is taken as it is: no keyboard begins it with a capital, or mends it. */
const AS_TYPED = { autocapitalize: "off", spellcheck: "false", dir: "auto" };

/** Makes the window for searching. */
export function searchElements({ page }: WindowWords): ConstructorParameters<typeof SearchPanel>[0] {
  const query = make("input", {
    id: "query",
    type: "search",
    maxlength: "300",
    ...AS_TYPED,
    "aria-label": page.search,
    "aria-describedby": "query-rule",
  });
  const form = make(
    "form",
    { id: "find", role: "search", autocomplete: "off", hidden: "" },
    make("div", { class: "row" }, query, make("button", {}, page.look)),
    make("p", { id: "query-rule", class: "rule" }, page.searchHint),
  );
  const title = make("h2", { id: "found-title" });
  const status = make("p", { id: "found", "aria-live": "polite" });
  const hits = make("ol", { id: "hits", class: "choices" });
  const more = make("button", { type: "button", id: "more", hidden: "" }, page.more);
  const dialog = makeWindow("finder", title, page.close, form, status, hits, more);
  return { dialog, form, query, title, status, hits, more };
}

/** Makes the window of whoever is in charge. */
export function chargeElements({ page }: WindowWords): ConstructorParameters<typeof ChargePanel>[0] {
  const title = make("h2", { id: "charge-title" }, page.chargeTitle);
  const switches = make("p", { id: "charge-switches", class: "row" });
  const lists = make("div", { id: "charge-lists" });
  return { dialog: makeWindow("charge", title, page.close, switches, lists), switches, lists };
}

/** Makes the window in which a name is made one's own. */
export function claimElements({ page }: WindowWords): ConstructorParameters<typeof ClaimDialog>[0] {
  const name = make("input", {
    id: "claim-name",
    type: "text",
    autocomplete: "username",
    dir: "auto",
    readonly: "",
  });
  const password = make("input", {
    id: "claim-password",
    type: "password",
    minlength: "8",
    maxlength: "200",
    autocomplete: "new-password",
    required: "",
    "aria-describedby": "claim-rule",
  });
  const form = make(
    "form",
    { id: "claim-form", class: "asking", method: "dialog" },
    make("p", { id: "claim-rule", class: "rule" }, page.claimHint),
    row(page.name, name),
    row(page.password, password),
    make("button", {}, page.claimGo),
  );
  const title = make("h2", { id: "claim-title" }, page.claimTitle);
  return { dialog: makeWindow("claim", title, page.cancel, form), form, name, password };
}

/** Makes the window that asks before something is done to somebody. */
export function deedElements({ page }: WindowWords): ConstructorParameters<typeof DeedDialog>[0] {
  const where = make("select", { id: "deed-where" });
  const time = make("select", { id: "deed-time" });
  const by = make("select", { id: "deed-by", "aria-describedby": "deed-hits" });
  const hits = make("p", { id: "deed-hits", class: "quiet", role: "status" });
  const why = make("input", { id: "deed-why", type: "text", maxlength: "200", dir: "auto" });
  const go = make("button", { id: "deed-go" });
  const form = make(
    "form",
    { id: "deed-form", class: "asking", autocomplete: "off" },
    row(page.deedWhere, where),
    row(page.deedTime, time),
    row(page.banBy, by),
    hits,
    row(page.deedWhy, why),
    go,
  );
  const title = make("h2", { id: "deed-title" });
  const dialog = makeWindow("deed", title, page.cancel, form);
  return { dialog, form, title, where, time, by, hits, why, go };
}

/** Makes the window for choosing a room. */
export function roomDialogElements({ page }: WindowWords): ConstructorParameters<typeof RoomDialog>[0] {
  const room = make("input", {
    id: "room",
    type: "text",
    maxlength: "64",
    ...AS_TYPED,
    "aria-describedby": "room-rule room-trouble",
  });
  const trouble = make("p", { id: "room-trouble", class: "trouble", role: "alert" });
  const form = make(
    "form",
    { id: "choose", autocomplete: "off" },
    make("label", { for: room.id }, page.room),
    make("div", { class: "row" }, room, make("button", {}, page.go)),
    make("p", { id: "room-rule", class: "rule" }, page.roomHint),
    trouble,
  );
  const list = make("ul", { id: "room-list", class: "choices" });
  const title = make("h2", { id: "rooms-title" }, page.otherRooms);
  return { dialog: makeWindow("all-rooms", title, page.close, form, list), form, room, trouble, list };
}

/** Makes the window that shows others how to come in. */
export function invitationElements({ page }: WindowWords): ConstructorParameters<typeof InviteWindow>[0] {
  const body = make("div", { id: "invitation-body" });
  const title = make("h2", { id: "invitation-title" }, page.inviteTitle);
  return { dialog: makeWindow("invitation", title, page.close, body), body };
}
