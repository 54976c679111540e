/**
 * What every frame of the server means for the page, while somebody is in.
 *
 * @module
 */

import {
  errorSentence,
  type Exchange,
  type Goodbye,
  type IsIgnored,
  isTriedAgain,
  type QueuedFrame,
  type QueuedMessage,
  type State,
} from "../../conversation.ts";
import type { Clock } from "../../net/clock.ts";
import type { ClientFrame, ErrorFrame, RoomSnapshot, ServerFrame } from "../../protocol.ts";
import type { PageWords } from "../../words/en.ts";
import { placeKey } from "../view.ts";
import { Deeds } from "./deeds.ts";
import { Events } from "./events.ts";
import { History } from "./history.ts";
import { InCharge } from "./in_charge.ts";
import { MemberLists } from "./member_lists.ts";
import type { PageViews, PlaceView } from "./ports.ts";
import type { SavedSession } from "./saved.ts";
import type { SavedLogin } from "./saved_login.ts";
import { SentMessages, writtenAgain } from "./sent_messages.ts";

/** After so long the messages of a room that was entered have come, or none will, in ms. */
const ARRIVES_WITHIN = 1500;

/** What a dispatcher works with. */
export interface DispatchParts extends PageViews {
  readonly words: PageWords;
  readonly clock: Clock;
  readonly saved: Pick<SavedSession, "save">;
  readonly isHidden: IsIgnored;
  /** What keeps this browser logged in. */
  readonly login: Pick<SavedLogin, "forget">;
  /** Does what a line would that is written. */
  readonly perform: (line: string) => void;
  /** Whether something is being written. */
  readonly isWriting: () => boolean;
  /** Called with a text that is to be written again. */
  readonly onReturn: (text: string) => void;
  /** Whether this person is in, over a connection. */
  readonly isIn: () => boolean;
  /** What is known of this person and their rooms, after the frame. */
  readonly state: () => State | undefined;
  /** What was sent and has no answer yet. */
  readonly exchange: () => Exchange;
  /** Sends a frame that is of use now or not at all; `false` when there is no connection. */
  readonly send: (frame: ClientFrame) => boolean;
  /** Called when more of a room has been read. */
  readonly onRead: (place: PlaceView) => void;
  /** Called when the room in view is to be shown anew. */
  readonly onShown: (place: PlaceView) => void;
  /** Called with the name that this person has now. */
  readonly onNamed: (name: string) => void;
  /** Called when the server does not let this person in, with the sentence that says why. */
  readonly onRefused: (error: ErrorFrame, why: string) => void;
  /** Called with why the server is about to end the connection: somebody in charge wants it. */
  readonly onRemoved: (why: string) => void;
  /** Called when the server ends the connection. */
  readonly onBye: (bye: Goodbye) => void;
  readonly onServers: (servers: readonly string[]) => void;
}

/** Shows what frames mean, each where it belongs. */
export class Dispatcher {
  readonly history: History;
  readonly memberLists: MemberLists;
  /** What people in charge did. */
  readonly deeds: Deeds;
  /** What is to be looked at by whoever is in charge. */
  readonly inCharge: InCharge;
  readonly #parts: DispatchParts;
  readonly #sent: SentMessages;
  readonly #events: Events;
  /** Keys of rooms that somebody asked to go into. */
  readonly #joining = new Set<string>();

