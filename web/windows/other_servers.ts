/**
 * Where else the same rooms are, on a page that was kept and whose server is gone: it never talks, so it can only lead there.
 *
 * @module
 */

import type { RestWords } from "../../words/en.ts";
import { keptServers } from "../session.ts";
import { byId, fragmentOf, type Places } from "../view.ts";

/** Offers the other servers behind what the banner says, while there is a network that leads to them. */
export function offerOtherServers(places: Pick<Places, "current">, { windows }: RestWords): void {
  const links = keptServers().flatMap((server) => [" ", linkTo(server, places)]);
  if (links.length === 0) return;
  const show = (): void => {
    if (navigator.onLine) byId("banner").append(` ${windows.openElsewhere}`, ...links);
  };
  addEventListener("online", show); // What was there went with what the banner said before.
  show();
}

/** Makes the link to a server, into the room that is in view as it is followed. */
function linkTo(server: string, places: Pick<Places, "current">): HTMLAnchorElement {
  const link = document.createElement("a");
  link.href = server;
  link.textContent = server;
  link.addEventListener("click", () => {
    const { current } = places;
    link.href = server + (current?.kind === "room" ? fragmentOf(current.name) : "");
  });
  return link;
}
