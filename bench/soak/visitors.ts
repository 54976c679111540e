/**
 * What goes on beside the talk: guests who come and go, and somebody who stops reading.
 *
 * @module
 */

import { DIALECTS } from "../generator/dialects.ts";
import { enter, pause } from "../generator/member.ts";
import { encodeFrame } from "../../protocol.ts";
import { type SoakContext, SoakMember } from "./member.ts";

/** How long a guest stays, in ms. */
const VISIT = 1500;

/** A guest who comes, stays a moment, and says goodbye or not. */
export async function visitBriefly(index: number, company: SoakContext): Promise<void> {
  const guest = await SoakMember.enter(`guest${index}`, company, 0);
  await pause(VISIT);
  guest.leave(index % 2 === 0 ? "quit" : "break");
}

/**
 * Somebody who stops reading but goes on asking for what was said, so that the server has more and more for them.
 * Resolves once the server has let them go.
 */
export async function stopReading(index: number, { port }: SoakContext): Promise<void> {
  const member = await enter(DIALECTS.native, port, index, `stall${index}`);
  try {
    for (;;) {
      await member.write(encodeFrame({ type: "history", room: "lobby", limit: 500 }));
      await pause(1000);
    }
  } catch {
    member.close(); // Let go: that is what was waited for.
  }
}
