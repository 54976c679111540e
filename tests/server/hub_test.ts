import { assertEquals } from "@std/assert";
import { TestCore } from "../support/test_core.ts";
import { test } from "../support/sanitized.ts";

test("what is wrong with a line is told with its code, its sentence and the id of what it is about", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  core.hub.receive(ada.session, { ok: false, problem: { code: "bad-field", field: "text" }, id: "x" });
  await core.endTurn();
  const text = core.hub.words.problem({ code: "bad-field", field: "text" });
  assertEquals(ada.framesOf("error"), [{ type: "error", text, id: "x", code: "bad-field", field: "text" }]);
});
