/** Rooms that are kept on disk, over real sockets: restarts, disks that fill up, files that are damaged. */

import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { CannotStore, exportMessages } from "../../server.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer } from "../support/test_server.ts";
import type { NativePeer } from "../support/peers.ts";
import { SmallDisk } from "../support/small_disk.ts";
import { test } from "../support/sanitized.ts";

test("after a restart the room is as it was: who comes back is the same, and gets what was missed", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const tokens: string[] = [];
  {
    await using server = await startServer({ data });
    const ada = await server.native("ada");
    const bob = await server.native("bob");
    await ada.say("one", "a-1");
    await bob.waitForMessage("one");
    tokens.push(ada.framesOf("welcome")[0]?.token ?? "", bob.framesOf("welcome")[0]?.token ?? "");
    await server.stop();
    assertEquals((await ada.waitForFrame("bye")).reason, "closing");
  }
  await using room = await startServer({ data });
  const bob = await room.native();
  await bob.sendFrames({
    type: "hello",
    name: "bob",
    room: "lobby",
    resume: { token: tokens[1] ?? "", after: { lobby: 1 } },
  });
  const welcome = await bob.waitForFrame("welcome");
  assertEquals([welcome.resumed, welcome.members, welcome.seq], [true, ["ada", "bob"], 1]);
  const ada = await room.native();
  await ada.sendFrames(
    { type: "hello", name: "ada", room: "lobby", resume: { token: tokens[0] ?? "", after: { lobby: 0 } } },
    { type: "say", room: "lobby", text: "one", id: "a-1" },
    { type: "say", room: "lobby", text: "two", id: "a-2" },
  );
  await bob.waitForMessage("two");
  await ada.waitForMessage("two");
  assertEquals(ada.framesOf("ack").map(({ id, seq }) => [id, seq]), [["a-1", 1], ["a-2", 2]]);
  assertEquals(bob.framesOf("message").map(({ seq, text }) => [seq, text]), [[2, "two"]]);
  assertEquals([bob.framesOf("joined"), bob.framesOf("left")], [[], []]);
  assertEquals([...exportMessages(data, {})].map(({ text }) => text), ["one", "two"]);
});

test("a second room on the same file does not open, and the first goes on", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data });
  const error = await assertRejects(() => startServer({ data }), CannotStore);
  assertEquals(error.kind, "in-use");
  await server.checkStillServes();
});

test("a log is not begun where its server could not look at it once it has given up its rights", async () => {
  if (Deno.build.os === "windows") return;
  using folder = new TempFolder();
  Deno.symlinkSync("/dev", folder.file("link"));
  const links = { "there.db": "/dev/null", "new.db": "/dev/shm/chat.db", "next.db": "new.db" };
  for (const [name, target] of Object.entries(links)) Deno.symlinkSync(target, folder.file(name));
  const files = ["link/chat.db", "link/shm/new/chat.db", ...Object.keys(links)].map((name) =>
    folder.file(name)
  );
  for (const data of ["/dev/chat.db", "/proc/chat.db", ...files]) {
    const error = await assertRejects(() => startServer({ data }), CannotStore);
    assertEquals([error.kind, error.path], ["system-folder", data]);
  }
  assertThrows(() => Deno.statSync("/dev/chat.db"), Deno.errors.NotFound);
});

test("messages are let go in the background, and the room goes on", async () => {
  using folder = new TempFolder();
  await using server = await startServer({ data: folder.file("chat.db"), keep: { kind: "count", count: 3 } });
  const ada = await server.native("ada");
  for (let i = 1; i <= 10; i++) await ada.say(`${i}`);
  await ada.waitForMessage("10");
  await server.clock.advance(6_000);
  await ada.sendFrames({ type: "history", room: "lobby" });
  assertEquals((await ada.waitForFrame("history")).count, 3);
});

