/** A client that keeps to no rule: every deed with forged fields, in every state in which somebody may do none of them. */

import { assert, assertEquals } from "@std/assert";
import { DEEDS } from "../../../protocol/deeds.ts";
import type { ModLine } from "../../../protocol.ts";
import { logWithOwners, PASSWORD } from "../../support/deed_doors.ts";
import type { NativePeer } from "../../support/peers.ts";
import { test } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer, type TestServer } from "../../support/test_server.ts";

const ROOM = "tea";

/** What a client might add in the hope that it is believed: none of it is asked for, or it is of the wrong kind. */
const FORGED: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { room: ROOM },
  { room: ROOM, wide: true },
  { role: "owner", rank: "owner", account: true, isProven: true, by: "ada", from: "ada", actor: "ada" },
  { room: ROOM, mask: { written: "*!*@*", persons: ["ada"] }, marks: [["name", "ada"]] },
  { room: ROOM, by: "address" },
  { room: "TEA", wide: true, dry: true },
  { room: "", n: 1, seq: 1 },
  { room: "lobby", n: 1, seq: 1, for: 9_007_199_254_740_991 },
];

const VALUES: readonly unknown[] = [true, false, 0, 1, "", "off", "join", "word"];

/** Sends every deed with everything that is forged, all at once, and gives what came of it. */
async function attack(peer: NativePeer, name: string): Promise<void> {
  const lines: string[] = [];
  for (const [index, deed] of DEEDS.entries()) {
    for (const [at, forged] of FORGED.entries()) {
      const value = VALUES[(index + at) % VALUES.length];
      const on = at % 3 === 0 ? { net: "127.0.0.0/8" } : { name: at % 3 === 1 ? name : "*" };
      lines.push(
        JSON.stringify({ type: "mod", do: deed, value, why: "forged", ...on, seq: 1, n: 1, ...forged }),
      );
    }
  }
  for (let from = 0; from < lines.length; from += 50) {
    await peer.send(`${lines.slice(from, from + 50).join("\n")}\n`);
  }
  await peer.sync();
}

/** Gives all lines of a list that the owner asks for. */
async function list(ada: NativePeer, what: "bans" | "audit" | "waiting"): Promise<readonly ModLine[]> {
  const before = ada.framesOf("modlist").length;
  await ada.sendFrames({ type: "mod", do: what, for: 86_400_000 });
  await ada.waitForFrame(
    "modlist",
    (frame) => frame.more === undefined && ada.framesOf("modlist").indexOf(frame) >= before,
  );
  return ada.framesOf("modlist").slice(before).flatMap(({ lines }) => lines);
}

interface Scene {
  readonly server: TestServer;
  readonly ada: NativePeer;
  readonly mia: NativePeer;
}

/** An owner and a member in a room of theirs, in which something was said. */
async function scene(folder: TempFolder): Promise<Scene> {
  const data = folder.file("chat.db");
  logWithOwners(data, ["ada"], ["mia"]);
  const server = await startServer({ data, limits: { rate: null } });
  const [ada, mia] = [await server.native(), await server.native()];
  for (const [peer, name] of [[ada, "ada"], [mia, "mia"]] as const) {
    await peer.sendFrames({ type: "hello", name, room: "lobby", auth: { password: PASSWORD } });
    await peer.waitForFrame("welcome");
    await peer.sendFrames({ type: "join", room: ROOM }, {
      type: "say",
      room: ROOM,
      text: `words of ${name}`,
    });
    await peer.waitForMessage(`words of ${name}`);
  }
  return { server, ada, mia };
}

/** Who attacks, in which state. */
const STATES: Readonly<Record<string, (scene: Scene) => Promise<NativePeer>>> = {
  "who has not said who they are": ({ server }) => server.native(),
  "a guest": ({ server }) => server.native("eve"),
  "a guest in the room": async ({ server }) => {
    const eve = await server.native("eve");
    await eve.sendFrames({ type: "join", room: ROOM });
    await eve.waitForFrame("entered");
    return eve;
  },
  "the holder of a name": ({ mia }) => Promise.resolve(mia),
  "who is muted": async ({ server, ada }) => {
    const eve = await server.native("eve");
    await eve.sendFrames({ type: "join", room: ROOM });
    await ada.sendFrames({ type: "mod", do: "mute", name: "eve" });
    await eve.waitForFrame("error");
    return eve;
  },
  "who has been kicked from the room": async ({ server, ada }) => {
    const eve = await server.native("eve");
    await eve.sendFrames({ type: "join", room: ROOM });
    await eve.waitForFrame("entered");
    await ada.sendFrames({ type: "mod", do: "kick", room: ROOM, name: "eve" });
    await eve.waitForFrame("error");
    return eve;
  },
  "who is in the middle of a claim": async ({ server }) => {
    const eve = await server.native("eve");
    await eve.sendFrames({ type: "claim", key: "A".repeat(43) });
    await eve.waitForFrame("challenge");
    return eve;
  },
  "who says that they are the owner and has proved nothing": async ({ server }) => {
    const eve = await server.native();
    await eve.send(
      `{"type":"hello","name":"eve","room":"lobby","owner":true,"role":"owner","account":{"id":1}}\n`,
    );
    await eve.waitForFrame("challenge");
    return eve;
  },
  "who waits to be let in": async ({ server, ada }) => {
    await ada.sendFrames({ type: "mod", do: "approve", value: true });
    await ada.waitForFrame("done");
    const eve = await server.native();
    await eve.sendFrames({ type: "hello", name: "eve", room: "lobby" });
    await eve.waitForFrame("notice");
    return eve;
  },
};

for (const [who, come] of Object.entries(STATES)) {
  test(`${who} does none of the deeds by a client of their own`, async () => {
    using folder = new TempFolder();
    const found = await scene(folder);
    await using server = found.server;
    const { ada, mia } = found;
    const peer = await come(found);
    const [bans, audit] = [await list(ada, "bans"), await list(ada, "audit")];
    await attack(peer, "mia");
    if (peer !== mia) assertEquals(mia.framesOf("error"), []);
    assertEquals(await list(ada, "bans"), bans);
    const more = (await list(ada, "audit")).filter(({ n }) => !audit.some((entry) => entry.n === n));
    assertEquals(more.filter(({ do: deed }) => deed !== "report"), [], "only reports are everybody's");
    assertEquals([...ada.framesOf("mode"), ...mia.framesOf("mode")], []);
    assertEquals(
      ada.framesOf("message").filter(({ redacts, from }) => redacts !== undefined && from !== "mia"),
      [],
    );
    assertEquals(
      ada.framesOf("left").filter(({ reason }) => reason === "removed").length,
      who.includes("kicked") ? 1 : 0,
    );
    assertEquals(peer.framesOf("done").filter(({ do: deed }) => deed !== "report" && deed !== "delete"), []);
    assertEquals(peer.framesOf("modlist"), []);
    assert(ada.state === "open" && mia.state === "open");
    await server.native(who.includes("waits") ? undefined : "later");
  });
}

test("the same frames of an owner are deeds, so that it is the rank that keeps the others from them", async () => {
  using folder = new TempFolder();
  const found = await scene(folder);
  await using _ = found.server;
  await attack(found.ada, "mia");
  const done = new Set((await list(found.ada, "audit")).map(({ do: deed }) => deed));
  assert(done.size > 20, [...done].join(" "));
});
