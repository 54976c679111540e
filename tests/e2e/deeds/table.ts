/**
 * Every deed: how it is written at each door, and what the others in charge see of it at theirs.
 *
 * @module
 */

import type { Deed, ModRequest } from "../../../protocol.ts";
import type { Scope } from "../../../protocol/rights.ts";
import type { Seen, SeenFrame } from "../../support/deed_doors.ts";

/** What a deed is on. */
export interface On {
  /** Who does it. */
  readonly by: string;
  /** A guest who is in the room, at another door each time. */
  readonly name: string;
  /** The number of their message there. */
  readonly seq: number;
  /** The number of the ban or mute that was made before. */
  readonly n: number;
}

/** One deed in one place. */
export interface Row {
  readonly deed: Deed;
  readonly scope: Scope;
  /** What somebody else in charge does before, and after so that all is as it was. */
  readonly before?: (on: On) => Partial<ModRequest>;
  readonly after?: (on: On) => Partial<ModRequest>;
  /** What the author has done before, at their own door. */
  readonly first?: Deed;
  /** Set where the guest who is named waits at the door, instead of being in the room. */
  readonly isAtDoor?: true;
  /** The fields of the request besides the room. */
  readonly frame: (on: On) => Partial<ModRequest>;
  /** As it is typed; nothing where no command does it. */
  readonly line: ((on: On) => string) | undefined;
  /** The line of an IRC client; nothing where IRC has none for it. */
  readonly irc: ((on: On) => string) | undefined;
  /** What the others see; what only the author is answered where nobody else is to see anything. */
  readonly seen: (on: On) => Seen;
  readonly isAnswerOnly?: true;
  /** What the guest themselves are told, as an error's code. */
  readonly told?: string;
}

const ROOM = "tea";

/** Something that a room is set to, seen by everybody in it. */
function setting(
  deed: Deed,
  value: ModRequest["value"],
  mode: Readonly<Record<string, unknown>>,
  { typed, text, irc, shown, off }: {
    readonly typed: string | undefined;
    readonly text: string;
    /** What an IRC client writes, and what it sees. */
    readonly irc: string | undefined;
    readonly shown: string;
    readonly off: Partial<ModRequest>;
  },
): Row {
  return {
    deed,
    scope: "room",
    frame: () => value === undefined ? {} : { value },
    line: typed === undefined ? undefined : () => typed,
    irc: irc === undefined ? undefined : () => irc,
    seen: ({ by }) => ({
      frame: { type: "mode", room: ROOM, by, mode },
      text: `--- ${by} set #${ROOM}: ${text}`,
      irc: shown,
    }),
    after: () => off,
  };
}

/** Something that becomes of a guest in the room, of which everybody in it is told. */
function moderated(
  deed: Deed,
  irc: (on: On) => string,
  text: (on: On) => string,
  more: Partial<Row> = {},
): Row {
  return {
    deed,
    scope: "room",
    frame: ({ name }) => ({ name }),
    line: ({ name }) => `/${deed} ${name}`,
    irc,
    seen: (on) => ({
      frame: { type: "moderated", do: deed, room: ROOM, name: on.name, by: on.by },
      text: text(on),
      irc: irc(on),
    }),
    ...more,
  };
}

const REMOVED: SeenFrame = { type: "left", reason: "removed" };

