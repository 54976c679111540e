import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { ITALIAN_NAMES } from "../../protocol/italian_names.ts";
import { COMMANDS, findCommand, type TypedAt, type TypingContext, usageOf } from "../../protocol/commands.ts";
import { QUIT_WORDS } from "../../protocol/plain_text.ts";
import { interpret, parseTypedLine } from "../../protocol/typed_line.ts";
import { anyText } from "../support/arbitraries.ts";

const PLACES: readonly TypedAt[] = ["plain", "client"];
const quit = (rest: string) => ({ kind: "command", name: "quit", rest }) as const;

Deno.test("a word for leaving leaves, in any case, also with a parting word", () => {
  for (const word of [...QUIT_WORDS, "/quit", "/exit"]) {
    for (const place of PLACES) {
      assertEquals(parseTypedLine(word, place), quit(""));
      assertEquals(parseTypedLine(`  ${word.toUpperCase()}  good night \r`, place), quit("good night"));
    }
  }
});

Deno.test("a word for leaving within a line is something to say", () => {
  for (const line of ["{quit}now", "say {quit}", "x!quit", "{ quit }", "quit"]) {
    assertEquals(parseTypedLine(line, "plain"), { kind: "text", text: line });
  }
});

Deno.test("what is said stays as it was typed", () => {
  for (const line of ["ciao", "  two  spaces  ", "a /nick b", "", " ", "1/2", "😀"]) {
    assertEquals(parseTypedLine(line, "client"), { kind: "text", text: line });
  }
});

Deno.test("two slashes say one", () => {
  assertEquals(parseTypedLine("//nick is a command", "plain"), { kind: "text", text: "/nick is a command" });
  assertEquals(parseTypedLine("  //Quit  x ", "plain"), { kind: "text", text: "/Quit  x " });
  assertEquals(parseTypedLine("///", "plain"), { kind: "text", text: "//" });
  assertEquals(parseTypedLine("//", "plain"), { kind: "text", text: "/" });
});

Deno.test("a command is read in any case, and what follows it is trimmed and no more", () => {
  const me = (rest: string) => ({ kind: "command", name: "me", rest }) as const;
  assertEquals(parseTypedLine("/me waves", "plain"), me("waves"));
  assertEquals(parseTypedLine(" /ME \t Waves  at  all \n", "plain"), me("Waves  at  all"));
  assertEquals(parseTypedLine("/me one\ntwo", "client"), me("one\ntwo"));
  assertEquals(parseTypedLine("/me\u3000waves", "plain"), me("waves"));
});

for (const row of COMMANDS) {
  Deno.test(`/${row.name} and its other names are that command where it works, and nowhere else`, () => {
    for (const place of PLACES) {
      const works = row.frontends.some((at) => at === place);
      for (const name of [row.name, ...row.aliases]) {
        const typed = parseTypedLine(`/${name} x`, place);
        assertEquals(typed.kind === "command" && typed.name, works && row.name);
        assertEquals(findCommand(name.toUpperCase(), place), works ? row : undefined);
        assertEquals(findCommand(`/${name}`, place), works ? row : undefined);
      }
    }
  });
}

Deno.test("no two commands share a name, in English or Italian", () => {
  const names = COMMANDS.flatMap((row) => [row.name, ...row.aliases]);
  const all = [...names, ...Object.values(ITALIAN_NAMES)];
  assertEquals(new Set(all).size, all.length);
});

Deno.test("every command has an Italian name, but for those that Italians call the same", () => {
  const known = new Set<string>(Object.keys(ITALIAN_NAMES));
  const names: readonly string[] = COMMANDS.map(({ name }) => name);
  assertEquals(names.filter((name) => !known.has(name)), ["password"]);
  assertEquals([...known].filter((name) => !names.includes(name)), []);
});

