/**
 * Where the reader of a list of messages is: at its end, where it stays whatever comes, or somewhere above, where what comes
 * is counted and moves nothing.
 *
 * @module
 */

import type { PageWords } from "../../words/en.ts";
import { fill } from "./document_words.ts";
import { button } from "./nodes.ts";

/** Nearer to the end than this, in pixels, is at the end. */
const NEAR = 48;

/** What a position learns and tells. */
export interface PositionParts {
  readonly words: PageWords;
  /** Called when somebody has scrolled there. */
  readonly onTop: () => void;
  readonly onBottom: () => void;
  /** Called before the page is laid out for lines that came together. */
  readonly onSettle: () => void;
}

/** The position of one reader in one list. */
export class ReadingPosition {
  /** Tells how much has come below, and leads there. */
  readonly unread = button("", () => this.toEnd(), "unread");
  readonly #log: HTMLElement;
  readonly #parts: PositionParts;
  #isAtEnd = true;
  #isShown = false;
  #offset = 0;
  #unseen = 0;
  #isSettling = false;

  /** @param log What scrolls. */
  constructor(log: HTMLElement, parts: PositionParts) {
    this.#log = log;
    this.#parts = parts;
    this.unread.hidden = true;
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#isShown && this.keep()).observe(log);
  }

  /** Whether the list is in view. */
  get isShown(): boolean {
    return this.#isShown;
  }

  /** Whether its reader sees its end, or did when it was in view. */
  get isAtEnd(): boolean {
    return this.#isAtEnd;
  }

  /** Notes that the list comes into view, or goes: where it was left is kept. */
  note(isShown: boolean): void {
    if (this.#isShown && !isShown) this.#offset = this.#log.scrollTop;
    this.#isShown = isShown;
  }

  /** Goes where its reader was. */
  restore(): void {
    if (this.#isAtEnd) this.toEnd();
    else this.#log.scrollTop = this.#offset;
  }

  /** Goes to the end and stays there. */
  toEnd(): void {
    this.#isAtEnd = true;
    this.#unseen = 0;
    this.unread.hidden = true;
    if (!this.#isShown) return;
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#parts.onBottom();
  }

  /** Goes to the end at once, if its reader is there. */
  keep(): void {
    if (this.#isAtEnd) this.toEnd();
  }

  /** Goes to a line above. */
  lookAt(line: HTMLElement): void {
    this.#isAtEnd = false;
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
    this.#scrolled();
  }

  /**
   * Stays at the end, or where its reader is, as there is one more line.
   *
   * @param mustSettle Whether it has something that {@linkcode PositionParts.onSettle} is for.
   * @param isNews Whether it is counted where its reader does not see it.
   * @param isPast Whether much else of what was said before comes with it.
   */
  grew(mustSettle: boolean, isNews: boolean, isPast: boolean): void {
    if (this.#isAtEnd || mustSettle) this.#settleSoon(isPast);
    if (this.#isAtEnd || !isNews) return;
    this.#unseen++;
    this.unread.textContent = fill(this.#parts.words.page.unread, { count: this.#unseen });
    this.unread.hidden = false;
  }

  /** Stays at the end, if its reader is there: something has become larger or smaller. */
  stay(): void {
    if (this.#isAtEnd) this.#settleSoon(false);
  }

  /**
   * Goes to the end once for all lines that come together: each time the whole page is laid out.
   *
   * @param isPast With the next frame, which is laid out anyway: not in the same breath in which many lines were made.
   */
  #settleSoon(isPast: boolean): void {
    if (this.#isSettling) return;
    this.#isSettling = true;
    const settle = (): void => {
      this.#isSettling = false;
      this.#parts.onSettle();
      this.keep();
    };
    if (isPast && !document.hidden) requestAnimationFrame(settle); // No frame comes while nobody sees the page.
    else queueMicrotask(settle);
  }

  #scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    if (!this.#isShown || clientHeight === 0) return;
    this.#isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.#isAtEnd) {
      if (this.#unseen > 0) this.toEnd();
      else this.#parts.onBottom();
    }
    if (scrollTop < NEAR && scrollHeight > clientHeight) this.#parts.onTop();
  }
}
