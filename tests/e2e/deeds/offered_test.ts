/** Help and completion of every door offer somebody exactly the deeds that the server lets them do. */

import { assert, assertEquals } from "@std/assert";
import { renderHelp } from "../../../client/view/help.ts";
import { initialState, reduce, standingOf, type State } from "../../../conversation.ts";
import { DEED_COMMANDS } from "../../../protocol/deed_commands.ts";
import { ITALIAN_NAMES } from "../../../protocol/italian_names.ts";
import type { ServerFrame } from "../../../protocol.ts";
import { buildVocabulary, complete } from "../../../typing.ts";
import { en } from "../../../words/en.ts";
import { logWithOwners, PASSWORD } from "../../support/deed_doors.ts";
import type { NativePeer, PlainPeer } from "../../support/peers.ts";
import { test } from "../../support/sanitized.ts";
import { TempFolder } from "../../support/temp_folder.ts";
import { startServer, type TestServer } from "../../support/test_server.ts";

const ROOM = "tea";

/** Everybody, from the lowest rank to the highest, and what the owner makes them. */
const RANKS = {
  guest: {},
  voiced: { do: "voice", room: ROOM },
  operator: { do: "op", room: ROOM },
  member: {},
  moderator: { do: "op" },
  owner: {},
} as const;

type RankName = keyof typeof RANKS;
const HAS_ACCOUNT: readonly RankName[] = ["member", "moderator", "owner"];

/** Has somebody come into the room by a client. */
async function comeNative(server: TestServer, name: RankName): Promise<NativePeer> {
  const peer = await server.native();
  const auth = HAS_ACCOUNT.includes(name) ? { auth: { password: PASSWORD } } : {};
  await peer.sendFrames({ type: "hello", name, room: "lobby", ...auth });
  await peer.waitForFrame("welcome");
  await peer.sendFrames({ type: "join", room: ROOM });
  await peer.waitForFrame("entered");
  return peer;
}

/** The same by nc. With an account it is the same person; a guest is another one, who is called a little else. */
async function comePlain(server: TestServer, name: RankName): Promise<PlainPeer> {
  const peer = await server.plain();
  const hasAccount = HAS_ACCOUNT.includes(name);
  await peer.say(hasAccount ? name : `${name}-nc`);
  if (hasAccount) await peer.say(`/password ${PASSWORD}`);
  await peer.waitForText("Here now");
  await peer.say(`/join ${ROOM}`);
  await peer.waitForText(`You are in #${ROOM}`);
  return peer;
}

/** What a client knows that has received all this, with the room in view. */
function stateOf(frames: readonly ServerFrame[]): State {
  const [welcome] = frames.filter((frame) => frame.type === "welcome");
  assert(welcome?.type === "welcome");
  return frames.slice(frames.indexOf(welcome) + 1).reduce(
    (state, frame) => reduce(state, frame),
    initialState(welcome, ""),
  );
}

/** The deeds that the server does not refuse somebody for their rank, in the room nor on the whole server. */
async function allowed(peer: NativePeer): Promise<readonly string[]> {
  const may = new Set<string>();
  for (const { name, deed } of DEED_COMMANDS) {
    for (const where of [{ room: ROOM }, { room: ROOM, wide: true as const }]) {
      const id = `${deed}-${where.wide === true}`;
      const from = peer.frames.length;
      await peer.sendFrames({ type: "mod", do: deed, n: 999, name: "nobody-here", ...where, id });
      await peer.sync();
      const isRefused = peer.frames.slice(from).some((frame) =>
        frame.type === "error" && frame.code === "not-allowed" && "needs" in frame
      );
      if (!isRefused) may.add(name);
    }
  }
  return [...may].toSorted();
}

test("who may do a deed is offered it, and nobody else, by help and completion at nc, in the client and on the page", async () => {
  using folder = new TempFolder();
  const data = folder.file("chat.db");
  logWithOwners(data, ["owner", "ada"], ["member", "moderator"]);
  await using server = await startServer({ data, limits: { rate: null } });
  const ada = await server.native();
  await ada.sendFrames({ type: "hello", name: "ada", room: "lobby", auth: { password: PASSWORD } });
  await ada.sendFrames({ type: "join", room: ROOM });
  await ada.waitForFrame("entered");
  const sizes: number[] = [];
  for (const name of Object.keys(RANKS) as readonly RankName[]) {
    const [client, nc] = [await comeNative(server, name), await comePlain(server, name)];
    const made = RANKS[name];
    if ("do" in made) {
      for (const each of HAS_ACCOUNT.includes(name) ? [name] : [name, `${name}-nc`]) {
        await ada.sendFrames({ type: "mod", ...made, name: each, id: each });
        await ada.waitForFrame("done", ({ id }) => id === each);
      }
    }
    await client.sync();
    const state = stateOf(client.frames);
    const before = nc.text.length;
    await nc.say("/help");
    await nc.waitFor("help", () => nc.text.slice(before).includes("/quit") || undefined);
    const may = await allowed(client);
    sizes.push(may.length);
    const shown = (text: string): readonly string[] =>
      DEED_COMMANDS.filter(({ name }) => new RegExp(`^ *(?:/|\\S+: /)?/?${name}(?![\\w-])`, "m").test(text))
        .map(({ name }) => name).toSorted();
    assertEquals(shown(nc.text.slice(before)), may, `${name} at nc`);
    const lines = renderHelp("", { words: en, color: false, me: name, plain: true }, standingOf(state));
    assertEquals(shown(lines.join("\n")), may, `${name} in the client`);
    for (const frontend of ["client", "page"] as const) {
      const vocabulary = buildVocabulary(state, { ignored: [], frontend });
      const offered = DEED_COMMANDS.filter(({ name }) =>
        complete(`/${name}`, name.length + 1, vocabulary).choices.some((choice) =>
          choice.trim() === `/${name}`
        )
      ).map(({ name }) => name);
      assertEquals(offered.toSorted(), may, `${name}: completion of the ${frontend}`);
      for (const { name: command } of DEED_COMMANDS) {
        const italian = ITALIAN_NAMES[command];
        if (italian === undefined) continue;
        const { choices } = complete(`/${italian}`, italian.length + 1, vocabulary);
        const isOffered = choices.some((choice) => choice.trim() === `/${italian}`);
        assertEquals(isOffered, may.includes(command), `${name}: /${italian}`);
      }
    }
    for (const peer of [client, nc]) await peer.send(peer === client ? '{"type":"quit"}\n' : "/quit\n");
    await client.waitForEnd();
    await nc.waitForEnd();
  }
  const [guest, voiced, operator, member, moderator, owner] = sizes;
  assertEquals([guest, voiced, member], [2, 2, 2]);
  assert(operator !== undefined && moderator !== undefined && owner !== undefined);
  assert(operator > 20 && moderator > operator && owner > moderator, sizes.join(" "));
});
