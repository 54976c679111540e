/** Frames of every kind with anything in them, from several people at once. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { ClientFrame } from "../../../../protocol.ts";
import { clientFrames } from "../../../support/arbitraries.ts";
import { TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

const anyFrame: fc.Arbitrary<ClientFrame> = fc.oneof(...Object.values(clientFrames));

/** The rooms and names that there are, put into a frame so that it is about something. */
const aimed = fc.tuple(
  anyFrame,
  fc.constantFrom("lobby", "#Tea", "ale"),
  fc.constantFrom("ada", "bob", "cy"),
  fc.boolean(),
)
  .map(([frame, room, name, isAimed]): ClientFrame => {
    if (!isAimed) return frame;
    if ("room" in frame) return { ...frame, room };
    if (frame.type === "private") return { ...frame, to: name };
    return frame.type === "nick" || frame.type === "whois" ? { ...frame, name } : frame;
  });

test("no frame from anyone, whatever is in it, is a fault of ours, and nobody else is harmed by it", async () => {
  const said = fc.array(fc.tuple(fc.nat(2), aimed), { maxLength: 60, size: "max" });
  await fc.assert(
    fc.asyncProperty(said, async (lines) => {
      const core = new TestCore({ rate: null, replay: 5 });
      const witness = await core.member("witness");
      const guests = [await core.member("ada"), await core.member("bob", "plain"), core.connect()];
      for (const [index, [who, frame]] of lines.entries()) {
        guests[who]?.sendFrames(frame);
        if (index % 7 === 0) await core.endTurn();
      }
      for (let turn = 0; turn < 3; turn++) await core.endTurn();
      witness.sink.writes.length = 0;
      witness.say("all well");
      await core.endTurn();
      assertEquals(witness.messageTexts, ["all well"]);
      assertEquals(core.logged.filter(({ event }) => event === "failed"), []);
    }),
    { numRuns: 200 },
  );
});