test("a page that is damaged while the server runs takes nobody's place in the room", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  {
    await using server = await startServer({ data, limits: { rate: null } });
    const ada = await server.native("ada");
    for (let i = 1; i <= 500; i++) await ada.say("x".repeat(500));
    await ada.sync();
  }
  await using room = await startServer({ data, mayFail: ["reading", "storing", "checkpoint", "indexing"] });
  const pages = Deno.statSync(data).size / 4096;
  const file = Deno.openSync(data, { write: true });
  file.seekSync(4096 * 8, Deno.SeekMode.Start);
  file.writeSync(new Uint8Array(4096 * (pages - 8)).fill(0xa5));
  file.close();
  const bob = await room.native("bob");
  await bob.sendFrames({ type: "history", room: "lobby", after: 0, limit: 500 });
  await bob.waitForFrame("history");
  await bob.sync();
  assert(bob.framesOf("notice").length + bob.framesOf("message").length > 0);
  assertEquals(bob.state, "open");
});

const disk = SmallDisk.isPossible();

Deno.test({
  name:
    `a disk that is full refuses messages to their authors alone, and takes them again when there is space${
      disk ? "" : " (skipped: no small disk can be made here)"
    }`,
  ignore: !disk,
  fn: async () => {
    await using small = await SmallDisk.mount("600k");
    await using server = await startServer({
      data: small.file("chat.db"),
      mayFail: ["storing", "checkpoint", "indexing"],
      limits: { rate: null, replay: 0 },
    });
    const ada = await server.native("ada");
    const bob = await server.native("bob");
    await ada.say("while there was space", "before");
    await bob.waitForMessage("while there was space");
    await small.fill();
    // In turn, until each was refused: what is written back beside them may make space again in between.
    let said = 0;
    for (const isRefused = new Set<NativePeer>(); isRefused.size < 2;) {
      const author = said % 2 === 0 ? ada : bob;
      const answers = (): number => author.framesOf("ack").length + author.framesOf("error").length;
      const before = answers();
      await author.say("x".repeat(4_000), ++said);
      await author.waitFor("an answer", () => answers() > before || undefined);
      if (author.framesOf("error").some(({ id }) => id === said)) isRefused.add(author);
      assert(said < 1_000);
    }
    const refusals = [...ada.framesOf("error"), ...bob.framesOf("error")];
    assertEquals(refusals.filter(({ code }) => code !== "not-stored"), []);
    const acked = ada.framesOf("ack").length + bob.framesOf("ack").length;
    assertEquals(acked + refusals.length, said + 1);
    const cy = await server.native("cy");
    await server.clock.advance(6_000);
    await small.empty();
    await ada.say("again", "after");
    await bob.waitForMessage("again");
    await cy.waitForMessage("again");
    assertEquals(
      bob.framesOf("message").map(({ seq }) => seq),
      Array.from({ length: acked + 1 }, (_, i) => i + 1),
    );
    assertEquals([...exportMessages(small.file("chat.db"), {})].length, acked + 1);
    const failed = server.logged.flatMap((entry) => entry.event === "failed" ? [entry] : []);
    assertEquals(failed.filter(({ cause }) => !cause.includes("database or disk is full")), []);
    // Of what is said it is told once that it fails, and once that it goes again; and once of what is noted every few seconds.
    const storing = failed.filter(({ what }) => what === "storing");
    const again = server.logged.filter(({ event }) => event === "storing-again").length;
    assert(
      again > 0 && storing.length - again >= 0 && storing.length - again <= 1,
      JSON.stringify(server.logged),
    );
    assert(storing.every(({ cause }) => cause.startsWith("CannotStore")), JSON.stringify(storing));
  },
});

Deno.test({
  name: `a disk that is full or nearly so is called that, and with space the room opens${
    disk ? "" : " (skipped: no small disk can be made here)"
  }`,
  ignore: !disk,
  fn: async () => {
    for (const free of [0, 8, 16, 32, 64]) {
      await using small = await SmallDisk.mount("4m");
      await small.fill(free * 1024);
      const error = await assertRejects(() => startServer({ data: small.file("chat.db") }), CannotStore);
      assertEquals(error.kind, "full", `${free} KiB free: ${error.message}`);
      await small.empty();
      await using server = await startServer({ data: small.file("chat.db") });
      await server.checkStillServes();
    }
  },
});
