/** RFC 6455, both ways: what a client's bytes mean, however they are cut, and how the server's frames look. */

import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { decodeUtf8 } from "../../../../../net/lines.ts";
import {
  closeFrame,
  FrameDecoder,
  pongFrame,
  textFrame,
  type WebSocketEvent,
} from "../../../../../server/doors/web/websocket/frames.ts";
import { wellFormedText } from "../../../../support/arbitraries.ts";
import {
  clientFrame,
  closePayload,
  concatBytes,
  type FrameParts,
  Opcode,
} from "../../../../support/websocket_frames.ts";

const MOST = 1000;

/** What happened, with the pieces of a message put together. */
type Happening = string | { readonly ping: string } | { readonly closed: number } | {
  readonly broken: number;
};

/** What a decoder makes of bytes that come in these pieces. */
function decode(pieces: readonly Uint8Array[]): readonly Happening[] {
  const decoder = new FrameDecoder(MOST);
  const happened: Happening[] = [];
  let bytes: number[] = [];
  const take = (event: WebSocketEvent): void => {
    switch (event.kind) {
      case "text":
        bytes.push(...event.bytes);
        if (!event.isEnd) return;
        happened.push(
          new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes)),
        );
        bytes = [];
        return;
      case "ping":
        return void happened.push({ ping: new TextDecoder().decode(event.bytes) });
      case "closed":
        return void happened.push({ closed: event.code });
      case "broken":
        return void happened.push({ broken: event.code });
    }
  };
  for (const piece of pieces) decoder.push(piece.slice()).forEach(take);
  return happened;
}

function decodeFrames(...frames: readonly FrameParts[]): readonly Happening[] {
  return decode([concatBytes(...frames.map(clientFrame))]);
}

const { text, continuation, ping, pong, close } = Opcode;

Deno.test("a message is what was masked", () => {
  assertEquals(decodeFrames({ opcode: text, payload: "ciao ☕" }), ["ciao ☕"]);
  assertEquals(decodeFrames({ opcode: text, payload: "a", mask: [0, 0, 0, 0] }), ["a"]);
  assertEquals(decodeFrames({ opcode: text, payload: "" }), [""]);
});

Deno.test("the example of RFC 6455, section 5.7, is understood", () => {
  const hello = Uint8Array.of(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58);
  assertEquals(decode([hello]), ["Hello"]);
});

Deno.test("lengths of 7, 16 and 64 bits are read, as far as a message may be long", () => {
  for (const length of [125, 126, 127, 999, 1000]) {
    assertEquals(decodeFrames({ opcode: text, payload: "x".repeat(length) }), ["x".repeat(length)]);
  }
  const decoder = new FrameDecoder(100_000);
  const [event] = decoder.push(clientFrame({ opcode: text, payload: "x".repeat(70_000) }));
  assert(event?.kind === "text" && event.bytes.length === 70_000 && event.isEnd);
});

Deno.test("a message in fragments is one message, and control frames may come between them", () => {
  assertEquals(
    decodeFrames(
      { opcode: text, payload: "ci", isFinal: false },
      { opcode: ping, payload: "there?" },
      { opcode: continuation, payload: "a", isFinal: false },
      { opcode: pong, payload: "unasked" },
      { opcode: continuation, payload: "", isFinal: false },
      { opcode: continuation, payload: "o" },
      { opcode: text, payload: "next" },
    ),
    [{ ping: "there?" }, "ciao", "next"],
  );
});

Deno.test("a character may be cut between two fragments", () => {
  const cup = new TextEncoder().encode("☕");
  assertEquals(
    decodeFrames(
      { opcode: text, payload: cup.subarray(0, 1), isFinal: false },
      { opcode: continuation, payload: cup.subarray(1) },
    ),
    ["☕"],
  );
});

const BROKEN: readonly (readonly [what: string, code: number, frames: readonly FrameParts[]])[] = [
  ["a frame that is not masked", 1002, [{ opcode: text, payload: "a", mask: null }]],
  ["reserved bits", 1002, [{ opcode: text, payload: "a", reserved: 4 }]],
  ["an opcode that does not exist", 1002, [{ opcode: 3 }]],
  ["a control opcode that does not exist", 1002, [{ opcode: 11 }]],
  ["a continuation of nothing", 1002, [{ opcode: continuation, payload: "a" }]],
  ["a message within a message", 1002, [{ opcode: text, isFinal: false }, { opcode: text }]],
  ["a ping in fragments", 1002, [{ opcode: ping, isFinal: false }]],
  ["a ping of more than 125 bytes", 1002, [{ opcode: ping, payload: "x".repeat(126) }]],
  ["a length of 16 bits that needs 7", 1002, [{ opcode: text, payload: "a", lengthBytes: 2 }]],
  ["a length of 64 bits that needs 16", 1002, [{ opcode: text, payload: "x".repeat(200), lengthBytes: 8 }]],
  ["a close of one byte", 1002, [{ opcode: close, payload: "x" }]],
  ["a close with a code that nobody may send", 1002, [{ opcode: close, payload: closePayload(1005) }]],
  ["a close with a code out of range", 1002, [{ opcode: close, payload: closePayload(999) }]],
  ["a close whose reason is not UTF-8", 1007, [{ opcode: close, payload: Uint8Array.of(3, 232, 255) }]],
  ["bytes instead of text", 1003, [{ opcode: Opcode.binary, payload: "a" }]],
  ["text that is not UTF-8", 1007, [{ opcode: text, payload: Uint8Array.of(0x61, 0xff) }]],
  ["half of a surrogate pair", 1007, [{ opcode: text, payload: Uint8Array.of(0xed, 0xa0, 0x80) }]],
  ["more bytes than a character needs", 1007, [{ opcode: text, payload: Uint8Array.of(0xc0, 0x80) }]],
  ["a character that is cut off", 1007, [{ opcode: text, payload: Uint8Array.of(0xe2, 0x98) }]],
  ["a message that is too long", 1009, [{ opcode: text, payload: "x".repeat(MOST + 1) }]],
  ["fragments that are too long together", 1009, [
    { opcode: text, payload: "x".repeat(MOST), isFinal: false },
    { opcode: continuation, payload: "x" },
  ]],
];

