/**
 * The names that belong to programs with a token: nobody else can have them, nor any that look like them.
 *
 * @module
 */

import { Lookalikes } from "../../names.ts";
import type { BotTokens } from "./bot_tokens.ts";

/** The names of all valid tokens. Which there are is asked once a turn, as each question costs a part of what coming in does. */
export class ReservedNames {
  readonly #tokens: Pick<BotTokens, "names"> | undefined;
  #names: readonly string[] = [];
  #lookalikes = new Lookalikes<string>();
  #isAsked = false;

  /** @param tokens None on a server that keeps nothing. */
  constructor(tokens: Pick<BotTokens, "names"> | undefined) {
    this.#tokens = tokens;
  }

  /** Ends a turn: another process may have added or revoked tokens by the next. */
  endTurn(): void {
    this.#isAsked = false;
  }

  /** Finds the reserved name that this one is or looks like. @throws {Error} When the log cannot be read. */
  find(name: string): string | undefined {
    if (this.#tokens === undefined) return undefined;
    if (!this.#isAsked) {
      this.#isAsked = true;
      this.#read(this.#tokens.names());
    }
    return this.#names.length === 0 ? undefined : this.#lookalikes.find(name);
  }

  #read(names: readonly string[]): void {
    if (names.length === this.#names.length && names.every((name, index) => name === this.#names[index])) {
      return;
    }
    this.#names = names;
    this.#lookalikes = new Lookalikes();
    for (const name of names) this.#lookalikes.add(name, name);
  }
}
