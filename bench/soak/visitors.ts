/**
 * Events beside the messages: visitors that enter and leave, and members that stop reading.
 *
 * @module
 */

import { DIALECTS } from "../generator/dialects.ts";
import { enter, pause } from "../generator/member.ts";
import { encodeFrame } from "../../protocol.ts";
import { type SoakContext, SoakMember } from "./member.ts";

/** How long a visitor stays, in ms. */
const VISIT = 1500;

/** Enters, stays {@linkcode VISIT}, and leaves with or without a goodbye. */
export async function visitBriefly(index: number, company: SoakContext): Promise<void> {
  const guest = await SoakMember.enter(`guest${index}`, company, 0);
  await pause(VISIT);
  guest.leave(index % 2 === 0 ? "quit" : "break");
}

/**
 * Enters, stops reading, and requests history again and again, so that its outbox grows. Resolves once the server has
 * disconnected it.
 */
export async function stopReading(index: number, { port }: SoakContext): Promise<void> {
  const member = await enter(DIALECTS.native, port, index, `stall${index}`);
  try {
    for (;;) {
      await member.write(encodeFrame({ type: "history", room: "lobby", limit: 500 }));
      await pause(1000);
    }
  } catch {
    member.close(); // Disconnected, as expected.
  }
}
