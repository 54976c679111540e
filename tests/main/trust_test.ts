/** Whom the client trusts, as a person at a shell finds it: sentences, exit codes, and what the other side was told. */

import { assert, assertEquals } from "@std/assert";
import { en } from "../../words/en.ts";
import { it } from "../../words/it.ts";
import { freePort } from "../support/free_port.ts";
import { FROM_SOURCE, Program, runProgram } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { makeIdentity, TlsServer } from "../support/tls_server.ts";

/** 127.0.0.1 to the system, and another machine to us. */
const ELSEWHERE = "0.0.0.0";

function chat(...args: readonly string[]): readonly string[] {
  return [...FROM_SOURCE, ...args];
}

Deno.test("a server that does not encrypt gets nothing, unless a person wants that", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_CONFIG_HOME: folder.path };
  await using server = new Program(chat("server", "--port", "0", "--quiet", "--ephemeral"), env);
  const port = await server.waitForOutput(/:(\d+)\.\n/);
  await using old = await OldServer.inFrontOf(Number(port));
  const to = ["--host", ELSEWHERE, "--port", `${old.port}`];
  for (
    const args of [["client", ...to, "--name", "ada"], ["send", ...to, "x"], ["tail", ...to], [
      "ask",
      ...to,
      "x",
    ]]
  ) {
    const refused = await runProgram(chat(...args), { env });
    const where = `${ELSEWHERE}:${old.port}`;
    assertEquals(refused, { code: 4, stdout: "", stderr: `${en.trust.noTls(where)}\n` }, args[0]);
  }
  assertEquals(old.hellos, 0);
  const sent = await runProgram(chat("send", ...to, "--unencrypted", "ciao"), { env });
  assertEquals(sent, { code: 0, stdout: "", stderr: "" });
});

Deno.test("a server with another key than before is told nothing, until its old key is forgotten", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_CONFIG_HOME: folder.path };
  const [ours, other] = await Promise.all([makeIdentity(), makeIdentity()]);
  let port: number;
  const run = (...args: readonly string[]) => runProgram(chat(...args), { env });
  const goodbye = '{"type":"error","code":"full","text":"x"}\n';
  {
    await using server = new TlsServer(ours, freePort(), goodbye);
    port = server.port;
    const first = await run("send", "--host", ELSEWHERE, "--port", `${port}`, "secret");
    const where = `${ELSEWHERE}:${port}`;
    assert(first.stderr.startsWith(`${en.trust.first(where, ours.fingerprint)}\n`), first.stderr);
    assert(server.heard.includes('"hello"'), server.heard);
  }
  const { mode } = await Deno.stat(folder.file("chat/known_servers"));
  assertEquals((mode ?? 0) & 0o777, 0o600);
  const where = `${ELSEWHERE}:${port}`;
  const listed = await run("known", "list");
  const [, row = ""] = listed.stdout.split("\n");
  assertEquals(row.split(/ +/).filter((_, index) => index !== 1), [where, ours.fingerprint]);
  const [, since = ""] = row.split(/ +/);
  await using server = new TlsServer(other, port, goodbye);
  for (
    const args of [
      ["send", "--host", ELSEWHERE, "--port", `${port}`, "secret"],
      ["client", `chat://${ELSEWHERE}:${port}/lobby#t=0123456789abcdefABCDEF`, "--name", "ada"],
      ["tail", `chat://${ELSEWHERE}:${port}`],
    ]
  ) {
    const refused = await run(...args);
    const sentence = en.trust.otherKey(where, since, ours.fingerprint, other.fingerprint);
    assertEquals(refused, { code: 4, stdout: "", stderr: `${sentence}\n` });
  }
  assertEquals(server.heard, "");
  const forgotten = await run("known", "forget", where);
  assertEquals(forgotten, { code: 0, stdout: `${en.trust.forgotten(where)}\n`, stderr: "" });
  assertEquals(await run("known", "list"), { code: 0, stdout: `${en.trust.noneKnown}\n`, stderr: "" });
  const again = await run("send", "--host", ELSEWHERE, "--port", `${port}`, "x");
  assert(again.stderr.startsWith(en.trust.first(where, other.fingerprint)), again.stderr);
});

