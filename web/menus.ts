/**
 * What the menus of the page offer, of a person and of a message, and what comes of it.
 *
 * @module
 */

import type { PageWords } from "../words/en.ts";
import { fill, type Menu, type MenuItem, type MenuPlace, type ShownLine } from "./view.ts";

/** Somebody of whom a menu is wanted. */
export interface Somebody {
  readonly name: string;
  /** Their id, where it is known. */
  readonly person: string | undefined;
}

/** What the menus work with. */
export interface MenusParts {
  readonly words: PageWords;
  readonly menu: Pick<Menu, "open">;
  readonly isMe: (name: string) => boolean;
  readonly isHidden: (somebody: Somebody) => boolean;
  /** Does what a line would that is written. */
  readonly perform: (line: string) => void;
  /** Puts a text into the box. */
  readonly insert: (text: string) => void;
  /** Goes to where one writes to somebody alone. */
  readonly goTo: (somebody: Somebody) => void;
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
    this.#parts.menu.open(opener, somebody.name, [this.#personItems(somebody)], place);
  }

  /** Opens the menu of a message, and of who said it. */
  ofMessage({ from: name, person, text }: ShownLine, opener: HTMLElement, place?: MenuPlace): void {
    const { words, menu, copy } = this.#parts;
    const items = copy === undefined ? [] : [{ label: words.page.menuCopy, act: () => copy(text) }];
    menu.open(
      opener,
      fill(words.page.messageOf, { name }),
      [items, this.#personItems({ name, person })],
      place,
    );
  }

  #personItems(somebody: Somebody): readonly MenuItem[] {
    const { words: { page }, isMe, isHidden, perform, insert, goTo } = this.#parts;
    const { name } = somebody;
    const who: MenuItem = { label: page.menuWho, act: () => perform(`/whois ${name}`) };
    if (isMe(name)) return [who];
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
}
