/** Names that are somebody's own: claiming them, and coming in by a key, a password, or a browser's session. */

import { assert, assertEquals } from "@std/assert";
import { openAccounts } from "../../../../server/store/accounts.ts";
import { claimBy, enterBy, nonceOf, ownerMac, TestKey } from "../../../support/accounts.ts";
import { test } from "../../../support/sanitized.ts";
import { type TestClient, TestCore } from "../../../support/test_core.ts";

const PASSWORD = "correct horse";
const codes = (client: TestClient) => client.framesOf("error").map(({ code }) => code);

/** Lets what is hashed be done, and ends the turn. */
async function settle(core: TestCore): Promise<void> {
  for (let i = 0; i < 20; i++) await Promise.resolve();
  await core.endTurn();
}

test("a name that is claimed by a key is nobody else's, in no spelling, also when its owner is away", async () => {
  const core = new TestCore();
  const [ada, key] = [await core.member("Paul"), new TestKey()];
  await claimBy(core, ada, key);
  assertEquals(ada.framesOf("claimed").map(({ name }) => name), ["Paul"]);
  ada.sendFrames({ type: "quit" });
  await core.endTurn();
  for (
    const [name, code] of [["Paul", "name-claimed"], ["PAUL", "name-claimed"], [
      "PauI",
      "name-taken",
    ]] as const
  ) {
    const other = core.connect();
    other.hello(name);
    await core.endTurn();
    assertEquals([name, codes(other)], [name, [code]]);
  }
  const other = await core.member("eve");
  other.sendFrames({ type: "nick", name: "paul" });
  await core.endTurn();
  assertEquals(codes(other), ["name-claimed"]);
  const back = await enterBy(core, "paul", key);
  assertEquals(back.framesOf("welcome").map(({ name, account }) => [name, account]), [["paul", true]]);
});

test("a claimed name tells how to prove to be its owner, and on a connection that others read along with, no way", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  await claimBy(core, ada, new TestKey());
  ada.sendFrames({ type: "claim", password: PASSWORD });
  await settle(core);
  for (const [isSecure, methods] of [[true, ["key", "password"]], [false, []]] as const) {
    const other = core.connectFrom({ isSecure });
    other.hello("ada");
    await core.endTurn();
    assertEquals(other.framesOf("error").map((error) => error.code === "name-claimed" && error.methods), [
      methods,
    ]);
    assertEquals(other.framesOf("error").map(({ text }) => text), [
      'The name "ada" is claimed. "ada2" is free.',
    ]);
  }
});

test("a proof is good for one answer, one name, one server and half a minute", async () => {
  const core = new TestCore();
  const [ada, key] = [await core.member("ada"), new TestKey()];
  await claimBy(core, ada, key);
  ada.sendFrames({ type: "quit" });
  const ask = (): TestClient => {
    const client = core.connect();
    client.sendFrames({ type: "hello", name: "ada", room: "lobby", key: key.id });
    return client;
  };
  const [first, second] = [ask(), ask()];
  const sig = key.sign(await nonceOf(core, first), "ada");
  second.sendFrames({ type: "prove", sig }); // Another connection's.
  const wrong = ask();
  wrong.sendFrames({ type: "prove", sig: key.sign(await nonceOf(core, wrong), "bob") });
  const relayed = ask();
  relayed.sendFrames({ type: "prove", sig: key.sign(await nonceOf(core, relayed), "ada", "sha256//other") });
  const forged = ask();
  forged.sendFrames({ type: "prove", sig: new TestKey().sign(await nonceOf(core, forged), "ada") });
  const none = ask();
  none.sendFrames({ type: "prove" });
  const late = ask();
  await core.clock.advance(30_000);
  late.sendFrames({ type: "prove", sig: key.sign(await nonceOf(core, late), "ada") });
  await core.endTurn();
  for (const client of [second, wrong, relayed, forged, none]) assertEquals(codes(client), ["auth-failed"]);
  assertEquals([codes(late), late.framesOf("welcome")], [["auth-failed"], []]);
  const good = ask();
  const right = key.sign(await nonceOf(core, good), "ada");
  good.sendFrames({ type: "prove", sig: right }, { type: "prove", sig: right });
  await core.endTurn();
  assertEquals([good.framesOf("welcome").length, codes(good)], [1, ["auth-failed"]]);
});

test("inside TLS the server's fingerprint is signed, and what is signed for its port is not enough", async () => {
  const core = new TestCore();
  const [ada, key] = [await core.member("ada"), new TestKey()];
  await claimBy(core, ada, key);
  const origin = {
    host: "192.0.2.1",
    key: "192.0.2.1",
    kind: "public",
    isForwarded: false,
    isEncrypted: true,
  } as const;
  const enter = async (server?: string): Promise<TestClient> => {
    const client = core.connectFrom({ origin });
    client.sendFrames({ type: "hello", name: "ada", room: "lobby", key: key.id });
    client.sendFrames({ type: "prove", sig: key.sign(await nonceOf(core, client), "ada", server) });
    return client;
  };
  const [wrong, right] = [await enter(), await enter("sha256//test")];
  await core.endTurn();
  assertEquals([codes(wrong), right.framesOf("welcome").length], [["auth-failed"], 1]);
});

