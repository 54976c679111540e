/**
 * The terminal: raw while we are here, given back as it was whatever happens. Gathers what is to be shown into one write
 * a frame, and frames come no faster than an eye sees.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Key } from "./key.ts";
import { readKeys } from "./key_source.ts";
import { PictureAsking } from "./picture_asking.ts";
import { type InputLine, Painter, type Shown, type Size } from "./screen.ts";
import type { Tty } from "./tty.ts";

/** How long a terminal may take to tell where its cursor is, in milliseconds. Most take none at all. */
export const POSITION_TIMEOUT = 150;

/** The time between two frames at least, in milliseconds: 30 a second. */
export const FRAME_INTERVAL = 33;

const PASTE_ON = "\x1b[?2004h";
const PASTE_OFF = "\x1b[?2004l";
// The title that was there before is kept by the terminal (where it can), and comes back when we go.
const KEEP_TITLE = "\x1b[22;2t";
const GIVE_TITLE_BACK = "\x1b[23;2t";
const BELL = "\x07";
const ASK_POSITION = "\x1b[6n";

/** One person's screen and keys. */
export class Terminal {
  readonly #tty: Tty;
  readonly #clock: Clock;
  readonly #painter = new Painter();
  readonly #quiet: readonly (() => void)[];
  /** What it says of pictures. */
  readonly pictures = new PictureAsking((text) => {
    if (this.#isOpen && !this.#isAway) this.#write(text);
  });
  #lines: Shown[] = [];
  #input: InputLine = { prompt: "", text: "", cursor: 0 };
  #wantsClear = false;
  /** What goes with the next frame besides what is seen: a bell, a title. */
  #extras = "";
  #title: string | undefined;
  #cancelFrame: (() => void) | undefined;
  /** When the last frame was, by the clock's own measure. */
  #lastFrame = -FRAME_INTERVAL;
  /** How wide the screen was at the last frame; 0 before there was one. */
  #columns = 0;
  /** Set while the terminal is asked where its cursor is: nothing is painted meanwhile. */
  #cancelAsking: (() => void) | undefined;
  #isOpen = true;
  #isAway = false;

  /** Takes the terminal over. */
  constructor(tty: Tty, clock: Clock) {
    this.#tty = tty;
    this.#clock = clock;
    tty.setRaw(true);
    this.#quiet = [
      tty.onResize(() => this.#soon()),
      tty.onContinue?.(() => this.#return()) ?? ((): void => {}),
    ];
    // An error that nobody caught, or an exit from elsewhere, must not leave a raw terminal behind.
    globalThis.addEventListener("unload", this.#restore);
    globalThis.addEventListener("error", this.#restore);
    globalThis.addEventListener("unhandledrejection", this.#restore);
    this.#write(PASTE_ON);
  }

  /** Shows lines above the input. */
  show(lines: readonly Shown[]): void {
    for (const line of lines) this.#lines.push(line);
    this.#soon();
  }

  /** Shows what is being typed. */
  type(input: InputLine): void {
    this.#input = input;
    this.#soon();
  }

  /** How much space there is now. */
  get space(): Size {
    return this.#size();
  }

  /** Begins an empty screen. */
  clear(): void {
    this.#wantsClear = true;
    this.#lines = [];
    this.#soon();
  }

  /** Rings the bell. */
  bell(): void {
    if (this.#extras.includes(BELL)) return;
    this.#extras += BELL;
    this.#soon();
  }

  /** Sets the window's title: one clean line. The one before comes back at the end. */
  title(title: string): void {
    if (this.#title === title) return;
    this.#extras += (this.#title === undefined ? KEEP_TITLE : "") + setTitle(title);
    this.#title = title;
    this.#soon();
  }

  /** Gives the terminal back, stops as Ctrl-Z asks for, and takes it again when told to go on. */
  async suspend(): Promise<void> {
    if (this.#tty.suspend === undefined || this.#isAway) return;
    this.#cancelFrame?.();
    this.#cancelFrame = undefined;
    this.#write(this.#painter.finish(this.#lines, this.#size()) + PASTE_OFF);
    this.#lines = [];
    this.#isAway = true;
    this.#tty.setRaw(false);
    await this.#tty.suspend();
    this.#return();
  }

  /**
   * Reads the keys that are pressed, until there are no more: a terminal that cannot be read is gone, like one that has ended.
   *
   * @param wantsEscape Whether Escape alone is a key now. Else it waits for the one after it, however slowly that is typed.
   */
  async *keys(wantsEscape: () => boolean = () => false): AsyncGenerator<Key, void, undefined> {
    const source = {
      read: (into: Uint8Array) => this.#tty.read(into).catch(() => null),
      isOpen: () => this.#isOpen,
      wantsEscape,
    };
    for await (const key of readKeys(source, this.#clock)) {
      if (key.kind !== "answer") yield key;
      else if (key.answer.about === "position") this.#receivePosition(key.answer.column);
      else this.pictures.receive(key.answer);
    }
  }

  /** Shows what still waits, takes the input away, and gives the terminal back. */
  close(): void {
    if (!this.#isOpen) return;
    this.#cancelFrame?.();
    this.#cancelAsking?.();
    this.#write(this.#painter.finish(this.#lines, this.#size()));
    this.#lines = [];
    this.#restore();
  }

  #soon(): void {
    if (!this.#isOpen || this.#isAway || this.#cancelAsking !== undefined) return;
    const wait = Math.max(0, this.#lastFrame + FRAME_INTERVAL - this.#clock.elapsed());
    this.#cancelFrame ??= this.#clock.after(wait, () => this.#frame());
  }

  /** Takes the terminal over again after a stop: it is as others left it. */
  #return(): void {
    if (!this.#isOpen) return;
    if (!this.#isAway) this.#tty.setRaw(false); // Stopped from outside: the mode is not ours any more.
    this.#isAway = false;
    this.#tty.setRaw(true);
    this.#painter.forget();
    this.#columns = 0;
    this.#write(PASTE_ON + (this.#title === undefined ? "" : setTitle(this.#title)));
    this.#soon();
  }

  /**
   * Paints a frame. After a change of the width, terminals break the row with the cursor anew or cut it off: where the cursor is then
   * tells which. Without an answer nothing is painted over that could be a message.
   */
  #frame(): void {
    this.#cancelFrame = undefined;
    if (!this.#isOpen || this.#isAway) return;
    const { columns } = this.#size();
    if (this.#columns === 0 || columns === this.#columns) return this.#paint(undefined);
    this.#columns = columns;
    this.#cancelAsking = this.#clock.after(POSITION_TIMEOUT, () => this.#receivePosition(undefined));
    this.#write(ASK_POSITION);
  }

  #receivePosition(column: number | undefined): void {
    if (this.#cancelAsking === undefined) return; // Nobody asked: some terminal's key.
    this.#cancelAsking();
    this.#cancelAsking = undefined;
    if (this.#isOpen && !this.#isAway) this.#paint(column);
  }

  #paint(column: number | undefined): void {
    this.#lastFrame = this.#clock.elapsed();
    const size = this.#size();
    this.#columns = size.columns;
    const cleared = this.#wantsClear ? this.#painter.clear(this.#input, size) : "";
    const lines = this.#lines;
    this.#wantsClear = false;
    this.#lines = [];
    const extras = this.#extras;
    this.#extras = "";
    this.#write(cleared + extras + this.#painter.frame(lines, this.#input, size, column));
  }

  #size(): Size {
    try {
      const { columns, rows } = this.#tty.size();
      return { columns: Math.max(1, columns || 80), rows: Math.max(1, rows || 24) };
    } catch {
      return { columns: 80, rows: 24 }; // A terminal that does not know its size is taken for the usual one.
    }
  }

  #write(text: string): void {
    try {
      this.#tty.write(text);
    } catch {
      // The terminal is gone. Reading from it tells so too, and that ends the conversation.
    }
  }

  readonly #restore = (): void => {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    for (const quiet of this.#quiet) quiet();
    globalThis.removeEventListener("unload", this.#restore);
    globalThis.removeEventListener("error", this.#restore);
    globalThis.removeEventListener("unhandledrejection", this.#restore);
    this.#write((this.#title === undefined ? "" : GIVE_TITLE_BACK) + PASTE_OFF);
    try {
      this.#tty.setRaw(false);
    } catch {
      // The terminal is gone, and its mode with it.
    }
  };
}

function setTitle(title: string): string {
  return `\x1b]2;${title}\x1b\\`;
}
