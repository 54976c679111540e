/**
 * A page without a document: places that only remember what they show, a connection that a test speaks for, and a clock
 * that stands still.
 *
 * @module
 */

import type { QueuedFrame } from "../../../conversation.ts";
import type { ClientFrame, MessageFrame, MessageId, ServerFrame, WelcomeFrame } from "../../../protocol.ts";
import { LINE_BYTES } from "../../../protocol/limits.ts";
import { type ChargeShown, Session, type SessionParts } from "../../../web/session.ts";
import type { MessageView, PlacesView, PlaceView } from "../../../web/session/ports.ts";
import { parseSession } from "../../../web/session/saved_format.ts";
import type { SocketListener } from "../../../web/session/socket.ts";
import {
  type IndexedPlace,
  keyOf,
  type ListedMember,
  type MemberList,
  PlaceIndex,
  type PrivateMessage,
  type SavedRoom,
} from "../../../web/view.ts";
import { ReadState } from "../../../web/view/read_state.ts";
import { en } from "../../../words/en.ts";
import { FakeClock } from "../../support/clock.ts";

/** A list of messages: what is shown, as texts. */
export class FakeMessages implements MessageView {
  first = Infinity;
  last = 0;
  complete = false;
  busy = false;
  nothing = "";
  readonly shown: string[] = [];
  /** What waits, or why it was refused, by the text of the message. */
  readonly waiting = new Map<string, string>();
  revealed = 0;
  /** Writes a refused message again. */
  edit = (): void => {};
  readonly #ids = new Map<MessageId, string>();

  /** Shows messages in their order. */
  add(...messages: readonly MessageFrame[]): void {
    for (const { seq, from, text, id } of messages) {
      this.first = Math.min(this.first, seq);
      this.last = Math.max(this.last, seq);
      this.shown.push(`${seq} ${from}: ${text}`);
      if (id !== undefined) this.settle(id);
    }
  }

  prepend(messages: readonly MessageFrame[]): void {
    const { last } = this;
    const shown = this.shown.splice(0);
    this.add(...messages);
    this.shown.push(...shown);
    if (last > 0) this.last = last;
  }

  extend(messages: readonly MessageFrame[]): void {
    this.add(...messages);
  }

  reveal(seq: number): boolean {
    if (!this.shown.some((line) => line.startsWith(`${seq} `))) return false;
    this.revealed = seq;
    return true;
  }

  note(text: string): void {
    this.shown.push(text);
  }

  came(text: string): void {
    this.note(text);
  }

  /** What can be done, by the sentence that offers it. */
  readonly offered = new Map<string, () => void>();

  offer(text: string, label: string, act: () => void): void {
    this.shown.push(`${text} [${label}]`);
    this.offered.set(text, act);
  }

  wait({ id, text }: QueuedFrame): void {
    this.#ids.set(id, text);
    this.waiting.set(text, "waits");
  }

