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
import { encodeText, type Format } from "../../core/delivery.ts";
import type { PersonalDelivery, Session } from "../../core/members.ts";
import type { Capabilities, Capability } from "./capabilities.ts";
import type { ToldChanges } from "./deed_lines.ts";
import { Departures } from "./departures.ts";
import { changesLine, eventLines } from "./events.ts";
import { directLines } from "./message_lines.ts";
import { HeldPongs } from "./held_pongs.ts";
import { type IrcOutput, render } from "./output.ts";
import { newIntroduction } from "./introduction.ts";
import type { Multiline } from "./multiline.ts";
import { NotedChanges } from "./noted_changes.ts";
import { OwnFormat } from "./own_format.ts";
import { OwnMessages } from "./own_messages.ts";
import { isAsForOthers, linesFor, ownLines } from "./own_view.ts";
import { Response } from "./response.ts";
import type { IrcPeer, IrcServer } from "./server.ts";
import { Speaker } from "./speaker.ts";
import { toNick } from "./spelling.ts";

/** What all clients know that have not asked for anything. */
const NO_CAPS: Capabilities = new Set<Capability>();

/** This many lines of a list are sent at once; longer ones take their part of the server's bulk work. */
const SHORT_LIST = 64;

/** One client, from its first line on. */
export class IrcClient extends Speaker implements PersonalDelivery, IrcPeer {
  readonly server: IrcServer;
  readonly introduction = newIntroduction();
  /** Messages of this client on their way to where it sees them. */
  readonly own = new OwnMessages();
  readonly format: Format;
  /** How rooms are left: by itself, by who removes it, and by others who leave the server. */
  readonly departures = new Departures();
  /** The rooms that it knows that it is in. */
  readonly shownRooms = new Set<string>();
  /** Set once it was told that words for one person alone have no history. */
  knowsOfPrivacy = false;
  /** The message of several lines that it is sending, if it is. */
  multiline: Multiline | undefined;
  /** The version of capability negotiation that it speaks. */
  capVersion = 0;
  /** The numeric for a password that is wrong, while one is checked that it has given. */
  ownRefusal: "464" | "904" | undefined;
  /** Set for a client that does not want to be found by those who share no room with it. */
  isInvisible = false;
  readonly #showReply: (client: IrcClient, frame: Reply) => void;
  #caps: Capabilities = NO_CAPS;
  #session: Session | undefined;
  #response = new Response(undefined);
  #isAnswering = false;
  #asked: string | undefined;
  readonly #changes = new NotedChanges();
  #refusal: ((problem: Problem, text: string) => boolean) | undefined;
  #batches = 0;
  /** Made for a client that pings while its own words are on their way. */
  #pongs: HeldPongs | undefined;

  /** @param showReply Shows a client what the server tells it alone. */
  constructor(server: IrcServer, showReply: (client: IrcClient, frame: Reply) => void) {
    super();
    this.server = server;
    this.#showReply = showReply;
    this.format = new OwnFormat(this);
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
    return this.own.areWaiting || this.#changes.areWaiting;
  }

