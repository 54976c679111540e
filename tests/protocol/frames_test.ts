import { assert, assertEquals } from "@std/assert";
import fc, { type Arbitrary } from "fast-check";
import { decodeUtf8 } from "../../net/lines.ts";
import {
  type ClientFrame,
  decodeClientFrame,
  decodeServerFrame,
  encodeFrame,
  type Problem,
  type ServerFrame,
} from "../../protocol.ts";
import {
  DEFAULT_ROOM,
  ID_CHARS,
  LINE_BYTES,
  MEMBERS_PER_FRAME,
  MESSAGE_CHARS,
  NAME_CHARS,
} from "../../protocol/limits.ts";
import { anyText, clientFrames, messageId, problems, serverFrames } from "../support/arbitraries.ts";

const anyClientFrame = fc.oneof(...Object.values<Arbitrary<ClientFrame>>(clientFrames));
const anyServerFrame = fc.oneof(...Object.values<Arbitrary<ServerFrame>>(serverFrames));
const anyFrame = fc.oneof(anyClientFrame, anyServerFrame);

/** Asks both decoders; a test that only wants them not to throw needs no more. */
function decodeBoth(line: string): void {
  decodeClientFrame(line);
  decodeServerFrame(line);
}

/** What a client's line is refused for. */
function problemOf(fields: unknown): Problem | undefined {
  const decoded = decodeClientFrame(JSON.stringify(fields));
  return decoded.ok ? undefined : decoded.problem;
}

for (const [type, frames] of Object.entries<Arbitrary<ClientFrame>>(clientFrames)) {
  Deno.test(`a client's ${type} is decoded as it was encoded`, () => {
    fc.assert(fc.property(frames, (frame) => {
      assertEquals(decodeClientFrame(encodeFrame(frame)), { ok: true, frame });
    }));
  });
}

for (const [type, frames] of Object.entries<Arbitrary<ServerFrame>>(serverFrames)) {
  Deno.test(`a server's ${type} is decoded as it was encoded`, () => {
    fc.assert(fc.property(frames, (frame) => {
      assertEquals(decodeServerFrame(encodeFrame(frame)), frame);
    }));
  });

  if (type === "error") continue; // Without what belongs to its code it is a problem of another kind: below.
  Deno.test(`a server's ${type} without one of its parts, or with a wrong one, is none`, () => {
    const needed: readonly string[] | undefined = {
      done: ["do"],
      invitation: ["room", "link"],
      upload: ["room", "id", "path", "offset"],
      file: ["room", "seq", "file", "path"],
      modlist: ["do"],
      mode: ["room", "by", "at"],
      moderated: ["do", "name", "by", "at"],
      account: ["done", "name"],
      joined: ["room", "name", "at"],
      whois: ["name", "rooms", "since", "idle"],
    }[type];
    const optional = type === "history" ? [] : [
      "id",
      "action",
      "topic",
      "word",
      "more",
      "past",
      "file",
      "resumed",
      "created",
      "back",
      "near",
      "partial",
      "presence",
      "away",
      "waited",
      "mixed",
      "person",
      "persons",
      "toPerson",
      "by",
      "redacts",
      "redacted",
      "re",
      "edits",
      "now",
      "reacts",
      "emoji",
      "off",
      "quote",
      "edited",
      "reactions",
      "mode",
      "rank",
    ];
    fc.assert(fc.property(frames, (frame) => {
      for (
        const key of Object.keys(frame).filter((key) => needed?.includes(key) ?? !optional.includes(key))
      ) {
        for (const wrong of [undefined, null, key === "more" ? "true" : true, -1, 0.5, [1], { a: 1 }]) {
          const broken = JSON.stringify({ ...frame, [key]: wrong });
          assertEquals(decodeServerFrame(broken), undefined, `${key} = ${JSON.stringify(wrong)}`);
        }
      }
    }));
  });
}

for (const [code, details] of Object.entries<Arbitrary<Problem>>(problems)) {
  Deno.test(`the problem ${code} reaches the client with everything that is needed to say it`, () => {
    fc.assert(fc.property(details, messageId, (problem, id) => {
      const frame: ServerFrame = { type: "error", text: "a sentence", id, ...problem };
      assertEquals(decodeServerFrame(encodeFrame(frame)), frame);
      assertEquals(problem.code, code);
    }));
  });
}

Deno.test("a problem that a client does not know, or of which something is missing, is another one by that name", () => {
  const decode = (fields: unknown) => decodeServerFrame(JSON.stringify(fields));
  const other = { type: "error", text: "no", code: "other", given: "too-loud" } as const;
  assertEquals(decode({ type: "error", text: "no", code: "too-loud" }), other);
  assertEquals(decode({ type: "error", text: "no", code: "full" }), { ...other, given: "full" });
  assertEquals(decode({ type: "error", code: "full", limit: 1 }), undefined);
});