test("a password is set, proves, is changed with the old one only, and is nowhere in clear", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  ada.sendFrames({ type: "claim", password: "short" }, { type: "claim", password: PASSWORD });
  await settle(core);
  assertEquals([codes(ada), ada.framesOf("claimed").length], [["bad-password"], 1]);
  const login = async (password: string): Promise<TestClient> => {
    const client = core.connect();
    client.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password } });
    await settle(core);
    return client;
  };
  assertEquals(codes(await login("wrong horse")), ["auth-failed"]);
  assertEquals((await login(PASSWORD)).framesOf("welcome").map(({ account }) => account), [true]);
  ada.sendFrames(
    { type: "account", do: "password", password: "another one" },
    { type: "account", do: "password", password: "another one", old: "wrong horse" },
  );
  await settle(core);
  ada.sendFrames({ type: "account", do: "password", password: "another one", old: PASSWORD });
  for (let i = 0; i < 3; i++) await settle(core);
  assertEquals(codes(ada).slice(1), ["old-password", "auth-failed"]);
  assertEquals(ada.framesOf("account").map(({ done }) => done), ["password"]);
  assertEquals([codes(await login(PASSWORD)), ada.session.phase], [["auth-failed"], "in"]);
  assertEquals((await login("another one")).framesOf("welcome").length, 1);
  assert(!JSON.stringify(core.logged).includes("another") && !ada.sink.text.includes("another"));
});

test("a browser stays logged in by a token that is told once, until it is forgotten", async () => {
  const core = new TestCore();
  const ada = await core.member("ada");
  ada.sendFrames({ type: "claim", password: PASSWORD });
  await settle(core);
  const page = core.connect();
  page.sendFrames({
    type: "hello",
    name: "ada",
    room: "lobby",
    auth: { password: PASSWORD },
    remember: true,
  });
  await settle(core);
  const token = page.framesOf("welcome")[0]?.session ?? "";
  assert(/^chs_[\w-]{22}$/.test(token), token);
  const again = core.connect();
  again.sendFrames({ type: "hello", name: "whatever", room: "lobby", auth: { session: token } });
  await core.endTurn();
  assertEquals(again.framesOf("welcome").map(({ name, session }) => [name, session]), [["ada", undefined]]);
  again.sendFrames({ type: "account", do: "devices" });
  await core.endTurn();
  const own = again.framesOf("devices")[0]?.devices ?? [];
  assertEquals(own.map(({ kind, here }) => [kind, here]), [["password", undefined], ["session", true]]);
  ada.sendFrames({ type: "account", do: "forget", n: own[1]?.n ?? 0 });
  await core.endTurn();
  for (const client of [page, again]) {
    assertEquals(client.framesOf("bye").map(({ reason }) => reason), ["removed"]);
  }
  const late = core.connect();
  late.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { session: token } });
  await core.endTurn();
  assertEquals([codes(late), ada.session.phase], [["auth-failed"], "in"]);
});

test("on a connection that others read along with nothing personal is taken, and no key is asked for", async () => {
  const core = new TestCore();
  const [ada, key] = [await core.member("ada"), new TestKey()];
  await claimBy(core, ada, key);
  const plain = core.connectFrom({ isSecure: false });
  plain.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
  plain.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { session: "chs_x" } });
  plain.sendFrames({ type: "hello", name: "ada", room: "lobby", key: key.id });
  plain.hello("bob");
  plain.sendFrames({ type: "claim", password: PASSWORD }, { type: "account", do: "devices" });
  await settle(core);
  assertEquals(codes(plain), ["auth-plain", "auth-plain", "name-claimed", "auth-plain", "auth-plain"]);
  assertEquals([plain.framesOf("challenge"), core.accounts.count], [[], 1]);
});

test("whoever knows the owner's secret on this machine is owner, also of a name that they claim", async () => {
  const core = new TestCore();
  const come = async (name: string, mac: (nonce: string) => string): Promise<TestClient> => {
    const client = core.connectFrom({ origin: LOOPBACK });
    client.sendFrames({ type: "hello", name, room: "lobby", owner: true });
    client.sendFrames({ type: "prove", mac: mac(await nonceOf(core, client)) });
    await core.endTurn();
    return client;
  };
  const ada = await come("ada", (nonce) => ownerMac(nonce));
  assertEquals(ada.framesOf("welcome").map(({ role, account }) => [role, account]), [["owner", undefined]]);
  const guest = await come("eve", (nonce) => ownerMac(nonce, 53001));
  assertEquals(guest.framesOf("welcome").map(({ role }) => role), [undefined]);
  const away = core.connect();
  away.sendFrames({ type: "hello", name: "zoe", room: "lobby", owner: true });
  await core.endTurn();
  assertEquals([away.framesOf("challenge").length, away.framesOf("welcome").length], [0, 1]);
  const key = new TestKey();
  await claimBy(core, ada, key);
  ada.sendFrames({ type: "quit" });
  await core.endTurn();
  assertEquals((await enterBy(core, "ada", key)).framesOf("welcome").map(({ role }) => role), ["owner"]);
});

