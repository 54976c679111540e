/** What people in charge did, as the page shows it. */

import { assertEquals } from "@std/assert";
import { en } from "../../../words/en.ts";
import { fakePage } from "../support/fake_page.ts";

/** A page in the lobby, and what it shows there. */
function inLobby() {
  const page = fakePage();
  page.enter();
  return { page, shown: () => page.places.find("room", "lobby")?.live.shown ?? [] };
}

Deno.test("what was done is told where it counts, with a way back where there is one", () => {
  const { page, shown } = inLobby();
  page.receive(
    { type: "done", do: "kick", room: "lobby", name: "eve" },
    { type: "done", do: "ban", name: "spam*", n: 3, also: 2, undo: 30_000 },
    { type: "moderated", do: "op", room: "lobby", name: "eve", by: "bob", at: 1 },
  );
  const undoable = en.deeds.done({ type: "done", do: "ban", name: "spam*", n: 3, also: 2, undo: 30_000 });
  assertEquals(shown(), [
    en.deeds.done({ type: "done", do: "kick", room: "lobby", name: "eve" }),
    `${undoable} [Undo]`,
    "bob made eve an operator",
  ]);
  page.places.find("room", "lobby")?.live.offered.get(undoable)?.();
  assertEquals(page.told.at(-1), "line: /undo");
});

Deno.test("who is muted reads it at the box until it is over, in the rooms where it counts", async () => {
  const { page, shown } = inLobby();
  page.receive({
    type: "moderated",
    do: "mute",
    room: "lobby",
    name: "ada",
    by: "bob",
    at: 0,
    until: 60_000,
    why: "rude",
  });
  assertEquals(shown().at(-1)?.startsWith("bob muted ada until"), true);
  assertEquals(page.notices.limited.endsWith(`: rude. ${en.page.keptMeanwhile}`), true);
  page.receive({ type: "entered", room: "tea", members: ["ada"], count: 1, seq: 0, read: 0, at: 0 });
  page.session.join("tea");
  assertEquals(page.notices.limited, "", "it counts in the other room");
  page.session.join("lobby");
  assertEquals(page.notices.limited === "", false);
  page.places.show(undefined);
  page.session.shown(undefined);
  assertEquals(page.notices.limited, "", "where one is in no room nothing keeps one from writing there");
  page.session.join("lobby");
  assertEquals(page.notices.limited === "", false);
  await page.clock.advance(60_000);
  assertEquals(page.notices.limited, "");
  page.receive({ type: "error", text: "", code: "muted", why: "loud" });
  assertEquals(page.notices.limited, `You are muted: loud. ${en.page.keptMeanwhile}`);
  assertEquals(page.told.filter((one) => one.startsWith("hint:")), [], "the box says it already");
  page.receive({ type: "moderated", do: "unmute", name: "ada", by: "bob", at: 0 });
  assertEquals(page.notices.limited, "");
});

Deno.test("in a room where only some write, who may not is told at the box", () => {
  const { page, shown } = inLobby();
  page.receive({ type: "mode", room: "lobby", mode: { readonly: true }, by: "bob", at: 1 });
  assertEquals(shown(), ["bob set #lobby: read-only"]);
  assertEquals(page.notices.limited, "Only operators write in #lobby.");
  page.receive({ type: "moderated", do: "voice", room: "lobby", name: "ada", by: "bob", at: 1 });
  assertEquals(page.notices.limited, "");
});

Deno.test("a list is shown line by line, and a ban in it can be lifted", () => {
  const { page, shown } = inLobby();
  page.receive({ type: "modlist", do: "bans", lines: [] });
  page.receive({
    type: "modlist",
    do: "bans",
    lines: [{ n: 7, do: "ban", subject: "eve", by: "bob", at: 0 }],
  });
  const line = en.deeds.line({ n: 7, do: "ban", subject: "eve", by: "bob", at: 0 }, "bans");
  assertEquals(shown(), ["Nobody is banned or muted.", `${line} [Lift it]`]);
  page.places.find("room", "lobby")?.live.offered.get(line)?.();
  assertEquals(page.told.at(-1), "line: /unban 7");
});

Deno.test("who is removed is out, reads why, and does not come back by itself", async () => {
  const { page } = inLobby();
  page.receive({ type: "error", text: "", code: "banned", why: "spam", by: "bob" });
  page.receive({ type: "bye", reason: "removed", text: "" });
  assertEquals(page.told.at(-1), "out: You are banned: spam ada");
  await page.clock.advance(120_000);
  assertEquals([page.session.isIn, page.saved.token], [false, ""]);
});

Deno.test("who waits at the door reads that, and who may let them in can do it from what they read", () => {
  const waiting = fakePage();
  waiting.session.enter("eve");
  waiting.receive({ type: "notice", code: "approval", text: "" });
  assertEquals(waiting.told.at(-1), `approval: eve ${en.deeds.waits} ${en.page.doorWaitingHint}`);
  waiting.receive({ type: "error", text: "", code: "not-admitted" });
  assertEquals(waiting.told.at(-1), `out: ${en.problem({ code: "not-admitted" })} eve`);

  const impatient = fakePage();
  impatient.session.enter("eve");
  impatient.receive({ type: "notice", code: "approval", text: "" });
  impatient.session.giveUp();
  assertEquals([impatient.told.at(-1), impatient.socket.isStarted], ["out:  eve", false]);

  const { page, shown } = inLobby();
  page.receive({ type: "moderated", do: "waiting", name: "eve", by: "eve", at: 1, why: "7" });
  assertEquals(shown(), ["eve waits to be let in: /admit 7 [Let in]"]);
  page.places.find("room", "lobby")?.live.offered.get("eve waits to be let in: /admit 7")?.();
  page.receive({
    type: "modlist",
    do: "waiting",
    lines: [{ n: 8, do: "waiting", subject: "zoe", by: "zoe", at: 0 }],
  });
  const [sentence = "", act] = [...page.places.find("room", "lobby")?.live.offered ?? []].at(-1) ?? [];
  act?.();
  assertEquals([sentence.includes("zoe"), page.told.slice(-2)], [true, ["line: /admit 7", "line: /admit 8"]]);
});
