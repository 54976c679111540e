/**
 * The work that has somebody waiting: searches, and counts of what is unread.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { countUnread, type FileReply, type FileRequest, searchFile } from "../search.ts";
import type { Order } from "./messages.ts";
import type { Work } from "./worklist.ts";

type Question = Extract<Order, { kind: "ask" }>;

/** What answers are made from. */
export interface AnswerParts {
  readonly log: DatabaseSync;
  /** The index, while there is one. */
  readonly index: () => DatabaseSync | undefined;
  readonly now: () => number;
  readonly answer: (number: number, reply: FileReply) => void;
}

/** Answers one question a step, in the order in which they came. */
export class Answers implements Work {
  readonly name = "reading";
  readonly isPatient = false;
  readonly #parts: AnswerParts;
  readonly #waiting: Question[] = [];

  constructor(parts: AnswerParts) {
    this.#parts = parts;
  }

  /** Adds a question. */
  add(question: Question): void {
    this.#waiting.push(question);
  }

  step(): number {
    const question = this.#waiting.shift();
    if (question === undefined) return Infinity;
    this.#parts.answer(question.number, this.#reply(question.request, question.within));
    return this.#waiting.length > 0 ? 0 : Infinity;
  }

  #reply(request: FileRequest, within: number): FileReply {
    const { log, index, now } = this.#parts;
    const until = now() + within;
    const isLate = (): boolean => now() > until;
    const files = { log, index: index() };
    try {
      return request.kind === "search"
        ? searchFile(files, request.wanted, isLate)
        : countUnread(files, request.wanted, isLate);
    } catch (error) {
      return { kind: "failed", why: String(error) };
    }
  }
}