/** Every deed in every place in which there is one. */
export const TABLE: readonly Row[] = [
  {
    deed: "kick",
    scope: "room",
    frame: ({ name }) => ({ name, why: "noise" }),
    line: ({ name }) => `/kick #tea ${name} noise`,
    irc: ({ name }) => `KICK #tea ${name} :noise`,
    seen: ({ name, by }) => ({
      frame: { ...REMOVED, name, by, word: "noise", room: ROOM },
      text: `${name} was removed by ${by}: noise`,
      irc: ` KICK #tea ${name} noise`,
    }),
    told: "kicked",
  },
  {
    deed: "kick",
    scope: "server",
    frame: ({ name }) => ({ name, why: "noise" }),
    line: ({ name }) => `/kick ${name} noise`,
    irc: ({ name }) => `KILL ${name} :noise`,
    seen: ({ name, by }) => ({
      frame: { ...REMOVED, name, by, word: "noise" },
      text: `${name} was removed by ${by}: noise`,
      irc: `:${name}!`,
    }),
    told: "kicked",
  },
  {
    ...moderated("mute", ({ name }) => `MODE #tea +b m:${name}!*@*`, ({ name, by }) => `${by} muted ${name}`),
    line: ({ name }) => `/mute #tea ${name}`,
    told: "muted",
  },
  {
    ...moderated("mute", () => "", ({ name, by }) => `${by} muted ${name}`),
    scope: "server",
    irc: undefined,
    line: ({ name }) => `/mute ${name} 5m`,
    seen: ({ name, by }) => ({
      frame: { type: "moderated", do: "mute", name, by },
      text: `${by} muted ${name}`,
      irc: undefined, // No channel has a mode for it.
    }),
    told: "muted",
  },
  {
    ...moderated(
      "unmute",
      ({ name }) => `MODE #tea -b m:${name}!*@*`,
      ({ name, by }) => `${by} lets ${name} write again`,
    ),
    before: ({ name }) => ({ do: "mute", room: ROOM, name }),
    line: ({ name }) => `/unmute #tea ${name}`,
  },
  {
    ...moderated("unmute", () => "", ({ name, by }) => `${by} lets ${name} write again`),
    scope: "server",
    before: ({ name }) => ({ do: "mute", name }),
    irc: undefined,
    seen: ({ name, by }) => ({
      frame: { type: "moderated", do: "unmute", name, by },
      text: `${by} lets ${name} write again`,
      irc: undefined,
    }),
  },
  {
    deed: "ban",
    scope: "room",
    frame: ({ name }) => ({ name }),
    line: ({ name }) => `/ban #tea ${name}`,
    irc: ({ name }) => `MODE #tea +b ${name}!*@*`,
    seen: ({ name, by }) => ({
      frame: { ...REMOVED, name, by, room: ROOM },
      text: `${name} was removed by ${by}`,
      irc: ` MODE #tea +b ${name}!*@*`,
    }),
    told: "banned",
  },
  {
    deed: "ban",
    scope: "server",
    frame: ({ name }) => ({ name, why: "spam" }),
    line: ({ name }) => `/ban ${name} spam`,
    irc: undefined,
    seen: ({ name, by }) => ({
      frame: { ...REMOVED, name, by, word: "spam" },
      text: `${name} was removed by ${by}: spam`,
      irc: `:${name}!`,
    }),
    told: "banned",
  },
  {
    deed: "unban",
    scope: "room",
    before: ({ name }) => ({ do: "ban", room: ROOM, name: `${name}x` }),
    frame: ({ n }) => ({ n }),
    line: ({ n }) => `/unban ${n}`,
    irc: ({ name }) => `MODE #tea -b ${name}x!*@*`,
    seen: ({ name, n }) => ({
      frame: { type: "done", do: "unban", n },
      text: `The ban ${n} (${name}x) is lifted.`,
      irc: ` MODE #tea -b ${name}x!*@*`,
    }),
    isAnswerOnly: true,
  },
  {
    ...moderated(
      "unban",
      ({ name }) => `MODE #tea -b m:${name}!*@*`,
      ({ name, by }) => `${by} lets ${name} write again`,
    ),
    before: ({ name }) => ({ do: "mute", room: ROOM, name }),
    frame: ({ n }) => ({ n }),
    line: ({ n }) => `/unban ${n}`,
    seen: ({ name, by }) => ({ // However a mute ends, it is told as one.
      frame: { type: "moderated", do: "unmute", room: ROOM, name, by },
      text: `${by} lets ${name} write again`,
      irc: ` MODE #tea -b m:${name}!*@*`,
    }),
  },
  {
    deed: "unban",
    scope: "server",
    before: ({ name }) => ({ do: "ban", name: `${name}x` }),
    frame: ({ n }) => ({ n }),
    line: ({ n }) => `/unban ${n}`,
    irc: undefined,
    seen: ({ name, n }) => ({
      frame: { type: "done", do: "unban", n },
      text: `The ban ${n} (${name}x) is lifted.`,
      irc: undefined,
    }),
    isAnswerOnly: true,
  },
  {
    deed: "except",
    scope: "room",
    frame: ({ name }) => ({ name }),
    line: undefined,
    irc: ({ name }) => `MODE #tea +e ${name}!*@*`,
    seen: ({ name }) => ({
      frame: { type: "done", do: "except", name },
      text: undefined,
      irc: ` MODE #tea +e ${name}!*@*`,
    }),
    isAnswerOnly: true,
  },
  {
    deed: "welcome",
    scope: "room",
    frame: ({ name }) => ({ name }),
    line: undefined,
    irc: ({ name }) => `MODE #tea +I ${name}!*@*`,
    seen: ({ name }) => ({
      frame: { type: "done", do: "welcome", name },
      text: undefined,
      irc: ` MODE #tea +I ${name}!*@*`,
    }),
    isAnswerOnly: true,
  },
  {
    deed: "bans",
    scope: "room",
    before: ({ name }) => ({ do: "ban", room: ROOM, name: `${name}x` }),
    frame: () => ({}),
    line: () => "/bans",
    irc: () => "MODE #tea +b",
    seen: ({ name }) => ({
      frame: { type: "modlist", do: "bans" },
      text: `${name}x in #tea, by `,
      irc: ` #tea ${name}x!*@* `,
    }),
    isAnswerOnly: true,
  },
  {
    deed: "bans",
    scope: "server",
    before: ({ name }) => ({ do: "ban", name: `${name}x` }),
    frame: () => ({}),
    line: () => "/bans",
    irc: undefined,
    seen: ({ name }) => ({ frame: { type: "modlist", do: "bans" }, text: `${name}x, by `, irc: undefined }),
    isAnswerOnly: true,
  },
  moderated(
    "op",
    ({ name }) => `MODE #tea +o ${name}`,
    ({ name, by }) => `${by} made ${name} an operator`,
  ),
  {
    ...moderated(
      "deop",
      ({ name }) => `MODE #tea -o ${name}`,
      ({ name, by }) => `${by} made ${name} no operator any more`,
    ),
    before: ({ name }) => ({ do: "op", room: ROOM, name }),
  },
  moderated("voice", ({ name }) => `MODE #tea +v ${name}`, ({ name, by }) => `${by} gave ${name} a voice`),
  {
    ...moderated(
      "devoice",
      ({ name }) => `MODE #tea -v ${name}`,
      ({ name, by }) => `${by} took the voice of ${name} away`,
    ),
    before: ({ name }) => ({ do: "voice", room: ROOM, name }),
  },
  {
    deed: "op",
    scope: "server",
    frame: () => ({ name: "mia" }),
    line: () => "/op mia server",
    irc: undefined,
    seen: ({ by }) => ({
      frame: { type: "moderated", do: "op", name: "mia", by },
      text: `${by} made mia a moderator`,
      irc: " MODE #tea +o mia",
    }),
    after: () => ({ do: "deop", name: "mia" }),
  },
  {
    deed: "deop",
    scope: "server",
    before: () => ({ do: "op", name: "mia" }),
    frame: () => ({ name: "mia" }),
    line: () => "/deop mia server",
    irc: undefined,
    seen: ({ by }) => ({
      frame: { type: "moderated", do: "deop", name: "mia", by },
      text: `${by} made mia no moderator any more`,
      irc: " MODE #tea -o mia",
    }),
  },
  {
    deed: "invite",
    scope: "room",
    frame: () => ({ name: "olga" }),
    line: () => "/invite olga",
    irc: () => "INVITE olga #tea",
    seen: () => ({
      frame: { type: "done", do: "invite", name: "olga" },
      text: "olga may come into #tea now.",
      irc: " 341 ",
    }),
    isAnswerOnly: true,
  },
  setting("lock", undefined, { lock: true }, {
    typed: "/lock",
    text: "locked",
    irc: undefined,
    shown: "MODE #tea +i",
    off: { do: "unlock", room: ROOM },
  }),
  {
    ...setting("unlock", undefined, {}, {
      typed: "/unlock",
      text: "open to everybody",
      irc: "MODE #tea -i",
      shown: "MODE #tea -i",
      off: { do: "unlock", room: ROOM },
    }),
    before: () => ({ do: "lock", room: ROOM }),
  },
  setting("slow", 10_000, { slow: 10_000 }, {
    typed: "/slow 10s",
    text: "a message every 10 seconds",
    irc: undefined,
    shown: "set #tea: a message every 10 seconds",
    off: { do: "slow", room: ROOM, value: 0 },
  }),
  setting("readonly", true, { readonly: true }, {
    typed: "/readonly",
    text: "read-only",
    irc: "MODE #tea +m",
    shown: "MODE #tea +m",
    off: { do: "readonly", room: ROOM, value: false },
  }),
  setting("accounts", "speak", { accounts: "speak" }, {
    typed: "/accounts speak",
    text: "only claimed names write",
    irc: "MODE #tea +M",
    shown: "MODE #tea +M",
    off: { do: "accounts", room: ROOM, value: "off" },
  }),
  setting("accounts", "join", { accounts: "join" }, {
    typed: "/accounts join",
    text: "only for claimed names",
    irc: "MODE #tea +R",
    shown: "MODE #tea +R",
    off: { do: "accounts", room: ROOM, value: "off" },
  }),
  setting("inviteonly", true, { inviteonly: true }, {
    typed: "/invite-only",
    text: "by invitation only",
    irc: "MODE #tea +i",
    shown: "MODE #tea +i",
    off: { do: "inviteonly", room: ROOM, value: false },
  }),
  setting("key", "leaves", { key: true }, {
    typed: "/key leaves",
    text: "with a word to come in",
    irc: "MODE #tea +k leaves",
    shown: "MODE #tea +k *",
    off: { do: "key", room: ROOM, value: "" },
  }),
  setting("limit", 50, { limit: 50 }, {
    typed: "/limit 50",
    text: "50 people at most",
    irc: "MODE #tea +l 50",
    shown: "MODE #tea +l 50",
    off: { do: "limit", room: ROOM, value: 0 },
  }),
  setting("secret", true, { secret: true }, {
    typed: "/secret",
    text: "secret",
    irc: "MODE #tea +s",
    shown: "MODE #tea +s",
    off: { do: "secret", room: ROOM, value: false },
  }),
  setting("topics", true, { topics: true }, {
    typed: "/topics",
    text: "operators set the topic",
    irc: "MODE #tea +t",
    shown: "MODE #tea +t",
    off: { do: "topics", room: ROOM, value: false },
  }),
  setting("outside", true, { outside: true }, {
    typed: undefined,
    text: "people outside may write, too",
    irc: "MODE #tea -n",
    shown: "MODE #tea -n",
    off: { do: "outside", room: ROOM, value: false },
  }),
  setting("quiet", true, { quiet: true }, {
    typed: "/quiet-room",
    text: "quiet",
    irc: undefined,
    shown: "MODE #tea +m",
    off: { do: "quiet", room: ROOM, value: false },
  }),
  {
    deed: "delete",
    scope: "room",
    frame: ({ seq }) => ({ seq }),
    line: ({ seq }) => `/delete ${seq}`,
    irc: ({ seq }) => `REDACT #tea tea/${seq}`,
    seen: ({ seq, name, by }) => ({
      frame: { type: "message", from: by, redacts: [seq] },
      text: `${by} deleted message ${seq} of ${name}`,
      irc: ` REDACT #tea tea/${seq}`,
    }),
  },
  {
    deed: "clear",
    scope: "room",
    frame: ({ name }) => ({ name, for: 600_000 }),
    line: ({ name }) => `/clear-room ${name} 10`,
    irc: undefined,
    seen: ({ seq, name, by }) => ({
      frame: { type: "message", from: by, redacts: [seq] },
      text: `${by} deleted message ${seq} of ${name}`,
      irc: ` REDACT #tea tea/${seq}`,
    }),
  },
  {
    deed: "report",
    scope: "room",
    frame: ({ seq }) => ({ seq, why: "rude" }),
    line: ({ seq }) => `/report ${seq} rude`,
    irc: undefined,
    seen: ({ name, by }) => ({
      frame: { type: "moderated", do: "report", name, by, why: "rude" },
      text: `${by} reports ${name} in #tea: rude`,
      irc: `${by} reports ${name} in #tea: rude`,
    }),
  },
  {
    deed: "report",
    scope: "server",
    frame: ({ name }) => ({ name, why: "rude" }),
    line: ({ name }) => `/report ${name} rude`,
    irc: undefined,
    seen: ({ name, by }) => ({
      frame: { type: "moderated", do: "report", name, by, why: "rude" },
      text: `${by} reports ${name}`,
      irc: `${by} reports ${name}`,
    }),
  },
  {
    deed: "reports",
    scope: "server",
    before: ({ name }) => ({ do: "report", name, why: "rude" }),
    frame: () => ({}),
    line: () => "/reports",
    irc: undefined,
    seen: ({ name }) => ({ frame: { type: "modlist", do: "reports" }, text: `${name}, by `, irc: undefined }),
    isAnswerOnly: true,
  },
  {
    deed: "guests",
    scope: "server",
    frame: () => ({ value: false }),
    line: () => "/guests off",
    irc: undefined,
    seen: () => ({
      frame: { type: "done", do: "guests", value: false },
      text: "No guests come in any more",
      irc: undefined,
    }),
    isAnswerOnly: true,
    after: () => ({ do: "guests", value: true }),
  },
  {
    deed: "approve",
    scope: "server",
    frame: () => ({ value: true }),
    line: () => "/approve on",
    irc: undefined,
    seen: () => ({
      frame: { type: "done", do: "approve", value: true },
      text: "Who comes now waits until you let them in",
      irc: undefined,
    }),
    isAnswerOnly: true,
    after: () => ({ do: "approve", value: false }),
  },
  {
    deed: "waiting",
    scope: "server",
    before: () => ({ do: "approve", value: true }),
    isAtDoor: true,
    frame: () => ({}),
    line: () => "/waiting",
    irc: undefined,
    seen: ({ name }) => ({
      frame: { type: "modlist", do: "waiting" },
      text: `${name} (native), `,
      irc: undefined,
    }),
    isAnswerOnly: true,
    after: () => ({ do: "approve", value: false }),
  },
  {
    deed: "admit",
    scope: "server",
    before: () => ({ do: "approve", value: true }),
    isAtDoor: true,
    frame: () => ({ name: "*" }),
    line: () => "/admit all",
    irc: undefined,
    seen: () => ({
      frame: { type: "done", do: "admit", also: 1 },
      text: "1 person let in.",
      irc: undefined,
    }),
    isAnswerOnly: true,
    after: () => ({ do: "approve", value: false }),
  },
  {
    deed: "audit",
    scope: "server",
    frame: () => ({}),
    line: () => "/audit",
    irc: undefined,
    seen: () => ({ frame: { type: "modlist", do: "audit" }, text: `  hanna `, irc: undefined }),
    isAnswerOnly: true,
  },
  {
    deed: "undo",
    scope: "room",
    first: "clear",
    frame: () => ({}),
    line: undefined, // Typed, it takes back what one did anywhere.
    irc: undefined,
    seen: ({ name, by }) => ({
      frame: { type: "message", from: by, text: `brought back 1 message of ${name}` },
      text: `${by} brought back 1 message of ${name}`,
      irc: `brought back 1 message of ${name}`,
    }),
  },
  {
    deed: "undo",
    scope: "server",
    first: "clear",
    frame: () => ({}),
    line: () => "/undo",
    irc: undefined,
    seen: ({ name, by }) => ({
      frame: { type: "message", from: by, text: `brought back 1 message of ${name}` },
      text: `${by} brought back 1 message of ${name}`,
      irc: `brought back 1 message of ${name}`,
    }),
  },
];
