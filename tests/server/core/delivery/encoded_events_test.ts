import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { RoomEvent } from "../../../../protocol.ts";
import { EncodedEvents } from "../../../../server/core/delivery/encoded_events.ts";
import { nativeFormat } from "../../../../server/doors/native/door.ts";
import { test } from "../../../support/sanitized.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function message(text: string, seq = 1): RoomEvent {
  return { type: "message", room: "lobby", seq, at: 0, from: "ada", text };
}

test("any slice of any events is their lines, one after the other", () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.constantFrom("è", "漢", "👩‍🚀"));
  const events = fc.array(fc.option(text.map((text) => message(text)), { nil: undefined }), { maxLength: 6 });
  fc.assert(fc.property(events, fc.nat(6), fc.nat(6), (events, a, b) => {
    const begin = Math.min(a, b, events.length);
    const end = Math.min(Math.max(a, b), events.length);
    const lines = events.map((event) => event === undefined ? "" : nativeFormat.encode(event));
    const chunk = new EncodedEvents(nativeFormat, events);
    assertEquals(decode(chunk.slice()), lines.join(""));
    assertEquals(decode(chunk.slice(begin)), lines.slice(begin).join(""));
    assertEquals(decode(chunk.slice(begin, end)), lines.slice(begin, end).join(""));
  }));
});

test("all who read everything read the same bytes, and parts are views of them", () => {
  const chunk = new EncodedEvents(nativeFormat, [message("è"), message("漢", 2)]);
  assertEquals(chunk.slice() === chunk.slice(), true);
  assertEquals(chunk.slice(1).buffer === chunk.slice().buffer, true);
});

test("a place whose message could not be stored is nothing", () => {
  const chunk = new EncodedEvents(nativeFormat, [message("a"), undefined, message("è", 2)]);
  assertEquals(decode(chunk.slice(1, 2)), "");
  assertEquals(decode(chunk.slice(1)), nativeFormat.encode(message("è", 2)));
});

test("with others in the place of some events it is their lines as before, and those of the others where they stood", () => {
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom("", "è", "漢"));
  const events = fc.array(fc.tuple(text, fc.option(text, { nil: undefined })), { maxLength: 6 });
  fc.assert(fc.property(events, fc.nat(6), fc.nat(6), (pairs, a, b) => {
    const begin = Math.min(a, b, pairs.length);
    const end = Math.min(Math.max(a, b), pairs.length);
    const shown = pairs.map(([said, instead]) => instead ?? nativeFormat.encode(message(said)));
    const replacements = pairs.flatMap(([, instead], at) =>
      instead === undefined || at < begin || at >= end ? [] : [{ at, text: instead }]
    );
    const chunk = new EncodedEvents(nativeFormat, pairs.map(([said]) => message(said)));
    assertEquals(decode(chunk.sliceWith(begin, end, replacements)), shown.slice(begin, end).join(""));
  }));
});
