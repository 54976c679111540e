/** What a session defers until the claims that it waits for are decided. */

import { assertEquals, assertThrows } from "@std/assert";
import { RulingQueue } from "../../../../server/core/members/ruling_queue.ts";

Deno.test("what comes before a ruling runs after it, in its order, and up to the next claim", () => {
  const rulings = new RulingQueue();
  const done: string[] = [];
  rulings.run(() => done.push("at once"));
  rulings.await();
  rulings.run(() => done.push("first"));
  rulings.run(() => {
    done.push("claims again");
    rulings.await();
    rulings.run(() => done.push("its own"));
  });
  rulings.run(() => done.push("last"));
  assertEquals([rulings.isAwaiting, done.splice(0)], [true, ["at once"]]);
  rulings.apply(() => done.push("ruling"));
  assertEquals([rulings.isAwaiting, done.splice(0)], [true, ["ruling", "first", "claims again"]]);
  rulings.apply(() => done.push("ruling"));
  assertEquals([rulings.isAwaiting, done], [false, ["ruling", "its own", "last"]]);
});

Deno.test("when the session is over, nothing waits for a ruling any more", () => {
  const rulings = new RulingQueue();
  const done: string[] = [];
  rulings.await();
  rulings.run(() => done.push("first"));
  rulings.run(() => done.push("second"));
  rulings.abandon();
  rulings.run(() => done.push("third"));
  assertEquals([rulings.isAwaiting, done], [false, ["first", "second", "third"]]);
});

Deno.test("after a fault, what came meanwhile still waits, and runs when nothing is waited for any more", () => {
  const rulings = new RulingQueue();
  const done: string[] = [];
  for (const fails of ["the ruling", "what comes first"]) {
    rulings.await();
    if (fails === "what comes first") rulings.run(() => fault(fails));
    rulings.run(() => done.push(`after ${fails}`));
    assertThrows(() => rulings.apply(() => fails === "the ruling" ? fault(fails) : {}), Error, fails);
    rulings.abandon();
  }
  assertEquals(done, ["after the ruling", "after what comes first"]);
});

function fault(what: string): never {
  throw new Error(what);
}
