import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  COMMANDS,
  findCommand,
  LEAVING_WORDS,
  parseTyped,
  type Place,
  usageOf,
} from "../../protocol/typed.ts";
import { anyText } from "../support/arbitraries.ts";

const PLACES: readonly Place[] = ["plain", "client"];
const quit = (rest: string) => ({ kind: "command", name: "quit", rest }) as const;

Deno.test("a word for leaving leaves, in any case, also with a parting word", () => {
  for (const word of [...LEAVING_WORDS, "/quit", "/exit"]) {
    for (const place of PLACES) {
      assertEquals(parseTyped(word, place), quit(""));
      assertEquals(parseTyped(`  ${word.toUpperCase()}  good night \r`, place), quit("good night"));
    }
  }
});

Deno.test("a word for leaving within a line is something to say", () => {
  for (const line of ["{quit}now", "say {quit}", "x!quit", "{ quit }", "quit"]) {
    assertEquals(parseTyped(line, "plain"), { kind: "text", text: line });
  }
});

Deno.test("what is said stays as it was typed", () => {
  for (const line of ["ciao", "  two  spaces  ", "a /nick b", "", " ", "1/2", "😀"]) {
    assertEquals(parseTyped(line, "client"), { kind: "text", text: line });
  }
});

Deno.test("two slashes say one", () => {
  assertEquals(parseTyped("//nick is a command", "plain"), { kind: "text", text: "/nick is a command" });
  assertEquals(parseTyped("  //Quit  x ", "plain"), { kind: "text", text: "/Quit  x " });
  assertEquals(parseTyped("///", "plain"), { kind: "text", text: "//" });
  assertEquals(parseTyped("//", "plain"), { kind: "text", text: "/" });
});

Deno.test("a command is read in any case, and what follows it is trimmed and no more", () => {
  const me = (rest: string) => ({ kind: "command", name: "me", rest }) as const;
  assertEquals(parseTyped("/me waves", "plain"), me("waves"));
  assertEquals(parseTyped(" /ME \t Waves  at  all \n", "plain"), me("Waves  at  all"));
  assertEquals(parseTyped("/me one\ntwo", "client"), me("one\ntwo"));
  assertEquals(parseTyped("/me\u3000waves", "plain"), me("waves"));
});

for (const row of COMMANDS) {
  Deno.test(`/${row.name} and its other names are that command where it works, and nowhere else`, () => {
    for (const place of PLACES) {
      const works = row.places.some((at) => at === place);
      for (const name of [row.name, ...row.aliases]) {
        const typed = parseTyped(`/${name} x`, place);
        assertEquals(typed.kind === "command" && typed.name, works && row.name);
        assertEquals(findCommand(name.toUpperCase(), place), works ? row : undefined);
        assertEquals(findCommand(`/${name}`, place), works ? row : undefined);
      }
    }
  });
}

Deno.test("no two commands share a name", () => {
  const names = COMMANDS.flatMap((row) => [row.name, ...row.aliases]);
  assertEquals(new Set(names).size, names.length);
});

Deno.test("a command without what it needs is answered with how to write it", () => {
  assertEquals(parseTyped("/nick", "plain"), { kind: "usage", usage: "/nick NAME" });
  assertEquals(parseTyped("/me  ", "client"), { kind: "usage", usage: "/me TEXT" });
  assertEquals(parseTyped("/help", "client"), { kind: "command", name: "help", rest: "" });
  assertEquals(parseTyped("/who", "client"), { kind: "command", name: "who", rest: "" });
});

Deno.test("how a command is written shows what comes after it", () => {
  assertEquals(COMMANDS.map(usageOf), [
    "/help [COMMAND]",
    "/who",
    "/nick NAME",
    "/me TEXT",
    "/history [NUMBER|1h]",
    "/mentions",
    "/ignore [NAME]",
    "/quiet [on|off]",
    "/set [SETTING [VALUE]]",
    "/clear",
    "/quit [WORD]",
  ]);
});

Deno.test("an unknown command is answered with the nearest one of this place", () => {
  const nearest = (line: string, place: Place) => {
    const typed = parseTyped(line, place);
    return typed.kind === "unknown" && [typed.given, typed.nearest];
  };
  assertEquals(nearest("/Nik bob", "plain"), ["/Nik", "/nick"]);
  assertEquals(nearest("/quti", "plain"), ["/quti", "/quit"]);
  assertEquals(nearest("/naems", "plain"), ["/naems", "/names"]);
  assertEquals(nearest("/clera", "client"), ["/clera", "/clear"]);
  const elsewhere = nearest("/clear", "plain");
  assert(elsewhere && elsewhere[1] !== "/clear");
});

Deno.test("a slash at the beginning is never said by mistake", () => {
  fc.assert(fc.property(anyText, fc.constantFrom(...PLACES), (text, place) => {
    const line = `/${text}`;
    const typed = parseTyped(line, place);
    if (typed.kind === "text") assertEquals(typed.text, text);
    assertEquals(typed.kind === "text", text.startsWith("/"));
  }));
});

Deno.test("every line means something: what is offered for an unknown command is a command here", () => {
  fc.assert(fc.property(anyText, fc.constantFrom(...PLACES), (line, place) => {
    const typed = parseTyped(line, place);
    if (typed.kind === "unknown") assert(findCommand(typed.nearest, place), typed.nearest);
    if (typed.kind === "command") assertEquals(typed.rest, typed.rest.trim());
  }));
});
