/**
 * The binary in a root that has next to nothing: the libraries that it is linked to, and a user without a name. Needs root,
 * `unshare` and `chroot`; `CHAT_BINARY` says where the binary is.
 */

import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/temp_folder.ts";
import { Program } from "../support/program.ts";

const binary = Deno.env.get("CHAT_BINARY") ?? "";
const isRoot = Deno.build.os === "linux" && Deno.uid() === 0;
const why = binary === ""
  ? " (skipped: CHAT_BINARY does not name a binary)"
  : isRoot
  ? ""
  : " (skipped: needs root)";

function test(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `binary: ${name}${why}`, ignore: binary === "" || !isRoot, fn });
}

/** Makes a root with the binary, its libraries and an empty folder `data`; nothing else, no `/dev`. */
async function bareRoot(): Promise<TempFolder> {
  const root = new TempFolder();
  const { stdout } = await new Deno.Command("ldd", { args: [binary] }).output();
  const libraries = [...new TextDecoder().decode(stdout).matchAll(/(\/\S+) \(0x/g)].map(([, path = ""]) =>
    path
  );
  for (const library of libraries) {
    Deno.mkdirSync(root.path + library.replace(/\/[^/]*$/, ""), { recursive: true });
    Deno.copyFileSync(library, root.path + library);
  }
  Deno.copyFileSync(binary, root.file("chat"));
  Deno.chmodSync(root.path, 0o755);
  for (const folder of ["data", "proc"]) Deno.mkdirSync(root.file(folder));
  Deno.chownSync(root.file("data"), 65532, 65532);
  return root;
}

/** How the root is mounted before the program starts in it. */
interface Mounts {
  readonly hasProc: boolean;
  readonly isReadOnly?: true;
}

/** Starts the program in a root, as a user whom no file names. */
function inRoot({ path }: TempFolder, { hasProc, isReadOnly }: Mounts, ...args: readonly string[]): Program {
  const mounts = [
    ...(isReadOnly ? [`mount --bind ${path} ${path}`, `mount --bind ${path}/data ${path}/data`] : []),
    ...(hasProc ? [`mount -t proc proc ${path}/proc`] : []),
    ...(isReadOnly ? [`mount -o remount,ro,bind ${path}`] : []),
  ];
  const line = [
    ...mounts,
    `exec env -i CHAT_LANG=en /usr/sbin/chroot --userspec=65532:65532 ${path} /chat ${args.join(" ")}`,
  ];
  return new Program(["unshare", "--mount", "sh", "-ec", line.join("; ")]);
}

/** Takes somebody in by a socket, and tells what a second visitor is told of what was said. */
async function talk(port: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/healthz`);
  assertEquals([answer.status, (await answer.text()) !== ""], [200, true]);
  using conn = await Deno.connect({ port });
  await conn.write(new TextEncoder().encode("ada\nfrom a bare root\n"));
  const read = new Uint8Array(4096);
  let seen = "";
  while (!seen.includes("ada: from a bare root")) {
    const count = await conn.read(read);
    assert(count !== null, seen);
    seen += new TextDecoder().decode(read.subarray(0, count));
  }
}

for (const isReadOnly of [undefined, true as const]) {
  const kind = isReadOnly
    ? "on a disk that can only be read, but for its data,"
    : "without /dev/null, HOME and a name for its user";
  test(`${kind} a server runs, and people talk`, async () => {
    using root = await bareRoot();
    const flags = ["--port", "0", "--data", "/data/chat.db"];
    await using server = inRoot(
      root,
      { hasProc: true, ...(isReadOnly && { isReadOnly }) },
      "server",
      ...flags,
    );
    await talk(Number(await server.waitForOutput(/ is open on 127\.0\.0\.1:(\d+)/)));
    server.signal("SIGTERM");
    const { code, stderr } = await server.waitForExit();
    assertEquals(code, 0, stderr);
  });
}

test("where it is not clear where files are kept, one sentence says what to do", async () => {
  using root = await bareRoot();
  await using server = inRoot(root, { hasProc: true }, "server", "--port", "0");
  const { code, stderr } = await server.waitForExit();
  assertEquals(code, 6);
  assertEquals(
    stderr.trim(),
    "It is not clear where your files are kept: choose a file with --data, or keep nothing with --ephemeral.",
  );
});

test("a folder that may not be written is named", async () => {
  using root = await bareRoot();
  Deno.chownSync(root.file("data"), 0, 0);
  await using server = inRoot(root, { hasProc: true }, "server", "--port", "0", "--data", "/data/chat.db");
  const { code, stderr } = await server.waitForExit();
  assertEquals(code, 6);
  assert(stderr.startsWith("/data/chat.db cannot be written"), stderr);
  assertEquals(stderr.trim().split("\n").length, 1, stderr);
});

test("without /proc one sentence says what is missing", async () => {
  using root = await bareRoot();
  await using server = inRoot(root, { hasProc: false }, "server", "--port", "0", "--ephemeral");
  const { code, stderr } = await server.waitForExit();
  assert(code !== 0);
  assert(stderr.includes("/proc"), stderr);
});
