/**
 * One person at the plain door: what the lines that they type mean, and where they go.
 *
 * @module
 */

import { DEFAULT_ROOM, NAME_CHARS } from "../../../protocol/limits.ts";
import {
  commandsFor,
  findCommand,
  type LocalCommand,
  type TypingContext,
  usageOf,
} from "../../../protocol/commands.ts";
import { nameKey, parseName } from "../../../protocol/names.ts";
import { type Intent, interpret, parseTypedLine } from "../../../protocol/typed_line.ts";
import { cleanLine, firstChars } from "../../../protocol/text.ts";
import type { Standing } from "../../../protocol/rights.ts";
import type { ClientFrame, Problem } from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";
import { fitted } from "../../../words/fitted.ts";
import type { Hub } from "../../core/hub.ts";
import type { Session } from "../../core/members.ts";
import { privateSentence } from "./sentences.ts";

/** The person to whom plain text goes: who had the name when it was given, whatever they are called since. */
interface TargetPerson {
  readonly name: string;
  readonly isHere: boolean;
}

/** The state of one person at this door: which room they look at, and to whom they write. */
export class PlainConversation {
  readonly #hub: Hub;
  readonly #session: Session;
  readonly #words: Words;
  readonly #write: (text: string) => void;
  /** The room that plain text goes to unless it goes to a person; empty for none. */
  #room: string;
  #person: TargetPerson | undefined;
  /** The name that was given last, while its word or password is asked for. */
  #name: string | undefined;
  /** The word that was right. */
  #word: string | undefined;

  /** @param write Shows this person a text of the door itself. */
  constructor(hub: Hub, session: Session, write: (text: string) => void) {
    this.#hub = hub;
    this.#session = session;
    this.#words = hub.words;
    this.#write = write;
    this.#room = session.person.memberships.at(-1)?.room.name ?? "";
  }

  /** Handles a line that a person typed: their name first, then messages and commands. Empty lines mean nothing. */
  receive(line: string): void {
    if (line.trim() !== "") this.#session.rulings.run(() => this.#receive(line));
  }

  #receive(line: string): void {
    if (this.#session.phase === "naming" && !isLeaving(line)) return this.#comeIn(line);
    this.#perform(interpret(line, "plain", this.#typingContext()));
    this.#hub.markAllRead(this.#session); // A person who types has seen what is on their screen.
  }

  /** Takes a line of somebody who is not in yet: their name, and where a word or a password is asked for, that after it. */
  #comeIn(line: string): void {
    const { entry } = this.#hub;
    const typed = parseTypedLine(line, "plain");
    if (typed.kind === "command" && typed.name === "password" && this.#name !== undefined) {
      return this.#hello(this.#name, this.#word, typed.rest); // Who has an account is asked for no word.
    }
    if (!entry.asksForWord || this.#word !== undefined) {
      this.#name = line;
      return this.#hello(line, this.#word);
    }
    if (this.#name === undefined) {
      this.#name = line;
      return this.#session.problem({ code: "closed", door: true });
    }
    const verdict = entry.checkWord(line, this.#session.peer.origin.key);
    switch (verdict.kind) {
      case "right":
        this.#word = line;
        return this.#hello(this.#name, line);
      case "wrong":
        return this.#session.problem({ code: "closed", door: true, wrong: true });
      case "wait":
        return this.#session.problem({ code: "closed", door: true, wait: verdict.wait });
    }
  }

