/**
 * What the menus of the page offer, of a person and of a message, and what comes of it.
 *
 * @module
 */

import type { ModRequest } from "../../protocol.ts";
import { EDIT_OWN_FOR } from "../../protocol/limits.ts";
import type { Standing } from "../../protocol/rights.ts";
import type { WindowWords } from "../../words/en.ts";
import type { DeedAnswer, DeedDialog } from "./deed_dialog.ts";
import { deedsOnPersons, mayDelete, type PersonDeed, scopesOf } from "./deed_items.ts";
import type { Menu, MenuItem } from "./menu.ts";
import { fill, fragmentOf, type MenuPlace, type ShownLine } from "../view.ts";

/** Deeds that are asked about before they are done. */
const ASKED: readonly PersonDeed[] = ["mute", "kick", "ban", "clear", "report"];

/** The reactions that a menu offers; `/react` takes any emoji. */
const REACTIONS = ["👍", "❤️", "😂", "🎉"];

/** How far back a clearing goes, in ms. */
const CLEARED = 600_000;

/** Somebody of whom a menu is wanted. */
export interface Somebody {
  readonly name: string;
  /** Their id, where it is known. */
  readonly person: string | undefined;
}

/** What the menus work with. */
export interface MenusParts {
  readonly words: WindowWords;
  readonly menu: Pick<Menu, "open">;
  readonly isMe: (name: string) => boolean;
  readonly isHidden: (somebody: Somebody) => boolean;
  /** Does what a line would that is written. */
  readonly perform: (line: string) => void;
  /** Has the next text answer a message. */
  readonly answer: (line: ShownLine, seq: number) => void;
  /** Puts a text into the box. */
  readonly insert: (text: string) => void;
  /** Goes to where one writes to somebody alone. */
  readonly goTo: (somebody: Somebody) => void;
  /** What this person is, on the server and in the room in view. */
  readonly standing: () => Standing;
  /** The room in view; nothing while there is none. */
  readonly room: () => string | undefined;
  readonly dialog: Pick<DeedDialog, "ask">;
  /** Asks the server for a deed. */
  readonly mod: (frame: ModRequest) => void;
  /** The time, in ms since 1970. */
  readonly now: () => number;
  /** Makes the address of the page with this fragment. */
  readonly linkTo: (fragment: string) => string;
  /** Copies a text; nothing where the browser does not let a page do that. */
  readonly copy: ((text: string) => void) | undefined;
}

/** The menus of people and messages. */
export class Menus {
  readonly #parts: MenusParts;

  constructor(parts: MenusParts) {
    this.#parts = parts;
  }