  constructor(parts: DispatchParts) {
    this.#parts = parts;
    const { words, places, lines, notices, replies, members, isHidden, isWriting, send, state } = parts;
    const hint = (text: string): void => notices.hint(text);
    this.#sent = new SentMessages({
      places,
      isMe: (name) => lines.isMe(name),
      me: () => lines.me,
      hint,
      onDelivered: (place) => place !== places.current && notices.sent(place),
      onReturn: (frame) => this.#writeAgain(frame),
      isWriting,
    });
    this.history = new History({ words, places, hint, send });
    this.memberLists = new MemberLists({ places, members, replies, send, state });
    this.deeds = new Deeds({ words, clock: parts.clock, places, notices, state, perform: parts.perform });
    this.inCharge = new InCharge({ view: parts.charge, state, send });
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

  /** Shows messages that wait to be sent. */
  showQueued(queued: readonly QueuedMessage[]): void {
    this.#sent.show(queued);
  }

  /** Goes into a room, or shows it. */
  join(room: string): boolean {
    const { places, roomDialog, send } = this.#parts;
    const known = places.find("room", room);
    if (known !== undefined) {
      roomDialog.close();
      places.show(known);
      return true;
    }
    if (!send({ type: "join", room })) return false;
    this.#joining.add(placeKey("room", room));
    return true;
  }

  /** Shows what a frame means. @param about The message that it is an answer to, if it is to one. */
  receive(frame: ServerFrame, about: QueuedMessage | undefined): void {
    const { places, panel, roomDialog, notices, replies, lines, exchange, onNamed, onBye } = this.#parts;
    switch (frame.type) {
      case "entered":
        return this.entered(frame);
      case "parted":
        return this.parted(frame.room);
      case "message":
        this.#sent.received(frame, exchange());
        return this.#events.message(frame);
      case "private":
        return this.#sent.echoed(frame, exchange().queued) ? undefined : this.#events.privateMessage(frame);
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
      case "done":
        if (frame.dry === true) return this.#parts.deedDialog.foretell(frame);
        this.inCharge.changed(frame);
        return this.deeds.done(frame);
      case "mode":
        this.inCharge.show();
        return this.deeds.mode(frame);
      case "moderated":
        this.memberLists.moderated(frame);
        this.inCharge.changed(frame);
        return this.deeds.moderated(frame);
      case "modlist":
        if (this.inCharge.receive(frame)) return;
        return frame.do === "audit" ? this.#parts.answers.audit(frame) : this.deeds.list(frame);
      case "renamed":
        this.#events.renamed(frame);
        return lines.isMe(frame.from) ? onNamed(frame.to) : undefined;
      case "rooms":
        return roomDialog.set(frame.rooms, frame.more === true);
      case "topic":
        return this.#events.topic(frame);
      case "whois":
        return replies.whois(frame);
      case "away":
      case "back":
        notices.away = this.#parts.state()?.away;
        return;
      case "hit":
        return panel.hit(frame);
      case "found":
        return panel.found(frame);
      case "read":
        places.find("room", frame.room)?.readElsewhere(frame.seq);
        return places.changed();
      case "unread":
        return panel.unread(frame);
      case "caught-up":
        return panel.caughtUp(frame);
      case "error":
        return this.#error(frame, about);
      case "notice":
        return this.#events.notice(frame);
      case "bye":
        return onBye(frame);
      case "claimed":
      case "devices":
      case "account":
        if (frame.type === "account" && (frame.done === "password" || frame.done === "unclaim")) {
          this.#parts.login.forget(); // The server has, too.
        }
        return this.#parts.answers.account(frame);
      case "invitation":
        return this.#parts.answers.invitation(frame);
      case "text": { // It is unfolded where it stands.
        const place = places.find("room", frame.room);
        return place && this.history.around(place, frame.seq);
      }
      case "file":
        return this.#parts.answers.file(frame);
      case "upload":
        return this.#parts.answers.upload(frame);
      case "servers":
        return this.#parts.onServers(frame.servers);
      case "welcome":
      case "challenge":
      case "ping":
      case "pong":
        return;
    }
  }

  /** Shows a room that this person is in now. */
  entered({ room, seq, read }: RoomSnapshot): void {
    const { words, places, roomDialog, saved, clock, onRead, onShown } = this.#parts;
    const isNew = places.find("room", room) === undefined;
    const place = places.open("room", room);
    if (seq < place.live.last) places.forget(place);
    const { memory, live } = place;
    memory.read = Math.max(memory.read, read === 0 && isNew ? seq : read);
    place.quietUntil = seq;
    place.isMarked = false;
    live.busy = live.last < seq;
    const { nothingYet, cleared } = words.page;
    if (seq === 0 || memory.cleared >= seq) live.nothing = seq === 0 ? nothingYet : cleared;
    clock.after(ARRIVES_WITHIN, () => live.busy = false); // As it may be that nothing comes.
    this.memberLists.entered(place);
    if (memory.read > read) onRead(place);
    saved.save();
    if (this.#joining.delete(place.key) || places.current === undefined) {
      roomDialog.close();
      places.show(place);
    } else if (place === places.current) onShown(place);
    places.changed();
  }

  /** Closes a room that this person is not in any more. */
  parted(room: string): void {
    const { places } = this.#parts;
    const place = places.find("room", room);
    if (place !== undefined) places.close(place);
  }

  /** Gives up what was asked for, as the connection is gone. */
  disconnected(): void {
    const { panel, words } = this.#parts;
    this.memberLists.lost();
    this.inCharge.reset();
    this.#joining.clear();
    this.history.lost();
    panel.lost(words.onlyMessages);
  }

  #error(error: ErrorFrame, about: QueuedMessage | undefined): void {
    const { words, notices, panel, roomDialog, isIn, onRefused, onRemoved } = this.#parts;
    const why = errorSentence(error, words);
    const isSaid = this.deeds.refused(error, why);
    if ((error.code === "banned" || error.code === "kicked") && error.room === undefined) onRemoved(why);
    if (about !== undefined && !isTriedAgain(error)) {
      this.#sent.refused(error, about, why);
      return this.#meetAgain(error, about);
    }
    if (panel.refused(error.id, why, error.code)) return;
    if (!isIn()) return onRefused(error, why);
    this.#joining.clear();
    if (error.code === "no-room") {
      this.memberLists.missed(error.room);
      this.history.missed(error.room);
    }
    if (!roomDialog.refuse(why) && !isSaid) notices.hint(why);
  }

  /** Calls somebody what they are called now, as a word to them was refused under the name that they had. */
  #meetAgain(error: ErrorFrame, { frame }: QueuedMessage): void {
    if (error.code !== "other-person" || error.now === undefined || frame.type !== "private") return;
    this.#parts.places.rename(frame.to, error.now, frame.person);
  }

  /** Shows the place that a message was meant for, and puts it into the box. */
  #writeAgain(frame: QueuedFrame): void {
    const { places, onReturn } = this.#parts;
    const place = frame.type === "private"
      ? places.find("person", frame.to, frame.person)
      : places.find("room", frame.room);
    if (place !== undefined) places.show(place);
    onReturn(writtenAgain(frame, place !== undefined));
  }
}
