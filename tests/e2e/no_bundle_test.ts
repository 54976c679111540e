/** A checkout whose page has not been bundled: what needs the page says what to run, and all else works. */

import { assert, assertEquals } from "@std/assert";
import { TempFolder } from "../support/temp_folder.ts";
import { test } from "../support/sanitized.ts";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";

const HOUSE = new URL("../../", import.meta.url);

/** Copies the sources, without what was made of them. */
async function copySources(from: URL, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isFile, isDirectory } of Deno.readDir(from)) {
    if (name.startsWith(".") || ["dist", "node_modules", "tests", "bench", "docs"].includes(name)) continue;
    if (isDirectory) await copySources(new URL(`${name}/`, from), `${to}/${name}`);
    else if (isFile && /\.(?:ts|js|json|lock|html|css|svg)$/.test(name)) {
      await Deno.copyFile(new URL(name, from), `${to}/${name}`);
    }
  }
}

async function run(
  cwd: string,
  ...args: readonly string[]
): Promise<{ code: number; out: string; err: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "main.ts", ...args],
    cwd,
    stdin: "null",
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  return { code, out: text(stdout), err: text(stderr) };
}

test("without the bundle a server says what to run and exits with 6, and the client needs none", async () => {
  using folder = new TempFolder();
  await copySources(HOUSE, folder.path);
  for (const { lang, server } of [en, it]) {
    const ended = await run(folder.path, "server", "--port", "0", "--ephemeral", "--lang", lang);
    assertEquals(ended, { code: 6, out: "", err: `${server.noPage}\n` });
    assert(server.noPage.includes("deno task bundle"), server.noPage);
  }
  const client = await run(folder.path, "client", "--port", "1", "--host", "127.0.0.1", "--name", "ada");
  assertEquals([client.code, client.err], [3, `${en.client.noServer("127.0.0.1:1")}\n`]);
});
