/** A server that is killed in the middle of deeds: each is kept with its entry in the audit, or is not there at all. */

import { assert, assertEquals } from "@std/assert";
import type { ModRequest } from "../../protocol.ts";
import { listBans, readAudit } from "../../server/store/log.ts";
import { NativePeer } from "../support/peers.ts";
import { Program } from "../support/program.ts";
import { TempFolder } from "../support/temp_folder.ts";

const SERVER = new URL("../support/server_with_log.ts", import.meta.url).pathname;

/** Who makes the room is its operator, each time by another name. */
async function operator(port: string, round: number): Promise<NativePeer> {
  const peer = new NativePeer(await Deno.connect({ port: Number(port) }));
  await peer.enter(`ada${round}`);
  await peer.sendFrames({ type: "join", room: `tea${round}` });
  await peer.waitForFrame("entered");
  return peer;
}

Deno.test("killed in the middle of deeds, again and again, a server has done each wholly or not at all, and forgets none that it said was done", async () => {
  using folder = new TempFolder();
  const path = folder.file("chat.db");
  const done = new Set<string>();
  let asked = 0;
  for (const [round, answers] of [3, 40, 90, 17].entries()) {
    const server = new Program([Deno.execPath(), "run", "-A", "--no-check", SERVER, path]);
    const port = await server.waitForOutput(/port (\d+)\n/);
    const ada = await operator(port, round);
    const deeds = Array.from({ length: 300 }, (): ModRequest => {
      const name = `target${asked++}`;
      return { type: "mod", do: "ban", room: `tea${round}`, name, why: `why ${name}`, id: name };
    });
    void ada.sendFrames(...deeds.slice(0, 150)).then(() => ada.sendFrames(...deeds.slice(150))).catch(
      () => {},
    );
    await ada.waitFor("some deeds", () => ada.framesOf("done").length >= answers || undefined);
    await server.kill();
    for (const { name = "" } of ada.framesOf("done")) done.add(name);
    await ada.close();
    await server[Symbol.asyncDispose]();
    const bans = new Map(listBans(path).map((ban) => [ban.subject, ban.why]));
    const audit = readAudit(path, 0).filter(({ do: deed }) => deed === "ban");
    assertEquals(new Set(audit.map(({ subject }) => subject)), new Set(bans.keys()));
    assertEquals(audit.length, bans.size);
    for (const { subject, why } of audit) assertEquals([why, bans.get(subject)], [`why ${subject}`, why]);
    for (const name of done) assert(bans.has(name), `${name} was done, and is not kept`);
  }
  assert(done.size >= 150, String(done.size));

  // What is kept is in force.
  const server = new Program([Deno.execPath(), "run", "-A", "--no-check", SERVER, path]);
  const port = await server.waitForOutput(/port (\d+)\n/);
  const [banned = ""] = done;
  const peer = new NativePeer(await Deno.connect({ port: Number(port) }));
  await peer.enter(banned);
  await peer.sendFrames({ type: "join", room: "tea0" });
  assertEquals((await peer.waitForFrame("error")).code, "banned");
  await peer.close();
  await server[Symbol.asyncDispose]();
});
