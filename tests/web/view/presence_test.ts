/** How somebody is present, in words. */

import { assertEquals } from "@std/assert";
import { SILENT_AFTER } from "../../../protocol/limits.ts";
import { presenceText } from "../../../web/view/presence.ts";
import { en } from "../../../words/en.ts";

Deno.test("who is away is so with the reason, who is silent for a minute or more for how long, and others simply there", () => {
  const say = (presence: Parameters<typeof presenceText>[0]): string =>
    presenceText(presence, en, (ms) => `${ms} ms`);
  assertEquals(say(undefined), "");
  assertEquals(say({ idle: SILENT_AFTER - 1 }), "");
  assertEquals(say({ idle: SILENT_AFTER }), `(silent for ${SILENT_AFTER} ms)`);
  assertEquals(say({ idle: 0, away: "" }), "(away)");
  assertEquals(say({ idle: 90_000, away: "tea" }), "(away: tea, silent for 90000 ms)");
});
