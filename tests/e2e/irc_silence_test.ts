/** Whoever may not write has no other way to be read on IRC, and who is not in charge learns there no more than elsewhere. */

import { assert, assertEquals } from "@std/assert";
import { connectIrc, type IrcPeer } from "../support/irc_peer.ts";
import { logWithOwners, PASSWORD } from "../support/deed_doors.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { test } from "../support/sanitized.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

/** An operator and a member in a room, who see tags and changes of names in full. */
async function tea(server: TestServer): Promise<{ readonly op: IrcPeer; readonly bob: IrcPeer }> {
  const [op, bob] = [
    await connectIrc(server, "op", "message-tags", "setname"),
    await connectIrc(server, "bob", "message-tags", "setname"),
  ];
  for (const peer of [op, bob]) await peer.ask("JOIN #tea");
  await op.ask();
  return { op, bob };
}

test("tags reach nobody whose author is muted, nor in a room in which they may not write", async () => {
  await using server = await startServer();
  const { op, bob } = await tea(server);
  const shout = ["@+draft/words=rude TAGMSG #tea", "@+typing=active TAGMSG #tea"];
  await bob.ask(...shout);
  assertEquals((await op.ask()).length, 2);
  for (const mode of ["+b m:bob!*@*", "+m"]) {
    await op.ask(`MODE #tea ${mode}`);
    await bob.ask(...shout);
    assertEquals(await op.ask(), [], mode);
    await op.ask(`MODE #tea ${mode.replace("+", "-")}`);
  }
  await bob.ask(...shout);
  assertEquals((await op.ask()).length, 2);
});

test("in a slow room one sees that somebody is writing, and no other tags", async () => {
  await using server = await startServer();
  const { op, bob } = await tea(server);
  const cyd = await server.native("cyd");
  await cyd.sendFrames({ type: "join", room: "tea" });
  await cyd.waitForFrame("entered");
  await op.ask("MODE #tea +o cyd");
  await cyd.sendFrames({ type: "mod", do: "slow", room: "tea", value: 5000 });
  await cyd.waitForFrame("mode");
  await op.ask();
  await bob.ask("@+draft/words=rude TAGMSG #tea", "@+typing=active TAGMSG #tea");
  assertEquals((await op.ask()).map((line) => line.includes("+typing=active") && !line.includes("rude")), [
    true,
  ]);
});

test("who is muted on the whole server sends no tags to one person, and takes no other full name", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  logWithOwners(data, ["ada"], []);
  await using server = await startServer({ data });
  const { op, bob } = await tea(server);
  const ada = await server.native();
  await ada.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
  await ada.waitForFrame("welcome");
  const rude = ["@+draft/words=rude TAGMSG op", "SETNAME :rude in full"];
  await bob.ask(...rude);
  assertEquals((await op.ask()).length, 2);
  await ada.sendFrames({ type: "mod", do: "mute", name: "bob" });
  await ada.waitForFrame("done");
  await bob.ask(...rude);
  assertEquals(await op.ask(), []);
});

test("whom a room keeps out is listed for its operators, others see what is about themselves; a secret room is not counted", async () => {
  await using server = await startServer();
  const { op, bob } = await tea(server);
  const counted = async (): Promise<string | undefined> =>
    (await bob.ask("LUSERS")).find((line) => line.includes(" 254 "))?.split(" ")[3];
  await op.ask("MODE #tea +b eve!*@*", "MODE #tea +e amy!*@*", "MODE #tea +I liz!*@*", "JOIN #cellar");
  await bob.ask();
  for (const letter of ["b", "e", "I"]) {
    assertEquals((await bob.ask(`MODE #tea +${letter}`)).length, 1, letter);
    assertEquals((await op.ask(`MODE #tea +${letter}`)).length, 2, letter);
  }
  await op.ask("MODE #tea +b m:bob!*@*");
  await bob.ask();
  const [own = "", end = "", ...more] = await bob.ask("MODE #tea +b");
  assert(own.startsWith(":chat 367 bob #tea m:bob!*@* op ") && end.startsWith(":chat 368 "), own);
  assertEquals(more, []);
  assertEquals(await counted(), "2");
  await op.ask("MODE #cellar +s");
  assertEquals(await counted(), "1");
});
