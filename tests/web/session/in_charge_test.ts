/** What whoever is in charge has to look at: which lists the page asks for by itself, and what it shows of them. */

import { assertEquals } from "@std/assert";
import type { ModLine, ServerFrame } from "../../../protocol.ts";
import { fakePage } from "../support/fake_page.ts";

type Page = ReturnType<typeof fakePage>;

const line = (n: number, change: Partial<ModLine>): ModLine => ({
  n,
  do: "waiting",
  subject: `s${n}`,
  by: "native",
  at: 1,
  ...change,
});

const list = (deed: ModLine["do"], lines: readonly ModLine[], more?: true): ServerFrame => ({
  type: "modlist",
  do: deed,
  lines,
  ...(more && { more }),
});

const asked = (page: Page): readonly string[] => page.take("mod").map(({ do: deed }) => deed);

Deno.test("a moderator is shown who waits and what was reported, without asking, and not in the conversation", () => {
  const page = fakePage();
  page.enter({ account: true, role: "moderator" });
  assertEquals(asked(page), ["waiting", "reports", "bans"]);
  page.receive(
    list("waiting", [line(1, {})], true),
    list("waiting", [line(2, {})]),
    list("reports", [line(1, { do: "report" })]),
    list("bans", []),
  );
  assertEquals(page.charge.shown?.lists.waiting?.map(({ n }) => n), [1, 2]);
  assertEquals(page.charge.shown?.count, 2, "reports from before count as seen");
  assertEquals(page.places.find("room", "lobby")?.live.shown, []);

  page.receive({ type: "moderated", do: "waiting", name: "cy", by: "cy", at: 2, why: "3" });
  assertEquals(asked(page), ["waiting"]);
  page.receive({ type: "moderated", do: "report", name: "eve", by: "bob", at: 3 });
  assertEquals(asked(page), ["reports"]);
  page.receive(
    list("waiting", [line(3, {})]),
    list("reports", [line(1, { do: "report" }), line(2, { do: "report" })]),
  );
  assertEquals(page.charge.shown?.count, 2);
  page.session.inCharge.seen();
  assertEquals(page.charge.shown?.count, 1, "who waits still does");
  page.receive({ type: "moderated", do: "admit", name: "cy", by: "cy", at: 4 });
  assertEquals(asked(page), ["waiting"]);
  page.receive(list("waiting", []));
  assertEquals(page.charge.shown?.count, 0, "they have gone");
});

Deno.test("a list that somebody asked for stands in the conversation", () => {
  const page = fakePage();
  page.enter({ account: true, role: "moderator" });
  page.receive(list("waiting", []), list("reports", []), list("bans", []));
  page.receive(list("bans", []));
  assertEquals(page.places.find("room", "lobby")?.live.shown, ["Nobody is banned or muted."]);
});

Deno.test("an operator of a room sees its bans and what it is like; who is in charge of nothing sees nothing", () => {
  const page = fakePage();
  page.enter({ rank: "operator" });
  assertEquals(asked(page), ["bans"]);
  assertEquals([page.charge.shown?.room?.name, page.charge.shown?.mayApprove], ["lobby", false]);
  page.receive({ type: "moderated", room: "lobby", do: "deop", name: "ada", by: "eve", at: 2 });
  assertEquals(page.charge.shown, undefined);

  const guest = fakePage();
  guest.enter();
  assertEquals([asked(guest), guest.charge.shown], [[], undefined]);
});
