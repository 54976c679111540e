/** Heads of requests: what their fields are, and that none is much work. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { LineReader } from "../../../../net/lines.ts";
import { type Head, readHead } from "../../../../server/doors/web/http.ts";
import { test } from "../../../support/sanitized.ts";

/** Reads a request that has these fields besides `Host`. */
async function read(...fields: readonly string[]): Promise<Head> {
  const bytes = new TextEncoder().encode(["GET / HTTP/1.1", "Host: x", ...fields, "", ""].join("\r\n"));
  let at = 0;
  const source = {
    read(into: Uint8Array): Promise<number | null> {
      const part = bytes.subarray(at, at + into.length);
      into.set(part);
      at += part.length;
      return Promise.resolve(part.length === 0 ? null : part.length);
    },
  };
  return await readHead(new LineReader(source, 100_000));
}

test("a field's value is without the spaces and tabs around it, and whole otherwise", async () => {
  const value = fc.string({ unit: fc.constantFrom("a", " ", "\t", ":", "\u00a0"), maxLength: 20 });
  await fc.assert(fc.asyncProperty(value, async (written) => {
    const head = await read(`A:${written}`);
    const expected = written.replace(/^[ \t]+/, "").replace(/[ \t]+$/, "");
    assertEquals(head !== undefined && "headers" in head && head.headers.get("a"), expected);
  }));
});

test("a long run of the same sign in a field is no work: of a hundred such requests none is noticed", async () => {
  for (const run of [" ", "\t", " \t", "a ", ":"]) {
    for (const end of ["", "x"]) {
      const field = `A: x${run.repeat(7900 / run.length)}${end}`;
      for (let times = 0; times < 100; times++) {
        const head = await read(field);
        assertEquals(head !== undefined && "headers" in head, true);
      }
    }
  }
});
