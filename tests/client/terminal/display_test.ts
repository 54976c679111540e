import { assert, assertEquals } from "@std/assert";
import type { Key } from "../../../client/terminal/key.ts";
import { FRAME_INTERVAL, POSITION_TIMEOUT, Terminal } from "../../../client/terminal/display.ts";
import { UNFINISHED_TIMEOUT } from "../../../client/terminal/key_source.ts";
import type { Tty } from "../../../client/terminal/tty.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

/** A terminal that writes down what is done to it. */
class Paper implements Tty {
  readonly writes: string[] = [];
  readonly modes: boolean[] = [];
  columns = 20;
  wakeUp = (): void => {};
  onContinue: NonNullable<Tty["onContinue"]> = (run) => {
    this.#continued = run;
    return () => {};
  };
  #continued = (): void => {};

  read(_into: Uint8Array): Promise<number | null> {
    return Promise.resolve(null);
  }

  write(text: string): void {
    this.writes.push(text);
  }

  size() {
    return { columns: this.columns, rows: 10 };
  }

  setRaw(raw: boolean): void {
    this.modes.push(raw);
  }

  onResize(): () => void {
    return () => {};
  }

  suspend(): Promise<void> {
    return new Promise((resolve) => this.wakeUp = resolve);
  }

  /** Goes on after a stop that came from outside. */
  goOn(): void {
    this.#continued();
  }
}

/** A terminal after its first frame. */
async function open(): Promise<{ paper: Paper; clock: FakeClock; terminal: Terminal }> {
  const [paper, clock] = [new Paper(), new FakeClock()];
  const terminal = new Terminal(paper, clock);
  terminal.type({ prompt: "> ", text: "half", cursor: 4 });
  await clock.advance(0);
  return { paper, clock, terminal };
}

test("the first frame comes at once, the next no sooner than after a thirtieth of a second", async () => {
  const { paper, clock, terminal } = await open();
  assertEquals(paper.writes.length, 2); // Paste mode, and the frame.
  terminal.show(["one"]);
  await clock.advance(FRAME_INTERVAL - 1);
  terminal.show(["two"]);
  assertEquals(paper.writes.length, 2);
  await clock.advance(1);
  assert(paper.writes[2]?.includes("one\r\ntwo\r\n"));
  await clock.advance(1000);
  assertEquals(paper.writes.length, 3);
  terminal.close();
});

test("after a change of the width nothing is painted before the terminal has told where its cursor is, or was given its time", async () => {
  const { paper, clock, terminal } = await open();
  paper.columns = 10;
  terminal.show(["one"]);
  await clock.advance(FRAME_INTERVAL);
  assertEquals(paper.writes.at(-1), "\x1b[6n");
  await clock.advance(POSITION_TIMEOUT - 1);
  assertEquals(paper.writes.at(-1), "\x1b[6n");
  await clock.advance(1);
  assert(paper.writes.at(-1)?.includes("one"));
  terminal.close();
});

test("while it is stopped nothing is written, and afterwards all of it is there", async () => {
  const { paper, clock, terminal } = await open();
  const stopped = terminal.suspend();
  assert(paper.writes.at(-1)?.endsWith("\x1b[?2004l"));
  assertEquals(paper.modes, [true, false]);
  const before = paper.writes.length;
  terminal.show(["meanwhile"]);
  await clock.advance(1000);
  assertEquals(paper.writes.length, before);
  paper.wakeUp();
  await stopped;
  await clock.advance(FRAME_INTERVAL);
  assertEquals(paper.modes, [true, false, true]);
  assert(paper.writes.at(-1)?.includes("meanwhile\r\n"));
  assert(paper.writes.slice(before).join("").includes("\x1b[?2004h"));
  terminal.close();
});

test("stopped from outside, it takes the terminal again when it goes on", async () => {
  const { paper, clock, terminal } = await open();
  paper.goOn();
  await clock.advance(FRAME_INTERVAL);
  assertEquals(paper.modes, [true, false, true]);
  assert(paper.writes.at(-1)?.includes("> half"));
  terminal.close();
});

test("a title and a bell go with the next frame, and the title before comes back at the end", async () => {
  const { paper, clock, terminal } = await open();
  terminal.title("a");
  terminal.title("b");
  terminal.bell();
  terminal.bell();
  await clock.advance(FRAME_INTERVAL);
  assert(paper.writes.at(-1)?.startsWith("\x1b[22;2t\x1b]2;a\x1b\\\x1b]2;b\x1b\\\x07\r"));
  terminal.close();
  terminal.close();
  assert(paper.writes.at(-1)?.endsWith("\x1b[23;2t\x1b[?2004l"));
  assertEquals(paper.modes, [true, false]);
});

test("a paste without an end, and a sequence, are over after half a second of silence, and the keys then count", async () => {
  const { paper, clock, terminal } = await open();
  let wanted: (bytes: string | null) => void = () => {};
  paper.read = (into) =>
    new Promise((resolve) => {
      wanted = (text) => resolve(text === null ? null : new TextEncoder().encodeInto(text, into).written);
    });
  const keys: Key[] = [];
  const done = (async () => {
    for await (const key of terminal.keys()) keys.push(key);
  })();
  const type = async (text: string | null): Promise<void> => {
    await clock.advance(0);
    wanted(text);
    await clock.advance(0);
  };
  await type("\x1b[200~some");
  await clock.advance(UNFINISHED_TIMEOUT - 1);
  await type(" text");
  await clock.advance(UNFINISHED_TIMEOUT - 1);
  assertEquals(keys, []);
  await clock.advance(1);
  assertEquals(keys, [{ kind: "paste", text: "some text" }]);
  await type("\x03");
  await type("\x1b]11;");
  await clock.advance(UNFINISHED_TIMEOUT);
  await type("/");
  await type("\x1b");
  await clock.advance(10 * UNFINISHED_TIMEOUT);
  await type("b");
  assertEquals(keys.slice(1), [
    { kind: "ctrl", letter: "c" },
    { kind: "text", text: "/" },
    { kind: "alt", letter: "b" },
  ]);
  await type(null);
  await done;
  terminal.close();
});
