/** What holds the house together: who may import whom, and what no source file contains. See `docs/architecture.md`. */

import { assert, assertEquals } from "@std/assert";

const HOUSE = new URL("../", import.meta.url);
const ROOTS = ["main.ts", "server.ts", "client.ts", "protocol.ts"];

/** One file that imports another, both as paths from the top of the project. */
interface Import {
  readonly from: string;
  readonly to: string;
}

/** The parts of the house, lowest last. A file may use what stands on a lower floor, and its own folder. */
const FLOORS: readonly (readonly string[])[] = [
  ["scripts"],
  ["main"],
  ["server", "client", "web", "web_worker"],
  ["typing", "links"],
  ["conversation"],
  ["words"],
  ["protocol", "net"],
];

/** The floors inside the server, lowest last; `server.ts` stands above them all. */
const SERVER_FLOORS: readonly (readonly string[])[] = [
  ["wiring"],
  ["doors"],
  ["cluster", "connection"],
  ["core"],
  ["ops"],
  ["store"],
  ["machine", "validation"],
  ["names"],
];

/** The floors inside the rooms that have no facade of their own: each part in them is entered by its own. */
const ROOMS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map([
  ["server/core", [["hub"], ["commands", "bots"], ["members"], ["rooms", "moderation"], ["delivery"]]],
  ["server/store", [["background"], ["search", "accounts", "files"], ["log"]]],
  ["server/machine", [["options"], ["identity", "control"], ["logger", "priority"]]],
]);

/** Folders of small modules that stand for themselves: each file is a way in. */
const OPEN_FOLDERS = ["protocol", "net", "words"];

/** What knows no socket, file, clock or `Deno`. */
const CORE = "server/core/";

/** Which part of a folder a file belongs to: `rooms` for `rooms.ts` and for all of `rooms/`. */
function partOf(path: string, folder = ""): string {
  return path.slice(folder === "" ? 0 : folder.length + 1).split("/")[0]?.replace(/\.[a-z.]+$/, "") ?? "";
}

/** The folders that a path lies in, outermost first: `""`, `server`, `server/doors`. */
function foldersOf(path: string): string[] {
  const parts = path.split("/").slice(0, -1);
  return ["", ...parts.map((_, index) => parts.slice(0, index + 1).join("/"))];
}

function floorOf(part: string, floors: readonly (readonly string[])[]): number {
  return floors.findIndex((floor) => floor.includes(part));
}

/** Why a part may not use another of the same folder; `undefined` when it may. */
function wrongFloor(
  above: string,
  below: string,
  floors: readonly (readonly string[])[],
): string | undefined {
  const [from, to] = [floorOf(above, floors), floorOf(below, floors)];
  if (from === -1) return `${above} has no floor`;
  if (to === -1) return `${below} has no floor`;
  return from < to ? undefined : `${above} may not use ${below}`;
}

/** What is wrong with an import; `undefined` when nothing is. */
function wrongWith({ from, to }: Import): string | undefined {
  const [above, below] = [partOf(from), partOf(to)];
  if (above !== below) {
    const wrong = wrongFloor(above, below, FLOORS);
    if (wrong !== undefined) return wrong;
  }
  if (from === "server.ts" && below === "server" && floorOf(partOf(to, "server"), SERVER_FLOORS) === -1) {
    return `${to} has no floor`;
  }
  if (above === "server" && below === "server" && from !== "server.ts" && to !== "server.ts") {
    const [upper, lower] = [partOf(from, "server"), partOf(to, "server")];
    const wrong = upper === lower ? undefined : wrongFloor(upper, lower, SERVER_FLOORS);
    if (wrong !== undefined) return wrong;
  }
  for (const [room, floors] of ROOMS) {
    if (!to.startsWith(`${room}/`)) continue;
    const lower = partOf(to, room);
    if (floorOf(lower, floors) === -1) return `${lower} has no floor`;
    if (!from.startsWith(`${room}/`)) continue;
    const upper = partOf(from, room);
    const wrong = upper === lower ? undefined : wrongFloor(upper, lower, floors);
    if (wrong !== undefined) return wrong;
  }
  // The first folder that the imported file lies in and the importing file does not: it is entered by its facade.
  const entered = foldersOf(to).find((folder) =>
    folder !== "" && !ROOMS.has(folder) && !from.startsWith(`${folder}/`)
  );
  // `main.ts` is the program and offers nothing: what scripts make (the manual page), they make of the tables behind it.
  const isMade = above === "scripts" && entered === "main";
  if (entered !== undefined && !isMade && from !== `${entered}.ts` && !OPEN_FOLDERS.includes(entered)) {
    if (to !== `${entered}/door.ts`) return `${entered}/ is entered by its facade`;
  }
  const left = foldersOf(from).find((folder) => `${folder}.ts` === to);
  if (left !== undefined) return `what is in ${left}/ may not use ${left}.ts, which is above it`;
  return undefined;
}

