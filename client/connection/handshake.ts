/**
 * From nothing to being in: finds the server, says hello, and asks whoever can be asked when something is missing or refused.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import { type Clock, sleep, within } from "../../net/clock.ts";
import type { Resume, WelcomeFrame } from "../../protocol.ts";
import type { Login } from "../../protocol/accounts.ts";
import { DEFAULT_ROOM } from "../../protocol/limits.ts";
import { askAddress, askName, askPassword, askWord, type Dialog } from "./questions.ts";
import { endForAnswer, type FrameListener, type HelloAnswer, readAnswer, sayHello } from "./hello.ts";
import { connect, type Connected, connectHere, type Link } from "./link.ts";
import type { ChatEnd, ChatOptions, ProofServer } from "../options.ts";
import { errorSentence, needsPassword } from "../../conversation.ts";
import { endForFailure, noteSentence } from "./trust_words.ts";

/** What became of a handshake: in, or an end. */
export type HandshakeResult =
  | {
    readonly kind: "in";
    readonly link: Link;
    readonly welcome: WelcomeFrame;
    readonly address: ServerAddress;
    /** The word that let us in, if one was asked for. */
    readonly door?: string | undefined;
    /** What proved that the name is ours, where that was no key: kept to come back with, and nowhere else. */
    readonly auth?: Login | undefined;
  }
  | { readonly kind: "out"; readonly end: ChatEnd };

/** What a handshake asks and tells on its way. */
export interface HandshakeParts {
  /** Whom to ask; nobody, when there is no person. */
  readonly dialog?: Dialog;
  /** What somebody of this name comes back with, if with anything. */
  resume?(
    name: string,
    address: ServerAddress,
    server: ProofServer | undefined,
  ): Promise<Resume | undefined>;
  onLink?(link: Link): void;
  /** Tells what is worth knowing of a server that is new. */
  tell?(sentence: string): void;
  readonly onFrame?: FrameListener;
}

/** How long to wait for the server's goodbye, in milliseconds. */
export const GOODBYE_TIMEOUT = 1000;

/** How long it waits for its turn where many have just come in from its address, in ms. */
const LONGEST_JOIN_WAIT = 10_000;

/** Connects and gets in, asking where somebody can be asked. Never throws. */
export function handshake(
  options: ChatOptions,
  clock: Clock,
  parts: HandshakeParts,
): Promise<HandshakeResult> {
  return new Handshake(options, clock, parts).run();
}

class Handshake {
  readonly #options: ChatOptions;
  readonly #clock: Clock;
  readonly #parts: HandshakeParts;
  #address: ServerAddress;
  #door: string | undefined;
  #auth: Login | undefined;

  constructor(options: ChatOptions, clock: Clock, parts: HandshakeParts) {
    this.#options = options;
    this.#clock = clock;
    this.#parts = parts;
    this.#address = { host: options.host, port: options.port };
    this.#door = options.door;
  }