  /** Opens the menu of a person. */
  ofPerson(somebody: Somebody, opener: HTMLElement, place?: MenuPlace): void {
    this.#parts.menu.open(opener, somebody.name, [
      this.#personItems(somebody),
      this.#deedItems(somebody),
    ], place);
  }

  /** Opens the menu of a message, and of who said it. */
  ofMessage(line: ShownLine, opener: HTMLElement, place?: MenuPlace): void {
    const { from: name, person, seq } = line;
    const { words, menu } = this.#parts;
    menu.open(
      opener,
      fill(words.page.messageOf, { name }),
      [this.#messageItems(line), this.#personItems({ name, person }), this.#deedItems({ name, person }, seq)],
      place,
    );
  }

  #messageItems(line: ShownLine): readonly MenuItem[] {
    const { from: name, seq, text, at, isGone } = line;
    const {
      words: { page },
      isMe,
      standing,
      room,
      dialog,
      mod,
      copy,
      linkTo,
      now,
      insert,
      perform,
      answer,
    } = this.#parts;
    const here = room();
    if (isGone) return [];
    const items: MenuItem[] = copy === undefined ? [] : [{ label: page.menuCopy, act: () => copy(text) }];
    if (seq === undefined || here === undefined) return items;
    if (copy !== undefined) {
      items.push({
        label: page.menuLink,
        act: () => copy(linkTo(fragmentOf(here, seq))),
      });
    }
    items.push({ label: page.menuAnswer, act: () => answer(line, seq) });
    items.push(
      ...REACTIONS.map((emoji) => ({
        label: emoji,
        act: () => perform(`/react @${seq} ${emoji}`),
        isSmall: true as const,
      })),
    );
    if (isMe(name) && now() - at <= EDIT_OWN_FOR) {
      items.push({ label: page.menuEdit, act: () => insert(`/edit @${seq} ${text}`) });
    }
    if (!mayDelete(standing(), isMe(name), now() - at)) return items;
    const remove = (): void => mod({ type: "mod", do: "delete", room: here, seq });
    const ask = (): void => dialog.ask({ deed: "delete", name, scopes: ["room"], room: here }, remove);
    return [...items, { label: page.deedMenu.delete, act: ask, isHarsh: true }];
  }

  #personItems(somebody: Somebody): readonly MenuItem[] {
    const { words: { page }, isMe, isHidden, perform, insert, goTo, standing } = this.#parts;
    const { name } = somebody;
    const who: MenuItem = { label: page.menuWho, act: () => perform(`/whois ${name}`) };
    if (isMe(name)) {
      const claim: MenuItem = { label: page.menuClaim, act: () => perform("/claim") };
      return standing().role === "guest" ? [who, claim] : [who];
    }
    const hide: MenuItem = isHidden(somebody)
      ? { label: page.menuShow, act: () => perform(`/unignore ${name}`) }
      : { label: page.menuHide, act: () => perform(`/ignore ${name}`) };
    return [
      { label: page.menuMessage, act: () => goTo(somebody) },
      { label: page.menuMention, act: () => insert(`${name} `) },
      hide,
      who,
    ];
  }

  /** @param seq The number of the message that it is about, if it is about one. */
  #deedItems(somebody: Somebody, seq?: number): readonly MenuItem[] {
    const { words: { page }, isMe, standing, room } = this.#parts;
    if (isMe(somebody.name)) return [];
    const isInRoom = room() !== undefined;
    return deedsOnPersons(standing(), isInRoom).map((deed) => ({
      label: page.deedMenu[deed],
      act: () => this.#begin(deed, somebody, seq),
      ...((deed === "kick" || deed === "ban" || deed === "clear") && { isHarsh: true }),
    }));
  }

  /** Asks where, for how long and why, unless there is nothing to ask. */
  #begin(deed: PersonDeed, somebody: Somebody, seq: number | undefined): void {
    const { dialog, standing, room } = this.#parts;
    const here = room();
    const scopes = scopesOf(standing(), deed, here !== undefined);
    const [only] = scopes;
    if (only === undefined) return;
    const act = (answer: DeedAnswer): void => this.#act(deed, somebody, seq, answer);
    const isPlain = !ASKED.includes(deed);
    if (isPlain) return act({ scope: only, time: undefined, why: "", isByAddress: false });
    dialog.ask(
      { deed, name: somebody.name, scopes: deed === "report" ? [only] : scopes, room: here ?? "" },
      act,
    );
    if (deed === "ban") this.#ask(somebody, here);
  }

  /** Asks whom a ban would hit, so that it is known before. */
  #ask({ name, person }: Somebody, room: string | undefined): void {
    const { mod } = this.#parts;
    const where = room === undefined ? {} : { room, wide: true as const };
    mod({ type: "mod", do: "ban", ...where, name, ...(person !== undefined && { person }), dry: true });
  }

  #act(
    deed: PersonDeed,
    { name, person }: Somebody,
    seq: number | undefined,
    { scope, time, why, isByAddress }: DeedAnswer,
  ): void {
    const { room, mod } = this.#parts;
    const here = room();
    const isMessage = deed === "report" && seq !== undefined && here !== undefined;
    mod({
      type: "mod",
      do: deed,
      ...(scope === "room" && here !== undefined && !isByAddress && { room: here }),
      ...(isByAddress && { by: "address" as const }),
      ...(isMessage ? { seq } : { name, ...(person !== undefined && { person }) }),
      ...(deed === "clear" ? { for: CLEARED } : time !== undefined && { for: time }),
      ...(why !== "" && { why }),
    });
  }
}