Deno.test("an Italian name is that command at every frontend, in any case and without its accent", () => {
  for (const place of PLACES) {
    assertEquals(parseTypedLine("/Esci a domani", place), {
      kind: "command",
      name: "quit",
      rest: "a domani",
    });
    for (const line of ["/novità", "/NOVITÀ", "/novita", "/novita\u0300"]) {
      assertEquals(parseTypedLine(line, place), { kind: "command", name: "catchup", rest: "" });
    }
  }
});

const LIGHT: TypingContext = {
  target: { kind: "room", room: "lobby" },
  room: "lobby",
  now: 7_200_000,
  id: "a-1",
};

/** The frame that a line becomes, or what is wrong with it. */
function meant(line: string, light: Partial<TypingContext> = {}): unknown {
  const intent = interpret(line, "client", { ...LIGHT, ...light });
  switch (intent.kind) {
    case "send":
      return intent.frame;
    case "problem":
      return intent.problem;
    case "local":
      return [intent.name, intent.rest];
  }
}

Deno.test("a command without what it needs, or with what it cannot use, is answered with how to write it", () => {
  const usage = (usage: string) => ({ code: "usage", usage });
  assertEquals(meant("/nick"), usage("/nick NAME"));
  assertEquals(meant("/me  "), usage("/me TEXT"));
  assertEquals(meant("/msg bob"), usage("/msg NAME|#ROOM TEXT"));
  assertEquals(meant("/join #a #b"), usage("/join #ROOM [KEY]"));
  assertEquals(meant("/history soon"), usage("/history [NUMBER|1h|#ROOM@NUMBER]"));
  assertEquals(meant("/help"), ["help", ""]);
});

Deno.test("plain text goes to the room or the person that one talks to, and to nobody from no room", () => {
  const id = "a-1";
  assertEquals(meant("ciao"), { type: "say", room: "lobby", text: "ciao", id });
  assertEquals(meant("/me waves"), { type: "say", room: "lobby", text: "waves", id, action: true });
  const target = { kind: "person", name: "bob" } as const;
  assertEquals(meant("ciao", { target }), { type: "private", to: "bob", text: "ciao", id });
  assertEquals(meant("/me waves", { target }), {
    type: "private",
    to: "bob",
    text: "waves",
    id,
    action: true,
  });
  assertEquals(meant("ciao", { target: { kind: "nowhere" } }), { code: "nowhere" });
});

Deno.test("words for one person go to whoever is named, or wrote last", () => {
  const id = "a-1";
  for (const line of ["/msg bob ciao  a te", "/m bob: ciao  a te", "/MSG bob, ciao  a te"]) {
    assertEquals(meant(line), { type: "private", to: "bob", text: "ciao  a te", id });
  }
  assertEquals(meant("/msg bob /me waves"), { type: "private", to: "bob", text: "waves", id, action: true });
  assertEquals(meant("/msg bob /me"), { type: "private", to: "bob", text: "/me", id });
  assertEquals(meant("/r yes", { correspondent: { name: "eve" } }), {
    type: "private",
    to: "eve",
    text: "yes",
    id,
  });
  assertEquals(meant("/reply yes"), { code: "nobody-to-answer" });
});

Deno.test("a room that is named is spoken in, whichever is in view", () => {
  const id = "a-1";
  for (const line of ["/msg #tea ciao a tutti", "/m #tea: ciao a tutti"]) {
    assertEquals(meant(line, { room: "" }), { type: "say", room: "tea", text: "ciao a tutti", id });
  }
  const target = { kind: "person", name: "bob" } as const;
  assertEquals(meant("/msg #tea /me  waves", { target }), {
    type: "say",
    room: "tea",
    text: "waves",
    id,
    action: true,
  });
  for (const line of ["/msg #tea", "/msg # hi"]) {
    assertEquals(meant(line), { code: "usage", usage: "/msg NAME|#ROOM TEXT" });
  }
});

