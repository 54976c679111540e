/** Asking a terminal whether it shows pictures: what each says, and what must not be asked. */

import { assertEquals } from "@std/assert";
import { PictureAsking } from "../../../client/terminal/picture_asking.ts";
import type { TerminalAnswer } from "../../../client/terminal/answers.ts";
import { test } from "../../support/sanitized.ts";

/** Asks, and has a terminal answer. */
function asked(
  ...answers: readonly TerminalAnswer[]
): { readonly asking: PictureAsking; readonly written: string } {
  let written = "";
  const asking = new PictureAsking((text) => written += text);
  asking.ask();
  for (const answer of answers) asking.receive(answer);
  return { asking, written };
}

const named = (name: string): TerminalAnswer => ({ about: "name", name });
const able = (...numbers: readonly number[]): TerminalAnswer => ({ about: "abilities", numbers });
const isKitty = (isGood: boolean): TerminalAnswer => ({ about: "kitty", isGood });

test("a terminal shows pictures in the best way that it says it knows", () => {
  const wayOf = (...answers: readonly TerminalAnswer[]) => asked(...answers).asking.way;
  assertEquals(wayOf(), undefined, "one that says nothing");
  assertEquals(wayOf(able(1, 2)), undefined);
  assertEquals(wayOf(named("VTE(7600)"), able(65, 1, 9)), undefined);
  assertEquals(wayOf(named("kitty(0.35.2)"), isKitty(true), able(62)), { kind: "kitty" });
  assertEquals(wayOf(named("ghostty 1.1"), able(62, 22), isKitty(true)), { kind: "kitty" });
  assertEquals(wayOf(named("Konsole 23"), isKitty(false), able(62)), undefined);
  assertEquals(wayOf(named("iTerm2 3.5.0"), able(62, 4)), { kind: "iterm2" });
  assertEquals(wayOf(named("foot(1.16)"), able(62, 4, 22)), { kind: "sixel", colors: 256 });
  assertEquals(wayOf(able(63, 4), { about: "colors", count: 16 }), { kind: "sixel", colors: 16 });
  assertEquals(wayOf(named("tmux 3.4"), able(1, 2, 4)), { kind: "sixel", colors: 256 });
});

test("kitty's question is put to nobody who did not tell a name, and not through tmux or screen", () => {
  const hasAskedKitty = (...answers: readonly TerminalAnswer[]) =>
    asked(...answers).written.includes("\x1b_G");
  assertEquals(hasAskedKitty(able(1, 2)), false);
  assertEquals(hasAskedKitty(named("tmux 3.4")), false);
  assertEquals(hasAskedKitty(named("screen")), false);
  assertEquals(hasAskedKitty(named("kitty(0.35.2)")), true);
});

test("it is asked once, and what it says unasked counts for nothing", () => {
  let written = "";
  const asking = new PictureAsking((text) => written += text);
  asking.receive(able(4));
  asking.receive(named("iTerm2 3.5"));
  assertEquals([asking.way, written], [undefined, ""]);
  asking.ask();
  asking.ask();
  assertEquals(written.split("\x1b[c").length - 1, 1);
});

test("a cell is as large as the terminal says, and small where it says nothing that can be", () => {
  const cellOf = (width: number, height: number) => asked({ about: "cell", width, height }).asking.cell;
  assertEquals(cellOf(9, 18), { width: 9, height: 18 });
  for (const [width, height] of [[0, 0], [1, 1], [9999, 9999], [9, 1]] as const) {
    assertEquals(cellOf(width, height), { width: 7, height: 14, isGuess: true });
  }
});
