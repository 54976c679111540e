/**
 * From nothing to being in: finds the server, says hello, and asks whoever can be asked when something is missing or refused.
 *
 * @module
 */

import { formatAddress, type ServerAddress } from "../../net/address.ts";
import { type Clock, within } from "../../net/clock.ts";
import type { ErrorFrame, Resume, WelcomeFrame } from "../../protocol.ts";
import { DEFAULT_ROOM, PROTOCOL_VERSIONS } from "../../protocol/limits.ts";
import { askAddress, askName, type Dialog } from "./questions.ts";
import { connect, type ConnectFailure, type Link, type LinkEvent } from "./link.ts";
import type { ChatEnd, ChatOptions } from "../options.ts";
import { endAfterGoodbye, endAfterRefusal, errorSentence, type Goodbye } from "../../conversation.ts";

/** What became of it: in, or an end. */
export type HandshakeResult =
  | {
    readonly kind: "in";
    readonly link: Link;
    readonly welcome: WelcomeFrame;
    readonly address: ServerAddress;
  }
  | { readonly kind: "out"; readonly end: ChatEnd };

/** Whom to ask (nobody, when there is no person), who knows what was left by an earlier run, and who wants to know of links and frames on the way. */
export interface HandshakeParts {
  readonly dialog?: Dialog;
  /** What somebody of this name comes back with, if with anything. */
  resume?(name: string, address: ServerAddress): Promise<Resume | undefined>;
  onLink?(link: Link): void;
  onFrame?(event: Extract<LinkEvent, { kind: "frame" }>): Promise<void> | void;
}

/** How long to wait for the server's goodbye, in milliseconds. */
export const GOODBYE_TIMEOUT = 1000;

/** Walks in. Never throws. */
export function handshake(
  options: ChatOptions,
  clock: Clock,
  company: HandshakeParts,
): Promise<HandshakeResult> {
  return new Handshake(options, clock, company).walk();
}

/** How it ends with somebody who was answered in this way. */
export function endForAnswer(
  answer: HelloAnswer,
  address: ServerAddress,
  options: Pick<ChatOptions, "words" | "timeout">,
): ChatEnd {
  const { words, timeout } = options;
  const where = formatAddress(address.host, address.port);
  switch (answer.type) {
    case "error":
      return endAfterRefusal(answer, words);
    case "foreign":
      return { code: 3, sentence: words.client.notChat(where) };
    case "late":
      return { code: 3, sentence: words.client.noAnswer(where, timeout) };
    case "gone":
      return endForGoodbye(answer.bye, address, options);
    case "alive":
    case "welcome":
      return { code: 3, sentence: words.client.lost(where) };
  }
}

/** Makes the end of a connection that we did not end; `bye` is the server's goodbye, if it gave one. */
export function endForGoodbye(
  bye: Goodbye | undefined,
  address: ServerAddress,
  { words }: Pick<ChatOptions, "words">,
): ChatEnd {
  return endAfterGoodbye(bye, formatAddress(address.host, address.port), words);
}

/** What a server said to a hello, or instead of it. */
export type HelloAnswer =
  | WelcomeFrame
  | ErrorFrame
  | { readonly type: "alive" }
  | { readonly type: "gone"; readonly bye: Goodbye | undefined }
  | { readonly type: "foreign" }
  | { readonly type: "late" };

/** Says hello, and waits for what matters in answer to it. */
export async function sayHello(
  link: Link,
  who: { readonly name: string; readonly resume?: Resume },
  { room, create, client, timeout }: Pick<ChatOptions, "room" | "create" | "client" | "timeout">,
  clock: Clock,
  onFrame?: HandshakeParts["onFrame"],
): Promise<HelloAnswer> {
  const [version] = PROTOCOL_VERSIONS;
  const wish = { room, ...(create !== undefined && { create }) };
  link.send({ type: "hello", ...wish, client, ...who, ...(version !== undefined && { version }) });
  while (true) {
    const answer = await hearAnswer(link, timeout, clock, onFrame);
    if (answer.type !== "alive") return answer;
  }
}

/** The next thing that a server says that matters to somebody who is not in. */
async function hearAnswer(
  link: Link,
  timeout: number,
  clock: Clock,
  onFrame: HandshakeParts["onFrame"],
): Promise<HelloAnswer> {
  let bye: Goodbye | undefined;
  while (true) {
    const late = { done: false, value: { kind: "late" } } as const;
    const next = await within(clock, timeout, link.events.next(), late);
    const event = next.done === true ? { kind: "closed" } as const : next.value;
    if (event.kind === "late") return { type: link.hasPartialLine ? "foreign" : "late" };
    if (event.kind === "foreign") return { type: "foreign" };
    if (event.kind === "closed") return { type: "gone", bye };
    await onFrame?.(event);
    const { frame } = event;
    if (frame.type === "welcome" || frame.type === "error") return frame;
    if (frame.type !== "bye") return { type: "alive" };
    bye = frame;
  }
}

class Handshake {
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #company: HandshakeParts;
  #address: ServerAddress;

