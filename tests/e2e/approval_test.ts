/** While whoever comes is let in one by one: at every door they wait and are told so, or are refused with a sentence. */

import { assert, assertEquals } from "@std/assert";
import { openBotTokens, randomSecrets } from "../../server/store/accounts.ts";
import { logWithOwners, PASSWORD } from "../support/deed_doors.ts";
import { IrcPeer } from "../support/irc_peer.ts";
import type { NativePeer } from "../support/peers.ts";
import { test } from "../support/sanitized.ts";
import { TempFolder } from "../support/temp_folder.ts";
import { startServer, type TestServer } from "../support/test_server.ts";

const WAITS = "You wait to be let in, for ten minutes at most";
const NOT_ADMITTED = "You were not let in";

/** A server at which the owner lets in one by one. */
async function scene(folder: TempFolder) {
  const data = folder.file("chat.db");
  logWithOwners(data, ["ada"], []);
  const server = await startServer({ data });
  const ada = await server.native();
  await ada.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
  await ada.waitForFrame("welcome");
  await ada.sendFrames({ type: "mod", do: "approve", value: true });
  await ada.waitForFrame("done");
  return { server, ada, data };
}

/** Somebody at the door. */
interface Visitor {
  readonly name: string;
  readonly text: () => string;
  waitFor(text: string): Promise<void>;
}

/** Has somebody come to each door. */
async function visitors(server: TestServer): Promise<readonly Visitor[]> {
  const [native, plain, irc] = [await server.native(), await server.plain(), new IrcPeer(await server.raw())];
  await native.sendFrames({ type: "hello", name: "nat", room: "lobby" });
  await native.waitForText(WAITS);
  await plain.say("nina");
  await plain.waitForText(WAITS);
  await irc.send("NICK irka", "USER irka 0 * :irka");
  await irc.waitFor(WAITS);
  return [
    { name: "nat", text: () => native.text, waitFor: (text) => native.waitForText(text) },
    { name: "nina", text: () => plain.text, waitFor: (text) => plain.waitForText(text) },
    { name: "irka", text: () => irc.text, waitFor: (text) => irc.waitFor(text) },
  ];
}

async function waiting(ada: NativePeer): Promise<readonly (readonly string[])[]> {
  const before = ada.framesOf("modlist").length;
  await ada.sendFrames({ type: "mod", do: "waiting" });
  const list = await ada.waitForFrame("modlist", (frame) => ada.framesOf("modlist").indexOf(frame) >= before);
  return list.lines.map(({ subject, by }) => [subject, by]);
}

test("who comes waits at every door, hears nothing, and comes in once they are let in", async () => {
  using folder = new TempFolder();
  const { server, ada } = await scene(folder);
  await using _ = server;
  const page = server.webSocket();
  await page.waitForOpen();
  page.sendFrames({ type: "hello", name: "webb", room: "lobby" });
  await page.waitForFrame("notice", ({ text }) => text.startsWith(WAITS));
  const all = await visitors(server);
  assertEquals((await waiting(ada)).map(([name]) => name), ["webb", "nat", "nina", "irka"]);
  await ada.say("for those who are in");
  await ada.waitForMessage("for those who are in");
  await ada.sendFrames({ type: "mod", do: "admit", name: "*" });
  const welcomed: Readonly<Record<string, string>> = {
    nat: '"welcome"',
    nina: "Hello nina",
    irka: " 001 irka ",
  };
  for (const { name, waitFor } of all) await waitFor(welcomed[name] ?? "");
  await page.waitForFrame("welcome");
  assertEquals(await waiting(ada), []);
});

test("who is turned away, and who has waited for ten minutes, is told so at every door", async () => {
  using folder = new TempFolder();
  const { server, ada } = await scene(folder);
  await using _ = server;
  for (const isTurnedAway of [true, false]) {
    const all = await visitors(server);
    if (isTurnedAway) await ada.sendFrames({ type: "mod", do: "admit", name: "*", value: false });
    else await server.clock.advance(601_000);
    for (const { waitFor, text } of all) {
      await waitFor(NOT_ADMITTED);
      assert(!/"welcome"|Hello n| 001 /.test(text()), text());
    }
    if (isTurnedAway) await ada.waitForFrame("done", ({ do: deed }) => deed === "admit");
  }
});

test("who is in and loses the connection does not wait again", async () => {
  using folder = new TempFolder();
  const { server, ada } = await scene(folder);
  await using _ = server;
  const nat = await server.native();
  await nat.sendFrames({ type: "hello", name: "nat", room: "lobby" });
  await nat.waitForText(WAITS);
  await ada.sendFrames({ type: "mod", do: "admit", name: "nat" });
  const { token } = await nat.waitForFrame("welcome");
  await nat.close();
  const again = await server.native();
  await again.sendFrames({ type: "hello", name: "nat", room: "lobby", resume: { token, after: {} } });
  await again.waitForFrame("welcome");
  assert(!again.text.includes(WAITS));
});

