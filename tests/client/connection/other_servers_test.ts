/** Which other servers of a cluster somebody goes on at, and in which order. */

import { assertEquals } from "@std/assert";
import { otherServers } from "../../../client/connection/other_servers.ts";
import { Retry } from "../../../client/connection/retry.ts";
import { KnownServers } from "../../../client/wire/known_servers.ts";
import type { ServerAddress } from "../../../net/address.ts";
import { en } from "../../../words/en.ts";
import { FakeClock } from "../../support/clock.ts";
import { test } from "../../support/sanitized.ts";

const HERE = { host: "127.0.0.1", port: 53001 };
const trust = { known: new KnownServers() };
const named = (places: readonly { readonly address: ServerAddress }[]): readonly string[] =>
  places.map(({ address: { host, port } }) => `${host} ${port}`);

test("who is on the servers' machine goes on there only", () => {
  const places = otherServers(
    ["127.0.0.1:53002", "192.0.2.7:53003", "nonsense", "[::1]:0"],
    HERE,
    undefined,
    trust,
  );
  assertEquals(named(places), ["127.0.0.1 53002"]);
  assertEquals(otherServers(["127.0.0.1:53002"], { host: "192.0.2.7", port: 1 }, undefined, trust), []);
});

test("a server that proved a key names only servers with the same one", () => {
  const server = { provenAs: "sha256//abc", port: 53001 };
  const places = otherServers(["chat2.example:53000", "[2001:db8::1]:53000"], HERE, server, trust);
  assertEquals(named(places), ["chat2.example 53000", "2001:db8::1 53000"]);
  assertEquals(places.map(({ trust }) => trust?.invited), ["sha256//abc", "sha256//abc"]);
});

test("the others are tried at once, each once, before there is any waiting", async () => {
  const clock = new FakeClock();
  const asked: string[] = [];
  const places = otherServers(["127.0.0.1:53002", "127.0.0.1:53003"], HERE, undefined, trust);
  const retry = new Retry({
    options: { words: en, client: "chat 0.0.0", timeout: 2000 },
    clock,
    address: HERE,
    others: () => places,
    acceptsSuggestedName: false,
    chance: () => 0.5,
    connect: ({ port }) => {
      asked.push(String(port));
      return Promise.resolve({ ok: false, failure: { kind: "nobody" } });
    },
  });
  retry.connectionHeld(60_000);
  const running = retry.run({ name: "ada", room: "lobby", resume: undefined }, 0);
  await clock.advance(0);
  assertEquals(asked, ["53001", "53002", "53003"]);
  await clock.advance(60_000);
  assertEquals(new Set(asked.slice(3)), new Set(["53001", "53002", "53003"]));
  retry.close();
  assertEquals(await running, undefined);
});
