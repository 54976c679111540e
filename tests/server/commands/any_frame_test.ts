/** Frames of every kind with anything in them, from several people at once. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { ClientFrame } from "../../../protocol.ts";
import { clientFrames } from "../../support/arbitraries.ts";
import { Hall } from "../../support/hall.ts";
import { test } from "../../support/test.ts";

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
      const hall = new Hall({ rate: null, replay: 5 });
      const witness = await hall.member("witness");
      const guests = [await hall.member("ada"), await hall.member("bob", "plain"), hall.come()];
      for (const [index, [who, frame]] of lines.entries()) {
        guests[who]?.tell(frame);
        if (index % 7 === 0) await hall.endTurn();
      }
      for (let turn = 0; turn < 3; turn++) await hall.endTurn();
      witness.sink.writes.length = 0;
      witness.say("all well");
      await hall.endTurn();
      assertEquals(witness.heard, ["all well"]);
      assertEquals(hall.logged.filter(({ event }) => event === "failed"), []);
    }),
    { numRuns: 200 },
  );
});
