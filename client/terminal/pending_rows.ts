/**
 * One's own messages while they wait: in sight above the line being typed once that takes longer than a moment.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { type Look, renderUnsent } from "../view.ts";
import type { Stay } from "../connection.ts";

/** A message that is not acknowledged after this long, in ms, is shown as one that waits; most are much sooner. */
const SLOW = 1000;

/** Keeps in sight what waits. */
export class Waiting {
  readonly #clock: Clock;
  readonly #show: (rows: readonly string[]) => void;
  readonly #look: () => Look;
  #stay: Pick<Stay, "unsent" | "offlineSince"> | undefined;
  #isSlow = false;
  #cancel: (() => void) | undefined;

  /** @param show Shows these rows until it is called again. */
  constructor(clock: Clock, show: (rows: readonly string[]) => void, look: () => Look) {
    this.#clock = clock;
    this.#show = show;
    this.#look = look;
  }

  /** Looks at what waits; to be called after each change. */
  update(stay: Pick<Stay, "unsent" | "offlineSince">): void {
    this.#stay = stay;
    const { unsent, offlineSince } = stay;
    if (unsent.length === 0) this.close();
    else this.#cancel ??= this.#clock.after(SLOW, () => this.#isLate());
    this.#show(
      renderUnsent(this.#isSlow || offlineSince !== undefined ? unsent : [], offlineSince, this.#look()),
    );
  }

  /** Waits for nothing any more. */
  close(): void {
    this.#isSlow = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #isLate(): void {
    this.#isSlow = true;
    if (this.#stay !== undefined) this.update(this.#stay);
  }
}
