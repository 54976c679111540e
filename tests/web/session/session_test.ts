/** Entering, resuming, goodbyes and quitting. */

import { assert, assertEquals } from "@std/assert";
import type { ServerFrame } from "../../../protocol.ts";
import { en } from "../../../words/en.ts";
import { fakePage, message, welcome } from "../support/fake_page.ts";

/** A session that an earlier page stored: in two rooms, with something that was not sent. */
const STORED = {
  token: "t",
  name: "ada",
  rooms: [{ name: "lobby", last: 200, read: 190, cleared: 0 }, { name: "tea", last: 9, read: 9, cleared: 0 }],
  unsent: [{ id: "x-1", text: "late", action: false, goal: { room: "lobby" } }],
  at: 1,
};

Deno.test("a first visit asks for the lobby, shows it, and tells what is waited for", () => {
  const page = fakePage();
  page.session.enter("ada");
  assertEquals(page.told.splice(0), [`banner: ${en.page.connecting}`, `wait: ${en.page.connecting}`]);
  page.enter();
  const [hello] = page.take("hello").slice(-1);
  assertEquals(hello, { type: "hello", name: "ada", version: 1, room: "lobby", client: "chat page" });
  assertEquals(page.places.current?.key, "#lobby");
  assertEquals([page.session.isIn, page.saved.token, page.saved.name, page.reader.me], [
    true,
    "t",
    "ada",
    "ada",
  ]);
  assert(page.told.includes("title: Tea") && page.told.includes("banner: ") && page.told.includes("in: "));
});

Deno.test("after a reload what was missed is asked for, room by room, and what was not sent is sent", () => {
  const page = fakePage(STORED);
  page.session.enter("ada");
  page.enter({ seq: 205, read: 190, resumed: true });
  const [hello] = page.take("hello").slice(-1);
  assertEquals([hello?.room, hello?.resume], ["lobby", { token: "t", after: { lobby: 150, tea: 0 } }]);
  assertEquals(page.take("say"), [{ type: "say", room: "lobby", text: "late", id: "x-1" }]);
  const lobby = page.places.find("room", "lobby");
  assertEquals([...lobby?.live.waiting ?? []], [["late", "waits"]]);
  page.receive({ type: "message", room: "lobby", seq: 206, at: 1, from: "ada", text: "late", id: "x-1" });
  assertEquals([page.saved.queued.length, lobby?.live.waiting.size], [0, 0]);
});

Deno.test("another log has other messages under the same numbers: what was shown goes", () => {
  const page = fakePage();
  page.enter();
  page.receive(message(1));
  page.lose();
  page.enter({ token: "other", seq: 1 });
  page.receive(message(1, { text: "new" }));
  assertEquals(page.places.find("room", "lobby")?.live.shown, ["1 bob: new"]);
});

Deno.test("a goodbye that is final ends the session, and every other is waited out", () => {
  const bye = (reason: Extract<ServerFrame, { type: "bye" }>["reason"], back?: number): ServerFrame => ({
    type: "bye",
    reason,
    text: "",
    ...(back !== undefined && { back }),
  });
  for (const reason of ["quit", "replaced", "removed", "flood", "refused"] as const) {
    const page = fakePage();
    page.enter();
    page.receive(bye(reason));
    assertEquals(page.told.at(-1), `out: ${en.bye(reason)} ada`, reason);
    assertEquals(
      [page.socket.isStarted, page.session.isIn, page.places.all.length],
      [false, false, 0],
      reason,
    );
    assertEquals(page.saved.token, "");
  }
  for (const reason of ["slow", "silent", "closing"] as const) {
    const page = fakePage();
    page.enter();
    page.receive(bye(reason));
    page.lose();
    assertEquals(page.told.at(-1), `wait: ${en.page.away}`, reason);
    assertEquals([page.socket.isStarted, page.places.all.length, page.saved.token], [true, 1, "t"], reason);
  }
  const page = fakePage();
  page.enter();
  page.receive(bye("closing", 5));
  page.lose();
  assertEquals(page.told.at(-1), `wait: ${en.page.awayBack.replace("{count}", "5")}`);
  assert(page.socket.notBefore >= 5000 && page.socket.notBefore < 6000, String(page.socket.notBefore));
  page.lose();
  assertEquals(page.told.at(-1), `wait: ${en.page.away}`);
});

