/** An IRC client at a server that decides later, as one of a cluster does. */

import { assertEquals } from "@std/assert";
import { IrcClient } from "../../../../server/doors/irc/client.ts";
import { performLine } from "../../../../server/doors/irc/commands.ts";
import { PONG_WITHIN } from "../../../../server/doors/irc/held_pongs.ts";
import { parseLine } from "../../../../server/doors/irc/line.ts";
import { showReply } from "../../../../server/doors/irc/replies.ts";
import { IrcServer } from "../../../../server/doors/irc/server.ts";
import { LateSequencer } from "../../../support/late_sequencer.ts";
import { test } from "../../../support/sanitized.ts";
import { FakeSink, TestCore } from "../../../support/test_core.ts";

test("where what is said comes back later PONG stands behind it, but never waits for more than some seconds", async () => {
  const sequencers: LateSequencer[] = [];
  const core = new TestCore({}, {
    sequence: (local) => {
      const late = new LateSequencer(local);
      sequencers.push(late);
      return late;
    },
  });
  const server = new IrcServer({ hub: core.hub, clock: core.clock, title: "chat" }, () => false);
  const client = new IrcClient(server, showReply);
  const sink = new FakeSink();
  const format = server.formats.formatFor(client.caps);
  const session = core.hub.open({ ...core.peer(sink), format, isProgram: true, personal: client });
  client.attach(session);
  server.add(client);
  const send = (text: string): void => {
    const line = parseLine(text);
    if (line !== undefined) performLine(client, line);
  };
  const decide = async (): Promise<void> => {
    for (const late of sequencers) late.tell();
    for (let turns = 0; turns < 2; turns++) {
      await core.endTurn();
      await core.clock.advance(10); // So that a pass begins.
    }
  };
  const fresh = (): readonly string[] => sink.writes.splice(0).join("").split("\r\n").slice(0, -1);
  for (const line of ["CAP REQ :echo-message labeled-response", "NICK ada", "USER ada 0 * :ada", "CAP END"]) {
    send(line);
  }
  await decide();
  send("JOIN #tea");
  await decide();
  await decide();
  fresh();
  send("@label=1 PRIVMSG #tea :one");
  send("@label=2 PING a");
  send("PING b");
  await core.endTurn();
  assertEquals(fresh(), []);
  await decide();
  const host = server.people.sourceOf("ada");
  assertEquals(fresh(), [
    `@label=1 :${host} PRIVMSG #tea one`,
    "@label=2 :chat PONG chat a",
    ":chat PONG chat b",
  ]);
  send("PING c");
  await core.endTurn();
  assertEquals(fresh(), [":chat PONG chat c"]);
  send("PRIVMSG #tea :two"); // The stream is away.
  send("PING d");
  await core.clock.advance(PONG_WITHIN - 1);
  await core.endTurn();
  assertEquals(fresh(), []);
  await core.clock.advance(1);
  await core.endTurn();
  assertEquals(fresh(), [":chat PONG chat d"]);
  client.close();
});
