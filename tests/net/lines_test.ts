import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { type ByteSource, decodeUtf8, ENDLESS_BYTES, type Line, LineReader } from "../../net/lines.ts";
import { wellFormedText } from "../support/arbitraries.ts";

const KIB = 1024;

/** A source that gives these chunks one a read, in parts where a read has too little room, and notes what it was asked for. */
class Chunks implements ByteSource {
  readonly #chunks: Uint8Array[];
  reads = 0;
  /** The size of the buffer behind the last read, and of the largest one. */
  lastBuffer = 0;
  largestBuffer = 0;
  smallestAsk = Infinity;

  constructor(...chunks: readonly (string | Uint8Array)[]) {
    this.#chunks = chunks.map((chunk) => typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk);
  }

  read(into: Uint8Array): Promise<number | null> {
    this.reads++;
    this.lastBuffer = into.buffer.byteLength;
    this.largestBuffer = Math.max(this.largestBuffer, this.lastBuffer);
    this.smallestAsk = Math.min(this.smallestAsk, into.length);
    const chunk = this.#chunks.shift();
    if (chunk === undefined) return Promise.resolve(null);
    const part = chunk.subarray(0, into.length);
    into.set(part);
    if (part.length < chunk.length) this.#chunks.unshift(chunk.subarray(part.length));
    return Promise.resolve(part.length);
  }
}

/** A line as a text that can be kept: each byte a character, or `<kind>`. */
function shown(line: Line): string {
  return line.kind === "line" ? `=${latin1(line.bytes)}` : `<${line.kind}>`;
}

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
}

async function linesOf(source: ByteSource, cap: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of new LineReader(source, cap)) lines.push(shown(line));
  return lines;
}

/** What the lines of these bytes are, said as simply as possible. */
function model(bytes: Uint8Array, cap: number): string[] {
  const pieces = latin1(bytes).split("\n");
  if (pieces.at(-1) === "") pieces.pop();
  return pieces.map((piece) => piece.endsWith("\r") ? piece.slice(0, -1) : piece)
    .map((line) => line.length > cap ? "<too-long>" : `=${line}`);
}

