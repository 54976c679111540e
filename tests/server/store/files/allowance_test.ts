/** How much is taken of one person, and from one address, in a day. */

import { assertEquals } from "@std/assert";
import { FileAllowance } from "../../../../server/store/files/allowance.ts";

Deno.test("one person sends so much in a day, all from one address four times that, and the next day again", () => {
  const clock = { now: 0 };
  const allowance = new FileAllowance(() => clock.now);
  const take = (person: string, bytes: number, address = "a"): boolean =>
    allowance.take({ person, address }, bytes, 100);
  assertEquals([take("ada", 60), take("ada", 41), take("ada", 40)], [true, false, true]);
  assertEquals([take("b", 100), take("c", 100), take("d", 100), take("e", 1)], [true, true, true, false]);
  assertEquals(take("e", 1, "elsewhere"), true);
  allowance.giveBack({ person: "b", address: "a" }, 100);
  assertEquals([take("b", 100), take("e", 1)], [true, false]);
  clock.now = 86_400_000;
  allowance.sweep();
  assertEquals([take("ada", 100), take("e", 100)], [true, true]);
});
