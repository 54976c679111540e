/** Floods over real connections: the one who sends them is muted for a minute, and programs that wait are not. */

import { assert, assertEquals } from "@std/assert";
import type { ClientFrame } from "../../../../../protocol.ts";
import { logWithOwners, PASSWORD } from "../../../../support/deed_doors.ts";
import { NativePeer } from "../../../../support/peers.ts";
import { startServer, type TestServer } from "../../../../support/test_server.ts";
import { test } from "../../../../support/sanitized.ts";
import { TempFolder } from "../../../../support/temp_folder.ts";

const limits = { rate: { perSecond: 10, burst: 5 } };

/** Lets time pass while connections are read. */
async function advance(server: TestServer, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 100) {
    await server.clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 1)); // So that sockets are read between.
  }
}

test("who floods from nc is muted, and told so; somebody else talks on", async () => {
  await using server = await startServer({ limits });
  const [eve, bob] = [await server.plain("eve"), await server.native("bob")];
  await eve.send("spam\n".repeat(300));
  await advance(server, 9_000);
  await eve.waitForText("You are muted until");
  const heard = bob.framesOf("message").length;
  assert(heard < 80, String(heard));
  await bob.say("still here", "1");
  await bob.waitForMessage("still here");
});

test("who floods with ids and waits for nothing is muted as well", async () => {
  await using server = await startServer({ limits });
  const [eve, bob] = [await server.native("eve"), await server.native("bob")];
  const line = (id: number): string => `{"type":"say","text":"spam","id":${id}}\n`;
  await eve.send(Array.from({ length: 400 }, (_, id) => line(id)).join(""));
  await advance(server, 9_000);
  const muted = await eve.waitForFrame("error", ({ code }) => code === "muted");
  assert(muted.code === "muted" && muted.wasFlood === true);
  assert(bob.framesOf("message").length < 150);
});

test("a program that has 64 messages on their way and waits for answers is never muted, however much it says", async () => {
  await using server = await startServer({ limits });
  const cat = await server.native("cat");
  let [sent, acked] = [0, 0];
  const pump = async (): Promise<void> => {
    for (; sent < 400 && sent < acked + 64; sent++) await cat.say(`line ${sent}`, sent);
  };
  for (let turns = 0; acked < 400 && turns < 1000; turns++) {
    await pump();
    await advance(server, 100);
    acked = cat.framesOf("ack").length;
  }
  assertEquals(acked, 400);
  assertEquals(cat.framesOf("error"), []);
  assert(cat instanceof NativePeer);
});

test("--flood off mutes nobody", async () => {
  await using server = await startServer({ limits: { ...limits, flood: false } });
  const eve = await server.plain("eve");
  await eve.send("spam\n".repeat(100));
  await advance(server, 9_000);
  assert(!eve.text.includes("muted"));
});

/** All that others have to read, each as a line of a number of its own. */
const FLOODS: Readonly<Record<string, (at: number) => ClientFrame>> = {
  "words to one person": (at) => ({ type: "private", to: "bob", text: `psst ${at}` }),
  "new rooms": (at) => ({ type: "join", room: `room${at}` }),
  "coming into a room and going": (at) => ({ type: at % 2 === 0 ? "join" : "part", room: "tea" }),
  "names": (at) => ({ type: "nick", name: `eve${at}` }),
  "topics": (at) => ({ type: "topic", room: "lobby", text: `topic ${at}` }),
  "reactions": (at) => ({ type: "react", room: "lobby", seq: 1, emoji: "👍", on: at % 2 === 0 }),
  "changes": (at) => ({ type: "edit", room: "lobby", seq: 1, text: `now ${at}` }),
  "files": (at) => ({ type: "upload", room: "lobby", name: `${at}.txt`, size: 1, id: `f${at}` }),
  "reports": () => ({ type: "mod", do: "report", name: "bob", why: "rude" }),
  "being away": (at) => ({ type: "away", why: `away ${at}` }),
};

for (const [what, frame] of Object.entries(FLOODS)) {
  test(`a flood of ${what} is muted for a minute, and told to moderators`, async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    logWithOwners(data, ["ada"], []);
    await using server = await startServer({ data, limits });
    const ada = await server.native();
    await ada.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
    await ada.waitForFrame("welcome");
    const [eve, bob] = [await server.native("eve"), await server.native("bob")];
    await eve.say("one");
    await bob.waitForMessage("one");
    await eve.sendFrames(...Array.from({ length: 400 }, (_, at) => frame(at)));
    await advance(server, 12_000);
    const muted = await eve.waitForFrame("error", ({ code }) => code === "muted");
    assert(muted.code === "muted" && muted.wasFlood === true && muted.until !== undefined);
    const told = await ada.waitForFrame("moderated", ({ do: deed }) => deed === "mute");
    assertEquals([told.by, (told.until ?? 0) - told.at], ["the server", 60_000]);
  });
}

test("who is muted for a flood is no more seen to come and go, is away once, and may still leave", async () => {
  await using server = await startServer({ limits });
  const [eve, bob] = [await server.native("eve"), await server.native("bob")];
  await bob.sendFrames({ type: "join", room: "tea" });
  await bob.waitForFrame("entered");
  const comeAndGo = (at: number): ClientFrame => ({ type: at % 2 === 0 ? "join" : "part", room: "tea" });
  await eve.sendFrames(...Array.from({ length: 200 }, (_, at) => comeAndGo(at)));
  await advance(server, 9_000);
  await eve.waitForFrame("error", ({ code }) => code === "muted");
  const seen = bob.framesOf("joined").length;
  assert(seen > 10 && seen < 60, String(seen));
  await advance(server, 20_000);
  assertEquals(bob.framesOf("joined").length, seen);
  assertEquals(bob.framesOf("left").filter(({ room }) => room === "tea").length, seen);
  const before = eve.framesOf("away").length;
  const muted = () => eve.framesOf("error").filter(({ code }) => code === "muted").length;
  const refused = muted();
  await eve.sendFrames({ type: "away", why: "lunch" }, { type: "back" }, { type: "away", why: "look at me" });
  await eve.sendFrames({ type: "quit" });
  await eve.waitForFrame("bye");
  assertEquals([eve.framesOf("away").length, muted()], [before + 1, refused + 1]);
});
