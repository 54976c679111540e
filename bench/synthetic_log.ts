/**
 * A log of years: synthetic messages, stored by the server's own code.
 *
 * @module
 */

import { DEFAULT_ROOM } from "../protocol/limits.ts";
import type { Draft, StoredMember } from "../server/store/log.ts";
import { openLog } from "../server/store/log/open.ts";
import { pause } from "./generator/member.ts";
import { MessageGenerator } from "./synthetic_messages.ts";

const ROOMS = 20;

/** Consecutive messages of one author: in random order, indexing their ids takes as long as all the rest. */
const IN_A_ROW = 20_000;

/** Messages of one transaction; larger ones are no faster. */
const TOGETHER = 10_000;

/** How many messages are different; then they repeat, with later times. */
const DIFFERENT = 100_000;

/** The largest room, with a fifth of all messages: it becomes the default room unless told otherwise. */
export const LARGEST = "room0";

/**
 * Makes a log of so many messages in a new file. Like those that our clients send, each has an id, and its author a
 * seat. It has no index for searching, as that would take many minutes.
 *
 * @param largest What the largest room is called.
 * @returns How many of them are in the room that everyone enters.
 */
export async function writeSyntheticLog(
  path: string,
  messages: number,
  largest: string = DEFAULT_ROOM,
): Promise<number> {
  const made = new MessageGenerator(ROOMS);
  const said = Array.from({ length: Math.min(messages, DIFFERENT) }, () => made.next());
  const [first, last] = [said[0]?.at ?? 0, said.at(-1)?.at ?? 0];
  const again = (index: number, person: number): Draft[] => {
    const draft = said[index % DIFFERENT];
    if (draft === undefined) return [];
    const at = draft.at + Math.floor(index / DIFFERENT) * (last - first + 1);
    return [{
      ...draft,
      room: draft.room === LARGEST ? largest : draft.room,
      at,
      personId: person,
      id: index,
    }];
  };
  const history = openLog(path, "process");
  for (let from = 0; from < messages; from += TOGETHER) {
    const length = Math.min(TOGETHER, messages - from);
    const person = Math.floor(from / IN_A_ROW) + 1;
    const drafts = Array.from({ length }, (_, index) => again(from + index, person)).flat();
    history.commit({ drafts, members: [seat(person)], readMarks: [] });
    await pause(0); // So that Ctrl+C is heard.
  }
  const inLobby = history.last(DEFAULT_ROOM);
  history.close();
  return inLobby;
}

/** Has those who were in when a server was killed be gone: else they would be waited for, and their names be theirs. */
export function markAllGone(path: string): void {
  const history = openLog(path, "process");
  history.presentMembers(Date.now(), -1);
  history.close();
}

function seat(person: number): StoredMember {
  return {
    personId: person,
    tokenHash: `made-up ${person}`,
    name: `user${person}`,
    rooms: [],
    isHere: false,
  };
}