  async run(): Promise<HandshakeResult> {
    const { dialog } = this.#parts;
    while (true) {
      const connected = await this.#connect();
      if (connected.ok) return await this.#enter(connected.link);
      const end = this.#endFor(connected);
      if (dialog === undefined || this.#options.isAddressGiven) return out(end);
      dialog.say(end.sentence);
      const address = await askAddress(dialog, this.#options.words, this.#options.port);
      if (address === undefined) return out({ code: 0 });
      this.#address = address;
    }
  }

  /** Settles who we are, over a connection. */
  async #enter(first: Link): Promise<HandshakeResult> {
    const { dialog } = this.#parts;
    const { words } = this.#options;
    let link = this.#use(first);
    let { name } = this.#options;
    let offer = this.#options.suggestedName;
    let isFresh = true;
    if (name === undefined) {
      // Before somebody is bothered for a name: does a room answer here at all?
      link.send({ type: "ping" });
      const answer = await readAnswer(link, this.#options.timeout, this.#clock, this.#parts.onFrame);
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
        const auth = answer.session === undefined ? this.#auth : { session: answer.session };
        return { kind: "in", link, welcome: answer, address: this.#address, door: this.#door, auth };
      }
      if (answer.type === "gone" && !isFresh) {
        // Thinking took longer than the server waits for a name: that is nothing to bother anyone with.
        const again = await this.#connect();
        if (!again.ok) return out(this.#endFor(again));
        link = this.#use(again.link);
        isFresh = true;
        continue;
      }
      if (answer.type === "error" && answer.code === "join-limit" && answer.wait <= LONGEST_JOIN_WAIT) {
        const wait = answer.wait * (1 + Math.random()); // All that wait are told the same time.
        this.#parts.tell?.(words.client.waitsItsTurn(Math.ceil(wait / 1000) * 1000));
        await sleep(this.#clock, wait);
        continue;
      }
      const isName = answer.type === "error" &&
        (answer.code === "bad-name" || answer.code === "name-taken" || answer.code === "name-claimed");
      if (isName && answer.code === "name-taken" && this.#options.acceptsSuggestedName === true) {
        name = answer.suggestion;
        continue;
      }
      if (
        dialog !== undefined && answer.type === "error" && answer.code === "closed" && answer.door === true
      ) {
        this.#door = await askWord(dialog, errorSentence(answer, words));
        if (this.#door === undefined) return this.#leave(link);
        isFresh = false;
        continue;
      }
      if (dialog !== undefined && answer.type === "error" && needsPassword(answer)) {
        dialog.say(errorSentence(answer, words));
        this.#auth = await askPassword(dialog, words.accounts.askPassword(name));
        if (this.#auth === undefined) { // They would rather have another name.
          offer = answer.code === "name-claimed" ? answer.suggestion : "";
          name = undefined;
        }
        isFresh = false;
        continue;
      }
      if (dialog === undefined || !isName) return this.#giveUp(link, answer);
      dialog.say(errorSentence(answer, words));
      offer = answer.suggestion;
      name = undefined;
    }
  }

  #use(link: Link): Link {
    this.#parts.onLink?.(link);
    return link;
  }

  async #hello(link: Link, name: string): Promise<HelloAnswer> {
    const resume = await this.#parts.resume?.(name, this.#address, link.server);
    const { ticket } = this.#options;
    const who = { name, ticket, door: this.#door, auth: this.#auth, ...(resume !== undefined && { resume }) };
    const onFrame: FrameListener = async (event) => {
      const { frame } = event;
      if (frame.type === "notice" && frame.code === "approval") {
        this.#parts.tell?.(this.#options.words.deeds.waits);
      }
      await this.#parts.onFrame?.(event);
    };
    return await sayHello(link, who, this.#options, this.#clock, onFrame);
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
      while ((await readAnswer(link, GOODBYE_TIMEOUT, this.#clock, undefined)).type === "alive");
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
    const isUnasked = answer.type === "error" && answer.code === "closed" && answer.door === true &&
      this.#door === undefined;
    if (isUnasked) return out({ code: 4, sentence: this.#options.words.client.needWord });
    return out(endForAnswer(answer, this.#address, this.#options));
  }

  #leave(link: Link): HandshakeResult {
    link.close();
    return out({ code: 0 });
  }

  async #connect(): Promise<Connected> {
    const { timeout, trust, words, attach } = this.#options;
    const { dialog, tell } = this.#parts;
    const address = this.#address;
    if (attach !== undefined) return connectHere(attach, address.port, this.#clock);
    const confirm = async (fingerprint: string): Promise<boolean> => {
      const answer = await dialog?.ask(words.trust.askUnvouched(address.host, fingerprint));
      return answer !== undefined && words.trust.yes.split(" ").includes(answer.trim().toLowerCase());
    };
    const connected = await connect(
      address,
      timeout,
      this.#clock,
      trust,
      dialog === undefined ? undefined : confirm,
    );
    for (const note of connected.ok ? connected.notes : []) tell?.(noteSentence(note, address, words));
    return connected;
  }

  #endFor({ failure }: Extract<Connected, { ok: false }>): ChatEnd & { readonly sentence: string } {
    return endForFailure(failure, this.#address, this.#options.words, this.#options.timeout);
  }
}

function out(end: ChatEnd): HandshakeResult {
  return { kind: "out", end };
}
