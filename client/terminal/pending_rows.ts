/**
 * One's own messages while they wait: in sight above the line being typed once that takes longer than a moment.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { renderPending, type Style } from "../view.ts";
import type { Connection } from "../session.ts";

/** A message that is not acknowledged after this long, in ms, is shown as one that waits; most are much sooner. */
const SLOW = 1000;

/** Keeps in sight what waits. */
export class PendingRows {
  readonly #clock: Clock;
  readonly #show: (rows: readonly string[]) => void;
  readonly #style: () => Style;
  #connection: Pick<Connection, "queued" | "offlineSince"> | undefined;
  #isSlow = false;
  #cancel: (() => void) | undefined;

  /** @param show Shows these rows until it is called again. */
  constructor(clock: Clock, show: (rows: readonly string[]) => void, style: () => Style) {
    this.#clock = clock;
    this.#show = show;
    this.#style = style;
  }

  /** Looks at what waits; to be called after each change. */
  update(connection: Pick<Connection, "queued" | "offlineSince">): void {
    this.#connection = connection;
    const { queued, offlineSince } = connection;
    if (queued.length === 0) this.close();
    else this.#cancel ??= this.#clock.after(SLOW, () => this.#isLate());
    this.#show(
      renderPending(this.#isSlow || offlineSince !== undefined ? queued : [], offlineSince, this.#style()),
    );
  }

  /** Ends the waiting for the goodbye. */
  close(): void {
    this.#isSlow = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #isLate(): void {
    this.#isSlow = true;
    if (this.#connection !== undefined) this.update(this.#connection);
  }
}
