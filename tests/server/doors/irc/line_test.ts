import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  byteLength,
  formatLine,
  formatTags,
  type IrcLine,
  LINE_BYTES,
  parseLine,
  splitBytes,
} from "../../../../server/doors/irc/line.ts";
import { test } from "../../../support/sanitized.ts";

const parsed = (text: string): IrcLine | undefined => parseLine(text);

test("bytes are counted as they are written, also of halves of pairs", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })),
      (text) => {
        for (const one of [text, text.slice(1), text.slice(0, -1)]) {
          assertEquals(byteLength(one), new TextEncoder().encode(one).length);
        }
      },
    ),
  );
});

test("a line is tags, a source that is dropped, a command in upper case, and parameters", () => {
  assertEquals(parsed("@label=a1;+x=y\\:z\\s1 :ada!u@h  privmsg  #tea :hello  there"), {
    tags: new Map([["label", "a1"], ["+x", "y;z 1"]]),
    command: "PRIVMSG",
    params: ["#tea", "hello  there"],
  });
  assertEquals(parsed("PING")?.params, []);
  assertEquals(parsed("TOPIC #tea :")?.params, ["#tea", ""]);
  assertEquals(parsed("USER a b  c d")?.params, ["a", "b", "c", "d"]);
});

test("a line without a command is none", () => {
  for (const text of ["", "   ", ":source", "@tags", "@a=b :source   "]) {
    assertEquals(parsed(text), undefined);
  }
});

test("what is written is read as the same", () => {
  const word = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) =>
    !/[\s:\0]/.test(text[0] ?? " ") && !/[ \r\n]/.test(text)
  );
  const value = fc.string({ unit: "grapheme" });
  fc.assert(
    fc.property(
      fc.array(word, { maxLength: 4 }),
      fc.string().map((text) => text.replaceAll(/[\r\n]/g, "")),
      value,
      (params, last, tag) => {
        const text = formatTags([["+a", tag]]) + formatLine("s", "CMD", [...params, last]);
        const read = parsed(text.slice(0, -2));
        assertEquals(read?.params, [...params, last]);
        assertEquals(read?.tags.get("+a"), tag);
      },
    ),
  );
});

test("a text is split into pieces that fit, lose nothing but blanks, and cut no character", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.integer({ min: 40, max: LINE_BYTES }),
      (text, most) => {
        const pieces = splitBytes(text, most);
        const graphemes = (all: string): number => [...new Intl.Segmenter("und").segment(all)].length;
        for (const piece of pieces) {
          if (graphemes(piece) > 1) assertEquals(byteLength(piece) <= most, true, piece);
        }
        assertEquals(pieces.join("").replaceAll(" ", ""), text.replaceAll(" ", ""));
        assertEquals(
          pieces.every((piece) => piece.isWellFormed()),
          text.isWellFormed(),
        );
      },
    ),
  );
});

test("nothing that is written ends a line within it: no parameter, no source, no tag", () => {
  assertEquals(
    formatLine("a\r\nb", "MODE", ["#t\0ea", "+e", "x\r\n:chat KILL eve"]),
    ":ab MODE #tea +e :x:chat KILL eve\r\n",
  );
  assertEquals(formatTags([["+a\r\nb", "c\0d\r\n"]]), "@+ab=cd\\r\\n ");
});

test("a tag whose name is none is dropped, as nothing in it could be escaped", () => {
  assertEquals(
    parsed('@+a\x1b[31m=1;+b"=2;+draft/react=x;a.b/c-d TAGMSG #tea')?.tags,
    new Map([["+draft/react", "x"], ["a.b/c-d", ""]]),
  );
});
