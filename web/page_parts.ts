/**
 * The parts of the page that are there from the start, as far as those work with them that are loaded later.
 *
 * @module
 */

import type { IsIgnored } from "../conversation.ts";
import type { PageWords } from "../words/en.ts";
import type { Ignored, Session } from "./session.ts";
import type {
  Composer,
  LineRenderer,
  Members,
  Notices,
  Place,
  Places,
  RoomLoudness,
  RoomNav,
  Times,
} from "./view.ts";

/** The parts of the page, and what leads from one to the other. */
export interface PageParts {
  readonly words: PageWords;
  readonly times: Times;
  readonly session: Session;
  readonly places: Places;
  readonly nav: RoomNav;
  readonly members: Members;
  readonly ignored: Ignored;
  readonly lines: LineRenderer;
  readonly composer: Composer;
  readonly notices: Notices;
  readonly isHidden: IsIgnored;
  readonly loudness: RoomLoudness;
  /** Tells something in the conversation in view, or at the box where there is none. */
  readonly note: (text: string | Node) => void;
  /** Does what a line says. */
  readonly perform: (line: string) => void;
  /** Shows a place, to write there. */
  readonly go: (place: Place) => void;
  /** Returns the id of who has a name now, where it is known. */
  readonly personOf: (name: string) => string | undefined;
}
