/** What is done is told once, and in the words of what it is. */

import { assert, assertEquals } from "@std/assert";
import { interpret } from "../../../../../protocol/typed_line.ts";
import { en } from "../../../../../words/en.ts";
import { mod, send, withRole } from "../../../../support/people.ts";
import { test } from "../../../../support/sanitized.ts";
import { TestCore } from "../../../../support/test_core.ts";

test("who is muted on the whole server reads once that they are, and once that the room was told", async () => {
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  const bob = await core.member("bob", "plain");
  await send(core, ada, mod("mute", { name: "bob", why: "rude" }));
  const lines = bob.sink.text.split("\n");
  assertEquals(lines.filter((line) => line.includes("ada muted bob")).length, 1);
  assertEquals(lines.filter((line) => line.startsWith("You are muted")).length, 1);
});

test("who is in no room reads that they are heard again", async () => {
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  const bob = await core.member("bob");
  await send(core, bob, { type: "part", room: "lobby" });
  await send(core, ada, mod("mute", { name: "bob" }), mod("unmute", { name: "bob" }));
  assertEquals(bob.framesOf("moderated").map(({ do: deed }) => deed), ["mute", "unmute"]);
});

test("a room reads of a new moderator that they are one, and of a former one that they are none, and nothing of operators", async () => {
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  await withRole(core, "mia", "member");
  const bob = await core.member("bob", "plain");
  await send(core, ada, mod("op", { name: "mia" }), mod("deop", { name: "mia" }));
  assert(bob.sink.text.includes("ada made mia a moderator"), bob.sink.text);
  assert(bob.sink.text.includes("ada made mia no moderator any more"), bob.sink.text);
});

test("who waits is let in by their number, by their name as one writes it, or with all others", async () => {
  const context = { target: { kind: "nowhere" }, room: "lobby", now: 0 } as const;
  const frames = ["/admit 3", "/admit Eve", "/admit all", "/admit eve no"].map((line) =>
    interpret(line, "plain", context)
  );
  assertEquals(frames.map((intent) => intent.kind === "send" && intent.frame), [
    mod("admit", { n: 3 }),
    mod("admit", { name: "Eve" }),
    mod("admit", { name: "*" }),
    mod("admit", { name: "eve", value: false }),
  ]);
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  await send(core, ada, mod("approve", { value: true }));
  const eve = core.connect();
  eve.hello("eve");
  await core.endTurn();
  await send(core, ada, mod("admit", { name: "Eve" }));
  assertEquals(eve.framesOf("welcome").length, 1);
});

test("one message is one message", () => {
  const done = { type: "done", do: "clear", name: "bob", undo: 30_000 } as const;
  assertEquals(
    [1, 2].map((also) => en.deeds.done({ ...done, also }).split(".")[0]),
    ["1 message of bob is deleted", "2 messages of bob are deleted"],
  );
});
