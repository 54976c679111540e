/**
 * The answer to one command, shaped as its label asks for. Pure.
 *
 * Source: https://ircv3.net/specs/extensions/labeled-response
 *
 * @module
 */

import type { IrcOutput } from "./output.ts";
import { formatLine } from "./line.ts";

/** The lines of an answer; without a label they are only passed on. */
export class Response {
  #label: string | undefined;
  #lines: IrcOutput[] = [];
  #batch: string | undefined;

  /** @param label The label of the command, if it has one that is answered. */
  constructor(label: string | undefined) {
    this.#label = label;
  }

  /** The label, as far as it can still be taken over. */
  get label(): string | undefined {
    return this.#batch === undefined ? this.#label : undefined;
  }

  /** Takes the label over: what it stands for comes later, by itself. */
  takeLabel(): string | undefined {
    const label = this.#label;
    if (this.#batch === undefined) this.#label = undefined;
    return this.#batch === undefined ? label : undefined;
  }

  /** Gives the label back that was taken: nothing comes later. */
  returnLabel(label: string | undefined): void {
    this.#label ??= label;
  }

  /** Begins a batch, as the lines are not kept until the end; gives the line for it. */
  beginBatch(server: string, newBatch: () => string): readonly IrcOutput[] {
    if (this.#label === undefined || this.#batch !== undefined) return [];
    this.#batch = newBatch();
    return [batchLine(server, this.#batch, this.#label)];
  }

  /** Takes a line; gives it back when it is to be sent at once. */
  take(line: IrcOutput): IrcOutput | undefined {
    if (this.#batch !== undefined) return this.inBatch(line);
    if (this.#label === undefined) return line;
    this.#lines.push(line);
    return undefined;
  }

  /** Puts a line into the batch, if one was begun; a line of an inner batch stays there. */
  inBatch(line: IrcOutput): IrcOutput {
    const batch = this.#batch;
    if (batch === undefined || line.tags.some(([name]) => name === "batch")) return line;
    return { ...line, tags: [...line.tags, ["batch", batch]] };
  }

  /** Gives what is still to be sent. */
  end(server: string, newBatch: () => string): readonly IrcOutput[] {
    const label = this.#label;
    if (this.#batch !== undefined) {
      return [{ tags: [], text: formatLine(server, "BATCH", [`-${this.#batch}`]) }];
    }
    if (label === undefined) return [];
    const [first, ...rest] = this.#lines;
    if (first === undefined) return [{ tags: [["label", label]], text: formatLine(server, "ACK", []) }];
    if (rest.length === 0) return [{ ...first, tags: [...first.tags, ["label", label]] }];
    const batch = this.#batch = newBatch();
    return [
      batchLine(server, batch, label),
      ...this.#lines.map((line) => this.inBatch(line)),
      { tags: [], text: formatLine(server, "BATCH", [`-${batch}`]) },
    ];
  }
}

function batchLine(server: string, batch: string, label: string): IrcOutput {
  return { tags: [["label", label]], text: formatLine(server, "BATCH", [`+${batch}`, "labeled-response"]) };
}
