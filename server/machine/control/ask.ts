/**
 * Asks a server that runs on this machine, as its operator.
 *
 * @module
 */

import { type Clock, within } from "../../../net/clock.ts";
import { LineReader } from "../../../net/lines.ts";
import { writeAll } from "../../../net/output.ts";
import { CONTROL_WORD, type ControlCommand, isProof, newNonce, parsePair, proofOf } from "./dialogue.ts";
import type { RunFacts } from "./run_file.ts";

/** What a server is asked for. */
export interface AskedFor {
  /** What it is to do. */
  readonly command: ControlCommand;
  /** How long it has for the answer, in ms. */
  readonly within: number;
}

/**
 * What became of a question: the server's own answer, in JSON; nobody is there, or somebody who does not know the key; or
 * there was no answer in time.
 */
export type ControlReply =
  | { readonly kind: "answer"; readonly text: string }
  | { readonly kind: "nobody" }
  | { readonly kind: "silent" };

/** The longest line of an answer, in bytes. */
const LINE_BYTES = 64 * 1024;

/** Asks the server that a file tells of. Never throws. */
export async function askServer(facts: RunFacts, asked: AskedFor, clock: Clock): Promise<ControlReply> {
  const { hostname, port } = facts;
  const open: { conn?: Deno.TcpConn } = {};
  const ask = async (): Promise<ControlReply> => {
    try {
      open.conn = await Deno.connect({ hostname: nearest(hostname), port });
      return await converse(open.conn, facts.key, asked.command);
    } catch {
      return { kind: "nobody" }; // Refused, or closed in the middle: by somebody who does not know the key, if anybody.
    }
  };
  try {
    return await within(clock, asked.within, ask(), { kind: "silent" });
  } finally {
    close(open.conn);
  }
}

/** Where on this machine a server is that listens there. */
function nearest(hostname: string): string {
  return hostname === "0.0.0.0" ? "127.0.0.1" : hostname === "::" ? "::1" : hostname;
}

async function converse(conn: Deno.TcpConn, key: string, command: ControlCommand): Promise<ControlReply> {
  const lines = new LineReader(conn, LINE_BYTES);
  const nonce = newNonce();
  await say(conn, `${CONTROL_WORD}${nonce}`);
  const theirs = parsePair(await hear(lines));
  if (theirs === undefined) return { kind: "nobody" };
  // The server speaks first of itself: its nonce, and that it knows the key.
  const nonces = [nonce, theirs.secret];
  if (!isProof(theirs.rest, proofOf(key, "server", nonces))) return { kind: "nobody" };
  await say(conn, `${proofOf(key, "asker", [...nonces, command])} ${command}`);
  const answer = parsePair(await hear(lines));
  const isOurs = answer !== undefined &&
    isProof(answer.secret, proofOf(key, "answer", [...nonces, answer.rest]));
  return isOurs ? { kind: "answer", text: answer.rest } : { kind: "nobody" };
}

async function say(conn: Deno.TcpConn, line: string): Promise<void> {
  await writeAll(conn, new TextEncoder().encode(`${line}\n`));
}

/** Reads a line; empty when there is none. */
async function hear(lines: LineReader): Promise<string> {
  for await (const line of lines) return line.kind === "line" ? new TextDecoder().decode(line.bytes) : "";
  return "";
}

function close(conn: Deno.TcpConn | undefined): void {
  try {
    conn?.close();
  } catch {
    // It ended by itself.
  }
}
