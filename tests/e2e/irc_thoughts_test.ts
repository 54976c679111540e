/** Answers, reactions and changed messages between IRC clients and people of other doors. */

import { assert, assertEquals } from "@std/assert";
import { connectIrc, type IrcPeer } from "../support/irc_peer.ts";
import type { NativePeer } from "../support/peers.ts";
import { startServer, type TestServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";

/** A native client and IRC clients in one room, where `cyd` has said something as message 1. */
async function inTea(
  server: TestServer,
  ...clients: readonly (readonly [nick: string, ...caps: readonly string[]])[]
): Promise<readonly [NativePeer, ...IrcPeer[]]> {
  const cyd = await server.native("cyd");
  await cyd.send('{"type":"join","room":"tea"}\n');
  await cyd.waitForFrame("entered");
  await cyd.send('{"type":"say","room":"tea","text":"who makes tea?"}\n');
  await cyd.waitForText("who makes tea?");
  const peers: IrcPeer[] = [];
  for (const [nick, ...caps] of clients) {
    const peer = await connectIrc(server, nick, ...caps);
    await peer.ask("JOIN #tea");
    peers.push(peer);
  }
  for (const peer of peers) await peer.ask();
  return [cyd, ...peers];
}

/** Waits for a frame with this in it, and returns its line. */
async function frameWith(peer: NativePeer, text: string): Promise<string> {
  await peer.waitForText(text);
  return peer.text.split("\n").find((line) => line.includes(text)) ?? "";
}

const SAYS = ":cyd!chat@chat PRIVMSG #tea";

test("an answer from another door has IRC's tag, and one that has the tag is an answer at every door", async () => {
  await using server = await startServer();
  const [cyd, ada, old] = await inTea(server, ["ada", "message-tags", "echo-message"], ["old"]);
  assert(ada !== undefined && old !== undefined);
  await cyd.send('{"type":"say","room":"tea","text":"I do","re":1}\n');
  await ada.waitFor("I do");
  assertEquals(ada.fresh(), [`@msgid=tea/2;+draft/reply=tea/1 ${SAYS} :I do`]);
  await old.waitFor(`${SAYS} :I do\r\n`);
  await ada.ask("@+draft/reply=tea/1 PRIVMSG #tea :no, me");
  const frame = JSON.parse(await frameWith(cyd, "no, me"));
  assertEquals([frame.re, frame.quote], [1, { from: "cyd", text: "who makes tea?" }]);
  await ada.ask("@+reply=tea/1 PRIVMSG #tea :by the final name of the tag");
  assert((await frameWith(cyd, "final name")).includes('"by the final name of the tag","re":1'));
});

test("an answer to what is no message here is said all the same, and its tag is passed on", async () => {
  await using server = await startServer();
  const [cyd, ada, bob] = await inTea(server, ["ada", "message-tags"], ["bob", "message-tags"]);
  assert(ada !== undefined && bob !== undefined);
  for (const id of ["tea/99", "lobby/1", "~/x-1", "nonsense", "tea/0"]) {
    await ada.ask(`@+draft/reply=${id} PRIVMSG #tea :to ${id}`);
    await bob.waitFor(`to ${id}\r\n`);
    assert(bob.fresh().at(-1)?.includes(`;+draft/reply=${id} `));
    assertEquals((await frameWith(cyd, `"to ${id}"`)).includes('"re"'), false);
  }
});

test("a reaction is TAGMSG for who acts on messages by their ids, and a text for everybody else", async () => {
  await using server = await startServer();
  const [cyd, new_, tags, old] = await inTea(
    server,
    ["new", "message-tags", "draft/message-redaction"],
    ["tags", "message-tags"],
    ["old"],
  );
  assert(new_ !== undefined && tags !== undefined && old !== undefined);
  const seen = async (text: string): Promise<readonly (string | undefined)[]> => {
    await old.waitFor(text);
    return [...await new_.ask(), ...await tags.ask(), ...old.fresh()];
  };
  await new_.ask("PRIVMSG #tea :me");
  await cyd.waitForText('"me"');
  await seen("me");
  await cyd.send('{"type":"react","room":"tea","seq":2,"emoji":"👍"}\n');
  assertEquals(await seen("👍"), [
    "@msgid=tea/3;+draft/reply=tea/2;+draft/react=👍 :cyd!chat@chat TAGMSG #tea",
    `@msgid=tea/3;+draft/reply=tea/2;+draft/react=👍 ${SAYS} :\x01ACTION 👍 to new: me\x01`,
    `${SAYS} :\x01ACTION 👍 to new: me\x01`,
  ]);
  await cyd.send('{"type":"react","room":"tea","seq":2,"emoji":"👍"}\n');
  assertEquals(await seen("takes back"), [
    "@msgid=tea/4;+draft/reply=tea/2;+draft/unreact=👍 :cyd!chat@chat TAGMSG #tea",
    `@msgid=tea/4;+draft/reply=tea/2;+draft/unreact=👍 ${SAYS} :\x01ACTION takes back 👍 to new: me\x01`,
    `${SAYS} :\x01ACTION takes back 👍 to new: me\x01`,
  ]);
});

test("a TAGMSG that reacts is a reaction at every door, once; what is no emoji, or about nothing here, goes to IRC clients only", async () => {
  await using server = await startServer();
  const [cyd, ada, bob] = await inTea(
    server,
    ["ada", "message-tags", "echo-message", "labeled-response", "batch"],
    ["bob", "message-tags"],
  );
  assert(ada !== undefined && bob !== undefined);
  const react = (label: string, tag: string): Promise<readonly string[]> =>
    ada.ask(`@label=${label};+draft/reply=tea/1;${tag} TAGMSG #tea`);
  const own = async (label: string, tag: string): Promise<string | undefined> => {
    await react(label, tag);
    await ada.waitFor(`label=${label}`);
    return ada.text.split("\r\n").find((line) => line.includes(`label=${label}`));
  };
  const tagmsg = ":ada!ada@chat TAGMSG #tea";
  assertEquals(
    await own("1", "+draft/react=🎉"),
    `@msgid=tea/2;+draft/reply=tea/1;+draft/react=🎉;label=1 ${tagmsg}`,
  );
  assert((await frameWith(cyd, '"emoji":"🎉"')).includes('"reacts":1'));
  assertEquals(await own("2", "+draft/react=🎉"), "@label=2 :chat ACK"); // It is there already.
  assertEquals(
    await own("3", "+draft/unreact=🎉"),
    `@msgid=tea/3;+draft/reply=tea/1;+draft/unreact=🎉;label=3 ${tagmsg}`,
  );
  assertEquals(await own("4", "+draft/unreact=🎉"), "@label=4 :chat ACK");
  await bob.ask();
  await react("5", "+draft/react=lol");
  await ada.ask("@+draft/reply=tea/99;+draft/react=🎉 TAGMSG #tea", "@+typing=active TAGMSG #tea");
  const passed = (await bob.ask()).map((line) => line.replace(/msgid=~[^;]+;/, ""));
  assertEquals(passed, [
    `@+draft/reply=tea/1;+draft/react=lol ${tagmsg}`,
    `@+draft/reply=tea/99;+draft/react=🎉 ${tagmsg}`,
    `@+typing=active ${tagmsg}`,
  ]);
  await ada.ask("PRIVMSG #tea :end");
  assertEquals((await frameWith(cyd, '"end"')).includes("lol"), false);
});

test("who reacts and has no echo-message is shown nothing of it, and goes on being told of others", async () => {
  await using server = await startServer();
  const [cyd, ada] = await inTea(server, ["ada", "message-tags"]);
  assert(ada !== undefined);
  assertEquals(await ada.ask("@+draft/reply=tea/1;+draft/react=🎉 TAGMSG #tea"), []);
  await cyd.waitForText("🎉");
  await cyd.send('{"type":"say","room":"tea","text":"thanks"}\n');
  await ada.waitFor("thanks\r\n");
  assertEquals(ada.fresh(), [`@msgid=tea/3 ${SAYS} thanks`]);
});

test("a changed message is told in words, with the message that it changes, and history has the new text", async () => {
  await using server = await startServer();
  const [cyd, ada, old] = await inTea(server, ["ada", "message-tags", "draft/chathistory"], ["old"]);
  assert(ada !== undefined && old !== undefined);
  await cyd.send('{"type":"edit","room":"tea","seq":1,"text":"who made tea?"}\n');
  const change = ":\x01ACTION changed message 1: who made tea?\x01";
  await old.waitFor(`${SAYS} ${change}\r\n`);
  assertEquals(await ada.ask(), [`@msgid=tea/2;+draft/reply=tea/1 ${SAYS} ${change}`]);
  assertEquals(await ada.ask("CHATHISTORY LATEST #tea * 10"), [
    `@msgid=tea/1 ${SAYS} :who made tea?`,
    `@msgid=tea/2;+draft/reply=tea/1 ${SAYS} ${change}`,
  ]);
});

const EDITS = ["message-tags", "draft/message-edit"];

test("who puts new texts into the place of old ones is sent them with the tag of the message, also in the history and in several lines", async () => {
  await using server = await startServer();
  const [cyd, ada, bob] = await inTea(
    server,
    ["ada", ...EDITS, "draft/chathistory", "draft/multiline", "batch"],
    ["bob", "draft/message-edit"], // It could not be told which message is meant: so it is told in words.
  );
  assert(ada !== undefined && bob !== undefined);
  await cyd.send('{"type":"edit","room":"tea","seq":1,"text":"who made tea?"}\n');
  await ada.waitFor("who made tea?\r\n");
  assertEquals(ada.fresh(), [`@msgid=tea/2;+draft/edit=tea/1 ${SAYS} :who made tea?`]);
  await bob.waitFor(`${SAYS} :\x01ACTION changed message 1: who made tea?\x01\r\n`);
  await cyd.send('{"type":"edit","room":"tea","seq":1,"text":"one\\ntwo"}\n');
  await ada.waitFor("BATCH -");
  assertEquals(ada.fresh(), [
    `@msgid=tea/3;+draft/edit=tea/1 :cyd!chat@chat BATCH +mtea-3 draft/multiline #tea`,
    `@batch=mtea-3 ${SAYS} one`,
    `@batch=mtea-3 ${SAYS} two`,
    ":cyd!chat@chat BATCH -mtea-3",
  ]);
  await cyd.send('{"type":"mod","do":"delete","room":"tea","seq":1}\n');
  await ada.waitFor("tea/4");
  const history = await ada.ask("CHATHISTORY LATEST #tea * 10");
  assertEquals(history.filter((line) => line.includes("+draft/edit")), []); // Its text was taken away.
});

test("one's own message is changed by the tag, in one line or several, or by EDIT of an id or the last one; whoever is shown it has it with its label", async () => {
  await using server = await startServer();
  const [cyd, ada, old] = await inTea(
    server,
    ["ada", ...EDITS, "echo-message", "labeled-response", "batch", "draft/multiline"],
    ["old"],
  );
  assert(ada !== undefined && old !== undefined);
  const own = ":ada!ada@chat PRIVMSG #tea";
  await ada.ask("PRIVMSG #tea :frist");
  await ada.waitFor("tea/2");
  await ada.ask("@+draft/edit=tea/2;label=a PRIVMSG #tea :first");
  await ada.waitFor(`@msgid=tea/3;+draft/edit=tea/2;label=a ${own} first`);
  const frame = JSON.parse(await frameWith(cyd, '"edits":2'));
  assertEquals([frame.now, frame.text], ["first", "changed message 2: first"]);
  await ada.ask("@label=b EDIT #tea tea/2 :the first");
  await ada.waitFor(`@msgid=tea/4;+draft/edit=tea/2;label=b ${own} :the first`);
  await ada.ask("EDIT #tea * :\x0304the\x03 last");
  await ada.waitFor(`@msgid=tea/5;+draft/edit=tea/2 ${own} :the last`);
  await ada.send(
    "@+draft/edit=tea/2 BATCH +1 draft/multiline #tea",
    "@batch=1 PRIVMSG #tea :one",
    "@batch=1 PRIVMSG #tea :two",
    "BATCH -1",
  );
  await frameWith(cyd, '"now":"one\\ntwo"');
  await ada.waitFor("BATCH -mtea-6");
  ada.fresh();
  // What is so already is said nowhere, and what is said next has its own label.
  const said = [
    ...await ada.ask(
      "@label=c EDIT #tea * :gone",
      "@label=d EDIT #tea * :gone",
      "@label=e PRIVMSG #tea :next",
    ),
  ];
  await ada.waitFor("tea/8");
  assertEquals([...said, ...ada.fresh()].toSorted(), [
    "@label=d :chat ACK",
    `@msgid=tea/7;+draft/edit=tea/2;label=c ${own} gone`,
    `@msgid=tea/8;label=e ${own} next`,
  ]);
});

test("nobody changes what another one said, what is not there, or what was said too long ago; each is told by its code", async () => {
  await using server = await startServer();
  const [cyd, ada] = await inTea(server, ["ada", ...EDITS]);
  assert(ada !== undefined);
  await ada.ask("PRIVMSG #tea :mine");
  await cyd.waitForText('"mine"');
  await cyd.send('{"type":"join","room":"secret"}\n');
  await cyd.waitForText('"room":"secret"');
  await cyd.send('{"type":"say","room":"secret","text":"hidden"}\n');
  const codes = async (...lines: readonly string[]): Promise<readonly string[]> =>
    (await ada.ask(...lines)).map((line) => line.slice(0, line.indexOf(" :")));
  assertEquals(await codes("@+draft/edit=tea/1 PRIVMSG #tea :forged"), [
    ":chat FAIL PRIVMSG EDIT_FORBIDDEN #tea tea/1",
  ]);
  assertEquals(
    await codes(
      "EDIT #tea tea/1 :forged",
      "EDIT #tea tea/9 :x",
      "EDIT #tea secret/1 :x",
      "EDIT #tea nonsense :x",
    ),
    [
      ":chat FAIL EDIT EDIT_FORBIDDEN #tea tea/1",
      ":chat FAIL EDIT UNKNOWN_MSGID #tea tea/9",
      ":chat FAIL EDIT UNKNOWN_MSGID #tea secret/1",
      ":chat FAIL EDIT UNKNOWN_MSGID #tea nonsense",
    ],
  );
  assertEquals(await codes("EDIT #secret secret/1 :x", "EDIT #nowhere nowhere/1 :x"), [
    ":chat FAIL EDIT INVALID_TARGET #secret",
    ":chat FAIL EDIT INVALID_TARGET #nowhere",
  ]);
  assertEquals(
    await codes("EDIT", "EDIT #tea", "EDIT #tea *", "EDIT #tea * :\x01VERSION\x01"),
    Array(4).fill(":chat FAIL EDIT NEED_MORE_PARAMS"),
  );
  server.clock.jump(60 * 60_000);
  await ada.send("EDIT #tea tea/2 :too late");
  await ada.waitFor(":chat FAIL EDIT EDIT_WINDOW_EXPIRED #tea tea/2");
  assertEquals(cyd.text.includes("forged"), false);
  assertEquals(cyd.text.includes('"edits"'), false);
});

test("in the history a reaction is TAGMSG only for who asked for events", async () => {
  await using server = await startServer();
  const caps = ["message-tags", "draft/chathistory", "draft/message-redaction"];
  const [cyd, ada, bob] = await inTea(server, ["ada", ...caps], ["bob", ...caps, "draft/event-playback"]);
  assert(ada !== undefined && bob !== undefined);
  await ada.ask("PRIVMSG #tea :me");
  await cyd.waitForText('"me"');
  await cyd.send('{"type":"react","room":"tea","emoji":"👍"}\n');
  await bob.waitFor("TAGMSG");
  const last = async (peer: IrcPeer): Promise<string | undefined> => {
    await peer.ask();
    return (await peer.ask("CHATHISTORY LATEST #tea * 1")).at(-1);
  };
  const tags = "@msgid=tea/3;+draft/reply=tea/2;+draft/react=👍";
  assertEquals(await last(ada), `${tags} ${SAYS} :\x01ACTION 👍 to ada: me\x01`);
  assertEquals(await last(bob), `${tags} :cyd!chat@chat TAGMSG #tea`);
});
