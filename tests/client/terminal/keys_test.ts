import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Key } from "../../../client/terminal/key.ts";
import { KeyReader, PASTE_BYTES } from "../../../client/terminal/keys.ts";
import { test } from "../../support/sanitized.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Keys in short: what was typed as it is, other keys in angle brackets. */
function show(keys: readonly Key[]): string {
  return keys.map((key) => {
    switch (key.kind) {
      case "text":
        return key.text;
      case "broken":
        return "<broken>";
      case "paste":
        return `<paste ${JSON.stringify(key.text)}${key.isBroken ? " broken" : ""}${key.tooLong ?? ""}>`;
      case "ctrl":
      case "alt":
        return `<${key.kind}-${key.letter}>`;
      case "named":
        return `<${key.name}>`;
      case "answer":
        return `<${Object.values(key.answer).join(" ")}>`;
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
  assertEquals(read("a\x1b[12;40Rb"), "a<position 12 40>b");
});

test("what a terminal says of itself when it is asked is told apart from keys, however it is cut", () => {
  const said: Readonly<Record<string, string>> = {
    "\x1b[?62;4;22c": "<abilities 62,4,22>",
    "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c": "<abilities 64,1,2,6,9,15,16,17,18,21,22,28>",
    "\x1b[6;20;10t": "<cell 10 20>",
    "\x1bP>|WezTerm 20240203\x1b\\": "<name WezTerm 20240203>",
    "\x1b_Gi=31;OK\x1b\\": "<kitty true>",
    "\x1b_Gi=31;EBADF:no\x1b\\": "<kitty false>",
    "\x1b[?1;0;256S": "<colors 256>",
    "\x1b[4;480;640t": "",
    [`\x1bP>|${"x".repeat(100_000)}\x1b\\`]: `<name ${"x".repeat(127)}>`,
    [`\x1b[?${"1;".repeat(1000)}c`]: "",
  };
  for (const [bytes, shown] of Object.entries(said)) {
    assertEquals(read(`a${bytes}b`), `a${shown}b`);
    const reader = new KeyReader();
    const keys = Array.from(bytes).flatMap((byte) => [...reader.push(new TextEncoder().encode(byte))]);
    assertEquals(show(keys), shown);
  }
});

test("a paste is one key, with its line ends", () => {
  assertEquals(read("a\x1b[200~x\ny\x1b[31m\x03\x1b[201~b"), 'a<paste "x\\ny\\u001b[31m\\u0003">b');
});

test("of a paste that is too long nothing is kept but its length in characters, however it ends", () => {
  const reader = new KeyReader();
  assertEquals(show(reader.push(bytes("\x1b[200~" + "é".repeat(PASTE_BYTES) + "xxxxx"))), "");
  assertEquals(show(reader.push(bytes("\x1b[201~y"))), `<paste ""${PASTE_BYTES + 5}>y`);
  reader.push(bytes("\x1b[200~" + "x".repeat(PASTE_BYTES + 7)));
  assertEquals(show(reader.giveUp()), `<paste ""${PASTE_BYTES + 7}>`);
  assertEquals(show(reader.push(bytes("\x1b[200~z\x1b[201~"))), '<paste "z">');
});

test("bytes that are no UTF-8 are told as such, typed and pasted, and what follows is read", () => {
  const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));
  const shown = (text: string): string => show(new KeyReader().push(latin1(text)));
  assertEquals(shown("caf\xe9\rok\r"), "caf<broken><enter>ok<enter>");
  assertEquals(shown("\xff\x80a\xc3\xa9\xef\xbf\xbd"), "<broken><broken>aé\ufffd");
  assertEquals(shown("\x1b[200~caf\xe9\x1b[201~z"), '<paste "caf\ufffd" broken>z');
});

test("sequences that mean nothing here vanish whole, and what follows is read", () => {
  assertEquals(read("\x1b[99~\x1b[15;2~\x1bOPok"), "ok");
  assertEquals(read("\x1b[[Aok\x1b[12\x03"), "ok<ctrl-c>");
  assertEquals(read("\x1b\x1b[A"), "<up>");
  assertEquals(read("\x1b[" + "1".repeat(200) + "~ok"), "ok");
  assertEquals(read("\x1b[1 qok\x1b[?1$yok\x1b[>0;276;0cok\x1b[97;5uok\x1b[Iok\x1b[Ook"), "ok".repeat(6));
});

