/** The file of known servers, when several clients write it at once. */

import { assert, assertEquals } from "@std/assert";
import { openKnownServers } from "../../main/known_servers_file.ts";
import { TempFolder } from "../support/temp_folder.ts";

const CLIENT = new URL("../support/known_servers_process.ts", import.meta.url).pathname;

Deno.test("clients that come somewhere for the first time at once are all remembered", async () => {
  using folder = new TempFolder();
  const config = folder.file("chat");
  const names = ["ada", "bob", "cy"];
  const ended = await Promise.all(names.map((name) =>
    new Deno.Command(Deno.execPath(), {
      args: ["run", "-q", "--no-check", "--allow-read", "--allow-write", CLIENT, config, name, "40"],
      stdout: "inherit",
      stderr: "inherit",
    }).output()
  ));
  assertEquals(ended.map(({ code }) => code), [0, 0, 0]);
  const known = openKnownServers(config).list();
  const count = (name: string): number => known.filter(({ address }) => address.host === name).length;
  assertEquals(names.map(count), [40, 40, 40]);
  const { mode } = Deno.statSync(`${config}/known_servers`);
  assertEquals(mode === null ? undefined : mode & 0o777, Deno.build.os === "windows" ? undefined : 0o600);
  assertEquals([...Deno.readDirSync(config)].map(({ name }) => name).toSorted(), [
    "known_servers",
    "known_servers.lock",
  ]);
});

Deno.test("where nothing can be locked a server is kept all the same, and one that is forgotten is gone", () => {
  using folder = new TempFolder();
  Deno.mkdirSync(`${folder.file("chat")}/known_servers.lock`, { recursive: true });
  const known = openKnownServers(folder.file("chat"));
  known.put({ address: { host: "ada", port: 1 }, since: "2026-11-29", by: { kind: "authority" } });
  assert(openKnownServers(folder.file("chat")).find({ host: "ada", port: 1 }).kind === "known");
  assertEquals(known.forget("ada", undefined), ["ada:1"]);
  assertEquals(openKnownServers(folder.file("chat")).list(), []);
});
