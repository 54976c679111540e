/**
 * The ends of a pipe that no person holds: lines go in as they are asked for, frames come out and are looked at.
 *
 * @module
 */

import type { ByteSource } from "../../net/lines.ts";
import { type ClientFrame, decodeServerFrame, encodeFrame, type ServerFrame } from "../../protocol.ts";
import type { InputPosition, Stdio } from "./stdio.ts";

/** Frames to send, in their order, as bytes that can be read. */
export class FrameSource implements ByteSource {
  readonly #frames: AsyncIterator<ClientFrame>;
  #waiting = new Uint8Array();

  constructor(frames: AsyncIterable<ClientFrame>) {
    this.#frames = frames[Symbol.asyncIterator]();
  }

  async read(into: Uint8Array): Promise<number | null> {
    if (this.#waiting.length === 0) {
      const next = await this.#frames.next();
      if (next.done === true) return null;
      this.#waiting = new TextEncoder().encode(encodeFrame(next.value));
    }
    const part = this.#waiting.subarray(0, into.length);
    into.set(part);
    this.#waiting = this.#waiting.subarray(part.length);
    return part.length;
  }
}

/** Where a script is that reads no input. */
const NO_INPUT: InputPosition = { first: 1, last: 1, hasMore: false };

/** Makes ends with a script for input, and somebody who looks at each frame that comes. */
export function scriptedStdio(
  frames: AsyncIterable<ClientFrame>,
  writeError: (text: string) => void,
  receive: (frame: ServerFrame, line: string) => Promise<void> | void,
  position: () => InputPosition = () => NO_INPUT,
): Stdio {
  return {
    position,
    input: new FrameSource(frames),
    isPerson: false,
    writeError,
    writeOutput: async (text) => {
      for (const line of text.split("\n")) {
        const frame = line === "" ? undefined : decodeServerFrame(line);
        if (frame !== undefined) await receive(frame, line);
      }
    },
  };
}
