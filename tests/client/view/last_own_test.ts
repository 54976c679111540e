import { assertEquals } from "@std/assert";
import { LastOwn } from "../../../client/view/last_own.ts";
import type { MessageFrame } from "../../../protocol.ts";
import { SENT_AT } from "../../support/fake_server.ts";
import { test } from "../../support/sanitized.ts";

const said = (seq: number, text: string, more: Partial<MessageFrame> = {}): MessageFrame => ({
  type: "message",
  room: "lobby",
  seq,
  at: SENT_AT,
  from: "ada",
  text,
  ...more,
});

test("what was said last is known by room, as it reads now, until it is taken away", () => {
  const own = new LastOwn();
  own.receive(said(1, "one"), true);
  own.receive(said(1, "tea", { room: "Tea" }), true);
  own.receive(said(2, "of bob", { from: "bob" }), false);
  assertEquals([own.in("lobby")?.text, own.in("#tea".slice(1))?.text, own.in("ops")], [
    "one",
    "tea",
    undefined,
  ]);
  own.receive(said(3, "", { edits: 1, now: "uno" }), true);
  assertEquals(own.in("lobby"), { seq: 1, text: "uno", at: SENT_AT });
  own.receive(said(4, "", { from: "bob", redacts: [1] }), false);
  assertEquals(own.in("lobby"), undefined);
});

test("actions, topics, files, reactions and what comes late from the past are not what was said last", () => {
  const own = new LastOwn();
  own.receive(said(5, "five"), true);
  own.receive(said(6, "waves", { action: true }), true);
  own.receive(said(7, "a topic", { topic: true }), true);
  own.receive(said(8, "", { reacts: 5, emoji: "👍" }), true);
  const file = { id: "x", name: "f", size: 1, type: "text/plain", sha256: "0" };
  own.receive(said(9, "f (1 B)", { file }), true);
  own.receive(said(4, "four", { past: true }), true);
  assertEquals(own.in("lobby")?.text, "five");
});
