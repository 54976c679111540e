/** What a session defers until the claims that it waits for are decided. */

import { assertEquals } from "@std/assert";
import { RulingQueue } from "../../../server/members/ruling_queue.ts";

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
