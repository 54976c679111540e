import { assert, assertEquals } from "@std/assert";
import { randomSecrets } from "../../../../server/store/accounts/secrets.ts";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

test("tokens are long, never the same, and the log has only what cannot be turned back into them", () => {
  const tokens = Array.from({ length: 1_000 }, () => randomSecrets.generate());
  assertEquals(new Set(tokens).size, 1_000);
  assert(tokens.every((token) => /^[0-9a-f]{32}$/.test(token)));
  const hashes = tokens.map(randomSecrets.hash);
  assertEquals(new Set(hashes).size, 1_000);
  assert(
    tokens.every((token, i) =>
      hashes[i]?.includes(token) === false && hashes[i] === randomSecrets.hash(token)
    ),
  );
});

test("nobody but its owner is ever told a token", async () => {
  const core = new TestCore({ grace: 1_000 });
  const ada = await core.member("ada");
  const bob = await core.member("bob");
  bob.say("hi", "1");
  bob.sendFrames({ type: "nick", name: "robert" }, { type: "who", room: "lobby" });
  ada.sendFrames({ type: "who", room: "lobby" }, { type: "history", room: "lobby" });
  await core.endTurn();
  bob.disconnect();
  await core.clock.advance(1_000);
  core.hub.sweep();
  await core.endTurn();
  assert(bob.token !== "" && ada.token !== bob.token);
  assert(!ada.sink.text.includes(bob.token));
  assert(!JSON.stringify(core.logged).includes("token-"));
});
