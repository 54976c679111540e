/** What a deed is on is kept and shown as it was written, so it has to be fit to be shown. */

import { assertEquals } from "@std/assert";
import { codesOf, mod, send, withRole } from "../../../../support/people.ts";
import { TestCore } from "../../../../support/test_core.ts";
import { test } from "../../../../support/sanitized.ts";

test("a name with the end of a line, a control or too many letters is refused by every deed, and nobody learns of it", async () => {
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  const deeds = ["except", "welcome", "ban", "mute", "kick", "report", "admit"] as const;
  const names = ["x\r\n:chat KILL eve", "x\nQUIT", "\x1b[31mred*", "nul\0*", `${"x".repeat(513)}*`];
  for (const deed of deeds) {
    for (const name of names) {
      await send(core, ada, mod(deed, { name, ...(deed !== "admit" && { room: "lobby" }) }));
      assertEquals([deed, codesOf(ada).at(-1)], [deed, "bad-field"]);
    }
  }
  assertEquals(codesOf(ada).length, deeds.length * names.length);
  await send(core, ada, mod("audit"));
  assertEquals(ada.framesOf("modlist").flatMap(({ lines }) => lines), []);
  assertEquals(core.logged.filter(({ event }) => event === "moderated"), []);
});

test("a mask is refused like a name", async () => {
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  const mask = { written: "x!*@*\r\nQUIT", persons: [ada.session.person.publicId] };
  await send(core, ada, mod("except", { room: "lobby", mask }));
  assertEquals(codesOf(ada), ["bad-field"]);
});

test("who waits under a name that was written in another way is told of, and let in, by the name that they will have", async () => {
  const core = new TestCore();
  const ada = await withRole(core, "ada", "owner");
  await send(core, ada, mod("approve", { value: true }));
  const eve = core.connect();
  eve.hello(" eve ");
  await core.endTurn();
  assertEquals(ada.framesOf("moderated").map(({ name }) => name), ["eve"]);
  await send(core, ada, mod("admit", { name: "eve" }));
  assertEquals(eve.framesOf("welcome").map(({ name }) => name), ["eve"]);
});
