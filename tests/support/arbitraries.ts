/**
 * Generators for property tests: texts of every kind and every frame of the protocol. The tables are typed by the frames,
 * so that a new frame or problem is a type error here until it has a generator.
 *
 * @module
 */

import fc, { type Arbitrary } from "fast-check";
import type {
  AnnouncedLimits,
  ByeReason,
  ClientFrame,
  FileInfo,
  LeaveReason,
  MessageId,
  Problem,
  ProblemCode,
  SecondThoughts,
  ServerFrame,
} from "../../protocol.ts";
import { ACCOUNT_DEEDS } from "../../protocol/accounts.ts";
import { DEEDS, LONGEST_DEED } from "../../protocol/deeds.ts";
import { GRANTS, NOTED_RANKS, RANKS } from "../../protocol/ranks.ts";
import { ID_CHARS, PERSON_CHARS } from "../../protocol/limits.ts";
import { cleanLine } from "../../protocol/text.ts";

/** Characters that programs often handle wrongly. */
const AWKWARD = Array.from(
  "\0\t\n\r\x1b\x07\x7f\x85\x9b\x9c[]m;0\\\"' /#aAßẞςσİıé\u0301\u064e\u3164\u200b\u200d\u202e\u2028\ufeff\ufffdＡ１😀👩",
)
  .concat("\ud800", "\udc00");

/** Any string that JavaScript can hold, halves of surrogate pairs included. */
export const anyText: Arbitrary<string> = fc.array(
  fc.oneof(
    fc.constantFrom(...AWKWARD),
    fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
    fc.integer({ min: 0, max: 0x10ffff }).map((code) => String.fromCodePoint(code)),
  ),
  { maxLength: 40 },
).map((chars) => chars.join(""));

/** Any text that UTF-8 can carry. */
export const wellFormedText: Arbitrary<string> = anyText.map((text) => text.toWellFormed());

const count = fc.maxSafeNat();

/** Any id of a person that is read. */
const person = fc.string({ unit: "binary", minLength: 1, maxLength: PERSON_CHARS });
const printable = fc.constantFrom(
  ...Array.from({ length: 95 }, (_, i) => String.fromCharCode(32 + i))
    .filter((char) => char !== '"' && char !== "\\"),
);

/** Any id that a sender may give a message. */
export const messageId: Arbitrary<MessageId> = fc.oneof(
  count,
  fc.string({ unit: printable, minLength: 1, maxLength: ID_CHARS }),
);

/** Any name but the one that JSON cannot give to a field without changing what the object is. */
const roomName = anyText.filter((name) => name !== "__proto__");

const deed = fc.constantFrom(...DEEDS);
const deedValue = fc.oneof(fc.boolean(), count, anyText);
const on = fc.constant(true);
const some = count.filter((number) => number > 0);

/** Any way in which a room is not like all others. */
const mode = fc.record({
  slow: some,
  readonly: on,
  quiet: on,
  lock: on,
  inviteonly: on,
  accounts: fc.constantFrom("speak", "join"),
  key: on,
  limit: some,
  secret: on,
  topics: on,
}, { requiredKeys: [] });

const quote = fc.record({ from: anyText, text: anyText });

/** What a message may have of second thoughts: an answer, a changed text, a reaction, and what became of it. */
const secondThoughts: Arbitrary<SecondThoughts> = fc.oneof(
  fc.constant({}),
  fc.record({ re: count, quote, edited: count }, { requiredKeys: ["re"] }),
  fc.record({ edits: count, now: anyText }, { requiredKeys: ["edits"] }),
  fc.record({ reacts: count, emoji: anyText, off: on, quote }, { requiredKeys: ["reacts", "emoji"] }),
  fc.record({
    edited: count,
    reactions: fc.array(fc.record({ emoji: anyText, count, from: fc.array(anyText) })),
  }),
);

type Frames<Frame extends { readonly type: string }> = {
  readonly [Type in Frame["type"]]: Arbitrary<Extract<Frame, { readonly type: Type }>>;
};

