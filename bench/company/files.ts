/**
 * People who send and fetch large files, beside a room that is measured.
 *
 * @module
 */

import { createBotToken } from "../../server.ts";
import type { Rounds } from "./rounds.ts";
import { ROUND } from "./rounds.ts";

/** The largest file that a server takes unless told otherwise, in bytes. */
const SIZE = 25 * 1024 * 1024;

/** Sends one file; the returned function has, until a pause, some send others, and others fetch that one, again and again. */
export async function prepareFiles(
  port: number,
  log: string,
  { uploads, downloads }: { readonly uploads: number; readonly downloads: number },
  rounds: Rounds,
): Promise<() => readonly Promise<void>[]> {
  const tokens = Array.from({ length: uploads + 1 }, (_, index) => {
    const made = createBotToken(log, `sender${index}`, "guest", Date.now());
    return made.isMade ? made.token : "";
  });
  const bytes = crypto.getRandomValues(new Uint8Array(60_000));
  const body = new Uint8Array(SIZE);
  for (let at = 0; at < SIZE; at += bytes.length) body.set(bytes.subarray(0, SIZE - at), at);
  const send = async (index: number, first: number, signal?: AbortSignal): Promise<string> => {
    body[0] = first;
    const url = `http://127.0.0.1:${port}/files?room=${ROUND}&name=${index}.bin`;
    const response = await fetch(url, {
      method: "POST",
      headers: { Authorization: `Bearer ${tokens[index] ?? ""}` },
      body,
      ...(signal !== undefined && { signal }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`a file was refused: ${response.status} ${text}`);
    return `/files/${JSON.parse(text).file.id}`;
  };
  let path = "";
  while (path === "") await again(async () => void (path = await send(uploads, 0)), rounds);
  const each = (count: number, run: (index: number) => Promise<void>): readonly Promise<void>[] =>
    Array.from({ length: count }, (_, index) => run(index));
  return () => [
    ...each(uploads, async (index) => {
      for (let round = 1; !rounds.isOver; round++) {
        const first = (round + index) % 256;
        await rounds.time(() => again(async () => void await send(index, first, rounds.resting), rounds));
      }
    }),
    ...each(downloads, async () => {
      while (!rounds.isOver) await rounds.time(() => again(() => fetchAll(port, path, rounds), rounds));
    }),
  ];
}

async function fetchAll(port: number, path: string, rounds: Rounds): Promise<void> {
  const { body } = await fetch(`http://127.0.0.1:${port}${path}`, { signal: rounds.resting });
  for await (const _ of body ?? []) continue;
}

/**
 * Tries again what a busy machine was too slow for: a connection on which nothing is asked for a while is greeted. What a pause
 * has broken off is not tried again.
 */
async function again(run: () => Promise<void>, rounds: Rounds): Promise<void> {
  while (!rounds.isOver) {
    try {
      return await run();
    } catch (error) {
      if (rounds.resting.aborted) return;
      if (!(error instanceof TypeError)) throw error;
    }
  }
}
