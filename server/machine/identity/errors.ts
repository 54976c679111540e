/**
 * Why a server cannot show who it is, as kinds that the user's language has a sentence for.
 *
 * @module
 */

import type { IdentityProblem } from "../logger.ts";

/** A key or a certificate cannot be had. */
export class CannotIdentify extends Error {
  /** The name of the error. */
  override readonly name = "CannotIdentify";
  /** The kind of problem. */
  readonly kind: IdentityProblem;
  /** The file. */
  readonly path: string;

  /** Wraps what was caught. @param cause What the system said, if it was the system. */
  constructor(kind: IdentityProblem, path: string, cause?: unknown) {
    super(cause instanceof Error ? cause.message : kind, { cause });
    this.kind = kind;
    this.path = path;
  }
}

/** Tells why a file could not be read. */
export function readProblem(error: unknown): IdentityProblem {
  const { NotFound, NotADirectory } = Deno.errors;
  return error instanceof NotFound || error instanceof NotADirectory ? "missing" : "unreadable";
}
