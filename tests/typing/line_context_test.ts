import { assert, assertEquals } from "@std/assert";
import { newIdPrefix } from "../../conversation/plain_message.ts";
import { lineContext } from "../../typing/line_context.ts";
import { initialState, reduce, reduceSent, type State } from "../../conversation/state.ts";
import { SENT_AT, welcomeFrame } from "../support/fake_server.ts";
import { test } from "../support/sanitized.ts";

const START = initialState(welcomeFrame("ada", { room: "Lobby" }), "lobby");
const context = (state: State): ReturnType<typeof lineContext> => lineContext(state, "a-1", SENT_AT);

test("a line is read with its target, its room, its moment and this machine's zone, under the server's limits", () => {
  const { typing, limits, id, frontend } = context(START);
  const { zone, timeZone, addressee, ...rest } = typing;
  const offset = -new Date(SENT_AT).getTimezoneOffset();
  assertEquals(rest, { target: { kind: "room", room: "Lobby" }, room: "Lobby", now: SENT_AT });
  assertEquals([zone, timeZone], [
    offset === 0 ? 0 : offset,
    Intl.DateTimeFormat().resolvedOptions().timeZone,
  ]);
  assert(!Object.is(zone, -0));
  assertEquals(addressee?.("bob"), { name: "bob" });
  assertEquals([limits.message, limits.line, id, frontend], [4000, 16_384, "a-1", "client"]);
  assertEquals(lineContext(START, "a-1", SENT_AT, "page").frontend, "page");
});

test("a room of mine is known by any spelling of its name, unless I am leaving it", () => {
  const { roomNamed } = context(START);
  assertEquals([roomNamed?.("#LOBBY"), roomNamed?.("den")], ["Lobby", undefined]);
  const leaving = reduceSent(START, { type: "part", room: "lobby" });
  assertEquals(context(leaving).roomNamed?.("lobby"), undefined);
});

test("a search goes on only where there is more of it", () => {
  const asked = reduceSent(START, { type: "search", query: "tea" });
  assertEquals([context(START).more, context(asked).more], [undefined, undefined]);
  const found = reduce(asked, { type: "found", count: 20, more: "c1" });
  assertEquals(context(found).more, { query: "tea", cursor: "c1" });
});

test("each run has a prefix of its own for its ids, of eight hexadecimal digits", () => {
  const prefixes = Array.from({ length: 50 }, newIdPrefix);
  assert(prefixes.every((prefix) => /^[0-9a-f]{8}$/.test(prefix)), prefixes.join(" "));
  assertEquals(new Set(prefixes).size, 50);
});
