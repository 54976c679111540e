/** Whom a connection may go to: what is sent before that is known, which is nothing, and what is kept of it. */

import { assert, assertEquals } from "@std/assert";
import { KnownServers, type OpenParts, openWire, type Trust } from "../../../client/wire.ts";
import { systemClock } from "../../../net/clock.ts";
import { Condition, LONGEST_WAIT } from "../../support/condition.ts";
import { freePort } from "../../support/free_port.ts";
import { test } from "../../support/sanitized.ts";
import { makeIdentity, type TestIdentity, TlsServer } from "../../support/tls_server.ts";

/** All of them are 127.0.0.1 to the system: an address, a short name, and a name for which an authority could vouch. */
const ADDRESS = "0.0.0.0";
const SHORT = "0x7f000001";
const PUBLIC = "0x7f.0x1";

const [OURS, OTHER] = await Promise.all([makeIdentity(), makeIdentity()]);

/** Known servers in a text that a test can look at. */
class TextFile {
  path = "known_servers";
  text: string | undefined;
  read = (): string | undefined => this.text;
  change = (change: (text: string | undefined) => string | undefined): void =>
    this.write(change(this.text) ?? this.text);
  write = (text: string | undefined): void => void (this.text = text);
}

/** Opens a connection and says something over it if it is there, as chat would; gives what came of it. */
async function open(
  host: string,
  port: number,
  trust: Partial<Trust> = {},
  confirm?: OpenParts["confirm"],
): Promise<unknown> {
  const opened = await openWire({ host, port }, {
    timeout: LONGEST_WAIT,
    clock: systemClock,
    trust: { known: new KnownServers(), ...trust },
    confirm,
  });
  if (!opened.ok) return opened.failure;
  await opened.wire.write(new TextEncoder().encode("hello\n"));
  opened.wire.close();
  return opened.isOpenToRead ? "open to read" : opened.notes;
}

/** A file that knows a server at a port by a key. */
function knowing({ fingerprint, cert }: TestIdentity, ...wheres: readonly string[]): TextFile {
  const file = new TextFile();
  const body = cert.replaceAll(/-----[^-]+-----|\s/g, "");
  file.text = wheres.map((where) => `${where} key ${fingerprint} 2026-11-01 ${body}\n`).join("");
  return file;
}

for (const host of [ADDRESS, SHORT]) {
  test(`${host}: the first key is taken and told, the same one after that without a word, another one never`, async () => {
    const file = new TextFile();
    const known = new KnownServers(file);
    let port: number;
    {
      await using server = new TlsServer(OURS);
      port = server.port;
      assertEquals(await open(host, port, { known }), [{ kind: "first", fingerprint: OURS.fingerprint }]);
      await server.waitToHear("hello\n");
      assert(file.text?.startsWith(`${host}:${port} key ${OURS.fingerprint} `), file.text);
      assertEquals(await open(host, port, { known }), []);
      await server.waitToHear("hello\nhello\n");
    }
    {
      await using renewed = new TlsServer(await makeIdentity(OURS, Date.now() + 86_400_000), port);
      assertEquals(await open(host, port, { known }), []);
      await renewed.waitToHear("hello\n");
    }
    const before = file.text;
    await using anew = new TlsServer(OTHER, port);
    const [, , , since] = (before ?? "").split(" ");
    assertEquals(await open(host, port, { known }), {
      kind: "other-key",
      since,
      before: OURS.fingerprint,
      now: OTHER.fingerprint,
    });
    assertEquals([anew.heard, file.text], ["", before]);
  });
}

test("a public name for which nobody vouches is asked about, and refused where nobody can be asked", async () => {
  await using server = new TlsServer(OURS);
  const file = new TextFile();
  const known = new KnownServers(file);
  const refused = { kind: "unvouched", fingerprint: OURS.fingerprint };
  assertEquals(await open(PUBLIC, server.port, { known }), refused);
  assertEquals(await open(PUBLIC, server.port, { known }, () => Promise.resolve(false)), refused);
  assertEquals([server.heard, file.text], ["", undefined]);
  const asked: string[] = [];
  const yes = (fingerprint: string): Promise<boolean> => {
    asked.push(fingerprint);
    return Promise.resolve(true);
  };
  assertEquals(await open(PUBLIC, server.port, { known }, yes), []);
  assertEquals(await open(PUBLIC, server.port, { known }, yes), []);
  assertEquals(asked, [OURS.fingerprint]);
  await server.waitToHear("hello\nhello\n");
});