  #hello(name: string, door: string | undefined, password?: string): void {
    this.#send({
      type: "hello",
      name,
      room: DEFAULT_ROOM,
      ...(door !== undefined && { door }),
      ...(password !== undefined && { auth: { password } }),
    });
  }

  #typingContext(): TypingContext {
    const { correspondent } = this.#session.person;
    const room = this.#room;
    const person = this.#person;
    return {
      target: person !== undefined
        ? { kind: "person", name: person.name, isGone: !person.isHere }
        : room === ""
        ? { kind: "nowhere" }
        : { kind: "room", room },
      room,
      now: this.#hub.now(),
      ...(correspondent !== undefined &&
        { correspondent: { name: correspondent.name, isGone: !correspondent.isHere } }),
    };
  }

  #perform(intent: Intent): void {
    switch (intent.kind) {
      case "send":
        return this.#send(intent.frame);
      case "local":
        return this.#performLocal(intent.name, intent.rest);
      case "problem":
        return this.#session.problem(shortened(intent.problem));
    }
  }

  #send(frame: ClientFrame): void {
    this.#hub.receive(this.#session, { ok: true, frame });
    if (frame.type === "join" || frame.type === "hello") {
      this.#session.rulings.run(() => this.#showRoom(frame.room));
    }
    if (frame.type === "part") this.#session.rulings.run(() => this.#showLastRoom());
  }

  #showRoom(room: string): void {
    const entered = this.#session.person.membershipIn(room);
    if (entered === undefined) return;
    this.#room = entered.room.name;
    this.#person = undefined;
  }

  /** Shows the room that was entered last, after the one that was looked at has been left. */
  #showLastRoom(): void {
    const session = this.#session;
    this.#hub.endTurn(); // So that it is written after the leaving.
    if (this.#room === "" || session.person.membershipIn(this.#room) !== undefined) return;
    this.#room = session.person.memberships.at(-1)?.room.name ?? "";
    if (this.#person === undefined) this.#writeTarget();
  }

  #writeTarget(): void {
    const { plain } = this.#words;
    if (this.#person !== undefined) return this.#write(`${plain.toPerson(this.#person.name)}\n`);
    this.#write(`${this.#room === "" ? plain.nowhere : plain.toRoom(this.#room)}\n`);
  }

  #performLocal(name: LocalCommand, rest: string): void {
    switch (name) {
      case "help":
        return this.#write(help(this.#words, rest, this.#standing()));
      case "query":
        return this.#query(rest);
      case "ignore":
        return this.#ignore(rest);
      case "unignore":
        return this.#unignore(rest);
      case "mentions": // This door keeps no messages: the log has them.
        return this.#send({ type: "search", query: `"${this.#session.person.name}"` });
      case "claim":
        return this.#write(`${this.#words.accounts.claimNeedsPassword}\n`);
      case "get":
        return this.#showWhole(rest);
      case "password": // Here it is seen as it is typed.
        return this.#session.problem({ code: "usage", usage: "/password NEW [OLD]" });
      case "notify":
      case "quiet":
      case "set":
      case "send":
      case "show":
      case "clear":
        return; // Not commands of this door, by the table of commands.
      default:
        name satisfies never;
    }
  }

  /** Shows the long texts of one person to this one alone, of which only the beginning was shown. */
  #showWhole(given: string): void {
    const { shortened, person } = this.#session;
    const theirs = shortened.filter(({ from }) => nameKey(from) === nameKey(given));
    if (theirs.length === 0) return this.#write(`${this.#words.noPrivateText(cleanLine(given))}\n`);
    this.#write(theirs.map((frame) => privateSentence(frame, this.#words, person.name)).join(""));
  }

  /** Gives what this person is on the server and in the room that they look at: help shows what they may do. */
  #standing(): Standing {
    const room = this.#room === "" ? undefined : this.#room;
    return this.#hub.context.moderation.standing(this.#session.person, room);
  }

  #query(rest: string): void {
    const name = parseName(rest);
    if (rest !== "" && name === undefined) return this.#session.problem(notHere(rest));
    this.#person = name === undefined ? undefined : this.#hub.find(name) ?? { name, isHere: true };
    this.#writeTarget();
  }

  #ignore(rest: string): void {
    const { plain } = this.#words;
    const session = this.#session;
    if (rest === "") return this.#write(`${plain.hiddenOnes(session.person.ignores?.names ?? [])}\n`);
    const name = parseName(rest);
    if (name === undefined) return session.problem(notHere(rest));
    session.person.ignore(name, this.#hub.find(name)?.publicId);
    this.#write(`${plain.hidden(name)}\n`);
  }

  #unignore(rest: string): void {
    const name = parseName(rest);
    if (name === undefined) return this.#session.problem(notHere(rest));
    const { plain } = this.#words;
    const wasHidden = this.#session.person.unignore(name, this.#hub.find(name)?.publicId);
    this.#write(`${wasHidden ? plain.shownAgain(name) : plain.notHidden(name)}\n`);
  }
}

function notHere(given: string): Problem {
  return { code: "not-here", name: firstChars(cleanLine(given), NAME_CHARS), asked: true };
}

/** Shortens what a person typed in a problem to as much as is needed to recognize it. */
function shortened(problem: Problem): Problem {
  if (problem.code !== "unknown-command") return problem;
  return { ...problem, given: firstChars(cleanLine(problem.given), NAME_CHARS) };
}

/** The columns of a screen of which nothing is known. */
const COLUMNS = 80;

function help(words: Words, about: string, standing: Standing): string {
  const one = findCommand(about, "plain");
  const rows = one === undefined ? commandsFor("plain", standing) : [one];
  const usages = rows.map((row) => words.usage(usageOf(row)));
  const width = Math.max(...usages.map((usage) => usage.length));
  const lines = rows.map((row, index) => `  ${(usages[index] ?? "").padEnd(width)}  ${row.help(words)}\n`);
  return fitted(`${words.plain.helpTitle}\n${lines.join("")}`, COLUMNS);
}

function isLeaving(line: string): boolean {
  const typed = parseTypedLine(line, "plain");
  return typed.kind === "command" && typed.name === "quit";
}
