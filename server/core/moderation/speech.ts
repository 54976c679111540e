/**
 * Who may write: at all, in a room, from outside of it, and how soon after what they last wrote.
 *
 * @module
 */

import type { Rank } from "../../../protocol/ranks.ts";
import { hasVoice, isAtLeast, mayActOn, rankOf, speaksAlways } from "../../../protocol/rights.ts";
import type { Problem } from "../../../protocol.ts";
import type { Ban } from "./ban_list.ts";
import { joinProblem } from "./entrance.ts";
import { type InForce, isMeant, modeOf, standingOf } from "./in_force.ts";
import type { RoomSettings } from "./room_settings.ts";
import { hasOwnName, roleOf, type Subject, subjectKey } from "./subject.ts";

/** Who may write, by what is in force. */
export class Speech {
  readonly #inForce: InForce;
  readonly #elapsed: () => number;
  /** When people last spoke in slow rooms, by the clock that never jumps. */
  readonly #spoke = new WeakMap<Subject, Map<string, number>>();
  /** What hit somebody when it was last looked up. */
  readonly #found = new WeakMap<Subject, FoundBans>();

  /** @param elapsed Gives the time by the clock that never jumps, in ms. */
  constructor(inForce: InForce, elapsed: () => number) {
    this.#inForce = inForce;
    this.#elapsed = elapsed;
  }

  /**
   * Checks whether somebody may write at all, or in a room. A mute of the room does not silence who was given a voice there,
   * and none silences whom a ban would spare.
   */
  muteProblem(subject: Subject, room?: string): Problem | undefined {
    const isInForce = (ban: Ban): boolean =>
      ban.room === undefined || (ban.room === room && this.#inForce.grants.get(subject, room) !== "voiced");
    const mute = this.#mutes(subject).find((one) => isInForce(one) && isMeant(this.#inForce, subject, one));
    if (mute === undefined) return undefined;
    const { why, until } = mute;
    return {
      code: "muted",
      why,
      ...(until !== undefined && { until }),
      ...(mute.room !== undefined && { room: mute.room }),
    };
  }

  /** Checks whether somebody may write in a room now, and notes that they do. */
  speechProblem(subject: Subject, room: string): Problem | undefined {
    const silenced = this.silenceProblem(subject, room);
    const { slow } = modeOf(this.#inForce, room);
    if (silenced !== undefined || slow === undefined || hasVoice(standingOf(this.#inForce, subject, room))) {
      return silenced;
    }
    return this.#slowProblem(subject, room, slow);
  }

  /** Checks whether somebody may write in a room at all, however long ago they last did. */
  silenceProblem(subject: Subject, room: string): Problem | undefined {
    const muted = this.muteProblem(subject, room);
    const settings = this.#inForce.settings.get(room);
    if (muted !== undefined || settings === undefined) return muted;
    const { mode } = settings;
    const standing = standingOf(this.#inForce, subject, room);
    if (mode.quiet && !this.#isHeardInQuiet(subject, rankOf(standing), settings)) {
      return { code: "read-only", room, by: settings.quietBy?.name ?? "" };
    }
    if (hasVoice(standing)) return undefined;
    if (mode.readonly) return { code: "read-only", room };
    if (mode.accounts !== undefined && !hasOwnName(subject)) return { code: "accounts-only", room };
    return undefined;
  }

  /**
   * Checks whether somebody who is not in a room may write in it, and notes that they do. Who may not in a secret one is told
   * what they are told of one that is not there, unless they know of it: they were removed from it, or wrote in it just now.
   *
   * @param isErrand Whether they came to say something and go, which anybody may who could enter the room.
   */
  outsideProblem(subject: Subject, room: string, isErrand: boolean): Problem | undefined {
    const { outside, secret } = modeOf(this.#inForce, room);
    if (!outside && !isErrand) return { code: "no-room", room };
    const problem = joinProblem(this.#inForce, subject, room) ?? this.speechProblem(subject, room);
    const isTold = !secret || isAtLeast(roleOf(subject), "moderator") || problem?.code === "banned" ||
      problem?.code === "kicked" || problem?.code === "slow-mode";
    return problem === undefined || isTold ? problem : { code: "no-room", room };
  }

  /** Checks whether somebody may say what a room is about. */
  topicProblem(subject: Subject, room: string): Problem | undefined {
    if (modeOf(this.#inForce, room).topics && !speaksAlways(standingOf(this.#inForce, subject, room))) {
      return { code: "not-allowed", needs: "operator", room };
    }
    return this.speechProblem(subject, room);
  }

  /** What mutes somebody: looked up again only when bans, their name or their connections have changed. */
  #mutes(subject: Subject): readonly Ban[] {
    if (this.#inForce.bans.size === 0) return NO_BANS;
    const { name, sessions, account } = subject;
    const known = this.#found.get(subject);
    const { version } = this.#inForce.bans;
    if (
      known?.version === version && known.name === name && known.sessions === sessions &&
      known.account === account
    ) return known.bans;
    const found = this.#inForce.bans.findAnywhere(subject, ["mute", "except"]);
    const spared = new Set(found.filter(({ effect }) => effect === "except").map(({ room }) => room));
    const bans = found.filter(({ effect, room }) =>
      effect === "mute" && !(room !== undefined && spared.has(room))
    );
    this.#found.set(subject, { version, name, sessions, account, bans });
    return bans;
  }

  #isHeardInQuiet(subject: Subject, rank: Rank, { quietBy }: RoomSettings): boolean {
    if (quietBy === undefined) return true;
    const key = subjectKey(subject);
    const isTheirs = quietBy.person === undefined ? quietBy.name === subject.name : quietBy.person === key;
    return isTheirs || mayActOn(rank, quietBy.rank);
  }

  #slowProblem(subject: Subject, room: string, slow: number): Problem | undefined {
    const now = this.#elapsed();
    const rooms = this.#spoke.get(subject) ?? new Map<string, number>();
    this.#spoke.set(subject, rooms);
    const wait = (rooms.get(room) ?? -Infinity) + slow - now;
    if (wait > 0) return { code: "slow-mode", room, wait: Math.ceil(wait) };
    rooms.set(room, now);
    return undefined;
  }
}

/** What hit somebody, and what that was looked up by. */
interface FoundBans extends Pick<Subject, "name" | "sessions" | "account"> {
  readonly version: number;
  readonly bans: readonly Ban[];
}

const NO_BANS: readonly Ban[] = [];
