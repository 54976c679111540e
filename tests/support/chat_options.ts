/**
 * What a client in the test's process is told, where a test does not care.
 *
 * @module
 */

import type { ChatOptions } from "../../client/options.ts";
import { en } from "../../words/en.ts";

/** Returns the options of ada, who comes to a port of this machine; it may be slow. */
export function chatOptions(port: number, changes: Partial<ChatOptions> = {}): ChatOptions {
  return {
    host: "127.0.0.1",
    port,
    isAddressGiven: true,
    name: "ada",
    suggestedName: "",
    room: "lobby",
    json: false,
    color: false,
    timeout: 10_000,
    words: en,
    client: "chat/0",
    ...changes,
  };
}
