/**
 * What somebody sees of their rooms, on a screen.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { ChatOptions } from "../options.ts";
import { Settings } from "../settings.ts";
import { View } from "../view.ts";
import type { Terminal } from "./display.ts";
import type { Extras } from "./own_commands.ts";

/** Makes the view that is shown at a terminal. */
export function viewOn(terminal: Terminal, clock: Clock, options: ChatOptions, extras?: Extras): View {
  return new View({
    surface: {
      show: (lines) => terminal.show(lines),
      bell: () => terminal.bell(),
      title: (title) => terminal.title(title),
      space: () => terminal.space,
      showsPictures: () => terminal.pictures.way !== undefined,
    },
    clock,
    settings: options.settings ?? new Settings(undefined),
    words: () => options.words,
    color: options.color,
    links: options.links ?? false,
    plain: false,
    own: extras?.commands ?? [],
  });
}
