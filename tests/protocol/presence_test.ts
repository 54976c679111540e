import { assertEquals } from "@std/assert";
import { renderMembers } from "../../client/view/lists.ts";
import { SILENT_AFTER } from "../../protocol/limits.ts";
import { isSilent } from "../../protocol/presence.ts";
import { plainFormat } from "../../server/doors/plain/sentences.ts";
import { en } from "../../words/en.ts";

Deno.test("one limit decides who is shown as silent, at every door", () => {
  const presence = [{ idle: SILENT_AFTER - 1 }, { idle: SILENT_AFTER }];
  assertEquals(presence.map(isSilent), [false, true]);
  const shown = "Here now (2 people): ada, bob (silent for 1 min)";
  const members = ["ada", "bob"];
  const listed = members.map((name, i) => ({ name, presence: presence[i] }));
  assertEquals(
    renderMembers("lobby", listed, 2, { words: en, color: false, me: "ada", room: "lobby" }),
    shown,
  );
  const frame = { type: "members", room: "lobby", members, count: 2, presence } as const;
  assertEquals(plainFormat(en).encode(frame, "ada"), `${shown}\n`);
});
