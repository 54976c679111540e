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
