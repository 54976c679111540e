/**
 * Why hands could not be shaken.
 *
 * @module
 */

/** A handshake did not come to its end. The message is for the operator. */
export class HandshakeFailed extends Error {
  /** The name of the error. */
  override readonly name = "HandshakeFailed";

  /** Wraps what was caught. */
  constructor(cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}
