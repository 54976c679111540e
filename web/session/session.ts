/**
 * One person's session on the page: entering, the connection and its loss, quitting.
 *
 * @module
 */

import {
  afterGoodbye,
  afterRefusal,
  type ConversationStore,
  Exchange,
  type Goodbye,
  initialState,
  type IsIgnored,
  type QueuedFrame,
  ReadMarks,
  reduce,
  resumeState,
  type SavedState,
  type State,
  switchRoom,
} from "../../conversation.ts";
import type { Clock } from "../../net/clock.ts";
import type { PageInvitation } from "../../protocol/invitation.ts";
import type { ClientFrame, ErrorFrame, ServerFrame, WelcomeFrame } from "../../protocol.ts";
import { DEFAULT_ROOM, PROTOCOL_VERSIONS } from "../../protocol/limits.ts";
import type { PageWords } from "../../words/en.ts";
import { type AskedHow, fill } from "../view.ts";
import { Dispatcher } from "./dispatch.ts";
import { Entrance, type Proof } from "./entrance.ts";
import type { History } from "./history.ts";
import type { InCharge } from "./in_charge.ts";
import type { MemberLists } from "./member_lists.ts";
import type { PageViews, PlaceView } from "./ports.ts";
import type { SavedSession } from "./saved.ts";
import type { SavedLogin } from "./saved_login.ts";
import { shownUntil } from "./reload_replay.ts";
import type { SessionSocket, SocketListener } from "./socket.ts";

/** The version of the protocol that this page speaks. */
const [VERSION = 1] = PROTOCOL_VERSIONS;

/** What is kept of a session over a reload. */
export type SessionMemory =
  & Pick<SavedSession, "name" | "rooms" | "save" | "saveNow" | "leave">
  & ConversationStore
  & Pick<SavedState, "token" | "queued">;

/** What a session works with. */
export interface SessionParts extends PageViews {
  readonly words: PageWords;
  readonly clock: Clock;
  /** Makes the connection, which is not open yet. */
  readonly openSocket: (listener: SocketListener) => SessionSocket;
  readonly saved: SessionMemory;
  /** What the page was opened with, if with an invitation. */
  readonly invitation?: PageInvitation | undefined;
  readonly isHidden: IsIgnored;
  /** Learns from a frame what those who are hidden are called now; called before it is shown. */
  readonly onFrame: (frame: ServerFrame) => void;
  /** What keeps this browser logged in. */
  readonly login: Pick<SavedLogin, "sessionFor" | "set" | "forget">;
  /** Does what a line would that is written. */
  readonly perform: (line: string) => void;
  /** Whether something is being written. */
  readonly isWriting: () => boolean;
  /** Called with a text that is to be written again. */
  readonly onReturn: (text: string) => void;
  /** Whether this device has no network. */
  readonly isOffline: () => boolean;
  readonly onIn: () => void;
  /** Called when this person is out: why, and the name to offer them. */
  readonly onOut: (why: string, name: string, how?: AskedHow) => void;
  /** Called when somebody has to let this person in. */
  readonly onApproval: (name: string, text: string) => void;
  /** Called with what is waited for. */
  readonly onWait: (text: string) => void;
}