  constructor(options: ChatOptions, clock: Clock, company: HandshakeParts) {
    this.#options = options;
    this.#clock = clock;
    this.#company = company;
    this.#address = { host: options.host, port: options.port };
  }

  async walk(): Promise<HandshakeResult> {
    const { dialog } = this.#company;
    while (true) {
      const connected = await connect(this.#address, this.#options.timeout, this.#clock);
      if (connected.ok) return await this.#knock(connected.link);
      const sentence = this.#sayFailure(connected.failure);
      if (dialog === undefined || this.#options.placeGiven) return out({ code: 3, sentence });
      dialog.say(sentence);
      const address = await askAddress(dialog, this.#options.words, this.#options.port);
      if (address === undefined) return out({ code: 0 });
      this.#address = address;
    }
  }

  /** With a connection: settles who we are. */
  async #knock(first: Link): Promise<HandshakeResult> {
    const { dialog } = this.#company;
    const { words } = this.#options;
    let link = this.#use(first);
    let { name } = this.#options;
    let offer = this.#options.offerName;
    let isFresh = true;
    if (name === undefined) {
      // Before somebody is bothered for a name: does a room answer here at all?
      link.send({ type: "ping" });
      const answer = await hearAnswer(link, this.#options.timeout, this.#clock, this.#company.onFrame);
      const isRoom = answer.type === "alive" || (answer.type === "error" && answer.code === "hello-first");
      if (!isRoom) return this.#giveUp(link, answer);
    }
    while (true) {
      if (name === undefined) {
        name = dialog === undefined ? undefined : await askName(dialog, words, offer);
        if (name === undefined) return this.#leave(link);
        isFresh = false;
      }
      const answer = await this.#hello(link, name);
      if (answer.type === "welcome") {
        if (this.#isMissing(answer)) return await this.#turnBack(link);
        return { kind: "in", link, welcome: answer, address: this.#address };
      }
      if (answer.type === "gone" && !isFresh) {
        // Thinking took longer than the server waits for a name: that is nothing to bother anyone with.
        const again = await connect(this.#address, this.#options.timeout, this.#clock);
        if (!again.ok) return out({ code: 3, sentence: this.#sayFailure(again.failure) });
        link = this.#use(again.link);
        isFresh = true;
        continue;
      }
      const isName = answer.type === "error" && (answer.code === "bad-name" || answer.code === "name-taken");
      if (isName && answer.code === "name-taken" && this.#options.acceptsSuggestedName === true) {
        name = answer.suggestion;
        continue;
      }
      if (dialog === undefined || !isName) return this.#giveUp(link, answer);
      dialog.say(errorSentence(answer, words));
      offer = answer.suggestion;
      name = undefined;
    }
  }

  #use(link: Link): Link {
    this.#company.onLink?.(link);
    return link;
  }

  async #hello(link: Link, name: string): Promise<HelloAnswer> {
    const resume = await this.#company.resume?.(name, this.#address);
    const who = { name, ...(resume !== undefined && { resume }) };
    return await sayHello(link, who, this.#options, this.#clock, this.#company.onFrame);
  }

  /** Tells whether a room that was to be there was made for us, as a server does that does not know the wish. */
  #isMissing({ room, count, seq, created }: WelcomeFrame): boolean {
    const isAsked = this.#options.create === false && created === undefined && room !== DEFAULT_ROOM;
    return isAsked && count === 1 && seq === 0;
  }

  /** Leaves a room that was made for us: it is gone with us, once the server has read that we left. */
  async #turnBack(link: Link): Promise<HandshakeResult> {
    link.send({ type: "quit" });
    const goodbye = async (): Promise<void> => {
      while ((await hearAnswer(link, GOODBYE_TIMEOUT, this.#clock, undefined)).type === "alive");
    };
    await within(this.#clock, GOODBYE_TIMEOUT, goodbye(), undefined);
    link.close();
    return out(this.#noSuchRoom());
  }

  #noSuchRoom(): ChatEnd {
    const { words, room } = this.#options;
    return { code: 4, sentence: words.client.noSuchRoom(room) };
  }

  #giveUp(link: Link, answer: HelloAnswer): HandshakeResult {
    link.close();
    if (answer.type === "error" && answer.code === "no-room") return out(this.#noSuchRoom());
    return out(endForAnswer(answer, this.#address, this.#options));
  }

  #leave(link: Link): HandshakeResult {
    link.close();
    return out({ code: 0 });
  }

  #sayFailure(failure: ConnectFailure): string {
    const { client } = this.#options.words;
    const where = formatAddress(this.#address.host, this.#address.port);
    switch (failure.kind) {
      case "nobody":
        return client.noServer(where);
      case "late":
        return client.noAnswer(where, this.#options.timeout);
      case "unknown-host":
        return client.unknownHost(this.#address.host);
      case "other":
        return client.cannotConnect(where, failure.cause);
    }
  }
}

function out(end: ChatEnd): HandshakeResult {
  return { kind: "out", end };
}
