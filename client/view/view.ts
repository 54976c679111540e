/**
 * One person's view of their rooms: which is in view, who is hidden, what mentions them, what they have set.
 *
 * @module
 */

import type { ClientFrame, ServerFrame, WelcomeFrame } from "../../protocol.ts";
import { EDIT_OWN_FOR } from "../../protocol/limits.ts";
import { cleanLine } from "../../protocol/text.ts";
import {
  addresseeOf,
  countUnseen,
  initialState,
  isMe,
  isSameRoom,
  markSeen,
  reduce,
  reduceSent,
  resumeState,
  type Room,
  roomInView,
  roomLabel,
  roomNamed,
  setTarget,
  type State,
  switchRoom,
} from "../../conversation.ts";
import { buildVocabulary, type CompletionContext, type ViewCommand } from "../../typing.ts";
import { SETTINGS } from "../settings.ts";
import { runViewCommand } from "./local_commands.ts";
import { renderNote, type Style } from "./style.ts";
import { LastOwn } from "./last_own.ts";
import { LongPrivates } from "./long_privates.ts";
import { renderFrame } from "./lines.ts";
import { renderRoomHeading } from "./rooms.ts";
import type { ViewParts } from "./surface.ts";
import { Presenter } from "./presenter.ts";
import type { DisplayLine } from "./wrap.ts";

/** What `/set` knows, for Tab. */
const CHOICES: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(SETTINGS));

/** One person's view of their rooms. */
export class View {
  readonly #parts: ViewParts;
  readonly #presenter: Presenter;
  readonly #lastOwn = new LastOwn();
  readonly #longPrivates = new LongPrivates();
  #state: State | undefined;
  /** Whether the room in view is being left. */
  #isParting = false;

  constructor(parts: ViewParts) {
    this.#parts = parts;
    this.#presenter = new Presenter(parts, () => this.style());
  }

  /** What is known; `undefined` before one is in. */
  get state(): State | undefined {
    return this.#state;
  }

  /** The room in view, once one is in it. */
  get room(): Room | undefined {
    return this.#state === undefined ? undefined : roomInView(this.#state);
  }

  /** Whether something that was asked for is still to come. */
  get isWaiting(): boolean {
    return this.#presenter.isWaiting;
  }