/** One person in their rooms. */
export class Session {
  readonly #parts: SessionParts;
  readonly #socket: SessionSocket;
  readonly #marks: ReadMarks;
  readonly #dispatcher: Dispatcher;
  readonly #entrance: Entrance;
  #exchange: Exchange;
  #state: State | undefined;
  #isIn = false;
  /** Whether this page was in before, so that it is in no room only because all were left. */
  #wasIn = false;
  #helloToken = "";
  #problem = "";
  /** Why somebody in charge wants this person out. */
  #removed = "";
  #isQuitting = false;
  /** Whether an error in answer to `hello` has decided already what comes after this connection. */
  #isRefused = false;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#entrance = new Entrance(parts.login);
    if (parts.invitation !== undefined) this.#entrance.invited(parts.invitation);
    this.#exchange = this.#newExchange();
    this.#socket = parts.openSocket({
      opened: () => this.#hello(),
      received: (frame) => this.#receive(frame),
      lost: () => this.#lost(),
    });
    this.#marks = new ReadMarks(parts.clock, (room, seq) => this.send({ type: "read", room, seq }));
    this.#dispatcher = new Dispatcher({
      ...parts,
      isIn: () => this.#isIn,
      state: () => this.#state,
      exchange: () => this.#exchange,
      send: (frame) => this.send(frame),
      onRead: (place) => this.read(place),
      onShown: (place) => this.shown(place),
      onNamed: (name) => this.#named(name),
      onRefused: (error, why) => this.#refused(error, why),
      onRemoved: (why) => this.#removed = why,
      onBye: (bye) => this.#bye(bye),
      onServers: (servers) => this.#socket.learn(servers),
    });
  }

  /** The older messages, and those around a search result. */
  get history(): History {
    return this.#dispatcher.history;
  }

  /** The lists of who is in a room. */
  get memberLists(): MemberLists {
    return this.#dispatcher.memberLists;
  }

  /** What is to be looked at by whoever is in charge. */
  get inCharge(): InCharge {
    return this.#dispatcher.inCharge;
  }

  /** Tells whether this person is in, over a connection. */
  get isIn(): boolean {
    return this.#isIn;
  }

  /** The address of the page of the server that this one talks with. */
  get base(): string {
    return this.#socket.base;
  }

  /** Returns what is known of this person and their rooms; `undefined` before the first welcome. */
  get state(): State | undefined {
    return this.#state;
  }

  /** Takes an invitation that came while the page was open. */
  invited(invitation: PageInvitation | undefined): void {
    if (invitation === undefined) return;
    this.#entrance.invited(invitation);
    if (this.#isIn) this.#goThere();
  }

  /** Enters under a name. @param word The word that lets in, where one is asked for. @param proof Likewise. */
  enter(name: string, word?: string, proof?: Proof): void {
    this.#entrance.ask(name, word, proof);
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

  /** Waits no longer to be let in. */
  giveUp(): void {
    this.#out("");
  }

  /** Sends a frame that is of use now or not at all; `false` when there is no connection. */
  send(frame: ClientFrame): boolean {
    return this.#exchange.send(frame);
  }

  /** Says something, as soon as there is a connection. */
  say(frame: QueuedFrame): void {
    this.#exchange.enqueue({ frame });
    this.#dispatcher.showQueued([{ frame }]);
  }

  /** Shows what waits. */
  showQueued(): void {
    this.#dispatcher.showQueued(this.#exchange.queued);
  }

  /** Goes into a room, or shows it. */
  join(room: string): boolean {
    return this.#dispatcher.join(room);
  }

  /** Leaves a room: at once, so that what is typed next is not meant for it. */
  part(frame: Extract<ClientFrame, { type: "part" }>): boolean {
    if (!this.#isIn) return false;
    this.flushReadMarks(); // While one is still there to have read something.
    this.send(frame);
    this.#dispatcher.parted(frame.room);
    return true;
  }

  /** Records that a place is in view now, or none. */
  shown(place: PlaceView | undefined): void {
    if (place?.kind === "room" && this.#state !== undefined) {
      this.#state = switchRoom(this.#state, place.name);
    }
    if (place !== undefined) this.memberLists.refresh(place);
    this.#dispatcher.deeds.shown();
    this.#dispatcher.inCharge.show();
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
    const room = this.#entrance.goal ?? (places.lastRoom ?? places.rooms[0])?.name ??
      (this.#wasIn ? "" : DEFAULT_ROOM);
    const name = this.#entrance.name || saved.name;
    this.#helloToken = saved.token;
    this.#isRefused = false;
    this.#socket.send({
      type: "hello",
      name,
      version: VERSION,
      room,
      client: "chat page",
      ...this.#entrance.credentials(name),
      ...(resume !== undefined && { resume }),
    });
  }

  #receive(frame: ServerFrame): void {
    this.#parts.onFrame(frame);
    if (frame.type === "welcome") return this.#welcome(frame);
    if (frame.type === "notice" && frame.code === "approval") {
      const { words, notices, onApproval } = this.#parts;
      notices.banner = "";
      return onApproval(this.#entrance.name, `${words.deeds.waits} ${words.page.doorWaitingHint}`);
    }
    const { isRepeated, about } = this.#exchange.receive(frame);
    if (isRepeated) return;
    if (this.#state !== undefined) this.#state = reduce(this.#state, frame, this.#parts.isHidden);
    this.#dispatcher.receive(frame, about);
  }

  #welcome(welcome: WelcomeFrame): void {
    const { notices, places, onIn } = this.#parts;
    const isOtherLog = this.#helloToken !== "" && welcome.token !== this.#helloToken;
    if (isOtherLog) {
      for (const place of places.rooms) places.forget(place); // Its numbers begin anew.
      this.#marks.reset();
    }
    this.#socket.learn(welcome.servers ?? []);
    this.#exchange.enter(welcome, { send: (frame) => this.#socket.send(frame) });
    this.#state = this.#state === undefined || isOtherLog
      ? initialState(welcome, welcome.room)
      : resumeState(this.#state, welcome);
    if (welcome.resumed !== true) notices.away = undefined;
    this.#isIn = this.#wasIn = true;
    this.#problem = "";
    this.#entrance.entered(welcome.name, welcome.session);
    this.#named(welcome.name);
    notices.title = welcome.title;
    notices.banner = "";
    if (welcome.room !== "") this.#dispatcher.entered(welcome);
    this.#exchange.sendQueued();
    this.showQueued();
    onIn();
    this.#dispatcher.inCharge.refresh();
    this.#goThere();
  }

  /** Goes into the room that an invitation leads to. */
  #goThere(): void {
    const { goal } = this.#entrance;
    this.#entrance.goal = undefined;
    if (goal !== undefined && this.#state?.room !== goal) this.join(goal);
  }

  #named(name: string): void {
    const { saved, lines } = this.#parts;
    saved.name = this.#entrance.name = lines.me = name;
    saved.saveNow();
    this.#parts.places.changed();
  }

  /** Decides what comes after a `hello` that was refused: another try, or another name. */
  #refused(error: ErrorFrame, why: string): void {
    const { words, notices, onOut } = this.#parts;
    this.#isRefused = true;
    const after = afterRefusal(error, true);
    if (after.kind === "retry") {
      this.#problem = fill(words.page.awayFull, { reason: why });
      if (after.wait > 0) this.#socket.retryAfter(after.wait * (1 + Math.random())); // All that wait are told the same time.
      return;
    }
    const asked = this.#entrance.refused(error);
    if (asked === undefined) return this.#hello();
    this.#socket.stop(); // Until there is another name to ask for: the server does not wait for long.
    notices.banner = "";
    onOut(why, asked.offer, asked);
  }

  #bye(bye: Goodbye): void {
    const { words } = this.#parts;
    if (bye.servers !== undefined) this.#socket.learn(bye.servers);
    if (this.#isRefused) return;
    const after = afterGoodbye(bye, Math.random());
    if (after.kind === "end") return this.#out(this.#removed || words.bye(bye.reason), bye.reason === "quit");
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
    this.#removed = "";
    this.#dispatcher.deeds.reset();
    this.#dispatcher.inCharge.show();
    this.#socket.stop();
    saved.leave();
    places.reset();
    this.#exchange = this.#newExchange();
    notices.banner = "";
    notices.away = undefined;
    onOut(why, this.#entrance.name || saved.name, { isFarewell });
  }

  #lost(): void {
    const { words } = this.#parts;
    if (this.#isQuitting) return this.#out(words.bye("quit"), true);
    this.#disconnected();
    this.#waitFor(this.#problem || (this.#parts.isOffline() ? words.page.offline : words.page.away));
    this.#problem = "";
  }

  #disconnected(): void {
    this.#isIn = false;
    this.#exchange.disconnect();
    this.#dispatcher.disconnected();
  }

  /** Says what is waited for: above the conversation, and at the door if somebody stands there. */
  #waitFor(text: string): void {
    this.#parts.notices.banner = text;
    this.#parts.onWait(text);
  }
}
