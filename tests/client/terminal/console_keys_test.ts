/** The keys of a Windows console, by way of Node's standard input. */

import { assertEquals } from "@std/assert";
import { ConsoleKeys } from "../../../client/terminal/console_keys.ts";

/** An input whose events a test sends. */
class FakeInput {
  readonly modes: boolean[] = [];
  readonly #runs = new Map<string, (bytes: Uint8Array) => void>();

  setRawMode(raw: boolean): void {
    this.modes.push(raw);
  }

  on(event: string, run: (bytes: Uint8Array) => void): void {
    this.#runs.set(event, run);
  }

  send(event: "data" | "end" | "error", text = ""): void {
    this.#runs.get(event)?.(new TextEncoder().encode(text));
  }
}

function keysOf(input: FakeInput, opened: () => void = () => {}): ConsoleKeys {
  return new ConsoleKeys(() => {
    opened();
    return input;
  });
}

async function read(keys: ConsoleKeys, most = 100): Promise<string | null> {
  const into = new Uint8Array(most);
  const count = await keys.read(into);
  return count === null ? null : new TextDecoder().decode(into.subarray(0, count));
}

Deno.test("keys come as they are typed, every letter whole, however little is read at a time", async () => {
  const input = new FakeInput();
  const keys = keysOf(input);
  const first = read(keys);
  input.send("data", "caffè ☕");
  assertEquals(await first, "caffè ☕");
  input.send("data", "abc");
  input.send("data", "def");
  assertEquals([await read(keys, 2), await read(keys, 2), await read(keys)], ["ab", "c", "def"]);
});

Deno.test("the end is the end, after what was typed before it; a console that fails has ended", async () => {
  for (const event of ["end", "error"] as const) {
    const input = new FakeInput();
    const keys = keysOf(input);
    keys.setRaw(true);
    input.send("data", "x");
    input.send(event);
    assertEquals([await read(keys), await read(keys), await read(keys)], ["x", null, null]);
    const waiting = new FakeInput();
    const late = keysOf(waiting);
    const reading = read(late);
    waiting.send(event);
    assertEquals(await reading, null);
  }
});

Deno.test("the console is opened once, when it is used, and its mode is set there", async () => {
  const input = new FakeInput();
  let times = 0;
  const keys = keysOf(input, () => times++);
  assertEquals(times, 0);
  keys.setRaw(true);
  input.send("data", "x");
  await read(keys);
  keys.setRaw(false);
  assertEquals([times, input.modes], [1, [true, false]]);
});
