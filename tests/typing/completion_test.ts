import { assertEquals } from "@std/assert";
import {
  choiceLabel,
  complete,
  completeShared,
  completesRoom,
  sentAs,
  type Vocabulary,
} from "../../typing/completion.ts";
import { test } from "../support/sanitized.ts";

const WORDS: Vocabulary = {
  names: ["zoe", "Bob", "bobby", "Ömer"],
  rooms: ["#lobby", "#log", "#Tea"],
  ignored: ["mallory"],
  settings: new Map([["time", ["auto", "24h"]], ["bell", ["off", "on"]]]),
};
const PAGE: Vocabulary = { names: WORDS.names, rooms: WORDS.rooms ?? [], frontend: "page" };

/** The choices at the end of a text. */
const choices = (text: string, words = WORDS): readonly string[] =>
  complete(text, text.length, words).choices;

/** Somebody who is in charge of nothing. */
const GUEST: Vocabulary = { ...WORDS, standing: { role: "guest" } };

test("a name is addressed at the beginning of a line, and plain later, in the order of the vocabulary", () => {
  assertEquals(choices("b"), ["Bob: ", "bobby: "]);
  assertEquals(choices("hello B"), ["Bob ", "bobby "]);
  assertEquals(choices("ö"), ["Ömer: "]);
  assertEquals(choices(""), []);
  assertEquals(choices("hello "), []);
  assertEquals(choices("x"), []);
});

test("a name is completed behind @, where it keeps that", () => {
  assertEquals(choices("hello @b"), ["@Bob ", "@bobby "]);
  assertEquals(choices("@zo"), ["@zoe: "]);
});

test("a command is completed by its Italian name where no English one begins like that", () => {
  assertEquals(choices("/sta"), ["/stanze "]);
  assertEquals(choices("/novit"), ["/novità "]);
  assertEquals(choices("/es"), ["/esci ", "/espelli "]);
  assertEquals(choices("/es", GUEST), ["/esci "]);
  assertEquals(choices("/qui").includes("/quit "), true);
});

test("only the word before the cursor counts, and it is replaced from its beginning", () => {
  assertEquals(complete("hi bo, zoe", 5, WORDS), { from: 3, choices: ["Bob ", "bobby "] });
  assertEquals(complete("bo", 1, WORDS).from, 0);
  assertEquals(complete("a\nbo", 4, WORDS), { from: 2, choices: ["Bob ", "bobby "] });
});

test("rooms are completed by their sign", () => {
  assertEquals(choices("#l"), ["#lobby ", "#log "]);
  assertEquals(choices("look at #t"), ["#Tea "]);
});

test("each command completes what it takes, and nothing once it has it", () => {
  assertEquals(choices("/join l"), ["#lobby ", "#log "]);
  assertEquals(choices("/join #lobby l"), []);
  assertEquals(choices("/who t"), ["#Tea"]);
  assertEquals(choices("/part #lo"), ["#lobby ", "#log "]);
  assertEquals(choices("/part #lobby z"), ["zoe "]);
  assertEquals(choices("/m b"), ["Bob ", "bobby "]);
  assertEquals(choices("/msg #t"), ["#Tea "]);
  assertEquals(choices("/msg zoe b"), ["Bob ", "bobby "]);
  assertEquals(choices("/msg zoe hello b"), ["Bob ", "bobby "]);
  assertEquals(choices("/unignore "), ["mallory"]);
  assertEquals(choices("/ignore z"), ["zoe"]);
  assertEquals(choices("/whois z"), ["zoe"]);
  assertEquals(choices("/query z"), ["zoe"]);
  assertEquals(choices("/query zoe z"), []);
  assertEquals(choices("/search "), []);
  assertEquals(choices("/search f"), ["from:"]);
  assertEquals(choices("/search b"), ["before:"]);
  assertEquals(choices("/search from:z"), ["from:zoe "]);
  assertEquals(choices("/search IN:t"), ["IN:#Tea "]);
  assertEquals(choices("/quiet o"), ["on", "off"]);
  assertEquals(choices("/quiet on o"), []);
  assertEquals(choices("/set "), ["time ", "bell "]);
  assertEquals(choices("/set TIME 2"), ["24h"]);
  assertEquals(choices("/set time 24h a"), []);
  assertEquals(choices("/help ign"), ["ignore"]);
  assertEquals(choices("/me z"), ["zoe "]);
});

test("commands are those of the frontend, only at the beginning of a line", () => {
  assertEquals(choices("/qui", GUEST), ["/quiet ", "/quit "]);
  assertEquals(choices("/QUI", { ...PAGE, standing: { role: "guest" } }), ["/quit "]);
  assertEquals(choices("/help se", { ...PAGE, standing: { role: "guest" } }), ["search"]);
  assertEquals(choices("/help se", GUEST), ["search", "set", "send"]);
  assertEquals(choices("say /qui"), []);
  assertEquals(choices("/set t", PAGE), []);
});

test("a word is completed as far as all choices agree, and they are listed as they were given", () => {
  const shared = (text: string, words = WORDS): unknown => completeShared(text, text.length, words);
  assertEquals(shared("b"), { from: 0, text: "Bob", choices: ["Bob", "bobby"] });
  assertEquals(shared("bob"), { from: 0, text: "bob", choices: ["Bob", "bobby"] });
  assertEquals(shared("bobb"), { from: 0, text: "bobby: ", choices: ["bobby"] });
  assertEquals(shared("hi z"), { from: 3, text: "zoe ", choices: ["zoe"] });
  assertEquals(shared("hi x"), { from: 3, text: "x", choices: [] });
  assertEquals(shared("#l"), { from: 0, text: "#lo", choices: ["#lobby", "#log"] });
  assertEquals(shared("/m", GUEST), { from: 0, text: "/m", choices: ["/me", "/msg", "/m", "/mentions"] });
});

test("a room is completed after #, where a command takes one, and where a search is narrowed to one", () => {
  const isRoom = (text: string): boolean => completesRoom(text, text.length, WORDS);
  const yes = ["#", "see #te", "/join ", "/JOIN te", "/entra #t", "/search tea in:", "/msg #t"];
  assertEquals(yes.filter((text) => !isRoom(text)), []);
  const no = ["", "te", "hi te", "/join", "/nick te", "/join #tea ", "/whois te", "say /join te"];
  assertEquals(no.filter(isRoom), []);
});

test("a choice is listed without what it puts behind itself", () => {
  assertEquals(["bob: ", "bob ", "#tea", "a:b "].map(choiceLabel), ["bob", "bob", "#tea", "a:b"]);
});

test("a message fits up to its limit, and always where there is none", () => {
  const context = { names: [], messageChars: 4 };
  assertEquals([4, 5].map((chars) => sentAs(chars, context)), ["message", "lines"]);
  assertEquals([4, 5].map((chars) => sentAs(chars, { ...context, takesFiles: true })), ["message", "file"]);
  assertEquals(sentAs(1e9, { names: [] }), "message");
});
