/**
 * Somebody in the middle with certificates that they have no right to, written in Go, as no library of ours would make them:
 * whatever they show, they are told nothing. Left out where there is no Go.
 */

import { assert, assertEquals } from "@std/assert";
import { KnownServers, openWire, type Trust } from "../../../client/wire.ts";
import { systemClock } from "../../../net/clock.ts";
import { LONGEST_WAIT } from "../../support/condition.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { makeIdentity, type TestIdentity } from "../../support/tls_server.ts";

/** 127.0.0.1 to the system, and another machine to us. */
const ELSEWHERE = "0.0.0.0";

const HERE = new URL("middle/", import.meta.url);

const hasGo = await new Deno.Command("go", { args: ["version"], stdout: "null", stderr: "null" }).output()
  .then(({ success }) => success, () => false);

/** Compiles the middle. */
async function compile(folder: TempFolder): Promise<string> {
  const path = folder.file("middle");
  const env = { GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local" };
  const { success, stderr } = await new Deno.Command("go", {
    args: ["build", "-o", path, "."],
    cwd: HERE,
    env,
  })
    .output();
  assert(success, new TextDecoder().decode(stderr));
  return path;
}

/** A middle that runs. */
class Middle implements AsyncDisposable {
  readonly port: number;
  readonly #child: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  #text = "";

  static async start(program: string, mode: string, cert: string): Promise<Middle> {
    const child = new Deno.Command(program, { args: [mode, cert], stdout: "piped", stderr: "inherit" })
      .spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const { value = "" } = await reader.read();
    return new Middle(child, reader, Number(value.trim()));
  }

  private constructor(child: Deno.ChildProcess, lines: ReadableStreamDefaultReader<string>, port: number) {
    this.#child = child;
    this.#lines = lines;
    this.port = port;
  }

  /** Gives what became of each connection. */
  async outcomes(count: number): Promise<readonly string[]> {
    while (this.#text.split("\n").length <= count) this.#text += (await this.#lines.read()).value ?? "";
    return this.#text.trimEnd().split("\n");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    while (!(await this.#lines.read()).done);
    await this.#child.status;
  }
}

async function open(port: number, trust: Trust): Promise<string> {
  const opened = await openWire({ host: ELSEWHERE, port }, {
    timeout: LONGEST_WAIT,
    clock: systemClock,
    trust,
  });
  if (!opened.ok) return opened.failure.kind;
  await opened.wire.write(new TextEncoder().encode("secret\n"));
  opened.wire.close();
  return "told";
}

/** A list that knows the server at this port by its key. */
function knowing({ fingerprint, cert }: TestIdentity, port: number): KnownServers {
  const known = new KnownServers();
  const certificate = cert.replaceAll(/-----[^-]+-----|\s/g, "");
  const by = { kind: "key", fingerprint, certificate } as const;
  known.put({ address: { host: ELSEWHERE, port }, since: "2026-11-01", by });
  return known;
}

Deno.test({
  name: `somebody in the middle is told nothing, whatever they show${
    hasGo ? "" : " (skipped: there is no Go)"
  }`,
  ignore: !hasGo && Deno.env.get("CI") !== "true",
  fn: async () => {
    using folder = new TempFolder();
    const server = await makeIdentity();
    const cert = folder.file("cert.pem");
    Deno.writeTextFileSync(cert, server.cert);
    const program = await compile(folder);
    for (const mode of ["own", "v1", "broken", "other"]) {
      await using middle = await Middle.start(program, mode, cert);
      const { port } = middle;
      const { fingerprint } = server;
      const outcomes = [
        await open(port, { known: knowing(server, port) }),
        await open(port, { known: new KnownServers(), fingerprint }),
        await open(port, { known: new KnownServers(), invited: fingerprint }),
        ...(mode === "other" ? [] : [await open(port, { known: new KnownServers() })]),
      ];
      assert(!outcomes.includes("told"), `${mode}: ${outcomes}`);
      if (mode === "other") assertEquals(outcomes, ["other-key", "wrong-key", "wrong-key"]);
      const heard = await middle.outcomes(outcomes.length);
      for (const line of heard) assert(line === "refused" || line === "heard 0", `${mode}: ${heard}`);
    }
  },
});
