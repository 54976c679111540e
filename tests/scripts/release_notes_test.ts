/** The notes of a release, and that it fails where versions disagree. */

import { assert, assertThrows } from "@std/assert";
import { type ReleaseFacts, releaseNotes } from "../../scripts/release_notes.ts";

const FACTS: ReleaseFacts = {
  tag: "v0.2.0",
  version: "0.2.0",
  changelog: "# Changelog\n\n## 0.2.0 (2026-12-01)\n\n- More tea.\n\n## 0.1.0\n\n- Tea.\n",
  repository: "https://git.example/Ada/Tea",
};

Deno.test("a release tells what has changed in it alone, and where its files are", () => {
  const notes = releaseNotes(FACTS);
  assert(notes.startsWith("- More tea.\n"), notes);
  assert(!notes.includes("- Tea."), notes);
  assert(notes.includes("(https://git.example/Ada/Tea/releases/download/v0.2.0/chat-linux-arm64)"), notes);
  assert(notes.includes("ghcr.io/ada/tea:0.2.0"), notes);
});

Deno.test("it fails when tag, deno.json and CHANGELOG do not name one version, or the section is not done", () => {
  const failing: readonly (readonly [Partial<ReleaseFacts>, string])[] = [
    [{ tag: "v0.2.1" }, "deno.json says 0.2.0"],
    [{ tag: "v0.3.0", version: "0.3.0" }, "no section 0.3.0"],
    [{ tag: "v0.2", version: "0.2" }, "no section 0.2"],
    [{ changelog: "## 0.2.0 (not released yet)\n\n- x\n" }, "not released yet"],
    [{ changelog: "## 0.2.0\n\n## 0.1.0\n\n- x\n" }, "says nothing"],
  ];
  for (const [changes, sentence] of failing) {
    assertThrows(() => releaseNotes({ ...FACTS, ...changes }), Error, sentence);
  }
});
