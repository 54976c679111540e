/** Messages of several lines that IRC clients send. */

import { assert, assertEquals } from "@std/assert";
import { connectIrc } from "../support/irc_peer.ts";
import type { NativePeer } from "../support/peers.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** Waits for a frame with this in it, and returns its line. */
async function frameWith(peer: NativePeer, text: string): Promise<string> {
  await peer.waitForText(text);
  return peer.text.split("\n").find((line) => line.includes(text)) ?? "";
}

const CAPS = ["message-tags", "batch", "draft/multiline", "echo-message", "labeled-response"];

test("a batch of lines is one message at every door, labelled, and cut for IRC as its author cut it", async () => {
  await using server = await startServer();
  const cyd = await server.native("cyd");
  const ada = await connectIrc(server, "ada", ...CAPS);
  const bob = await connectIrc(server, "bob", "message-tags");
  for (const peer of [ada, bob]) await peer.ask("JOIN #lobby");
  await ada.ask();
  await ada.send(
    "@label=7;+x=y BATCH +1 draft/multiline #lobby",
    "@batch=1 PRIVMSG #lobby :\x02first\x02",
    "@batch=1 PRIVMSG #lobby :",
    "@batch=1 PRIVMSG #lobby :third ",
    "@batch=1;draft/multiline-concat PRIVMSG #lobby :goes on",
    "BATCH -1",
  );
  await ada.waitFor("BATCH -m");
  const head = ":ada!ada@chat PRIVMSG #lobby";
  assertEquals(ada.fresh(), [
    "@msgid=lobby/1;+x=y;label=7 :ada!ada@chat BATCH +mlobby-1 draft/multiline #lobby",
    `@batch=mlobby-1 ${head} first`,
    `@batch=mlobby-1 ${head} :`,
    `@batch=mlobby-1 ${head} :third `,
    `@batch=mlobby-1;draft/multiline-concat ${head} :goes on`,
    ":ada!ada@chat BATCH -mlobby-1",
  ]);
  assert((await frameWith(cyd, "goes on")).includes(String.raw`"text":"first\n\nthird goes on"`));
  await bob.waitFor("goes on\r\n");
  assertEquals(bob.fresh(), [
    `@msgid=lobby/1;+x=y ${head} first`,
    `@+x=y ${head} :third `,
    `@+x=y ${head} :goes on`,
  ]);
});

test("a batch may be a deed, a notice, an answer, or for one person alone", async () => {
  await using server = await startServer();
  const cyd = await server.native("cyd");
  const ada = await connectIrc(server, "ada", ...CAPS);
  await ada.ask("JOIN #lobby");
  await cyd.say("so?");
  await ada.waitFor("so?");
  await ada.ask(
    "@+draft/reply=lobby/1 BATCH +a draft/multiline #lobby",
    "@batch=a PRIVMSG #lobby :\x01ACTION waves",
    "@batch=a PRIVMSG #lobby :twice\x01",
    "BATCH -a",
  );
  const deed = await frameWith(cyd, "twice");
  assert(deed.includes(String.raw`"text":"waves\ntwice","action":true,"re":1`), deed);
  await ada.ask(
    "BATCH +b draft/multiline cyd",
    "@batch=b PRIVMSG cyd :one",
    "@batch=b PRIVMSG cyd :two",
    "BATCH -b",
  );
  assertEquals((await cyd.waitForFrame("private")).text, "one\ntwo");
});

test("what is wrong with a batch is told once, with its label, and nothing of it is said", async () => {
  await using server = await startServer({
    limits: { messageChars: 900, rate: { perSecond: 10_000, burst: 10_000 } },
  });
  const ada = await connectIrc(server, "ada", ...CAPS);
  assert(ada.text.includes("draft/multiline=max-bytes=900,max-lines=100"), ada.text);
  await ada.ask("JOIN #lobby");
  const line = (text: string): string => `@batch=1 PRIVMSG #lobby :${text}`;
  const told = async (...lines: readonly string[]): Promise<readonly string[]> =>
    (await ada.ask("@label=5 BATCH +1 draft/multiline #lobby", ...lines, "BATCH -1"))
      .map((line) => line.replace(/ :[^:]*$/, ""));
  const fail = (rest: string): readonly string[] => [`@label=5 :chat FAIL BATCH ${rest}`];
  assertEquals(
    await told(line("a"), "@batch=1 PRIVMSG #tea :b", line("c")),
    fail("MULTILINE_INVALID_TARGET #lobby #tea"),
  );
  assertEquals(await told(line("a"), "@batch=1 NOTICE #lobby :b"), fail("MULTILINE_INVALID"));
  assertEquals(await told(line("a"), "@batch=1 JOIN #tea"), fail("MULTILINE_INVALID"));
  assertEquals(await told(line(""), line("")), fail("MULTILINE_INVALID"));
  assertEquals(await told(), fail("MULTILINE_INVALID"));
  assertEquals(
    await told(line("a"), "@batch=1;draft/multiline-concat PRIVMSG #lobby :"),
    fail("MULTILINE_INVALID"),
  );
  assertEquals(await told(...Array<string>(102).fill(line("x"))), fail("MULTILINE_MAX_LINES 100"));
  assertEquals(await told(...Array<string>(4).fill(line("x".repeat(300)))), fail("MULTILINE_MAX_BYTES 900"));
  assertEquals(
    (await ada.ask("@batch=2 PRIVMSG #lobby :of no batch"))[0]?.startsWith(
      ":chat FAIL BATCH MULTILINE_INVALID",
    ),
    true,
  );
  assertEquals(
    (await ada.ask("BATCH +1 netsplit #lobby"))[0]?.startsWith(":chat FAIL BATCH MULTILINE_INVALID"),
    true,
  );
  await ada.ask("PRIVMSG #lobby :the first that is said");
  await ada.waitFor("msgid=lobby/1 ");
});
