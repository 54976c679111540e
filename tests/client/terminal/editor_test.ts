import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  edit,
  type Edited,
  type Editor,
  emptyEditor,
  HISTORY_LINES,
  TYPED_UNITS,
} from "../../../client/terminal/editor.ts";
import { complete } from "../../../typing/completion.ts";
import { graphemes } from "../../../client/view/width.ts";
import type { Key, NamedKey } from "../../../client/terminal/key.ts";
import { KeyReader } from "../../../client/terminal/keys.ts";
import { test } from "../../support/sanitized.ts";

const VOCABULARY = { names: ["ada", "bob", "Bobby", "Zoë"] };

/** The editor after these keys, as a terminal sends them. */
function typed(keys: string, from: Editor = emptyEditor()): Edited {
  let last: Edited = { editor: from };
  for (const key of new KeyReader().push(new TextEncoder().encode(keys))) {
    last = edit(last.editor, key, VOCABULARY);
  }
  return last;
}

/** The line with its cursor as `|`. */
function show({ text, cursor }: Editor): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

const after = (keys: string): string => show(typed(keys).editor);

const LEFT = "\x1b[D";
const UP = "\x1b[A";
const DOWN = "\x1b[B";
const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;

test("what is typed stands before the cursor", () => {
  assertEquals(after("ciao"), "ciao|");
  assertEquals(after(`cao${LEFT}${LEFT}i`), "ci|ao");
});

test("the cursor moves by graphemes, by words and to the ends", () => {
  assertEquals(after(`a👨‍👩‍👧e\u0301${LEFT}`), "a👨‍👩‍👧|e\u0301");
  assertEquals(after(`a👨‍👩‍👧e\u0301${LEFT}\x02`), "a|👨‍👩‍👧e\u0301");
  assertEquals(after("one two, three\x1bb\x1bb"), "one |two, three");
  assertEquals(after("one two, three\x01\x1bf\x1bf"), "one two|, three");
  assertEquals(after("one\x01\x06"), "o|ne");
  assertEquals(after("one\x1b[Hx\x1b[Fy"), "xoney|");
  assertEquals(after("ab\x06\x06"), "ab|");
  assertEquals(after("ab\x01\x02"), "|ab");
});

test("deleting takes a whole grapheme, a word, or the rest", () => {
  assertEquals(after("a👨‍👩‍👧\x7f"), "a|");
  assertEquals(after("a👨‍👩‍👧\x01\x1b[3~"), "|👨‍👩‍👧");
  assertEquals(after("a👨‍👩‍👧\x01\x04\x04"), "|");
  assertEquals(after("one two-three  \x17"), "one |");
  assertEquals(after("one two-three\x1b\x7f"), "one two-|");
  assertEquals(after(`one two${LEFT}${LEFT}\x0b`), "one t|");
  assertEquals(after(`one two${LEFT}${LEFT}\x15`), "|wo");
});

test("two flags' halves that meet become one grapheme, and the cursor is not inside it", () => {
  assertEquals(after(`🇹${LEFT}🇮`), "🇮🇹|");
});

test("Enter gives the line and empties the editor", () => {
  const { editor, request } = typed("ciao\r");
  assertEquals(request, { kind: "submit", lines: [{ text: "ciao", literal: false }] });
  assertEquals(show(editor), "|");
});

test("a paste of one line is simply there, without the line end behind it", () => {
  const { editor, request } = typed(paste("one\ttwo\n"));
  assertEquals(request, undefined);
  assertEquals(show(editor), "one    two|");
});

test("a paste of several lines asks what to do with it, and sends nothing by itself", () => {
  const { editor, request } = typed(paste("one\r\ntwo\rthree\n"));
  assertEquals(request, undefined);
  assertEquals(editor.mode, {
    kind: "pasting",
    text: "one\ntwo\nthree",
    lines: 3,
    chars: 13,
    isBroken: false,
  });
  assertEquals(typed(paste("x\ny") + "zq\t\x1b[A").editor.mode.kind, "pasting");
});

