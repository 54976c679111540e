/**
 * What all servers of a cluster are told, applied to this one: to what all know alike, to its rooms and people, and to what
 * is to be stored.
 *
 * @module
 */

import { storingFailed } from "../store/log.ts";
import { doneDeed } from "../core/moderation.ts";
import { apply } from "./apply.ts";
import { type Effect, madeBy, numberGiven, roomsOf } from "./effect.ts";
import type { Asker } from "./flight.ts";
import type { Item, ItemOf } from "./item.ts";
import type { OpenTurn } from "./ledger.ts";
import type { ClusterSequencerParts } from "./sequencer_parts.ts";
import { ToldMessages } from "./told_messages.ts";
import { RETRY_AFTER, type TurnWrites } from "./turn_writes.ts";

/** The most items that one turn of the loop applies: others are to have their turn. */
const MOST_AT_ONCE = 2000;

const NOBODY = (): void => {};

/** What the turns of the stream are applied with. */
export interface ToldTurnsParts {
  readonly parts: ClusterSequencerParts;
  readonly writes: TurnWrites;
  /** Tells a session what it waits for. */
  tell(tell: () => void): void;
  /** Proposes something that nobody here waits for. */
  propose(item: Item): void;
}

/** The turns that were told, applied in their order. */
export class ToldTurns {
  readonly #parts: ClusterSequencerParts;
  readonly #writes: TurnWrites;
  readonly #tell: ToldTurnsParts["tell"];
  readonly #propose: ToldTurnsParts["propose"];
  readonly #messages: ToldMessages;
  /** The room that begins with what is shown now. */
  #made: string | undefined;

  constructor({ parts, writes, tell, propose }: ToldTurnsParts) {
    this.#parts = parts;
    this.#writes = writes;
    this.#tell = tell;
    this.#propose = propose;
    this.#messages = new ToldMessages(parts);
  }

  /** Tells whether a room that somebody enters just now begins with them. */
  isMade(room: string): boolean {
    return this.#made === room;
  }