  isOwn(event: RoomEvent): boolean {
    return this.#changes.has(event) || (event.type === "message" && this.own.has(event));
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
    this.session.switchFormat(this.shared);
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

  /** How what it has in common with others is written. */
  get shared(): Format {
    return this.server.formats.formatFor(this.#caps);
  }

  /** Whether a command is being performed, perhaps in its turn after others. */
  get isAnswering(): boolean {
    return this.#isAnswering;
  }

  /**
   * Performs a command, and shapes the answer as its label asks for. What is no talk may have to wait for its turn: the answer
   * ends when all of the command is done, and nothing else of this client is performed before.
   */
  answer(label: string | undefined, perform: () => void): void {
    this.#response = new Response(this.#caps.has("labeled-response") ? label : undefined);
    this.#isAnswering = true;
    perform();
    this.session.rulings.run(() => this.#endAnswer());
  }

  #endAnswer(): void {
    this.#isAnswering = false;
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
    this.#tellChanges(this.#changes.add(told, event));
  }

  /** Tells what was noted of changes of modes. */
  sendChanges(): void {
    this.#tellChanges(this.#changes.takeAll());
  }

  #tellChanges(told: ToldChanges | undefined): void {
    if (told !== undefined) this.send(changesLine(told, this.server.people, this.#caps));
  }

  /** Counts one more line: one that is several messages, or deeds, counts as several. */
  countAsLine(): void {
    this.session.countLine(this.session.heardAt);
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
    if (frame.type === "error") this.own.noteRefusal();
    if (frame.type === "private") return this.#echoDirect(frame);
    if (frame.type === "ack") this.own.noteAnswer(frame.id);
    this.#showReply(this, frame);
  }

  deliver(frame: PrivateFrame, settle: (isWritten: boolean) => void): void {
    this.#noteDirect(frame);
    const text = directLines(frame, this.server.people, this.#caps).map((line) => render(line, this.#caps))
      .join("");
    const { outbox, format } = this.session;
    if (frame.from === frame.to && this.own.direct !== undefined) this.#echoDirect(frame); // A message to oneself.
    outbox.offerTracked(encodeText(format, text), settle);
  }

  refused(): void {
    this.own.refused();
    this.#releasePongs();
  }

  stored(message: MessageFrame): void {
    const sent = this.own.stored();
    this.#releasePongs();
    if (sent === undefined) return;
    if (sent.extras !== undefined) this.server.people.keepExtras(message, sent.extras);
    const { outbox, format, person } = this.session;
    if (person.isIn(message.room)) {
      // What is the same for all is written once for all.
      if (!isAsForOthers(this, message, sent)) this.own.keep(message, sent);
    } else outbox.offer(encodeText(format, this.#render(ownLines(this, message, sent)))); // Said from outside: the room's words do not come here.
  }

  /** Shows the sender what they wrote to somebody alone, if they want to see that. */
  #echoDirect(frame: PrivateFrame): void {
    this.#noteDirect(frame);
    if (this.#caps.has("echo-message")) {
      for (const line of directLines(frame, this.server.people, this.#caps)) {
        this.send(line);
      }
    }
  }

  #noteDirect(frame: PrivateFrame): void {
    const { direct } = this.own;
    if (direct !== undefined) this.server.people.keepExtras(frame, direct);
  }

  /** Answers a ping, behind what the client has said before it and is not decided: for some seconds at most. */
  sendPong(line: IrcOutput): void {
    const behind = this.own.lastUndecided;
    if (behind === undefined && this.#pongs?.isEmpty !== false) return this.send(line);
    const label = this.#response.takeLabel();
    const pong = label === undefined ? line : { ...line, tags: [...line.tags, ["label", label] as const] };
    this.#pongs ??= new HeldPongs(this.server.clock, this.own);
    this.#pongs.hold(behind, () => this.notify(pong));
  }

  /** Forgets what waits to be sent: the client is gone. */
  close(): void {
    this.#pongs?.close();
  }

  /** Sends the pongs that have waited long enough, once what was decided just now is published. */
  #releasePongs(): void {
    const pongs = this.#pongs;
    if (pongs?.isEmpty === false) this.server.hub.bulk.nextPass(() => pongs.release());
  }

  /** Encodes an event of a turn in which something is this client's own. */
  encodeOwnTurn(frame: ServerFrame): string {
    if (this.#changes.take(frame)) return "";
    const lines = linesFor(this, frame);
    if (lines !== undefined) return this.#render(lines);
    const isOwnName = frame.type === "renamed" && frame.to === this.session.person.name;
    if (!isOwnName) return this.session.format.encode(frame);
    // Its own new name is the answer to what it asked.
    for (const line of eventLines(frame, this.server.people, this.#caps)) this.send(line);
    return "";
  }

  /** Notes the name or room that is asked for, as it was written: a refusal says it again. */
  noteAsked(written: string): void {
    this.#asked = written;
  }

  /** Gives what was asked for, as it was written; else what a problem names. */
  asked(otherwise: string): string {
    return this.#asked ?? otherwise;
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
