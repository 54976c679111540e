/**
 * What all IRC clients of a server share.
 *
 * @module
 */

import { nameKey, parseName } from "../../../protocol/names.ts";
import type { Hub } from "../../hub.ts";
import type { Person, PersonSession, PresenceWatcher, Session } from "../../members.ts";
import type { Room } from "../../rooms.ts";
import type { Capabilities } from "./capabilities.ts";
import { formatTime, type IrcOutput } from "./events.ts";
import { IrcFormats } from "./format.ts";
import { formatLine } from "./line.ts";
import { Monitors } from "./monitors.ts";
import { IrcPeople } from "./people.ts";
import { fromNick, toNick } from "./spelling.ts";

/** A client of this door, as others reach it. */
export interface IrcPeer {
  readonly isIn: boolean;
  readonly nick: string;
  readonly caps: Capabilities;
  readonly session: Session;
  /** Set for a client that does not want to be found by those who share no room with it. */
  readonly isInvisible: boolean;
  /** Sends a line that belongs to no command of this client. */
  notify(line: IrcOutput): void;
}

/** The server as IRC clients see it. */
export class IrcServer implements PresenceWatcher {
  readonly hub: Hub;
  /** What people call the server. */
  readonly title: string;
  /** What the server is called as the source of lines: the title without what a server's name cannot have. */
  readonly name: string;
  readonly people: IrcPeople;
  readonly formats: IrcFormats;
  /** Who wants to know of whom whether they are in. */
  readonly monitors = new Monitors<IrcPeer>();
  /** When it was started, in ms since 1970. */
  readonly startedAt: number;
  readonly #clients = new Map<object, IrcPeer>();
  /** The most people who were in at once. */
  #most = 0;
  /** How many ids were made for what has no number. */
  #unnumbered = 0;

  constructor(hub: Hub, title: string) {
    this.hub = hub;
    this.title = title;
    this.name = title.replaceAll(/[^A-Za-z0-9.-]+/g, "-").replaceAll(/^-+|-+$/g, "") || "chat";
    this.people = new IrcPeople((name) => hub.find(name));
    this.formats = new IrcFormats(this.people);
    this.startedAt = hub.now();
    hub.context.members.watch(this);
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
    const line = { tags: [["time", formatTime(this.hub.now())] as const], text };
    for (const client of this.clientsWith(person)) {
      if (client.caps.has("away-notify") && client.session.person !== person) client.notify(line);
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
