/** What a client left at one server of a cluster, and at which others it is found. */

import { assertEquals } from "@std/assert";
import { openOutboxFile } from "../../../client/saved/open.ts";
import type { ProofServer } from "../../../client/options.ts";
import type { ServerAddress } from "../../../net/address.ts";
import { test } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";

const FIRST = { host: "chat1.example", port: 53000 };
const SECOND = { host: "chat2.example", port: 53000 };
const provenAs = (proof: string | undefined): ProofServer => ({ provenAs: proof, port: 53000 });

/** Leaves something at a server that had named others, as a client does that is killed. */
async function leave(
  folder: string,
  { at = FIRST, named = [SECOND], proof, text }: {
    readonly at?: ServerAddress;
    readonly named?: readonly ServerAddress[];
    readonly proof: string;
    readonly text?: string;
  },
): Promise<void> {
  const opened = await openOutboxFile(folder, at, "Ada");
  if (opened.kind !== "open") throw new Error(opened.kind);
  opened.file.saveToken(`of ${at.host}`);
  opened.file.saveServers({ servers: named, proof });
  if (text !== undefined) opened.file.add({ type: "say", room: "lobby", text, id: text });
  opened.file.close(false);
}

/** Comes in at a server, and tells with which token and which unsent lines. */
async function come(
  folder: string,
  at: ServerAddress,
  server: ProofServer | undefined,
  name = "ada",
): Promise<readonly unknown[]> {
  const opened = await openOutboxFile(folder, at, name, server);
  if (opened.kind !== "open") throw new Error(opened.kind);
  opened.file.close(false);
  return [opened.saved.token, opened.saved.unsent.map(({ text }) => text)];
}

const NOTHING = [undefined, []];

test("what is unsent at one server of a cluster is found at another that proves the same key, and is in one place only", async () => {
  using folder = new TempFolder();
  await leave(folder.path, { proof: "sha256//abc", text: "left" });
  const left = ["of chat1.example", ["left"]];
  assertEquals(await come(folder.path, SECOND, provenAs("sha256//abc")), left);
  assertEquals(await come(folder.path, { ...SECOND, host: "Chat2.Example." }, provenAs("sha256//abc")), left);
  assertEquals(await come(folder.path, FIRST, provenAs("sha256//abc")), left);
  const files = Array.from(Deno.readDirSync(folder.path), ({ name }) => name);
  assertEquals(files.filter((name) => name.endsWith(".unsent")).length, 1);
});

test("a token goes to no server with another key, to none that nobody who was checked has named, and to none that others read along with", async () => {
  using folder = new TempFolder();
  await leave(folder.path, { proof: "sha256//abc", text: "left" });
  const third = { host: "chat3.example", port: 53000 };
  for (const proof of ["sha256//xyz", "host//chat2.example", undefined]) {
    assertEquals(await come(folder.path, SECOND, provenAs(proof)), NOTHING, proof);
  }
  assertEquals(await come(folder.path, SECOND, undefined), NOTHING);
  assertEquals(await come(folder.path, third, provenAs("sha256//abc")), NOTHING);
  assertEquals(await come(folder.path, SECOND, provenAs("sha256//abc"), "bob"), NOTHING);
});

test("what an authority vouched for is good where one vouches for the other, and what was on this machine on this machine", async () => {
  using folder = new TempFolder();
  await leave(folder.path, { proof: "host//chat1.example" });
  assertEquals(await come(folder.path, SECOND, provenAs("sha256//abc")), NOTHING);
  assertEquals(await come(folder.path, SECOND, provenAs("host//chat2.example")), ["of chat1.example", []]);
  using here = new TempFolder();
  const [one, two] = [{ host: "127.0.0.1", port: 1 }, { host: "127.0.0.1", port: 2 }];
  await leave(here.path, { at: one, named: [two, SECOND], proof: "" });
  assertEquals(await come(here.path, SECOND, provenAs(undefined)), NOTHING);
  assertEquals(await come(here.path, { host: "localhost", port: 2 }, provenAs(undefined)), [
    "of 127.0.0.1",
    [],
  ]);
});

test("what is a server's own comes first, then what is unsent elsewhere, and a file that another client has is left alone", async () => {
  using folder = new TempFolder();
  const [third, fourth] = [{ host: "chat3.example", port: 53000 }, { host: "chat4.example", port: 53000 }];
  await leave(folder.path, { at: third, named: [SECOND], proof: "sha256//abc" });
  await leave(folder.path, { at: fourth, named: [SECOND], proof: "sha256//abc", text: "left" });
  assertEquals(await come(folder.path, SECOND, provenAs("sha256//abc")), ["of chat4.example", ["left"]]);
  const held = await openOutboxFile(folder.path, fourth, "ada");
  assertEquals(await come(folder.path, SECOND, provenAs("sha256//abc")), ["of chat3.example", []]);
  if (held.kind === "open") held.file.close(false);
  await leave(folder.path, { at: SECOND, named: [third], proof: "sha256//abc" });
  assertEquals(await come(folder.path, SECOND, provenAs("sha256//abc")), ["of chat2.example", []]);
});

test("the last twenty servers that were told of count", async () => {
  using folder = new TempFolder();
  const named = Array.from({ length: 21 }, (_, index) => ({ host: `chat${index}.example`, port: 53000 }));
  await leave(folder.path, { at: { host: "chat.example", port: 53000 }, named, proof: "sha256//abc" });
  const [oldest, next] = named;
  if (oldest === undefined || next === undefined) throw new Error("no servers");
  assertEquals(await come(folder.path, oldest, provenAs("sha256//abc")), NOTHING);
  assertEquals(await come(folder.path, next, provenAs("sha256//abc")), ["of chat.example", []]);
});
