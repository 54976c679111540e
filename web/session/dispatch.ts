/**
 * One person's session: coming in, coming back, and what every frame of the server means for the page.
 *
 * @module
 */

import {
  afterGoodbye,
  afterRefusal,
  type ConversationStore,
  errorSentence,
  Exchange,
  type Goodbye,
  initialState,
  type QueuedFrame,
  type QueuedMessage,
  ReadMarks,
  reduce,
  resumeState,
  type SavedState,
  type State,
  switchRoom,
} from "../../conversation.ts";
import type { Clock } from "../../net/clock.ts";
import type { ClientFrame, ErrorFrame, RoomSnapshot, ServerFrame, WelcomeFrame } from "../../protocol.ts";
import { DEFAULT_ROOM, PROTOCOL_VERSIONS } from "../../protocol/limits.ts";
import type { PageWords } from "../../words/en.ts";
import { fill, placeKey } from "../view.ts";
import { Events } from "./events.ts";
import { History } from "./history.ts";
import { MemberLists } from "./member_lists.ts";
import type {
  MembersView,
  NoticesView,
  PlacesView,
  PlaceView,
  ReaderView,
  RepliesView,
  RoomsView,
  SearchView,
} from "./ports.ts";
import type { SavedSession } from "./saved.ts";
import { SentMessages, writtenAgain } from "./sent_messages.ts";
import { shownUntil } from "./reload_replay.ts";
import type { SessionSocket, SocketListener } from "./socket.ts";

/** The version of the protocol that this page speaks. */
const [VERSION = 1] = PROTOCOL_VERSIONS;

/** After so long the messages of a room that was entered have come, or none will, in ms. */
const ARRIVES_WITHIN = 1500;

/** What is kept of a session over a reload. */
export type SessionMemory =
  & Pick<SavedSession, "name" | "rooms" | "save" | "saveNow" | "leave">
  & ConversationStore
  & Pick<SavedState, "token" | "queued">;

/** What a session works with. */
export interface SessionParts {
  readonly words: PageWords;
  readonly clock: Clock;
  /** Makes the connection, which is not open yet. */
  readonly openSocket: (listener: SocketListener) => SessionSocket;
  readonly saved: SessionMemory;
  readonly lines: ReaderView;
  readonly places: PlacesView;
  readonly panel: SearchView;
  readonly roomDialog: RoomsView;
  readonly members: MembersView;
  readonly notices: NoticesView;
  readonly replies: RepliesView;
  readonly isHidden: (name: string) => boolean;
  /** Whether something is being written. */
  readonly isWriting: () => boolean;
  /** Called with a text that is to be written again. */
  readonly onReturn: (text: string) => void;
  readonly onIn: () => void;
  /** Called when this person is out: why, and the name to offer them. */
  readonly onOut: (why: string, name: string, isFarewell?: boolean) => void;
  /** Called with what is waited for. */
  readonly onWait: (text: string) => void;
}

