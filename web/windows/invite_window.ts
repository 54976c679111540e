/**
 * The window that shows others how to come in: the address as large as a projector needs it, and as a QR code.
 *
 * @module
 */

import type { InvitationFrame } from "../../protocol.ts";
import type { WindowWords } from "../../words/en.ts";
import { button, element } from "../view.ts";

/** What the window works with. */
export interface InviteParts {
  readonly words: WindowWords;
  /** Asks the server for a link, whose ticket lets in so many people. */
  readonly ask: (uses: number) => void;
  /** Says what an invitation is good for, a sentence each. */
  readonly sentences: (frame: InvitationFrame) => readonly string[];
  /** Copies a text; nothing where the browser does not let a page do that. */
  readonly copy: ((text: string) => void) | undefined;
}

/** How many people a ticket lets in that is made for a class. */
const CLASS = 30;

const SVG = "http://www.w3.org/2000/svg";

/** Shows how others come in. */
export class InviteWindow {
  readonly #dialog: HTMLDialogElement;
  readonly #body: HTMLElement;
  readonly #parts: InviteParts;
  #isWanted = false;
  /** How many the ticket is to let in, as it was asked for last. */
  #asked = 1;

  constructor(
    { dialog, body }: { readonly dialog: HTMLDialogElement; readonly body: HTMLElement },
    parts: InviteParts,
  ) {
    this.#dialog = dialog;
    this.#body = body;
    this.#parts = parts;
    dialog.addEventListener("close", () => body.replaceChildren()); // A ticket in it is secret.
  }

  /** Opens, once the server has answered. */
  open(): void {
    this.#want(1);
  }

  #want(uses: number): void {
    this.#isWanted = true;
    this.#asked = uses;
    this.#parts.ask(uses);
  }

  /** Shows an invitation, if it was asked for here; else `false`. */
  show(frame: InvitationFrame): boolean {
    if (!this.#isWanted) return false;
    this.#isWanted = false;
    const { words: { page: words }, copy, sentences } = this.#parts;
    const address = frame.page ?? frame.link;
    const shown = element("p", address, "address");
    shown.dir = "ltr";
    const code = element("div", "", "code");
    void drawCode(code, address, words.inviteCode);
    const acts = element("p", "", "row");
    if (copy !== undefined) acts.append(button(words.inviteCopy, () => copy(address), "main"));
    // Who asked for more and got one may give no more.
    if (frame.ticket?.uses === 1 && this.#asked === 1) {
      acts.append(button(words.inviteClass, () => this.#want(CLASS)));
    }
    const told = sentences(frame).slice(frame.page === undefined ? 1 : 2).map((said) =>
      element("p", said, "quiet")
    );
    this.#body.replaceChildren(shown, code, acts, ...told);
    if (frame.page !== undefined) this.#body.append(element("p", `chat client ${frame.link}`, "quiet"));
    if (!this.#dialog.open) this.#dialog.showModal();
    return true;
  }
}

/** Draws the code. Without its script, which a server of another version does not have, the address is enough. */
async function drawCode(into: HTMLElement, address: string, label: string): Promise<void> {
  try {
    const { qrPath } = await import("./qr_code.ts");
    const { path, size } = qrPath(address);
    const picture = document.createElementNS(SVG, "svg");
    picture.setAttribute("viewBox", `0 0 ${size} ${size}`);
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", label);
    const squares = document.createElementNS(SVG, "path");
    squares.setAttribute("d", path);
    picture.append(squares);
    into.replaceChildren(picture);
  } catch {
    into.hidden = true;
  }
}
