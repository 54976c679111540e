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
import { type Arrival, type GreetingDoor, handleLines, sayGoodbye } from "../../connection.ts";
import { type DoorContext, lineHandler, logArrival, openSession, type SessionKind } from "../context.ts";
import { PlainConversation } from "./conversation.ts";
import { plainFormat } from "./sentences.ts";
import { looksLikeProtocol } from "./protocols.ts";
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
      const { connection, reader } = arrival;
      reader.endLinesAtReturnNul();
      const isProgram = looksLikeProtocol(reader.buffered);
      if (isProgram && arrival.session === undefined) return letGo(context, arrival);
      const session = arrival.session ?? door.greet(arrival);
      const write = (text: string): void => session.outbox.offer(encoder.encode(text));
      const conversation = new PlainConversation(context.hub, session, write);
      const endProgram = (): void => {
        write(`${words.plain.noPerson}\n`);
        context.hub.disconnected(session);
      };
      const strip = (line: Uint8Array): Uint8Array => {
        if (session.phase === "naming" && looksLikeProtocol(line)) endProgram();
        return session.isOver ? NOTHING : textOf(line);
      };
      if (isProgram) endProgram();
      const receive = (_: unknown, line: string): void => conversation.receive(line);
      void handleLines(session, connection, reader, { ...handler, strip, receive });
      return undefined;
    },
    refuse: (problem) => `${words.problem(problem)}\n`,
  };
  return door;
}

const NOTHING = new Uint8Array();

/** Gives what a person meant by the bytes of a line. */
function textOf(line: Uint8Array): Uint8Array {
  return withoutErased(withoutTelnet(line));
}

/** Tells a program that speaks another protocol what this is, in one line, and closes. */
function letGo(context: DoorContext, arrival: Arrival): Promise<void> {
  const { connection, reader } = arrival;
  logArrival(context, arrival);
  context.logger({ event: "closed-unnamed", address: connection.address });
  return sayGoodbye(connection, reader, `${context.hub.words.plain.noPerson}\n`);
}

/** Writes what a person is asked when they come. */
export function greeting(words: Words, title: string): string {
  return `${words.plain.greet(title)}\n${words.plain.askName}\n`;
}
