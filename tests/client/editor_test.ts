import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  edit,
  type Edited,
  type Editor,
  emptyEditor,
  HISTORY_LINES,
  TYPED_UNITS,
} from "../../client/editor.ts";
import { graphemes } from "../../client/graphemes.ts";
import { type Key, KeyReader, type NamedKey } from "../../client/keys.ts";
import { test } from "../support/test.ts";

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
  const { editor, wish } = typed("ciao\r");
  assertEquals(wish, { kind: "submit", text: "ciao" });
  assertEquals(show(editor), "|");
});

test("a paste never sends by itself: its line ends become part of the text", () => {
  const { editor, wish } = typed(paste("one\r\ntwo\rthree\tfour\n"));
  assertEquals(wish, undefined);
  assertEquals(editor.text, "one\ntwo\nthree    four\n");
});

test("a paste brings no control characters", () => {
  assertEquals(after(paste("a\x1b[31mred\x07\u202eb")), "aredb|");
});

test("Alt-Enter makes a new line", () => {
  assertEquals(after("a\x1b\rb"), "a\nb|");
});

test("Ctrl-C clears the line first and then wishes to leave; Ctrl-D deletes first", () => {
  assertEquals(typed("ab\x03").wish, undefined);
  assertEquals(after("ab\x03"), "|");
  assertEquals(typed("ab\x03\x03").wish, { kind: "leave", by: "interrupt" });
  assertEquals(typed("ab\x04").wish, undefined);
  assertEquals(typed("\x04").wish, { kind: "leave", by: "end" });
});

test("Ctrl-L wishes for a fresh screen and keeps the line", () => {
  const { editor, wish } = typed("ab\x0c");
  assertEquals(wish, { kind: "redraw" });
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

test("Tab completes as far as it is clear, and shows the choices", () => {
  const { editor, wish } = typed("b\t");
  assertEquals(editor.text, "Bob");
  assertEquals(wish, { kind: "choices", choices: ["Bobby", "bob"] });
});

test("Tab completes a command, only at the beginning of a line", () => {
  assertEquals(after("/ni\t"), "/nick |");
  assertEquals(after("say /ni\t"), "say /ni|");
});

test("a text that is too long to paint is cut where a character ends", () => {
  const { editor } = typed(paste("x" + "🙂".repeat(TYPED_UNITS)));
  assert(editor.text.length <= TYPED_UNITS && editor.text.isWellFormed());
});

const key: fc.Arbitrary<Key> = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 1 }).map((text): Key => ({ kind: "text", text })),
  fc.constantFrom("e", "\u0301", "👩", "\u200d", "🇮", "🇹", " ", "漢", "\u0600").map((text): Key => ({
    kind: "text",
    text,
  })),
  fc.string({ unit: "binary", maxLength: 8 }).map((text): Key => ({ kind: "paste", text })),
  fc.constantFrom(..."abcdefklnpuw").map((letter): Key => ({ kind: "ctrl", letter })),
  fc.constantFrom(..."bf").map((letter): Key => ({ kind: "alt", letter })),
  fc.constantFrom<NamedKey>(
    "enter",
    "alt-enter",
    "tab",
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
