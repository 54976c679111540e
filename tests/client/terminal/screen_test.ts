import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { boundaryBefore, textWidth } from "../../../client/view/width.ts";
import { type InputLine, layoutInput, Painter } from "../../../client/terminal/screen.ts";
import { wrap } from "../../../client/view/wrap.ts";
import { TerminalEmulator } from "../../support/terminal_emulator.ts";
import { test } from "../../support/sanitized.ts";

/** An input with its cursor where `|` stands. */
function input(marked: string, prompt = "> "): InputLine {
  const cursor = marked.indexOf("|");
  return { prompt, text: marked.replace("|", ""), cursor };
}

/** A screen, and someone who paints on it. */
class Stage {
  readonly emulator: TerminalEmulator;
  readonly painter = new Painter();
  size: { columns: number; rows: number };

  constructor(columns: number, rows: number) {
    this.size = { columns, rows };
    this.emulator = new TerminalEmulator(columns, rows);
  }

  async show(lines: readonly string[], marked: string): Promise<void> {
    await this.emulator.write(this.painter.frame(lines, input(marked), this.size));
  }

  resize(columns: number, rows: number): void {
    this.size = { columns, rows };
    this.emulator.resize(columns, rows);
  }
}

test("an input is broken into rows as wide as the screen, a wide character never in two", () => {
  const size = { columns: 6, rows: 10 };
  assertEquals(layoutInput(input("abcd|"), size), { rows: ["> abcd", ""], row: 1, before: "" });
  assertEquals(layoutInput(input("ab|c漢x"), size), { rows: ["> abc", "漢x"], row: 0, before: "> ab" });
  assertEquals(layoutInput(input("a\n|b"), size), { rows: ["> a", "b"], row: 1, before: "" });
  assertEquals(layoutInput(input("|", ""), size), { rows: [""], row: 0, before: "" });
});

test("an input that is higher than the screen shows what is around its cursor", () => {
  const rows = layoutInput(input("1\n2\n3\n4\n5|\n6\n7\n8"), { columns: 9, rows: 4 });
  assertEquals(rows, { rows: ["4", "5", "6"], row: 1, before: "5" });
});

test("what arrives appears above what is being typed", async () => {
  const stage = new Stage(20, 6);
  await stage.show(["one"], "half ty|ped");
  await stage.show(["two", "three"], "half ty|ped");
  assertEquals(stage.emulator.rows, ["one", "two", "three", "> half typed"]);
  assertEquals(stage.emulator.cursor, [3, 9]);
});

test("nor does it garble an input that wraps, has wide characters, and a cursor in its midst", async () => {
  const stage = new Stage(20, 6);
  await stage.show([], "ciao 漢字漢|字 and so on until it wraps 漢字漢字 twice");
  for (const line of ["one", "a long line that wraps itself as well", "漢".repeat(15)]) {
    await stage.show([line], "ciao 漢字漢|字 and so on until it wraps 漢字漢字 twice");
  }
  assertEquals(stage.emulator.rows, [
    "one",
    "a long line that",
    "    wraps itself as",
    "    well",
    "漢".repeat(10),
    "    " + "漢".repeat(5),
    "> ciao 漢字漢字 and",
    "so on until it wraps",
    " 漢字漢字 twice",
  ]);
  assertEquals(stage.emulator.cursor, [6, 13]);
});

test("a line as wide as the screen leaves no empty row behind", async () => {
  const stage = new Stage(10, 6);
  await stage.show(["0123456789"], "01234567|");
  await stage.show(["0123456789"], "01234567|");
  assertEquals(stage.emulator.rows, ["0123456789", "0123456789", "> 01234567"]);
  assertEquals(stage.emulator.cursor, [3, 0]);
});

test("an input that gets shorter leaves nothing of itself", async () => {
  const stage = new Stage(10, 6);
  await stage.show(["one"], "a long input of several rows|");
  await stage.show([], "short|");
  assertEquals(stage.emulator.rows, ["one", "> short"]);
});

test("an emoji that the terminal takes for wider than we do breaks no row", async () => {
  const stage = new Stage(10, 6); // This emulator shows a family as four people: eight columns.
  await stage.show(["one"], "abc 👨‍👩‍👧‍👦|");
  await stage.show(["two"], "abc 👨‍👩‍👧‍👦|");
  assertEquals(stage.emulator.rows.slice(0, 2), ["one", "two"]);
  assertEquals(stage.emulator.rows.length, 3);
});

