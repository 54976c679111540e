/**
 * The door for IRC clients.
 *
 * Owns: IRC's grammar, what its clients agree on, and what they are told of people and rooms in its words.
 * Must not know: other doors, or the bytes of TLS that may be around it.
 * Called by: the table of doors.
 * On close: its connections are closed by the port.
 *
 * @module
 */

import { isCertified } from "../../../net/certified_name.ts";
import { type Door, handleLines, type LineHandler } from "../../connection.ts";
import { type DoorContext, lineHandler, logArrival, openSession } from "../context.ts";
import { RecentAddresses } from "../recent_addresses.ts";
import { IrcClient } from "./client.ts";
import { performLine } from "./commands.ts";
import { withoutFormatting } from "./formatting.ts";
import { claimsIrc } from "./grammar.ts";
import { CLIENT_TAGS_BYTES, formatBare, isLonger, LINE_BYTES, parseLine, withoutEnds } from "./line.ts";
import { showReply } from "./replies.ts";
import { IrcServer } from "./server.ts";

/**
 * How long an address is known whose client was late and so was greeted as a person, in ms, and one whose client was not: a client
 * comes back by the same slow way, and several of one machine come together.
 */
const LATE_KNOWN_FOR = 3_600_000;
const KNOWN_FOR = 10_000;

/** Ends the greeting that a late client was sent: some read no line before it ends as theirs do, and take empty ones for nothing. */
const LINE_END = new TextEncoder().encode("\r\n");

/** Makes the door for IRC clients. */
export function ircDoor(context: DoorContext): Door {
  const { hub, sts, names = () => [] } = context;
  // Asked each time, as another certificate may be for other names.
  const isPromised = (): boolean => sts !== undefined && names().some((name) => isCertified(sts, name));
  const server = new IrcServer(context, isPromised);
  // One for all clients: what each of them keeps is paid for by all who sit there.
  const lines = lineHandler(context, ({ personal }, text) => {
    if (personal instanceof IrcClient) receive(personal, text);
  });
  const handler: LineHandler = {
    ...lines,
    disconnected(session) {
      try {
        lines.disconnected(session);
      } finally {
        if (session.personal instanceof IrcClient) {
          session.personal.close();
          server.remove(session.personal);
        }
      }
    },
  };
  const late = new RecentAddresses(LATE_KNOWN_FOR);
  const punctual = new RecentAddresses(KNOWN_FOR);
  return {
    claims: claimsIrc,
    awaitedUntil: ({ origin: { key } }, since, now) =>
      Math.max(...[late, punctual].map((addresses) => addresses.awaitedUntil(key, since, now))),
    enter(arrival) {
      logArrival(context, arrival);
      const wasGreeted = arrival.session !== undefined;
      (wasGreeted ? late : punctual).note(arrival.connection.origin.key, context.clock.elapsed());
      const client = new IrcClient(server, showReply);
      const format = server.formats.formatFor(client.caps);
      const session = openSession(context, arrival, {
        format,
        isProgram: true,
        cannotResume: true,
        personal: client,
      });
      if (wasGreeted) session.outbox.offer(LINE_END);
      client.attach(session);
      server.add(client);
      void handleLines(session, arrival.connection, arrival.reader, handler);
      return undefined;
    },
    refuse: (problem) => formatBare("ERROR", hub.words.problem(problem)),
  };
}

/** Performs a line; one that is too long in either of its parts is not read (https://modern.ircdocs.horse/#errinputtoolong-417). */
function receive(client: IrcClient, text: string): void {
  const tags = text.startsWith("@") ? text.indexOf(" ") + 1 : 0;
  const isTooLong = isLonger(text.slice(0, tags), CLIENT_TAGS_BYTES) ||
    isLonger(text.slice(tags), LINE_BYTES - 2);
  if (isTooLong) return client.session.problem({ code: "line-too-long", limit: LINE_BYTES });
  // A lone CR ends a line for some clients, and NUL for others: neither is part of one (RFC 2812, section 2.3.1).
  // Codes for how a text looks mean nothing at our other doors, whatever the command.
  const line = parseLine(withoutFormatting(withoutEnds(text)));
  if (line !== undefined) performLine(client, line);
}
