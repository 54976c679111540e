/**
 * The elements of `index.html` that each part of the page is given.
 *
 * @module
 */

import { byId, type Composer, elementById, type Members, type Notices, type RoomNav } from "./view.ts";

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
    sounding: elementById("sounding", HTMLInputElement),
    whyNot: byId("notify-not"),
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
    told: byId("told"),
    nowhere: byId("nowhere"),
    me: byId("me"),
  };
}
