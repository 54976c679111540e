/** `chat identity`, as a person writes it. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { makePair, opensslFingerprint } from "../support/openssl.ts";
import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

function chat(...args: readonly string[]): readonly string[] {
  return [...FROM_SOURCE, ...args];
}

Deno.test("a server's key is made at its first start, shown by its fingerprint, and replaced only when asked for", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_DATA_HOME: folder.path };
  const path = folder.file("chat/chat.db-identity.pem");
  const none = await runProgram(chat("identity"), { env });
  assertEquals(none, { code: 6, stdout: "", stderr: `${en.identity.none(path)}\n` });
  {
    await using server = new Program(chat("server", "--port", "0", "--ephemeral"), env);
    await server.waitForOutput(/:(\d+)\.\n/);
    await server.waitForOutput(/sha256\/\/.*identity\.pem/, "stderr");
  }
  const shown = await runProgram(chat("identity"), { env });
  assert(shown.code === 0 && /^sha256\/\/[A-Za-z0-9+/]{43}=\n$/.test(shown.stdout), JSON.stringify(shown));
  const unsure = await runProgram(chat("identity", "new", "--lang", "it"), { env });
  assertEquals(unsure, { code: 2, stdout: "", stderr: `${it.identity.needsYes}\n` });
  const made = await runProgram(chat("identity", "new", "--yes"), { env });
  const now = await runProgram(chat("identity"), { env });
  assert(now.stdout !== shown.stdout);
  const sentences = [en.identity.made(now.stdout.trimEnd()), en.identity.old(`${path}.old`)];
  assertEquals(made, { code: 0, stdout: sentences.map((sentence) => `${sentence}\n`).join(""), stderr: "" });
});

Deno.test("what is wrong with keys and certificates is one sentence and its exit code", async () => {
  using folder = new TempFolder();
  const [cert, key, text] = [folder.file("c.pem"), folder.file("k.pem"), folder.file("text.db")];
  await makePair(cert, key);
  await makePair(folder.file("c2.pem"), folder.file("k2.pem"));
  Deno.writeTextFileSync(`${text}-identity.pem`, "no key");
  const { problem } = en.identity;
  const cases = [
    [["identity", "nwe"], 2, en.cli.badChoice("chat identity", "nwe", "new")],
    [["identity", "--data", text], 6, problem["no-key"](`${text}-identity.pem`)],
    [["identity", "--tls-cert", key], 6, problem["no-certificate"](key)],
    [["server", "--port", "0", "--tls-cert", cert], 2, en.identity.needBoth],
    [
      ["server", "--port", "0", "--tls-cert", cert, "--tls-key", folder.file("k2.pem")],
      6,
      problem.mismatch(folder.file("k2.pem")),
    ],
    [
      [
        "server",
        "--port",
        "0",
        "--ephemeral",
        "--sts",
        "other.example",
        "--tls-cert",
        cert,
        "--tls-key",
        key,
      ],
      6,
      problem["other-name"](cert),
    ],
    [["server", "--port", "0", "--data", text], 6, problem["no-key"](`${text}-identity.pem`)],
  ] as const;
  await Promise.all(cases.map(async ([args, code, sentence]) => {
    const ended = await runProgram(chat(...args), { env: { LANG: "en", XDG_DATA_HOME: folder.path } });
    assertEquals(ended, { code, stdout: "", stderr: `${sentence}\n` });
  }));
  const shown = await runProgram(chat("identity", "--tls-cert", cert));
  assertEquals(shown, { code: 0, stdout: `${await opensslFingerprint(cert)}\n`, stderr: "" });
});
