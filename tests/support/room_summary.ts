/**
 * What several tests of rooms read of a client's frames.
 *
 * @module
 */

import type { TestClient, TestCore } from "./test_core.ts";

/** Summarizes what was delivered to a client, a text for each frame: `#tea ciao`, past messages in brackets. */
export function summaryOf(client: TestClient): readonly string[] {
  return client.frames.map((frame) => {
    switch (frame.type) {
      case "message":
        return frame.past ? `(#${frame.room} ${frame.text})` : `#${frame.room} ${frame.text}`;
      case "joined":
      case "left":
        return `#${frame.room} ${frame.name} ${frame.type}`;
      case "welcome":
      case "entered":
      case "parted":
        return `${frame.type} #${frame.room}`;
      case "renamed":
        return `${frame.from} is ${frame.to}`;
      case "error":
        return frame.code;
      default:
        return frame.type;
    }
  });
}

/** Makes a filter for summaries of one room: only events of the same room have a promised order. */
export function isAbout(room: string): (line: string) => boolean {
  return (line) => line.includes(`#${room}`);
}

/** Has a client join rooms, and ends the turn of that. */
export async function join(core: TestCore, client: TestClient, ...rooms: readonly string[]): Promise<void> {
  for (const room of rooms) client.sendFrames({ type: "join", room });
  await core.endTurn();
}

/** Forgets what was delivered to clients until now. */
export function forgetDelivered(...guests: readonly TestClient[]): void {
  for (const client of guests) client.sink.writes.length = 0;
}
