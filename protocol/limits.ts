/**
 * Every number of the wire, in one place. A server may change some of them: these are the defaults.
 *
 * @module
 */

/** The port of a server unless a flag says otherwise. */
export const DEFAULT_PORT = 53000;

/** The address of a server, for itself and for clients, unless a flag says otherwise. */
export const DEFAULT_HOST = "127.0.0.1";

/** The room that everyone enters first; it is always there. */
export const DEFAULT_ROOM = "lobby";

/** The versions of the native protocol that this program speaks, newest first. */
export const PROTOCOL_VERSIONS: readonly number[] = [1];

/** The longest line, in bytes, the newline not counted; holds in both directions. */
export const LINE_BYTES = 16 * 1024;

/** The longest message, in characters (Unicode code points). */
export const MESSAGE_CHARS = 4000;

/** The longest name of a person, in characters as a reader counts them (grapheme clusters), and in four times as many bytes. */
export const NAME_CHARS = 24;

/** The longest name of a room, counted as that of a person, the `#` not counted. */
export const ROOM_CHARS = 32;

/** The longest `id` that a sender may give a message, in UTF-16 units of printable ASCII. */
export const ID_CHARS = 64;

/** The longest topic of a room, in characters. */
export const TOPIC_CHARS = 300;

/** The longest reason for being away, in characters. */
export const AWAY_CHARS = 100;

/** The longest query of a search, in characters. */
export const QUERY_CHARS = 300;

/** How many hits one search gives when it does not say. */
export const DEFAULT_HITS = 20;

/** How many hits one search gives at most. */
export const MAX_HITS = 100;

/** How many places of one hit are marked at most, so that it stays a line that clients are ready for. */
export const MAX_MARKS = 200;

/** How many messages around a hit can be asked for. */
export const MAX_CONTEXT = 10;

/** The longest parting word, in characters. */
export const PARTING_CHARS = 200;

/** The longest id of a person that is read, in UTF-16 units; ours have 12. */
export const PERSON_CHARS = 64;

/** How long somebody may delete what they said themselves, in ms. */
export const DELETE_OWN_FOR = 900_000;

/** How long somebody may change what they said themselves, in ms. */
export const EDIT_OWN_FOR = 900_000;

/** How many characters of a message are quoted where another one is about it. */
export const QUOTE_CHARS = 80;

/** How many of those who reacted with an emoji are named. */
export const REACTION_NAMES = 20;

/** The most reactions to one message, of all people and emojis together. */
export const MAX_REACTIONS = 500;

/** How many members one frame carries at most; longer lists come in parts. 112 of the longest names, and their ids, stay below {@linkcode LINE_BYTES}. */
export const MEMBERS_PER_FRAME = 112;

/** How many names one frame carries at most when it tells of each how they are present. */
export const PRESENCES_PER_FRAME = 24;

/** How many rooms one frame carries at most; 8 of the longest topics stay below {@linkcode LINE_BYTES}. */
export const ROOMS_PER_FRAME = 8;

/** In a room of more members than this, joins and leaves beyond {@linkcode NAMED_PER_SECOND} are counted only. */
export const LARGE_ROOM = 1000;

/** How many joins and leaves a second a large room gets by name; of the others, only how many members there are. */
export const NAMED_PER_SECOND = 50;

/** A member from whom nothing came for this long, in ms, is shown as silent. */
export const SILENT_AFTER = 60_000;

/** The longest name of a file, in bytes of UTF-8. */
export const FILE_NAME_BYTES = 120;

/** How many files of one person can be on their way at once. */
export const UPLOADS_PER_PERSON = 4;

/** How many files from one address can be on their way at once. */
export const UPLOADS_PER_ADDRESS = 40;

/** For how long a file that only some may see can be had by the path that one of them was given, in ms. */
export const FILE_LINK_FOR = 3_600_000;

/** How many messages one `history` request gives when it does not say. */
export const DEFAULT_HISTORY = 50;

/** How many messages one `history` request gives at most. */
export const MAX_HISTORY = 500;

/** What a server keeps to. Times are in milliseconds, sizes in bytes. */
export interface Limits {
  /** Connections at once; the next one is refused. */
  readonly maxClients: number;
  /** Connections at once from one address: 30 phones behind one router, with the six that a browser opens at once, come in. */
  readonly maxPerAddress: number;
  /** Rooms at once. */
  readonly maxRooms: number;
  /** Rooms that may be begun from one address in an hour. */
  readonly newRoomsPerHour: number;
  /** Rooms that one person may be in. */
  readonly roomsPerMember: number;
  /** Bytes in a line. */
  readonly lineBytes: number;
  /** Characters in a message. */
  readonly messageChars: number;
  /** Time to give a name. */
  readonly nameTimeout: number;
  /** Lines a second that a person may send for long, and how many at once; `null` is no limit. */
  readonly rate: { readonly perSecond: number; readonly burst: number } | null;
  /** Whether who goes on sending more than that is muted for a while. */
  readonly flood: boolean;
  /** Bytes that may wait for one member before it is disconnected. */
  readonly outboxBytes: number;
  /** Silence of a native member after which it is pinged. */
  readonly pingAfter: number;
  /** Time that a pinged member has to say anything at all. */
  readonly pongWithin: number;
  /** Silence after which a person is disconnected; `null` is never. */
  readonly idle: number | null;
  /** How long a member whose connection broke may stay away before the rooms notice. */
  readonly grace: number;
  /** How many of a room's last messages a member gets on joining. */
  readonly replay: number;
  /** Bytes in a file. */
  readonly fileBytes: number;
  /** Bytes in all files together. */
  readonly filesBytes: number;
  /** Bytes of files that are taken of one person in a day. */
  readonly filesPerDay: number;
}

/** The fewest people who may come in from one address at once. */
const JOINS_AT_ONCE = 100;

/**
 * Tells how often people may come in from one address: at once as many as may be connected from there, at least 100, and
 * then a hundredth of that a second. Coming back is not coming in.
 */
export function joinPace({ maxPerAddress }: Pick<Limits, "maxPerAddress">): {
  readonly burst: number;
  readonly perSecond: number;
} {
  const burst = Math.max(JOINS_AT_ONCE, maxPerAddress);
  return { burst, perSecond: burst / 100 };
}

/** The limits of a server unless its flags say otherwise. */
export const DEFAULT_LIMITS: Limits = {
  maxClients: 1000,
  maxPerAddress: 200,
  maxRooms: 1000,
  newRoomsPerHour: 60,
  roomsPerMember: 50,
  lineBytes: LINE_BYTES,
  messageChars: MESSAGE_CHARS,
  nameTimeout: 30_000,
  rate: { perSecond: 10, burst: 30 },
  flood: true,
  outboxBytes: 1024 * 1024,
  pingAfter: 60_000,
  pongWithin: 30_000,
  idle: null,
  grace: 30_000,
  replay: 50,
  fileBytes: 25 * 1024 * 1024,
  filesBytes: 2 * 1024 * 1024 * 1024,
  filesPerDay: 250 * 1024 * 1024,
};
