/**
 * A message of several lines as an IRC client sends it: a batch that is one message once it ends. Pure.
 *
 * Sources: https://ircv3.net/specs/extensions/multiline and https://ircv3.net/specs/extensions/client-batch
 *
 * @module
 */

import { byteLength, copyOf, type IrcLine, type Tags } from "./line.ts";
import { MOST } from "./limits.ts";

/** A line that goes on in the same line of the text as the one before it. */
const CONCAT = "draft/multiline-concat";

/** A part of a text as its author cut it. */
export interface Piece {
  readonly piece: string;
  /** Set for one that goes on in the same line of the text as the one before it. */
  readonly isMore: boolean;
}

/** What is wrong with a batch: the code of its standard reply, and what that names. */
export interface BatchProblem {
  readonly code:
    | "MULTILINE_INVALID"
    | "MULTILINE_INVALID_TARGET"
    | "MULTILINE_MAX_BYTES"
    | "MULTILINE_MAX_LINES";
  readonly context: readonly string[];
}

const INVALID: BatchProblem = { code: "MULTILINE_INVALID", context: [] };

/** A batch that is not ended yet. Once something was wrong with it, the rest of it is read and dropped. */
export class Multiline {
  readonly ref: string;
  readonly target: string;
  /** The label of its first line: the answer to that is the message. */
  readonly label: string | undefined;
  /** The tags of its first line: those of the message. */
  readonly tags: Tags;
  readonly #mostBytes: number;
  readonly #pieces: Piece[] = [];
  #command: string | undefined;
  #bytes = 0;
  #isBroken = false;

  /** @param mostBytes The most bytes of the text. */
  constructor(
    begun: Pick<Multiline, "ref" | "target" | "label" | "tags">,
    mostBytes: number,
  ) {
    this.ref = begun.ref;
    this.target = begun.target;
    this.label = begun.label;
    this.tags = begun.tags;
    this.#mostBytes = mostBytes;
  }

  /** The parts of the text until now. */
  get pieces(): readonly Piece[] {
    return this.#pieces;
  }

  /** Whether it is a notice. */
  get isNotice(): boolean {
    return this.#command === "NOTICE";
  }

  /** The text until now. */
  get text(): string {
    return textOf(this.#pieces);
  }

  /** Whether something was wrong with it, which was told. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** Adds a line. Gives what is wrong with it, once. */
  add(line: IrcLine): BatchProblem | undefined {
    if (this.#isBroken) return undefined;
    const problem = this.#problemOf(line);
    this.#isBroken = problem !== undefined;
    if (problem !== undefined) return problem;
    const { command, tags, params: [, piece = ""] } = line;
    this.#command = command;
    this.#pieces.push({ piece: copyOf(piece), isMore: tags.has(CONCAT) && this.#pieces.length > 0 });
    return undefined;
  }

  /** Ends it. Gives what is wrong with it as a whole. */
  end(): BatchProblem | undefined {
    if (this.#isBroken) return undefined;
    return this.#pieces.every(({ piece }) => piece === "") ? INVALID : undefined;
  }

  #problemOf({ command, tags, params: [target, text = ""] }: IrcLine): BatchProblem | undefined {
    if (command !== (this.#command ?? command) || (command !== "PRIVMSG" && command !== "NOTICE")) {
      return INVALID;
    }
    if (target !== this.target) {
      return { code: "MULTILINE_INVALID_TARGET", context: [this.target, target ?? ""] };
    }
    if (tags.has(CONCAT) && text === "") return INVALID;
    if (this.#pieces.length >= MOST.lines) {
      return { code: "MULTILINE_MAX_LINES", context: [String(MOST.lines)] };
    }
    const isJoined = this.#pieces.length > 0 && !tags.has(CONCAT);
    this.#bytes += byteLength(text) + (isJoined ? 1 : 0);
    if (this.#bytes > this.#mostBytes) {
      return { code: "MULTILINE_MAX_BYTES", context: [String(this.#mostBytes)] };
    }
    return undefined;
  }
}

/** Joins the parts of a text. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map(({ piece, isMore }, index) => index === 0 || isMore ? piece : `\n${piece}`).join("");
}
