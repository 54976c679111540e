/**
 * What the page's own buttons, keys and menus lead to: all that stands in `index.html` around its parts.
 *
 * @module
 */

import { listenForFiles } from "./chosen_files.ts";
import type { Later } from "./later.ts";
import type { PageParts } from "./page_parts.ts";
import type { Rest } from "./rest.ts";
import { roomFacts } from "./room_facts.ts";
import { byId, elementById, listenForMenus, listenToKeys, MANY_LISTED, type Place } from "./view.ts";

/** Listens to them. @param later What most of them lead to. */
export function listenToControls(page: PageParts, later: Later<Rest>): void {
  const { words, session, places, composer, loudness, perform } = page;
  const onCurrent = (act: (place: Place) => void) => (): void => {
    const { current } = places;
    if (current !== undefined) act(current);
    composer.focus(); // One goes on writing.
  };
  const search = (): void => later.use(({ windows }) => windows.panel.open());
  onClick("clear", onCurrent((place) => places.clear(place)));
  onClick("leave", onCurrent((place) => leave(page, place)));
  onClick("quit", () => session.quit());
  onClick("search", search);
  onClick("invite", () => later.use(({ windows }) => windows.invite.open()));
  onClick("other-rooms", () => perform("/rooms"));
  onClick("back", () => orHint(page, session.send({ type: "back" })));
  onClick("topic", () => {
    composer.put(`/topic ${roomFacts(places.current, session.state, words).topic ?? ""}`);
  });
  onClick("menu-button", () => later.use(({ windows }) => windows.openBarMenu()));
  const told = elementById("told", HTMLSelectElement);
  told.addEventListener("change", () => perform(`/notify ${told.value}`));
  loudness.onChange = () => places.changed();
  byId("clear").title = words.page.clearHint;
  listenForFiles((files) => {
    const { current } = places;
    later.use((rest) => rest.addFiles(files, current));
  });
  listenForMenus(byId("views"), {
    onMessage: (line, opener, place) =>
      later.use(({ windows }) => windows.menus.ofMessage(line, opener, place)),
    onName: ({ from: name, person }, opener, place) =>
      later.use(({ windows }) => windows.menus.ofPerson({ name, person }, opener, place)),
  });
  listenToKeys(places, search);
  warmInTime(page, later);
}

/** Loads what the lists of rooms and people have added to them before it is needed. */
function warmInTime({ nav, members }: PageParts, later: Later<Rest>): void {
  const onListed = (all: number): void => { // The field that a long list has is loaded at once: coming later it moves what somebody points at.
    if (all >= MANY_LISTED) later.warm();
  };
  members.onListed = onListed;
  nav.onListed = (_listed, all) => onListed(all);
  for (const list of ["nav", "people"]) {
    for (const event of ["pointerenter", "focusin"]) byId(list).addEventListener(event, () => later.warm());
  }
}

function leave(page: PageParts, place: Place): void {
  if (place.kind === "person") page.places.close(place);
  else orHint(page, page.session.part({ type: "part", room: place.name }));
}

/** Says that something could not be done without a connection. */
function orHint({ notices, words }: PageParts, isDone: boolean): void {
  if (!isDone) notices.hint(words.onlyMessages);
}

function onClick(id: string, act: () => void): void {
  byId(id).addEventListener("click", act);
}
