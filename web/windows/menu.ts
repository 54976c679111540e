/**
 * A menu of what can be done with a person or a message: one at a time, beside what opened it.
 *
 * @module
 */

import { button, element, type MenuPlace } from "../view.ts";

/** Something that can be done. */
export interface MenuItem {
  readonly label: string;
  readonly act: () => void;
  /** Set for what others lose something by. */
  readonly isHarsh?: true;
  /** Set for what stands in one row with others like it: a sign. */
  readonly isSmall?: true;
}

/** What a menu has: groups of items, set apart from each other. Empty groups are left out. */
export type MenuGroups = readonly (readonly MenuItem[])[];

/** How far a menu stays from the edge of the window, in pixels. */
const MARGIN = 8;

/** The steps that keys make. */
const STEPS: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };

/** The menu of the page. */
export class Menu {
  readonly #root: HTMLElement;
  /** What had the focus, which comes back to it. */
  #opener: HTMLElement | undefined;

  /** @param root An element with the role of a menu that pops up (`popover`): the browser closes it at Escape or a click beside it. */
  constructor(root: HTMLElement) {
    this.#root = root;
    root.addEventListener("keydown", (event) => this.#key(event));
    root.addEventListener("toggle", (event) => {
      if (event instanceof ToggleEvent && event.newState === "closed") this.#closed();
    });
  }

  /** Opens with these items. @param label What it is the menu of. */
  open(opener: HTMLElement, label: string, groups: MenuGroups, place?: MenuPlace): void {
    const filled = groups.filter((items) => items.length > 0);
    if (filled.length === 0) return;
    this.#root.hidePopover();
    this.#opener = opener;
    const around = opener.closest("dialog") ?? document.querySelector("main") ?? document.body; // What stands beside a modal window cannot be reached.
    if (this.#root.parentElement !== around) around.append(this.#root);
    this.#root.ariaLabel = label;
    const head = element("p", label, "head");
    head.role = "presentation";
    this.#root.replaceChildren(
      head,
      ...filled.flatMap((items, i) => [
        ...i === 0 ? [] : [separator()],
        ...items.map((item) => this.#item(item)),
      ]),
    );
    this.#root.showPopover();
    this.#stand(place ?? below(opener));
    this.#items[0]?.focus();
  }

  get #items(): readonly HTMLButtonElement[] {
    return [...this.#root.querySelectorAll("button")];
  }

  #item({ label, act, isHarsh, isSmall }: MenuItem): HTMLButtonElement {
    const made = button(label, () => {
      this.#root.hidePopover();
      act();
    }, isHarsh === true ? "harsh" : isSmall === true ? "small" : "");
    made.role = "menuitem";
    made.tabIndex = -1;
    return made;
  }

  /** Stands at a place, as far as it is within the window; on a narrow one the style sheet has it at the bottom. */
  #stand({ x, y }: MenuPlace): void {
    const { offsetWidth, offsetHeight, style } = this.#root;
    const within = (at: number, size: number, most: number): number =>
      Math.max(MARGIN, Math.min(at, most - size - MARGIN));
    style.setProperty("--x", `${within(x, offsetWidth, innerWidth)}px`);
    style.setProperty("--y", `${within(y, offsetHeight, innerHeight)}px`);
  }

  #key(event: KeyboardEvent): void {
    const items = this.#items;
    const at = items.findIndex((one) => one === document.activeElement);
    const next = nextItem(event.key, items.map(({ textContent }) => textContent ?? ""), at);
    if (event.key === "Tab") this.#root.hidePopover();
    else if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    else items[next]?.focus();
    event.preventDefault();
  }

  #closed(): void {
    const opener = this.#opener;
    this.#opener = undefined;
    if (this.#root.contains(document.activeElement) || document.activeElement === document.body) {
      opener?.focus();
    }
  }
}

/**
 * Finds the item that a key leads to: an arrow goes round, a letter to the next item that begins with it; `undefined` for
 * other keys.
 */
export function nextItem(key: string, labels: readonly string[], at: number): number | undefined {
  const { length } = labels;
  const step = STEPS[key];
  if (step === -Infinity) return 0;
  if (step === Infinity) return length - 1;
  if (step !== undefined) return (at + step + length) % length;
  if (Array.from(key).length !== 1 || key === " ") return undefined;
  const isWanted = (label: string): boolean => label.toLowerCase().startsWith(key.toLowerCase());
  for (let i = 1; i <= length; i++) {
    const next = (at + i) % length;
    if (isWanted(labels[next] ?? "")) return next;
  }
  return undefined;
}

function separator(): HTMLElement {
  const made = element("div", "");
  made.role = "separator";
  return made;
}

function below(opener: HTMLElement): MenuPlace {
  const { left, bottom } = opener.getBoundingClientRect();
  return { x: left, y: bottom };
}
