/**
 * What commands on this server's machine want of the cluster: looked for in the log's file, taken into the stream, and
 * answered there.
 *
 * @module
 */

import { isFields, isText, isTexts, parseObject } from "../../protocol/fields.ts";
import type { ChangeOutcome, Changes } from "../store/accounts.ts";
import { type FactStore, storingFailed, type Wish } from "../store/log.ts";
import type { Logger } from "../machine/logger.ts";
import type { Deeds } from "../core/moderation.ts";
import { isTableChange } from "./change_check.ts";
import { isDeedRecord } from "./deed_check.ts";
import type { ClusterSequencer } from "./sequencer.ts";

/** What carries wishes out. */
type Genie = Changes & Deeds & Pick<ClusterSequencer, "erase" | "carryOut">;

/** The wishes in one log. */
export class Wishes {
  readonly #store: Pick<FactStore, "wishes" | "forgetWishes" | "answerWish">;
  readonly #logger: Logger;
  readonly #taken = new Set<number>();

  /**
   * Forgets what is there already: of what an earlier life of this server had taken into the stream nobody knows what has come,
   * so that it would be done twice; and a command that was broken off is not done days later.
   */
  constructor(store: Pick<FactStore, "wishes" | "forgetWishes" | "answerWish">, logger: Logger) {
    this.#store = store;
    this.#logger = logger;
    try {
      store.forgetWishes();
    } catch (cause) {
      logger(storingFailed(cause));
      for (const { id } of this.#waiting()) this.#taken.add(id);
    }
  }

  /** Takes up what waits. To be called about twice a second. */
  look(genie: Genie): void {
    for (const wish of this.#waiting()) {
      this.#taken.add(wish.id);
      grant(genie, wish, (answer) => this.#answer(wish.id, answer));
    }
  }

  /** A file that cannot be read is told of by whatever is stored next; that this server is alive must be told all the same. */
  #waiting(): readonly Wish[] {
    try {
      return this.#store.wishes().filter(({ id }) => !this.#taken.has(id));
    } catch {
      return [];
    }
  }

  #answer(id: number, answer: unknown): void {
    try {
      this.#store.answerWish(id, JSON.stringify(answer));
    } catch (cause) {
      this.#logger(storingFailed(cause)); // Whoever waits is told that no server answers.
    }
  }
}

function grant(genie: Genie, { wish }: Wish, answer: (answer: unknown) => void): void {
  const { change, deed, erase } = parseObject(wish) ?? {};
  if (isTableChange(change)) return genie.make(change, (outcome) => answer(shown(outcome)));
  if (isDeedRecord(deed)) {
    return genie.do(deed, (done) => {
      if (done === undefined) return answer({}); // It was not done: whoever asked must not be told a number.
      genie.carryOut(done);
      answer({ n: done.writes.find(({ ban }) => ban !== undefined)?.ban?.n ?? 0 });
    }, undefined);
  }
  const { name, by, key, names } = isFields(erase) ? erase : {};
  if (isText(name) && isText(by)) {
    const spelled = isText(key) && isTexts(names) ? { spelled: { key, names } } : {};
    return genie.erase({ name, by, ...spelled }, (erasure) => answer(erasure ?? {}));
  }
  answer({});
}

function shown(outcome: ChangeOutcome): unknown {
  return outcome.kind === "made" ? { kind: "made", ticket: outcome.ticket?.id } : outcome;
}