test("a paste is sent by Ctrl-Y, edited by Enter or Escape, or forgotten", () => {
  const of = (keys: string) => typed(`see: ${paste("/quit\n\n{quit}")}${keys}`);
  assertEquals(of("\x19").request, {
    kind: "submit",
    lines: [{ text: "see: /quit\n\n{quit}", literal: false }],
  });
  for (const edits of ["\r", "\x1bx"]) {
    assertEquals([of(edits).request, show(of(edits).editor)], [undefined, "see: /quit\n\n{quit}|"]);
  }
  for (const cancel of ["\x03", "\x07"]) {
    assertEquals([of(cancel).request, show(of(cancel).editor)], [undefined, "see: |"]);
  }
});

test("a paste is never a command", () => {
  assertEquals(typed(paste("/quit\n/me") + "\x19").request, {
    kind: "submit",
    lines: [{ text: "/quit\n/me", literal: true }],
  });
});

test("a paste that is too long for a message is sent line by line", () => {
  const long = edit(
    typed(paste("ab\n\nc")).editor,
    { kind: "ctrl", letter: "y" },
    { ...VOCABULARY, messageChars: 2 },
  );
  assertEquals(long.request, {
    kind: "submit",
    lines: [{ text: "ab", literal: true }, { text: "c", literal: true }],
  });
});

test("a text that is too long for a message is sent as a file where that can be, however it came", () => {
  const context = { ...VOCABULARY, messageChars: 3, takesFiles: true };
  const keyed = (editor: Editor, ...keys: readonly Key[]) =>
    keys.reduce((edited, key) => edit(edited.editor, key, context), { editor } as Edited);
  const send: Key = { kind: "ctrl", letter: "y" };
  const enter: Key = { kind: "named", name: "enter" };
  const oneLine: Key = { kind: "paste", text: "abcd" };
  assertEquals(keyed(emptyEditor(), oneLine).editor.mode.kind, "pasting");
  const sent = keyed(emptyEditor(), oneLine, send);
  assertEquals([sent.request, sent.editor.text], [{ kind: "file", text: "abcd" }, ""]);
  const typedLong = keyed(
    emptyEditor(),
    ...Array.from("abcd", (text): Key => ({ kind: "text", text })),
    enter,
  );
  assertEquals([typedLong.request, typedLong.editor.mode.kind], [undefined, "pasting"]);
  assertEquals(keyed(typedLong.editor, send).request, { kind: "file", text: "abcd" });
  assertEquals(keyed(typedLong.editor, enter).editor.text, "abcd", "to be made shorter");
  const command = keyed(
    emptyEditor(),
    ...Array.from("/help", (text): Key => ({ kind: "text", text })),
    enter,
  );
  assertEquals(command.request?.kind, "submit");
  assertEquals(keyed(emptyEditor(), { kind: "paste", text: "abc" }).editor.text, "abc");
});

test("whatever somebody types on with, a paste is not sent, and the question stands", () => {
  const keys = fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }), {
    minLength: 100,
    maxLength: 100,
  });
  fc.assert(fc.property(keys, (all) => {
    const text = all.join("").replace(/[\p{Cc}]/gu, "x");
    const { editor, request } = typed(paste("one\ntwo") + text);
    assertEquals([request, editor.mode.kind], [undefined, "pasting"]);
  }));
});

test("a paste brings no control characters", () => {
  assertEquals(after(paste("a\x1b[31mred\x07\u202eb")), "aredb|");
});

test("Alt-Enter, Ctrl-J and a backslash at the end make a new line", () => {
  assertEquals(after("a\x1b\rb"), "a\nb|");
  assertEquals(after("x\ra\nb"), "a\nb|");
  assertEquals(after("a\\\rb"), "a\nb|");
  assertEquals(typed("a\\\r").request, undefined);
});

test("in a text of several lines Home, End, Ctrl-K, Ctrl-U and the arrows go by lines", () => {
  const text = "漢字\x1b\rabcdef\x1b\rx";
  assertEquals(after(`${text}${UP}\x1b[H`), "漢字\n|abcdef\nx");
  assertEquals(after(`${text}${UP}\x05`), "漢字\nabcdef|\nx");
  assertEquals(after(`${text}${UP}${UP}\x05${DOWN}`), "漢字\nabcd|ef\nx");
  assertEquals(after(`${text}${UP}\x0b\x0b`), "漢字\na|x");
  assertEquals(after(`${text}${UP}\x15\x15`), "漢字|bcdef\nx");
});