  /** Makes the style of lines at this moment. */
  style(): Style {
    const { words, color, links, plain, settings } = this.#parts;
    const chosen = settings.get("color");
    const columns = this.#parts.surface.space?.().columns;
    return {
      words: words(),
      color: !plain && (chosen === "auto" ? color : chosen === "on"),
      links: links && !plain,
      pictures: this.#parts.surface.showsPictures?.() ?? false,
      plain,
      time: settings.get("time"),
      ...(columns !== undefined && { columns }),
      me: this.#state?.me ?? "",
      ...(this.#state !== undefined && { room: this.#state.room }),
    };
  }

  /** Begins with the first welcome, `wanted` being the room that was asked for; `how` says whether it is shown. */
  enter(welcome: WelcomeFrame, wanted: string, how: "anew" | "silently"): void {
    this.#parts.settings.follow(welcome);
    this.#state = initialState(welcome, wanted);
    this.#presenter.enter(welcome, false);
    if (how === "anew") this.#show(...renderFrame(welcome, this.style()));
    this.#retitle();
  }

  /** Goes on after a break, in which something may have been missed. */
  resume(welcome: WelcomeFrame): void {
    if (this.#state === undefined) return;
    this.#parts.settings.follow(welcome);
    this.#state = resumeState(this.#state, welcome);
    this.#presenter.enter(welcome, true);
    this.#isParting = false;
    this.#retitle();
  }

  /** Takes in a frame, and shows it unless others do. What is hidden from this person is not shown. */
  receive(frame: ServerFrame, isShown = true): void {
    const before = this.#state;
    if (before === undefined) return;
    const { settings } = this.#parts;
    settings.follow(frame);
    const state = reduce(before, frame, (author) => settings.ignores(author));
    this.#state = state;
    if (frame.type === "message") this.#lastOwn.receive(frame, isMe(state, frame.from));
    if (frame.type === "private") {
      this.#longPrivates.receive(frame, isMe(state, frame.from) ? frame.to : frame.from);
    }
    if (frame.type === "error") this.#presenter.refused(frame);
    if (isShown) this.#presenter.present(frame, before, state);
    const isParted = frame.type === "parted" && this.#isParting;
    if (isParted) this.#isParting = false;
    if (isParted || !isSameRoom(before.room, state.room)) this.#showPlace();
    this.#retitle();
  }

  /** Records a frame that was sent; `isShown` unless the answer is not for the person. */
  sent(frame: ClientFrame, isShown = true): void {
    if (this.#state === undefined) return;
    this.#presenter.requested(frame, isShown);
    if (frame.type === "part" && isSameRoom(frame.room, this.#state.room)) this.#isParting = true;
    this.#state = reduceSent(this.#state, frame);
    this.#retitle();
  }

  /** Looks at another room. */
  switchRoom(room: string): void {
    if (this.#state === undefined) return;
    const entered = roomNamed(this.#state, room);
    this.#state = switchRoom(this.#state, room);
    if (entered !== undefined) this.#showRoom(entered);
    this.#retitle();
  }

  /** Talks to one person alone, or in the room again. */
  setTarget(name: string | undefined): void {
    if (this.#state === undefined) return;
    this.#state = setTarget(this.#state, name);
    if (name === undefined) this.#showPlace();
    else this.#show(renderNote(this.style().words.client.query(name), this.style()));
  }

  /** Does what only concerns what is seen. */
  perform(local: ViewCommand): void {
    const style = this.style();
    const all = { ...style, ...((this.#state?.rooms.size ?? 0) > 1 && { room: "" }) };
    const mentioned = (): readonly DisplayLine[] =>
      (this.#state?.mentions ?? []).flatMap((frame) => renderFrame(frame, all));
    this.#show(
      ...runViewCommand(local, {
        settings: this.#parts.settings,
        mentioned,
        longPrivate: (name) => this.#longPrivates.of(name),
        personOf: (name) => this.#state === undefined ? undefined : addresseeOf(this.#state, name).person,
        room: this.room?.name ?? "",
        style: () => this.style(),
      }),
    );
    this.#retitle();
  }

  /** Records that the person is there and has seen what is on the screen. */
  markSeen(): void {
    if (this.#state === undefined) return;
    this.#state = markSeen(this.#state);
    this.#retitle();
  }

  /** Builds what can be completed. @param isAllSaid Whether nothing of this person is on its way: only then what they said last is known. */
  completionContext(isAllSaid = true): CompletionContext {
    const { ignored } = this.#parts.settings;
    const own = this.#parts.own ?? [];
    return buildVocabulary(this.#state, {
      ignored,
      settings: CHOICES,
      own,
      lastSaid: isAllSaid ? this.#lastSaid() : undefined,
      takesFiles: own.length === 0 && this.#state?.target.kind === "room",
    });
  }

  /** Finds what this person said last in the room that they write to, while they may change it. */
  #lastSaid(): CompletionContext["lastSaid"] {
    const target = this.#state?.target;
    const last = target?.kind === "room" ? this.#lastOwn.in(target.room) : undefined;
    return last === undefined || this.#parts.clock.now() - last.at > EDIT_OWN_FOR ? undefined : last;
  }

  /** Shows what still waits to be. */
  close(): void {
    this.#presenter.close();
  }

  /** Says where one is now, and with that it is seen. */
  #showPlace(): void {
    if (this.#state === undefined) return;
    const room = roomInView(this.#state);
    if (room !== undefined) this.#showRoom(room);
    else if (this.#state.room === "") {
      this.#show(renderNote(this.style().words.problem({ code: "nowhere" }), this.style()));
    }
    this.#state = markSeen(this.#state);
  }

  #showRoom(room: Room): void {
    this.#show(...renderRoomHeading(room, this.style()));
    this.#presenter.roomShown(room.name);
  }

  #retitle(): void {
    const state = this.#state;
    if (state === undefined) return;
    const count = countUnseen(state, (room) => this.#parts.settings.loudnessOf(room) !== "off");
    const where = state.room === "" ? "" : ` · ${roomLabel(state.room)}`;
    this.#parts.surface.title?.(`${count === 0 ? "" : `(${count}) `}${cleanLine(state.title)}${where}`);
  }

  #show(...lines: readonly DisplayLine[]): void {
    if (lines.length > 0) this.#parts.surface.show(lines);
  }
}
