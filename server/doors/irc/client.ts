/**
 * One IRC client: what it has agreed on, and what it is sent.
 *
 * @module
 */

import type {
  MessageFrame,
  PrivateFrame,
  Problem,
  Reply,
  RoomEvent,
  ServerFrame,
} from "../../../protocol.ts";
import { encodeText, type Format } from "../../delivery.ts";
import type { PersonalDelivery, Session } from "../../members.ts";
import type { Capabilities, Capability } from "./capabilities.ts";
import type { ToldChanges } from "./deed_lines.ts";
import {
  changesLine,
  eventLines,
  formatTime,
  type IrcOutput,
  messageLines,
  render,
  textLines,
} from "./events.ts";
import { formatLine } from "./line.ts";
import { OwnMessages, type SentMessage } from "./own_messages.ts";
import { Response } from "./response.ts";
import type { IrcPeer, IrcServer } from "./server.ts";
import { toNick } from "./spelling.ts";

/** What a client said of itself before it was in. */
interface Introduction {
  nick: string | undefined;
  user: string | undefined;
  realName: string;
  /** The word for the door, or a name and a password, if it gave one. */
  word: string | undefined;
  /** What came of AUTHENTICATE until now: its parts, of which only the last is shorter than the others. */
  login: string | undefined;
  /** Whether it negotiates capabilities, and is not let in until it has ended that. */
  isNegotiating: boolean;
}

/** How a client leaves a room. */
interface Parting {
  readonly word: string | undefined;
  readonly label: string | undefined;
}

/** Gives what a client wrote as a parameter that others follow: what would end it, or is nothing, is not said again. */
function asMiddle(param: string): string {
  return param === "" || param.startsWith(":") || param.includes(" ") ? "*" : param;
}

/** By whom a client is removed from a room, and why. */
export interface Removal {
  readonly by: string;
  readonly why: string;
}

/** This many lines of a list are sent at once; longer ones take their part of the server's bulk work. */
const SHORT_LIST = 64;

/** One client, from its first line on. */
export class IrcClient implements PersonalDelivery, IrcPeer {
  readonly server: IrcServer;
  readonly introduction: Introduction = {
    nick: undefined,
    user: undefined,
    realName: "",
    word: undefined,
    login: undefined,
    isNegotiating: false,
  };
  /** Messages of this client on their way to where it sees them. */
  readonly own = new OwnMessages();
  readonly format: Format;
  /** The rooms that it knows that it is in. */
  readonly shownRooms = new Set<string>();
  /** The version of capability negotiation that it speaks. */
  capVersion = 0;
  /** The numeric for a password that is wrong, while one is checked that it has given. */
  ownRefusal: "464" | "904" | undefined;
  /** Set for a client that does not want to be found by those who share no room with it. */
  isInvisible = false;
  readonly #showReply: (client: IrcClient, frame: Reply) => void;
  #caps: Capabilities = new Set<Capability>();
  #session: Session | undefined;
  #response = new Response(undefined);
  #asked: string | undefined;
  readonly #partings = new Map<string, Parting>();
  readonly #removals = new Map<string, Removal>();
  /** Events that are not published yet, and that this client was told of when it asked for what they are. */
  readonly #told = new Set<object>();
  #changes: ToldChanges | undefined;
  #refusal: ((problem: Problem, text: string) => boolean) | undefined;
  #batches = 0;
  /** The last departures that it was told of: who leaves the server leaves several rooms. */
  #quits = { at: 0, names: new Set<string>() };

  /** @param showReply Shows a client what the server tells it alone. */
  constructor(server: IrcServer, showReply: (client: IrcClient, frame: Reply) => void) {
    this.server = server;
    this.#showReply = showReply;
    this.format = {
      door: "irc",
      encode: (frame) => this.#encode(frame),
      encodeHistory: (messages, lastAt) => this.#shared.encodeHistory(messages, lastAt),
      aroundHistory: ["", ""],
    };
  }

  /** Ties it to its session. */
  attach(session: Session): void {
    this.#session = session;
  }