/** Cuts bytes into chunks of these sizes, over and over. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const to = from + (sizes[i % sizes.length] ?? 1);
    chunks.push(bytes.subarray(from, to));
    from = to;
  }
  return chunks;
}

const sizes = (max: number) => fc.array(fc.integer({ min: 1, max }), { minLength: 1, maxLength: 8 });

Deno.test("any cutting of any bytes gives the same lines", async () => {
  const byte = fc.oneof(fc.constantFrom(10, 13), fc.integer({ min: 0, max: 255 }));
  const bytes = fc.array(byte, { maxLength: 60 }).map((list) => Uint8Array.from(list));
  await fc.assert(fc.asyncProperty(bytes, sizes(9), fc.nat(12), async (bytes, sizes, cap) => {
    assertEquals(await linesOf(new Chunks(...cut(bytes, sizes)), cap), model(bytes, cap));
  }));
});

Deno.test("any cutting of long lines gives the same lines, however the buffer has to grow", async () => {
  const line = fc.tuple(fc.nat(9_000), fc.constantFrom("\n", "\r\n", "\r\r\n"));
  const text = fc.array(line, { maxLength: 8 }).map((lines) =>
    lines.map(([length, end], i) => String.fromCharCode(97 + i).repeat(length) + end).join("")
  );
  const run = fc.asyncProperty(
    text,
    sizes(7_000),
    fc.integer({ min: 900, max: 9_000 }),
    async (text, sizes, cap) => {
      const bytes = new TextEncoder().encode(text);
      const source = new Chunks(...cut(bytes, sizes));
      assertEquals(await linesOf(source, cap), model(bytes, cap));
      assert(source.smallestAsk >= KIB / 2, `asked for ${source.smallestAsk} bytes only`);
    },
  );
  await fc.assert(run, { numRuns: 60 });
});

Deno.test("a line may end with a return and a newline, and a return elsewhere belongs to it", async () => {
  assertEquals(await linesOf(new Chunks("a\r\n\r\nb\rc\r\r\n\n"), 10), ["=a", "=", "=b\rc\r", "="]);
});

Deno.test("for telnet a return and NUL end a line as well, however they are cut", async () => {
  const byte = fc.oneof(fc.constantFrom(0, 10, 13), fc.integer({ min: 0, max: 255 }));
  const bytes = fc.array(byte, { maxLength: 60 }).map((list) => Uint8Array.from(list));
  await fc.assert(fc.asyncProperty(bytes, sizes(9), fc.nat(12), async (bytes, sizes, cap) => {
    const reader = new LineReader(new Chunks(...cut(bytes, sizes)), cap);
    for await (const first of reader.peek()) if (first.length > 0) break; // As where the door is found.
    reader.endLinesAtReturnNul();
    const lines: string[] = [];
    for await (const line of reader) lines.push(shown(line));
    const ended = Uint8Array.from(latin1(bytes).replaceAll("\r\0", "\r\n"), (char) => char.charCodeAt(0));
    assertEquals(lines, model(ended, cap));
  }));
});

Deno.test("the last line counts without its newline, and nothing after a newline is no line", async () => {
  assertEquals(await linesOf(new Chunks("a\nb"), 10), ["=a", "=b"]);
  assertEquals(await linesOf(new Chunks("a\nb\r"), 10), ["=a", "=b"]);
  assertEquals(await linesOf(new Chunks("a\n"), 10), ["=a"]);
  assertEquals(await linesOf(new Chunks(), 10), []);
});

for (const end of ["\n", "\r\n", "", "\r"]) {
  Deno.test(`the cap does not count the end of a line: ${JSON.stringify(end)}`, async () => {
    assertEquals(await linesOf(new Chunks("abcd" + end), 4), ["=abcd"]);
    assertEquals(await linesOf(new Chunks("abcde" + end), 4), ["<too-long>"]);
  });
}

Deno.test("a line that is too long is told as soon as that is known, once, and the next line is read", async () => {
  const source = new Chunks("abcdef", "ghi", "jk\nnext\n");
  const lines = new LineReader(source, 4)[Symbol.asyncIterator]();
  assertEquals((await lines.next()).value, { kind: "too-long" });
  assertEquals(source.reads, 1);
  const next = (await lines.next()).value;
  assertEquals(next && shown(next), "=next");
  assertEquals((await lines.next()).done, true);
});

Deno.test("a long line that ends within the patience is only too long", async () => {
  const long = "x".repeat(ENDLESS_BYTES - 64 * KIB);
  assertEquals(await linesOf(new Chunks(long, "\nnext\n"), 16 * KIB), ["<too-long>", "=next"]);
});

Deno.test("two long lines do not add up to an endless one", async () => {
  const long = "x".repeat(ENDLESS_BYTES - 64 * KIB) + "\n";
  assertEquals(await linesOf(new Chunks(long, long), 16 * KIB), ["<too-long>", "<too-long>"]);
});

Deno.test("a line without end is given up after a while, and nothing more is read", async () => {
  let given = 0;
  const source: ByteSource = {
    read: (into) => {
      into.fill(120);
      given += into.length;
      return Promise.resolve(into.length);
    },
  };
  assertEquals(await linesOf(source, 16 * KIB), ["<too-long>", "<endless>"]);
  assert(given > ENDLESS_BYTES, `given up after ${given} bytes`);
  assert(given < ENDLESS_BYTES + 128 * KIB, `given up only after ${given} bytes`);
});

Deno.test("the buffer begins small and stays below 64 KiB, whatever comes and however long it takes", async () => {
  const traffic = fc.array(
    fc.tuple(fc.constantFrom(1, 100, 511, 512, 1_023, 1_024, 16 * KIB, 70_000, 200_000), fc.boolean()),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(traffic, async (traffic) => {
      const source = new Chunks(...traffic.map(([length, ends]) => "x".repeat(length) + (ends ? "\n" : "")));
      for await (const _ of new LineReader(source, 16 * KIB)) {
        assert(source.largestBuffer <= 64 * KIB, `the buffer has ${source.largestBuffer} bytes`);
      }
      assert(source.smallestAsk > 0);
    }),
    { numRuns: 50 },
  );
});

Deno.test("who is silent costs half a kilobyte, and one after saying much", async () => {
  const source = new Chunks("short\n", `${"x".repeat(100)}\n`.repeat(3_000), "short\n");
  const lines = new LineReader(source, 16 * KIB)[Symbol.asyncIterator]();
  await lines.next();
  assertEquals(source.lastBuffer, KIB / 2);
  while (!(await lines.next()).done) { /* read to the end */ }
  assertEquals(source.largestBuffer, 64 * KIB);
  assertEquals(source.lastBuffer, KIB);
});