Deno.test("what is about a room is about the one that is named, else the one in view", () => {
  assertEquals(meant("/join #tea"), { type: "join", room: "#tea" });
  assertEquals(meant("/part"), { type: "part", room: "lobby" });
  assertEquals(meant("/part so long"), { type: "part", room: "lobby", word: "so long" });
  assertEquals(meant("/part #tea so long"), { type: "part", room: "#tea", word: "so long" });
  assertEquals(meant("/topic"), { type: "topic", room: "lobby" });
  assertEquals(meant("/topic #1 of all"), { type: "topic", room: "lobby", text: "#1 of all", id: "a-1" });
  assertEquals(meant("/who"), { type: "who", room: "lobby", detail: true });
  assertEquals(meant("/names #tea"), { type: "who", room: "#tea", detail: true });
  for (const line of ["/part", "/topic", "/who", "/history"]) {
    assertEquals(meant(line, { room: "" }), { code: "nowhere" });
  }
});

Deno.test("what was said earlier is asked for by number, by time, or around a message", () => {
  assertEquals(meant("/history"), { type: "history", room: "lobby" });
  assertEquals(meant("/history 7"), { type: "history", room: "lobby", limit: 7 });
  assertEquals(meant("/history 1H"), { type: "history", room: "lobby", since: 3_600_000 });
  assertEquals(meant("/history #tea@41"), { type: "history", room: "tea", after: 35, limit: 11 });
  assertEquals(meant("/history #tea@2"), { type: "history", room: "tea", after: 0, limit: 7 });
});

Deno.test("a search goes to the server as it was typed, with the searcher's time zone", () => {
  const line = '/search  "tea time" in:#tea -C2';
  assertEquals(meant(line, { zone: 120 }), { type: "search", query: '"tea time" in:#tea -C2', zone: 120 });
});

Deno.test("an answer, a change and a reaction are about the message with a number, or the one that is meant without", () => {
  const room = "lobby";
  assertEquals(meant("/answer @41 yes 2"), { type: "say", room, text: "yes 2", re: 41, id: "a-1" });
  assertEquals(meant("/answer 2 of them"), { type: "say", room, text: "2 of them", re: 0, id: "a-1" });
  assertEquals(meant("/edit @41 right"), { type: "edit", room, seq: 41, text: "right" });
  assertEquals(meant("/edit all of it"), { type: "edit", room, text: "all of it" });
  assertEquals(meant("/edit @41 s/teh/the/g"), {
    type: "edit",
    room,
    seq: 41,
    swap: ["teh", "the"],
    all: true,
  });
  assertEquals(meant("/react @41 👍"), { type: "react", room, seq: 41, emoji: "👍" });
  assertEquals(meant("/react 👍"), { type: "react", room, emoji: "👍" });
  assertEquals(meant("/get"), { type: "file", room });
  assertEquals(meant("/get 41"), { type: "file", room, seq: 41 });
  assertEquals(meant("/get @41 over there.png"), { type: "file", room, seq: 41 });
  assertEquals(meant("/get there.png"), { type: "file", room });
  for (
    const [line, usage] of [
      ["/answer @41", "/answer [@NUMBER] TEXT"],
      ["/edit", "/edit [@NUMBER] TEXT"],
      ["/react 👍 please", "/react [@NUMBER] EMOJI"],
    ] as const
  ) {
    assertEquals(meant(line), { code: "usage", usage });
  }
});

Deno.test("s/wrong/right/ changes the last message where a person types it, and is said by a file or with a word before it", () => {
  const typed = { isPerson: true };
  const swap = (swap: readonly string[], more = {}) => ({ type: "edit", room: "lobby", swap, ...more });
  assertEquals(meant("s/teh/the/", typed), swap(["teh", "the"]));
  assertEquals(meant("s/ really//g", typed), swap([" really", ""], { all: true }));
  for (
    const [line, context] of [["s/teh/the/"], ["he s/teh/the/", typed], ["s/he/they", typed], [
      "s//x/",
      typed,
    ]] as const
  ) {
    assertEquals(meant(line, context), { type: "say", room: "lobby", text: line, id: "a-1" });
  }
});

