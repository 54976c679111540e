import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { bodyEnd, type Chars, linkEnd, linksIn } from "../../protocol/links.ts";
import { anyText } from "../support/arbitraries.ts";

const links = (text: string): readonly string[] => linksIn(text).map(([from, to]) => text.slice(from, to));

Deno.test("a link is an address of the web in any case, and not within a word", () => {
  assertEquals(links("see HTTPS://Example.org/a?b=c and http://x"), [
    "HTTPS://Example.org/a?b=c",
    "http://x",
  ]);
  assertEquals(links("xhttps://a.org éhttp://a.org _http://a.org 1http://a.org"), []);
  assertEquals(links("(http://a.org) <http://b.org> “http://c.org”"), [
    "http://a.org",
    "http://b.org",
    "http://c.org",
  ]);
  assertEquals(links("ftp://a.org httpſ://a.org http:/a.org http:// https://) http://..."), []);
});

Deno.test("what ends a sentence is not the link's, brackets are where they open in it", () => {
  assertEquals(links("https://en.wikipedia.org/wiki/Tea_(drink)."), [
    "https://en.wikipedia.org/wiki/Tea_(drink)",
  ]);
  assertEquals(links("(see https://x.org/Tea_(drink))"), ["https://x.org/Tea_(drink)"]);
  assertEquals(links("[https://x.org/a[1]] {https://x.org/{b}}"), [
    "https://x.org/a[1]",
    "https://x.org/{b}",
  ]);
  assertEquals(links("**https://x.org/a**, 'https://x.org/O'Reilly'!"), [
    "https://x.org/a",
    "https://x.org/O'Reilly",
  ]);
  assertEquals(links("https://x.org/a). https://x.org/b)?!"), ["https://x.org/a", "https://x.org/b"]);
  assertEquals(links("https://x.org/-"), ["https://x.org/-"]);
});

Deno.test("an address within an address is one link", () => {
  assertEquals(links("https://web.archive.org/https://x.org/a"), ["https://web.archive.org/https://x.org/a"]);
  assertEquals(links("https://...https://x.org/a"), ["https://...https://x.org/a"]);
});

Deno.test("links are in order, apart, and have no white space and no quotation mark", () => {
  const part = fc.oneof(anyText, fc.constantFrom("https://", "http://x", " ", "(", ")", ".", "'", "]"));
  fc.assert(fc.property(fc.array(part).map((parts) => parts.join("")), (text) => {
    let last = 0;
    for (const [from, to] of linksIn(text)) {
      assert(from >= last && to <= text.length);
      assert(/^https?:\/\/[^\s<>"`]+$/i.test(text.slice(from, to)));
      last = to;
    }
  }));
});

Deno.test("finding the end of a link looks at each character three times at most, whatever is repeated in it", () => {
  const sign = fc.constantFrom(...".)](}'*_~!?;:,({[a/é…😀");
  const run = fc.tuple(sign, fc.integer({ min: 0, max: 2000 })).map(([sign, times]) => sign.repeat(times));
  fc.assert(fc.property(fc.array(run, { maxLength: 4 }).map((runs) => runs.join("")), (body) => {
    let looks = 0;
    const counted: Chars = {
      length: body.length,
      charAt: (at) => {
        looks++;
        return body.charAt(at);
      },
    };
    const stop = bodyEnd(counted, 0);
    assertEquals(stop, body.length);
    assertEquals(linkEnd(counted, 0, stop), linkEnd(body, 0, stop));
    assert(looks <= 3 * body.length, `${looks} looks at ${body.length} characters`);
  }));
});