Deno.test("a cap above 64 KiB is kept as well", async () => {
  const line = "x".repeat(100_000);
  assertEquals(await linesOf(new Chunks(line, "\n", line + "x\n"), 100_000), [`=${line}`, "<too-long>"]);
});

Deno.test("what was peeked at before is read as a line afterwards", async () => {
  const source = new Chunks("GE", "T /\r\nHo", "st: x\n");
  const reader = new LineReader(source, 100);
  const seen: string[] = [];
  for await (const bytes of reader.peek()) {
    seen.push(latin1(bytes));
    if (seen.length === 3) break;
  }
  assertEquals(seen, ["", "GE", "GET /\r\nHo"]);
  assertEquals(source.reads, 2);
  const lines: string[] = [];
  for await (const line of reader) lines.push(shown(line));
  assertEquals(lines, ["=GET /", "=Host: x"]);
});

Deno.test("peeking begins with what is there, finds the end, and does not ask a source again that has ended", async () => {
  const source = new Chunks("a\nhi");
  const reader = new LineReader(source, 100);
  await reader.next();
  for (let times = 0; times < 2; times++) {
    const seen: string[] = [];
    for await (const bytes of reader.peek()) seen.push(latin1(bytes));
    assertEquals(seen, ["hi"]);
    assertEquals([source.reads, reader.hasEnded], [2, true]);
  }
  const lines: string[] = [];
  for await (const line of reader) lines.push(shown(line));
  assertEquals(lines, ["=hi"]);
  assertEquals(source.reads, 2);
});

Deno.test("nothing is read before the next line is asked for", async () => {
  const source = new Chunks("one\ntwo\n", "three\n");
  const seen: (readonly [string, number])[] = [];
  for await (const line of new LineReader(source, 100)) seen.push([shown(line), source.reads]);
  assertEquals(seen, [["=one", 1], ["=two", 1], ["=three", 2]]);
});

Deno.test("who stops reading lines finds the rest where it was", async () => {
  const reader = new LineReader(new Chunks("one\ntwo\nthr", "ee\n"), 100);
  const seen: string[] = [];
  for await (const line of reader) {
    seen.push(shown(line));
    break;
  }
  assertEquals(latin1(reader.buffered), "two\nthr");
  for await (const line of reader) seen.push(shown(line));
  assertEquals(seen, ["=one", "=two", "=three"]);
});

Deno.test("what the source throws comes through, after the lines before it", async () => {
  const good = new Chunks("one\ntw");
  const source: ByteSource = {
    read: (into) => good.reads === 0 ? good.read(into) : Promise.reject(new RangeError("reset by peer")),
  };
  const seen: string[] = [];
  await assertRejects(
    async () => {
      for await (const line of new LineReader(source, 100)) seen.push(shown(line));
    },
    RangeError,
    "reset by peer",
  );
  assertEquals(seen, ["=one"]);
});

Deno.test("UTF-8 is decoded as it stands, and what is not UTF-8 is undefined", () => {
  fc.assert(fc.property(wellFormedText, (text) => {
    assertEquals(decodeUtf8(new TextEncoder().encode(text)), text);
  }));
  assertEquals(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "\ufeffa");
  const bad = {
    "a lone byte": [0xff],
    "a half": [0xc3],
    "too long a form": [0xc0, 0xaf],
    "a surrogate": [0xed, 0xa0, 0x80],
  };
  for (const [what, bytes] of Object.entries(bad)) {
    assertEquals(decodeUtf8(Uint8Array.from(bytes)), undefined, what);
  }
  assertEquals(decodeUtf8(Uint8Array.of(0x61)), "a", "one bad line does not spoil the next");
});

Deno.test("no bytes make the decoder throw", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => {
    const text = decodeUtf8(bytes);
    if (text !== undefined) assertEquals(new TextEncoder().encode(text), bytes);
  }));
});

Deno.test("a source of our own is read on, however long a line that is too long is", async () => {
  const bytes = new TextEncoder().encode(`one\n${"x".repeat(3 * ENDLESS_BYTES)}\ntwo`);
  let at = 0;
  const source: ByteSource = {
    read: (into) => {
      const part = bytes.subarray(at, at + into.length);
      into.set(part);
      at += part.length;
      return Promise.resolve(part.length === 0 ? null : part.length);
    },
  };
  const kinds: string[] = [];
  for await (const line of new LineReader(source, 4, Infinity)) kinds.push(line.kind);
  assertEquals(kinds, ["line", "too-long", "line"]);
});
