/**
 * What all IRC clients of a server share.
 *
 * @module
 */

import type { Clock } from "../../../net/clock.ts";
import { nameKey, parseName } from "../../../protocol/names.ts";
import { isAtLeast } from "../../../protocol/rights.ts";
import type { Hub } from "../../core/hub.ts";
import type { Person, PersonSession, PresenceWatcher, Session, ToldDeed } from "../../core/members.ts";
import type { Room } from "../../core/rooms.ts";
import type { DoorContext } from "../context.ts";
import type { Capabilities, Capability } from "./capabilities.ts";
import { changesOf, type ToldChanges } from "./deed_lines.ts";
import { changesLine } from "./events.ts";
import { formatTime, type IrcOutput, tagsFrom } from "./output.ts";
import { IrcFormats } from "./format.ts";
import { formatLine } from "./line.ts";
import { Monitors } from "./monitors.ts";
import { IrcPeople } from "./people.ts";
import { ReadTimes } from "./read_times.ts";
import { fromNick, toChannel, toNick } from "./spelling.ts";

/** A client of this door, as others reach it. */
export interface IrcPeer {
  readonly isIn: boolean;
  readonly nick: string;
  readonly caps: Capabilities;
  readonly session: Session;
  /** Set for a client that does not want to be found by those who share no room with it. */
  readonly isInvisible: boolean;
  /** Whether a command of this client is being performed. */
  readonly isAnswering: boolean;
  /** Sends a line that belongs to no command of this client. */
  notify(line: IrcOutput): void;
  /** Sends a numeric: its parameters after the client's name. */
  numeric(code: string, ...params: readonly string[]): void;
  /** Notes changes of modes that its command has made. @param event The event that the room is told them by. */
  noteChanges(told: ToldChanges, event: object | undefined): void;
  /** Tells what was noted of changes of modes. */
  sendChanges(): void;
}

/** For how long clients come encrypted only, once they were told to, in seconds: 30 days. */
const STS_SECONDS = 30 * 86_400;

/** The server as IRC clients see it. */
export class IrcServer implements PresenceWatcher {
  readonly hub: Hub;
  readonly clock: Clock;
  /** What people call the server. */
  readonly title: string;
  /** What the server is called as the source of lines: the title without what a server's name cannot have. */
  readonly name: string;
  readonly people: IrcPeople;
  readonly formats: IrcFormats;
  /** Who wants to know of whom whether they are in. */
  readonly monitors = new Monitors<IrcPeer>();
  /** Up to when people have read, as IRC clients said. */
  readonly marks = new ReadTimes<Person>();
  /** When it was started, in ms since 1970. */
  readonly startedAt: number;
  readonly #hasSts: () => boolean;
  readonly #clients = new Map<object, IrcPeer>();
  /** The most people who were in at once. */
  #most = 0;
  /** How many ids were made for what has no number. */
  #unnumbered = 0;

  /** @param hasSts Tells whether clients are told to use no other connections than encrypted ones. */
  constructor({ hub, clock, title }: Pick<DoorContext, "hub" | "clock" | "title">, hasSts: () => boolean) {
    this.#hasSts = hasSts;
    this.clock = clock;
    this.hub = hub;
    this.title = title;
    this.name = title.replaceAll(/[^A-Za-z0-9.-]+/g, "-").replaceAll(/^-+|-+$/g, "") || "chat";
    const { accounts, moderation } = hub.context;
    this.people = new IrcPeople(
      {
        words: hub.words,
        serverName: this.name,
        rankOf: (person, room) => moderation.rank(person, room),
      },
      (name) => hub.find(name),
      (id) => accounts.withId(id)?.name,
    );
    this.formats = new IrcFormats(this.people);
    this.startedAt = hub.now();
    hub.context.members.watch(this);
  }

