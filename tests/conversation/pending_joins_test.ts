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
