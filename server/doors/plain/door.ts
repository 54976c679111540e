/**
 * The door for a person with `nc`, `telnet` or `ncat`: plain sentences, and a greeting for one who says nothing.
 *
 * Owns: the sentences, what a typed line means at this door, and telnet's commands.
 * Must not know: other doors, or the native protocol's lines.
 * Called by: the table of doors.
 * On close: its connections are closed by the port.
 *
 * @module
 */

import type { Words } from "../../../words/en.ts";
import { type GreetingDoor, handleLines } from "../../connection.ts";
import { type DoorContext, lineHandler, logArrival, openSession, type SessionKind } from "../context.ts";
import { PlainConversation } from "./conversation.ts";
import { plainFormat } from "./sentences.ts";
import { withoutErased, withoutTelnet } from "./telnet.ts";

export { plainFormat };

const encoder = new TextEncoder();

/** Makes the door for people with plain text. */
export function plainDoor(context: DoorContext): GreetingDoor {
  const { words } = context.hub;
  const kind: SessionKind = { format: plainFormat(words), isProgram: false };
  const handler = lineHandler(context, () => {}, textOf);
  const door: GreetingDoor = {
    claims: ({ length }) => length === 0 ? "wait" : "yes",
    greet(arrival) {
      logArrival(context, arrival);
      arrival.connection.keepAlive();
      const session = openSession(context, arrival, kind);
      session.outbox.offer(encoder.encode(greeting(words, context.title)));
      return session;
    },
    enter(arrival) {
      const { connection, reader, session = door.greet(arrival) } = arrival;
      reader.endLinesAtReturnNul();
      const write = (text: string): void => session.outbox.offer(encoder.encode(text));
      const conversation = new PlainConversation(context.hub, session, write);
      const receive = (_: unknown, line: string): void => conversation.receive(line);
      void handleLines(session, connection, reader, { ...handler, receive });
      return undefined;
    },
    refuse: (problem) => `${words.problem(problem)}\n`,
  };
  return door;
}

/** Gives what a person meant by the bytes of a line. */
function textOf(line: Uint8Array): Uint8Array {
  return withoutErased(withoutTelnet(line));
}

/** Writes what a person is asked when they come. */
export function greeting(words: Words, title: string): string {
  return `${words.plain.greet(title)}\n${words.plain.askName}\n`;
}
