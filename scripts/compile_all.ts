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

/** Makes the arguments of `deno` for one target: those of the task, with another output. */
function argumentsFor(target: string, file: string): string[] {
  const [, ...words] = config.tasks.compile.command.split(" ");
  const at = words.indexOf("--output");
  return [...words.slice(0, at), "--target", target, "--output", `${DIST}/${file}`, ...words.slice(at + 2)];
}

async function compile(target: string, file: string): Promise<void> {
  const { success } = await new Deno.Command(Deno.execPath(), { args: argumentsFor(target, file) }).spawn()
    .status;
  if (!success) throw new Error(`${target} could not be compiled`);
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

/** Gives every file of the checkout, and the page that was bundled, the time of the commit: times are in the binary. */
async function setTimes(): Promise<void> {
  const at = new Date(Number(await output("git", "log", "-1", "--format=%ct")) * 1000);
  const ours = (await output("git", "ls-files", "-z")).split("\0").filter((path) => path !== "");
  const bundled = Array.from(Deno.readDirSync("web/dist"), ({ name }) => `web/dist/${name}`);
  for (const path of [...ours, ...bundled, "web/dist"]) await Deno.utime(path, at, at);
}

await Deno.mkdir(DIST, { recursive: true });
await setTimes();
let sums = "";
for (const [target, file] of TARGETS) {
  if (Deno.args.length > 0 && !Deno.args.includes(file)) continue;
  await compile(target, file);
  sums += await checksum(file);
}
await Deno.writeTextFile(`${DIST}/SHA256SUMS`, sums);