Deno.test("every command has what help tells of it", () => {
  assertEquals(COMMANDS.map(usageOf), [
    "/help [COMMAND]",
    "/me TEXT",
    "/msg NAME|#ROOM TEXT",
    "/reply TEXT",
    "/query [NAME]",
    "/join #ROOM [KEY]",
    "/part [#ROOM] [WORD]",
    "/rooms",
    "/topic [TEXT]",
    "/who [#ROOM]",
    "/invite [NAME]",
    "/whois NAME",
    "/nick NAME",
    "/claim [PASSWORD]",
    "/password [NEW [OLD]]",
    "/devices [add|forget NUMBER]",
    "/unclaim",
    "/away [WHY]",
    "/back",
    "/history [NUMBER|1h|#ROOM@NUMBER]",
    "/search WORDS",
    "/catchup",
    "/mentions",
    "/ignore [NAME]",
    "/unignore NAME",
    "/notify [all|mentions|off]",
    "/quiet [on|off]",
    "/set [SETTING [VALUE]]",
    "/clear",
    "/quit [WORD]",
    "/answer [@NUMBER] TEXT",
    "/edit [@NUMBER] TEXT",
    "/react [@NUMBER] EMOJI",
    "/send FILE",
    "/get [@NUMBER] [PATH]",
    "/show [@NUMBER]",
    "/kick NAME [WHY]",
    "/mute NAME [TIME] [WHY]",
    "/unmute NAME",
    "/ban WHOM [TIME] [WHY]",
    "/unban NUMBER",
    "/bans",
    "/undo",
    "/delete [NUMBER]",
    "/clear-room NAME [MINUTES]",
    "/quiet-room [on|off]",
    "/readonly [on|off]",
    "/slow TIME|off",
    "/lock",
    "/unlock",
    "/invite-only [on|off]",
    "/accounts speak|join|off",
    "/key KEY|off",
    "/limit NUMBER|off",
    "/secret [on|off]",
    "/topics [on|off]",
    "/op NAME [server]",
    "/deop NAME [server]",
    "/voice NAME",
    "/devoice NAME",
    "/guests on|off",
    "/approve on|off",
    "/waiting",
    "/admit NUMBER|NAME|all [no]",
    "/report NAME|NUMBER [WHY]",
    "/reports",
    "/audit [TIME]",
  ]);
});

Deno.test("an unknown command is answered with the nearest one of this place", () => {
  const nearest = (line: string, place: TypedAt) => {
    const typed = parseTypedLine(line, place);
    return typed.kind === "unknown" && [typed.given, typed.nearest];
  };
  assertEquals(nearest("/Nik bob", "plain"), ["/Nik", "/nick"]);
  assertEquals(nearest("/quti", "plain"), ["/quti", "/quit"]);
  assertEquals(nearest("/naems", "plain"), ["/naems", "/names"]);
  assertEquals(nearest("/clera", "client"), ["/clera", "/clear"]);
  assertEquals(nearest("/clear", "plain"), ["/clear", undefined]);
  for (const none of ["/poke bob", "/zot", "/", "/x"]) {
    assertEquals(
      nearest(none, "client"),
      [none.split(" ")[0], undefined],
      "none is better than a far-fetched one",
    );
  }
});

Deno.test("a slash at the beginning is never said by mistake", () => {
  fc.assert(fc.property(anyText, fc.constantFrom(...PLACES), (text, place) => {
    const line = `/${text}`;
    const typed = parseTypedLine(line, place);
    if (typed.kind === "text") assertEquals(typed.text, text);
    assertEquals(typed.kind === "text", text.startsWith("/"));
  }));
});

Deno.test("every line means something: what is offered for an unknown command is a command here", () => {
  fc.assert(fc.property(anyText, fc.constantFrom(...PLACES), (line, place) => {
    const typed = parseTypedLine(line, place);
    if (typed.kind === "unknown" && typed.nearest !== undefined) assert(findCommand(typed.nearest, place));
    if (typed.kind === "command") assertEquals(typed.rest, typed.rest.trim());
  }));
});
