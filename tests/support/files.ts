/**
 * Sending and fetching files in tests, as a client does.
 *
 * @module
 */

import type { FileInfo, MessageId } from "../../protocol.ts";
import type { FrameOf, NativePeer } from "./peers.ts";
import type { TestServer } from "./test_server.ts";

/** A file that a test sends. */
export interface TestFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly room?: string;
  readonly id?: MessageId;
}

const ids = { next: 1 };

/** Asks where to send a file. */
export async function askWhere(
  peer: NativePeer,
  { name, bytes, room = "lobby", id = `f-${ids.next++}` }: TestFile,
): Promise<FrameOf<"upload"> | FrameOf<"error"> | FrameOf<"ack">> {
  const seen = peer.frames.length;
  await peer.sendFrames({ type: "upload", room, name, size: bytes.length, id });
  return await peer.waitFor(
    `an answer to ${id}`,
    () =>
      peer.frames.slice(seen).flatMap((frame) =>
        (frame.type === "upload" || frame.type === "error" || frame.type === "ack") && frame.id === id
          ? [frame]
          : []
      )[0],
  );
}

/** Asks where to send a file, and expects to be told. */
export async function pathFor(peer: NativePeer, file: TestFile): Promise<string> {
  const answer = await askWhere(peer, file);
  if (answer.type !== "upload") throw new Error(JSON.stringify(answer));
  return answer.path;
}

/** Sends bytes of a file from one on. */
export function patch(
  server: TestServer,
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  offset = 0,
): Promise<Response> {
  const headers = { "Upload-Offset": String(offset) };
  return ask(server, path, { method: "PATCH", headers, body: bytes });
}

/** Asks for something over HTTP, and reads all of the answer. */
export async function ask(server: TestServer, path: string, init?: RequestInit): Promise<Response> {
  const response = await server.fetch(path, init);
  const { status, headers } = response;
  const isBare = status === 204 || status === 304;
  const body = await response.arrayBuffer();
  return new Response(isBare ? null : body, {
    status,
    headers,
  });
}

/** Sends a whole file, and gives what became of it. */
export async function sendFile(
  server: TestServer,
  peer: NativePeer,
  file: TestFile,
): Promise<{ readonly seq: number; readonly file: FileInfo }> {
  const response = await patch(server, await pathFor(peer, file), file.bytes);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return await response.json();
}

/** Fetches something, and gives its bytes. */
export async function fetchBytes(server: TestServer, path: string): Promise<Uint8Array> {
  const response = await server.fetch(path);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
}

/** Makes bytes that no packing makes smaller, the same for the same seed. */
export function noise(length: number, seed = 1): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = Math.imul(state, 1103515245) + 12345 >>> 0;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

/** Lists the files that lie beside a log, by their hashes; and what has come of others. */
export function filesBeside(log: string): { readonly kept: readonly string[]; readonly parts: number } {
  const kept: string[] = [];
  let parts = 0;
  try {
    for (const { name: folder } of Deno.readDirSync(`${log}-files`)) {
      for (const { name } of Deno.readDirSync(`${log}-files/${folder}`)) {
        if (folder === "parts") parts++;
        else kept.push(name);
      }
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return { kept: kept.toSorted(), parts };
}