  settle(id: MessageId): void {
    this.waiting.delete(this.#ids.get(id) ?? "");
    this.#ids.delete(id);
  }

  isOnly(id: MessageId): boolean {
    return this.shown.length === 0 && this.waiting.size === 1 && this.#ids.has(id);
  }

  refuse(id: MessageId, why: string, edit: () => void): void {
    this.waiting.set(this.#ids.get(id) ?? "", why);
    this.edit = edit;
  }
}

/** A place that remembers what it shows. */
export class FakePlace extends ReadState implements PlaceView, IndexedPlace {
  readonly live = new FakeMessages();
  past: FakeMessages | undefined;
  person: string | undefined;
  isFormer = false;

  constructor(readonly kind: "room" | "person", memory: SavedRoom) {
    super(memory);
  }

  get name(): string {
    return this.memory.name;
  }

  get key(): string {
    return keyOf(this);
  }

  rename(name: string): void {
    this.memory.name = name;
  }

  openPast(): FakeMessages {
    return new FakeMessages();
  }
}

/** Places without a document. */
export class FakePlaces implements PlacesView {
  current: FakePlace | undefined;
  lastRoom: FakePlace | undefined;
  readonly #all = new PlaceIndex<FakePlace>();

  /** @param onShow Called when another place is in view. */
  constructor(readonly saved: { rooms: SavedRoom[] }, readonly onShow: (place: FakePlace) => void) {}

  get all(): readonly FakePlace[] {
    return this.#all.all;
  }

  get rooms(): readonly FakePlace[] {
    return this.all.filter(({ kind }) => kind === "room");
  }

  find(kind: PlaceView["kind"], name: string, person?: string): FakePlace | undefined {
    return this.#all.find(kind, name, person);
  }

  open(kind: PlaceView["kind"], name: string, person?: string): FakePlace {
    const known = this.find(kind, name, person);
    if (known !== undefined) {
      known.person ??= person;
      return known;
    }
    const memory = this.saved.rooms.find((room) => room.name === name) ??
      { name, last: 0, read: 0, cleared: 0 };
    const place = new FakePlace(kind, memory);
    if (kind === "person") place.person = person;
    this.#all.add(place);
    return place;
  }

  show(place: PlaceView | undefined): void {
    this.current = place === undefined ? undefined : this.#all.at(place.key);
    if (this.current?.kind === "room") this.lastRoom = this.current;
    if (this.current !== undefined) this.onShow(this.current);
  }

  close(place: PlaceView): void {
    const known = this.#all.at(place.key);
    if (known !== undefined) this.#all.delete(known);
    if (this.lastRoom === place) this.lastRoom = undefined;
    if (this.current === place) this.show(this.all[0]);
  }

  clear(place: PlaceView): void {
    this.#all.at(place.key)?.live.shown.splice(0);
  }

  toNow(place: PlaceView): void {
    const known = this.#all.at(place.key);
    if (known !== undefined) known.past = undefined;
  }

  toPast(place: PlaceView, view: MessageView): void {
    const known = this.#all.at(place.key);
    if (known !== undefined && view instanceof FakeMessages) known.past = view;
  }

  addMessage(place: PlaceView, message: MessageFrame): void {
    this.#all.at(place.key)?.live.add(message);
  }

  addPrivateMessage(place: PlaceView, { from, text, action }: PrivateMessage): void {
    place.live.note(`${from}: ${action ? "/me " : ""}${text}`);
  }

  rename(from: string, to: string, person?: string): void {
    const place = this.find("person", from, person);
    if (place !== undefined) this.#all.rename(place, to);
  }

  forget(place: PlaceView): void {
    const known = this.#all.at(place.key);
    if (known === undefined) return;
    known.live.shown.splice(0);
    known.live.last = 0;
    known.live.first = Infinity;
    known.reset();
  }

  reset(): void {
    this.#all.clear();
    this.current = this.lastRoom = undefined;
  }

  /** How often something has changed in what the list of places shows. */
  changes = 0;

  changed(): void {
    this.changes++;
  }

  review(): void {}
}

/** Makes a page with a session that an earlier page has stored, or with none. */
export function fakePage(stored: Parameters<typeof parseSession>[0] = {}): ReturnType<typeof makePage> {
  return makePage(stored);
}

function makePage(stored: unknown) {
  const clock = new FakeClock(0);
  const { token, name, rooms, queued } = parseSession(stored);
  const sent: ClientFrame[] = [];
  /** What is told, by where. */
  const told: string[] = [];
  const tell = (where: string) => (text: string): void => void told.push(`${where}: ${text}`);
  let listener: SocketListener | undefined;
  let list: MemberList | undefined;
  const socket: { isStarted: boolean; notBefore: number; servers: readonly string[] } = {
    isStarted: false,
    notBefore: 0,
    servers: [],
  };
  const saved = {
    token,
    name,
    rooms: [...rooms],
    queued: [...queued],
    save: () => {},
    saveNow: () => {},
    saveCursor: () => {},
    saveToken: (token: string) => void (saved.token = token),
    add: (frame: QueuedFrame) => void saved.queued.push(frame),
    remove: (id: MessageId) => void (saved.queued = saved.queued.filter((frame) => frame.id !== id)),
    leave: () => {
      saved.token = "";
      saved.rooms = [];
    },
  };
  /** The login that the browser keeps, as `name token`. */
  const login = {
    kept: "",
    sessionFor: (name: string) =>
      login.kept.startsWith(`${name} `) ? login.kept.slice(name.length + 1) : undefined,
    set: (name: string, token: string) => void (login.kept = `${name} ${token}`),
    forget: () => void (login.kept = ""),
  };
  const reader = { me: name, isMe: (other: string) => other === reader.me };
  const notices = {
    set title(title: string) {
      tell("title")(title);
    },
    set banner(text: string) {
      tell("banner")(text);
    },
    set away(why: string | undefined) {
      tell("away")(why ?? "no");
    },
    set limits(text: string) {
      if (text !== notices.limited) tell("limits")(text);
      notices.limited = text;
    },
    /** What keeps the reader from writing. */
    limited: "",
    hint: tell("hint"),
    sent: (place: PlaceView) => tell("sent")(place.name),
  };
  const roomDialog = {
    isOpen: false,
    open: () => void (roomDialog.isOpen = true),
    close: () => void (roomDialog.isOpen = false),
    set: () => tell("rooms")("set"),
    refuse: (why: string) => {
      if (roomDialog.isOpen) tell("rooms")(why);
      return roomDialog.isOpen;
    },
  };
  const panel = {
    search: tell("search"),
    mentions: (hits: readonly { readonly text: string }[]) =>
      tell("mentions")(hits.map(({ text }) => text).join(", ")),
    catchUp: () => tell("catch up")(""),
    hit: () => {},
    found: () => {},
    unread: () => {},
    caughtUp: () => {},
    refused: (id: MessageId | undefined, why: string) => {
      if (id === "s-1") tell("panel")(why);
      return id === "s-1";
    },
    lost: tell("lost"),
  };
  const members = {
    show: (shown: MemberList | undefined) => void (list = shown),
    sentence: (all: readonly ListedMember[]) => all.map((one) => one.name).join(", "),
  };
  const charge: { shown: ChargeShown | undefined } = { shown: undefined };
  const replies = {
    note: tell("note"),
    who: (names: readonly string[]) => tell("who")(names.join(", ")),
    forget: () => {},
    whois: () => {},
    topic: (room: string) => tell("topic")(room),
  };
  const places = new FakePlaces(saved, (place) => {
    session.memberLists.show(place);
    session.shown(place);
  });
  for (const { name } of rooms) places.open("room", name);
  const parts: SessionParts = {
    words: en,
    clock,
    openSocket: (wanted) => {
      listener = wanted;
      return {
        start: () => void (socket.isStarted = true),
        stop: () => void (socket.isStarted = false),
        retryNotBefore: (ms) => void (socket.notBefore = ms),
        retryAfter: (ms) => void (socket.notBefore = ms),
        send: (frame) => void (socket.isStarted && sent.push(frame)),
        learn: (servers) => void (socket.servers = servers),
        base: "",
      };
    },
    saved,
    lines: reader,
    places,
    panel,
    roomDialog,
    members,
    notices,
    replies,
    deedDialog: { foretell: ({ net, also }) => tell("foretold")(`${net} ${also}`) },
    answers: {
      account: ({ type }) => tell("account")(type),
      audit: ({ lines }) => tell("audit")(String(lines.length)),
      file: ({ path }) => tell("file")(path),
      upload: ({ path }) => tell("upload")(path),
      invitation: ({ link }) => tell("invitation")(link),
    },
    charge: { show: (shown) => void (charge.shown = shown) },
    isHidden: ({ from }) => from === "spam",
    onFrame: () => {},
    perform: tell("line"),
    login,
    isWriting: () => false,
    isOffline: () => page.isOffline,
    onReturn: tell("box"),
    onIn: () => tell("in")(""),
    onOut: (why, name) => tell("out")(`${why} ${name}`),
    onApproval: (name, text) => tell("approval")(`${name} ${text}`),
    onWait: tell("wait"),
  };
  const page = { isOffline: false };
  const session = new Session(parts);
  return {
    clock,
    places,
    notices,
    login,
    session,
    saved,
    socket,
    told,
    sent,
    parts,
    reader,
    page,
    roomDialog,
    panel,
    charge,
    /** The list of members that is shown. */
    list: () => list,
    /** Lets the server say something. */
    receive: (...frames: readonly ServerFrame[]) => {
      for (const frame of frames) listener?.received(frame);
    },
    /** Ends the connection. */
    lose: () => listener?.lost(),
    /** Connects, and lets the server say welcome to a room. */
    enter: (change: Partial<WelcomeFrame> = {}) => {
      session.enter(change.name ?? "ada");
      listener?.opened();
      listener?.received(welcome(change));
    },
    /** Returns what was sent of this type, and forgets it. */
    take: <Type extends ClientFrame["type"]>(type: Type) => {
      const isOf = (frame: ClientFrame): frame is Extract<ClientFrame, { type: Type }> => frame.type === type;
      const found = sent.filter(isOf);
      sent.splice(0, sent.length, ...sent.filter((frame) => frame.type !== type));
      return found;
    },
  };
}

/** What the server says of its limits. */
const LIMITS: WelcomeFrame["limits"] = {
  line: LINE_BYTES,
  message: 20,
  name: 24,
  rooms: 50,
  rate: null,
  burst: 0,
  outbox: 0,
  pingAfter: 0,
  pongWithin: 0,
  idle: null,
  grace: 0,
};

/** Makes a welcome to an empty room. */
export function welcome(change: Partial<WelcomeFrame> = {}): WelcomeFrame {
  return {
    type: "welcome",
    version: 1,
    title: "Tea",
    at: 1,
    name: "ada",
    room: "lobby",
    members: ["ada", "bob"],
    count: 2,
    seq: 0,
    read: 0,
    token: "t",
    limits: LIMITS,
    ...change,
  };
}

/** Makes a message in the lobby. */
export function message(seq: number, change: Partial<MessageFrame> = {}): MessageFrame {
  return { type: "message", room: "lobby", seq, at: seq, from: "bob", text: `m${seq}`, ...change };
}
