/**
 * What `docs/protocol.md` shows is what the program does. In its `ndjson` blocks each line is one frame: `> ` in front
 * says that a client sends it, `< ` that a server does.
 */

import { assert, assertEquals } from "@std/assert";
import {
  type ClientFrame,
  COMMANDS,
  decodeClientFrame,
  decodeServerFrame,
  encodeFrame,
  PROGRAM_REQUESTS,
  type ServerFrame,
} from "../../protocol.ts";
import { DEFAULT_ROOM, LINE_BYTES } from "../../protocol/limits.ts";

const PAGE = new URL("../../docs/protocol.md", import.meta.url);

/** A line of an `ndjson` block, with its place in the page. */
interface Shown {
  readonly place: number;
  readonly sender: "client" | "server" | "either";
  readonly json: string;
}

/** The `ndjson` blocks of a page, each as its lines; empty lines are left out. */
function blocksOf(page: string): Shown[][] {
  const blocks: Shown[][] = [];
  let open: Shown[] | undefined;
  for (const [i, line] of page.split("\n").entries()) {
    const text = line.trim();
    if (open === undefined) {
      if (/^```ndjson\b/.test(text)) blocks.push(open = []);
    } else if (text.startsWith("```")) open = undefined;
    else if (text !== "") open.push(shownBy(text, i + 1));
  }
  return blocks;
}

function shownBy(text: string, place: number): Shown {
  if (text.startsWith("> ")) return { place, sender: "client", json: text.slice(2) };
  if (text.startsWith("< ")) return { place, sender: "server", json: text.slice(2) };
  return { place, sender: "either", json: text };
}

/**
 * What is wrong with a line, given the line after it; `undefined` when nothing is. A client's line may be a wrong one
 * when the server's answer with the right code follows.
 */
function wrongWith(shown: Shown, next: Shown | undefined): string | undefined {
  if (new TextEncoder().encode(shown.json).length > LINE_BYTES) return "it is longer than a line may be";
  const told = shown.sender === "client" ? undefined : decodeServerFrame(shown.json);
  if (told !== undefined) return sameAgain(shown.json, told);
  if (shown.sender === "server") return "no client understands it";
  const said = decodeClientFrame(shown.json);
  if (said.ok) return sameAgain(shown.json, said.frame);
  const answer = next === undefined ? undefined : decodeServerFrame(next.json);
  if (answer?.type === "error" && answer.code === said.problem.code && answer.id === said.id) {
    return undefined;
  }
  return `a server answers it with ${said.problem.code}, and that is not what follows`;
}

/** What is shown and not read, or the other way round. Only a client's room may be left out. */
function sameAgain(json: string, frame: ClientFrame | ServerFrame): string | undefined {
  const shown = new Map<string, unknown>(Object.entries(JSON.parse(json)));
  const again = new Map<string, unknown>(Object.entries(JSON.parse(encodeFrame(frame))));
  const mayLack = frame.type === "hello" || frame.type === "say" || frame.type === "who";
  if (mayLack && !shown.has("room")) shown.set("room", DEFAULT_ROOM);
  const names = new Set([...shown.keys(), ...again.keys()]);
  for (const name of names) {
    try {
      assertEquals(shown.get(name), again.get(name));
    } catch {
      return `its ${name} does not survive being read`; // Which of them differs is all that there is to tell.
    }
  }
  return undefined;
}

function wrongIn(page: string): string[] {
  return blocksOf(page).flatMap((block) =>
    block.flatMap((shown, i) => {
      const why = wrongWith(shown, block[i + 1]);
      return why === undefined ? [] : [`line ${shown.place}: ${why}: ${shown.json}`];
    })
  );
}

async function pageText(): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(PAGE);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

const page = await pageText();

Deno.test({
  name: "every frame that docs/protocol.md shows is one, and nothing of it goes unread",
  ignore: page === undefined,
  fn: () => {
    const lines = blocksOf(page ?? "").flat();
    assert(lines.some((line) => line.sender === "client"), "the page shows nothing that a client sends");
    assert(lines.some((line) => line.sender === "server"), "the page shows nothing that a server sends");
    assertEquals(wrongIn(page ?? ""), []);
  },
});

Deno.test("a page that shows what no program does is found out", () => {
  const block = (...lines: string[]) =>
    ["Text", "```ndjson", ...lines, "```", "> a quote, not a frame"].join("\n");
  const refused = '< {"type":"error","text":"no","code":"unknown-type","given":"dance"}';
  const good = block('> {"type":"hello","name":"ada"}', "", '{"type":"ping"}', '> {"type":"dance"}', refused);
  assertEquals(blocksOf(good).flat().length, 4);
  assertEquals(wrongIn(good), []);
  const bad = [
    '> {"type":"hello"}',
    '> {"type":"dance"}',
    '> {"type":"hello","name":"ada","nick":"x"}',
    '> {"type":"pong","room":"lobby"}',
    '< {"type":"hello","name":"ada"}',
    '< {"type":"joined","room":"lobby","name":"ada","at":1,"seq":1}',
    '< {"type":"bye","reason":"tired","text":"…"}',
    "hello",
  ];
  for (const line of bad) assertEquals(wrongIn(block(line)).length, 1, line);
});

Deno.test({
  name: "docs/protocol.md shows every frame that a command makes or a program sends",
  ignore: page === undefined,
  fn: () => {
    const shown = new Set(
      blocksOf(page ?? "").flat().filter(({ sender }) => sender !== "server").flatMap(({ json }) => {
        const decoded = decodeClientFrame(json);
        return decoded.ok ? [decoded.frame.type] : [];
      }),
    );
    const rows = [{ requests: PROGRAM_REQUESTS }, ...COMMANDS];
    const types = rows.flatMap(({ requests }) => requests.map(({ type }) => type));
    assertEquals(types.filter((type) => !shown.has(type)), []);
  },
});