/** Every frame that a client may send. */
export const clientFrames: Frames<ClientFrame> = {
  hello: fc.record({
    type: fc.constant("hello"),
    name: anyText,
    room: anyText,
    create: fc.boolean(),
    version: fc.oneof(count, fc.constantFrom(-1, 1.5)),
    client: anyText,
    ticket: anyText,
    door: anyText,
    key: anyText,
    device: anyText,
    resume: fc.record({ token: anyText, after: fc.dictionary(roomName, count, { noNullPrototype: true }) }),
  }, { requiredKeys: ["type", "name", "room"] }),
  say: fc.record({
    type: fc.constant("say"),
    room: anyText,
    text: anyText,
    id: messageId,
    action: fc.constant(true),
    re: count,
  }, { requiredKeys: ["type", "room", "text"] }),
  edit: fc.oneof(
    fc.record({ type: fc.constant("edit"), room: anyText, seq: count, text: anyText, id: messageId }, {
      requiredKeys: ["type", "room", "text"],
    }),
    fc.record({
      type: fc.constant("edit"),
      room: anyText,
      seq: count,
      swap: fc.tuple(anyText.filter((text) => text !== ""), anyText),
      all: fc.constant(true),
      id: messageId,
    }, { requiredKeys: ["type", "room", "swap"] }),
  ),
  react: fc.record({
    type: fc.constant("react"),
    room: anyText,
    seq: count,
    emoji: anyText,
    on: fc.boolean(),
    id: messageId,
  }, { requiredKeys: ["type", "room", "emoji"] }),
  private: fc.record({
    type: fc.constant("private"),
    to: anyText,
    person,
    text: anyText,
    id: messageId,
    action: fc.constant(true),
  }, { requiredKeys: ["type", "to", "text"] }),
  nick: fc.record({ type: fc.constant("nick"), name: anyText }),
  join: fc.record({ type: fc.constant("join"), room: anyText, after: count, key: anyText }, {
    requiredKeys: ["type", "room"],
  }),
  mod: fc.record({
    type: fc.constant("mod"),
    do: deed,
    room: anyText,
    wide: fc.constant(true),
    name: anyText,
    net: anyText,
    by: fc.constant("address"),
    dry: fc.constant(true),
    seq: count,
    n: count,
    for: fc.nat({ max: LONGEST_DEED }),
    why: anyText,
    value: deedValue,
    id: messageId,
  }, { requiredKeys: ["type", "do"] }),
  part: fc.record({ type: fc.constant("part"), room: anyText, word: anyText }, {
    requiredKeys: ["type", "room"],
  }),
  rooms: fc.record({ type: fc.constant("rooms") }),
  topic: fc.record({ type: fc.constant("topic"), room: anyText, text: anyText, id: messageId }, {
    requiredKeys: ["type", "room"],
  }),
  who: fc.record({ type: fc.constant("who"), room: anyText, detail: fc.constant(true) }, {
    requiredKeys: ["type", "room"],
  }),
  whois: fc.record({ type: fc.constant("whois"), name: anyText }),
  prove: fc.record({ type: fc.constant("prove"), sig: anyText, mac: anyText }, { requiredKeys: ["type"] }),
  claim: fc.record({
    type: fc.constant("claim"),
    key: anyText,
    device: anyText,
    password: anyText,
  }, { requiredKeys: ["type"] }),
  account: fc.record({
    type: fc.constant("account"),
    do: fc.constantFrom(...ACCOUNT_DEEDS),
    n: count,
    password: anyText,
    old: anyText,
  }, { requiredKeys: ["type", "do"] }),
  upload: fc.record({
    type: fc.constant("upload"),
    room: anyText,
    name: anyText,
    size: count,
    id: messageId,
  }),
  file: fc.record({ type: fc.constant("file"), room: anyText, seq: count, id: messageId }, {
    requiredKeys: ["type", "room"],
  }),
  invite: fc.record({ type: fc.constant("invite"), room: anyText, uses: fc.nat().map((uses) => uses + 1) }, {
    requiredKeys: ["type", "room"],
  }),
  away: fc.record({ type: fc.constant("away"), why: anyText }, { requiredKeys: ["type"] }),
  back: fc.record({ type: fc.constant("back") }),
  search: fc.record({
    type: fc.constant("search"),
    query: anyText,
    zone: fc.integer({ min: -1440, max: 1440 }),
    timeZone: anyText,
    limit: count,
    cursor: anyText,
    id: messageId,
  }, { requiredKeys: ["type", "query"] }),
  read: fc.record({ type: fc.constant("read"), room: anyText, seq: count }),
  catchup: fc.record({ type: fc.constant("catchup") }),
  history: fc.record({
    type: fc.constant("history"),
    room: anyText,
    before: count,
    after: count,
    since: count,
    limit: count,
  }, { requiredKeys: ["type", "room"] }),
  quit: fc.record({ type: fc.constant("quit"), word: anyText }, { requiredKeys: ["type"] }),
  ping: fc.record({ type: fc.constant("ping") }),
  pong: fc.record({ type: fc.constant("pong") }),
};

