/**
 * What waits to be sent, or was refused, below a list of messages.
 *
 * @module
 */

import type { QueuedFrame } from "../../conversation.ts";
import type { MessageId } from "../../protocol.ts";
import type { LineRenderer } from "./line.ts";
import { element } from "./nodes.ts";

/** The lines of the messages of one place that have not arrived. */
export class PendingMessages {
  /** What is put into the document. */
  readonly root = element("div", "", "pending");
  readonly #lines: LineRenderer;
  readonly #byId = new Map<MessageId, HTMLElement>();

  constructor(lines: LineRenderer) {
    this.#lines = lines;
  }

  /** Adds a message; `false` when it is there already. */
  add(frame: QueuedFrame): boolean {
    if (this.#byId.has(frame.id)) return false;
    const line = this.#lines.waiting(frame);
    this.#byId.set(frame.id, line);
    this.root.append(line);
    return true;
  }

  /** Tells whether this message waits and no other. */
  isOnly(id: MessageId): boolean {
    return this.#byId.size === 1 && this.#byId.has(id);
  }

  /** Takes away a message, as it has arrived or is taken back. */
  settle(id: MessageId): void {
    this.#byId.get(id)?.remove();
    this.#byId.delete(id);
  }

  /** Shows why a message was refused; `false` when it is not here. @param edit Called to write it again, which takes it away. */
  refuse(id: MessageId, why: string, edit: () => void): boolean {
    const line = this.#byId.get(id);
    if (line === undefined) return false;
    this.#lines.refuse(line, why, () => {
      this.settle(id);
      edit();
    });
    return true;
  }
}