Deno.test("a problem whose code is no text is still a problem", () => {
  const other = { type: "error", text: "no", code: "other", given: "" } as const;
  for (
    const code of ["null", "7", "{}", '{"toString":1,"valueOf":1}', "[".repeat(50_000) + "]".repeat(50_000)]
  ) {
    assertEquals(decodeServerFrame(`{"type":"error","text":"no","code":${code}}`), other, code.slice(0, 40));
  }
  assertEquals(decodeServerFrame('{"type":"error","text":"no"}'), other);
});

Deno.test("a frame is one line of UTF-8, whatever is said in it", () => {
  fc.assert(fc.property(anyFrame, (frame) => {
    const line = encodeFrame(frame);
    assertEquals(line.indexOf("\n"), line.length - 1);
    assertEquals(decodeUtf8(new TextEncoder().encode(line)), line);
  }));
});

Deno.test("fields that are not known change nothing", () => {
  const extra = fc.dictionary(fc.string().map((key) => `x-${key}`), fc.jsonValue());
  fc.assert(fc.property(anyClientFrame, anyServerFrame, extra, (said, told, extra) => {
    const more = { ...extra, constructor: 1, toString: 1, toJSON: "no" };
    assertEquals(decodeClientFrame(JSON.stringify({ ...more, ...said })), { ok: true, frame: said });
    assertEquals(decodeServerFrame(JSON.stringify({ ...told, ...more })), told);
  }));
  assertEquals(decodeClientFrame('{"__proto__":{"id":1},"type":"ping"}'), {
    ok: true,
    frame: { type: "ping" },
  });
});

Deno.test("no bytes and no string make a decoder throw", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => decodeBoth(decodeUtf8(bytes) ?? "")));
  fc.assert(fc.property(anyText, decodeBoth));
});

Deno.test("no JSON makes a decoder throw, and what is not an object is bad JSON", () => {
  fc.assert(fc.property(fc.json(), decodeBoth));
  for (
    const line of [
      "",
      " ",
      "hello",
      "null",
      "7",
      '"hello"',
      "[]",
      '[{"type":"ping"}]',
      '{"type":"ping"',
      "{}{}",
      "\0",
    ]
  ) {
    assertEquals(decodeClientFrame(line), { ok: false, problem: { code: "bad-json" } }, line);
    assertEquals(decodeServerFrame(line), undefined, line);
  }
});

Deno.test("a frame with any JSON in any place never makes a decoder throw", () => {
  const key = fc.constantFrom(
    "type",
    "name",
    "text",
    "id",
    "room",
    "code",
    "members",
    "limits",
    "versions",
    "reason",
  );
  fc.assert(fc.property(anyFrame, key, fc.jsonValue(), (frame, key, value) => {
    decodeBoth(JSON.stringify({ ...frame, [key]: value }));
  }));
});

Deno.test("nesting without end is answered like anything else that is not a frame", () => {
  for (
    const deep of ["[".repeat(1_000_000), '{"a":'.repeat(200_000), "[".repeat(50_000) + "]".repeat(50_000)]
  ) {
    assertEquals(decodeClientFrame(deep), { ok: false, problem: { code: "bad-json" } });
    assertEquals(decodeServerFrame(deep), undefined);
  }
  const nested = "[".repeat(5_000) + "]".repeat(5_000);
  assertEquals(decodeClientFrame(`{"type":"ping","x":${nested}}`), { ok: true, frame: { type: "ping" } });
  const said = decodeClientFrame(`{"type":"say","text":${nested}}`);
  assertEquals(said, { ok: false, problem: { code: "bad-field", field: "text" } });
});

Deno.test("what may be left out stands for the usual", () => {
  const decode = (fields: unknown) => decodeClientFrame(JSON.stringify(fields));
  const room = DEFAULT_ROOM;
  assertEquals(decode({ type: "hello", name: "ada" }), {
    ok: true,
    frame: { type: "hello", name: "ada", room },
  });
  assertEquals(decode({ type: "say", text: "ciao" }), {
    ok: true,
    frame: { type: "say", text: "ciao", room },
  });
  assertEquals(decode({ type: "say", text: "ciao", action: false }), decode({ type: "say", text: "ciao" }));
  assertEquals(decode({ type: "who" }), { ok: true, frame: { type: "who", room } });
  assertEquals(decode({ type: "quit" }), { ok: true, frame: { type: "quit" } });
});

