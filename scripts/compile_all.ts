/**
 * Makes the five binaries in `dist/` and the list of their checksums, each with the flags of the task `compile`. The same
 * commit gives the same bytes, wherever and whenever: files that are put in have the time of the commit. With names of
 * binaries, only those: `deno task compile:all chat-linux-x64`.
 *
 * @module
 */

import config from "../deno.json" with { type: "json" };

/** What Deno calls each system, and what the binary for it is called. */
const TARGETS = [
  ["x86_64-unknown-linux-gnu", "chat-linux-x64"],
  ["aarch64-unknown-linux-gnu", "chat-linux-arm64"],
  ["x86_64-apple-darwin", "chat-macos-x64"],
  ["aarch64-apple-darwin", "chat-macos-arm64"],
  ["x86_64-pc-windows-msvc", "chat-windows-x64.exe"],
] as const;

const DIST = "dist";

/**
 * Where the packages are fetched for this alone, and removed after it: their times are in the binary, and, in what Deno noted of files
 * that are no programs, even the name of this folder, so it is the same everywhere.
 */
const CACHE = "/tmp/chat-compile";

/** The flags and files of the task by which packages are chosen. */
const PACKAGES = config.tasks.compile.command.split(" ")
  .filter((word) => /^--(?:import-map|lock)=/.test(word) || /^(?:main|.*nats_stream)\.ts$/.test(word));

/** Makes the arguments of `deno` for one target: those of the task, with another output. */
function argumentsFor(target: string, file: string): string[] {
  const [, ...words] = config.tasks.compile.command.split(" ");
  const at = words.indexOf("--output");
  return [...words.slice(0, at), "--target", target, "--output", `${DIST}/${file}`, ...words.slice(at + 2)];
}

/** Runs this Deno with packages of its own. @throws {Error} When it does not end well. */
async function deno(what: string, args: readonly string[]): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), { args: [...args], env: { DENO_DIR: CACHE } })
    .spawn().status;
  if (!success) throw new Error(`${what} did not go well`);
}

async function checksum(file: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await Deno.readFile(`${DIST}/${file}`));
  return `${new Uint8Array(digest).toHex()}  ${file}\n`;
}

/** Runs a program, and resolves to what it printed. */
async function output(file: string, ...args: readonly string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(file, { args: [...args] }).output();
  if (!success) throw new Error(`${file}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** Lists all that is in a folder, and the folder. */
function* under(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* under(`${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
  yield folder;
}

/** Gives every file of the checkout, the page that was bundled, and the packages the time of the commit: times are in the binary. */
async function setTimes(): Promise<void> {
  const at = new Date(Number(await output("git", "log", "-1", "--format=%ct")) * 1000);
  const ours = (await output("git", "ls-files", "-z")).split("\0").filter((path) => path !== "");
  for (const path of [...ours, ...under("web/dist"), ...under(`${CACHE}/npm`)]) {
    await Deno.utime(path, at, at);
  }
}

/** Makes the binaries, or those that are named. */
async function compileAll(wanted: readonly string[]): Promise<void> {
  await Deno.mkdir(DIST, { recursive: true });
  await deno("fetching the packages", ["cache", ...PACKAGES]);
  await setTimes();
  let sums = "";
  for (const [target, file] of TARGETS) {
    if (wanted.length > 0 && !wanted.includes(file)) continue;
    await deno(target, argumentsFor(target, file));
    sums += await checksum(file);
  }
  await Deno.writeTextFile(`${DIST}/SHA256SUMS`, sums);
}

await Deno.mkdir(CACHE, { mode: 0o700 }); // Not one that somebody else has laid there.
try {
  await compileAll(Deno.args);
} finally {
  await Deno.remove(CACHE, { recursive: true });
}