  /** Gives the value of `sts` for a connection; nothing where clients are not told to come encrypted from now on. */
  stsFor({ isEncrypted }: { readonly isEncrypted: boolean }): string | undefined {
    if (!this.#hasSts()) return undefined;
    return isEncrypted ? `duration=${STS_SECONDS}` : `port=${this.hub.context.self.port}`;
  }

  /** The most people who were in at once. */
  get mostPeople(): number {
    return Math.max(this.#most, this.countPeople());
  }

  /** Counts the people who are in, by whichever door. */
  countPeople(): number {
    return this.hub.context.members.nicknames.count;
  }

  /** How many clients of this door have not said who they are. */
  get unregistered(): number {
    return [...this.#clients.values()].filter(({ session }) => session.phase === "naming").length;
  }

  /** Notes a client. */
  add(client: IrcPeer): void {
    this.#clients.set(client, client);
  }

  /** Forgets a client. */
  remove(client: IrcPeer): void {
    this.#clients.delete(client);
    this.monitors.clear(client);
  }

  entered(person: Person): void {
    this.#most = Math.max(this.#most, this.countPeople());
    this.#tellMonitors(person.name, true);
  }

  left(person: Person, events: readonly (object | undefined)[]): void {
    this.people.noteQuits(events);
    this.people.remember(person, person.name, this.hub.now());
    this.#tellMonitors(person.name, false);
  }

  renamed(person: Person, from: string): void {
    this.people.remember(person, from, this.hub.now());
    if (nameKey(from) === nameKey(person.name)) return;
    this.#tellMonitors(from, false);
    this.#tellMonitors(person.name, true);
  }

  awayChanged(person: Person): void {
    const { away, name } = person;
    const text = formatLine(this.people.sourceOf(name), "AWAY", away === undefined ? [] : [away || "away"]);
    const line = { tags: tagsFrom(this.people, name, this.hub.now(), person.publicId), text };
    for (const client of this.clientsToldOf(person, "away-notify")) {
      if (client.session.person !== person) client.notify(line);
    }
  }

  accountChanged(person: Person): void {
    const account = this.people.accountOf(person.name);
    const source = this.people.sourceOf(person.name);
    const text = formatLine(source, "ACCOUNT", [account ?? "*"]);
    const line = { tags: [["time", formatTime(this.hub.now())] as const], text };
    const own = this.clientsOf(person);
    const { irc } = this.hub.words;
    for (const client of own) {
      if (account === undefined) client.numeric("901", source, irc.loggedOut);
      else client.numeric("900", source, account, irc.loggedIn(account));
    }
    for (const client of this.clientsToldOf(person, "account-notify")) client.notify(line);
  }

  deedDone(deed: ToldDeed): void {
    switch (deed.kind) {
      case "redacted":
        return this.people.noteReason(deed.message, deed.why);
      case "invited":
        return this.#tellInvited(deed);
      case "mode":
      case "rank":
      case "ban":
        return this.#tellChanges(deed);
    }
  }

  #tellChanges(deed: Extract<ToldDeed, { readonly kind: "mode" | "rank" | "ban" }>): void {
    const told = changesOf(deed, this.hub.now());
    if (told === undefined) return;
    const event = deed.kind === "ban" ? undefined : deed.event;
    if (event !== undefined) this.people.noteChanges(event, told);
    const author = told.by === undefined ? undefined : this.people.find(told.by);
    const by = author && this.clientsOf(author).find(({ isAnswering }) => isAnswering);
    by?.noteChanges(told, event);
    if (event === undefined) by?.sendChanges(); // Before it is told who is removed by that.
    if (event !== undefined) return; // It is published to the others.
    for (const client of this.clientsIn(this.hub.context.rooms.find(told.room))) {
      const { person } = client.session;
      const mayKnow = !told.hasAddress || isAtLeast(this.hub.context.moderation.rank(person), "moderator");
      if (client !== by && mayKnow) client.notify(changesLine(told, this.people, client.caps));
    }
  }

  #tellInvited({ room, person, by }: Extract<ToldDeed, { readonly kind: "invited" }>): void {
    const text = formatLine(this.people.sourceOf(by), "INVITE", [toNick(person.name), toChannel(room)]);
    const line = { tags: tagsFrom(this.people, by, this.hub.now()), text };
    for (const client of this.clientsIn(this.hub.context.rooms.find(room))) {
      const { person: other } = client.session;
      if (client.caps.has("invite-notify") && other.name !== by && other !== person) client.notify(line);
    }
  }

  /** Collects the clients that share a room with somebody, and their own; each once. */
  clientsWith(person: Person): ReadonlySet<IrcPeer> {
    const clients = new Set<IrcPeer>();
    for (const { room } of person.memberships) {
      for (const client of this.clientsIn(room)) clients.add(client);
    }
    for (const client of this.clientsOf(person)) clients.add(client);
    return clients;
  }

  /**
   * Collects the clients that know a capability by which they are told of somebody: those who share a room with them, their
   * own, and with extended-monitor those who follow them (https://ircv3.net/specs/extensions/extended-monitor).
   */
  clientsToldOf(person: Person, capability: Capability): readonly IrcPeer[] {
    const following = [...this.monitors.watching(person.name)]
      .filter(({ caps }) => caps.has("extended-monitor"));
    const all = new Set([...this.clientsWith(person), ...following]);
    return [...all].filter(({ caps }) => caps.has(capability));
  }

  /** Collects the clients of somebody's connections. */
  clientsOf(person: Person): readonly IrcPeer[] {
    return person.sessions.flatMap(({ personal }) => this.#peerOf(personal));
  }

  /** Collects the clients in a room. */
  clientsIn(room: Room | undefined): readonly IrcPeer[] {
    return [...room?.recipients ?? []].flatMap(({ personal }) => this.#peerOf(personal));
  }

  /** Tells whether somebody does not want to be found by those who share no room with them. */
  isInvisible(person: Person): boolean {
    return this.clientsOf(person).some((client) => client.isInvisible);
  }

  /** Tells whether a connection is one that nobody can read along; `false` also where that is not known. */
  isSecure({ personal }: PersonSession): boolean {
    return this.#peerOf(personal).some(({ session }) => session.peer.isSecure);
  }

  /** Makes an id for what has no number in the log. Never one of a message: no room has such a name. */
  newMessageId(): string {
    return `~/${this.startedAt.toString(36)}-${(++this.#unnumbered).toString(36)}`;
  }

  #peerOf(personal: object | undefined): readonly IrcPeer[] {
    const client = personal === undefined ? undefined : this.#clients.get(personal);
    return client === undefined ? [] : [client];
  }

  #tellMonitors(name: string, isOnline: boolean): void {
    const shown = isOnline ? this.people.sourceOf(name) : toNick(name);
    for (const client of this.monitors.watching(name)) {
      const text = formatLine(this.name, isOnline ? "730" : "731", [client.nick, shown]);
      client.notify({ tags: [], text });
    }
  }
}

/** Gives the name in our form that a nickname stands for; `undefined` when it stands for none. */
export function nameOf(nick: string): string | undefined {
  return parseName(fromNick(nick));
}
