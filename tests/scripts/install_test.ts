/** `packaging/install.sh`: against releases on this machine, of which one is not what it should be. */

import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/temp_folder.ts";

/** What stands in the place of the binary: it need only run. */
const PROGRAM = new TextEncoder().encode('#!/bin/sh\necho "chat 9.9.9"\n');

/** What a release has, by its path. */
type Release = ReadonlyMap<string, Uint8Array<ArrayBuffer> | string>;

async function releaseOf(path: string, program: Uint8Array<ArrayBuffer>): Promise<Release> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", PROGRAM));
  const sum = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const files = ["chat-linux-x64", "chat-linux-arm64", "chat-macos-x64", "chat-macos-arm64"];
  return new Map<string, Uint8Array<ArrayBuffer> | string>([
    ...files.map((file) => [`${path}/${file}`, program] as const),
    [`${path}/SHA256SUMS`, files.map((file) => `${sum}  ${file}\n`).join("")],
  ]);
}

/** Runs the script in a home of its own, with releases at an address of this machine. */
async function install(
  home: TempFolder,
  release: Release,
  args: readonly string[] = [],
): Promise<{ readonly code: number; readonly output: string }> {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const body = release.get(new URL(request.url).pathname);
    return body === undefined ? new Response("no such file", { status: 404 }) : new Response(body);
  });
  return await runScript(home, [...args], {
    CHAT_BASE: `http://127.0.0.1:${server.addr.port}`,
    CHAT_INSECURE: "1",
  });
}

async function runScript(
  home: TempFolder,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number; readonly output: string }> {
  const script = new URL("../../packaging/install.sh", import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command("/bin/sh", {
    args: [script, ...args],
    clearEnv: true,
    env: { HOME: home.path, PATH: Deno.env.get("PATH") ?? "", TMPDIR: home.path, ...env },
  }).output();
  const output = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  return { code, output };
}

function installed(home: TempFolder): readonly string[] {
  try {
    return [...Deno.readDirSync(home.file(".local/bin"))].map(({ name }) => name);
  } catch {
    return [];
  }
}

/** A test of a script of sh that fetches with curl or wget. */
function scriptTest(name: string, fn: () => Promise<void>): void {
  Deno.test({ name, fn, ignore: Deno.build.os === "windows" });
}

scriptTest(
  "the newest release is put into ~/.local/bin and can be started; nothing else is left",
  async () => {
    using home = new TempFolder();
    const { code, output } = await install(home, await releaseOf("/latest/download", PROGRAM));
    assertEquals(code, 0, output);
    assert(output.includes(`chat 9.9.9 is in ${home.file(".local/bin/chat")}.`), output);
    assert(output.includes("is not on your PATH"), output);
    assertEquals([...Deno.readDirSync(home.path)].map(({ name }) => name), [".local"]);
  },
);

scriptTest("a version that is asked for is fetched, with or without its v", async () => {
  for (const version of ["0.1.0", "v0.1.0"]) {
    using home = new TempFolder();
    const release = await releaseOf("/download/v0.1.0", PROGRAM);
    const { code, output } = await install(home, release, [version]);
    assertEquals([code, installed(home)], [0, ["chat"]], output);
  }
});

scriptTest("a file that is not what SHA256SUMS says is not installed, and was never runnable", async () => {
  using home = new TempFolder();
  const other = new TextEncoder().encode('#!/bin/sh\ntouch "$HOME/was-run"\n');
  const { code, output } = await install(home, await releaseOf("/latest/download", other));
  assertEquals([code, installed(home)], [1, []]);
  assert(output.includes("is not what SHA256SUMS says: nothing was installed."), output);
  assertEquals([...Deno.readDirSync(home.path)], []);
});

scriptTest("a release that is not there installs nothing", async () => {
  using home = new TempFolder();
  const { code } = await install(home, new Map());
  assertEquals([code !== 0, installed(home)], [true, []]);
});

scriptTest(
  "a script that no release has stamped says what it needs, and plain http is not taken",
  async () => {
    using home = new TempFolder();
    const unstamped = await runScript(home, [], {});
    assertEquals(
      [unstamped.code, unstamped.output.includes("CHAT_BASE=https://")],
      [1, true],
      unstamped.output,
    );
    const plain = await runScript(home, [], { CHAT_BASE: "http://127.0.0.1:9" });
    assertEquals([plain.code !== 0, installed(home)], [true, []]);
  },
);
