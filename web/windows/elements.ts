/**
 * The elements of `index.html` that each window is given.
 *
 * @module
 */

import { byId, elementById } from "../view.ts";
import type { ChargePanel } from "./charge_panel.ts";
import type { ClaimDialog } from "./claim_dialog.ts";
import type { DeedDialog } from "./deed_dialog.ts";
import type { RoomDialog } from "./room_dialog.ts";
import type { SearchPanel } from "./search_panel.ts";

/** Finds the elements for searching. */
export function searchElements(): ConstructorParameters<typeof SearchPanel>[0] {
  return {
    dialog: elementById("finder", HTMLDialogElement),
    form: elementById("find", HTMLFormElement),
    query: elementById("query", HTMLInputElement),
    title: byId("found-title"),
    status: byId("found"),
    hits: byId("hits"),
    more: byId("more"),
  };
}

/** Finds the elements of the window of whoever is in charge. */
export function chargeElements(): ConstructorParameters<typeof ChargePanel>[0] {
  return {
    dialog: elementById("charge", HTMLDialogElement),
    switches: byId("charge-switches"),
    lists: byId("charge-lists"),
  };
}

/** Finds the elements in which a name is made one's own. */
export function claimElements(): ConstructorParameters<typeof ClaimDialog>[0] {
  return {
    dialog: elementById("claim", HTMLDialogElement),
    form: elementById("claim-form", HTMLFormElement),
    name: elementById("claim-name", HTMLInputElement),
    password: elementById("claim-password", HTMLInputElement),
  };
}

/** Finds the elements that ask before something is done to somebody. */
export function deedElements(): ConstructorParameters<typeof DeedDialog>[0] {
  return {
    dialog: elementById("deed", HTMLDialogElement),
    form: elementById("deed-form", HTMLFormElement),
    title: byId("deed-title"),
    where: elementById("deed-where", HTMLSelectElement),
    time: elementById("deed-time", HTMLSelectElement),
    by: elementById("deed-by", HTMLSelectElement),
    hits: byId("deed-hits"),
    why: elementById("deed-why", HTMLInputElement),
    go: elementById("deed-go", HTMLButtonElement),
  };
}

/** Finds the elements for choosing a room. */
export function roomDialogElements(): ConstructorParameters<typeof RoomDialog>[0] {
  return {
    dialog: elementById("all-rooms", HTMLDialogElement),
    form: elementById("choose", HTMLFormElement),
    room: elementById("room", HTMLInputElement),
    trouble: byId("room-trouble"),
    list: byId("room-list"),
  };
}
