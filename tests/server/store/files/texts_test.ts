/** How a text that is sent as a file is shown before anybody fetches it. */

import { assertEquals } from "@std/assert";
import { beginningOf } from "../../../../server/store/files/texts.ts";
import { Keeping } from "../../../../server/store/files/keeping.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

Deno.test("a text begins with its first lines, cleaned, and a long line is cut", () => {
  assertEquals(beginningOf(bytes("one\r\ntwo  \n\n\n")), "one\ntwo");
  assertEquals(beginningOf(bytes("1\n2\n3\n4\n5\n6\n")), "1\n2\n3\n4\n5");
  assertEquals(beginningOf(bytes("a\x1b[31mred\u202e")), "ared");
  assertEquals(beginningOf(bytes("è".repeat(500))), `${"è".repeat(400)}…`);
  assertEquals(beginningOf(bytes("\n \n\t\n")), "");
  assertEquals(beginningOf(bytes("aè").subarray(0, 2)), "a", "a sign that was cut off is none");
});

test("the lines of a text are counted over all of it, and of nothing else", () => {
  using folder = new TempFolder();
  const log = folder.file("chat.db");
  openLog(log, "process").close();
  const keeping = new Keeping({ folder: `${log}-files`, log, isFirst: true });
  const linesOf = (upload: string, content: Uint8Array): unknown => {
    keeping.write(upload, 0, content);
    const { type, lines, beginning } = keeping.finish(upload, content.length);
    return [type, lines, beginning?.slice(0, 9)];
  };
  const long = "line of a text\n".repeat(200_000);
  assertEquals(linesOf("u1", bytes(long)), ["text/plain", 200_000, "line of a"]);
  assertEquals(linesOf("u2", bytes(`${long}and one more`)), ["text/plain", 200_001, "line of a"]);
  assertEquals(linesOf("u3", new Uint8Array(3_000)), ["application/octet-stream", undefined, undefined]);
  keeping.close();
});