for (const [what, code, frames] of BROKEN) {
  Deno.test(`${what} ends the connection with ${code}, and nothing after it counts`, () => {
    const happened = decodeFrames(...frames, { opcode: text, payload: "after" });
    assertEquals(happened.at(-1), { broken: code });
    assert(!happened.includes("after"));
  });
}

Deno.test("a message that is too long is known by its length, before it comes", () => {
  const whole = clientFrame({ opcode: text, payload: "x".repeat(MOST + 1) });
  assertEquals(decode([whole.subarray(0, 8)]), [{ broken: 1009 }]);
});

Deno.test("text that is not UTF-8 is known as soon as it comes", () => {
  const whole = clientFrame({ opcode: text, payload: Uint8Array.of(0xff, 0x61, 0x61, 0x61) });
  assertEquals(decode([whole.subarray(0, 7)]), [{ broken: 1007 }]);
});

Deno.test("a length that no number can hold is refused", () => {
  const frame = Uint8Array.of(0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3, 4);
  assertEquals(decode([frame]), [{ broken: 1002 }]);
});

Deno.test("a close is answered with its own code, one without a code with 1000", () => {
  for (const code of [1000, 1001, 1011, 3000, 4999]) {
    assertEquals(decodeFrames({ opcode: close, payload: closePayload(code, "ciao") }), [{ closed: code }]);
  }
  assertEquals(decodeFrames({ opcode: close }, { opcode: text, payload: "after" }), [{ closed: 1000 }]);
});

/** A message in as many fragments as it likes, with pings between them. */
const anyMessage = fc.record({
  said: wellFormedText,
  cuts: fc.array(fc.nat({ max: 40 }), { maxLength: 4 }),
  pings: fc.boolean(),
  mask: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)),
});

Deno.test("whatever the messages, however they are fragmented, masked and cut, they come as they were sent", () => {
  fc.assert(fc.property(
    fc.array(anyMessage, { maxLength: 5 }),
    fc.array(fc.nat({ max: 30 }), { minLength: 1, maxLength: 20 }),
    (messages, sizes) => {
      const bytes = concatBytes(...messages.flatMap(({ said, cuts, pings, mask }) => {
        const payload = new TextEncoder().encode(said);
        const at = [
          0,
          ...cuts.map((cut) => Math.min(cut, payload.length)).toSorted((a, b) => a - b),
          payload.length,
        ];
        return at.slice(1).flatMap((end, i) => [
          ...(pings ? [clientFrame({ opcode: ping, payload: "?" })] : []),
          clientFrame({
            opcode: i === 0 ? text : continuation,
            payload: payload.subarray(at[i], end),
            isFinal: i === at.length - 2,
            mask,
          }),
        ]);
      }));
      const pieces: Uint8Array[] = [];
      for (let from = 0, i = 0; from < bytes.length; i++) {
        const size = sizes[i % sizes.length] ?? 1;
        pieces.push(bytes.subarray(from, from + Math.max(1, size)));
        from += Math.max(1, size);
      }
      const said = decode(pieces).filter((one) => typeof one === "string");
      assertEquals(said, messages.map((message) => message.said));
    },
  ));
});

Deno.test("whatever the bytes and however they are cut, they mean the same, and nothing throws", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat({ max: 60 }), (bytes, cut) => {
    assertEquals(decode([bytes.subarray(0, cut), bytes.subarray(cut)]), decode([bytes]));
    assertEquals(decode(Array.from(bytes, (byte) => Uint8Array.of(byte))), decode([bytes]));
  }));
});

Deno.test("bytes are UTF-8 for the decoder when they are for the platform", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 8 }), (payload) => {
      const isGood = decodeUtf8(payload) !== undefined;
      const [event] = new FrameDecoder(MOST).push(clientFrame({ opcode: text, payload }));
      assertEquals(event?.kind, isGood ? "text" : "broken");
    }),
    { numRuns: 2000 },
  );
});

Deno.test("a server's frame has a header of 2, 4 or 10 bytes and is not masked", () => {
  for (
    const [length, header] of [
      [0, [0x81, 0]],
      [125, [0x81, 125]],
      [126, [0x81, 126, 0, 126]],
      [65_535, [0x81, 126, 255, 255]],
      [65_536, [0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
    ] as const
  ) {
    const frame = textFrame(new Uint8Array(length).fill(7));
    assertEquals([...frame.subarray(0, header.length)], [...header]);
    assertEquals(frame.length, header.length + length);
    assertEquals(frame.at(-1), length === 0 ? 0 : 7);
  }
  assertEquals([...pongFrame(Uint8Array.of(1, 2))], [0x8a, 2, 1, 2]);
  assertEquals([...closeFrame(1009)], [0x88, 2, 3, 241]);
});
