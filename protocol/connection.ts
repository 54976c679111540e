/**
 * The connection itself: `ping` and `pong`, its end, and what the server has to say about what was sent. Pure.
 *
 * @module
 */

import { type Fields, isCount, isOneOf, isText, readId } from "./fields.ts";
import {
  bareRequest,
  type EventReaders,
  type MessageId,
  type RequestFields,
  type RequestKind,
} from "./frames.ts";
import { type Problem, readProblem } from "./problem.ts";
import { readServers } from "./servers.ts";

/** Leaves. */
export interface QuitRequest {
  /** What this frame is. */
  readonly type: "quit";
  /** A parting word, which the others read. */
  readonly word?: string;
}

/** Asks whether the other side is there. */
export interface PingFrame {
  /** What this frame is. */
  readonly type: "ping";
}

/** Answers a `ping`. */
export interface PongFrame {
  /** What this frame is. */
  readonly type: "pong";
}

/** Why the server closes a connection. */
export type ByeReason = "quit" | "closing" | "refused" | "slow" | "removed" | "silent" | "flood" | "replaced";

/** Every {@linkcode ByeReason}. */
export const BYE_REASONS = [
  "quit",
  "closing",
  "refused",
  "slow",
  "removed",
  "silent",
  "flood",
  "replaced",
] as const satisfies readonly ByeReason[];

/** The last frame of a connection: why the server closes it. */
export interface ByeFrame {
  /** What this frame is. */
  readonly type: "bye";
  /** Why. */
  readonly reason: ByeReason;
  /** The same as a sentence in the server's language. */
  readonly text: string;
  /** Why they were removed, if somebody said so. */
  readonly why?: string;
  /** In how many seconds a restarting server is expected to be there again. */
  readonly back?: number;
  /** Where the other servers of its cluster are by now, as a welcome tells it. */
  readonly servers?: readonly string[];
}

/** Where the other servers of the cluster are, whenever that changes; as a welcome tells it. */
export interface ServersFrame {
  /** What this frame is. */
  readonly type: "servers";
  /** Where they are, as `host:port`. */
  readonly servers: readonly string[];
}

/** A request was refused: the problem, a sentence for people in the server's language, and the id of the message that it is about. */
export type ErrorFrame =
  & { readonly type: "error"; readonly text: string; readonly id?: MessageId }
  & Problem;

/** What the member should know; nothing was refused. */
export type NoticeFrame =
  /** Their lines are read more slowly, as they send faster than they may. */
  | { readonly type: "notice"; readonly code: "slowed"; readonly text: string }
  /** They wait to be let in, for ten minutes at most: then comes the welcome. */
  | { readonly type: "notice"; readonly code: "approval"; readonly text: string }
  /** The member that they wrote to is away. */
  | {
    readonly type: "notice";
    readonly code: "away";
    readonly text: string;
    readonly name: string;
    readonly why: string;
  }
  /** The member that they wrote to has lost the connection: the direct message waits. */
  | {
    readonly type: "notice";
    readonly code: "waiting";
    readonly text: string;
    readonly name: string;
    readonly id?: MessageId;
  }
  /** Their server cannot reach the others of its cluster: what they write waits; or it can again. */
  | { readonly type: "notice"; readonly code: "cut-off" | "joined-again"; readonly text: string }
  /** Whoever runs the server closes it in so many seconds; or has thought better of that. */
  | { readonly type: "notice"; readonly code: "closing"; readonly text: string; readonly in: number }
  | { readonly type: "notice"; readonly code: "staying"; readonly text: string }
  /** The messages `from` to `to` were missed and are no longer kept. */
  | {
    readonly type: "notice";
    readonly code: "gap";
    readonly text: string;
    readonly room: string;
    readonly from: number;
    readonly to: number;
  };

/** What the server sends about the connection, and about what was sent on it. */
export type ConnectionReply = PingFrame | PongFrame | ByeFrame | ServersFrame | ErrorFrame | NoticeFrame;

/** `quit`. */
export const QUIT: RequestKind<QuitRequest> = { type: "quit", read: readQuit };
/** `ping`. */
export const PING: RequestKind<PingFrame> = bareRequest("ping");
/** `pong`. */
export const PONG: RequestKind<PongFrame> = bareRequest("pong");

/** The readers of what the server sends about the connection. */
export const CONNECTION_EVENTS: EventReaders<ConnectionReply> = {
  ping: () => ({ type: "ping" }),
  pong: () => ({ type: "pong" }),
  bye: readBye,
  servers: (fields) => {
    const { servers } = readServers(fields.servers);
    return servers && { type: "servers", servers };
  },
  error: readError,
  notice: readNotice,
};

function readQuit({ word }: RequestFields): QuitRequest | string {
  if (word !== undefined && !isText(word)) return "word";
  return { type: "quit", ...(word !== undefined && { word }) };
}

function readBye({ reason, text, back, why, servers }: Fields): ByeFrame | undefined {
  if (!isText(text) || !isText(reason)) return undefined;
  // Whatever a newer server gives as the reason: it is over, and may be tried again.
  const known = isOneOf(BYE_REASONS, reason) ? reason : "closing";
  return {
    type: "bye",
    reason: known,
    text,
    ...(isText(why) && { why }),
    ...(isCount(back) && { back }),
    ...readServers(servers),
  };
}

function readError(fields: Fields): ErrorFrame | undefined {
  const { text, code } = fields;
  const id = readId(fields.id);
  if (!isText(text)) return undefined;
  const problem = readProblem(fields) ?? { code: "other", given: isText(code) ? code : "" };
  return { type: "error", text, ...(id !== undefined && { id }), ...problem };
}

function readNotice(fields: Fields): NoticeFrame | undefined {
  const { code, text, name, why, room, from, to, in: seconds } = fields;
  const id = readId(fields.id);
  if (!isText(text)) return undefined;
  switch (code) {
    case "slowed":
    case "approval":
    case "staying":
    case "cut-off":
    case "joined-again":
      return { type: "notice", code, text };
    case "closing":
      return isCount(seconds) ? { type: "notice", code, text, in: seconds } : undefined;
    case "away":
      return isText(name) && isText(why) ? { type: "notice", code, text, name, why } : undefined;
    case "waiting":
      if (!isText(name)) return undefined;
      return { type: "notice", code, text, name, ...(id !== undefined && { id }) };
    case "gap":
      if (!isText(room) || !isCount(from) || !isCount(to)) return undefined;
      return { type: "notice", code, text, room, from, to };
    default:
      return undefined;
  }
}
