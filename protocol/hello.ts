/**
 * Coming in: `hello`, and the `welcome` that answers it. Pure.
 *
 * @module
 */

import type { Login } from "./accounts.ts";
import { type Fields, isCount, isFields, isText, personField } from "./fields.ts";
import type { EventReaders } from "./frames.ts";
import { readServers } from "./servers.ts";
import { readStanding, type Standing } from "./standing.ts";
import { readRoomSnapshot, type RoomSnapshot } from "./rooms.ts";

/** Asks to come in under a name: the first frame of a connection. */
export interface HelloRequest {
  /** What this frame is. */
  readonly type: "hello";
  /** The name that is wanted. */
  readonly name: string;
  /** The version of the protocol that the client speaks; the first one without it. */
  readonly version?: number;
  /** The first room to enter. */
  readonly room: string;
  /** `false` to enter the first room only if it is there; else it is made. */
  readonly create?: boolean;
  /** Set by who says something and goes: the first room is not entered, and may be written in all the same. */
  readonly errand?: true;
  /** What program this is, as `chat/1.2.0`. */
  readonly client?: string;
  /** Set to take up an earlier session again. */
  readonly resume?: Resume;
  /** The token of a ticket that lets in. */
  readonly ticket?: string;
  /** The word that lets in where one is asked for. */
  readonly door?: string;
  /** The raw Ed25519 public key of this device in base64url: if the name is claimed by it, the server asks for a proof. */
  readonly key?: string;
  /** What the device of that key is called; counts where a ticket makes it one of the account's. */
  readonly device?: string;
  /** What proves that the name is the sender's own. */
  readonly auth?: Login;
  /** Set to be told a token that proves so from now on. */
  readonly remember?: true;
  /** Set by who can read the owner's secret: the server asks for a proof. */
  readonly owner?: true;
}

/**
 * What an earlier session is taken up with: the token of its welcome, and by room the last `seq` that the client has.
 * All rooms named here are entered, whether the token is known or not; numbers count only with a known token.
 */
export interface Resume {
  /** The token of the welcome. */
  readonly token: string;
  /** By room, the number of the last message that the client has. */
  readonly after: Readonly<Record<string, number>>;
}

/** What a client needs to know of the server's limits: sizes in bytes, lengths in characters, times in milliseconds. */
export interface AnnouncedLimits {
  /** Bytes in a line. */
  readonly line: number;
  /** Characters in a message. */
  readonly message: number;
  /** Characters in a name. */
  readonly name: number;
  /** Rooms that one member may be in. */
  readonly rooms: number;
  /** Lines a second that a member may send for long; `null` is no limit. */
  readonly rate: number | null;
  /** Lines that a member may send at once; `null` is no limit. */
  readonly burst: number | null;
  /** Bytes that may wait for one member. */
  readonly outbox: number;
  /** Silence after which the server pings. */
  readonly pingAfter: number;
  /** Time to answer the ping. */
  readonly pongWithin: number;
  /** Silence after which a member is disconnected; `null` is never. */
  readonly idle: number | null;
  /** How long a member whose connection broke may stay away before the rooms notice. */
  readonly grace: number;
}

/** The answer to a good `hello`, with the first room. Each further one comes as an `entered` frame after it. */
export interface WelcomeFrame extends RoomSnapshot, Standing {
  /** What this frame is. */
  readonly type: "welcome";
  /** The version of the protocol that the server speaks. */
  readonly version: number;
  /** What the server is called. */
  readonly title: string;
  /** What the member is called here. */
  readonly name: string;
  /** The member's own id. */
  readonly person?: string;
  /** What {@linkcode Resume} takes. */
  readonly token: string;
  /** What `auth.session` takes, in answer to a hello with `remember`: told this once. */
  readonly session?: string;
  /** Set when the rooms never noticed that the member was away. */
  readonly resumed?: true;
  /** `false` in answer to a hello with the same `create`: an older server, which makes the room all the same, leaves it out. */
  readonly created?: false;
  /** Where the other servers of its cluster are, as `host:port`: one may go on there with the same token. */
  readonly servers?: readonly string[];
  /** The server's limits. */
  readonly limits: AnnouncedLimits;
}

/** The readers of what the server sends about coming in. */
export const HELLO_EVENTS: EventReaders<WelcomeFrame> = { welcome: readWelcome };

function readWelcome(fields: Fields): WelcomeFrame | undefined {
  const { name, version, title, token } = fields;
  const [snapshot, limits] = [readRoomSnapshot(fields), readLimits(fields.limits)];
  if (snapshot === undefined || limits === undefined) return undefined;
  if (!isText(name) || !isText(title) || !isText(token) || !isCount(version)) return undefined;
  return {
    type: "welcome",
    version,
    title,
    name,
    ...personField(fields),
    ...snapshot,
    token,
    ...readStanding(fields),
    ...(isText(fields.session) && { session: fields.session }),
    ...(fields.resumed === true && { resumed: true }),
    ...(fields.created === false && { created: false }),
    ...readServers(fields.servers),
    limits,
  };
}

function readLimits(value: unknown): AnnouncedLimits | undefined {
  if (!isFields(value)) return undefined;
  const { line, message, name, rooms, rate, burst, outbox, pingAfter, pongWithin, idle, grace } = value;
  if (!isCount(line) || !isCount(message) || !isCount(name) || !isCount(outbox)) return undefined;
  if (!isCount(rooms) || !isCount(pingAfter) || !isCount(pongWithin) || !isCount(grace)) return undefined;
  const orNull = (limit: unknown): number | null => typeof limit === "number" ? limit : null;
  return {
    line,
    message,
    name,
    rooms,
    outbox,
    pingAfter,
    pongWithin,
    grace,
    rate: orNull(rate),
    burst: orNull(burst),
    idle: orNull(idle),
  };
}
