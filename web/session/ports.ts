/**
 * What a session needs of what shows it: interfaces that the view satisfies, and a test without a document as well.
 *
 * @module
 */

import type { Authored, QueuedFrame } from "../../conversation.ts";
import type {
  MessageFrame,
  MessageId,
  ModLine,
  Presence,
  RoomMode,
  RoomSummary,
  ServerFrame,
  Topic,
} from "../../protocol.ts";
import type { ListedMember, MemberList, PrivateMessage, SavedRoom } from "../view.ts";

/** One of the frames of the server, by its type. */
export type Of<Type extends ServerFrame["type"]> = Extract<ServerFrame, { readonly type: Type }>;

/** A list of messages. */
export interface MessageView {
  /** The number of the first message that it shows; infinity for none. */
  readonly first: number;
  /** The number of the last message that it ever showed; 0 for none. */
  readonly last: number;
  /** Set when there is nothing before the first message. */
  set complete(isAll: boolean);
  /** What is said while nothing else is. */
  set nothing(text: string);
  /** Set while many messages come at once. */
  set busy(isBusy: boolean);
  prepend(messages: readonly MessageFrame[]): void;
  extend(messages: readonly MessageFrame[]): void;
  /** Goes to a message; `false` when it is not shown. */
  reveal(seq: number): boolean;
  /** Shows a sentence that nobody said; `about` is the person whom it is about. */
  note(text: string, at?: number, about?: Authored): void;
  /** Shows that somebody came or went. */
  came(text: string, at: number, about: Authored): void;
  /** Shows a sentence with something that can be done about it. */
  offer(text: string, label: string, act: () => void): void;
  /** Shows a message that waits to be sent. */
  wait(frame: QueuedFrame): void;
  /** Takes away a message that waited. */
  settle(id: MessageId): void;
  /** Whether there is nothing but this message, which waits. */
  isOnly(id: MessageId): boolean;
  /** Shows why a message that waited was refused. */
  refuse(id: MessageId, why: string, edit: () => void): void;
}

/** A room, or one person alone. */
export interface PlaceView {
  readonly kind: "room" | "person";
  readonly name: string;
  /** The id of the person, once that is known. */
  readonly person: string | undefined;
  readonly key: string;
  readonly memory: SavedRoom;
  readonly live: MessageView;
  /** What was said long ago around one message. */
  readonly past: MessageView | undefined;
  /** Messages up to this number came before this page was connected. */
  quietUntil: number;
  /** Whether what is new has its line already. */
  isMarked: boolean;
  /** Records that its reader has read up to this number elsewhere. */
  readElsewhere(seq: number): void;
  openPast(): MessageView;
}

/** All places. */
export interface PlacesView {
  readonly current: PlaceView | undefined;
  readonly lastRoom: PlaceView | undefined;
  readonly all: readonly PlaceView[];
  readonly rooms: readonly PlaceView[];
  find(kind: PlaceView["kind"], name: string, person?: string): PlaceView | undefined;
  open(kind: PlaceView["kind"], name: string, person?: string): PlaceView;
  show(place: PlaceView | undefined): void;
  close(place: PlaceView): void;
  clear(place: PlaceView): void;
  toNow(place: PlaceView): void;
  toPast(place: PlaceView, view: MessageView): void;
  addMessage(place: PlaceView, message: MessageFrame): void;
  addPrivateMessage(place: PlaceView, message: PrivateMessage): void;
  rename(from: string, to: string, person?: string): void;
  forget(place: PlaceView): void;
  review(): void;
  reset(): void;
  changed(): void;
}

/** What is told around the conversation. */
export interface NoticesView {
  set title(title: string);
  set banner(text: string);
  set away(why: string | undefined);
  /** Says at the box what keeps its reader from writing; empty for nothing. */
  set limits(text: string);
  hint(text: string): void;
  sent(place: PlaceView): void;
}

/** The window of what was found, opened to look for something. */
export interface SearchView {
  search(query: string): void;
  mentions(hits: readonly Of<"hit">[]): void;
  catchUp(): void;
}

/** The window of what was found, as what is found arrives. */
export interface FoundView {
  hit(hit: Of<"hit">): void;
  found(found: Of<"found">): void;
  unread(unread: Of<"unread">): void;
  caughtUp(end: Of<"caught-up">): void;
  refused(id: MessageId | undefined, why: string, code: string): boolean;
  lost(why: string): void;
}

/** The window of all rooms, opened. */
export interface RoomsView {
  open(): void;
}

/** The window of all rooms, as they are told. */
export interface RoomListView {
  close(): void;
  set(rooms: readonly RoomSummary[], hasMore: boolean): void;
  /** Says what is wrong with a room; `false` when this window is not open. */
  refuse(why: string): boolean;
}

/** The list of members, and how they are told of in a sentence. */
export interface MembersView {
  show(list: MemberList | undefined): void;
  sentence(members: readonly ListedMember[]): string;
}

/** What is to be looked at by whoever is in charge of something. */
export interface ChargeShown {
  /** Who waits, what was reported, who is kept out; nothing for what this person may not see, or has not come yet. */
  readonly lists: Readonly<Partial<Record<"waiting" | "reports" | "bans", readonly ModLine[]>>>;
  /** Whether who comes is let in one by one. */
  readonly isApproving: boolean;
  readonly mayApprove: boolean;
  /** How many things wait for somebody. */
  readonly count: number;
  /** The room in view, where this person may say what it is like. */
  readonly room: { readonly name: string; readonly mode?: RoomMode } | undefined;
}

/** The window of whoever is in charge of something. */
export interface ChargeView {
  /** Shows this; nothing for somebody who is in charge of nothing. */
  show(shown: ChargeShown | undefined): void;
}

/** Answers that are told in sentences of their own, in a window or in the conversation. */
export interface AnswersView {
  /** Tells what became of this person's account. */
  account(frame: Of<"claimed"> | Of<"devices"> | Of<"account">): void;
  /** Tells where a file is to be had. */
  file(frame: Of<"file">): void;
  /** Tells where a file is to be sent. */
  upload(frame: Of<"upload">): void;
  /** Tells who did what. */
  audit(frame: Of<"modlist">): void;
  /** Shows an invitation. */
  invitation(frame: Of<"invitation">): void;
}

/** The window that asks before a deed. */
export interface DeedView {
  /** Says whom a ban would hit. */
  foretell(told: Of<"done">): void;
}

/** Answers in the conversation. */
export interface RepliesView {
  note(text: string): void;
  who(names: readonly string[], presence: readonly Presence[], hasMore: boolean): void;
  forget(): void;
  whois(frame: Of<"whois">): void;
  topic(room: string, topic: Topic | undefined): void;
}

/** Who the reader is. */
export interface ReaderView {
  /** The reader's own name. */
  me: string;
  isMe(name: string): boolean;
}

/** What frames change on the page. */
export interface PageViews {
  readonly lines: ReaderView;
  readonly places: PlacesView;
  readonly panel: FoundView;
  readonly roomDialog: RoomListView;
  readonly members: MembersView;
  readonly notices: NoticesView;
  readonly replies: RepliesView;
  readonly deedDialog: DeedView;
  readonly charge: ChargeView;
  readonly answers: AnswersView;
}
