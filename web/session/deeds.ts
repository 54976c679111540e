/**
 * What people in charge did, as the page shows it: in the rooms that it concerns, and to the one whom it hits.
 *
 * @module
 */

import { isMe, isSameRoom, roomNamed, type State } from "../../conversation.ts";
import type { Clock } from "../../net/clock.ts";
import { hasVoice } from "../../protocol/rights.ts";
import { cleanLine } from "../../protocol/text.ts";
import type { ErrorFrame } from "../../protocol.ts";
import type { PageWords } from "../../words/en.ts";
import type { NoticesView, Of, PlacesView, PlaceView } from "./ports.ts";

/** What it works with. */
export interface DeedsParts {
  readonly words: PageWords;
  readonly clock: Pick<Clock, "now" | "after">;
  readonly places: Pick<PlacesView, "current" | "find" | "changed">;
  readonly notices: Pick<NoticesView, "limits" | "hint">;
  readonly state: () => State | undefined;
  /** Does what a line would that is written. */
  readonly perform: (line: string) => void;
}

/** That this person may not write, in a room or (an empty one) anywhere. */
interface Mute {
  readonly room: string;
  readonly until: number | undefined;
  readonly sentence: string;
}

/** Everything that comes of what people in charge do. */
export class Deeds {
  readonly #parts: DeedsParts;
  #mutes: readonly Mute[] = [];
  #cancel = (): void => {};

  constructor(parts: DeedsParts) {
    this.#parts = parts;
  }

  /** Shows the answer to a deed of one's own, with a way back where there is one. */
  done(frame: Of<"done">): void {
    const { words } = this.#parts;
    const place = this.#placeOf(frame.room);
    const sentence = cleanLine(words.deeds.done(frame));
    if (place === undefined) return this.#parts.notices.hint(sentence);
    if (frame.undo === undefined) return place.live.note(sentence);
    place.live.offer(sentence, words.page.undo, () => this.#parts.perform("/undo"));
  }

  /** Shows what a room is like from now on. */
  mode({ room, mode, by, at }: Of<"mode">): void {
    const { words, places } = this.#parts;
    places.find("room", room)?.live.note(spoken(words.deeds.modeChanged(room, by, mode)), at, { from: by });
    places.changed();
    this.shown();
  }

  /** Shows what was done about somebody; about this person also at the box, as long as it lasts. */
  moderated(frame: Of<"moderated">): void {
    const { words, state } = this.#parts;
    const { do: deed, name, room = "", until } = frame;
    const sentence = spoken(words.deeds.moderated(frame));
    const live = this.#placeOf(frame.room)?.live;
    if (deed === "waiting") {
      live?.offer(sentence, words.page.letIn, () => this.#parts.perform(`/admit ${frame.why ?? "all"}`));
    } else live?.note(sentence, frame.at);
    const known = state();
    if (known === undefined || !isMe(known, name)) return;
    if (deed === "mute") this.#mute({ room, until, sentence });
    else if (deed === "unmute") this.#unmute(room);
    this.shown();
  }

  /** Shows a list that was asked for. */
  list({ do: deed, lines, more }: Of<"modlist">): void {
    const { words, places, perform } = this.#parts;
    const live = places.current?.live;
    if (lines.length === 0 && more === undefined) live?.note(words.deeds.none(deed));
    for (const line of lines) {
      const sentence = cleanLine(words.deeds.line(line, deed));
      if (deed === "waiting") live?.offer(sentence, words.page.letIn, () => perform(`/admit ${line.n}`));
      else if (deed === "bans") live?.offer(sentence, words.page.lift, () => perform(`/unban ${line.n}`));
      else live?.note(sentence);
    }
  }

  /** Learns from a refusal that this person may not write. @returns Whether the box says so now, so that nothing else need. */
  refused(error: ErrorFrame, why: string): boolean {
    if (error.code !== "muted") return false;
    this.#mute({ room: error.room ?? "", until: error.until, sentence: why });
    this.shown();
    return this.#limits() !== "";
  }

  /** Says at the box what keeps this person from writing in the room in view, if anything does. */
  shown(): void {
    const { clock, notices } = this.#parts;
    this.#cancel();
    const now = clock.now();
    this.#mutes = this.#mutes.filter(({ until }) => until === undefined || until > now);
    notices.limits = this.#limits();
    const next = Math.min(...this.#mutes.map(({ until = Infinity }) => until));
    this.#cancel = Number.isFinite(next) ? clock.after(next - now, () => this.shown()) : (): void => {};
  }

  /** Forgets all of it, as this person is out. */
  reset(): void {
    this.#mutes = [];
    this.shown();
  }

  #limits(): string {
    const { words, places: { current }, state } = this.#parts;
    const mute = this.#mutes.find(({ room }) =>
      room === "" || (current?.kind === "room" && isSameRoom(room, current.name))
    );
    if (mute !== undefined) {
      const { sentence } = mute; // What it ends with may be somebody's reason.
      return `${sentence}${".!?…".includes(sentence.slice(-1)) ? "" : "."} ${words.page.keptMeanwhile}`;
    }
    const known = state();
    const room = known === undefined || current?.kind !== "room" ? undefined : roomNamed(known, current.name);
    const { mode } = room ?? {};
    if (room === undefined || known === undefined || hasVoice({ role: known.role, grant: room.rank })) {
      return "";
    }
    const isClosed = mode?.readonly === true || mode?.quiet === true;
    return isClosed ? words.problem({ code: "read-only", room: room.name }) : "";
  }

  #mute(mute: Mute): void {
    this.#mutes = [...this.#mutes.filter(({ room }) => room !== mute.room), mute];
  }

  #unmute(room: string): void {
    this.#mutes = this.#mutes.filter((mute) => mute.room !== room);
  }

  #placeOf(room: string | undefined): PlaceView | undefined {
    const { places } = this.#parts;
    return (room === undefined ? undefined : places.find("room", room)) ?? places.current;
  }
}

/** Takes away what sets a sentence apart at the plain door, and what must not be shown. */
function spoken(sentence: string): string {
  return cleanLine(sentence.replace(/^--- /, ""));
}
