/**
 * The port for what people in charge have done: bans, ranks in rooms, what rooms are like, reports, and who did what.
 *
 * @module
 */

import type { Deed } from "../../../protocol/deeds.ts";
import type { Role } from "../../../protocol/standing.ts";

/**
 * What somebody is known by. `account`, `seat` (a person's number) and `key` have a number or a public key as their value,
 * `name` a name that also stands for all that look like it, `pattern` one with `*` and `?`, `net` an address or a network.
 */
export type MarkKind = "account" | "key" | "seat" | "name" | "pattern" | "net";

/** Every {@linkcode MarkKind}. */
export const MARK_KINDS = [
  "account",
  "key",
  "seat",
  "name",
  "pattern",
  "net",
] as const satisfies readonly MarkKind[];

/** One thing that somebody is known by. */
export interface Mark {
  /** What it is. */
  readonly kind: MarkKind;
  /** The name, number, address or pattern. */
  readonly value: string;
}

/**
 * What a ban does: nobody comes in, nothing is said, or only people with an account come in. `kick` is a ban for a
 * minute. `except` is one of the other kind: no ban or mute of the room hits them. `welcome`: they come in although only
 * who was invited does.
 */
export type BanEffect = "ban" | "mute" | "kick" | "accounts" | "except" | "welcome";

/** Every {@linkcode BanEffect}. */
export const BAN_EFFECTS = [
  "ban",
  "mute",
  "kick",
  "accounts",
  "except",
  "welcome",
] as const satisfies readonly BanEffect[];

/** A ban or mute in force: it hits whoever has one of its marks. */
export interface StoredBan {
  /** Its number, by which it is lifted. */
  readonly n: number;
  /** What it does. */
  readonly effect: BanEffect;
  /** The room in which it counts; nothing for the whole server. */
  readonly room: string | undefined;
  /** Whom it is about, as it was written. */
  readonly subject: string;
  /** What it goes by. */
  readonly marks: readonly Mark[];
  /** Why; may be empty. */
  readonly why: string;
  /** Who did it: their name then. */
  readonly by: string;
  /** What they are known by, {@linkcode BY_OWNER}, or `-` where that is nothing that lasts. */
  readonly byKey: string;
  /** When, in ms since 1970. */
  readonly at: number;
  /** Until when, in ms since 1970; nothing for good. */
  readonly until: number | undefined;
}

/** Who did what was done on the server's machine: whoever can do that is its owner, under whichever name. */
export const BY_OWNER = "o";

/** What somebody was made in a room; `invited` may come in where others may not. */
export type GrantLevel = "operator" | "voiced" | "invited";

/** Every {@linkcode GrantLevel}. */
export const GRANT_LEVELS = ["operator", "voiced", "invited"] as const satisfies readonly GrantLevel[];

/** What somebody was made in a room. */
export interface StoredGrant {
  /** What they are known by: `a12` is an account, `s34` a person's number, `b5` a bot's. */
  readonly person: string;
  readonly room: string;
  readonly level: GrantLevel;
}

/** What a room, or with an empty name the server, is like: as JSON, which its reader checks. */
export interface StoredMode {
  readonly room: string;
  readonly mode: string;
}

/** What somebody told the moderators. */
export interface StoredReport {
  readonly n: number;
  readonly at: number;
  readonly by: string;
  readonly room: string | undefined;
  /** Whom it is about. */
  readonly subject: string;
  /** The message that it is about. */
  readonly seq: number | undefined;
  readonly why: string;
}

/** Who did what, when, and why. */
export interface AuditEntry {
  /** When, in ms since 1970. */
  readonly at: number;
  /** Who did it: their name. */
  readonly by: string;
  /** What was done. */
  readonly do: Deed;
  /** The room; nothing for the whole server. */
  readonly room: string | undefined;
  /** On whom or what. */
  readonly subject: string;
  /** Why; may be empty. */
  readonly why: string;
}

/** An {@linkcode AuditEntry} as it was kept. */
export interface StoredAuditEntry extends AuditEntry {
  /** Its number. */
  readonly n: number;
  /** Until when a ban or mute was to last, in ms since 1970; nothing for good, or where that is not known any more. */
  readonly until?: number | undefined;
}

/** What a deed changes. All of it is written in one transaction, with its entry in the audit. */
export interface DeedWrite {
  readonly audit?: AuditEntry | undefined;
  readonly ban?: StoredBan;
  /** The number of a ban that is in force no more. */
  readonly lifted?: { readonly n: number; readonly at: number };
  readonly grant?: StoredGrant;
  /** What somebody is no more in a room. */
  readonly ungrant?: Pick<StoredGrant, "person" | "room">;
  readonly mode?: StoredMode;
  /** What an account becomes on the server, by its number: never without its entry in the audit. */
  readonly role?: { readonly account: number; readonly role: Role };
  readonly report?: StoredReport;
  /** A room that begins anew: what was decided in an earlier one of that name is forgotten. */
  readonly forgotten?: string;
}

/** Reads what people in charge have done. Only what is in force is read when a server starts. */
export interface ModerationStore {
  /** Lists the bans that nobody has lifted. */
  bans(): readonly StoredBan[];
  /** Returns a number that no ban has had. */
  newBanNumber(): number;
  /** Lists what people were made in rooms. */
  grants(): readonly StoredGrant[];
  /** Lists the rooms, and perhaps the server, that are not like all others. */
  modes(): readonly StoredMode[];
  /** Lists reports, the newest first, `limit` at most. */
  reports(limit: number): readonly StoredReport[];
  /** Returns a number that no report has had. */
  newReportNumber(): number;
  /** Lists who did what since a time, the newest first, `limit` at most. */
  audit(since: number, limit: number): readonly StoredAuditEntry[];
  /** Forgets addresses in bans and in the audit that are older than a time in ms since 1970. */
  forgetAddresses(before: number): void;
  /** Tells whether another process has written into the file since this was last asked. */
  hasForeignChanges(): boolean;
}