test("what is cut comes back with Ctrl-Y, cuts in a row as one", () => {
  assertEquals(after("one two three\x17\x17\x19\x19"), "one two threetwo three|");
  assertEquals(after("one two\x01\x1bd\x0b\x05!\x19"), "!one two|");
  assertEquals(after("one\x15a\x7f\x19"), "one|");
});

test("Ctrl-T exchanges what is before and after the cursor", () => {
  assertEquals(after("teh\x14"), "the|");
  assertEquals(after(`a👨‍👩‍👧${LEFT}\x14`), "👨‍👩‍👧a|");
  assertEquals(after("a\x14"), "a|");
});

test("Ctrl-_ undoes by words, cuts, choices, and a line that was cleared by mistake", () => {
  assertEquals(after("one two\x1f"), "one |");
  assertEquals(after("one two\x1f\x1f\x1f"), "|");
  assertEquals(after("one two\x17\x17\x1f"), "one |");
  assertEquals(after("zo\t\x1f"), "zo|");
  assertEquals(after("half a line\x03\x1f"), "half a line|");
});

test("Ctrl-R looks for lines that were sent, older ones with each more, and Ctrl-G gives up", () => {
  const sent = "ciao ada\rciao bob\rother\r";
  assertEquals(after(`${sent}half\x12CIAO`), "ciao bob|");
  assertEquals(after(`${sent}half\x12ciao\x12`), "ciao ada|");
  assertEquals(after(`${sent}half\x12ciao\x12\x12`), "ciao ada|");
  assertEquals(after(`${sent}half\x12ciao\x07`), "half|");
  assertEquals(after(`${sent}half\x12ciao\x12${LEFT}!`), "ciao ad!|a");
  assertEquals(after(`${sent}half\x12ciaox\x7f`), "ciao bob|");
  assertEquals(typed(`${sent}\x12ada\r`).request, {
    kind: "submit",
    lines: [{ text: "ciao ada", literal: false }],
  });
});

test("while older lines are looked for, what is too long to be pasted is refused as well", () => {
  const huge = typed("ciao ada\r\x12ci" + paste("x".repeat(1_100_000)));
  assertEquals([huge.editor.text, huge.editor.mode.kind], ["ciao ada", "searching"]);
  assertEquals(huge.request, {
    kind: "refuse",
    problem: { code: "too-long", limit: TYPED_UNITS, length: 1_100_000 },
  });
});

test("Ctrl-Z wishes to stop for a while and keeps the line", () => {
  const { editor, request } = typed("ab\x1a");
  assertEquals([request, show(editor)], [{ kind: "suspend" }, "ab|"]);
});

test("Ctrl-C clears the line first and then wishes to leave; Ctrl-D deletes first", () => {
  assertEquals(typed("ab\x03").request, undefined);
  assertEquals(after("ab\x03"), "|");
  assertEquals(typed("ab\x03\x03").request, { kind: "leave", by: "interrupt" });
  assertEquals(typed("ab\x04").request, undefined);
  assertEquals(typed("\x04").request, { kind: "leave", by: "end" });
});

test("Ctrl-L wishes for a fresh screen and keeps the line", () => {
  const { editor, request } = typed("ab\x0c");
  assertEquals(request, { kind: "redraw" });
  assertEquals(show(editor), "ab|");
});

test("Up and Down go through what was sent, and back to what is being typed", () => {
  assertEquals(after(`one\rtwo\rdraft${UP}`), "two|");
  assertEquals(after(`one\rtwo\rdraft${UP}${UP}${UP}`), "one|");
  assertEquals(after(`one\rtwo\rdraft${UP}${UP}${DOWN}`), "two|");
  assertEquals(after(`one\rtwo\rdraft${UP}${UP}${DOWN}${DOWN}${DOWN}`), "draft|");
});

test("the history keeps no empty line, no line twice in a row, and no more than its length", () => {
  assertEquals(typed("a\ra\r  \rb\r").editor.history, ["a", "b"]);
  const many = Array.from({ length: HISTORY_LINES + 10 }, (_, i) => `${i}\r`).join("");
  assertEquals(typed(many).editor.history.length, HISTORY_LINES);
});

