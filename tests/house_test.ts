/** What holds the house together: who may import whom, and what no source file contains. See `docs/architecture.md`. */

import { assert, assertEquals } from "@std/assert";

const HOUSE = new URL("../", import.meta.url);
const ROOTS = ["main.ts", "server.ts", "client.ts", "protocol.ts"];

/** The files of the server that know no socket, file or clock. */
const CORE = ["hub", "room", "session", "outbox", "rate", "turn"].map((name) => `server/${name}.ts`);

/** One file that imports another, both as paths from the top of the project. */
interface Import {
  readonly from: string;
  readonly to: string;
}

/** The floors of the house, and to which others each may go down. */
const DOWN: Readonly<Record<string, readonly string[]>> = {
  main: ["server", "client", "protocol", "net", "words"],
  server: ["protocol", "net", "words"],
  client: ["protocol", "net", "words"],
  words: ["protocol"],
  web: ["protocol", "words"], // For types, as the browser has no more than what is in web/.
  protocol: [],
  net: [],
  // What makes files of the project: it may use what it needs from anywhere.
  scripts: ["main", "protocol", "words"],
};

/** What the doors may use of the server, besides each other. */
const FOR_DOORS = [
  "server/session.ts",
  "server/outbox.ts",
  "server/format.ts",
  "server/keys.ts",
  "server/speakers.ts",
  "server/listeners.ts",
  "server/saying.ts",
];

/** The port: where connections, doors and hub are wired together. */
const PORT = ["server/doors/door.ts", "server/doors/entrance.ts"];

/** What the port itself may use besides. */
const FOR_THE_PORT = ["server/hub.ts", "server/admission.ts", "server/log.ts"];

/** On which floor a file is: `server` for `server.ts` and for all of `server/`. */
function floorOf(path: string): string {
  return path.split("/")[0]?.replace(/\.[a-z.]+$/, "") ?? "";
}

/** What is wrong with an import; `undefined` when nothing is. */
function wrongWith({ from, to }: Import): string | undefined {
  const [above, below] = [floorOf(from), floorOf(to)];
  if (above !== below && DOWN[above]?.includes(below) !== true) return `${above} may not use ${below}`;
  const isInside = to.includes("/");
  const isFrontDoor = above === "scripts" || !["server", "client", "main"].includes(below);
  if (above !== below && isInside && !isFrontDoor) {
    return `${below}.ts is the only way into ${below}/`;
  }
  if (above === below && !isInside) return `what is in ${below}/ may not use ${below}.ts, which is above it`;
  if (from.startsWith("server/doors/") && below === "server") {
    const isWiring = PORT.includes(from) && FOR_THE_PORT.includes(to);
    if (!to.startsWith("server/doors/") && !FOR_DOORS.includes(to) && !isWiring) {
      return "a door only translates";
    }
  }
  if (CORE.includes(from) && to.startsWith("server/doors/")) return "the core knows no door";
  return undefined;
}

/** Everything that a file imports, and what that imports, all the way down. */
function reachable(start: string, imports: readonly Import[]): ReadonlySet<string> {
  const seen = new Set([start]);
  for (const at of seen) for (const { from, to } of imports) if (from === at) seen.add(to);
  return seen;
}

/** The text of a source file without its comments. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** The project's TypeScript and JavaScript, as paths from its top; not what only tests or measures it, nor what was made of it. */
async function sources(under = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(under, HOUSE))) {
    if (name.startsWith(".") || (under === "" && ["tests", "bench", "dist", "node_modules"].includes(name))) {
      continue;
    }
    if (isDirectory) found.push(...await sources(`${under}${name}/`));
    else if (/\.(?:[cm]?[jt]sx?)$/.test(name)) found.push(under + name);
  }
  return found.sort();
}

/** What `deno info` knows of one file and all that it imports. */
async function infoOf(
  path: string,
): Promise<{ readonly files: readonly string[]; readonly imports: readonly Import[] }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--no-lock", path],
    cwd: HOUSE,
    stdin: "null",
    env: { NO_COLOR: "1" },
  });
  const { success, stdout, stderr } = await command.output();
  assert(success, `deno info ${path}: ${new TextDecoder().decode(stderr)}`);
  const info: unknown = JSON.parse(new TextDecoder().decode(stdout));
  const files: string[] = [];
  const imports: Import[] = [];
  for (const module of listOf(info, "modules")) {
    const from = pathOf(fieldOf(module, "specifier"));
    if (from === undefined) continue;
    assertEquals(fieldOf(module, "error"), undefined, `${path} leads to ${from}, which cannot be read`);
    files.push(from);
    for (const dependency of listOf(module, "dependencies")) {
      for (const kind of ["code", "type"]) {
        const to = pathOf(fieldOf(fieldOf(dependency, kind), "specifier"));
        if (to !== undefined && !to.endsWith(".json")) imports.push({ from, to });
      }
    }
  }
  return { files, imports };
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}

