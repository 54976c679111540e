/** Rooms that were asked for and have no answer yet. */

import { assertEquals } from "@std/assert";
import { PendingJoins } from "../../conversation/pending_joins.ts";

for (const code of ["in-too-many", "too-many-rooms", "new-rooms"] as const) {
  Deno.test(`a room that was refused (${code}) is not asked for again after a break; one without an answer is`, () => {
    const moves = new PendingJoins();
    moves.sent({ type: "join", room: "tea" });
    moves.sent({ type: "join", room: "ale" });
    moves.receive({ type: "error", text: "", code, limit: 2 });
    moves.disconnected();
    assertEquals(moves.joinsAgain(), [{ type: "join", room: "ale" }]);
  });
}

Deno.test("a room whose name is refused is not asked for again, nor one that was entered", () => {
  const moves = new PendingJoins();
  moves.sent({ type: "join", room: "tea" });
  moves.sent({ type: "join", room: "a b" });
  moves.sent({ type: "join", room: "ale" });
  moves.receive({ type: "error", text: "", code: "bad-room", room: "a b" });
  moves.receive({ type: "entered", room: "TEA", members: [], count: 1, seq: 0, read: 0, at: 1 });
  moves.disconnected();
  assertEquals(moves.joinsAgain(), [{ type: "join", room: "ale" }]);
  assertEquals(moves.joinsAgain(), []);
});

Deno.test("a part without an answer is asked for again once its room is entered; one that was answered is not", () => {
  const moves = new PendingJoins();
  for (const room of ["tea", "ale", "rum"]) moves.sent({ type: "part", room });
  moves.receive({ type: "parted", room: "tea" });
  moves.receive({ type: "error", text: "", code: "no-room", room: "ale" });
  moves.disconnected();
  assertEquals(moves.joinsAgain(), []);
  assertEquals(["tea", "ale", "rum"].map((room) => moves.partsAgain(room).length), [0, 0, 1]);
});

Deno.test("of each room what was wanted last is asked for again", () => {
  const moves = new PendingJoins();
  moves.sent({ type: "join", room: "tea" });
  moves.disconnected();
  moves.sent({ type: "part", room: "Tea" });
  moves.sent({ type: "part", room: "ale" });
  moves.sent({ type: "join", room: "ale" });
  moves.disconnected();
  assertEquals(moves.joinsAgain(), [{ type: "join", room: "ale" }]);
  assertEquals(moves.partsAgain("tea"), [{ type: "part", room: "Tea" }]);
});
