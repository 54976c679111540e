/** Rooms that were asked for and have no answer yet. */

import { assertEquals } from "@std/assert";
import { Moves } from "../../conversation/pending_joins.ts";

for (const code of ["in-too-many", "too-many-rooms", "new-rooms"] as const) {
  Deno.test(`a room that was refused (${code}) is not asked for again after a break; one without an answer is`, () => {
    const moves = new Moves();
    moves.ask({ type: "join", room: "tea" });
    moves.ask({ type: "join", room: "ale" });
    moves.hear({ type: "error", text: "", code, limit: 2 });
    moves.lost();
    assertEquals(moves.joinsAgain(), [{ type: "join", room: "ale" }]);
  });
}
