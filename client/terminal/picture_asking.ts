/**
 * Whether this terminal shows pictures, and how: it is asked, and nothing is guessed from what is said of it.
 *
 * First come questions that every terminal reads over that does not know them. Only one that told its name is asked by kitty's
 * sequence: others write such a string on the screen, and tmux takes it for a title.
 *
 * @module
 */

import type { Cell, PictureWay } from "../pictures.ts";
import type { TerminalAnswer } from "./answers.ts";

/** XTVERSION, the size of a cell, and what it can do: that one every terminal answers, so it is the last. */
const QUESTIONS = "\x1b[>q\x1b[16t\x1b[c";

/** Whether it takes a picture as kitty does: one of one pixel, which is not shown. */
const ASK_KITTY = "\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\";

/** How many colours a sixel picture may have (XTSMGRAPHICS). */
const ASK_COLORS = "\x1b[?1;1;0S";

/** What those call themselves that take pictures as iTerm2 does. */
const LIKE_ITERM2 = /^(?:iTerm2|WezTerm|mintty)\b/;

/** Those in which another terminal is, by a name before which that one's sequences mean something else. */
const BETWEEN = /^(?:tmux|screen)\b/i;

/** What DEC gave sixel graphics in what a terminal can do. */
const SIXEL = 4;

/** The colours of sixels where the terminal does not say. */
const USUAL_COLORS = 256;

/** A cell of a terminal that does not tell its size: smaller than most, so that no picture goes over its rows. */
const SMALL_CELL: Cell = { width: 7, height: 14, isGuess: true };

/** What a terminal has said of pictures until now. */
export class PictureAsking {
  readonly #write: (text: string) => void;
  #isAsked = false;
  #name = "";
  #cell = SMALL_CELL;
  #isKitty = false;
  #hasSixel = false;
  #colors = USUAL_COLORS;

  /** @param write Asks the terminal. */
  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** How it shows pictures; `undefined` as long as it has not said that it does. */
  get way(): PictureWay | undefined {
    if (this.#isKitty) return { kind: "kitty" };
    if (LIKE_ITERM2.test(this.#name)) return { kind: "iterm2" };
    return this.#hasSixel ? { kind: "sixel", colors: this.#colors } : undefined;
  }

  /** How large its cells are. */
  get cell(): Cell {
    return this.#cell;
  }

  /** Asks it, once. */
  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    this.#write(QUESTIONS);
  }

  /** Takes what it said. What nobody asked for is nothing. */
  receive(answer: TerminalAnswer): void {
    if (!this.#isAsked) return;
    switch (answer.about) {
      case "name":
        this.#name = answer.name;
        if (!BETWEEN.test(answer.name)) this.#write(ASK_KITTY);
        return;
      case "cell":
        if (isCell(answer)) this.#cell = { width: answer.width, height: answer.height };
        return;
      case "abilities":
        this.#hasSixel = answer.numbers.includes(SIXEL);
        if (this.#hasSixel) this.#write(ASK_COLORS);
        return;
      case "kitty":
        this.#isKitty = answer.isGood;
        return;
      case "colors":
        this.#colors = answer.count;
        return;
      case "position":
        return;
    }
  }
}

/** Tells whether a cell can be as large as that, in pixels: all that is drawn is reckoned by it. */
function isCell({ width, height }: Cell): boolean {
  return width >= 3 && height >= 5 && width <= 64 && height <= 128;
}