test("where nobody is let in unencrypted the owner is, once they have proved it, and nobody who only says so", async () => {
  const core = new TestCore();
  const refusal = { code: "encrypt", host: "x", port: 1 } as const;
  for (const [port, isIn] of [[53000, true], [53001, false]] as const) {
    const client = core.connectFrom({ origin: LOOPBACK, refusal });
    client.sendFrames({ type: "hello", name: "ada", room: "lobby", owner: true });
    client.sendFrames({ type: "prove", mac: ownerMac(await nonceOf(core, client), port) });
    await core.endTurn();
    assertEquals(client.framesOf("welcome").length, isIn ? 1 : 0);
    assertEquals(client.framesOf("error").map(({ code }) => code), isIn ? [] : ["encrypt"]);
  }
});

const LOOPBACK = {
  host: "127.0.0.1",
  key: "127.0.0.1",
  kind: "loopback",
  isForwarded: false,
  isEncrypted: false,
} as const;

test("three names a day can be claimed from an address, and so many in all", async () => {
  const core = new TestCore({}, { maxClaims: 4 });
  const claim = async (name: string, key = "192.0.2.1"): Promise<readonly string[]> => {
    const client = core.connectFrom({ origin: { ...LOOPBACK, kind: "public", key } });
    client.hello(name);
    await core.endTurn();
    client.sendFrames({ type: "claim", password: PASSWORD });
    await settle(core);
    return codes(client);
  };
  for (const name of ["a", "b", "c"]) assertEquals(await claim(name), []);
  assertEquals(await claim("d"), ["claim-limit"]);
  const owner = core.connectFrom({ origin: { ...LOOPBACK, key: "192.0.2.1" } }); // Others there do not keep the owner from it.
  owner.sendFrames({ type: "hello", name: "z", room: "lobby", owner: true });
  owner.sendFrames({ type: "prove", mac: ownerMac(await nonceOf(core, owner)) });
  await core.endTurn();
  owner.sendFrames({ type: "claim", password: PASSWORD });
  await settle(core);
  assertEquals(codes(owner), []);
  core.accounts.remove(4);
  assertEquals([await claim("e", "192.0.2.2"), await claim("f", "192.0.2.3")], [[], ["claim-limit"]]);
  await core.clock.advance(86_400_000);
  core.accounts.remove(1);
  assertEquals(await claim("g"), []);
});

test("an account is given up by its holder, who stays as a guest, and its name is anybody's", async () => {
  const core = new TestCore();
  const [ada, key] = [await core.member("ada"), new TestKey()];
  await claimBy(core, ada, key);
  ada.sendFrames({ type: "account", do: "unclaim" }, { type: "account", do: "devices" });
  await core.endTurn();
  assertEquals([ada.framesOf("account").map(({ done }) => done), codes(ada)], [["unclaim"], ["no-account"]]);
  assertEquals(ada.session.person.account, undefined);
  ada.sendFrames({ type: "quit" });
  const bob = await core.member("ada");
  assertEquals(bob.framesOf("welcome").length, 1);
});

test("the last proof of a name is not forgotten, nor one that is another's", async () => {
  const core = new TestCore();
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await claimBy(core, ada, new TestKey());
  await claimBy(core, bob, new TestKey());
  ada.sendFrames({ type: "account", do: "forget", n: 1 }, { type: "account", do: "forget", n: 2 });
  await core.endTurn();
  assertEquals([codes(ada), core.accounts.credentialsOf(2).length], [["last-device", "no-device"], 1]);
});

test("what another process resets, renames or removes counts within a second", async () => {
  const accounts = openAccounts(undefined);
  const core = new TestCore({ grace: 30_000 }, { accounts });
  const [ada, bob] = [await core.member("ada"), await core.member("bob")];
  await claimBy(core, ada, new TestKey());
  await claimBy(core, bob, new TestKey());
  accounts.reset(1);
  accounts.setRole(2, "moderator");
  core.hub.sweep();
  await core.endTurn();
  assertEquals(ada.framesOf("bye").map(({ reason }) => reason), ["removed"]);
  assertEquals(bob.framesOf("left").map(({ name }) => name), ["ada"]);
  assertEquals(bob.session.person.account, { id: 2, role: "moderator" });
  const again = core.connect();
  again.hello("ada", ada.resume(0));
  await core.endTurn();
  assertEquals(codes(again), ["name-claimed"]);
  accounts.remove(2);
  core.hub.sweep();
  await core.endTurn();
  assertEquals([bob.session.person.account, bob.session.phase], [undefined, "in"]);
});
