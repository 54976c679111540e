/**
 * Where a person's view is shown.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { OwnName } from "../../typing.ts";
import type { Words } from "../../words/en.ts";
import type { Space } from "./search_results.ts";
import type { Settings } from "../settings.ts";
import type { DisplayLine } from "./wrap.ts";

/** What shows things. A pipe has neither bell nor title, and all the space that there is. */
export interface Surface {
  show(lines: readonly DisplayLine[]): void;
  space?(): Space;
  bell?(): void;
  title?(title: string): void;
  /** Whether it can show pictures, as far as that is known by now. */
  showsPictures?(): boolean;
}

/** What a view depends on. */
export interface ViewParts {
  readonly surface: Surface;
  readonly clock: Clock;
  readonly settings: Settings;
  /** The language, which may change. */
  readonly words: () => Words;
  /** Whether there are colours unless a setting says otherwise. */
  readonly color: boolean;
  readonly links: boolean;
  readonly plain: boolean;
  /** The commands that only this terminal has. */
  readonly own?: readonly OwnName[];
}