function banned<const Code extends "banned" | "kicked">(code: Code) {
  return fc.record({ code: fc.constant(code), why: anyText, by: anyText, until: count, room: anyText }, {
    requiredKeys: ["code", "why", "by"],
  });
}

type Problems = {
  readonly [Code in Exclude<ProblemCode, "other">]: Arbitrary<Extract<Problem, { readonly code: Code }>>;
};

/** Every problem that a server may report. */
export const problems: Problems = {
  "not-utf8": fc.record({ code: fc.constant("not-utf8") }),
  "line-too-long": fc.record({ code: fc.constant("line-too-long"), limit: count }),
  "bad-json": fc.record({ code: fc.constant("bad-json") }),
  "unknown-type": fc.record({ code: fc.constant("unknown-type"), given: anyText }),
  "bad-field": fc.record({ code: fc.constant("bad-field"), field: anyText }),
  "bad-version": fc.record({ code: fc.constant("bad-version"), versions: fc.array(count) }),
  "hello-first": fc.record({ code: fc.constant("hello-first") }),
  "already-in": fc.record({ code: fc.constant("already-in") }),
  "bad-name": fc.record({
    code: fc.constant("bad-name"),
    name: anyText,
    suggestion: anyText,
    mixed: fc.constant(true),
    like: anyText,
  }, { requiredKeys: ["code", "name", "suggestion"] }),
  "name-taken": fc.record({
    code: fc.constant("name-taken"),
    name: anyText,
    suggestion: anyText,
    like: anyText,
  }, { requiredKeys: ["code", "name", "suggestion"] }),
  "name-claimed": fc.record({
    code: fc.constant("name-claimed"),
    name: anyText,
    suggestion: anyText,
    methods: fc.subarray(["key", "password"] as const),
  }),
  "auth-plain": fc.record({ code: fc.constant("auth-plain") }),
  "cut-off": fc.record({ code: fc.constant("cut-off") }),
  "auth-failed": fc.record({ code: fc.constant("auth-failed"), left: count }),
  "auth-wait": fc.record({ code: fc.constant("auth-wait"), wait: count }),
  "auth-busy": fc.record({ code: fc.constant("auth-busy"), wait: count }),
  "claim-limit": fc.record({
    code: fc.constant("claim-limit"),
    limit: count,
    everywhere: fc.constant(true),
  }, { requiredKeys: ["code", "limit"] }),
  "has-account": fc.record({ code: fc.constant("has-account"), name: anyText }),
  "no-account": fc.record({ code: fc.constant("no-account"), name: anyText }, { requiredKeys: ["code"] }),
  "bad-password": fc.record({ code: fc.constant("bad-password"), least: count, most: count }),
  "old-password": fc.record({ code: fc.constant("old-password") }),
  "too-many-devices": fc.record({ code: fc.constant("too-many-devices"), limit: count }),
  "no-device": fc.record({ code: fc.constant("no-device"), n: count }),
  "last-device": fc.record({ code: fc.constant("last-device") }),
  "no-room": fc.record({ code: fc.constant("no-room"), room: anyText }),
  "bad-room": fc.record({
    code: fc.constant("bad-room"),
    room: anyText,
    mixed: fc.constant(true),
    like: anyText,
  }, { requiredKeys: ["code", "room"] }),
  "closed": fc.record({
    code: fc.constant("closed"),
    door: fc.constant(true),
    wrong: fc.constant(true),
    wait: count,
  }, { requiredKeys: ["code"] }),
  "ticket-bad": fc.record({ code: fc.constant("ticket-bad"), open: fc.constant(true) }, {
    requiredKeys: ["code"],
  }),
  "nowhere": fc.record({ code: fc.constant("nowhere") }),
  "nobody-to-answer": fc.record({ code: fc.constant("nobody-to-answer") }),
  "new-rooms": fc.record({ code: fc.constant("new-rooms"), limit: count }),
  "too-many-rooms": fc.record({ code: fc.constant("too-many-rooms"), limit: count }),
  "in-too-many": fc.record({ code: fc.constant("in-too-many"), limit: count }),
  "not-here": fc.record({
    code: fc.constant("not-here"),
    name: anyText,
    waited: fc.constant(true),
    asked: fc.constant(true),
  }, { requiredKeys: ["code", "name"] }),
  "other-person": fc.record({ code: fc.constant("other-person"), name: anyText, now: anyText }, {
    requiredKeys: ["code", "name"],
  }),
  "bad-query": fc.record({
    code: fc.constant("bad-query"),
    why: oneOf({ empty: true, quote: true, date: true, room: true, context: true, long: true }),
    given: anyText,
  }),
  "no-search": fc.record({ code: fc.constant("no-search") }),
  "search-slow": fc.record({ code: fc.constant("search-slow") }),
  "empty": fc.record({ code: fc.constant("empty") }),
  "too-long": fc.record({ code: fc.constant("too-long"), limit: count, length: count }),
  "not-stored": fc.record({ code: fc.constant("not-stored") }),
  "unknown-command": fc.record({ code: fc.constant("unknown-command"), given: anyText, nearest: anyText }, {
    requiredKeys: ["code", "given"],
  }),
  "usage": fc.record({ code: fc.constant("usage"), usage: anyText }),
  "full": fc.record({ code: fc.constant("full"), limit: count }),
  "address-full": fc.record({ code: fc.constant("address-full"), limit: count }),
  "join-limit": fc.record({ code: fc.constant("join-limit"), wait: count }),
  "encrypt": fc.record({ code: fc.constant("encrypt"), host: anyText, port: count }),
  "banned": banned("banned"),
  "kicked": banned("kicked"),
  "muted": fc.record(
    { code: fc.constant("muted"), why: anyText, until: count, room: anyText, wasFlood: on },
    {
      requiredKeys: ["code", "why"],
    },
  ),
  "slow-mode": fc.record({ code: fc.constant("slow-mode"), room: anyText, wait: count }),
  "locked": fc.record({ code: fc.constant("locked"), room: anyText }),
  "invite-only": fc.record({ code: fc.constant("invite-only"), room: anyText }),
  "accounts-only": fc.record({ code: fc.constant("accounts-only"), room: anyText }),
  "accounts-join": fc.record({ code: fc.constant("accounts-join"), room: anyText }),
  "room-key": fc.record({ code: fc.constant("room-key"), room: anyText }),
  "read-only": fc.record({ code: fc.constant("read-only"), room: anyText, by: anyText }, {
    requiredKeys: ["code", "room"],
  }),
  "room-full": fc.record({ code: fc.constant("room-full"), room: anyText, limit: count }),
  "guests-off": fc.record({ code: fc.constant("guests-off") }),
  "not-allowed": fc.oneof(
    fc.record(
      { code: fc.constant("not-allowed" as const), needs: fc.constantFrom(...RANKS), room: anyText },
      {
        requiredKeys: ["code", "needs"],
      },
    ),
    fc.record({ code: fc.constant("not-allowed" as const), name: anyText }),
  ),
  "no-ban": fc.record({ code: fc.constant("no-ban"), n: count }),
  "no-file": fc.record({ code: fc.constant("no-file"), room: anyText, seq: count }),
  "no-message": fc.record({ code: fc.constant("no-message"), room: anyText, seq: count }),
  "not-yours": fc.record({ code: fc.constant("not-yours"), room: anyText, seq: count }),
  "no-such-words": fc.record({ code: fc.constant("no-such-words"), given: anyText }),
  "bad-emoji": fc.record({ code: fc.constant("bad-emoji"), given: anyText }),
  "too-many-reactions": fc.record({ code: fc.constant("too-many-reactions"), limit: count }),
  "too-late": fc.record({ code: fc.constant("too-late"), limit: count }),
  "no-files": fc.record({ code: fc.constant("no-files") }),
  "file-too-big": fc.record({ code: fc.constant("file-too-big"), limit: count, size: count }),
  "file-empty": fc.record({ code: fc.constant("file-empty") }),
  "files-full": fc.record({ code: fc.constant("files-full"), limit: count }),
  "files-today": fc.record({ code: fc.constant("files-today"), limit: count }),
  "too-many-uploads": fc.record({ code: fc.constant("too-many-uploads"), limit: count }),
  "too-many-bans": fc.record({ code: fc.constant("too-many-bans"), limit: count }),
  "nothing-to-undo": fc.record({ code: fc.constant("nothing-to-undo") }),
  "not-admitted": fc.record({ code: fc.constant("not-admitted") }),
  "nobody-waits": fc.record({ code: fc.constant("nobody-waits") }),
};

