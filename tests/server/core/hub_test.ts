import { assertEquals } from "@std/assert";
import { TestCore } from "../../support/test_core.ts";
import { test } from "../../support/sanitized.ts";

test("what is wrong with a line is told with its code, its sentence and the id of what it is about", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  core.hub.receive(ada.session, { ok: false, problem: { code: "bad-field", field: "text" }, id: "x" });
  await core.endTurn();
  const text = core.hub.words.problem({ code: "bad-field", field: "text" });
  assertEquals(ada.framesOf("error"), [{ type: "error", text, id: "x", code: "bad-field", field: "text" }]);
});

test("a fault of ours in a command that waits its turn is logged, ends that connection, and holds up nobody who reads its lines", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  const bob = core.connect();
  core.history.newPersonId = () => {
    throw new Error("no numbers left");
  };
  bob.hello("bob");
  let goesOn = false;
  bob.session.rulings.run(() => goesOn = true);
  await core.endTurn();
  assertEquals([goesOn, bob.sink.calls], [true, ["close"]]);
  const faults = core.logged.filter(({ event }) => event === "failed");
  assertEquals(faults.map((fault) => "cause" in fault && fault.cause.split("\n")[0]), [
    "Error: no numbers left",
  ]);
  ada.say("still here");
  await core.endTurn();
  assertEquals(ada.messageTexts, ["still here"]);
});
