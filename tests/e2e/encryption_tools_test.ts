/** TLS on the port as other people's programs see it: openssl and curl. */

import { assert, assertEquals } from "@std/assert";
import { identityFiles } from "../support/encryption.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { Program } from "../support/program.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

function start(): Promise<TestServer> {
  return startServer({ isEncrypted: true, realTime: true });
}

/** What a program printed, both outputs together. */
interface Printed {
  readonly code: number;
  readonly text: string;
}

/**
 * Runs a program to its end.
 *
 * @param act What is done while it runs, before its input ends; it waits for what the program prints, as a busy machine takes its time.
 */
async function run(
  command: readonly string[],
  act: (program: Program) => Promise<unknown> = () => Promise.resolve(),
): Promise<Printed> {
  await using program = new Program(command);
  await act(program);
  await program.closeInput().catch(() => {}); // It may have ended by itself.
  const { code, stdout, stderr } = await program.waitForExit();
  return { code, text: stdout + stderr };
}

/** Connects by `openssl`, which reads no input before it has shaken hands. */
function connect(
  server: TestServer,
  args: readonly string[],
  act?: (program: Program) => Promise<unknown>,
): Promise<Printed> {
  const { port } = server.running;
  return run(["openssl", "s_client", "-connect", `127.0.0.1:${port}`, ...args], act);
}

/** Comes in: the tickets that follow a handshake have come by then. */
function enter(name: string): (program: Program) => Promise<unknown> {
  return async (program) => {
    await program.write(`{"type":"hello","name":"${name}"}\n`);
    await program.waitForOutput(/"welcome"/);
  };
}

test("openssl: 1.2 and 1.3 are spoken, older versions and ciphers that do not authenticate are not", async () => {
  await using server = await start();
  for (const version of ["1_2", "1_3"]) {
    const { text } = await connect(server, [`-tls${version}`, "-brief"]);
    assert(text.includes(`Protocol version: TLSv${version.replace("_", ".")}`), text);
    assert(/Ciphersuite: \S*(GCM|CHACHA20)/.test(text), text);
  }
  const level = "@SECLEVEL=0";
  const refused = [
    ["-tls1", "-cipher", `ALL:${level}`],
    ["-tls1_1", "-cipher", `ALL:${level}`],
    ["-tls1_2", "-cipher", `ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA384:${level}`],
    ["-tls1_2", "-cipher", `AES128-GCM-SHA256:AES256-SHA:${level}`], // No ephemeral key, so no forward secrecy.
  ];
  for (const args of refused) {
    const { code, text } = await connect(server, args);
    assert(code !== 0 && !/Ciphersuite|Cipher is [A-Z]/.test(text), `${args.join(" ")}: ${text}`);
  }
});

test("openssl: the certificate is good for a client that has been told of it, and for no other", async () => {
  await using server = await start();
  const { files } = await identityFiles();
  const strict = ["-brief", "-x509_strict", "-verify_return_error", "-verify_hostname", "localhost"];
  const trusted = await connect(server, [...strict, "-CAfile", files.cert]);
  assert(trusted.text.includes("Verification: OK"), trusted.text);
  assert((await connect(server, strict)).code !== 0);
});

test("openssl: nothing is negotiated anew, and keys are exchanged as 1.3 has it", async () => {
  await using server = await start();
  const watch = await server.native("watch");
  const again = await connect(server, ["-tls1_2"], async (program) => {
    await program.waitForOutput(/Verify return code/);
    await program.write("R\n");
    await program.waitForOutput(/renegotiation|error/i, "stderr");
    await program.write('{"type":"hello","name":"renegotiated"}\n').catch(() => {}); // It has ended, or ends.
  });
  assert(/no.renegotiation|renegotiation|error/i.test(again.text), again.text);
  assert(!again.text.includes('"welcome"'), again.text);
  await connect(server, ["-tls1_3"], async (program) => {
    await enter("keys")(program);
    for (let times = 1; times <= 10; times++) {
      await program.write("K\n"); // A command only where it is read by itself.
      await program.waitForOutput(new RegExp(`(?:KEYUPDATE[^]*){${times}}`), "stderr");
    }
    await program.write('{"type":"say","room":"lobby","text":"after ten exchanges"}\n');
    await watch.waitForMessage("after ten exchanges");
  });
});

test("openssl: sessions are resumed by tickets, in 1.2 and 1.3, as our documents say and Deno cannot turn off", async () => {
  await using server = await start();
  const again = await connect(server, ["-tls1_2", "-reconnect"]);
  assertEquals(again.text.match(/^(New|Reused), TLSv1\.2/gm)?.map((line) => line.split(",")[0]), [
    "New",
    ...Array.from({ length: 5 }, () => "Reused"),
  ]);
  using folder = new TempFolder();
  const kept = folder.file("session.pem");
  const first = await connect(server, ["-tls1_3", "-sess_out", kept], enter("first"));
  assert(first.text.includes("New, TLSv1.3"), first.text);
  const second = await connect(server, ["-tls1_3", "-sess_in", kept]);
  assert(second.text.includes("Reused, TLSv1.3"), second.text);
});

test("openssl: no data is taken before the handshake, which could be sent a second time by somebody in between", async () => {
  await using server = await start();
  const { text } = await connect(server, ["-tls1_3"], enter("ada"));
  assert(text.includes("Protocol") && !text.includes("Early data was accepted"), text);
  assert(!/Max Early Data: [1-9]/.test(text), text);
});

test("curl: with the server's key the page comes, with another it does not, whatever the certificate says", async () => {
  await using server = await start();
  const { fingerprint } = server.running;
  const url = `https://127.0.0.1:${server.running.port}/`;
  const curl = (pin: string): Promise<Printed> =>
    run(["curl", "-sk", "--pinnedpubkey", pin, "-o", "/dev/null", "-w", "%{http_code} %{http_version}", url]);
  assertEquals(await curl(fingerprint), { code: 0, text: "200 1.1" });
  const other = fingerprint.replace(/\/\/./, (begin) => begin === "//A" ? "//B" : "//A");
  assertEquals((await curl(other)).code, 90); // CURLE_SSL_PINNEDPUBKEYNOTMATCH.
});

test("openssl: a name that is not in the certificate gets the same one, and its case does not matter", async () => {
  await using server = await start();
  for (const name of ["other.example", "LOCALHOST"]) {
    const { text } = await connect(server, ["-brief", "-servername", name]);
    assert(text.includes("Protocol version: TLSv1.3"), text);
  }
});
