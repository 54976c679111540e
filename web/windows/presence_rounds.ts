/**
 * Who is away: nobody is told of it by itself, so it is asked for as long as somebody looks.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import { SILENT_AFTER } from "../../protocol/limits.ts";

/** What it works with. */
export interface PresenceParts {
  readonly clock: Clock;
  /** Whether somebody may be looking. */
  readonly isSeen: () => boolean;
  /** Asks how those in view are present. */
  readonly refresh: () => void;
}

/** Asks in rounds, for as long as there is a page: as often as an idle minute can begin to be told. */
export function askInRounds(parts: PresenceParts): void {
  const { clock, isSeen, refresh } = parts;
  clock.after(SILENT_AFTER, () => {
    if (isSeen()) refresh();
    askInRounds(parts);
  });
}