/** What terminals send besides keys: none of it is typed, and none of it is a key. */
const reports: Readonly<Record<string, string>> = {
  "a mouse report": "\x1b[<0;10;5M",
  "a mouse button that is let go": "\x1b[<0;10;5m",
  "a mouse report of old": "\x1b[M !!",
  "one of a wide screen": "\x1b[M \u00ff\u0123",
  "one as rxvt sends it": "\x1b[32;10;5M",
  "a colour, ended by ST": "\x1b]11;rgb:1e1e/1e1e/1e1e\x1b\\",
  "a colour, ended by BEL": "\x1b]11;rgb:1e1e/1e1e/1e1e\x07",
  "a string ended by ST in one character": "\x1b]11;rgb:ffff/0000/ÿÿÿÿ\u009c",
  "what a terminal can do": "\x1bP1+r544e=787465726d\x1b\\",
  "an application's message": "\x1b_anything\x1b\\",
  "a privacy message with a line end": "\x1b^one\r\ntwo\x1b\\",
  "a start of string": "\x1bXanything\x1b\\",
  "a sequence after the C1 control": "\u009b<0;10;5M",
  "a string between C1 controls": "\u009d11;rgb:0/0/0\u009c",
  "other C1 controls": "\u0085\u0091",
};

for (const [what, report] of Object.entries(reports)) {
  test(`it is no key, and nobody's text: ${what}`, () => {
    assertEquals(read(`half${report} a line${report}\r`), "half a line<enter>");
  });
}

test("a string is over at a key that cannot be in one, and at another sequence", () => {
  assertEquals(read("\x1b]11;rgb\x03ok"), "<ctrl-c>ok");
  assertEquals(read("\x1b]11;rgb\x04"), "<ctrl-d>");
  assertEquals(read("\x1b]11;rgb\x1b[Aok"), "<up>ok");
  assertEquals(read("\x1b]11;rgb\x1bbok"), "<alt-b>ok");
  assertEquals(read("\x1b[M \x03"), "<ctrl-c>");
  assertEquals(read("\x1b[M\x1b[Aok"), "<up>ok");
});

test("after a silence nothing is waited for: a paste is what came of it, a sequence nothing", () => {
  for (
    const part of ["\x1b[", "\x1b[1;", "\x1bO", "\x1b]11;rgb", "\x1bP", "\x1b[M!", "\x1b]11;x\x1b", "\u009d1"]
  ) {
    const reader = new KeyReader();
    assertEquals(show(reader.push(bytes("a" + part))), "a");
    assertEquals([reader.isUnfinished, show(reader.giveUp())], [true, ""]);
    assertEquals([reader.isUnfinished, show(reader.push(bytes("/quit\r")))], [false, "/quit<enter>"]);
  }
  const reader = new KeyReader();
  reader.push(bytes("\x1b[200~two\nlines\x1b[20"));
  assertEquals([reader.isUnfinished, show(reader.giveUp())], [true, '<paste "two\\nlines">']);
  assertEquals(show(reader.push(bytes("\x03\x04/quit\r\x1b[201~"))), "<ctrl-c><ctrl-d>/quit<enter>");
});

test("a key that is begun is waited for as long as it takes", () => {
  for (const part of ["", "\x1b", "é".slice(0, 1)]) {
    const reader = new KeyReader();
    reader.push(bytes(part));
    assertEquals([reader.isUnfinished, reader.giveUp()], [false, []]);
  }
  const reader = new KeyReader();
  reader.push(bytes("\x1b"));
  reader.giveUp();
  assertEquals(show(reader.push(bytes("b"))), "<alt-b>");
});

test("bytes that are no UTF-8 are no letters, each is told", () => {
  assertEquals(
    show(new KeyReader().push(Uint8Array.of(0xff, 0xc3, 0x61, 0x80, 0xed, 0xa0, 0x80, 0x62))),
    "<broken><broken>a<broken><broken>b",
  );
});

/** Bytes as a terminal sends them, and worse. */
const noise = fc.array(
  fc.oneof(
    fc.constantFrom(
      "\x1b",
      "[",
      "O",
      "]",
      "P",
      "M",
      "\x1b\\",
      "\x07",
      "\u009b",
      "\u009c",
      ...Object.values(reports),
      "\x1b[200~",
      "\x1b[201~",
      "1;5C",
      "漢",
      "👨‍👩‍👧",
      "é",
      "\r",
      "\x1b[A",
    ).map(
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
