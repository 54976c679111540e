/** Deleting messages: the text is gone everywhere, its place and the others' numbers stay, and nobody misses the event. */

import { assert, assertEquals } from "@std/assert";
import type { ModRequest } from "../../../../../protocol.ts";
import { openLog } from "../../../../../server/store/log/open.ts";
import { exportMessages } from "../../../../../server/store/log/archive.ts";
import { type TestClient, TestCore } from "../../../../support/test_core.ts";
import { test } from "../../../../support/sanitized.ts";
import { TempFolder } from "../../../../support/temp_folder.ts";

function mod(deed: ModRequest["do"], more: Partial<ModRequest> = {}): ModRequest {
  return { type: "mod", do: deed, room: "lobby", ...more };
}

async function say(core: TestCore, client: TestClient, ...texts: readonly string[]): Promise<void> {
  for (const text of texts) client.say(text);
  await core.endTurn();
}

async function send(core: TestCore, client: TestClient, frame: ModRequest): Promise<void> {
  client.sendFrames(frame);
  await core.endTurn();
}

async function scene(core = new TestCore({ replay: 50 })) {
  const ada = core.connect();
  ada.session.person.setAccount({ id: 1, role: "owner" });
  ada.hello("ada");
  const [bob, eve] = [await core.member("bob"), await core.member("eve")];
  return { core, ada, bob, eve };
}

const codes = (client: TestClient): readonly string[] => client.framesOf("error").map(({ code }) => code);

test("a deleted message is told of with a number of its own, and its text is in no replay, history or search", async () => {
  const { core, ada, bob, eve } = await scene();
  await say(core, bob, "fine", "terrible words", "fine again");
  await send(core, ada, mod("delete", { seq: 2, id: "d" }));
  const [event] = eve.framesOf("message").slice(-1);
  assertEquals([event?.seq, event?.from, event?.text, event?.redacts, event?.action], [
    4,
    "ada",
    "deleted message 2 of bob",
    [2],
    true,
  ]);
  assertEquals(ada.framesOf("done").map(({ id, n, name }) => [id, n, name]), [["d", 2, "bob"]]);
  const late = await core.member("late");
  assertEquals(late.framesOf("message").map(({ seq, text, redacted }) => [seq, text, redacted]), [
    [1, "fine", undefined],
    [2, "(deleted)", true],
    [3, "fine again", undefined],
    [4, "deleted message 2 of bob", undefined],
  ]);
  late.sendFrames({ type: "history", room: "lobby" }, { type: "search", query: "terrible", id: "s" });
  late.sendFrames({ type: "search", query: "deleted from:bob", id: "s" });
  await core.endTurn();
  assert(!late.sink.text.includes("terrible"));
  assertEquals(late.framesOf("hit"), []);
});

test("who comes back over a deletion has no gap, and a message that is sent again is not said again", async () => {
  const core = new TestCore({ replay: 50, grace: 30_000 });
  const { ada, bob, eve } = await scene(core);
  bob.say("terrible", "1");
  await core.endTurn();
  const resume = eve.resume(1);
  eve.disconnect();
  await send(core, ada, mod("delete", { seq: 1 }));
  const again = core.connect();
  again.hello("eve", resume);
  bob.say("terrible", "1");
  await core.endTurn();
  assertEquals(again.framesOf("notice"), []);
  assertEquals(again.framesOf("message").map(({ seq, redacts }) => [seq, redacts]), [[2, [1]]]);
  assertEquals(bob.framesOf("ack").map(({ seq }) => seq), [1, 1]);
});

test("one deletes one's own for a quarter of an hour, alone one's last, and nobody else's", async () => {
  const { core, bob, eve } = await scene();
  await say(core, bob, "first", "second");
  await say(core, eve, "hers");
  await send(core, bob, mod("delete"));
  await send(core, bob, mod("delete", { seq: 3 }));
  await send(core, bob, mod("delete", { seq: 2 }));
  await send(core, bob, mod("delete", { seq: 99 }));
  await core.clock.advance(900_001);
  await send(core, bob, mod("delete", { seq: 1 }));
  assertEquals(codes(bob), ["not-allowed", "no-message", "no-message", "too-late"]);
  assertEquals(eve.framesOf("message").map(({ redacts }) => redacts).filter((each) => each !== undefined), [[
    2,
  ]]);
});

test("with nc one deletes one's own of this stay, and not those of somebody who had the name before", async () => {
  const { core } = await scene();
  const before = await core.member("nina", "plain");
  before.sendFrames({ type: "say", room: "lobby", text: "before" });
  before.sendFrames({ type: "quit" });
  await core.endTurn();
  await core.clock.advance(1000);
  const nina = await core.member("nina", "plain");
  nina.sendFrames({ type: "say", room: "lobby", text: "now" }, mod("delete"), mod("delete", { seq: 1 }));
  await core.endTurn();
  assert(nina.sink.text.includes("deleted message 2 of nina"));
  assert(nina.sink.text.includes("That is for operators of #lobby."));
});

test("what somebody said in the last minutes is cleared at once, and can be brought back for half a minute", async () => {
  const { core, ada, bob, eve } = await scene();
  await say(core, bob, "old");
  await core.clock.advance(700_000);
  await say(core, bob, "a", "b");
  await say(core, eve, "hers");
  await send(core, ada, mod("clear", { name: "bob", for: 600_000 }));
  assertEquals(ada.framesOf("done").map(({ also, undo }) => [also, undo]), [[2, 30_000]]);
  assertEquals(texts(core), ["old", "(deleted)", "(deleted)", "hers", "deleted 2 messages of bob"]);
  await send(core, ada, mod("undo"));
  assertEquals(texts(core).slice(0, 4), ["old", "a", "b", "hers"]);
  await send(core, ada, mod("clear", { name: "bob", for: 600_000 }));
  await core.clock.advance(30_001);
  await send(core, ada, mod("undo"));
  assertEquals(codes(ada), ["nothing-to-undo"]);
});

test("a topic that is deleted is what the room is about no more", async () => {
  const { core, ada, bob } = await scene();
  bob.sendFrames({ type: "topic", room: "lobby", text: "terrible", id: "t" });
  await core.endTurn();
  await send(core, ada, mod("delete", { seq: 1 }));
  const late = await core.member("late");
  assertEquals(late.framesOf("welcome")[0]?.topic, undefined);
  assert(!late.sink.text.includes("terrible"));
});

test("on disk nothing is left of a deleted text: not in the log, not beside it, and not in an export", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const log = openLog(path, "process");
  const core = new TestCore({}, { history: log });
  const { ada, bob } = await scene(core);
  await say(core, bob, "before", "unspeakable words", "after");
  await send(core, ada, mod("delete", { seq: 2 }));
  for (const end of ["", "-wal"]) {
    const bytes = Deno.readFileSync(path + end);
    assert(!new TextDecoder("latin1").decode(bytes).includes("unspeakable"), `chat.db${end}`);
  }
  const exported = [...exportMessages(path, {})];
  assertEquals(exported.map(({ seq, text, redacted }) => [seq, text, redacted]), [
    [1, "before", undefined],
    [2, "(deleted)", true],
    [3, "after", undefined],
    [4, "deleted message 2 of bob", undefined],
  ]);
  assertEquals(exported[3]?.redacts, [2]);
  log.close();
});

function texts(core: TestCore): readonly string[] {
  return core.history.read("lobby", { after: 0, limit: 99 }).map(({ text }) => text);
}