  /** Its session. @throws {Error} Before {@linkcode attach}: a fault of ours. */
  get session(): Session {
    if (this.#session === undefined) throw new Error("this IRC client has no session yet");
    return this.#session;
  }

  get isNeeded(): boolean {
    return this.own.areWaiting || this.#told.size > 0;
  }

  isOwn(event: RoomEvent): boolean {
    return this.#told.has(event) || (event.type === "message" && this.own.has(event));
  }

  get asksForPast(): boolean {
    return this.#caps.has("draft/chathistory");
  }

  /** What it knows of IRCv3. */
  get caps(): Capabilities {
    return this.#caps;
  }

  /** Notes what it has asked for. */
  setCaps(caps: Capabilities): void {
    this.#caps = caps;
    this.session.switchFormat(this.#shared);
  }

  /** Whether it is in. */
  get isIn(): boolean {
    return this.#session?.phase === "in";
  }

  /** What it is called in numerics: `*` before it has a name. */
  get nick(): string {
    return this.isIn ? toNick(this.session.person.name) : this.introduction.nick ?? "*";
  }

  /** What stands before lines that come from it. */
  get source(): string {
    return this.server.people.sourceOf(this.session.person.name);
  }

  /** The answer to the command that is being performed. */
  get response(): Response {
    return this.#response;
  }

  get #shared(): Format {
    return this.server.formats.formatFor(this.#caps);
  }

  /** Performs a command, and shapes the answer as its label asks for. */
  answer(label: string | undefined, perform: () => void): void {
    this.#response = new Response(this.#caps.has("labeled-response") ? label : undefined);
    this.server.perform(this, perform);
    this.sendChanges();
    for (const line of this.#response.end(this.server.name, () => this.newBatch())) this.#emit(line);
    this.#response = new Response(undefined);
    this.#asked = undefined;
    this.#refusal = undefined;
  }

  /** Has what is refused of the command that is being performed told in its own way. @param tell Tells whether it did. */
  onRefusal(tell: (problem: Problem, text: string) => boolean): void {
    this.#refusal = tell;
  }

  /** Tells what was refused in the way of the command that is being performed, if it has one. */
  tellRefusal(problem: Problem, text: string): boolean {
    return this.#refusal?.(problem, text) === true;
  }

  /** Notes changes of modes that the command that is being performed has made: they are told together, and not again. */
  noteChanges(told: ToldChanges, event: object | undefined): void {
    if (event !== undefined) this.#told.add(event);
    const before = this.#changes;
    if (before !== undefined && (before.room !== told.room || told.changes.length === 0)) this.sendChanges();
    const all = [...this.#changes?.changes ?? [], ...told.changes];
    this.#changes = { ...told, changes: all };
  }

  /** Tells what was noted of changes of modes. */
  sendChanges(): void {
    const told = this.#changes;
    this.#changes = undefined;
    if (told !== undefined) this.send(changesLine(told, this.server.people, this.#caps));
  }

  /** Says that the answer may have many lines: they are sent as they are made, in a batch where there is a label. */
  beginLongAnswer(): void {
    if (!this.#caps.has("batch")) return;
    for (const line of this.#response.beginBatch(this.server.name, () => this.newBatch())) this.#emit(line);
  }

  /** Makes the name of a batch. */
  newBatch(): string {
    return `b${++this.#batches}`;
  }

  /** Sends a line, as a part of the answer to the command that is being performed. */
  send(line: IrcOutput): void {
    const now = this.#response.take(line);
    if (now !== undefined) this.#emit(now);
  }

  /** Sends a numeric: its parameters after the client's name. */
  numeric(code: string, ...params: readonly string[]): void {
    const last = params.length - 1;
    const safe = params.map((param, index) => index === last ? param : asMiddle(param));
    this.send({ tags: [], text: formatLine(this.server.name, code, [this.nick, ...safe]) });
  }

  /** Sends a line from the server. */
  fromServer(command: string, ...params: readonly string[]): void {
    this.send({ tags: [], text: formatLine(this.server.name, command, params) });
  }

  /** Sends a line from the client's own person. */
  fromPerson(command: string, ...params: readonly string[]): void {
    this.send({ tags: [], text: formatLine(this.source, command, params) });
  }

  /** Sends a standard reply (https://ircv3.net/specs/extensions/standard-replies): a failure of a command. */
  fail(command: string, code: string, ...context: readonly string[]): void {
    const last = context.length - 1;
    const safe = context.map((param, index) => index === last ? param : asMiddle(param));
    this.fromServer("FAIL", command, code, ...safe);
  }

  /** Sends a list: at once when it is short, else as a part of the server's bulk work. @param size About how many lines it has. */
  sendList(lines: Iterable<IrcOutput>, size: number): void {
    if (size > SHORT_LIST) return this.sendBulk(lines);
    for (const line of lines) this.send(line);
  }

  /**
   * Sends lines as a part of the server's bulk work, made as they are taken: what is dear to make never keeps others
   * waiting. `undefined` is a step without a line.
   */
  sendBulk(lines: Iterable<IrcOutput | undefined>): void {
    const response = this.#response;
    const caps = this.#caps;
    const texts = function* (): Generator<string, void> {
      for (const line of lines) yield line === undefined ? "" : render(response.inBatch(line), caps);
    };
    this.session.sendPaged(texts());
  }

  /** Sends a line that belongs to no command. */
  notify(line: IrcOutput): void {
    this.#emit(line);
  }

  reply(frame: Reply): void {
    if (frame.type === "error") this.own.noteRefusal(frame.code === "not-stored");
    if (frame.type === "private") return this.#echoDirect(frame);
    this.#showReply(this, frame);
  }

  deliver(frame: PrivateFrame, settle: (isWritten: boolean) => void): void {
    this.#noteDirect(frame);
    const text = this.#directLines(frame).map((line) => render(line, this.#caps)).join("");
    const { outbox, format } = this.session;
    if (frame.from === frame.to && this.own.direct !== undefined) this.#echoDirect(frame); // A message to oneself.
    outbox.offerTracked(encodeText(format, text), settle);
  }

  stored(message: MessageFrame): void {
    const sent = this.own.stored(message);
    if (sent?.extras !== undefined) this.server.people.keepExtras(message, sent.extras);
    if (sent === undefined || this.session.person.isIn(message.room)) return;
    this.own.take(message); // Said from outside: what the room is told does not come here.
    const { outbox, format } = this.session;
    outbox.offer(encodeText(format, this.#encodeOwn(message, sent)));
  }

  /** Shows the sender what they wrote to somebody alone, if they want to see that. */
  #echoDirect(frame: PrivateFrame): void {
    this.#noteDirect(frame);
    if (this.#caps.has("echo-message")) { for (const line of this.#directLines(frame)) this.send(line); }
  }

  #noteDirect(frame: PrivateFrame): void {
    const { direct } = this.own;
    if (direct !== undefined) this.server.people.keepExtras(frame, direct);
  }

  #directLines(frame: PrivateFrame): readonly IrcOutput[] {
    const { people } = this.server;
    const extras = people.extrasOf(frame);
    const account = this.#caps.has("account-tag") ? people.accountOf(frame.from) : undefined;
    const route = {
      source: people.sourceOf(frame.from),
      command: extras?.isNotice ? "NOTICE" : "PRIVMSG",
      target: toNick(frame.to),
      tags: [
        ["time", formatTime(frame.at)] as const,
        ...(account === undefined ? [] : [["account", account] as const]),
        ...extras?.tags ?? [],
      ],
      isAction: frame.action === true,
    };
    return textLines(route, frame.text, this.#caps);
  }

  /** Encodes an event of a turn in which something is this client's own. */
  #encode(frame: ServerFrame): string {
    if (this.#told.delete(frame)) return "";
    switch (frame.type) {
      case "message": {
        const sent = this.own.take(frame);
        if (sent !== undefined) return this.#encodeOwn(frame, sent);
        break;
      }
      case "left":
        if (this.#wasToldOfQuit(frame)) return "";
        break;
      case "renamed":
        if (frame.to === this.session.person.name) {
          for (const line of eventLines(frame, this.server.people, this.#caps)) this.send(line);
          return "";
        }
    }
    return this.#render(eventLines(frame, this.server.people, this.#caps));
  }

  #encodeOwn(frame: MessageFrame, { label }: SentMessage): string {
    const isShown = frame.topic === true || this.#caps.has("echo-message");
    const lines = isShown
      ? messageLines(frame, this.server.people, this.#caps)
      : label === undefined
      ? []
      : [{ tags: [], text: formatLine(this.server.name, "ACK", []) }];
    const [first, ...rest] = lines;
    if (first === undefined) return "";
    const labelled = label === undefined
      ? first
      : { ...first, tags: [...first.tags, ["label", label] as const] };
    return this.#render([labelled, ...rest]);
  }

  /** Notes the name or room that is asked for, as it was written: a refusal says it again. */
  noteAsked(written: string): void {
    this.#asked = written;
  }

  /** Gives what was asked for, as it was written; else what a problem names. */
  asked(otherwise: string): string {
    return this.#asked ?? otherwise;
  }

  /** Notes with what word the client leaves a room, and the label for that. */
  notePart(room: string, word: string): void {
    this.#partings.set(room, { word, label: this.#response.takeLabel() });
  }

  /** Gives what was noted of a room that was left. */
  takeParting(room: string): Parting {
    const parting = this.#partings.get(room);
    this.#partings.delete(room);
    return parting ?? { word: undefined, label: undefined };
  }

  /** Notes by whom the client is removed from a room, and why. */
  noteRemoval(room: string, removal: Removal): void {
    this.#removals.set(room, removal);
  }

  /** Gives by whom the client was removed from a room, if it was. */
  takeRemoval(room: string): Removal | undefined {
    const removal = this.#removals.get(room);
    this.#removals.delete(room);
    return removal;
  }

  /** Tells whether a departure from the server was told in another room already, and notes it. */
  #wasToldOfQuit(event: { readonly name: string; readonly at: number }): boolean {
    const { name, at } = event;
    if (!this.server.people.isQuit(event)) return false;
    if (this.#quits.at !== at) this.#quits = { at, names: new Set() };
    const wasTold = this.#quits.names.has(name);
    this.#quits.names.add(name);
    return wasTold;
  }

  #render(lines: readonly IrcOutput[]): string {
    return lines.map((line) => render(line, this.#caps)).join("");
  }

  #emit(line: IrcOutput): void {
    const text = render(line, this.#caps);
    const { session } = this;
    if (session.isReading) session.sendPaged([text].values()); // After what was asked for before.
    else session.outbox.offer(encodeText(session.format, text));
  }
}
