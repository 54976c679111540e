/** A made-up door, as somebody would add it: a folder with this file. Its clients begin with `SHOUT NAME`, and then shout. */

import { type Door, handleLines } from "../../../../server/connection.ts";
import type { Format } from "../../../../server/core/delivery.ts";
import { type DoorContext, lineHandler, logArrival, openSession } from "../../../../server/doors/context.ts";
import { claimWords } from "../../../../server/doors/prefixes.ts";

const shoutFormat: Format = {
  door: "shout",
  encode: (frame) => {
    if (frame.type === "message") return `${frame.from.toUpperCase()}: ${frame.text.toUpperCase()}!\n`;
    return frame.type === "welcome" ? "COME IN!\n" : "";
  },
  encodeHistory: () => "",
  aroundHistory: ["", ""],
};

/** Makes the door. */
export function shoutDoor(parts: DoorContext): Door {
  const handler = lineHandler(parts, (session, line) => {
    const name = /^SHOUT (.*)$/.exec(line)?.[1];
    const room = "lobby";
    parts.hub.receive(session, {
      ok: true,
      frame: name === undefined ? { type: "say", room, text: line } : { type: "hello", room, name },
    });
  });
  return {
    claims: (firstBytes) => claimWords(firstBytes, ["SHOUT "]),
    enter(arrival) {
      logArrival(parts, arrival);
      const session = openSession(parts, arrival, { format: shoutFormat, isProgram: false });
      return handleLines(session, arrival.connection, arrival.reader, handler);
    },
    refuse: (problem) => `NO! ${parts.hub.words.problem(problem)}\n`,
  };
}