test("Tab completes a name: addressed at the beginning of a line, plain later", () => {
  assertEquals(after("ad\t"), "ada: |");
  assertEquals(after("ask AD\t"), "ask ada |");
  assertEquals(after("zo\t"), "Zoë: |");
  assertEquals(after("xy\t"), "xy|");
  assertEquals(after("\t"), "|");
});

test("Tab goes through the names, in the order in which they are given, and Shift-Tab back", () => {
  const bobs = (keys: string): string => after(`hi bo${keys}`);
  assertEquals(bobs("\t"), "hi bob |");
  assertEquals(bobs("\t\t"), "hi Bobby |");
  assertEquals(bobs("\t\t\t"), "hi bob |");
  assertEquals(bobs("\t\x1b[Z"), "hi Bobby |");
  assertEquals(bobs("\x1b[Z"), "hi Bobby |");
  assertEquals(bobs("\t\tx"), "hi Bobby x|");
});

test("Tab completes what a command takes", () => {
  const completed = (text: string): readonly string[] =>
    complete(text, text.length, {
      ...VOCABULARY,
      standing: { role: "guest" },
      rooms: ["#lobby", "#tea"],
      ignored: ["eve"],
      settings: new Map([["bell", ["off", "on"]], ["time", ["24h"]]]),
    }).choices;
  assertEquals(completed("/set "), ["bell ", "time "]);
  assertEquals(completed("/set bell o"), ["off", "on"]);
  assertEquals(completed("/help qu"), ["query", "quiet", "quit"]);
  assertEquals(completed("/ignore b"), ["bob", "Bobby"]);
  for (const command of ["/whois", "/query"]) assertEquals(completed(`${command} b`), ["bob", "Bobby"]);
  assertEquals(completed("/msg b"), ["bob ", "Bobby "]);
  assertEquals(completed("/unignore e"), ["eve"]);
  for (const command of ["/who"]) assertEquals(completed(`${command} T`), ["#tea"]);
  assertEquals(completed(`/join T`), ["#tea "], "a room may have a key");
  assertEquals(completed("/part "), ["#lobby ", "#tea "]);
  assertEquals(completed("/search in:#t"), ["in:#tea "]);
  assertEquals(completed("/search pot from:BO"), ["from:bob ", "from:Bobby "]);
  assertEquals(completed("/search be"), ["before:"]);
  assertEquals(completed("/quiet "), ["on", "off"]);
  assertEquals(completed("see #t"), ["#tea "]);
  assertEquals(completed("/me b"), ["bob ", "Bobby "]);
});

test("Tab completes a command, only at the beginning of a line", () => {
  assertEquals(after("/ni\t"), "/nick |");
  assertEquals(after("say /ni\t"), "say /ni|");
});

test("what is too long to be painted is taken whole or not at all, and its own length is told", () => {
  const refused = (length: number) => ({
    kind: "refuse",
    problem: { code: "too-long", limit: TYPED_UNITS, length },
  });
  const whole = typed("ab" + paste("🙂".repeat(100_000)));
  assertEquals([whole.editor.text, whole.request], ["ab", refused(100_002)]);
  const huge = typed("ab" + paste("x".repeat(3_000_000)));
  assertEquals([huge.editor.text, huge.request], ["ab", refused(3_000_002)]);
  const edited = typed("ab" + paste("one\n" + "x".repeat(200_000)) + "\r");
  assertEquals([edited.editor.text, edited.request], ["ab", refused(200_006)]);
  const full = typed(paste("x".repeat(TYPED_UNITS)) + "y");
  assertEquals([full.editor.text.length, full.request], [TYPED_UNITS, refused(TYPED_UNITS + 1)]);
  const limited = edit(emptyEditor(), { kind: "paste", text: "x".repeat(200_000) }, {
    ...VOCABULARY,
    messageChars: 4000,
  });
  assertEquals(limited.request, {
    kind: "refuse",
    problem: { code: "too-long", limit: 4000, length: 200_000 },
  });
});