Deno.test("a field that is missing or of the wrong kind is named", () => {
  const wrong: readonly (readonly [unknown, string])[] = [
    [{}, "type"],
    [{ type: 7 }, "type"],
    [{ type: "hello" }, "name"],
    [{ type: "hello", name: 7 }, "name"],
    [{ type: "hello", name: "ada", version: "1" }, "version"],
    [{ type: "hello", name: "ada", client: {} }, "client"],
    [{ type: "hello", name: "ada", room: 7 }, "room"],
    [{ type: "say" }, "text"],
    [{ type: "say", text: ["ciao"] }, "text"],
    [{ type: "say", text: "ciao", room: [] }, "room"],
    [{ type: "say", text: "ciao", action: "yes" }, "action"],
    [{ type: "nick", name: null }, "name"],
    [{ type: "who", room: 7 }, "room"],
    [{ type: "quit", word: 7 }, "word"],
  ];
  for (const [fields, field] of wrong) {
    assertEquals(problemOf(fields), { code: "bad-field", field }, JSON.stringify(fields));
  }
});

Deno.test("a type that is not known is named, and not at any length", () => {
  assertEquals(problemOf({ type: "dance" }), { code: "unknown-type", given: "dance" });
  assertEquals(problemOf({ type: "toString" }), { code: "unknown-type", given: "toString" });
  assertEquals(problemOf({ type: "x".repeat(9_999) }), { code: "unknown-type", given: "x".repeat(ID_CHARS) });
});

Deno.test("an id is printable ASCII of at most 64 characters, or a whole number from 0", () => {
  const decode = (id: unknown) => decodeClientFrame(JSON.stringify({ type: "say", text: "ciao", id }));
  for (const id of ["a", " ", "~", "[x]", "x".repeat(ID_CHARS), 0, 1, Number.MAX_SAFE_INTEGER]) {
    assertEquals(decode(id), { ok: true, frame: { type: "say", room: DEFAULT_ROOM, text: "ciao", id } });
  }
  const bad = [
    "",
    'a"',
    "a\\",
    "é",
    "a\n",
    "\x1b",
    "\x7f",
    "x".repeat(ID_CHARS + 1),
    -1,
    0.5,
    2 ** 53,
    true,
    [],
    {},
    null,
  ];
  for (const id of bad) {
    const problem = { code: "bad-field", field: "id" } as const;
    assertEquals(decode(id), { ok: false, problem }, JSON.stringify(id));
  }
});

Deno.test("a refusal names the message that it is about whenever that could be read", () => {
  fc.assert(fc.property(messageId, (id) => {
    const decode = (fields: unknown) => decodeClientFrame(JSON.stringify(fields));
    const bad = (field: string) => ({ ok: false, problem: { code: "bad-field", field }, id } as const);
    assertEquals(decode({ type: "say", id }), bad("text"));
    assertEquals(decode({ type: "say", text: "ciao", room: 7, id }), bad("room"));
    assertEquals(decode({ id }), bad("type"));
    assertEquals(decode({ type: "dance", id }), {
      ok: false,
      problem: { code: "unknown-type", given: "dance" },
      id,
    });
  }));
});

/** As long as the ids of persons that we make. */
const PERSON = "x".repeat(12);

Deno.test("the longest message of the longest name fits into a line, in both directions", () => {
  const text = "😀".repeat(MESSAGE_CHARS);
  const id = "x".repeat(ID_CHARS);
  const [room, from, seq] = [DEFAULT_ROOM, "𝒜".repeat(NAME_CHARS), Number.MAX_SAFE_INTEGER];
  const said: ClientFrame = { type: "say", room, text, id, action: true };
  const told: ServerFrame = {
    type: "message",
    room,
    seq,
    at: seq,
    from,
    person: PERSON,
    text,
    id,
    action: true,
  };
  for (const frame of [said, told]) {
    const bytes = new TextEncoder().encode(encodeFrame(frame)).length - 1;
    assert(bytes <= LINE_BYTES, `${frame.type} takes ${bytes} bytes`);
  }
});

Deno.test("a full part of a list of members fits into a line", () => {
  const members = Array.from({ length: MEMBERS_PER_FRAME }, () => "𝒜".repeat(NAME_CHARS));
  const persons = members.map(() => PERSON);
  const frame: ServerFrame = {
    type: "members",
    room: DEFAULT_ROOM,
    members,
    persons,
    count: 1e9,
    more: true,
  };
  const bytes = new TextEncoder().encode(encodeFrame(frame)).length - 1;
  assert(bytes <= LINE_BYTES, `it takes ${bytes} bytes`);
});
