/** The audit is read by somebody who was not there, and a ban is lifted by nobody below who gave it. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { LONGEST_DEED } from "../../../../../protocol/deeds.ts";
import { decodeClientFrame } from "../../../../../protocol.ts";
import { openAccounts } from "../../../../../server/store/accounts.ts";
import {
  addBan,
  BY_OWNER,
  CannotStore,
  liftBan,
  listBans,
  openLog,
  readAudit,
} from "../../../../../server/store/log.ts";
import { en } from "../../../../../words/en.ts";
import { it } from "../../../../../words/it.ts";
import { codesOf, mod, send, withRole } from "../../../../support/people.ts";
import { test } from "../../../../support/sanitized.ts";
import { TempFolder } from "../../../../support/temp_folder.ts";
import { TestCore } from "../../../../support/test_core.ts";

const room = "tea";

test("after a class with a bully, the audit says in both languages who did what to whom, where, for how long and why", async () => {
  using folder = new TempFolder();
  const log = openLog(folder.file("chat.db"), "process");
  const core = new TestCore({ grace: 0, rate: null }, { history: log });
  const ada = await withRole(core, "ada", "owner");
  const mia = await withRole(core, "mia", "moderator");
  const eve = await core.member("eve");
  const spam = await core.member("spam1");
  for (const client of [ada, mia, eve, spam]) await send(core, client, { type: "join", room });
  await send(core, eve, { type: "say", room, text: "rude" });
  await send(core, spam, mod("report", { room, seq: 1, why: "bullying" }));
  await send(
    core,
    mia,
    mod("delete", { room, seq: 1 }),
    mod("mute", { room, name: "eve", for: 600_000, why: "rude" }),
    mod("slow", { room, value: 5000 }),
    mod("slow", { room, value: 0 }),
    mod("accounts", { room, value: "speak" }),
    mod("kick", { room, name: "eve", why: "again" }),
  );
  await send(core, ada, mod("ban", { name: "spam*" }), mod("approve", { value: true }));
  const [cy, dan] = [core.connect(), core.connect()];
  cy.hello("cy");
  dan.hello("dan");
  await send(
    core,
    ada,
    mod("admit", { name: "cy" }),
    mod("admit", { name: "*", value: false }),
    mod("audit"),
  );
  await core.endTurn();
  const lines = ada.framesOf("modlist").flatMap((list) => list.lines);
  const read = (words: typeof en | typeof it) =>
    lines.map((line) =>
      words.audit(line).replace(/^.*? {2}/, "").replace(
        / (until|fino al) [^:]*(?::\d\d\s?[AP]?M?)?/,
        " $1 T",
      )
    );
  assertEquals(read(en), [
    "spam1 reported eve in #tea: bullying",
    "mia deleted message 1 of eve in #tea",
    "mia muted eve in #tea until T: rude",
    "mia set #tea: a message every 5 seconds",
    "mia set #tea: not slow any more",
    "mia set #tea: only claimed names write",
    "mia removed eve from #tea: again",
    "ada banned spam* from the server until T",
    "ada had whoever comes wait at the door",
    "ada let in cy",
    "ada turned away dan",
  ]);
  assertEquals(read(it), [
    "spam1 ha segnalato eve in #tea: bullying",
    "mia ha cancellato il messaggio 1 di eve in #tea",
    "mia ha tolto la parola a eve in #tea fino al T: rude",
    "mia ha impostato #tea: un messaggio ogni 5 secondi",
    "mia ha impostato #tea: non più lenta",
    "mia ha impostato #tea: scrivono solo i nomi riservati",
    "mia ha fatto uscire eve da #tea: again",
    "ada ha escluso spam* dal server fino al T",
    "ada ha fatto aspettare chi arriva",
    "ada ha fatto entrare cy",
    "ada non ha fatto entrare dan",
  ]);
  log.close();
});

test("where nothing is kept the audit says, too, until when a ban lasts", async () => {
  const core = new TestCore({ grace: 0, rate: null });
  const ada = await withRole(core, "ada", "owner");
  await send(core, ada, mod("ban", { name: "spam*", for: 600_000 }), mod("audit"));
  const lines = ada.framesOf("modlist").flatMap((list) => list.lines);
  assertEquals(lines.map(({ do: deed, at = 0, until = 0 }) => [deed, until - at]), [["ban", 600_000]]);
});

test("a ban that was given on the server's machine is its owner's, and no moderator lifts it", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  openLog(data, "process").close();
  const ban = {
    effect: "ban",
    room: undefined,
    subject: "eve",
    why: "",
    by: "root",
    byKey: BY_OWNER,
    at: 0,
  } as const;
  const n = addBan(data, { ...ban, marks: [{ kind: "name", value: "eve" }], until: undefined });
  const log = openLog(data, "process");
  const core = new TestCore({ grace: 0 }, { history: log });
  const [ada, mia] = [await withRole(core, "ada", "owner"), await withRole(core, "mia", "moderator")];
  await send(core, mia, mod("unban", { n }));
  assertEquals(codesOf(mia), ["not-allowed"]);
  await send(core, ada, mod("unban", { n }));
  assertEquals([codesOf(ada), [...core.hub.context.moderation.bans.all]], [[], []]);
  log.close();
});

test("a ban of a room that was given beside the server takes out whoever it names, but no moderator, whom no room keeps out", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const log = openLog(data, "process");
  const core = new TestCore({ grace: 0 }, { history: log });
  const [mia, eve] = [await withRole(core, "mia", "moderator"), await withRole(core, "eve", "member")];
  for (const client of [mia, eve]) await send(core, client, { type: "join", room });
  const marks = ["mia", "eve"].map((name) => ({
    kind: "account" as const,
    value: String(core.accounts.named(name)?.id),
  }));
  const given = { subject: "both", why: "", by: "root", byKey: BY_OWNER, at: 0, until: undefined };
  addBan(data, { effect: "ban", room, marks, ...given });
  core.hub.sweep();
  await core.endTurn();
  assertEquals([mia, eve].map(codesOf), [[], ["banned"]]);
  log.close();
});

test("a ban for longer than numbers go ends in ten years, and one that an earlier version kept closes no log", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const log = openLog(data, "process");
  const core = new TestCore({ grace: 0 }, { history: log });
  const ada = await withRole(core, "ada", "owner");
  const frame = decodeClientFrame(JSON.stringify(mod("ban", { name: "eve", for: Number.MAX_SAFE_INTEGER })));
  assert(frame.ok);
  await send(core, ada, frame.frame, mod("audit"));
  const until = core.clock.now() + LONGEST_DEED;
  assertEquals(log.moderation.bans().map((ban) => ban.until), [until]);
  assertEquals(ada.framesOf("modlist")[0]?.lines[0]?.until, until);
  log.close();
  const db = new DatabaseSync(data);
  db.prepare("UPDATE bans SET until = ?").run(BigInt(Number.MAX_SAFE_INTEGER) + 1_000_000_000_000n);
  db.close();
  const again = openLog(data, "process");
  assertEquals(again.moderation.bans().map((ban) => ban.until), [Number.MAX_SAFE_INTEGER]);
  assertEquals(again.moderation.audit(0, 9).map((entry) => entry.until), [Number.MAX_SAFE_INTEGER]);
  again.close();
});

test("nobody becomes a moderator, or ceases to be one, without an entry in the audit: both are stored or neither", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  const log = openLog(data, "process");
  const accounts = openAccounts(data);
  const core = new TestCore({ grace: 0 }, { history: log, accounts });
  const ada = await withRole(core, "ada", "owner");
  const mia = await withRole(core, "mia", "member");
  const roleNow = (): string | undefined => {
    accounts.refresh();
    return accounts.named("mia")?.role;
  };
  const deeds = (): readonly string[] => log.moderation.audit(0, 9).map((entry) => entry.do);
  core.history.isFull = true;
  await send(core, ada, mod("op", { name: "mia" }));
  assertEquals([codesOf(ada), roleNow(), deeds()], [["not-stored"], "member", []]);
  core.history.isFull = false;
  await send(core, ada, mod("op", { name: "mia" }));
  assertEquals([roleNow(), mia.session.person.account?.role, deeds()], ["moderator", "moderator", ["op"]]);
  await send(core, ada, mod("deop", { name: "mia" }));
  assertEquals([roleNow(), mia.session.person.account?.role, deeds()], ["member", "member", ["deop", "op"]]);
  accounts.close();
  log.close();
});

test("a ban that is lifted beside the server is lifted once, with one entry in the audit", () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  openLog(data, "process").close();
  const given = { subject: "eve", room, why: "", by: "root", byKey: BY_OWNER, at: 0, until: undefined };
  const n = addBan(data, { effect: "ban", marks: [{ kind: "name", value: "eve" }], ...given });
  assertEquals([1, 2, 3].map((at) => liftBan(data, n, "root", at)), [true, false, false]);
  assertEquals(readAudit(data, 0).map((entry) => [entry.do, entry.at]), [["ban", 0], ["unban", 1]]);
  const db = new DatabaseSync(data);
  db.exec(
    "CREATE TRIGGER no_audit BEFORE INSERT ON audit WHEN NEW.do = 'unban' BEGIN SELECT RAISE(ABORT, 'no'); END",
  );
  db.close();
  const second = addBan(data, { effect: "ban", marks: [{ kind: "name", value: "bob" }], ...given });
  assertThrows(() => liftBan(data, second, "root", 4), CannotStore);
  assertEquals(listBans(data).map((ban) => ban.n), [second]);
});
