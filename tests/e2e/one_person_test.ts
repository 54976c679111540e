/** One person from the page, a terminal, nc and IRC at once: one in presence, each a connection of its own, and removed from all. */

import { assertEquals } from "@std/assert";
import { logWithOwners, PASSWORD } from "../support/deed_doors.ts";
import { IrcPeer } from "../support/irc_peer.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

/** Mia at every door, and who looks on. */
async function scene(server: TestServer) {
  const bob = await server.native("bob");
  const client = await server.native();
  await client.sendFrames({ type: "hello", name: "mia", room: "lobby", auth: { password: PASSWORD } });
  await client.waitForFrame("welcome");
  const page = server.webSocket();
  await page.waitForOpen();
  page.sendFrames({ type: "hello", name: "mia", room: "lobby", auth: { password: PASSWORD } });
  await page.waitForFrame("welcome");
  const nc = await server.plain();
  await nc.say("mia");
  await nc.say(`/password ${PASSWORD}`);
  await nc.waitForText("Hello mia");
  const irc = new IrcPeer(await server.raw());
  await irc.send(`PASS :mia:${PASSWORD}`, "NICK mia", "USER mia 0 * :mia");
  await irc.waitFor(" 376 mia ");
  return { bob, client, page, nc, irc };
}

test("who comes by page, terminal, nc and IRC is there once, hears all at each, and leaves with the last", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  logWithOwners(data, ["ada"], ["mia"]);
  await using server = await startServer({ data });
  const { bob, client, page, nc, irc } = await scene(server);
  await bob.sync();
  assertEquals(bob.framesOf("joined").map(({ name }) => name), ["mia"]);
  await bob.sendFrames({ type: "private", to: "mia", text: "psst" });
  await client.waitForFrame("private", ({ text }) => text === "psst");
  await page.waitForFrame("private", ({ text }) => text === "psst");
  await nc.waitForText("psst");
  await irc.waitFor("psst");
  page.say("from the page");
  await client.waitForMessage("from the page");
  await nc.waitForText("from the page");
  await irc.waitFor("from the page");
  const { seq } = await bob.waitForMessage("from the page");
  page.sendFrames({ type: "read", room: "lobby", seq });
  await client.waitForFrame("read", (mark) => mark.room === "lobby" && mark.seq === seq);
  await nc.say("/quit");
  await irc.send("QUIT");
  page.sendFrames({ type: "quit" });
  await page.waitForEnd();
  await nc.waitForEnd();
  await irc.raw.waitForEnd();
  await bob.sync();
  assertEquals(bob.framesOf("left"), []);
  await client.sendFrames({ type: "quit" });
  await bob.waitForFrame("left", ({ name }) => name === "mia");
});

test("a kick ends every connection of a person at once, whichever the door", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  logWithOwners(data, ["ada"], ["mia"]);
  await using server = await startServer({ data });
  const { bob, client, page, nc, irc } = await scene(server);
  const ada = await server.native();
  await ada.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
  await ada.waitForFrame("welcome");
  await ada.sendFrames({ type: "mod", do: "kick", name: "mia", why: "enough" });
  await client.waitForFrame("bye", ({ reason }) => reason === "removed");
  await page.waitForFrame("bye", ({ reason }) => reason === "removed");
  await page.waitForEnd();
  for (const peer of [client, nc, irc.raw]) await peer.waitForEnd();
  await bob.waitForFrame("left", ({ name, reason }) => name === "mia" && reason === "removed");
  await bob.sync();
  assertEquals(bob.framesOf("left").length, 1);
});
