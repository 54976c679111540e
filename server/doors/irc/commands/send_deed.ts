/**
 * What people in charge do, on its way from a client of this door.
 *
 * @module
 */

import type { ModRequest } from "../../../../protocol.ts";
import type { IrcClient } from "../client.ts";

/** A deed without what every one has. */
export type SentDeed = Omit<ModRequest, "type">;

/** Has a client's person do something that is for people in charge; who may not is told so. */
export function sendDeed({ server, session }: IrcClient, deed: SentDeed): void {
  server.hub.receive(session, { ok: true, frame: { type: "mod", ...deed } });
}
