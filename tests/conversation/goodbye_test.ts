import { assertEquals } from "@std/assert";
import {
  type AfterEnd,
  afterGoodbye,
  afterRefusal,
  endAfterGoodbye,
  endAfterRefusal,
  type Goodbye,
} from "../../conversation/goodbye.ts";
import type { ByeReason, ErrorFrame } from "../../protocol.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { test } from "../support/sanitized.ts";

const bye = (reason: ByeReason, back?: number): Goodbye => ({
  type: "bye",
  reason,
  text: "",
  ...(back !== undefined && { back }),
});

/** What each goodbye means, and the exit code and sentence of a client that does not come back. */
const TABLE: Readonly<Record<ByeReason, { readonly after: AfterEnd; readonly code: 3 | 4 }>> = {
  closing: { after: { kind: "retry", wait: 0 }, code: 3 },
  slow: { after: { kind: "retry", wait: 0 }, code: 3 },
  silent: { after: { kind: "retry", wait: 0 }, code: 3 },
  quit: { after: { kind: "end", code: 3 }, code: 3 },
  replaced: { after: { kind: "end", code: 3 }, code: 3 },
  flood: { after: { kind: "end", code: 3 }, code: 3 },
  removed: { after: { kind: "end", code: 4 }, code: 4 },
  refused: { after: { kind: "end", code: 4 }, code: 4 },
};

const REASONS: readonly ByeReason[] = [
  "closing",
  "slow",
  "silent",
  "quit",
  "replaced",
  "flood",
  "removed",
  "refused",
];

test("each goodbye has one meaning: to come back, or an end with its code and sentence", () => {
  for (const reason of REASONS) {
    const { after, code } = TABLE[reason];
    assertEquals(afterGoodbye(bye(reason), 0.5), after, reason);
    const sentence = reason === "closing" ? en.client.serverClosed("here:1") : en.bye(reason);
    assertEquals(endAfterGoodbye(bye(reason), "here:1", en), { code, sentence }, reason);
  }
});

test("a connection that breaks without a goodbye is made again, and lost for good with 3", () => {
  assertEquals(afterGoodbye(undefined, 0.5), { kind: "retry", wait: 0 });
  assertEquals(endAfterGoodbye(undefined, "here:1", it), { code: 3, sentence: it.client.lost("here:1") });
});

test("a restarting server is given the seconds that it named, and its clients come spread over one more", () => {
  assertEquals(afterGoodbye(bye("closing", 5), 0), { kind: "retry", wait: 5000 });
  assertEquals(afterGoodbye(bye("closing", 5), 0.75), { kind: "retry", wait: 5750 });
  assertEquals(afterGoodbye(bye("closing", 0), 0.25), { kind: "retry", wait: 250 });
});

test("a full server is tried again by who waits for a place, every other error is an end", () => {
  const full: ErrorFrame = { type: "error", code: "full", limit: 2, text: "" };
  const addressFull: ErrorFrame = { type: "error", code: "address-full", limit: 2, text: "" };
  const badName: ErrorFrame = { type: "error", code: "bad-name", name: "a b", suggestion: "ab", text: "" };
  for (const error of [full, addressFull]) {
    assertEquals(afterRefusal(error, true), { kind: "retry", wait: 0 });
    assertEquals(afterRefusal(error, false), { kind: "end", code: 4 });
  }
  assertEquals(afterRefusal(badName, true), { kind: "end", code: 4 });
  const tooMany: ErrorFrame = { type: "error", code: "join-limit", wait: 3000, text: "" };
  assertEquals(afterRefusal(tooMany, true), { kind: "retry", wait: 3000 });
  assertEquals(afterRefusal(tooMany, false), { kind: "end", code: 4 });
  assertEquals(endAfterRefusal(full, en), { code: 4, sentence: en.problem({ code: "full", limit: 2 }) });
});
