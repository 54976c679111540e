/** In which phase of a connection a command may be given. */

import { assertEquals } from "@std/assert";
import type { ClientFrame } from "../../../protocol.ts";
import { TestCore } from "../../support/test_core.ts";
import { test } from "../../support/sanitized.ts";

test("before giving a name nothing can be said or asked, and nothing is heard", async () => {
  const core = new TestCore();
  const bob = core.connect();
  const ada = await core.member("ada");
  bob.say("hi", "1");
  bob.sendFrames({ type: "who", room: "lobby" }, { type: "nick", name: "x" }, { type: "ping" });
  ada.say("secret");
  await core.endTurn();
  assertEquals(bob.frames.map(({ type }) => type), ["error", "error", "error", "pong"]);
  assertEquals(bob.framesOf("error").map(({ code, id }) => [code, id]), [
    ["hello-first", "1"],
    ["hello-first", undefined],
    ["hello-first", undefined],
  ]);
});

/** One good frame of every command. */
const FRAMES: { readonly [Type in ClientFrame["type"]]: Extract<ClientFrame, { readonly type: Type }> } = {
  ping: { type: "ping" },
  pong: { type: "pong" },
  quit: { type: "quit" },
  hello: { type: "hello", name: "bob", room: "lobby" },
  say: { type: "say", room: "lobby", text: "x", id: "1" },
  private: { type: "private", to: "ada", text: "x", id: "1" },
  edit: { type: "edit", room: "lobby", text: "y", id: "1" },
  react: { type: "react", room: "lobby", emoji: "👍", id: "1" },
  prove: { type: "prove" },
  claim: { type: "claim", password: "12345678" },
  account: { type: "account", do: "devices" },
  nick: { type: "nick", name: "eve" },
  join: { type: "join", room: "tea" },
  part: { type: "part", room: "lobby" },
  rooms: { type: "rooms" },
  topic: { type: "topic", room: "lobby", text: "x", id: "1" },
  who: { type: "who", room: "lobby" },
  whois: { type: "whois", name: "ada" },
  away: { type: "away" },
  back: { type: "back" },
  history: { type: "history", room: "lobby" },
  search: { type: "search", query: "x", id: "1" },
  read: { type: "read", room: "lobby", seq: 1 },
  catchup: { type: "catchup" },
  invite: { type: "invite", room: "lobby" },
  upload: { type: "upload", room: "lobby", name: "x", size: 1, id: "1" },
  file: { type: "file", room: "lobby", id: "1" },
  mod: { type: "mod", do: "report", name: "ada", id: "1" },
};

test("every command is performed in its phase, and refused with its id in any other", async () => {
  for (const frame of Object.values(FRAMES)) {
    const core = new TestCore();
    await core.member("ada");
    const early = core.connect();
    early.sendFrames(frame);
    await core.endTurn();
    const isAlways = ["ping", "pong", "quit", "hello"].includes(frame.type);
    const refusals = early.framesOf("error").map(({ code, id }) => [code, id]);
    const refusal = frame.type === "prove" ? "auth-failed" : "hello-first"; // Nothing was asked to be proved.
    assertEquals(refusals, isAlways ? [] : [[refusal, "id" in frame ? "1" : undefined]], frame.type);
    const cy = await core.member("cy");
    cy.sendFrames(frame);
    await core.endTurn();
    assertEquals(
      cy.framesOf("error").map(({ code }) => code),
      {
        hello: ["already-in"],
        prove: ["auth-failed"],
        account: ["no-account"],
        edit: ["no-message"], // Nothing was said that could be changed, or reacted to.
        react: ["no-message"],
        upload: ["no-files"], // This server keeps nothing.
        file: ["no-file"],
      }[String(frame.type)] ?? [],
      frame.type,
    );
    assertEquals(core.logged.filter(({ event }) => event === "failed"), []);
  }
});

test("every command but what programs send by themselves shows that a person is there", async () => {
  for (const frame of Object.values(FRAMES)) {
    if (["hello", "prove", "quit", "claim"].includes(frame.type)) continue;
    const core = new TestCore();
    const [ada, bob] = [await core.member("ada"), await core.member("bob")];
    await core.clock.advance(5_000);
    bob.sendFrames(frame);
    ada.sendFrames({ type: "whois", name: bob.session.person.name });
    await core.endTurn();
    const isSilent = ["ping", "pong", "read", "who"].includes(frame.type);
    assertEquals(ada.framesOf("whois").map(({ idle }) => idle), [isSilent ? 5_000 : 0], frame.type);
  }
});

test("a session that is over performs nothing more, and is told of no fault in a line", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  ada.sendFrames({ type: "quit" }, { type: "say", room: "lobby", text: "late" });
  core.hub.receive(ada.session, { ok: false, problem: { code: "bad-field", field: "text" }, id: "x" });
  await core.endTurn();
  assertEquals(ada.frames.map(({ type }) => type), ["welcome", "bye"]);
});
