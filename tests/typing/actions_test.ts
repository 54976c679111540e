import { assertEquals } from "@std/assert";
import { type LineContext, type LineOutcome, parseJsonLine, parseLine } from "../../typing/actions.ts";
import { checkSize } from "../../conversation/plain_message.ts";
import { test } from "../support/sanitized.ts";

const SETTING: LineContext = {
  frontend: "client",
  typing: { target: { kind: "room", room: "lobby" }, room: "lobby", now: 0, zone: 60 },
  id: "a-1",
  limits: { line: 16384, message: 10 },
  roomNamed: (name) => name.toLowerCase() === "#tea" ? "tea" : undefined,
};
const act = (line: string): LineOutcome => parseLine(line, SETTING);

test("a line is said in the room, with an id", () => {
  assertEquals(act("ciao"), { kind: "send", frame: { type: "say", room: "lobby", text: "ciao", id: "a-1" } });
  assertEquals(act("/me waves"), {
    kind: "send",
    frame: { type: "say", room: "lobby", text: "waves", id: "a-1", action: true },
  });
  assertEquals(act("//x"), { kind: "send", frame: { type: "say", room: "lobby", text: "/x", id: "a-1" } });
});

test("an empty line does nothing", () => {
  assertEquals(act("  "), { kind: "nothing" });
});

test("commands become frames, or something for this screen", () => {
  assertEquals(act("/who"), { kind: "send", frame: { type: "who", room: "lobby", detail: true } });
  assertEquals(act("/NICK bob"), { kind: "send", frame: { type: "nick", name: "bob" } });
  assertEquals(act("/clear"), { kind: "clear" });
  assertEquals(act("/help me"), { kind: "help", about: "me" });
});

test("what concerns only this screen goes nowhere else", () => {
  for (const name of ["ignore", "unignore"] as const) {
    assertEquals(act(`/${name} bob`), { kind: "local", local: { name, rest: "bob" } });
  }
  assertEquals(act("/get @bob"), { kind: "local", local: { name: "get", rest: "bob" } });
  assertEquals(act("/get @41"), { kind: "send", frame: { type: "file", room: "lobby", seq: 41 } });
  for (const name of ["mentions", "quiet", "set"] as const) {
    assertEquals(act(`/${name}`), { kind: "local", local: { name, rest: "" } });
  }
});

test("a room that one is in is only looked at, another one is asked for", () => {
  assertEquals(act("/join #TEA"), { kind: "go", room: "tea" });
  assertEquals(act("/join #ops"), { kind: "send", frame: { type: "join", room: "#ops" } });
});

test("plain text can go to one person alone, who must have a name", () => {
  assertEquals(act("/query bob:"), { kind: "query", name: "bob" });
  assertEquals(act("/query"), { kind: "query" });
  assertEquals(act("/query a b"), { kind: "problem", problem: { code: "usage", usage: "/query [NAME]" } });
  const typing = { ...SETTING.typing, target: { kind: "person", name: "bob" } } as const;
  assertEquals(parseLine("ciao", { ...SETTING, typing }), {
    kind: "send",
    frame: { type: "private", to: "bob", text: "ciao", id: "a-1" },
  });
});

test("a search is told where its days begin, and /search alone goes on with the last one", () => {
  const frame = { type: "search", query: "tea before:2d", zone: 60, id: "a-1" } as const;
  assertEquals(act("/search tea before:2d"), { kind: "send", frame });
  assertEquals(act("/search"), { kind: "problem", problem: { code: "usage", usage: "/search WORDS" } });
  const more = { query: "tea", cursor: "c1" };
  assertEquals(parseLine("/search", { ...SETTING, more }), {
    kind: "send",
    frame: { type: "search", ...more, zone: 60, id: "a-1" },
  });
});

test("what was pasted is said, whatever it looks like", () => {
  const frame = { type: "say", room: "lobby", text: "/quit", id: "a-1" } as const;
  assertEquals(parseLine({ text: "/quit", literal: true }, SETTING), { kind: "send", frame });
  assertEquals(parseLine({ text: " ", literal: true }, SETTING), { kind: "nothing" });
});

test("every way to leave leaves, with a parting word if there is one", () => {
  for (const word of ["/quit", "/exit", "{quit}", "!quit", "{close}", "/QUIT"]) {
    assertEquals(act(word), { kind: "leave" });
  }
  assertEquals(act("/quit so long"), { kind: "leave", word: "so long" });
});

test("an unknown command is never said", () => {
  assertEquals(act("/nik bob"), {
    kind: "problem",
    problem: { code: "unknown-command", given: "/nik", nearest: "/nick" },
  });
  assertEquals(act("/nick"), { kind: "problem", problem: { code: "usage", usage: "/nick NAME" } });
});

test("what the server would refuse is not sent", () => {
  assertEquals(act("🙂".repeat(10)).kind, "send");
  assertEquals(act("🙂".repeat(11)), {
    kind: "problem",
    problem: { code: "too-long", limit: 10, length: 11 },
  });
});

test("a frame that is a byte longer than a line may be is not sent", () => {
  const frame = { type: "nick", name: "x".repeat(50) } as const;
  const size = JSON.stringify(frame).length;
  assertEquals(checkSize(frame, { line: size, message: 10 }).kind, "send");
  assertEquals(checkSize(frame, { line: size - 1, message: 10 }), {
    kind: "problem",
    problem: { code: "line-too-long", limit: size - 1 },
  });
});

test("for a program, what begins with a brace is a frame or an error, but the leaving words leave", () => {
  assertEquals(parseJsonLine('{"type":"who"}', SETTING), {
    kind: "send",
    frame: { type: "who", room: "lobby" },
  });
  assertEquals(parseJsonLine("{oops", SETTING), { kind: "problem", problem: { code: "bad-json" } });
  assertEquals(parseJsonLine("{quit} bye", SETTING), { kind: "leave", word: "bye" });
  assertEquals(parseJsonLine("ciao", SETTING), act("ciao"));
});