Deno.test("what is wrong with whom to trust is one sentence and its exit code", async () => {
  using folder = new TempFolder();
  const env = { LANG: "en", XDG_CONFIG_HOME: folder.path };
  const [none, bare] = [folder.file("none.pem"), folder.file("bare.pem")];
  Deno.writeTextFileSync(bare, "no certificate");
  const key = `sha256//${"A".repeat(43)}=`;
  const cases = [
    [["client", "--ca", bare, "--name", "a"], 2, en.trust.badCa(bare)],
    [["send", "--ca", bare, "--unencrypted", "x"], 2, en.trust.contradicts("--ca")],
    [["tail", "--fingerprint", key, "--unencrypted"], 2, en.trust.contradicts("--fingerprint")],
    [
      ["tail", "--fingerprint", "AA:BB"],
      2,
      en.cli.badValue("--fingerprint", "AA:BB", en.cli.expected.fingerprint),
    ],
    [["client", `chat://h/#k=${"A".repeat(43)}`, "--unencrypted"], 2, en.trust.contradicts("#k=…")],
    [["client", "chat://h/lobby#k=cut&t=secret"], 2, en.cli.badLink("chat://h/lobby#…")],
    [["client", "h"], 2, en.cli.extraArgument("h")],
    [["tail", "chat://h", "x"], 2, en.cli.extraArgument("x")],
    [["known"], 2, en.cli.missingKnownAction(["list", "forget"])],
    [["known", "forgte", "h"], 2, en.cli.badChoice("chat known", "forgte", "forget")],
    [["known", "forget"], 2, en.cli.missingKnownHost],
    [["known", "forget", "a b"], 2, en.cli.badHost("a b")],
    [["known", "forget", "h:0"], 2, en.cli.badHost("h:0")],
    [["known", "list", "h"], 2, en.cli.extraArgument("h")],
    [["known", "forget", "h:1", "--lang", "it"], 4, it.trust.notKnown("h:1")],
    [["known", "forget", "2001:db8::1"], 4, en.trust.notKnown("2001:db8::1")],
  ] as const;
  await Promise.all(cases.map(async ([args, code, sentence]) => {
    assertEquals(await runProgram(chat(...args), { env }), { code, stdout: "", stderr: `${sentence}\n` });
  }));
  const missing = await runProgram(chat("client", "--ca", none, "--name", "a"), { env });
  assert(missing.code === 2 && missing.stderr.startsWith(none), missing.stderr);
});

/** A server as it was before there was TLS: whoever begins with a ClientHello is told that in plain text. */
class OldServer implements AsyncDisposable {
  /** How many connections began with a frame. */
  hellos = 0;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #serving: Promise<void>;

  static inFrontOf(port: number): Promise<OldServer> {
    return Promise.resolve(new OldServer(port));
  }

  private constructor(target: number) {
    this.#serving = this.#serve(target);
  }

  get port(): number {
    return this.#listener.addr.port;
  }

  async #serve(target: number): Promise<void> {
    const all: Promise<void>[] = [];
    for await (const conn of this.#listener) all.push(this.#answer(conn, target).catch(() => {}));
    await Promise.all(all);
  }

  async #answer(conn: Deno.TcpConn, target: number): Promise<void> {
    const first = new Uint8Array(4096);
    const count = await conn.read(first) ?? 0;
    if (first[0] === 0x16) {
      await conn.write(new TextEncoder().encode("This server does not speak TLS yet.\n"));
      return conn.close();
    }
    this.hellos++;
    const server = await Deno.connect({ port: target });
    await server.write(first.subarray(0, count));
    await Promise.all([conn.readable.pipeTo(server.writable), server.readable.pipeTo(conn.writable)]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    await this.#serving;
  }
}