test("a fingerprint that a person gave is the only one, and takes the place of a known one", async () => {
  await using server = new TlsServer(OURS);
  const { port } = server;
  for (const host of [ADDRESS, PUBLIC, "127.0.0.1"]) {
    assertEquals(await open(host, port, { fingerprint: OTHER.fingerprint }), {
      kind: "wrong-key",
      wanted: OTHER.fingerprint,
      now: OURS.fingerprint,
    });
    assertEquals(server.heard, "");
  }
  const file = knowing(OTHER, `${PUBLIC}:${port}`);
  const known = new KnownServers(file);
  assertEquals(await open(PUBLIC, port, { known, fingerprint: OURS.fingerprint }), [
    { kind: "replaced", before: OTHER.fingerprint, fingerprint: OURS.fingerprint },
  ]);
  assertEquals(file.text?.split(" ").slice(0, 3), [`${PUBLIC}:${port}`, "key", OURS.fingerprint]);
  assertEquals(await open(PUBLIC, port, { known }), []);
});

test("the key of an invitation is the only one also on this machine, and takes no known one's place", async () => {
  await using server = new TlsServer(OURS);
  const { port } = server;
  assertEquals(await open("127.0.0.1", port, { invited: OURS.fingerprint }), []);
  await server.waitToHear("hello\n");
  assertEquals(await open("127.0.0.1", port, { invited: OTHER.fingerprint }), {
    kind: "wrong-key",
    wanted: OTHER.fingerprint,
    now: OURS.fingerprint,
  });
  const file = knowing(OURS, `127.0.0.1:${port}`);
  const before = file.text;
  assertEquals(await open("127.0.0.1", port, { known: new KnownServers(file), invited: OTHER.fingerprint }), {
    kind: "invited-key",
    since: "2026-11-01",
    before: OURS.fingerprint,
    now: OTHER.fingerprint,
  });
  assertEquals([server.heard, file.text], ["hello\n", before]);
});

test("where an authority vouches its word is enough, and from then on it is needed", async () => {
  const file = new TextFile();
  const known = new KnownServers(file);
  let port: number;
  {
    // The certificate is good for localhost, and stands for its own authority.
    await using server = new TlsServer(OURS);
    port = server.port;
    assertEquals(await open("localhost", port, { known, authorities: [OURS.cert] }), []);
    await server.waitToHear("hello\n");
    assert(file.text?.startsWith(`localhost:${port} authority - `), file.text);
  }
  await using other = new TlsServer(OTHER, port);
  for (const authorities of [undefined, [OURS.cert]]) {
    const failure = await open("localhost", port, { known, authorities });
    assert(
      typeof failure === "object" && failure !== null && "kind" in failure && failure.kind === "no-authority",
    );
  }
  assertEquals([other.heard, file.text?.split(" ")[1]], ["", "authority"]);
});

test("a certificate that an authority made for another name is none for this one, nor for one that is known by its key", async () => {
  await using server = new TlsServer(OTHER);
  const { port } = server;
  // With its authority among those that we trust, as every public certificate has it.
  const wrongName = await open(PUBLIC, port, { authorities: [OTHER.cert] });
  assert(typeof wrongName === "object" && wrongName !== null && "kind" in wrongName);
  assertEquals(wrongName.kind, "no-authority");
  assertEquals(server.heard, "");
});