const limit = fc.option(count);
const limits: Arbitrary<AnnouncedLimits> = fc.record({
  line: count,
  message: count,
  name: count,
  rooms: count,
  rate: limit,
  burst: limit,
  outbox: count,
  pingAfter: count,
  pongWithin: count,
  idle: limit,
  grace: count,
});

const leaveReasons: Record<LeaveReason, true> = {
  left: true,
  lost: true,
  slow: true,
  removed: true,
  silent: true,
};
const byeReasons: Record<ByeReason, true> = {
  quit: true,
  closing: true,
  refused: true,
  slow: true,
  removed: true,
  silent: true,
  flood: true,
  replaced: true,
};

/** Generates one of the keys of a table that has every choice. */
function oneOf<Choice extends string>(table: Record<Choice, true>): Arbitrary<Choice> {
  const choices: Choice[] = [];
  for (const choice in table) choices.push(choice);
  return fc.constantFrom(...choices);
}

const topic = fc.record({ text: anyText, from: anyText, at: count });
const noted = { account: fc.constant(true), rank: fc.constantFrom(...NOTED_RANKS), muted: fc.constant(true) };
const presence = fc.record({ idle: count, away: anyText, ...noted }, { requiredKeys: ["idle"] });
const view = {
  room: anyText,
  members: fc.array(anyText),
  count,
  seq: count,
  read: count,
  topic,
  mode,
  rank: fc.constantFrom(...GRANTS),
  at: count,
};

