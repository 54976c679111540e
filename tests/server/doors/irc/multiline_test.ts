import { assert, assertEquals } from "@std/assert";
import { parseLine } from "../../../../server/doors/irc/line.ts";
import { Multiline } from "../../../../server/doors/irc/multiline.ts";

/** Makes a message of several lines that is not ended, each line of which came with almost 4,000 bytes of tags. */
function begun(lines: number): Multiline {
  const message = new Multiline({ ref: "a", target: "#tea", label: undefined, tags: new Map() }, 4000);
  for (let n = 0; n < lines; n++) {
    const bytes = new TextEncoder().encode(
      `@batch=a;+x=${"y".repeat(3900)} PRIVMSG #tea :\ufeff${n} some words`,
    );
    const line = parseLine(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
    assert(line !== undefined && message.add(line) === undefined);
  }
  return message;
}

Deno.test("a line of a message is kept as it was written", () => {
  assertEquals(begun(2).text, "\ufeff0 some words\n\ufeff1 some words");
});

Deno.test("of a message that is never ended nothing but its text is kept, whatever tags its lines had", () => {
  const before = Deno.memoryUsage().heapUsed;
  const all = Array.from({ length: 200 }, () => begun(100)); // With their tags that would be 150 MiB.
  const grown = (Deno.memoryUsage().heapUsed - before) / 2 ** 20;
  assert(grown < 80, `${grown} MiB`);
  assertEquals(all.length, 200);
});
