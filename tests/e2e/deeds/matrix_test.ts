/** Each deed done at each door, and seen at every other: by a table in which no deed and no door can be forgotten. */

import { assert, assertEquals } from "@std/assert";
import { DEEDS } from "../../../protocol/deeds.ts";
import type { DoneFrame, ModRequest } from "../../../protocol.ts";
import { neededFor } from "../../../protocol/rights.ts";
import { logWithOwners, type Seat, SEATS, type Written } from "../../support/deed_doors.ts";
import type { NativePeer } from "../../support/peers.ts";
import { test } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer, type TestServer } from "../../support/test_server.ts";
import { type On, type Row, TABLE } from "./table.ts";

const DOORS = Object.keys(SEATS);
const ROOM = "tea";

/** Everybody who is in charge, one at each door, and one more who sees to it that each deed finds what it needs. */
interface Scene {
  readonly server: TestServer;
  readonly seats: ReadonlyMap<string, Seat>;
  readonly helper: NativePeer;
}

/** Has the helper do something, and gives the answer. */
async function help({ helper }: Scene, wish: Partial<ModRequest>): Promise<DoneFrame> {
  const id = `h${helper.frames.length}`;
  await helper.sendFrames({ type: "mod", do: "bans", ...wish, id });
  return await helper.waitForFrame("done", (frame) => frame.id === id);
}

async function arrange(server: TestServer): Promise<Scene> {
  const helper = await server.native();
  await helper.sendFrames({
    type: "hello",
    name: "hanna",
    room: "lobby",
    auth: { password: "correct horse battery" },
  });
  await helper.waitForFrame("welcome");
  await helper.sendFrames({ type: "join", room: ROOM });
  await helper.waitForFrame("entered");
  const seats = new Map<string, Seat>();
  for (const [door, come] of Object.entries(SEATS)) {
    const seat = await come(server, `${door}boss`);
    await seat.join(ROOM);
    seats.set(door, seat);
  }
  return { server, seats, helper };
}

/** Has a guest come whom the deed is on, say something in the room, and whoever is above the others. */
async function guest({ server, helper }: Scene, name: string, isAtDoor: boolean): Promise<{
  readonly peer: NativePeer;
  readonly seq: number;
}> {
  const peer = await server.native();
  await peer.sendFrames({ type: "hello", name, room: "lobby" });
  if (isAtDoor) {
    await peer.waitForFrame("notice");
    return { peer, seq: 0 };
  }
  await peer.waitForFrame("welcome");
  await peer.sendFrames({ type: "join", room: ROOM });
  await peer.waitForFrame("entered");
  await peer.sendFrames({ type: "say", room: ROOM, text: `words of ${name}` });
  const { seq } = await helper.waitForMessage(`words of ${name}`);
  return { peer, seq };
}

/** Writes a deed as each door has it. */
function written({ frame, line, irc, deed, scope }: Row, on: On): Written {
  return {
    frame: { type: "mod", do: deed, ...(scope === "room" && { room: ROOM }), ...frame(on) },
    line: line?.(on),
    irc: irc?.(on),
  };
}

/** Does one deed at one door, and looks at all of them. */
async function perform(scene: Scene, door: string, row: Row, name: string): Promise<void> {
  const { seats } = scene;
  const author = seats.get(door);
  assert(author !== undefined);
  const early = row.isAtDoor ? undefined : await guest(scene, name, false);
  const before = row.before?.({ by: "hanna", name, seq: early?.seq ?? 0, n: 0 });
  const { n = 0 } = before === undefined ? {} : await help(scene, before);
  const { peer, seq } = early ?? await guest(scene, name, true);
  const on = { by: author.name, name, seq, n };
  const first = TABLE.find(({ deed }) => deed === row.first);
  const isPossible = (first === undefined || await author.perform(written(first, on))) &&
    written(row, on)[author.kind] !== undefined;
  if (first !== undefined && isPossible) await author.see(first.seen(on));
  for (const seat of seats.values()) await seat.mark();
  if (isPossible) {
    await author.perform(written(row, on));
    const seers = row.isAnswerOnly ? [author] : seats.values();
    for (const seat of seers) await seat.see(row.seen(on));
    const { told } = row;
    if (told !== undefined) await peer.waitForFrame("error", ({ code }) => code === told);
  }
  const after = row.after?.(on);
  if (after !== undefined) await help(scene, after);
  if (peer.state === "open") await peer.sendFrames({ type: "quit" });
  await peer.waitForEnd();
}

for (const door of DOORS) {
  test(`each deed that is done at the ${door} door is seen at every other`, async () => {
    using folder = new TempFolder();
    const data = folder.file("chat.db");
    logWithOwners(data, ["hanna", ...DOORS.map((each) => `${each}boss`)], ["mia"]);
    await using server = await startServer({ data, limits: { rate: null } });
    const scene = await arrange(server);
    const mia = await SEATS["native"]?.(server, "mia");
    await mia?.join(ROOM);
    await server.native("olga");
    for (const [index, row] of TABLE.entries()) await perform(scene, door, row, `v${index}`);
  });
}

test("the table has every deed in every place in which there is one, and no other", () => {
  const wanted = DEEDS.flatMap((deed) =>
    (["room", "server"] as const).filter((scope) => neededFor(deed, scope) !== undefined)
      .map((scope) => `${deed} ${scope}`)
  );
  assertEquals(new Set(TABLE.map(({ deed, scope }) => `${deed} ${scope}`)), new Set(wanted));
});

test("the table has every door at which people come in", async () => {
  const doors = [];
  for await (const { name } of Deno.readDir("server/doors")) {
    for (const file of ["door.ts", "format.ts", "sentences.ts", "client.ts"]) {
      const source = await Deno.readTextFile(`server/doors/${name}/${file}`).catch(() => "");
      if (/openSession\(|hub\.open\(/.test(source)) doors.push(name);
    }
  }
  assertEquals(new Set(doors), new Set(DOORS.map((door) => door === "page" ? "web" : door)));
});