/** Generates frames with members, some with their ids as well. */
function withPersons<Frame extends { readonly members: readonly string[] }>(
  frames: Arbitrary<Frame>,
): Arbitrary<Frame & { readonly persons?: readonly string[] }> {
  return fc.tuple(frames, fc.boolean()).map(([frame, hasIds]) =>
    hasIds ? { ...frame, persons: frame.members.map((_, i) => `p${i}`) } : frame
  );
}

/** What a server tells of a file. */
const fileInfo: Arbitrary<FileInfo> = fc.tuple(
  fc.record({
    id: fc.stringMatching(/^[\w-]{1,64}$/),
    name: anyText.map(cleanLine), // A reader lets nothing else through.
    size: count,
    type: anyText,
    sha256: fc.stringMatching(/^[\da-f]{64}$/),
  }),
  fc.option(
    fc.oneof(
      fc.record({ width: fc.integer({ min: 1 }), height: fc.integer({ min: 1 }) }),
      fc.record({ lines: count }),
    ),
    { nil: undefined },
  ),
).map(([file, size]) => ({ ...file, ...size }));

const path = fc.stringMatching(/^\/files\/[!-~]{1,90}$/);

/** Every frame that a server may send. */
export const serverFrames: Frames<ServerFrame> = {
  upload: fc.record({ type: fc.constant("upload"), room: anyText, id: messageId, path, offset: count }),
  file: fc.record({
    type: fc.constant("file"),
    room: anyText,
    seq: count,
    file: fileInfo,
    path,
    link: anyText,
    until: count,
    id: messageId,
  }, { requiredKeys: ["type", "room", "seq", "file", "path"] }),
  challenge: fc.record({ type: fc.constant("challenge"), nonce: anyText, server: anyText }),
  invitation: fc.record({
    type: fc.constant("invitation"),
    room: anyText,
    link: anyText,
    page: anyText,
    here: on,
    closed: on,
    ticket: fc.record({ n: count, uses: count, until: count }),
  }, { requiredKeys: ["type", "room", "link"] }),
  claimed: fc.record({ type: fc.constant("claimed"), name: anyText }),
  devices: fc.record({
    type: fc.constant("devices"),
    devices: fc.array(
      fc.record({
        n: count,
        kind: fc.constantFrom("key", "password", "session"),
        label: anyText,
        created: count,
        used: count,
        here: fc.constant(true),
      }, { requiredKeys: ["n", "kind", "label", "created", "used"] }),
    ),
  }),
  account: fc.record({
    type: fc.constant("account"),
    done: fc.constantFrom("add", "forget", "password", "unclaim"),
    name: anyText,
    link: anyText,
    page: anyText,
    here: fc.constant(true),
    until: count,
  }, { requiredKeys: ["type", "done", "name"] }),
  read: fc.record({ type: fc.constant("read"), room: anyText, seq: count }),
  message: fc.tuple(
    fc.record({
      type: fc.constant("message"),
      room: anyText,
      seq: count,
      at: count,
      from: anyText,
      person,
      text: anyText,
      id: messageId,
      action: fc.constant(true),
      topic: fc.constant(true),
      redacts: fc.array(count),
      redacted: fc.constant(true),
      file: fileInfo,
      past: fc.constant(true),
    }, { requiredKeys: ["type", "room", "seq", "at", "from", "text"] }),
    secondThoughts,
  ).map(([message, thoughts]) => ({ ...message, ...thoughts })),
  crowd: fc.record({ type: fc.constant("crowd"), room: anyText, count, at: count }),
  joined: fc.record({
    type: fc.constant("joined"),
    room: anyText,
    name: anyText,
    person,
    at: count,
    ...noted,
  }, {
    requiredKeys: ["type", "room", "name", "at"],
  }),
  left: fc.record({
    type: fc.constant("left"),
    room: anyText,
    name: anyText,
    person,
    reason: oneOf(leaveReasons),
    word: anyText,
    by: anyText,
    at: count,
  }, { requiredKeys: ["type", "room", "name", "reason", "at"] }),
  mode: fc.record({ type: fc.constant("mode"), room: anyText, mode, by: anyText, at: count }),
  moderated: fc.record({
    type: fc.constant("moderated"),
    room: anyText,
    do: deed,
    name: anyText,
    by: anyText,
    at: count,
    until: count,
    why: anyText,
    rank: fc.constantFrom(...NOTED_RANKS),
  }, { requiredKeys: ["type", "do", "name", "by", "at"] }),
  done: fc.record({
    type: fc.constant("done"),
    do: deed,
    id: messageId,
    room: anyText,
    name: anyText,
    n: count,
    until: count,
    also: count,
    net: anyText,
    value: deedValue,
    undo: count,
    dry: fc.constant(true),
  }, { requiredKeys: ["type", "do"] }),
  modlist: fc.record({
    type: fc.constant("modlist"),
    do: deed,
    lines: fc.array(
      fc.record({
        n: count,
        do: deed,
        subject: anyText,
        room: anyText,
        by: anyText,
        at: count,
        until: count,
        why: anyText,
        seq: count,
      }, { requiredKeys: ["n", "do", "subject", "by", "at"] }),
    ),
    value: fc.boolean(),
    more: fc.constant(true),
  }, { requiredKeys: ["type", "do", "lines"] }),
  renamed: fc.record({ type: fc.constant("renamed"), from: anyText, to: anyText, person, at: count }, {
    requiredKeys: ["type", "from", "to", "at"],
  }),
  welcome: withPersons(fc.record({
    type: fc.constant("welcome"),
    version: count,
    title: anyText,
    name: anyText,
    person,
    ...view,
    token: anyText,
    resumed: fc.constant(true),
    created: fc.constant(false),
    limits,
  }, {
    requiredKeys: [
      "type",
      "version",
      "title",
      "name",
      "room",
      "members",
      "count",
      "seq",
      "read",
      "at",
      "token",
      "limits",
    ],
  })),
  error: fc.tuple(
    fc.record({ type: fc.constant("error"), text: anyText, id: messageId }, {
      requiredKeys: ["type", "text"],
    }),
    fc.oneof(...Object.values<Arbitrary<Problem>>(problems)),
  ).map(([frame, problem]) => ({ ...frame, ...problem })),
  text: fc.record({
    type: fc.constant("text"),
    room: anyText,
    seq: count,
    at: count,
    from: anyText,
    text: anyText,
    action: fc.constant(true),
    id: messageId,
  }, { requiredKeys: ["type", "room", "seq", "at", "from", "text"] }),
  ack: fc.record({ type: fc.constant("ack"), id: messageId, room: anyText, seq: count, at: count }),
  members: withPersons(fc.record({
    type: fc.constant("members"),
    room: anyText,
    members: fc.array(anyText),
    count,
    presence: fc.array(presence),
    more: fc.constant(true),
  }, { requiredKeys: ["type", "room", "members", "count"] })),
  entered: withPersons(fc.record({ type: fc.constant("entered"), ...view }, {
    requiredKeys: ["type", "room", "members", "count", "seq", "read", "at"],
  })),
  parted: fc.record({ type: fc.constant("parted"), room: anyText }),
  private: fc.record({
    type: fc.constant("private"),
    from: anyText,
    person,
    to: anyText,
    toPerson: person,
    at: count,
    text: anyText,
    id: messageId,
    action: fc.constant(true),
  }, { requiredKeys: ["type", "from", "to", "at", "text"] }),
  delivered: fc.record({
    type: fc.constant("delivered"),
    id: messageId,
    to: anyText,
    person,
    at: count,
    waited: fc.constant(true),
  }, { requiredKeys: ["type", "to", "at"] }),
  rooms: fc.record({
    type: fc.constant("rooms"),
    rooms: fc.array(fc.record({ room: anyText, count, topic: anyText }, { requiredKeys: ["room", "count"] })),
    count,
    more: fc.constant(true),
  }, { requiredKeys: ["type", "rooms", "count"] }),
  topic: fc.record({ type: fc.constant("topic"), room: anyText, topic }, { requiredKeys: ["type", "room"] }),
  whois: fc.record({
    type: fc.constant("whois"),
    name: anyText,
    person,
    rooms: fc.array(anyText),
    since: count,
    idle: count,
    away: anyText,
    ...noted,
  }, { requiredKeys: ["type", "name", "rooms", "since", "idle"] }),
  away: fc.record({ type: fc.constant("away"), why: anyText }),
  back: fc.record({ type: fc.constant("back") }),
  hit: fc.record({
    type: fc.constant("hit"),
    room: anyText,
    seq: count,
    at: count,
    from: anyText,
    person,
    text: anyText,
    marks: fc.array(fc.tuple(count, count)),
    action: fc.constant(true),
    topic: fc.constant(true),
    near: fc.constant(true),
    id: messageId,
  }, { requiredKeys: ["type", "room", "seq", "at", "from", "text", "marks"] }),
  found: fc.record({
    type: fc.constant("found"),
    count,
    more: anyText,
    partial: fc.constant(true as const),
    id: messageId,
  }, {
    requiredKeys: ["type", "count"],
  }),
  unread: fc.record({
    type: fc.constant("unread"),
    room: anyText,
    count,
    mentions: count,
    seq: count,
    at: count,
    from: anyText,
    person,
    text: anyText,
  }, { requiredKeys: ["type", "room", "count", "mentions", "seq", "at", "from", "text"] }),
  "caught-up": fc.record({ type: fc.constant("caught-up"), rooms: count, mentions: count }),
  history: fc.record({ type: fc.constant("history"), room: anyText, count, more: fc.boolean() }),
  notice: fc.oneof(
    fc.record({ type: fc.constant("notice"), code: fc.constant("slowed"), text: anyText }),
    fc.record({ type: fc.constant("notice"), code: fc.constant("staying"), text: anyText }),
    fc.record({ type: fc.constant("notice"), code: fc.constant("closing"), text: anyText, in: fc.nat() }),
    fc.record({
      type: fc.constant("notice"),
      code: fc.constant("away"),
      text: anyText,
      name: anyText,
      why: anyText,
    }),
    fc.record({
      type: fc.constant("notice"),
      code: fc.constant("waiting"),
      text: anyText,
      name: anyText,
      id: messageId,
    }, { requiredKeys: ["type", "code", "text", "name"] }),
    fc.record({
      type: fc.constant("notice"),
      code: fc.constant("gap"),
      text: anyText,
      room: anyText,
      from: count,
      to: count,
    }),
  ),
  ping: fc.record({ type: fc.constant("ping") }),
  pong: fc.record({ type: fc.constant("pong") }),
  servers: fc.record({ type: fc.constant("servers"), servers: fc.array(anyText, { maxLength: 20 }) }),
  bye: fc.record({ type: fc.constant("bye"), reason: oneOf(byeReasons), text: anyText, back: count }, {
    requiredKeys: ["type", "reason", "text"],
  }),
};
