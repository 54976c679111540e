/**
 * Answers about one's account, files and invitations: in the window that asked, else in the conversation.
 *
 * @module
 */

import { cleanLine } from "../../protocol/text.ts";
import { deviceLeadingToPage, leadingToPage } from "../../links.ts";
import { accountSentences } from "../../words/account_sentences.ts";
import type { RestWords } from "../../words/en.ts";
import { fileSentences } from "../../words/file_sentences.ts";
import { invitationSentences } from "../../words/invitation_sentences.ts";
import type { AnswersView, Of } from "../session.ts";
import type { InviteWindow } from "./invite_window.ts";

/** What it works with. */
export interface AnswersParts {
  readonly words: RestWords;
  readonly invite: Pick<InviteWindow, "show">;
  /** Where this page came from, as `https://chat.example`. */
  readonly origin: string;
  /** Writes the date and time of a moment. */
  readonly dateOf: (at: number) => string;
  readonly note: (text: string) => void;
}

/** Tells them. */
export class Answers implements Omit<AnswersView, "upload"> {
  readonly #parts: AnswersParts;

  constructor(parts: AnswersParts) {
    this.#parts = parts;
  }

  account(frame: Of<"claimed"> | Of<"devices"> | Of<"account">): void {
    const { words, origin, dateOf, note } = this.#parts;
    const leading = frame.type === "account" ? deviceLeadingToPage(origin, frame) : frame;
    accountSentences(leading, words, dateOf).forEach(note);
  }

  audit({ lines }: Of<"modlist">): void {
    const { words, note } = this.#parts;
    for (const line of lines) note(cleanLine(words.audit(line)));
  }

  file(frame: Of<"file">): void {
    const { words, origin, dateOf, note } = this.#parts;
    fileSentences({ ...frame, link: origin + frame.path }, words, dateOf).forEach(note);
  }

  invitation(frame: Of<"invitation">): void {
    const { words, origin, dateOf, note, invite } = this.#parts;
    const leading = leadingToPage(origin, frame);
    if (!invite.show(leading)) invitationSentences(leading, words, dateOf).forEach(note);
  }
}