function listOf(value: unknown, name: string): readonly unknown[] {
  const list = fieldOf(value, name);
  return Array.isArray(list) ? list : [];
}

/** A file of the project as a path from its top. */
function pathOf(specifier: unknown): string | undefined {
  if (typeof specifier !== "string" || !specifier.startsWith(HOUSE.href)) return undefined;
  return decodeURIComponent(specifier.slice(HOUSE.href.length));
}

/** Every import between two files of the project. */
async function allImports(): Promise<readonly Import[]> {
  const known = new Set<string>();
  const imports = new Map<string, Import>();
  for (const path of [...ROOTS, ...await sources()]) {
    if (known.has(path) || path.endsWith(".d.ts")) continue;
    const info = await infoOf(path);
    for (const file of info.files) known.add(file);
    for (const edge of info.imports) imports.set(`${edge.from} -> ${edge.to}`, edge);
  }
  return [...imports.values()];
}

Deno.test("the files that the house rests on are there", async () => {
  const there = await sources();
  assertEquals([...ROOTS, ...CORE].filter((path) => !there.includes(path)), [], "missing");
});

Deno.test("imports go down only, and through the front door", async () => {
  const imports = await allImports();
  assert(imports.length > 10, "deno info told of next to no imports");
  const wrong = imports.flatMap((edge) => {
    const why = wrongWith(edge);
    return why === undefined ? [] : [`${edge.from} -> ${edge.to}: ${why}`];
  });
  assertEquals(wrong, []);
  for (const path of CORE) {
    const doors = [...reachable(path, imports)].filter((file) => file.startsWith("server/doors/"));
    assertEquals(doors, [], `${path} leads to a door`);
  }
});

Deno.test("the rules for imports find what is wrong", () => {
  const ok = [
    "main.ts server.ts",
    "main.ts main/flags.ts",
    "main/flags.ts words/en.ts",
    "server.ts server/hub.ts",
    "server/hub.ts protocol/names.ts",
    "server/doors/plain.ts server/session.ts",
    "server/doors/door.ts server/doors/plain.ts",
    "server/doors/plain.ts words/en.ts",
    "client/link.ts net/lines.ts",
    "words/en.ts protocol.ts",
    "protocol.ts protocol/limits.ts",
  ];
  const wrong = [
    "server.ts client.ts",
    "client/link.ts server/hub.ts",
    "main.ts server/hub.ts",
    "server.ts main.ts",
    "server/hub.ts server.ts",
    "protocol.ts words/en.ts",
    "protocol/names.ts net/lines.ts",
    "protocol/names.ts protocol.ts",
    "net/lines.ts protocol.ts",
    "words/en.ts server.ts",
    "server/doors/plain.ts server/hub.ts",
    "server/hub.ts server/doors/plain.ts",
    "server.ts tests/support/clock.ts",
    "stray.ts protocol.ts",
  ];
  const found = [...ok, ...wrong].filter((line) => {
    const [from = "", to = ""] = line.split(" ");
    return wrongWith({ from, to }) !== undefined;
  });
  assertEquals(found, wrong);
  assertEquals(
    reachable("a", [{ from: "b", to: "c" }, { from: "a", to: "b" }, { from: "d", to: "a" }]).size,
    3,
  );
});

Deno.test("the core of the server knows no socket, file or clock", async () => {
  for (const path of CORE) {
    const text = withoutComments(await Deno.readTextFile(new URL(path, HOUSE)));
    for (
      const word of [
        /\bDeno\./,
        /\bset(?:Timeout|Interval)\b/,
        /\bDate\b/,
        /\bperformance\b/,
        /["']node:(?:fs|net|sqlite)/,
      ]
    ) {
      assertEquals(word.exec(text)?.[0], undefined, path);
    }
  }
});

Deno.test("no source file gives up on types, on lint or on finishing", async () => {
  const paths = await sources();
  assert(paths.includes("protocol.ts") && paths.includes("net/lines.ts"));
  for (const path of paths) {
    const text = await Deno.readTextFile(new URL(path, HOUSE));
    const found = [
      ...text.match(/deno-lint-ignore|@ts-(?:ignore|expect-error|nocheck)|\b(?:TODO|FIXME|XXX)\b/g) ?? [],
      ...withoutComments(text).match(/:\s*any\b(?! \w)|\bas (?:unknown as|any)\b|<any[>,]/g) ?? [],
    ];
    assertEquals(found, [], path);
  }
});
