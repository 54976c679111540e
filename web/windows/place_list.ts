/**
 * What is added to the list of rooms and people: a way to leave each, and a field that narrows a long list down.
 *
 * @module
 */

import type { WindowWords } from "../../words/en.ts";
import type { PageParts } from "../page_parts.ts";
import { button, byId, element, fill, type Place } from "../view.ts";
import type { Menu } from "./menu.ts";
import { Narrowing } from "./narrowing.ts";

/** What it works with. */
type PlaceListParts = Pick<PageParts, "nav" | "places" | "session" | "notices" | "composer"> & {
  readonly words: WindowWords;
};

/** Adds to the list of rooms and people. */
export function addToPlaces(page: PlaceListParts, menu: Menu): void {
  const { nav, words: { page: words } } = page;
  const list = byId("rooms");
  const narrowing = new Narrowing({
    list,
    label: words.findPlace,
    none: words.foundNothing,
    onText: (text) => nav.wanted = text,
  });
  let shown: ReadonlyMap<Place, HTMLElement> = new Map();
  const wayBack = element("span", "");
  list.addEventListener("click", () => narrowing.clear());
  list.addEventListener("keydown", (event) => {
    const [place, opener] = [...shown].find(([, one]) => one === event.target) ?? [];
    if (event.key !== "Delete" || place === undefined || opener === undefined) return;
    event.preventDefault();
    leave(place, opener, page, menu, wayBack);
  });
  nav.onListed = (listed, all) => {
    shown = listed;
    if (all > 0) wayBack.remove();
    narrowing.listed(all, listed.size);
    for (const [place, one] of listed) {
      const isRoom = place.kind === "room";
      const label = fill(isRoom ? words.leaveIt : words.closeIt, { place: place.label });
      const known = one.nextElementSibling;
      const cross = known instanceof HTMLElement
        ? known
        : button("✕", () => leave(place, one, page, menu, wayBack), "aside");
      cross.ariaLabel = label;
      cross.title = `${label} (Del)`;
      if (cross === known) continue;
      cross.tabIndex = -1; // By key it is done with Delete.
      one.setAttribute("aria-keyshortcuts", "Delete");
      one.after(cross);
    }
  };
}

/**
 * Leaves a room, with a way back in sight; of a conversation with somebody the words would be lost, so that is asked first.
 *
 * @param wayBack Where the way back stands when it was the only place.
 */
function leave(
  place: Place,
  opener: HTMLElement,
  page: PlaceListParts,
  menu: Menu,
  wayBack: HTMLElement,
): void {
  const { places, session, notices, composer, words } = page;
  const { left, goBack, closeIt, closeForGood } = words.page;
  if (place.kind === "person") {
    const label = fill(closeIt, { place: place.label });
    return menu.open(opener, label, [[{
      label: closeForGood,
      act: () => {
        places.close(place);
        keepFocus();
      },
      isHarsh: true,
    }]]);
  }
  const room = place.name;
  if (!session.part({ type: "part", room })) return notices.hint(words.onlyMessages);
  const said = fill(left, { place: place.label });
  const back = (): void => {
    if (session.join(room)) composer.focus(); // The button goes.
    else notices.hint(words.onlyMessages);
  };
  if (places.current === undefined) {
    notices.hint(said);
    wayBack.replaceChildren(" ", button(goBack, back));
    byId("nowhere").append(wayBack);
  } else places.current.live.offer(said, goBack, back);
  keepFocus();
}

/** Where nothing is listed any more that could have the focus, it goes to what leads to other rooms. */
function keepFocus(): void {
  if (document.activeElement === document.body) byId("other-rooms").focus();
}

/** Adds a field to the list of people. */
export function addToPeople({ members, words: { page: words } }: Pick<PageParts, "members"> & {
  readonly words: WindowWords;
}): void {
  const narrowing = new Narrowing({
    list: byId("names"),
    label: words.findPerson,
    none: words.foundNothing,
    onText: (text) => members.wanted = text,
  });
  members.onListed = (all, left) => narrowing.listed(all, left);
}
