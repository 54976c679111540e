import { assertEquals } from "@std/assert";
import { asTyped, showNumbers } from "../../../client/view/pending.ts";
import { test } from "../../support/sanitized.ts";

test("numbers are written as people write them", () => {
  assertEquals(
    [[], [3], [1, 2, 3, 5, 7, 8]].map(showNumbers),
    ["", "3", "1-3, 5, 7-8"],
  );
});

test("a message is written as it would be typed, and with its room where another one is in view", () => {
  const say = { type: "say", room: "lobby", id: 1 } as const;
  assertEquals(
    [
      asTyped({ ...say, text: "a" }),
      asTyped({ ...say, text: "/a" }),
      asTyped({ ...say, text: "a", action: true }),
      asTyped({ ...say, text: "/a" }, say.room.toUpperCase()),
      asTyped({ ...say, text: "/a" }, "elsewhere"),
      asTyped({ ...say, text: "a", action: true }, ""),
      asTyped({ type: "private", to: "bob", text: "a", id: 1 }, "elsewhere"),
      asTyped({ type: "private", to: "bob", text: "a", id: 1, action: true }),
      asTyped({ type: "topic", room: "tea", text: "a", id: 1 }),
    ],
    [
      "a",
      "//a",
      "/me a",
      "//a",
      "/msg #lobby /a",
      "/msg #lobby /me a",
      "/msg bob a",
      "/msg bob /me a",
      "/topic a",
    ],
  );
});
