/**
 * Who may come in where not everybody may: those with a word that all of them know, or with an invitation, or an account.
 *
 * @module
 */

import { createHash, timingSafeEqual } from "node:crypto";
import type { Problem } from "../../../protocol.ts";
import type { EntryRule } from "../../machine/options.ts";
import { isGoodFor } from "./ticket_table.ts";
import type { KnownTickets, Ticket } from "./tickets.ts";
import { WrongWords } from "./wrong_words.ts";

/** Somebody who wants to come in, and what they have. */
export interface Candidate {
  readonly name: string;
  readonly ticket?: string | undefined;
  readonly word?: string | undefined;
  /** Whether they have proved to be somebody who has an account. */
  readonly hasAccount: boolean;
  /** Their number in the log, if it knows their token. */
  readonly personId?: number | undefined;
  /** The key of their address. */
  readonly addressKey: string;
}

/** What is said to a candidate: nothing against them, perhaps by a ticket that is good but not used yet; or what is wrong. */
export type Admission =
  | { readonly isAdmitted: true; readonly ticket?: Ticket | undefined }
  | { readonly isAdmitted: false; readonly problem: Problem };

/** What becomes of a word that was tried. `wait` is in ms, whole seconds. */
export type WordVerdict =
  | { readonly kind: "right" }
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly wait: number };

/** What entry is decided with. */
export interface EntryParts {
  readonly rule: EntryRule;
  /** None on a server that keeps nothing. */
  readonly tickets?: KnownTickets | undefined;
  /** The wall clock, in ms since 1970: tickets end by it, and are good again where it was wrong. */
  now(): number;
  /** The clock that never jumps, in ms. */
  elapsed(): number;
}

/** Decides who may come in. Of the word only a hash is kept. */
export class Entry {
  readonly #kind: EntryRule["kind"];
  readonly #hash: Uint8Array;
  readonly #parts: Omit<EntryParts, "rule">;
  readonly #wrong = new WrongWords();

  constructor({ rule, ...parts }: EntryParts) {
    this.#kind = rule.kind;
    this.#hash = hashOf(rule.kind === "word" ? rule.word : "");
    this.#parts = parts;
  }

  /** Whether everybody may come in. */
  get isOpen(): boolean {
    return this.#kind === "open";
  }

  /** Whether everybody is asked for a word. */
  get asksForWord(): boolean {
    return this.#kind === "word";
  }

  /** Tries a word. Wrong ones are counted by the key of the address, and are too many soon. */
  checkWord(given: string, addressKey: string): WordVerdict {
    const now = this.#parts.elapsed();
    const wait = this.#wrong.wait(addressKey, now);
    if (wait > 0) return { kind: "wait", wait: 1000 * Math.ceil(wait / 1000) };
    if (timingSafeEqual(hashOf(given), this.#hash)) return { kind: "right" };
    this.#wrong.count(addressKey, now);
    return { kind: "wrong" };
  }

  /** Decides whether somebody may come in; uses nothing. @throws {Error} When the log cannot be read. */
  admit(candidate: Candidate): Admission {
    const { name, ticket: token, hasAccount } = candidate;
    if (token !== undefined) {
      const ticket = this.#parts.tickets?.find(token, this.#parts.now());
      if (ticket?.kind === "entry" && isGoodFor(ticket, name)) return { isAdmitted: true, ticket };
    }
    // An account needs no invitation, nor who came in by one that was good.
    const isKnown = hasAccount || this.#isInvited(candidate);
    if (this.#kind !== "open" && isKnown) return { isAdmitted: true };
    if (token !== undefined) {
      return refused({ code: "ticket-bad", ...(this.#kind === "open" && { open: true }) });
    }
    if (this.#kind === "open") return { isAdmitted: true };
    return this.#kind === "word" ? this.#admitByWord(candidate) : refused({ code: "closed" });
  }

  #isInvited({ personId }: Candidate): boolean {
    return this.#kind !== "open" && personId !== undefined &&
      this.#parts.tickets?.isInvited(personId) === true;
  }

  #admitByWord({ word, addressKey }: Candidate): Admission {
    if (word === undefined) return refused({ code: "closed", door: true });
    const verdict = this.checkWord(word, addressKey);
    switch (verdict.kind) {
      case "right":
        return { isAdmitted: true };
      case "wrong":
        return refused({ code: "closed", door: true, wrong: true });
      case "wait":
        return refused({ code: "closed", door: true, wait: verdict.wait });
    }
  }
}

function refused(problem: Problem): Admission {
  return { isAdmitted: false, problem };
}

/** Hashes a word: blanks around it, and how its letters are put together, do not matter. */
function hashOf(word: string): Uint8Array {
  return createHash("sha256").update(word.normalize("NFKC").trim()).digest();
}
