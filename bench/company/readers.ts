/**
 * Connections that read the whole of a long room, beside a room that is measured.
 *
 * @module
 */

import { Native } from "../generator/native.ts";
import { LONG_ROOM, type Rounds } from "./rounds.ts";

/** The most messages that one page of history has. */
const PAGE = 1_000;

/** Joins the long room with nothing of it, and reads it to its end; again and again. */
export async function keepCatchingUp(
  port: number,
  index: number,
  messages: number,
  rounds: Rounds,
): Promise<void> {
  for (let round = 0; !rounds.isOver; round++) {
    const reader = await Native.enter(port, `reader${index}x${round}`, LONG_ROOM, 0);
    const ending = endWith(rounds, reader);
    await rounds.time(async () => void await reader.readUntil(`"text":"message ${messages - 1}."`));
    clearInterval(ending);
    reader.close();
  }
}

/** Asks for the history of the long room from its beginning, again as soon as a page came. */
export async function keepPaging(port: number, index: number, rounds: Rounds): Promise<void> {
  const reader = await Native.enter(port, `pager${index}`, LONG_ROOM);
  const ending = endWith(rounds, reader);
  while (!rounds.isOver) {
    await rounds.time(async () => {
      await reader.send({ type: "history", room: LONG_ROOM, after: 0, limit: PAGE });
      await reader.readUntil(`"type":"history"`);
    });
  }
  clearInterval(ending);
  reader.close();
}

/** Follows the long room as server-sent events from its beginning, reading as fast as it comes. */
export async function keepListening(port: number, token: string, rounds: Rounds): Promise<void> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  const head =
    `GET /events?room=${LONG_ROOM}&after=0 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`;
  await conn.write(new TextEncoder().encode(head));
  const ending = endWith(rounds, conn);
  const buffer = new Uint8Array(128 * 1024);
  await rounds.time(async () => {
    while (await conn.read(buffer) !== null) continue;
  });
  clearInterval(ending);
}

/** Closes a connection when all is to end: what it still reads may be much. */
function endWith(rounds: Rounds, conn: { close(): void }): ReturnType<typeof setInterval> {
  const ending = setInterval(() => {
    if (!rounds.isOver) return;
    clearInterval(ending);
    conn.close();
  }, 100);
  return ending;
}
