/** Every kind of fault is found: a check that cannot fail proves nothing. */

import { assertEquals } from "@std/assert";
import type { MessageFrame } from "../../protocol.ts";
import { type ClientRecord, findFaults, fingerprint } from "./faults.ts";

function message(seq: number, text: string, from = "ada"): MessageFrame {
  return { type: "message", room: "lobby", seq, at: 1, from, text };
}

const LOG = [message(1, "a"), message(2, "b", "bob"), message(3, "c")];
const MARKS = LOG.map(fingerprint);

/** A client that sent the first and the third message, received all, and is connected. */
function ada(changes: Partial<ClientRecord> = {}): ClientRecord {
  return {
    name: "ada",
    said: [MARKS[0] ?? "", MARKS[2] ?? ""],
    acked: new Map([[MARKS[0] ?? "", 1], [MARKS[2] ?? "", 3]]),
    seen: LOG.map((one) => ({ seq: one.seq, mark: fingerprint(one) })),
    isHere: true,
    ...changes,
  };
}

Deno.test("nothing is found when nothing is wrong", () => {
  assertEquals(findFaults(LOG, [ada(), ada({ seen: ada().seen.slice(1) })]), []);
  assertEquals(findFaults(LOG, [ada({ isHere: false, seen: ada().seen.slice(1, 2), acked: new Map() })]), []);
});

for (
  const [what, log, account] of [
    ["a message that is twice in the log", [...LOG, message(4, "c")], ada({ isHere: false })],
    ["a gap in the log", LOG.toSpliced(1, 1), ada({ isHere: false, seen: [], acked: new Map() })],
    ["an acknowledged message that is not in the log", LOG.slice(0, 2), ada({ isHere: false, seen: [] })],
    [
      "an ack with another message's number",
      LOG,
      ada({ acked: new Map([[MARKS[0] ?? "", 2], [MARKS[2] ?? "", 3]]) }),
    ],
    ["a message that was seen twice", LOG, ada({ seen: ada().seen.flatMap((one) => [one, one]) })],
    ["a message that was not seen", LOG, ada({ seen: ada().seen.toSpliced(1, 1) })],
    ["messages that were seen in another order", LOG, ada({ seen: ada().seen.toReversed(), isHere: false })],
    ["the last message not seen by who is here", LOG, ada({ seen: ada().seen.slice(0, 2) })],
    ["a message that was seen and is not in the log", LOG.slice(0, 2), ada({ said: [], acked: new Map() })],
    ["a message that was never answered", LOG, ada({ acked: new Map([[MARKS[0] ?? "", 1]]) })],
    ["messages stored in another order than they were said", LOG, ada({ said: ada().said.toReversed() })],
  ] as const
) {
  Deno.test(`found: ${what}`, () => assertEquals(findFaults(log, [account]).length > 0, true));
}
