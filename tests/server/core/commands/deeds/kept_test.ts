/** What people in charge have decided is so after a restart, with its audit. */

import { assertEquals } from "@std/assert";
import type { ModRequest } from "../../../../../protocol.ts";
import { openLog } from "../../../../../server/store/log.ts";
import { codesOf, mod, send, withRole } from "../../../../support/people.ts";
import { test } from "../../../../support/sanitized.ts";
import { TempFolder } from "../../../../support/temp_folder.ts";
import { TestCore } from "../../../../support/test_core.ts";

const room = "tea";

/** Everything that a room and the server can be set to. */
const SETTINGS: readonly ModRequest[] = [
  mod("slow", { room, value: 5000 }),
  mod("readonly", { room, value: true }),
  mod("accounts", { room, value: "join" }),
  mod("inviteonly", { room, value: true }),
  mod("key", { room, value: "leaves" }),
  mod("limit", { room, value: 30 }),
  mod("secret", { room, value: true }),
  mod("topics", { room, value: true }),
  mod("outside", { room, value: true }),
  mod("quiet", { room, value: true }),
  mod("lock", { room }),
  mod("guests", { value: false }),
  mod("approve", { value: true }),
];

test("bans, mutes, ranks, exceptions and all settings are in force after a restart", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const log = openLog(data, "process");
  const core = new TestCore({ grace: 30_000 }, { history: log });
  const ada = await withRole(core, "ada", "owner");
  const mia = await withRole(core, "mia", "member");
  const [bob, eve] = [await core.member("bob"), await core.member("eve")];
  for (const client of [ada, mia, bob, eve]) await send(core, client, { type: "join", room });
  await send(
    core,
    ada,
    mod("op", { room, name: "mia" }),
    mod("voice", { room, name: "bob" }),
    mod("mute", { name: "eve", for: 3_600_000 }),
    mod("except", { room, name: "zoe" }),
    mod("welcome", { room, name: "kim" }),
    mod("ban", { name: "spam*" }),
    mod("ban", { net: "198.51.100.0/24", for: 3_600_000 }),
    ...SETTINGS,
  );
  assertEquals(codesOf(ada), []);
  const before = core.hub.context.moderation;
  const { clock, tokens, accounts } = core;
  log.close();
  const opened = openLog(data, "process");
  const again = new TestCore({ grace: 30_000 }, { history: opened, clock, tokens, accounts });
  again.hub.restore(600_000);
  const after = again.hub.context.moderation;
  const bans = (moderation: typeof before) =>
    Array.from(
      moderation.bans.all,
      ({ n, effect, subject, room, until }) => ({ n, effect, subject, room, until }),
    );
  assertEquals(bans(after), bans(before));
  assertEquals(after.settings(room), before.settings(room));
  assertEquals([after.settings("").mode, after.isApproving], [{ accounts: "join" }, true]);
  for (const { session: { person } } of [mia, bob, eve]) {
    assertEquals([after.rank(person, room), after.muteProblem(person)], [
      before.rank(person, room),
      before.muteProblem(person),
    ], person.name);
  }
  assertEquals(opened.moderation.audit(0, 100).length, 7 + SETTINGS.length);
  opened.close();
});

test("what was undone is so after a restart, too", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const log = openLog(data, "process");
  const core = new TestCore({ grace: 30_000 }, { history: log });
  const ada = await withRole(core, "ada", "owner");
  const eve = await core.member("eve");
  for (const client of [ada, eve]) await send(core, client, { type: "join", room });
  await send(core, ada, ...SETTINGS, mod("mute", { name: "eve" }), mod("ban", { name: "spam*" }));
  await send(
    core,
    ada,
    mod("unmute", { name: "eve" }),
    mod("undo", { wide: true }),
    ...SETTINGS.map((deed): ModRequest => {
      if (deed.do === "lock") return { ...deed, do: "unlock" };
      const off = { key: "", accounts: "off", slow: 0, limit: 0, guests: true }[String(deed.do)] ?? false;
      return { ...deed, value: off };
    }),
  );
  assertEquals(codesOf(ada), []);
  log.close();
  const opened = openLog(data, "process");
  assertEquals([opened.moderation.bans(), opened.moderation.modes()], [[], []]);
  opened.close();
});