test("who was kicked waits again when the minute is over, also after a restart, and once let in does not any more", async () => {
  using folder = new TempFolder();
  const { server, ada, data } = await scene(folder);
  const nat = await server.native();
  await nat.sendFrames({ type: "hello", name: "nat", room: "lobby" });
  await nat.waitForText(WAITS);
  await ada.sendFrames({ type: "mod", do: "admit", name: "nat" });
  const { token } = await nat.waitForFrame("welcome");
  await ada.sendFrames({ type: "mod", do: "kick", name: "nat" });
  await nat.waitForFrame("bye");
  await server.clock.advance(61_000);
  const resume = { token, after: {} };
  const back = async (at: TestServer): Promise<NativePeer> => {
    const again = await at.native();
    await again.sendFrames({ type: "hello", name: "nat", room: "lobby", resume });
    return again;
  };
  await (await back(server)).waitForText(WAITS);
  await server[Symbol.asyncDispose]();
  await using restarted = await startServer({ data });
  const owner = await restarted.native();
  await owner.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
  await owner.waitForFrame("welcome");
  await restarted.clock.advance(61_000);
  const again = await back(restarted);
  await again.waitForText(WAITS);
  await owner.sendFrames({ type: "mod", do: "admit", name: "nat" });
  await again.waitForFrame("welcome");
  await again.sendFrames({ type: "quit" });
  await again.waitForFrame("bye");
  const last = await back(restarted);
  await last.waitForFrame("welcome");
  assert(!last.text.includes(WAITS));
});

test("a program with a token that the owner made posts as before, unless it is muted; without one it is refused in words", async () => {
  using folder = new TempFolder();
  const { server, ada, data } = await scene(folder);
  await using _ = server;
  const tokens = openBotTokens(data);
  const token = "cht_0123456789abcdefghijkl";
  tokens.add(randomSecrets.hash(token), "robot", "robot", 0);
  tokens.close();
  const post = (headers: Readonly<Record<string, string>>) =>
    server.fetch("/say", {
      method: "POST",
      headers: { ...headers, "Content-Type": "text/plain" },
      body: "hi",
    });
  const known = await post({ Authorization: `Bearer ${token}` });
  assertEquals([known.status, (await known.text()).includes("seq")], [200, true]);
  await ada.sendFrames({ type: "mod", do: "mute", name: "robot", room: "lobby" });
  await ada.waitForFrame("done", ({ do: deed, name }) => deed === "mute" && name === "robot");
  const muted = await post({ Authorization: `Bearer ${token}` });
  assertEquals([muted.status, (await muted.text()).includes("muted")], [403, true]);
  await ada.sendFrames({ type: "mod", do: "unmute", name: "robot", room: "lobby" });
  await ada.waitForFrame("done", ({ do: deed }) => deed === "unmute");
  const heard = await post({ Authorization: `Bearer ${token}` });
  assertEquals([heard.status, (await heard.text()).includes("seq")], [200, true]);
  const unknown = await post({});
  assertEquals([unknown.status, (await unknown.text()).length > 20], [401, true]);
});

test("whoever waits under one name and types another is told under which they wait", async () => {
  using folder = new TempFolder();
  const { server, ada } = await scene(folder);
  await using _ = server;
  const nina = await server.plain();
  await nina.say("nina");
  await nina.waitForText(WAITS);
  await nina.say("tina");
  await nina.waitForText("You are waiting as nina: what else you type counts once you are in.");
  assertEquals(await waiting(ada), [["nina", "plain"]]);
});

test("whoever was kicked does not wait again once the kick is taken back, also after it is over", async () => {
  using folder = new TempFolder();
  const { server, ada } = await scene(folder);
  await using _ = server;
  const nat = await server.native();
  await nat.sendFrames({ type: "hello", name: "nat", room: "lobby" });
  await nat.waitForText(WAITS);
  await ada.sendFrames({ type: "mod", do: "admit", name: "nat" });
  const { token } = await nat.waitForFrame("welcome");
  await ada.sendFrames({ type: "mod", do: "kick", name: "nat" });
  await nat.waitForFrame("bye");
  await server.clock.advance(61_000);
  await ada.sendFrames({ type: "mod", do: "unban", n: 1 });
  await ada.waitForFrame("done", ({ do: deed }) => deed === "unban");
  const again = await server.native();
  await again.sendFrames({ type: "hello", name: "nat", room: "lobby", resume: { token, after: {} } });
  await again.waitForFrame("welcome");
  assert(!again.text.includes(WAITS));
});
