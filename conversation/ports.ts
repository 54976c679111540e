/**
 * What a conversation needs of the program around it: somewhere to send frames, and somewhere to keep what must outlive it.
 *
 * @module
 */

import type { ClientFrame, MessageId } from "../protocol.ts";
import type { QueuedFrame } from "./queue.ts";

/** Where frames go while there is a connection. */
export interface FrameSink {
  /** Sends a frame after all that were sent before it. Never throws: a connection that breaks tells so where it is read. */
  send(frame: ClientFrame): void;
}

/** What outlives a client: a file for the terminal, the browser's storage for the page. Nothing here throws. */
export interface ConversationStore {
  /** Stores the token that resumes this member. */
  saveToken(token: string): void;
  /** Stores the number of the last message that was shown of each room. Replaces what was stored before. */
  saveCursor(last: Readonly<Record<string, number>>): void;
  /** Stores a message behind all others; called before it is sent. */
  add(frame: QueuedFrame): void;
  /** Forgets the oldest message with this id: it was answered. */
  remove(id: MessageId): void;
}

/** What an earlier run left: who it was (an empty token for nobody), what it had shown, and what it had not sent. */
export interface SavedState {
  readonly token: string;
  /** The number of the last message that was shown, by room. */
  readonly seen: Readonly<Record<string, number>>;
  /** Oldest first. */
  readonly queued: readonly QueuedFrame[];
}
