/**
 * What the server's door for people says to a connection that was silent at first. Pure.
 *
 * @module
 */

import type { ErrorFrame } from "../../protocol.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";

/** The lines of a greeting: who greets, and the question for a name. */
const MOST = 2;

/** The question that ends a greeting, in each language. */
const QUESTIONS: readonly string[] = [en.plain.askName, it.plain.askName];

/** A number of connections that stands for any other, as sentences have it. */
const ANY_LIMIT = 987_654;

/** What a full server says to a person, in each language, around the number of its connections; one is another sentence. */
const REFUSALS = [en, it].flatMap((words) =>
  (["full", "address-full"] as const).flatMap((code) =>
    [1, ANY_LIMIT].map((limit) => {
      const [before = "", after = ""] = words.problem({ code, limit }).split(String(limit));
      return { code, before, after };
    })
  )
);

/**
 * Reads the refusal of a server that is full and that took a late connection for a person's: as the error that it would
 * have sent a program. `undefined` for any other line.
 */
export function refusalIn(text: string): ErrorFrame | undefined {
  for (const { code, before, after } of REFUSALS) {
    if (!text.startsWith(before) || !text.endsWith(after)) continue;
    const limit = text.slice(before.length, text.length - after.length);
    if (/^\d{1,9}$/.test(limit)) return { type: "error", code, limit: Number(limit), text };
  }
  return undefined;
}

/** How other protocols begin, whose servers speak first or answer what they do not understand. */
const OTHER_PROTOCOL = /^(?:HTTP\/|SSH-|RFB |\* |[-+]|<|\d{3}[ -])/;

/**
 * The lines before a server's first frame. A hello that is more than 300 ms on its way (a relay, a loaded machine) arrives
 * after the server has taken the silent connection for a person with `nc` and greeted it: that greeting is passed over.
 */
export class GreetingLines {
  #count = 0;
  #isOurs = false;

  /** Tells whether one of the lines can only be from a chat server. */
  get isOurs(): boolean {
    return this.#isOurs;
  }

  /** Tells whether there were lines of which none shows whose they are. */
  get isDoubtful(): boolean {
    return this.#count > 0 && !this.#isOurs;
  }

  /** Takes a line that is no frame, `undefined` for one that is no text; `false` when it cannot be part of a greeting. */
  skip(text: string | undefined): boolean {
    if (this.#isOurs) return true;
    this.#isOurs = text !== undefined && QUESTIONS.includes(text);
    if (this.#isOurs) return true;
    return text !== undefined && ++this.#count <= MOST && isSentence(text);
  }
}

/** Tells whether a line could be a person's language: not another protocol's, nor a value of JSON. */
function isSentence(text: string): boolean {
  return !OTHER_PROTOCOL.test(text) && !/^\s*[{["]/.test(text) && !/\p{Cc}/u.test(text);
}
