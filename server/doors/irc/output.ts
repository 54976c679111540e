/**
 * A line of IRC before it is written for one client or another, and what this door knows of people as it is made. Pure.
 *
 * @module
 */

import type { Capabilities } from "./capabilities.ts";
import type { ToldChanges } from "./deed_lines.ts";
import { cutLine, formatTags } from "./line.ts";
import type { Piece } from "./multiline.ts";

/** A line with the tags that it has where a client knows them. */
export interface IrcOutput {
  readonly tags: readonly (readonly [name: string, value: string])[];
  readonly text: string;
}

/** What somebody is in a room, as IRC shows it. */
export type RoomRank = "operator" | "voiced";

/** What this door knows of people besides their names. */
export interface SourceDirectory {
  /** Gives what stands before a line that comes from somebody: `nick!user@host`. @param id The id of the person, if it is known. */
  sourceOf(name: string, id?: string): string;
  /** Gives what they call themselves in full. */
  realNameOf(name: string): string;
  /** Gives the name of their account, if they have one. @param id The id of who is meant: nothing of another one with that name. */
  accountOf(name: string, id?: string): string | undefined;
  /** What the server is called. */
  readonly serverName: string;
  /** Gives what they are in a room. */
  rankIn(room: string, name: string): RoomRank | undefined;
  /** Why they are away, if they are. */
  awayOf(name: string): string | undefined;
  /** Tells whether an event is about somebody who has left the server, and not one room only. */
  isQuit(event: object): boolean;
  /** Tells whether an event is about somebody who has left the server, of which several rooms are told. */
  isToldTwice(event: object): boolean;
  /** Gives the changes of modes that an event is. */
  changesOf(event: object): ToldChanges | undefined;
  /** Says what a room is like, where IRC has no mode for it. */
  sayMode(told: ToldChanges): string;
  /** Why a message takes the text of others away, if that was said. */
  reasonOf(message: object): string | undefined;
  /** What an IRC client sent with a message that the log does not keep. */
  extrasOf(message: object): MessageExtras | undefined;
}

/** What an IRC client sent with a message that only other IRC clients are told, as long as it is new. */
export interface MessageExtras {
  /** Set for a notice. */
  readonly isNotice: boolean;
  /** The tags that are for clients: their names begin with `+`. */
  readonly tags: readonly (readonly [name: string, value: string])[];
  /** How its author cut a text of several lines. */
  readonly pieces?: readonly Piece[] | undefined;
}

/** The capability that a tag needs; client-only tags need message-tags. */
const TAG_NEEDS: Readonly<Record<string, Parameters<Capabilities["has"]>[0]>> = {
  time: "server-time",
  batch: "batch",
  label: "labeled-response",
  account: "account-tag",
};

/** Writes a line for a client with these capabilities. */
export function render({ tags, text }: IrcOutput, caps: Capabilities): string {
  const line = cutLine(text);
  if (caps.size === 0) return line;
  return formatTags(tags.filter(([name]) => caps.has(TAG_NEEDS[name] ?? "message-tags"))) + line;
}

/** Formats a time as the tag `time` has it. */
export function formatTime(at: number): string {
  return new Date(at).toISOString();
}

/**
 * Makes the tags of a line that comes from somebody: when, and by which account
 * (https://ircv3.net/specs/extensions/account-tag). Which clients are told them is decided when the line is written.
 *
 * @param id The id of the person, if it is known: nothing is told of another one with that name.
 */
export function tagsFrom(people: SourceDirectory, name: string, at: number, id?: string): IrcOutput["tags"] {
  const account = people.accountOf(name, id);
  return [["time", formatTime(at)], ...(account === undefined ? [] : [["account", account] as const])];
}
