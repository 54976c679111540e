import { assert, assertEquals } from "@std/assert";
import type { MessageFrame } from "../../../../protocol.ts";
import type { Capability } from "../../../../server/doors/irc/capabilities.ts";
import { IrcFormats } from "../../../../server/doors/irc/format.ts";
import type { SourceDirectory } from "../../../../server/doors/irc/output.ts";
import { render } from "../../../../server/doors/irc/output.ts";
import { isAsForOthers, ownLines } from "../../../../server/doors/irc/own_view.ts";
import { test } from "../../../support/sanitized.ts";

const people: SourceDirectory = {
  serverName: "chat",
  sourceOf: (name) => `${name}!u@h`,
  realNameOf: (name) => name,
  accountOf: (name) => name,
  rankIn: () => undefined,
  awayOf: () => undefined,
  isQuit: () => false,
  isToldTwice: () => false,
  changesOf: () => undefined,
  sayMode: () => "",
  reasonOf: () => undefined,
  extrasOf: () => undefined,
};

const said: MessageFrame = { type: "message", room: "tea", seq: 7, at: 0, from: "ada", text: "hello\nyou" };
const messages: readonly MessageFrame[] = [
  said,
  { ...said, topic: true, text: "scones" },
  { ...said, action: true, text: "waves" },
  { ...said, re: 2 },
  { ...said, edits: 2, now: "better" },
  { ...said, redacts: [3, 4] },
  { ...said, reacts: 2, emoji: "👍" },
];
const some: readonly Capability[] = [
  "account-tag",
  "batch",
  "draft/message-edit",
  "draft/message-redaction",
  "draft/multiline",
  "echo-message",
  "labeled-response",
  "message-tags",
  "server-time",
];

test("what a client is shown of its own as others are is what they are shown: with a label, or without echo-message, it is not", () => {
  const formats = new IrcFormats(people);
  let shared = 0;
  for (let bits = 0; bits < 1 << some.length; bits++) {
    const caps = new Set(some.filter((_, index) => (bits & 1 << index) !== 0));
    const viewer = { caps, server: { name: "chat", people } };
    for (const message of messages) {
      for (const label of [undefined, "l1"]) {
        const sent = { label, extras: undefined };
        const own = ownLines(viewer, message, sent).map((line) => render(line, caps)).join("");
        if (!isAsForOthers(viewer, message, sent)) continue;
        shared++;
        assert(label === undefined && (caps.has("echo-message") || message.topic === true));
        assertEquals(own, formats.formatFor(caps).encode(message));
      }
    }
  }
  assert(shared > 1000);
});