  /** Applies what was told, unless it is to wait for more. */
  apply(): void {
    const { ledger, flight, wake, pace } = this.#parts;
    if (this.#writes.isFailing && !this.#writes.isClean()) return;
    if (!pace.mayApply) return;
    let [count, own] = [0, 0];
    for (let turn = ledger.current(); turn !== undefined; turn = ledger.current()) {
      this.#parts.clock.setTold(turn.at);
      if (turn.next === 0) own += turn.askers?.length ?? 0;
      while (turn.next < turn.items.length) {
        if (count++ >= MOST_AT_ONCE) return wake();
        if (!this.#applyNext(turn)) return;
      }
      ledger.end();
    }
    if (count > 0) pace.applied({ items: count, own, waiting: flight.queued, last: ledger.applied });
  }

  /** Applies the next item of a turn; `false` when what came before it cannot be stored. */
  #applyNext(turn: OpenTurn): boolean {
    const { state, ledger } = this.#parts;
    const item = turn.items[turn.next];
    const asker = turn.askers?.[turn.next]?.asker;
    if (item === undefined) return true;
    const isRead = asker?.kind === "claim" || asker?.kind === "catching-up" || this.#isShownHere(item);
    if (isRead && !this.#writes.isClean()) return false; // Its welcome is read from the log.
    if (item.k === "erase" && !this.#beginErasure(item, turn.at, asker)) return false;
    ledger.take(); // From here on it counts as done, whatever part of it is written first.
    const effect = apply(state, item, turn, ledger.place);
    ledger.note(effect, this.#writes.counts);
    if (item.k === "change") {
      const then = asker?.kind === "change" ? asker.then : NOBODY;
      if (effect.kind === "void") return this.#tell(() => then({ kind: "not-stored" })), true;
      this.#writes.addChange({ item, at: turn.at, then });
      if (item.change.do === "end-token") this.#messages.withdrawPosts(item.change.key);
      return this.#writes.isClean(); // What comes after it may look at the tables.
    }
    if (item.k === "erase") return this.#writes.isClean();
    if (item.k === "deed" || item.k === "lift") {
      this.#putDeed(item, effect, turn.at, asker);
      return this.#writes.isClean(); // It is in force before anything comes after it.
    }
    this.#carryOut(item, effect, asker ?? { kind: "nobody" });
    return true;
  }

  /** Tells whether somebody who has connections here, too, enters a room. */
  #isShownHere(item: Item): boolean {
    const person = item.k === "join" ? this.#parts.mirror.personOf(item.p) : undefined;
    return person !== undefined && person.sessions.length > 0;
  }

  #carryOut(item: Item, effect: Effect, asker: Asker): void {
    this.#made = madeBy(effect);
    try {
      this.#show(item, effect, asker);
    } finally {
      this.#made = undefined;
    }
  }

  #show(item: Item, effect: Effect, asker: Asker): void {
    if (item.k === "say" || item.k === "post") {
      const post = this.#messages.post(item, effect, asker);
      if (post !== undefined) this.#writes.addPost(post);
      return;
    }
    if (effect.kind === "up" || effect.kind === "gone") return this.#parts.sourcesChanged(effect);
    const { mirror } = this.#parts;
    if (asker.kind === "catching-up") return this.#tell(asker.then);
    if (asker.kind === "away") mirror.noteTold(asker.person);
    if (asker.kind !== "claim") return mirror.show(item, effect);
    const { claim, decided } = asker;
    for (const room of roomsOf(effect)) mirror.room(room); // Under the name that it has everywhere.
    const ruling = effect.kind === "void" || effect.kind === "taken" ? effect.kind : "granted";
    if (effect.kind === "entered") mirror.expect(claim.by, effect.person); // What they go on to do is theirs.
    this.#tell(() => decided(ruling, numberGiven(effect)));
    if (ruling === "granted") { for (const more of mirror.settled(claim, item, effect)) this.#propose(more); }
  }

  /**
   * Takes the words out; what takes out the name is stored with where this server has come to, so that it is done once.
   * `false` when that cannot be stored: it is tried again.
   */
  #beginErasure({ name, by, spelled }: ItemOf<"erase">, at: number, asker: Asker | undefined): boolean {
    const { store, logger, after, wake } = this.#parts;
    const then = asker?.kind === "erasing" ? asker.then : NOBODY;
    if (!this.#writes.isClean()) return false;
    try {
      const finish = store.erase({ name, by, at, spelled });
      if (finish === undefined) return this.#tell(() => then(undefined)), true;
      this.#writes.addErasure({ finish, then });
      return true;
    } catch (cause) {
      logger(storingFailed(cause));
      after(RETRY_AFTER, wake);
      return false;
    }
  }

  /** Has a deed be stored next, and then carried out. */
  #putDeed(item: ItemOf<"deed" | "lift">, effect: Effect, at: number, asker: Asker | undefined): void {
    const { deedsDone } = this.#parts;
    this.#writes.addFollowing(); // What follows from what came before it is stored before it.
    if (item.k === "lift") {
      const write = { lifted: { n: item.n, at } };
      this.#writes.addDeed({ write, settle: (isStored) => isStored && deedsDone.lifted(item.n) });
      return;
    }
    const settle = asker?.kind === "deed" ? asker.settle : undefined;
    if (effect.kind !== "done") return settle?.(undefined);
    const done = doneDeed(item.deed, { at, ban: effect.ban, report: effect.report });
    const carryOut = (): void => {
      this.#tell(() => settle === undefined ? deedsDone.carryOut(done) : settle(done));
      this.#messages.withdraw(item);
    };
    const last = done.writes.length - 1;
    done.writes.forEach((write, index) =>
      this.#writes.addDeed({ write, settle: (isStored) => index === last && isStored && carryOut() })
    );
  }
}
