import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Key, KeyReader, PASTE_BYTES } from "../../../client/terminal/keys.ts";
import { test } from "../../support/sanitized.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Keys in short: what was typed as it is, other keys in angle brackets. */
function show(keys: readonly Key[]): string {
  return keys.map((key) => {
    switch (key.kind) {
      case "text":
        return key.text;
      case "paste":
        return `<paste ${JSON.stringify(key.text)}>`;
      case "ctrl":
      case "alt":
        return `<${key.kind}-${key.letter}>`;
      case "named":
        return `<${key.name}>`;
      case "position":
        return `<at ${key.row},${key.column}>`;
    }
  }).join("");
}

const read = (text: string): string => show(new KeyReader().push(bytes(text)));

test("letters of any script are keys, one a character", () => {
  assertEquals(new KeyReader().push(bytes("a漢🙂")).length, 3);
  assertEquals(read("caffè 漢字 🙂"), "caffè 漢字 🙂");
});

test("arrows, Home, End and Delete are known as xterm, rxvt, PuTTY and the console send them", () => {
  assertEquals(read("\x1b[A\x1b[B\x1b[C\x1b[D"), "<up><down><right><left>");
  assertEquals(read("\x1bOA\x1bOH\x1bOF"), "<up><home><end>");
  assertEquals(read("\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[7~\x1b[8~"), "<home><end><home><end><home><end>");
  assertEquals(read("\x1b[3~\x1b[3;5~"), "<delete><delete>");
  assertEquals(read("\x1b[1;5C\x1b[1;3D\x1b[1;2C"), "<word-right><word-left><right>");
  assertEquals(read("\x1b[Z"), "<back-tab>");
});

test("letters with Ctrl and Alt are keys", () => {
  assertEquals(read("\x01\x05\x0c\x17"), "<ctrl-a><ctrl-e><ctrl-l><ctrl-w>");
  assertEquals(read("\x1bb\x1bF\x1b\x7f\x1b\r"), "<alt-b><alt-f><alt-backspace><newline>");
  assertEquals(read("\x08\x7f\t\r\x1f\x1a"), "<backspace><backspace><tab><enter><ctrl-_><ctrl-z>");
});

test("a line feed is Enter to a script, and a new line to a person, whose Enter is a carriage return", () => {
  assertEquals(read("a\nb\n"), "a<enter>b<enter>");
  assertEquals(read("\na\rb\nc\r"), "<enter>a<enter>b<newline>c<enter>");
  assertEquals(read("\x1b\n\x1b\r"), "<newline><newline>");
});

test("where the cursor is, is no key", () => {
  assertEquals(read("a\x1b[12;40Rb"), "a<at 12,40>b");
});

test("a paste is one key, with its line ends", () => {
  assertEquals(read("a\x1b[200~x\ny\x1b[31m\x03\x1b[201~b"), 'a<paste "x\\ny\\u001b[31m\\u0003">b');
});

test("a paste without end comes in pieces and does not grow without bound", () => {
  const reader = new KeyReader();
  reader.push(bytes("\x1b[200~"));
  const keys = reader.push(bytes("x".repeat(PASTE_BYTES + 5)));
  assertEquals(keys.map((key) => key.kind === "paste" && key.text.length), [PASTE_BYTES]);
  assertEquals(show(reader.push(bytes("\x1b[201~y"))), '<paste "xxxxx">y');
});

test("sequences that mean nothing here vanish whole, and what follows is read", () => {
  assertEquals(read("\x1b[?1;2c\x1b[99~\x1b[15;2~\x1bOPok"), "ok");
  assertEquals(read("\x1b[[Aok\x1b[12\x03"), "ok<ctrl-c>");
  assertEquals(read("\x1b\x1b[A"), "<up>");
  assertEquals(read("\x1b[" + "1".repeat(200) + "~"), "1".repeat(200 - 32) + "~");
});

test("bytes that are no UTF-8 are no keys", () => {
  assertEquals(
    show(new KeyReader().push(Uint8Array.of(0xff, 0xc3, 0x61, 0x80, 0xed, 0xa0, 0x80, 0x62))),
    "ab",
  );
});

/** Bytes as a terminal sends them, and worse. */
const noise = fc.array(
  fc.oneof(
    fc.constantFrom("\x1b", "[", "O", "\x1b[200~", "\x1b[201~", "1;5C", "漢", "👨‍👩‍👧", "é", "\r", "\x1b[A").map(
      bytes,
    ),
    fc.uint8Array({ maxLength: 4 }),
  ),
  { maxLength: 40 },
).map((parts) => Uint8Array.from(parts.flatMap((part) => [...part])));

test("any bytes, cut anywhere, give the same keys", () => {
  fc.assert(fc.property(noise, fc.array(fc.nat({ max: 5 })), (all, cuts) => {
    const reader = new KeyReader();
    const keys: Key[] = [];
    let at = 0;
    for (const cut of cuts) {
      keys.push(...reader.push(all.subarray(at, at + cut)));
      at += cut;
    }
    keys.push(...reader.push(all.subarray(at)));
    assertEquals(keys, [...new KeyReader().push(all)]);
  }));
});

test("every key of any bytes is well-formed text", () => {
  fc.assert(fc.property(noise, (all) => {
    for (const key of new KeyReader().push(all)) {
      if (key.kind === "text" || key.kind === "paste") assert(key.text.isWellFormed());
      if (key.kind === "text") assertEquals(Array.from(key.text).length, 1);
    }
  }));
});
