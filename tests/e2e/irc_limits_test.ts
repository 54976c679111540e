/** What slows and stops people at every door, as IRC clients are told of it; and nothing acknowledged is dropped. */

import { assert, assertEquals } from "@std/assert";
import { connectIrc, IrcPeer } from "../support/irc_peer.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** Lets time go by while connections are read. */
async function advance({ clock }: TestServer, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 1)); // So that sockets are read between.
  }
}

/** Gives the texts that stand in lines of #tea which have a number of the log. */
function texts(peer: IrcPeer): readonly string[] {
  return [...peer.text.matchAll(/msgid=tea\/\d+ \S+ PRIVMSG #tea :?(.*)\r\n/g)].map(([, text = ""]) => text);
}

test("who floods is told by FAIL, and all that came back as an echo is in the log, once and in order", async () => {
  await using server = await startServer();
  const eve = await connectIrc(server, "eve", "echo-message", "message-tags");
  const bob = await connectIrc(server, "bob", "message-tags", "draft/chathistory");
  for (const peer of [eve, bob]) await peer.ask("JOIN #tea");
  await eve.send(...Array.from({ length: 300 }, (_, n) => `PRIVMSG #tea :${n}`));
  await advance(server, 9_000);
  await eve.waitFor(" FAIL * FLOOD :");
  await advance(server, 40_000);
  assert((await eve.ask()).some((line) => line.startsWith(":chat FAIL * FLOOD ")));
  const echoed = texts(eve);
  assert(echoed.length > 30 && echoed.length < 200, String(echoed.length));
  assertEquals(echoed, echoed.map((_, n) => String(n)));
  await bob.ask();
  assertEquals(texts(bob), echoed);
  await bob.ask(`CHATHISTORY LATEST #tea * 100`);
  assertEquals(texts(bob).slice(-Math.min(100, echoed.length)), echoed.slice(-100));
  await advance(server, 61_000);
  await eve.ask("PRIVMSG #tea :sorry");
  await eve.waitFor("PRIVMSG #tea sorry");
});

test("who comes into many rooms with one line, asks about each, and then speaks is not muted", async () => {
  await using server = await startServer({ limits: { newRoomsPerHour: 1000 } });
  const ada = await connectIrc(server, "ada", "echo-message", "message-tags");
  const rooms = Array.from({ length: 45 }, (_, n) => `#r${n}`);
  await ada.send(`JOIN ${rooms.join()}`, ...rooms.flatMap((room) => [`MODE ${room}`, `WHO ${room}`]));
  await ada.send("PRIVMSG #r7 :good morning");
  for (let n = 0; n < 30 && !ada.text.includes("good morning"); n++) await advance(server, 1_000);
  await ada.waitFor("PRIVMSG #r7 :good morning\r\n");
  assertEquals(ada.text.includes("FLOOD"), false);
});

for (const [what, line] of [["tags", "@+draft/x=1 TAGMSG #tea"], ["full names", "SETNAME :Eve"]] as const) {
  test(`who floods by ${what} is muted as for words`, async () => {
    await using server = await startServer();
    const eve = await connectIrc(server, "eve", "message-tags", "setname");
    await eve.ask("JOIN #tea");
    await eve.send(...Array.from({ length: 300 }, () => line));
    await advance(server, 9_000);
    await eve.send("PRIVMSG #tea :heard?");
    await advance(server, 40_000);
    await eve.waitFor(" FAIL * FLOOD :");
    const bob = await connectIrc(server, "bob");
    await bob.ask("JOIN #tea");
    await eve.ask();
    assertEquals(bob.text.includes("heard?"), false);
  });
}

test("lines that come faster than they are read wait, and not one is dropped", async () => {
  await using server = await startServer();
  const ada = await connectIrc(server, "ada", "echo-message", "message-tags");
  await ada.ask("JOIN #tea");
  await ada.send(...Array.from({ length: 60 }, (_, n) => `PRIVMSG #tea :${n}`));
  await advance(server, 5_000);
  await ada.waitFor("PRIVMSG #tea 59");
  assertEquals(texts(ada), Array.from({ length: 60 }, (_, n) => String(n)));
  assertEquals(ada.text.includes("FAIL"), false);
});

test("in a slow room who speaks too soon is told by FAIL, with its label, and may say it later", async () => {
  await using server = await startServer();
  const op = await server.native("op");
  await op.send('{"type":"join","room":"tea"}\n');
  await op.waitForFrame("entered");
  const ada = await connectIrc(server, "ada", "echo-message", "labeled-response", "message-tags");
  await ada.ask("JOIN #tea");
  await op.send('{"type":"mod","do":"slow","room":"tea","value":10}\n');
  await ada.waitFor("NOTICE #tea");
  await ada.ask("PRIVMSG #tea :one");
  const [refused = ""] = await ada.ask("@label=x PRIVMSG #tea :two");
  assert(refused.startsWith("@label=x :chat FAIL PRIVMSG SLOW_MODE #tea :"), refused);
  await server.clock.advance(11_000);
  await ada.ask("@label=y PRIVMSG #tea :two");
  await ada.waitFor("label=y");
  assertEquals(texts(ada), ["one"]);
  assert(ada.text.includes("@msgid=tea/2;label=y :ada!ada@chat PRIVMSG #tea two"));
});

test("words with one person have no history, which is said once and is no fault", async () => {
  await using server = await startServer();
  const ada = await connectIrc(server, "ada", "draft/chathistory", "batch", "standard-replies");
  const old = await connectIrc(server, "old", "draft/chathistory");
  const empty = (
    ref: string,
  ): readonly string[] => [`:chat BATCH +${ref} chathistory old`, `:chat BATCH -${ref}`];
  const [note = "", ...rest] = await ada.ask("CHATHISTORY LATEST old * 10");
  assert(note.startsWith(":chat NOTE CHATHISTORY PRIVATE_NOT_KEPT old :"), note);
  assertEquals(rest, empty("b1"));
  assertEquals(await ada.ask("CHATHISTORY LATEST old * 10"), empty("b2"));
  const told = await old.ask("CHATHISTORY LATEST gone * 10");
  assertEquals(told.map((line) => line.split(" ").slice(1, 3).join(" ")), ["NOTICE old"]);
});

test("what waits for its turn is answered with its label and in its own way, like all else", async () => {
  const limits = { rate: null, newRoomsPerHour: 10_000, maxPerAddress: 1_000 };
  await using server = await startServer({ realTime: true, limits });
  const ada = await connectIrc(server, "ada");
  await ada.ask("JOIN #tea");
  const names = Array.from({ length: 12 }, (_, n) => `bob${n}`);
  const bobs = await Promise.all(
    names.map((name) => connectIrc(server, name, "labeled-response", "batch")),
  );
  const rooms = Array.from({ length: 30 }, (_, n) => n);
  await ada.ask("PRIVMSG #tea :talk");
  const about = (bob: number, n: number): string => `#r${bob}-${n}`;
  await Promise.all(bobs.map((peer, bob) =>
    peer.ask(
      ...rooms.map((n) => `@label=j${n} JOIN ${about(bob, n)}`),
      ...rooms.map((n) => `@label=k${n} KICK #tea ada`),
      ...rooms.map((n) => `@label=m${n} MODE ${about(bob, n)} +mi`),
    )
  ));
  for (const [bob, peer] of bobs.entries()) {
    const labelled = (label: string): readonly string[] =>
      peer.text.split("\r\n").filter((line) => line.startsWith(`@label=${label} `))
        .map((line) => line.split(" ").slice(2).join(" "));
    for (const n of rooms) {
      const [begun = ""] = labelled(`j${n}`);
      const batch = begun.replace(/^BATCH \+(\w+) labeled-response$/, "$1");
      assert(
        peer.text.includes(`@batch=${batch} :bob${bob}!bob${bob}@chat JOIN ${about(bob, n)}\r\n`),
        begun,
      );
      assertEquals(labelled(`k${n}`), [`442 bob${bob} #tea :You're not on that channel`]);
      assertEquals(labelled(`m${n}`), [`MODE ${about(bob, n)} +mi`]);
    }
  }
});

test("who comes after many from one address is told to wait, and comes in by itself, with the name it said last", async () => {
  await using server = await startServer({ limits: { maxPerAddress: 100 } });
  for (let n = 0; n < 100; n++) {
    const peer = await connectIrc(server, `p${n}`);
    await peer.send("QUIT");
    await peer.raw.waitForEnd();
    await peer.raw.close();
  }
  await advance(server, 300); // So that they are not connected any more.
  const late = new IrcPeer(await server.raw());
  const other = new IrcPeer(await server.raw());
  await late.send("NICK late", "USER late 0 * :late");
  await late.waitFor(":chat NOTICE late :Many have just come in");
  await other.send("NICK other", "USER other 0 * :other");
  await other.waitFor(":chat NOTICE other :Many have just come in");
  await late.send("NICK later");
  await advance(server, 1_100);
  await late.waitFor(" 376 later ");
  assertEquals(other.text.includes(" 001 "), false);
  await advance(server, 2_000);
  await other.waitFor(" 376 other ");
  assertEquals(other.text.match(/come in/g)?.length, 1);
});