test("what was no UTF-8 is not sent, typed, pasted or cut and put in again, until it is taken out", () => {
  const notUtf8 = { kind: "refuse", problem: { code: "not-utf8" } } as const;
  const press = (editor: Editor, ...keys: readonly Key[]): Edited =>
    keys.reduce<Edited>(({ editor }, key) => edit(editor, key, VOCABULARY), { editor });
  const text = (text: string): Key => ({ kind: "text", text });
  const enter: Key = { kind: "named", name: "enter" };
  const typedIt = press(emptyEditor(), text("a"), { kind: "broken" }, enter);
  assertEquals([typedIt.editor.text, typedIt.request], ["a\ufffd", notUtf8]);
  const mended = press(typedIt.editor, { kind: "named", name: "backspace" }, text("b"), enter);
  assertEquals(mended.request, { kind: "submit", lines: [{ text: "ab", literal: false }] });
  const pasted = press(emptyEditor(), { kind: "paste", text: "\ufffd", isBroken: true }, enter);
  assertEquals(pasted.request, notUtf8);
  const lines: Key = { kind: "paste", text: "a\n\ufffd", isBroken: true };
  const ctrl = (letter: string): Key => ({ kind: "ctrl", letter });
  assertEquals(press(emptyEditor(), lines, ctrl("y")).request, notUtf8);
  assertEquals(press(emptyEditor(), lines, enter, enter).request, notUtf8);
  assertEquals(press(typedIt.editor, ctrl("w"), text("b"), enter, ctrl("y"), enter).request, notUtf8);
  assertEquals(press(emptyEditor(), text("\ufffd"), enter).request?.kind, "submit");
});

const key: fc.Arbitrary<Key> = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).map((text): Key => ({ kind: "text", text })),
  fc.constantFrom("e", "\u0301", "👩", "\u200d", "🇮", "🇹", " ", "漢", "\u0600").map((text): Key => ({
    kind: "text",
    text,
  })),
  fc.string({ unit: "binary", maxLength: 8 }).map((text): Key => ({ kind: "paste", text })),
  fc.constantFrom(..."abcdefklnpuwytrgz_").map((letter): Key => ({ kind: "ctrl", letter })),
  fc.constantFrom(..."bfd").map((letter): Key => ({ kind: "alt", letter })),
  fc.constantFrom<NamedKey>(
    "enter",
    "newline",
    "tab",
    "back-tab",
    "backspace",
    "alt-backspace",
    "delete",
    "left",
    "right",
    "word-left",
    "word-right",
    "up",
    "down",
    "home",
    "end",
  ).map((name): Key => ({ kind: "named", name })),
);

test("whatever is pressed, the text is valid and the cursor stands between two graphemes of it", () => {
  fc.assert(fc.property(fc.array(key, { maxLength: 60 }), (keys) => {
    let editor = emptyEditor();
    for (const pressed of keys) {
      editor = edit(editor, pressed, VOCABULARY).editor;
      const { text, cursor } = editor;
      assert(text.isWellFormed());
      assert(!/(?!\n)\p{Cc}/u.test(text), JSON.stringify(text));
      assert(cursor === text.length || graphemes(text).some(({ at }) => at === cursor), show(editor));
    }
  }));
});

test("undoing long enough gives back what was there when the line began", () => {
  const noEnd = key.filter((pressed) =>
    !(pressed.kind === "named" && pressed.name === "enter") && pressed.kind !== "paste" &&
    !(pressed.kind === "text" && /[mlec]/i.test(pressed.text))
  );
  fc.assert(fc.property(fc.array(noEnd, { maxLength: 60 }), (keys) => {
    let editor = emptyEditor(["one", "two\nlines"]);
    for (const pressed of keys) editor = edit(editor, pressed, VOCABULARY).editor;
    for (let i = 0; i <= keys.length + 1; i++) {
      editor = edit(editor, { kind: "ctrl", letter: "_" }, VOCABULARY).editor;
    }
    assertEquals(show(editor), "|");
  }));
});

test("whatever is pasted, nothing is sent before it is answered", () => {
  fc.assert(fc.property(fc.array(key, { maxLength: 20 }), fc.string({ unit: "binary" }), (keys, text) => {
    let editor = emptyEditor();
    for (const pressed of keys) editor = edit(editor, pressed, VOCABULARY).editor;
    assertEquals(edit(editor, { kind: "paste", text }, VOCABULARY).request, undefined);
  }));
});