/** One person in their rooms. */
export class Session {
  readonly history: History;
  readonly memberLists: MemberLists;
  readonly #parts: SessionParts;
  readonly #socket: SessionSocket;
  readonly #marks: ReadMarks;
  readonly #sent: SentMessages;
  readonly #events: Events;
  #exchange: Exchange;
  #state: State | undefined;
  #isIn = false;
  /** Whether this page was in before, so that it is in no room only because all were left. */
  #wasIn = false;
  /** The name that is asked for. */
  #wanted = "";
  #helloToken = "";
  /** Keys of rooms that somebody asked to go into. */
  readonly #joining = new Set<string>();
  #problem = "";
  #isQuitting = false;
  /** Whether an error in answer to `hello` has decided already what comes after this connection. */
  #isRefused = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    const { words, clock, places, lines, notices, replies, members, isHidden, isWriting } = parts;
    const send = (frame: ClientFrame): boolean => this.send(frame);
    const hint = (text: string): void => notices.hint(text);
    this.#exchange = this.#newExchange();
    this.#socket = parts.openSocket({
      opened: () => this.#hello(),
      received: (frame) => this.#receive(frame),
      lost: () => this.#lost(),
    });
    this.#marks = new ReadMarks(clock, (room, seq) => this.send({ type: "read", room, seq }));
    this.#sent = new SentMessages({
      places,
      isMe: (name) => lines.isMe(name),
      me: () => lines.me,
      hint,
      onDelivered: (place) => place !== places.current && notices.sent(place),
      onReturn: (frame) => this.#writeAgain(frame),
      isWriting,
    });
    const state = (): State | undefined => this.#state;
    this.history = new History({ words, places, hint, send });
    this.memberLists = new MemberLists({ places, members, replies, send, state });
    this.#events = new Events({
      words,
      lines,
      places,
      members: this.memberLists,
      history: this.history,
      replies,
      isHidden,
      state,
    });
  }

  /** Tells whether this person is in, over a connection. */
  get isIn(): boolean {
    return this.#isIn;
  }

  /** Returns what is known of this person and their rooms; `undefined` before the first welcome. */
  get state(): State | undefined {
    return this.#state;
  }

  /** Enters under a name. */
  enter(name: string): void {
    this.#wanted = name;
    this.#isQuitting = false;
    if (this.#isIn) return;
    this.#waitFor(this.#parts.words.page.connecting);
    this.#socket.start();
    this.#hello();
  }

  /** Leaves for good. */
  quit(word?: string): void {
    this.#isQuitting = true;
    if (!this.#exchange.quit(word)) this.#out(this.#parts.words.bye("quit"), true);
  }

  /** Sends a frame that is of use now or not at all; `false` when there is no connection. */
  send(frame: ClientFrame): boolean {
    return this.#exchange.send(frame);
  }

  /** Says something, as soon as there is a connection. */
  say(frame: QueuedFrame): void {
    this.#exchange.enqueue({ frame });
    this.#sent.show([{ frame }]);
  }

  /** Shows what waits. */
  showQueued(): void {
    this.#sent.show(this.#exchange.queued);
  }

  /** Goes into a room, or shows it. */
  join(room: string): boolean {
    const { places, roomDialog } = this.#parts;
    const known = places.find("room", room);
    if (known !== undefined) {
      roomDialog.close();
      places.show(known);
      return true;
    }
    if (!this.send({ type: "join", room })) return false;
    this.#joining.add(placeKey("room", room));
    return true;
  }

  /** Leaves a room: at once, so that what is typed next is not meant for it. */
  part(frame: Extract<ClientFrame, { type: "part" }>): boolean {
    if (!this.#isIn) return false;
    this.flushReadMarks(); // While one is still there to have read something.
    this.send(frame);
    this.#parted(frame.room);
    return true;
  }

  /** Records that a place is in view now. */
  shown(place: PlaceView): void {
    if (place.kind === "room" && this.#state !== undefined) this.#state = switchRoom(this.#state, place.name);
    this.memberLists.refresh(place);
  }

  /** Records that all of a room was read that was shown of it. */
  read({ name, memory }: PlaceView): void {
    this.#marks.markSeen(name, memory.read);
  }

  /** Tells the server what was read and not told yet. */
  flushReadMarks(): void {
    this.#marks.flush();
  }

  #newExchange(): Exchange {
    const { clock, saved } = this.#parts;
    const seen = Object.fromEntries(saved.rooms.map((room) => [room.name, shownUntil(room)]));
    const { token, queued } = saved;
    return new Exchange({ clock, chance: Math.random, store: saved, saved: { token, seen, queued } });
  }

  #hello(): void {
    const { places, saved } = this.#parts;
    const { resume } = this.#exchange.hello();
    const room = (places.lastRoom ?? places.rooms[0])?.name ?? (this.#wasIn ? "" : DEFAULT_ROOM);
    this.#helloToken = saved.token;
    this.#isRefused = false;
    this.#socket.send({
      type: "hello",
      name: this.#wanted || saved.name,
      version: VERSION,
      room,
      client: "chat page",
      ...(resume !== undefined && { resume }),
    });
  }

  #receive(frame: ServerFrame): void {
    if (frame.type === "welcome") return this.#welcome(frame);
    const { isRepeated, about } = this.#exchange.receive(frame);
    if (isRepeated) return;
    if (this.#state !== undefined) this.#state = reduce(this.#state, frame, this.#parts.isHidden);
    this.#show(frame, about);
  }

  /** Shows what a frame means. */
  #show(frame: ServerFrame, about: QueuedMessage | undefined): void {
    const { places, panel, roomDialog, notices, replies } = this.#parts;
    switch (frame.type) {
      case "entered":
        return this.#entered(frame);
      case "parted":
        return this.#parted(frame.room);
      case "message":
        this.#sent.received(frame, this.#exchange);
        return this.#events.message(frame);
      case "private":
        return this.#sent.echoed(frame, this.#exchange.queued)
          ? undefined
          : this.#events.privateMessage(frame);
      case "ack":
        return this.#sent.acknowledged(frame);
      case "delivered":
        return this.#sent.delivered(frame, about);
      case "history": {
        const place = places.find("room", frame.room);
        return place && this.history.end(place, frame.more);
      }
      case "members":
        return this.memberLists.receive(frame);
      case "joined":
      case "left":
        return this.#events.comesOrGoes(frame);
      case "crowd":
        return this.#events.crowd(frame);
      case "renamed":
        this.#events.renamed(frame);
        return this.#parts.lines.isMe(frame.from) ? this.#named(frame.to) : undefined;
      case "rooms":
        return roomDialog.set(frame.rooms, frame.more === true);
      case "topic":
        return this.#events.topic(frame);
      case "whois":
        return replies.whois(frame);
      case "away":
      case "back":
        notices.away = this.#state?.away;
        return;
      case "hit":
        return panel.hit(frame);
      case "found":
        return panel.found(frame);
      case "unread":
        return panel.unread(frame);
      case "caught-up":
        return panel.caughtUp(frame);
      case "error":
        return this.#error(frame, about);
      case "notice":
        return this.#events.notice(frame);
      case "bye":
        return this.#bye(frame);
      case "welcome":
      case "ping":
      case "pong":
        return;
    }
  }

  #welcome(welcome: WelcomeFrame): void {
    const { notices, places, onIn } = this.#parts;
    const isOtherLog = this.#helloToken !== "" && welcome.token !== this.#helloToken;
    if (isOtherLog) {
      for (const place of places.rooms) places.forget(place); // Its numbers begin anew.
      this.#marks.reset();
    }
    this.#exchange.enter(welcome, { send: (frame) => this.#socket.send(frame) });
    this.#state = this.#state === undefined || isOtherLog
      ? initialState(welcome, welcome.room)
      : resumeState(this.#state, welcome);
    if (welcome.resumed !== true) notices.away = undefined;
    this.#isIn = this.#wasIn = true;
    this.#problem = "";
    this.#named(welcome.name);
    notices.title = welcome.title;
    notices.banner = "";
    if (welcome.room !== "") this.#entered(welcome);
    this.#exchange.sendQueued();
    this.showQueued();
    onIn();
  }

  #entered({ room, seq, read }: RoomSnapshot): void {
    const { places, roomDialog, saved, clock } = this.#parts;
    const isNew = places.find("room", room) === undefined;
    const place = places.open("room", room);
    if (seq < place.live.last) places.forget(place);
    const { memory, live } = place;
    memory.read = Math.max(memory.read, read === 0 && isNew ? seq : read);
    place.quietUntil = seq;
    place.isMarked = false;
    live.busy = live.last < seq;
    clock.after(ARRIVES_WITHIN, () => live.busy = false); // As it may be that nothing comes.
    this.memberLists.entered(place);
    if (memory.read > read) this.read(place);
    saved.save();
    if (this.#joining.delete(place.key) || places.current === undefined) {
      roomDialog.close();
      places.show(place);
    } else if (place === places.current) this.shown(place);
    places.changed();
  }

  #parted(room: string): void {
    const { places } = this.#parts;
    const place = places.find("room", room);
    if (place !== undefined) places.close(place);
  }

  #named(name: string): void {
    const { saved, lines } = this.#parts;
    saved.name = this.#wanted = lines.me = name;
    saved.saveNow();
  }

  #error(error: ErrorFrame, about: QueuedMessage | undefined): void {
    const { words, notices, panel, roomDialog } = this.#parts;
    const why = errorSentence(error, words);
    if (about !== undefined && error.code !== "not-stored") return this.#sent.refused(error, about, why);
    if (panel.refused(error.id, why)) return;
    if (!this.#isIn) return this.#refused(error, why);
    this.#joining.clear();
    if (error.code === "no-room") {
      this.memberLists.missed(error.room);
      this.history.missed(error.room);
    }
    if (!roomDialog.refuse(why)) notices.hint(why);
  }

  /** Decides what comes after a `hello` that was refused: another try, or another name. */
  #refused(error: ErrorFrame, why: string): void {
    const { words, notices, onOut } = this.#parts;
    this.#isRefused = true;
    if (afterRefusal(error, true).kind === "retry") {
      this.#problem = fill(words.page.awayFull, { reason: why });
      return;
    }
    this.#socket.stop(); // Until there is another name to ask for: the server does not wait for long.
    notices.banner = "";
    onOut(why, "suggestion" in error ? error.suggestion : this.#wanted);
  }

  #bye(bye: Goodbye): void {
    const { words } = this.#parts;
    if (this.#isRefused) return;
    const after = afterGoodbye(bye, Math.random());
    if (after.kind === "end") return this.#out(words.bye(bye.reason), bye.reason === "quit");
    if (bye.back !== undefined) this.#problem = fill(words.page.awayBack, { count: bye.back });
    this.#socket.retryNotBefore(after.wait);
  }

  #out(why: string, isFarewell = false): void {
    const { saved, places, notices, onOut } = this.#parts;
    this.#disconnected();
    this.#exchange.close();
    this.#marks.reset();
    this.#state = undefined;
    this.#wasIn = false;
    this.#socket.stop();
    saved.leave();
    places.reset();
    this.#exchange = this.#newExchange();
    notices.banner = "";
    notices.away = undefined;
    onOut(why, saved.name, isFarewell);
  }

  #lost(): void {
    const { words } = this.#parts;
    if (this.#isQuitting) return this.#out(words.bye("quit"), true);
    this.#disconnected();
    this.#waitFor(this.#problem || words.page.away);
    this.#problem = "";
  }

  #disconnected(): void {
    this.#isIn = false;
    this.#exchange.disconnect();
    this.memberLists.lost();
    this.#joining.clear();
    this.history.lost();
    this.#parts.panel.lost(this.#parts.words.onlyMessages);
  }

  /** Says what is waited for: above the conversation, and at the door if somebody stands there. */
  #waitFor(text: string): void {
    this.#parts.notices.banner = text;
    this.#parts.onWait(text);
  }

  /** Shows the place that a message was meant for, and puts it into the box. */
  #writeAgain(frame: QueuedFrame): void {
    const { places, onReturn } = this.#parts;
    const place = frame.type === "private"
      ? places.find("person", frame.to)
      : places.find("room", frame.room);
    if (place !== undefined) places.show(place);
    onReturn(writtenAgain(frame, place !== undefined));
  }
}
