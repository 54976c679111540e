/**
 * The window of whoever is in charge: what the room is like, who waits at the door, what was reported, who is kept out.
 *
 * @module
 */

import type { ModLine } from "../../protocol.ts";
import type { WindowWords } from "../../words/en.ts";
import type { ChargeShown } from "../session.ts";
import { button, element, fill, nameElement, type Times } from "../view.ts";

/** So many reports and bans are shown, the newest first; `/reports` and `/bans` list all. */
const MOST_SHOWN = 30;

/** The pause of slow mode that the switch sets. */
const SLOW = "10s";

/** The elements that it works with. */
export interface ChargeElements {
  readonly dialog: HTMLDialogElement;
  readonly switches: HTMLElement;
  readonly lists: HTMLElement;
}

/** What the window works with. */
export interface ChargeParts {
  readonly words: WindowWords;
  readonly times: Times;
  /** Does what a line would that is written. */
  readonly perform: (line: string) => void;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  /** Returns the text of a message, where the page has it. */
  readonly textOf: (room: string, seq: number) => string | undefined;
  /** Opens the menu of somebody. */
  readonly menuOf: (name: string, opener: HTMLElement) => void;
  /** Deletes a message. */
  readonly remove: (room: string, seq: number) => void;
}

/** What somebody in charge has to look at. */
export class ChargePanel {
  readonly #elements: ChargeElements;
  readonly #parts: ChargeParts;
  #shown: ChargeShown | undefined;

  constructor(elements: ChargeElements, parts: ChargeParts) {
    this.#elements = elements;
    this.#parts = parts;
    elements.dialog.addEventListener("close", () => parts.onClose());
  }

  /** Opens the window. */
  open(): void {
    this.#parts.onOpen();
    this.#elements.dialog.showModal();
    this.#draw();
  }

  /** Shows this; nothing for somebody who is in charge of nothing. */
  show(shown: ChargeShown | undefined): void {
    const { dialog } = this.#elements;
    this.#shown = shown;
    if (shown === undefined) dialog.close();
    else if (dialog.open) this.#draw();
  }

  #draw(): void {
    const { switches, lists } = this.#elements;
    const shown = this.#shown;
    if (shown === undefined) return;
    const focused = document.activeElement instanceof HTMLElement && lists.contains(document.activeElement);
    switches.replaceChildren(...this.#switches(shown));
    const { waiting, reports, bans } = shown.lists;
    lists.replaceChildren(
      ...this.#list("chargeWaiting", waiting, (line) => this.#waiting(line)),
      ...waiting !== undefined && waiting.length > 1 ? [this.#letAllIn(waiting.length)] : [],
      ...this.#list("chargeReports", reports, (line) => this.#report(line)),
      ...this.#list("chargeBans", bans, (line) => this.#ban(line)),
    );
    if (focused) this.#elements.dialog.querySelector<HTMLElement>("[data-close]")?.focus();
  }

  #switches({ room, isApproving, mayApprove }: ChargeShown): readonly HTMLElement[] {
    const { words: { page } } = this.#parts;
    const { quiet, slow, lock } = room?.mode ?? {};
    const inRoom = room === undefined ? [] : [
      this.#switch(page.chargeQuiet, quiet === true, quiet === true ? "/quiet-room off" : "/quiet-room"),
      this.#switch(
        fill(page.chargeSlow, { count: (slow ?? 10_000) / 1000 }),
        slow !== undefined,
        slow === undefined ? `/slow ${SLOW}` : "/slow off",
      ),
      this.#switch(page.chargeLock, lock === true, lock === true ? "/unlock" : "/lock"),
    ];
    const approve = this.#switch(page.chargeApprove, isApproving, `/approve ${isApproving ? "off" : "on"}`);
    return mayApprove ? [...inRoom, approve] : inRoom;
  }

  #switch(label: string, isOn: boolean, line: string): HTMLButtonElement {
    const made = button(isOn ? `✓ ${label}` : label, () => this.#parts.perform(line), isOn ? "main" : "");
    made.ariaPressed = String(isOn);
    return made;
  }

  #list(
    title: "chargeWaiting" | "chargeReports" | "chargeBans",
    lines: readonly ModLine[] | undefined,
    make: (line: ModLine) => HTMLElement,
  ): readonly HTMLElement[] {
    if (lines === undefined) return [];
    const { page, deeds } = this.#parts.words;
    const head = element("h3", `${page[title]} (${lines.length})`);
    if (lines.length === 0) {
      const none = { chargeWaiting: "waiting", chargeReports: "reports", chargeBans: "bans" } as const;
      return [head, element("p", deeds.none(none[title]), "quiet")];
    }
    const list = element("ul", "", "choices");
    list.append(...lines.toReversed().slice(0, MOST_SHOWN).map(make));
    return [head, list];
  }

  #waiting({ n, subject, by, at }: ModLine): HTMLElement {
    const { words: { page }, times, perform } = this.#parts;
    const what = element("span", "", "grow");
    const since = fill(page.chargeSince, { time: times.span(Math.max(0, Date.now() - at)) });
    what.append(nameElement(subject), " ", element("span", `${by}, ${since}`, "quiet"));
    return this.#row([what], [
      this.#act(page.letIn, subject, () => perform(`/admit ${n}`), "main"),
      this.#act(page.turnAway, subject, () => perform(`/admit ${n} no`)),
    ]);
  }

  #letAllIn(count: number): HTMLElement {
    const { words: { page }, perform } = this.#parts;
    const row = element("p", "");
    row.append(button(fill(page.letAllIn, { count }), () => perform("/admit all")));
    return row;
  }

  #report({ subject, by, room, at, why, seq }: ModLine): HTMLElement {
    const { words: { page, deeds }, times, textOf, menuOf, remove } = this.#parts;
    const told = document.createDocumentFragment();
    told.append(
      by,
      ": ",
      nameElement(subject),
      room === undefined ? "" : ` #${room}`,
      " · ",
      times.moment(at),
    );
    if (why !== undefined) told.append(` · ${why}`);
    const what = element("div", "", "grow");
    const head = element("p", "", "quiet");
    head.append(told);
    what.append(head);
    const said = room === undefined || seq === undefined ? undefined : textOf(room, seq);
    if (said !== undefined) what.append(element("blockquote", said));
    const about = this.#act(page.chargeAct, subject, () => menuOf(subject, about));
    about.ariaHasPopup = "menu";
    const acts = [about];
    if (room !== undefined && seq !== undefined && said !== undefined && said !== deeds.deleted) {
      acts.unshift(this.#act(page.deedVerbs.delete, subject, () => remove(room, seq)));
    }
    return this.#row([what], acts);
  }

  #ban(line: ModLine): HTMLElement {
    const { words: { page, deeds }, perform } = this.#parts;
    const { n, subject, do: deed } = line;
    const what = element("span", "", "grow");
    what.append(element("span", deeds.line(line, "bans")));
    const lift = deed === "mute" ? `/unmute ${subject}` : `/unban ${n}`;
    return this.#row([what], [this.#act(page.lift, String(n), () => perform(lift))]);
  }

  #row(what: readonly HTMLElement[], acts: readonly HTMLElement[]): HTMLElement {
    const row = element("li", "", "row");
    row.append(...what, ...acts);
    return row;
  }

  /** Makes a button whose name also tells whom it is about. */
  #act(label: string, about: string, act: () => void, className = ""): HTMLButtonElement {
    const made = button(label, act, className);
    made.append(element("span", ` ${about}`, "unseen"));
    return made;
  }
}
