/**
 * `chat send --file`: sends a file to a room and goes, once it is in the log.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import type { Clock } from "../../net/clock.ts";
import type { ClientFrame, ServerFrame } from "../../protocol.ts";
import { type OpenedFile, sendFile, type Sent } from "../files.ts";
import type { ChatOptions } from "../options.ts";
import { ANSWER_TIMEOUT } from "./answer_timeout.ts";

/** What became of it: as of any sending, or what the server said, which is told already; or it, or the disk, said nothing more. */
export type FileEnd =
  | Sent
  | { readonly kind: "told" }
  | { readonly kind: "silence" }
  | { readonly kind: "unreadable"; readonly cause: string };

/** Where the server that one is at is, which may change. */
export interface Entered {
  /** The address that a transfer connects to. */
  readonly address: ServerAddress;
}

/** What it works with. */
export interface FileErrandParts {
  readonly file: OpenedFile;
  readonly options: Pick<ChatOptions, "room" | "trust" | "timeout">;
  readonly clock: Clock;
}

/** What follows from what the server says. */
type Answer =
  | { readonly kind: "place"; readonly path: string; readonly offset: number }
  | { readonly kind: "ask-again" }
  | { readonly kind: "end"; readonly end: FileEnd };

/** One file on its way. */
export class FileErrand {
  readonly #parts: FileErrandParts;
  readonly #id = `file-${crypto.randomUUID().slice(0, 8)}`;
  #at: Entered | undefined;
  #answer: ((answer: Answer) => void) | undefined;
  #isClosed = false;
  /** What became of it, once that is known. */
  end: FileEnd | undefined;

  constructor(parts: FileErrandParts) {
    this.#parts = parts;
  }

  /** How long an answer may take, in ms. */
  get patience(): number {
    return Math.max(ANSWER_TIMEOUT, this.#parts.options.timeout);
  }

  /** Takes note of where one is in. */
  entered(at: Entered): void {
    this.#at = at;
  }

  /** Gives the frames to send, and ends when the file is there, or will not be. */
  async *frames(): AsyncGenerator<ClientFrame, void, undefined> {
    const { file: { name, size }, options: { room } } = this.#parts;
    while (this.end === undefined && !this.#isClosed) {
      const answer = this.#nextAnswer();
      yield { type: "upload", room, name, size, id: this.#id };
      const said = await answer;
      if (said.kind === "end") this.end = said.end;
      if (said.kind === "place") this.end = await this.#send(said);
    }
  }

  /** Looks at what the server says. */
  receive(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome": // After a break nobody answers what was asked before it.
        return this.#answer?.({ kind: "ask-again" });
      case "upload":
        if (frame.id === this.#id) this.#answer?.({ kind: "place", path: frame.path, offset: frame.offset });
        return;
      case "ack":
        if (frame.id === this.#id) this.#answer?.({ kind: "end", end: { kind: "sent" } });
        return;
      case "error":
        if (frame.id === this.#id) this.#answer?.({ kind: "end", end: { kind: "told" } });
        return;
      default:
        return;
    }
  }

  /** Ends the waiting, and what is on its way. */
  close(): void {
    this.#isClosed = true;
    this.#answer?.({ kind: "ask-again" });
  }

  #nextAnswer(): Promise<Answer> {
    const { promise, resolve } = Promise.withResolvers<Answer>();
    const giveUp = (): void => this.#answer?.({ kind: "end", end: { kind: "silence" } });
    const cancel = this.#parts.clock.after(this.patience, giveUp);
    this.#answer = (answer) => {
      this.#answer = undefined;
      cancel();
      resolve(answer);
    };
    return promise;
  }

  async #send(place: Extract<Answer, { kind: "place" }>): Promise<FileEnd> {
    const { file, options: { trust, timeout }, clock } = this.#parts;
    if (this.#at === undefined) return { kind: "lost" };
    try {
      return await sendFile(file, place, {
        address: this.#at.address,
        trust,
        timeout,
        clock,
        onProgress: () => {},
        isCancelled: () => this.#isClosed,
      });
    } catch (error) {
      return { kind: "unreadable", cause: error instanceof Error ? error.message : String(error) };
    }
  }
}
