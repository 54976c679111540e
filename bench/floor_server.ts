/**
 * The floor: the least that a fan-out can cost in this runtime. Lines in, the same lines out to every member, all lines
 * of one turn of the event loop in one write a member. It has no names, checks or bounds.
 *
 * @module
 */

import { setImmediate } from "node:timers";

/** One connection. */
interface Member {
  readonly conn: Deno.TcpConn;
  waiting: Uint8Array[];
  isWriting: boolean;
}

const members = new Set<Member>();
let turn: Uint8Array[] = [];

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return first;
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function drain(member: Member): Promise<void> {
  member.isWriting = true;
  while (member.waiting.length > 0) {
    const bytes = join(member.waiting);
    member.waiting = [];
    let at = await member.conn.write(bytes).catch(() => bytes.length);
    while (at < bytes.length) at += await member.conn.write(bytes.subarray(at)).catch(() => bytes.length);
  }
  member.isWriting = false;
}

function endTurn(): void {
  const bytes = join(turn);
  turn = [];
  for (const member of members) {
    member.waiting.push(bytes);
    if (!member.isWriting) void drain(member);
  }
}

async function serve(conn: Deno.TcpConn): Promise<void> {
  conn.setNoDelay(true);
  const member: Member = { conn, waiting: [], isWriting: false };
  await conn.write(new TextEncoder().encode("in\n"));
  members.add(member);
  const buffer = new Uint8Array(64 * 1024);
  let kept = 0; // Bytes of an incomplete line.
  for (;;) {
    const count = await conn.read(buffer.subarray(kept)).catch(() => null);
    if (count === null) break;
    const end = buffer.lastIndexOf(10, kept + count - 1) + 1;
    kept += count;
    if (end === 0) continue;
    if (turn.push(buffer.slice(0, end)) === 1) setImmediate(endTurn);
    buffer.copyWithin(0, end, kept);
    kept -= end;
  }
  members.delete(member);
  conn.close();
}

if (import.meta.main) {
  for await (const conn of Deno.listen({ hostname: "127.0.0.1", port: Number(Deno.args[0]) })) {
    void serve(conn);
  }
}
