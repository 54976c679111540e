/**
 * The elements of `index.html` that each part of the page is given.
 *
 * @module
 */

import {
  byId,
  type ChargePanel,
  type ClaimDialog,
  type Composer,
  type DeedDialog,
  elementById,
  type Members,
  type Notices,
  type RoomDialog,
  type RoomNav,
  type SearchPanel,
} from "./view.ts";

/** Finds the elements of the list of members. */
export function memberElements(): ConstructorParameters<typeof Members>[0] {
  return { list: byId("names"), count: byId("count") };
}

/** Finds the elements for news, hints and the banner. */
export function noticesElements(): ConstructorParameters<typeof Notices>[0] {
  return {
    banner: byId("banner"),
    hint: byId("hint"),
    notify: byId("notify"),
    notifying: elementById("notifying", HTMLInputElement),
    news: byId("news"),
    away: byId("away"),
    why: byId("why"),
    limits: byId("limits"),
  };
}

/** Finds the elements for writing. */
export function composerElements(): ConstructorParameters<typeof Composer>[0] {
  return {
    form: elementById("composer", HTMLFormElement),
    box: elementById("box", HTMLTextAreaElement),
    send: elementById("send", HTMLButtonElement),
    choices: byId("choices"),
  };
}

/** Finds the elements for the list of rooms and people, and what is in view. */
export function placesElements(): ConstructorParameters<typeof RoomNav>[0] {
  return {
    list: byId("rooms"),
    total: byId("total"),
    where: byId("where"),
    topic: byId("topic"),
    mode: byId("mode"),
    leave: byId("leave"),
    nowhere: byId("nowhere"),
  };
}

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
    opener: byId("in-charge"),
    badge: byId("in-charge-count"),
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
