/**
 * What whoever is in charge has to look at: who waits at the door, what was reported, who is kept out. It is asked for by
 * itself, and again whenever it has changed.
 *
 * @module
 */

import { roomInView, standingOf, type State } from "../../conversation.ts";
import type { ClientFrame, Deed, ModLine } from "../../protocol.ts";
import { mayDo, mayDoAnywhere } from "../../protocol/rights.ts";
import type { ChargeView, Of } from "./ports.ts";

/** The lists, in the order in which they are shown. */
export const CHARGE_LISTS = ["waiting", "reports", "bans"] as const;

/** One of the lists. */
export type ChargeList = (typeof CHARGE_LISTS)[number];

/** Deeds after which a list is another one. */
const CHANGES: Partial<Readonly<Record<Deed, ChargeList>>> = {
  waiting: "waiting",
  admit: "waiting",
  approve: "waiting",
  report: "reports",
  kick: "bans",
  ban: "bans",
  unban: "bans",
  mute: "bans",
  unmute: "bans",
  undo: "bans",
};

/** What it works with. */
export interface InChargeParts {
  readonly view: ChargeView;
  readonly state: () => State | undefined;
  readonly send: (frame: ClientFrame) => boolean;
}

/** The lists of one person who is in charge of something. */
export class InCharge {
  readonly #parts: InChargeParts;
  /** Lists that were asked for by themselves, so that they do not stand in the conversation as well. */
  #asked: ChargeList[] = [];
  /** The parts of a list that have come so far. */
  #coming: readonly ModLine[] = [];
  #lists: Partial<Record<ChargeList, readonly ModLine[]>> = {};
  #isApproving = false;
  /** How many reports there were when they were last looked at. */
  #reportsSeen: number | undefined;

  constructor(parts: InChargeParts) {
    this.#parts = parts;
  }

  /** Asks for the lists that this person may see, as they have come in or somebody opens them. */
  refresh(): void {
    const { state } = this.#parts;
    const standing = standingOf(state());
    for (const list of CHARGE_LISTS) if (mayDoAnywhere(standing, list)) this.#ask(list);
    this.show();
  }

  /** Records that all that was reported has been seen. */
  seen(): void {
    this.#reportsSeen = this.#lists.reports?.length ?? 0;
    this.show();
  }

  /** Learns of a deed that one of the lists may be another by. */
  changed({ do: deed }: { readonly do: Deed }): void {
    const list = CHANGES[deed];
    if (list !== undefined && mayDoAnywhere(standingOf(this.#parts.state()), list)) this.#ask(list);
    this.show();
  }

  /** Takes a list, or a part of one, if it was asked for by itself. */
  receive({ do: deed, lines, value, more }: Of<"modlist">): boolean {
    const at = this.#asked.findIndex((list) => list === deed);
    const list = this.#asked[at];
    if (list === undefined) return false;
    this.#coming = [...this.#coming, ...lines];
    if (more === true) return true;
    this.#asked = this.#asked.toSpliced(at, 1);
    this.#lists = { ...this.#lists, [list]: this.#coming };
    this.#coming = [];
    if (list === "waiting") this.#isApproving = value === true;
    if (list === "reports") this.#reportsSeen ??= this.#lists.reports?.length;
    this.show();
    return true;
  }

  /** Forgets all, as the connection is gone. */
  reset(): void {
    this.#asked = [];
    this.#coming = [];
  }

  /** Shows what is known. */
  show(): void {
    const { view, state } = this.#parts;
    const known = state();
    const standing = standingOf(known);
    const isInCharge = mayDoAnywhere(standing, "bans");
    const unseen = (this.#lists.reports?.length ?? 0) - (this.#reportsSeen ?? 0);
    view.show(
      isInCharge && known !== undefined
        ? {
          lists: this.#lists,
          isApproving: this.#isApproving,
          mayApprove: mayDo(standing, "approve", "server"),
          count: (this.#lists.waiting?.length ?? 0) + Math.max(0, unseen),
          room: mayDo(standing, "quiet", "room") ? roomInView(known) : undefined,
        }
        : undefined,
    );
  }

  #ask(list: ChargeList): void {
    const room = this.#parts.state()?.room ?? "";
    const where = list === "bans" && room !== "" ? { room, wide: true as const } : {};
    if (this.#asked.filter((one) => one === list).length > 1) return; // Its answer will be new enough.
    if (this.#parts.send({ type: "mod", do: list, ...where })) this.#asked = [...this.#asked, list];
  }
}
