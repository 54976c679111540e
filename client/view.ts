/**
 * What a person gets to see, as lines: messages, presence, lists, search results, help; the same for a screen and for plain lines.
 * Must not know a terminal, standard output or a connection: lines go to a `Surface`, frames are handed in.
 * Called by the session, the terminal and the pipe.
 * Closed by `View.close`: what still waits to be shown is shown, and no timer is left.
 *
 * @module
 */

export { renderHelp } from "./view/help.ts";
export { noticeSentence, renderFrame } from "./view/lines.ts";
export { asTyped, clockTime, renderPending, showNumbers } from "./view/pending.ts";
export { promptOf, statusOf, type StatusPart } from "./view/status_line.ts";
export { renderNote, renderProblem, type Style } from "./view/style.ts";
export { boundaryAfter, boundaryBefore, type Grapheme, graphemes, textWidth } from "./view/width.ts";
export { type DisplayLine, inOneLine, shownWidth, wrap } from "./view/wrap.ts";
export { View } from "./view/view.ts";
