/** Deeds over real connections: seen at every door, kept over restarts, also by kill -9, and told to who was not there. */

import { assert, assertEquals } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { openLog } from "../../server/store/log/open.ts";
import type { DeedWrite } from "../../server/store/log.ts";
import { startServer } from "../support/test_server.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";

const AT = new Date(2026, 0, 2, 3, 4, 5).getTime();

/** Writes deeds into a log that no server has open. */
function write(path: string, ...deeds: readonly DeedWrite[]): void {
  const log = openLog(path, "process");
  log.commit({ drafts: [], members: [], readMarks: [], deeds });
  log.close();
}

function ban(n: number, more: Partial<NonNullable<DeedWrite["ban"]>>): DeedWrite {
  return {
    ban: {
      n,
      effect: "ban",
      room: undefined,
      subject: "eve",
      marks: [{ kind: "name", value: "eve" }],
      why: "spam",
      by: "ada",
      byKey: "a1",
      at: AT,
      until: undefined,
      ...more,
    },
  };
}

test("who makes a room moderates it from any door, and it is seen at every other", async () => {
  await using server = await startServer();
  const [bob, eve, nina] = [
    await server.native("bob"),
    await server.native("eve"),
    await server.plain("nina"),
  ];
  await nina.say("/join #tea");
  await nina.waitForText("You are in #tea");
  for (const client of [bob, eve]) {
    await client.sendFrames({ type: "join", room: "tea" });
    await client.waitForFrame("entered");
  }
  await nina.say("/help mute");
  await nina.waitForText("/mute NAME [TIME] [WHY]");
  await nina.say("/slow 10s");
  assertEquals((await bob.waitForFrame("mode")).mode, { slow: 10_000 });
  await nina.say("/mute eve 5m too loud");
  const muted = await eve.waitForFrame("error", ({ code }) => code === "muted");
  assert(muted.code === "muted" && muted.why === "too loud" && muted.room === "tea");
  await bob.waitForFrame(
    "moderated",
    ({ do: deed, name, by }) => deed === "mute" && name === "eve" && by === "nina",
  );
  await nina.say("/kick bob");
  await nina.waitForText("was removed");
  await bob.waitForFrame("parted");
  const left = await eve.waitForFrame("left", ({ name }) => name === "bob");
  assertEquals([left.reason, left.by], ["removed", "nina"]);
  await eve.sendFrames({ type: "mod", do: "kick", name: "nina", room: "tea" });
  await eve.waitForFrame("error", ({ code }) => code === "not-allowed");
});

test("a ban is in force after a restart, at every door", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  write(data, ban(1, {}), ban(2, { marks: [{ kind: "pattern", value: "spam*" }], subject: "spam*" }));
  await using server = await startServer({ data });
  const native = await server.native();
  await native.sendFrames({ type: "hello", name: "EVE", room: "lobby" });
  const refused = await native.waitForFrame("error");
  assert(refused.code === "banned" && refused.why === "spam");
  assertEquals((await native.waitForFrame("bye")).reason, "refused");
  const plain = await server.plain();
  await plain.say("spammer");
  await plain.waitForText("You are banned: spam");
  await plain.waitForEnd();
  await server.native("adam");
});

test("an address that is banned is refused before anything else, at every door", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  write(data, ban(1, { marks: [{ kind: "net", value: "127.0.0.0/8" }], subject: "127.0.0.0/8" }));
  await using server = await startServer({ data });
  const [native, plain, web] = [await server.native(), await server.plain(), await server.raw()];
  await native.send('{"type":"hello","name":"adam"}\n');
  await native.waitForText('"banned"');
  await plain.say("adam");
  await plain.waitForText("You are banned");
  await web.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  await web.waitForText("You are banned");
});

test("a ban that another process writes is in force within two seconds, also for who is in", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  await using server = await startServer({ data });
  const [eve, bob] = [await server.native("eve"), await server.native("bob")];
  const db = new DatabaseSync(data);
  db.prepare(
    "INSERT INTO bans (n, effect, subject, marks, why, by, by_key, at) VALUES (7, 'ban', 'eve', ?, 'spam', 'root', '-', ?)",
  ).run('[["name","eve"]]', AT);
  db.close();
  await server.clock.advance(2_000);
  const error = await eve.waitForFrame("error");
  assertEquals(error.code, "banned");
  const left = await bob.waitForFrame("left");
  assertEquals([left.name, left.by], ["eve", "root"]);
});

test("a deed is kept wholly or not at all: the ban and its audit are one transaction", () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const log = openLog(data, "process");
  const audit = { at: AT, by: "ada", do: "ban", room: undefined, subject: "eve", why: "spam" } as const;
  log.commit({ drafts: [], members: [], readMarks: [], deeds: [{ ...ban(1, {}), audit }] });
  let isRefused = false;
  try { // The same number again: nothing of this turn may be left.
    log.commit({ drafts: [], members: [], readMarks: [], deeds: [{ audit }, ban(1, {})] });
  } catch {
    isRefused = true;
  }
  assert(isRefused);
  assertEquals(log.moderation.audit(0, 9).length, 1);
  assertEquals(log.moderation.bans().length, 1);
  log.close();
});
