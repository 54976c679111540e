/**
 * How one client is written to in a turn in which something is its own. Pure.
 *
 * @module
 */

import type { MessageFrame, ServerFrame } from "../../../protocol.ts";
import type { Format } from "../../core/delivery.ts";

/** What a client writes in its own way. */
interface OwnWriter {
  /** How what it has in common with others is written. */
  readonly shared: Format;
  /** Encodes an event of a turn in which something is its own. */
  encodeOwnTurn(frame: ServerFrame): string;
}

const NOTHING_AROUND: Format["aroundHistory"] = ["", ""];

/** The format of one client. It has no callbacks, as each client would keep its own. */
export class OwnFormat implements Format {
  readonly #client: OwnWriter;

  constructor(client: OwnWriter) {
    this.#client = client;
  }

  get door(): Format["door"] {
    return "irc";
  }

  get aroundHistory(): Format["aroundHistory"] {
    return NOTHING_AROUND;
  }

  encode(frame: ServerFrame): string {
    return this.#client.encodeOwnTurn(frame);
  }

  encodeHistory(messages: readonly MessageFrame[], lastAt: number | undefined): string {
    return this.#client.shared.encodeHistory(messages, lastAt);
  }
}
