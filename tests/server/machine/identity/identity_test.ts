/** The key and certificate of a server, and how they are kept fresh. */

import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  CannotIdentify,
  certificateFingerprint,
  type LogEvent,
  readFingerprint,
} from "../../../../server.ts";
import type { Credentials } from "../../../../server/machine/identity.ts";
import { Identity, type IdentityOptions } from "../../../../server/machine/identity/identity.ts";
import { FakeClock } from "../../../support/clock.ts";
import { makePair, opensslFingerprint } from "../../../support/openssl.ts";
import { test } from "../../../support/sanitized.ts";
import { TempFolder } from "../../../support/temp_folder.ts";

const DAY = 86_400_000;

/** An identity that is kept fresh, and what became of it. */
class Fresh implements Disposable {
  readonly clock = new FakeClock();
  readonly logged: LogEvent[] = [];
  readonly changes: Credentials[] = [];
  #identity: Identity | undefined;

  async open(options: IdentityOptions): Promise<this> {
    const parts = { clock: this.clock, logger: (event: LogEvent) => void this.logged.push(event) };
    this.#identity = await Identity.open(options, parts, (fault) => {
      throw fault;
    });
    this.#identity.keepFresh((credentials) => void this.changes.push(credentials));
    return this;
  }

  get identity(): Identity {
    assert(this.#identity !== undefined);
    return this.#identity;
  }

  /** Lets some minutes pass, with all that is read and signed in them. */
  async pass(minutes: number): Promise<void> {
    for (let minute = 0; minute < minutes; minute++) {
      await this.clock.advance(60_000);
      for (let at = 0; at < 200 && this.clock.pending === 0; at++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }
  }

  [Symbol.dispose](): void {
    this.#identity?.close();
    assertEquals(this.clock.pending, 0);
  }
}

test("a server keeps its key, and says once that it has got one", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db-identity.pem");
  const options = { kind: "own", path, hosts: ["tea", "192.0.2.1"] } as const;
  using first = await new Fresh().open(options);
  const { fingerprint, names } = first.identity.credentials;
  assertEquals([fingerprint, names], [await readFingerprint(path), ["tea"]]);
  assertEquals(first.logged, [{ event: "identity-made", path, fingerprint }]);
  using second = await new Fresh().open(options);
  assertEquals([second.identity.credentials.fingerprint, second.logged], [fingerprint, []]);
});

test("a key that cannot be kept is the server's until it ends, where it may be; else the server does not start", async () => {
  using folder = new TempFolder();
  const path = folder.file("none/id.pem");
  using fresh = await new Fresh().open({ kind: "own", path, isOptional: true, hosts: [] });
  assertEquals(fresh.logged.map(({ event }) => event), ["identity-not-kept"]);
  assert(fresh.identity.credentials.fingerprint.startsWith("sha256//"));
  const refused = new Fresh().open({ kind: "own", path, hosts: [] });
  assertEquals((await assertRejects(() => refused, CannotIdentify)).kind, "unwritable");
});

test("a certificate of one's own is made anew after 30 days, or when the clock was set back behind it; the key stays", async () => {
  using fresh = await new Fresh().open({ kind: "own", hosts: [] });
  const { cert, fingerprint } = fresh.identity.credentials;
  fresh.clock.jump(30 * DAY - 120_000);
  await fresh.pass(1);
  assertEquals(fresh.changes.length, 0);
  await fresh.pass(1);
  assertEquals([fresh.changes.length, fresh.changes[0]?.fingerprint], [1, fingerprint]);
  assert(fresh.identity.credentials.cert !== cert);
  fresh.clock.jump(-365 * DAY);
  await fresh.pass(2);
  assertEquals(fresh.changes.length, 2);
});

test("an operator's certificate is read anew when its files change; a pair that does not fit changes nothing and is told once", async () => {
  using folder = new TempFolder();
  const [cert, key] = [folder.file("c.pem"), folder.file("k.pem")];
  await makePair(cert, key, { kind: ["rsa:2048"], names: "DNS:Chat.example,IP:192.0.2.1" });
  using fresh = await new Fresh().open({ kind: "files", cert, key });
  const before = fresh.identity.credentials;
  assertEquals([before.fingerprint, before.names], [await opensslFingerprint(cert), ["chat.example"]]);
  assertEquals(await certificateFingerprint(cert), before.fingerprint);
  await fresh.pass(2);
  assertEquals([fresh.changes.length, fresh.logged], [0, []]);

  await makePair(folder.file("c2.pem"), folder.file("k2.pem"), { names: "DNS:tea.example" });
  Deno.renameSync(folder.file("c2.pem"), cert); // Its key is not there yet.
  await fresh.pass(2);
  assertEquals([fresh.changes.length, fresh.logged], [0, [
    { event: "certificate-refused", path: key, why: "mismatch" },
  ]]);
  assertEquals(fresh.identity.credentials, before);

  Deno.renameSync(folder.file("k2.pem"), key);
  await fresh.pass(1);
  assertEquals([fresh.changes.length, fresh.identity.credentials.names], [1, ["tea.example"]]);
  assertEquals(fresh.identity.credentials.fingerprint, await opensslFingerprint(cert));

  Deno.removeSync(cert);
  await fresh.pass(2);
  assertEquals(fresh.logged[1]?.event, "certificate-made");
  assertEquals(fresh.logged.slice(2), [{ event: "certificate-refused", path: cert, why: "missing" }]);
});

test("a server does not start with files that do not belong together, or are no certificate and key", async () => {
  using folder = new TempFolder();
  const [cert, key] = [folder.file("c.pem"), folder.file("k.pem")];
  await makePair(cert, key);
  await makePair(folder.file("c2.pem"), folder.file("k2.pem"));
  Deno.writeTextFileSync(folder.file("text"), "no PEM");
  const problems = [];
  for (
    const [c, k] of [["c.pem", "k2.pem"], ["text", "k.pem"], ["c.pem", "text"], ["none", "k.pem"], [
      "c.pem",
      "none",
    ]]
  ) {
    const files = { cert: folder.file(c ?? ""), key: folder.file(k ?? "") };
    const open = new Fresh().open({ kind: "files", ...files });
    problems.push((await assertRejects(() => open, CannotIdentify)).kind);
  }
  assertEquals(problems, ["mismatch", "no-certificate", "no-key", "missing", "missing"]);
});
