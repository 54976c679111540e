/** What a tab stores of its session: what earlier pages wrote is read, and nothing else is believed. */

import { assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  formatSession,
  parsePrivates,
  parseSession,
  type StoredSession,
} from "../../../web/session/saved_format.ts";

const NOTHING: StoredSession = { token: "", name: "", rooms: [], current: "", queued: [], at: 0 };

Deno.test("a session of the page before this one is read: who, where, and what was not sent", () => {
  const stored =
    '{"token":"t","name":"ada","rooms":[{"name":"tea","last":9,"read":7,"cleared":2}],"current":"#tea",' +
    '"unsent":[{"id":"x-1","text":"ciao","action":false,"goal":{"room":"tea"}},' +
    '{"id":"x-2","text":"waves","action":true,"goal":{"to":"bob"}}],"at":1000}';
  const session: StoredSession = {
    token: "t",
    name: "ada",
    rooms: [{ name: "tea", last: 9, read: 7, cleared: 2 }],
    current: "#tea",
    queued: [
      { type: "say", room: "tea", text: "ciao", id: "x-1" },
      { type: "private", to: "bob", text: "waves", id: "x-2", action: true },
    ],
    at: 1000,
  };
  assertEquals(parseSession(JSON.parse(stored)), session);
  assertEquals(JSON.parse(formatSession(session)), JSON.parse(stored));
});

Deno.test("what is missing or of the wrong kind is left out, and nothing that was stored can break the page", () => {
  assertEquals(parseSession(undefined), NOTHING);
  assertEquals(parseSession("text"), NOTHING);
  const wrong = {
    token: 1,
    name: null,
    rooms: [{ name: 1 }, { name: "tea", last: "9", read: -1 }, 7],
    unsent: [
      { id: "x", text: "a" },
      { id: "x", text: "a", goal: {} },
      { text: "a", goal: { room: "tea" } },
      null,
    ],
    at: "now",
  };
  assertEquals(parseSession(wrong), { ...NOTHING, rooms: [{ name: "tea", last: 0, read: 0, cleared: 0 }] });
  fc.assert(fc.property(fc.jsonValue(), (stored) => {
    parsePrivates(stored);
    parseSession(JSON.parse(formatSession(parseSession(stored))));
  }));
});

Deno.test("private messages are read as far as they are whole", () => {
  const word = { who: "bob", from: "ada", at: 5, text: "ciao" };
  assertEquals(parsePrivates([word, { ...word, action: true }, { ...word, at: "5" }, 3]), [
    { ...word, action: false },
    { ...word, action: true },
  ]);
  assertEquals(parsePrivates({ 0: word }), []);
});
