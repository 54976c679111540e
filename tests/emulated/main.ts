/**
 * Tries the program from its source on a system that this machine is not: `deno task smoke:emulated arm64` (Linux arm64, by qemu) or
 * `windows` (by wine). Fetches Deno for it from npm into `~/.cache/chat-emulated/`, does all of the smoke test there, and writes the result
 * down in `bench/LAST_RUNS.md`. Says what is to be installed. Minutes long.
 *
 * @module
 */

import config from "../../deno.json" with { type: "json" };
import { recordRun } from "../../bench/last_runs.ts";

/** Where Deno for the other systems, and the packages that it fetches, are kept: outside, as what is below here is checked. */
const FOLDER = `${Deno.env.get("HOME")}/.cache/chat-emulated/`;

/** The libraries of C for arm64, where Debian puts them. */
const ARM64_ROOT = "/usr/aarch64-linux-gnu";

/** What Deno imports from Windows, and wine 8 has not: random bytes. */
const RANDOM_BYTES = `#include <windows.h>
BOOLEAN WINAPI SystemFunction036(PVOID, ULONG);
__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *bytes, SIZE_T count) {
  while (count > 0) {
    ULONG some = count > 65536 ? 65536 : (ULONG)count;
    if (!SystemFunction036(bytes, some)) return FALSE;
    bytes += some, count -= some;
  }
  return TRUE;
}
`;

/** A system, and how a program of it is run here. */
interface Emulation {
  /** The package of npm that has Deno for it, and the file in it. */
  readonly deno: readonly [name: string, file: string];
  /** What is to be installed, by the names of Debian. */
  readonly needs: string;
  /** Makes what is beside Deno, and the beginning of the command line. */
  prepare(file: string): Promise<readonly string[]>;
}

const SYSTEMS: ReadonlyMap<string, Emulation> = new Map<string, Emulation>([
  ["arm64", {
    deno: ["@deno/linux-arm64-glibc", "deno"],
    needs: "qemu-user-static libc6-arm64-cross libgcc-s1-arm64-cross",
    prepare: () => Promise.resolve(["qemu-aarch64-static", "-L", ARM64_ROOT]),
  }],
  ["windows", {
    deno: ["@deno/win32-x64", "deno.exe"],
    needs: "wine64 gcc-mingw-w64-x86-64",
    prepare: async (file: string) => {
      const folder = file.replace(/[^/]*$/, "");
      await Deno.writeTextFile(`${folder}random.c`, RANDOM_BYTES);
      const dll = `${folder}bcryptprimitives.dll`;
      await run("x86_64-w64-mingw32-gcc", "-shared", "-o", dll, `${folder}random.c`, "-ladvapi32");
      await hideAllocator(file);
      return ["env", `WINEPREFIX=${FOLDER}wine`, "WINEDEBUG=-all", "/usr/lib/wine/wine64"];
    },
  }],
]);

/** Runs a program. @throws {Error} When it does not end well. */
async function run(program: string, ...args: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command(program, { args: [...args], stdout: "null" }).spawn().status;
  if (!success) throw new Error(`${program} ${args.join(" ")} did not go well`);
}

/** Has V8 not find `VirtualAlloc2`, which wine 8 has and V8 cannot use: it does without it, as on older Windows. */
async function hideAllocator(file: string): Promise<void> {
  const bytes = await Deno.readFile(file);
  const name = new TextEncoder().encode("VirtualAlloc2\0");
  for (let at = bytes.indexOf(86); at >= 0; at = bytes.indexOf(86, at + 1)) {
    if (name.every((byte, i) => bytes[at + i] === byte)) bytes[at + name.length - 2] = 57;
  }
  await Deno.writeFile(file, bytes);
}

/** Fetches Deno for a system, once. Resolves to the file. */
async function fetchDeno([name, file]: readonly [string, string]): Promise<string> {
  const folder = `${FOLDER}${name.replace(/^.*\//, "")}`;
  await Deno.mkdir(folder, { recursive: true });
  const { version } = Deno;
  await run("npm", "pack", "--silent", "--pack-destination", folder, `${name}@${version.deno}`);
  for (const { name: archive } of Deno.readDirSync(folder)) {
    if (archive.endsWith(`${version.deno}.tgz`)) {
      await run("tar", "xzf", `${folder}/${archive}`, "-C", folder);
    }
  }
  await Deno.chmod(`${folder}/package/${file}`, 0o755);
  return `${folder}/package/${file}`;
}

/** Does the smoke test on a system. Resolves to how many steps went well, and whether all did. */
async function smoke(
  command: readonly string[],
): Promise<{ readonly good: number; readonly isGood: boolean }> {
  const [, ...task] = config.tasks.smoke.command.split(" ");
  const [, ...program] = config.tasks.chat.command.split(" ");
  const child = new Deno.Command(Deno.execPath(), {
    args: [...task, ...command, ...program],
    env: { DENO_DIR: `${FOLDER}packages`, SMOKE_PATIENCE: "4" },
    stdout: "piped",
  }).spawn();
  let good = 0;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    good += text.split("\n").filter((line) => line.startsWith("ok ")).length;
    Deno.stdout.writeSync(new TextEncoder().encode(text));
  }
  return { good, isGood: (await child.status).success };
}

const [wanted = ""] = Deno.args;
const system = SYSTEMS.get(wanted);
if (system === undefined) {
  Deno.stderr.writeSync(new TextEncoder().encode(`Say which system: ${[...SYSTEMS.keys()].join(" or ")}.\n`));
  Deno.exit(2);
}
try {
  const file = await fetchDeno(system.deno);
  const { good, isGood } = await smoke([...await system.prepare(file), file]);
  const result = isGood ? `all ${good} steps good` : `${good} steps good, the next one was not`;
  await recordRun(`smoke:emulated ${wanted}`, `${result}, from source, Deno ${Deno.version.deno}`);
  Deno.exit(isGood ? 0 : 1);
} catch (error) {
  const why = error instanceof Error ? error.message : String(error);
  Deno.stderr.writeSync(new TextEncoder().encode(`${why}. This needs npm, tar, and: ${system.needs}\n`));
  Deno.exit(1);
}
