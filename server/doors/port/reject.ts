/**
 * Telling a connection that cannot stay why, in the grammar of its door.
 *
 * @module
 */

import { type Clock, within } from "../../../net/clock.ts";
import { LineReader } from "../../../net/lines.ts";
import type { Problem } from "../../../protocol.ts";
import { type Connection, sayGoodbye } from "../../connection.ts";
import { encodeAnswer, readHead } from "../web/http.ts";
import { nativeFormat } from "../native/door.ts";
import { openingOf } from "./first_bytes.ts";
import type { DoorKind } from "./sniff.ts";
import { refuseRequest, routeRequest, type WebParts } from "../web/routes.ts";

/** How long one that is turned away has to show its door, in ms; and when descriptors are short. */
const SILENCE = 300;
const SHORT_SILENCE = 20;

/** How long a browser that is turned away has to send its request's head, in ms. */
const HEAD_WITHIN = 5000;

/** So many at once are told why they are turned away; more are only closed. */
const MOST = 64;

/** What is needed to turn somebody away. */
export interface RejectionsParts {
  readonly web: WebParts;
  readonly clock: Clock;
  /** The longest line, in bytes. */
  readonly lineBytes: number;
}

/** Those who are being told why they cannot stay. */
export class Rejections {
  readonly #parts: RejectionsParts;
  #count = 0;

  constructor(parts: RejectionsParts) {
    this.#parts = parts;
  }

  /** Tells one of them, in a short while. @param tookSpare Whether its descriptor is needed. */
  async reject(connection: Connection, problem: Problem, tookSpare: boolean): Promise<void> {
    if (this.#count >= MOST) return connection.close();
    this.#count++;
    try {
      await this.#tell(connection, problem, tookSpare);
    } finally {
      this.#count--;
    }
  }

  async #tell(connection: Connection, problem: Problem, tookSpare: boolean): Promise<void> {
    const { web: { words }, clock, lineBytes } = this.#parts;
    const silence = tookSpare ? SHORT_SILENCE : SILENCE;
    const reader = new LineReader(connection, lineBytes);
    const shown = openingOf(reader);
    const opening = await within<DoorKind, DoorKind>(clock, silence, shown, "plain");
    if (opening === "web" && !tookSpare) return await this.#tellWeb(connection, reader, problem);
    const last = refusal(opening, problem, words.problem(problem), words.bye("refused"));
    await sayGoodbye(connection, reader, last, tookSpare);
  }

  async #tellWeb(connection: Connection, reader: LineReader, problem: Problem): Promise<void> {
    const { web, clock } = this.#parts;
    const head = await within(clock, HEAD_WITHIN, readHead(reader), undefined);
    if (head === undefined) return connection.close();
    const refused = refuseRequest(routeRequest(head, web, connection.isLoopback), problem, web.words);
    const bytes = encodeAnswer(refused, { isHead: "method" in head && head.method === "HEAD" });
    await sayGoodbye(connection, reader, Uint8Array.from([...bytes, ...refused.more]));
  }
}

function refusal(opening: DoorKind, problem: Problem, text: string, bye: string): string {
  switch (opening) {
    case "native":
      return nativeFormat.encode({ type: "error", text, ...problem }) +
        nativeFormat.encode({ type: "bye", reason: "refused", text: bye });
    case "web":
      return `HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n${text}\n`;
    case "irc":
      return `ERROR :${text}\r\n`;
    case "plain":
    case "tls":
    case "undecided":
      return `${text}\n`;
  }
}
