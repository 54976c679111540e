/**
 * A client that gets to know servers, as fast as it can: `FOLDER NAME COUNT`.
 *
 * @module
 */

import { openKnownServers } from "../../main/known_servers_file.ts";

const [folder, name = "", count] = Deno.args;
for (let at = 0; at < Number(count); at++) {
  const known = openKnownServers(folder);
  known.put({ address: { host: name, port: at + 1 }, since: "2026-11-29", by: { kind: "authority" } });
}