test("on this machine an unknown server is talked to in plain text, a known one never", async () => {
  const plain = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = plain.addr;
  const heard: number[] = [];
  const changed = new Condition();
  const answer = async (conn: Deno.TcpConn): Promise<void> => {
    const buffer = new Uint8Array(4096);
    await conn.read(buffer);
    heard.push(buffer[0] ?? 0);
    changed.notify();
    await conn.write(new TextEncoder().encode("no TLS here\n")).catch(() => {});
    while (await conn.read(buffer).catch(() => null) !== null);
    conn.close();
  };
  const serving = (async () => {
    const answered: Promise<void>[] = [];
    for await (const conn of plain) answered.push(answer(conn));
    await Promise.all(answered);
  })();
  for (const host of ["127.0.0.1", "localhost"]) assertEquals(await open(host, port), []);
  assertEquals(await open(ADDRESS, port, { isUnencrypted: true }), "open to read");
  await changed.waitFor("three", () => heard.length === 3 || undefined, () => heard.join());
  assertEquals(heard, [104, 104, 104]); // h
  heard.length = 0;
  assertEquals(
    await open("127.0.0.1", port, { known: new KnownServers(knowing(OURS, `127.0.0.1:${port}`)) }),
    {
      kind: "no-tls",
    },
  );
  assertEquals(await open(ADDRESS, port), { kind: "no-tls" });
  assertEquals(await open(PUBLIC, port, { invited: OURS.fingerprint }), { kind: "no-tls" });
  assertEquals(await open(PUBLIC, port, { authorities: [OURS.cert] }), { kind: "no-tls" });
  assertEquals(heard.every((byte) => byte === 0x16), true);
  plain.close();
  await serving;
});

test("the same key at another address is recognized", async () => {
  await using server = new TlsServer(OURS);
  const known = new KnownServers(knowing(OURS, "gaia.local:53000"));
  assertEquals(await open(ADDRESS, server.port, { known }), [
    { kind: "first", fingerprint: OURS.fingerprint },
    { kind: "also", as: { host: "gaia.local", port: 53000 } },
  ]);
});

test("a file of known servers that cannot be read lets nobody in, nor does a broken line about this one", async () => {
  await using server = new TlsServer(OURS);
  const { port } = server;
  const file = new TextFile();
  file.read = () => {
    throw new Error("Permission denied");
  };
  assertEquals(await open(ADDRESS, port, { known: new KnownServers(file) }), {
    kind: "known-servers",
    path: "known_servers",
    cause: "Permission denied",
  });
  const broken = new TextFile();
  broken.text = `# mine\n${ADDRESS}:${port} key sha256//cut\n`;
  assertEquals(await open(ADDRESS, port, { known: new KnownServers(broken) }), {
    kind: "known-servers",
    path: "known_servers",
    cause: "",
    line: 2,
  });
  assertEquals(server.heard, "");
});

test("a line that cannot be read is kept and told, and what cannot be written counts for this time", async () => {
  await using server = new TlsServer(OURS);
  const { port } = server;
  const file = new TextFile();
  file.text = "gaia:1 key by a newer version, perhaps\n";
  const known = new KnownServers(file);
  const first = { kind: "first", fingerprint: OURS.fingerprint };
  assertEquals(await open(ADDRESS, port, { known }), [
    first,
    { kind: "unreadable-lines", path: "known_servers", lines: [1] },
  ]);
  assert(file.text.startsWith("gaia:1 key by a newer version, perhaps\n0.0.0.0:"), file.text);
  const stuck = new TextFile();
  stuck.write = () => {
    throw new Error("disk full");
  };
  const forNow = new KnownServers(stuck);
  assertEquals(await open(ADDRESS, port, { known: forNow }), [first, {
    kind: "not-kept",
    cause: "disk full",
  }]);
  assertEquals(await open(ADDRESS, port, { known: forNow }), []);
});

test("a server that is silent, gone, or not there is told from one that is not trusted", async () => {
  const port = freePort();
  const silent = Deno.listen({ hostname: "127.0.0.1", port });
  const accepted = silent.accept();
  const opening = openWire({ host: ADDRESS, port }, {
    timeout: 1,
    clock: {
      ...systemClock,
      after: (ms, run) => systemClock.after(ms === 8000 ? 50 : ms * LONGEST_WAIT, run),
    },
  });
  const conn = await accepted;
  assertEquals(await opening, { ok: false, failure: { kind: "late", within: 8000 } });
  conn.close();
  silent.close();
  assertEquals(await open(ADDRESS, port), { kind: "nobody" });
});