Deno.test("a name that is refused is asked for again with one that is free; a full room is tried again", () => {
  const page = fakePage();
  page.session.enter("ada");
  page.receive(
    { type: "error", code: "name-taken", name: "ada", suggestion: "ada2", text: "" },
    { type: "bye", reason: "refused", text: "" },
  );
  const why = en.problem({ code: "name-taken", name: "ada", suggestion: "ada2" });
  assertEquals(page.told.at(-1), `out: ${why} ada2`);
  assertEquals(page.told.filter((line) => line.startsWith("out")).length, 1);
  assertEquals(page.socket.isStarted, false);
  const full = fakePage();
  full.session.enter("ada");
  full.receive({ type: "error", code: "full", limit: 3, text: "" }, {
    type: "bye",
    reason: "refused",
    text: "",
  });
  full.lose();
  assert(full.told.at(-1)?.startsWith(`wait: ${en.problem({ code: "full", limit: 3 })}`), full.told.at(-1));
  assertEquals(full.socket.isStarted, true);
  const crowded = fakePage();
  crowded.session.enter("ada");
  crowded.receive({ type: "error", code: "join-limit", wait: 3000, text: "" });
  assert(crowded.socket.notBefore >= 3000, `${crowded.socket.notBefore}`);
});

Deno.test("who quits is out once the connection ends, or at once when there is none, and comes in anew", () => {
  const page = fakePage();
  page.enter();
  page.session.quit("ciao");
  assertEquals(page.take("quit"), [{ type: "quit", word: "ciao" }]);
  page.lose();
  assertEquals(page.told.at(-1), `out: ${en.bye("quit")} ada`);
  page.session.quit();
  assertEquals(page.told.filter((line) => line.startsWith("out")).length, 2);
  page.enter({ name: "eve", token: "e" });
  page.session.say({ type: "say", room: "lobby", text: "hi", id: "i" });
  assertEquals(page.take("hello").at(-1), {
    type: "hello",
    name: "eve",
    version: 1,
    room: "lobby",
    client: "chat page",
  });
  assertEquals(page.take("say").length, 1);
});

Deno.test("who has left all rooms comes back to none", () => {
  const page = fakePage();
  page.enter();
  page.session.part({ type: "part", room: "lobby" });
  page.lose();
  page.enter({ room: "", members: [], count: 0, seq: 0, resumed: true });
  assertEquals(page.take("hello").at(-1)?.room, "");
});

const CLAIMED = { type: "error", text: "", code: "name-claimed", name: "ada", suggestion: "ada2" } as const;

Deno.test("a claimed name is asked for with its password, which is sent once and kept nowhere", () => {
  const page = fakePage();
  page.session.enter("ada");
  page.receive({ ...CLAIMED, methods: ["key", "password"] });
  assertEquals(page.told.at(-1)?.endsWith(" ada"), true, "the name that is meant, and not a free one");
  page.session.enter("ada", undefined, { password: "correct horse", isKept: true });
  const hello = page.take("hello").at(-1);
  assertEquals([hello?.auth, hello?.remember], [{ password: "correct horse" }, true]);
  page.receive({ type: "error", text: "", code: "auth-failed", left: 3 });
  page.session.enter("ada");
  assertEquals(page.take("hello").at(-1)?.auth, undefined);
  page.receive(welcome({ session: "chs_1" }));
  assertEquals(page.login.kept, "ada chs_1");
});

Deno.test("where no password is taken, a free name is offered", () => {
  const page = fakePage();
  page.session.enter("ada");
  page.receive({ ...CLAIMED, methods: [] });
  assertEquals(page.told.at(-1)?.endsWith(" ada2"), true);
});

Deno.test("a browser that stays logged in says so, and asks anew once that is over", () => {
  const page = fakePage();
  page.login.set("ada", "chs_1");
  page.session.enter("ada");
  assertEquals(page.take("hello").at(-1)?.auth, { session: "chs_1" });
  page.receive({ type: "error", text: "", code: "auth-failed", left: 4 });
  assertEquals([page.login.kept, page.take("hello").length], ["", 1]);
  page.receive(welcome());
  page.login.set("ada", "chs_2");
  page.receive({ type: "account", done: "password", name: "ada" });
  assertEquals(page.login.kept, "", "a new password ends all of them");
});