test("after a resize the lines above are all there, once, and the input below them", async () => {
  for (const columns of [13, 20, 41]) {
    const stage = new Stage(30, 12);
    await stage.show(["one", "two"], "an input of quite some length that| takes two rows");
    stage.resize(columns, 12);
    await stage.show(["three"], "an input of quite some length that| takes two rows");
    const typed = stage.emulator.rows.slice(3).join("");
    assertEquals(stage.emulator.rows.slice(0, 3), ["one", "two", "three"]);
    assertEquals(
      typed.replaceAll(" ", ""),
      "> an input of quite some length that takes two rows".replaceAll(" ", ""),
    );
  }
});

test("clearing leaves the input alone on top; finishing takes it away", async () => {
  const stage = new Stage(20, 5);
  await stage.show(["one", "two"], "typed|");
  await stage.emulator.write(stage.painter.clear(input("typed|"), stage.size));
  assertEquals(stage.emulator.rows.slice(-1), ["> typed"]);
  await stage.emulator.write(stage.painter.finish(["Goodbye."], stage.size));
  assertEquals(stage.emulator.rows.slice(-1), ["Goodbye."]);
});

const text = fc.array(fc.constantFrom("a", "漢", "é", " ", "\n", "字", "long word "), { maxLength: 40 })
  .map((parts) => parts.join(""));

test("whatever is typed and arrives, at any width: the lines above stand in order, and the input once below", async () => {
  const step = fc.record({
    lines: fc.array(fc.constantFrom("x", "wide 漢字", "y".repeat(25))),
    text,
    at: fc.nat(),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 30 }),
      fc.array(step, { maxLength: 6 }),
      async (columns, steps) => {
        const size = { columns, rows: 100 };
        const emulator = new TerminalEmulator(columns, 100);
        const painter = new Painter();
        const lines: string[] = [];
        for (const { lines: arrived, text, at } of steps) {
          const typed = { prompt: "> ", text, cursor: boundaryBefore(text, at % (text.length + 1)) };
          lines.push(...arrived);
          await emulator.write(painter.frame(arrived, typed, size));
          const layout = layoutInput(typed, size);
          const alone = new TerminalEmulator(columns, 200);
          const above = lines.flatMap((line) => wrap(line, columns)).map((row) => row + "\r\n");
          await alone.write(above.join("") + layout.rows.join("\r\n"));
          assertEquals(emulator.rows, alone.rows);
          // Behind a full row it waits to wrap, and stands on the last column.
          assertEquals(
            Math.min(columns - 1, emulator.cursor[1]),
            Math.min(columns - 1, textWidth(layout.before)),
          );
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a hint stands below what is typed, and goes without a trace", async () => {
  const stage = new Stage(20, 8);
  const typed = { ...input("/ni|"), hint: "/nick NAME  change your name" };
  await stage.emulator.write(stage.painter.frame(["one"], typed, stage.size));
  assertEquals(stage.emulator.rows, ["one", "> /ni", "/nick NAME  change", "    your name"]);
  assertEquals(stage.emulator.cursor, [1, 5]);
  await stage.show(["two"], "/ni|");
  assertEquals(stage.emulator.rows, ["one", "two", "> /ni"]);
});

test("lines on their way stand above what is typed, cut at the edge, and go without a trace", async () => {
  const stage = new Stage(20, 8);
  const typed = { ...input("next|"), above: ["queued: hello", "queued: 漢字漢字漢字漢字漢字"] };
  await stage.emulator.write(stage.painter.frame(["one"], typed, stage.size));
  await stage.emulator.write(stage.painter.frame(["two"], typed, stage.size));
  assertEquals(stage.emulator.rows, ["one", "two", "queued: hello", "queued: 漢字漢字漢…", "> next"]);
  await stage.show([], "next|");
  assertEquals(stage.emulator.rows, ["one", "two", "> next"]);
});

test("on a screen of two rows there is room for the input only", async () => {
  const stage = new Stage(20, 2);
  const typed = { ...input("next|"), above: ["queued: hello"], hint: "a hint" };
  await stage.emulator.write(stage.painter.frame(["one"], typed, stage.size));
  assertEquals(stage.emulator.rows, ["one", "> next"]);
});
