import { assertEquals } from "@std/assert";
import { HistoryDivider } from "../../conversation/history_divider.ts";
import type { MessageFrame } from "../../protocol.ts";
import { SENT_AT } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const past = (seq: number, room = "lobby"): MessageFrame => ({ ...now(seq, room), past: true });
const now = (seq: number, room = "lobby"): MessageFrame => ({
  type: "message",
  room,
  seq,
  at: SENT_AT,
  from: "bob",
  text: "",
});

test("who comes in for the first time sees what is earlier, which ends with the last message before them", () => {
  const divider = new HistoryDivider();
  divider.enter({ room: "lobby", seq: 5 }, false);
  assertEquals([divider.isMissed(past(4)), divider.begin(past(4)), divider.record(past(4))], [
    false,
    "earlier",
    false,
  ]);
  assertEquals([divider.endsBefore(past(5, "LOBBY")), divider.begin(past(5)), divider.record(past(5))], [
    false,
    undefined,
    true,
  ]);
  assertEquals([divider.end(), divider.end()], [true, false]);
});

test("who comes back sees what they missed, only beyond the last message that came before", () => {
  const divider = new HistoryDivider();
  divider.enter({ room: "lobby", seq: 5 }, false);
  divider.record(now(5));
  divider.enter({ room: "lobby", seq: 7 }, true);
  assertEquals([divider.isMissed(past(5)), divider.isMissed(past(6))], [false, true]);
  assertEquals([divider.begin(past(6)), divider.record(past(6)), divider.record(past(7))], [
    "missed",
    false,
    true,
  ]);
});

test("what is earlier ends before anything that is said now, or is from another room", () => {
  const divider = new HistoryDivider();
  divider.enter({ room: "lobby", seq: 5 }, false);
  assertEquals(divider.endsBefore(now(6)), false);
  divider.begin(past(4));
  assertEquals([divider.endsBefore(now(6)), divider.endsBefore(past(1, "den")), divider.endsBefore({})], [
    true,
    true,
    true,
  ]);
  assertEquals(divider.endsBefore(past(5)), false);
});

test("a page that is asked for later has no last message of its own: it ends with its answer", () => {
  const divider = new HistoryDivider();
  divider.enter({ room: "lobby", seq: 5 }, false);
  divider.record(now(6));
  assertEquals([divider.begin(past(1)), divider.record(past(1)), divider.record(past(5))], [
    "earlier",
    false,
    false,
  ]);
  assertEquals(divider.end(), true);
});