/** A circle in a graph, as the names along it; `undefined` when there is none. */
function circleIn(edges: readonly Import[]): readonly string[] | undefined {
  const next = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const walk = (at: string, path: readonly string[]): readonly string[] | undefined => {
    if (path.includes(at)) return [...path.slice(path.indexOf(at)), at];
    if (done.has(at)) return undefined;
    for (const { to } of next.get(at) ?? []) {
      const circle = walk(to, [...path, at]);
      if (circle !== undefined) return circle;
    }
    done.add(at);
    return undefined;
  };
  for (const at of next.keys()) {
    const circle = walk(at, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

/** The imports between the parts of one folder. */
function betweenParts(folder: string, imports: readonly Import[]): readonly Import[] {
  const inside = folder === "" ? "" : `${folder}/`;
  return imports.flatMap(({ from, to }) => {
    if (!from.startsWith(inside) || !to.startsWith(inside)) return [];
    const [above, below] = [partOf(from, folder), partOf(to, folder)];
    return above === below ? [] : [{ from: above, to: below }];
  });
}

/** The text of a source file without its comments. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "$1");
}

/** The project's TypeScript and JavaScript, as paths from its top; not what only tests or measures it, nor what was made of it. */
async function sources(under = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(new URL(under, HOUSE))) {
    if (name.startsWith(".") || name === "dist") continue;
    if (under === "" && ["tests", "bench", "node_modules"].includes(name)) {
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

Deno.test("imports go down only, and through the facade", async () => {
  const imports = await allImports();
  assert(imports.length > 10, "deno info told of next to no imports");
  const wrong = imports.flatMap((edge) => {
    const why = wrongWith(edge);
    return why === undefined ? [] : [`${edge.from} -> ${edge.to}: ${why}`];
  });
  assertEquals(wrong, []);
});

Deno.test("there is no circle of files, and none of folders", async () => {
  const imports = await allImports();
  assertEquals(circleIn(imports), undefined, "files");
  const folders = new Set(imports.flatMap(({ from, to }) => [...foldersOf(from), ...foldersOf(to)]));
  assert(folders.has("server/doors"));
  for (const folder of folders) assertEquals(circleIn(betweenParts(folder, imports)), undefined, folder);
});

Deno.test("the rules for imports find what is wrong", () => {
  const ok = [
    "main.ts server.ts",
    "main.ts main/flags.ts",
    "main/flags.ts words/en.ts",
    "scripts/man.ts main/man.ts",
    "server.ts server/core/hub.ts",
    "server/core/hub.ts protocol/names.ts",
    "server/core/hub.ts server/core/rooms.ts",
    "server/core/rooms.ts server/core/rooms/room.ts",
    "server/core/rooms/room.ts server/core/delivery.ts",
    "server/store/search.ts server/store/log.ts",
    "server/store/log/open.ts server/machine/options.ts",
    "server/machine/options.ts server/machine/logger.ts",
    "server/doors/plain/door.ts server/core/members.ts",
    "server/doors.ts server/doors/port/listen.ts",
    "server/doors/port/table.ts server/doors/plain/door.ts",
    "server/doors/plain/door.ts words/en.ts",
    "client/connection/link.ts net/lines.ts",
    "web/session.ts conversation.ts",
    "words/en.ts words/pick.ts",
    "protocol.ts protocol/limits.ts",
  ];
  const wrong = [
    "server.ts client.ts",
    "client/connection/link.ts server/core/hub.ts",
    "client/view.ts conversation/state.ts",
    "main.ts server/core/hub.ts",
    "scripts/man.ts server/core/hub.ts",
    "server.ts main.ts",
    "server/core/hub.ts server.ts",
    "server/core/hub.ts server/core/rooms/room.ts",
    "server/core/rooms/room.ts server/core/members.ts",
    "server/core/rooms/room.ts server/core/rooms.ts",
    "server/core/members.ts server/core/commands.ts",
    "server/core/bots.ts server/core/commands.ts",
    "server/store/log/sqlite.ts server/store/search.ts",
    "server/store/search.ts server/store/accounts.ts",
    "protocol.ts words/en.ts",
    "protocol/names.ts net/lines.ts",
    "protocol/names.ts protocol.ts",
    "net/lines.ts protocol.ts",
    "words/en.ts server.ts",
    "server/doors/plain/door.ts server/doors.ts",
    "server/doors/port/table.ts server/doors/plain/telnet.ts",
    "server/core/hub.ts server/doors.ts",
    "server.ts tests/support/clock.ts",
    "server.ts server/stray.ts",
    "server/doors.ts server/core/stray.ts",
    "server/doors/plain/door.ts server/core/rooms/room.ts",
    "server/store/log/open.ts server/core/rooms.ts",
    "server/machine/logger.ts server/store/log.ts",
    "server/core/rooms.ts server/connection.ts",
    "stray.ts protocol.ts",
  ];
  const found = [...ok, ...wrong].filter((line) => {
    const [from = "", to = ""] = line.split(" ");
    return wrongWith({ from, to }) !== undefined;
  });
  assertEquals(found, wrong);
  assertEquals(circleIn([{ from: "a", to: "b" }, { from: "b", to: "c" }, { from: "d", to: "a" }]), undefined);
  assertEquals(circleIn([{ from: "d", to: "a" }, { from: "a", to: "b" }, { from: "b", to: "a" }]), [
    "a",
    "b",
    "a",
  ]);
  assertEquals(
    betweenParts("server", [
      { from: "server/core/rooms/room.ts", to: "server/store/log.ts" },
      { from: "server/core/rooms.ts", to: "server/core/rooms/room.ts" },
      { from: "server.ts", to: "server/core/rooms.ts" },
    ]),
    [{ from: "core", to: "store" }],
  );
});

Deno.test("the core of the server knows no socket, file or clock", async () => {
  const paths = (await sources()).filter((path) => path.startsWith(CORE));
  assert(paths.length > 10);
  for (
    const path of [
      ...paths,
      ...(await sources()).filter((path) => path.startsWith("conversation") || path.startsWith("typing")),
    ]
  ) {
    const text = withoutComments(await Deno.readTextFile(new URL(path, HOUSE)));
    for (
      const word of [
        /\bDeno\./,
        /\bset(?:Timeout|Interval)\b/,
        /\bDate\.now\b|\bnew Date\(\)/,
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

/** What the page takes from, and must not define again. */
const SHARED = ["protocol", "conversation", "words", "net"];

/** A number from here on is taken for a limit or a time of its own; smaller ones are the same by chance. */
const LARGE = 1000;

/** What a source file defines, as far as another may define it again. */
interface Definitions {
  /** Regular expressions as they are written. */
  readonly patterns: readonly string[];
  /** Constants of the module with a number, by their names, and those numbers. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Texts within constants of the module. */
  readonly texts: readonly string[];
  /** Bodies of functions, by their names, without white space. */
  readonly bodies: ReadonlyMap<string, string>;
}

/** Finds what a source file defines. */
function definitionsIn(source: string): Definitions {
  const text = withoutComments(source);
  const patterns = text.matchAll(
    /(?<=[(=,:[!&|?{;]\s*|\breturn\s+)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])+\]|[^/\\[\n])+\/[dgimsuvy]*/g,
  );
  const constants = [...text.matchAll(/^(?:export )?const (\w+)(?::[^=]*)? =\s+([^;]*);/gm)];
  const numbers = constants.flatMap(([, name = "", value = ""]) => {
    const factors = value.split("*").map((factor) => Number(factor.trim().replaceAll("_", "")));
    const number = factors.reduce((product, factor) => product * factor, 1);
    return Number.isFinite(number) ? [[name, number] as const] : [];
  });
  const texts = constants.flatMap(([, , value = ""]) =>
    Array.from(value.matchAll(/"([^"\n]+)"/g), ([, one = ""]) => one)
  );
  const heads = text.matchAll(/^(?:export )?(?:async )?function (\w+)[^]*?\{\n/gm);
  const bodies = Array.from(heads, ({ 0: { length }, 1: name = "", index }) => {
    const from = index + length;
    return [name, text.slice(from, text.indexOf("\n}", from)).replace(/\s+/g, "")] as const;
  });
  return {
    patterns: Array.from(patterns, ([pattern]) => pattern),
    numbers: new Map(numbers),
    texts,
    bodies: new Map(bodies),
  };
}

/** Says what a file of the page defines that is defined already. `frames` are the types of frames. */
function definedAgain(
  page: Definitions,
  shared: readonly Definitions[],
  frames: ReadonlySet<string>,
): readonly string[] {
  const patterns = new Set(shared.flatMap((one) => one.patterns));
  const names = new Set(shared.flatMap((one) => [...one.numbers.keys()]));
  const numbers = new Set(shared.flatMap((one) => [...one.numbers.values()]));
  const bodies = new Map(
    shared.flatMap((one) => [...one.bodies].map(([name, body]) => [body, name] as const)),
  );
  return [
    ...page.patterns.filter((pattern) => patterns.has(pattern)),
    ...[...page.numbers].filter(([name, number]) =>
      names.has(name) || (number >= LARGE && numbers.has(number))
    )
      .map(([name, number]) => `${name} = ${number}`),
    ...page.texts.filter((text) => frames.has(text)).map((text) => `"${text}"`),
    ...[...page.bodies].filter(([, body]) => body.length > 30 && bodies.has(body))
      .map(([name, body]) => `${name} is ${bodies.get(body)}`),
  ];
}

/** The types of all frames, as `protocol/` declares them. */
function frameTypes(texts: readonly string[]): ReadonlySet<string> {
  return new Set(
    texts.flatMap((text) => Array.from(text.matchAll(/\btype: "([\w-]+)"/g), ([, type = ""]) => type)),
  );
}

Deno.test("the page defines no pattern, limit, time, frame name or function that its foundations define", async () => {
  const paths = await sources();
  const read = (path: string): Promise<string> => Deno.readTextFile(new URL(path, HOUSE));
  const foundations = paths.filter((path) => SHARED.includes(partOf(path)));
  const texts = await Promise.all(foundations.map(read));
  const shared = texts.map(definitionsIn);
  const frames = frameTypes(texts.filter((_, i) => partOf(foundations[i] ?? "") === "protocol"));
  assert(frames.has("welcome") && frames.has("hello"), [...frames].join());
  assert(shared.flatMap(({ patterns }) => patterns).length > 20);
  const page = paths.filter((path) => path.startsWith("web/"));
  assert(page.length > 30);
  for (const path of page) {
    assertEquals(definedAgain(definitionsIn(await read(path)), shared, frames), [], path);
  }
});

Deno.test("what the page defines again is found", () => {
  const shared = definitionsIn(
    "const GAP = /[:,]$/;\nexport const MOST = 24;\nconst WAIT = 20_000;\n" +
      "export function key(name: string): string {\n  return name.trim().toLowerCase().normalize();\n}\n",
  );
  const page = definitionsIn(
    'if (x.replace(/[:,]$/, "")) y();\nconst MOST = 7;\nconst SILENCE = 20 * 1000;\nconst OTHER = 24;\n' +
      'const SHOWN: readonly string[] = ["message", "ciao"];\n' +
      "function fold(name: string): string {\n  return name.trim()\n    .toLowerCase().normalize();\n}\n",
  );
  assertEquals(definedAgain(page, [shared], new Set(["message"])), [
    "/[:,]$/",
    "MOST = 7",
    "SILENCE = 20000",
    '"message"',
    "fold is key",
  ]);
});
