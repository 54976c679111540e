/**
 * The questions before somebody is in: where the room is, and their name.
 *
 * @module
 */

import type { ServerAddress } from "../../net/address.ts";
import type { Login } from "../../protocol/accounts.ts";
import { parseTypedLine } from "../../protocol/typed_line.ts";
import type { Words } from "../../words/en.ts";

/** Somebody who can be asked. */
export interface Dialog {
  /** Their answer, `undefined` when no more answers come. */
  ask(question: string): Promise<string | undefined>;
  /** Asks for something that is shown nowhere while it is typed, and kept nowhere. `undefined` where that cannot be. */
  askSecret?(question: string): Promise<string | undefined>;
  /** Shows them a line. */
  say(line: string): void;
}

/** Asks where the room is. `undefined` when they would rather leave. */
export async function askAddress(
  dialog: Dialog,
  words: Words,
  port: number,
): Promise<ServerAddress | undefined> {
  const host = await answer(dialog, words.client.askHost, (given) => {
    if (given !== "") return given;
    dialog.say(words.client.emptyHost);
    return undefined;
  });
  if (host === undefined) return undefined;
  const chosen = await answer(dialog, words.client.askPort(port), (given) => {
    if (given === "") return port;
    const number = Number(given);
    if (/^\d{1,5}$/.test(given) && number >= 1 && number <= 65535) return number;
    dialog.say(words.client.badPort);
    return undefined;
  });
  return chosen === undefined ? undefined : { host, port: chosen };
}

/** Asks for a name; an empty answer takes the offer. `undefined` when they would rather leave. */
export function askName(dialog: Dialog, words: Words, offer: string): Promise<string | undefined> {
  return answer(dialog, words.client.askName(offer), (given) => {
    const name = given === "" ? offer : given;
    return name === "" ? undefined : name;
  });
}

/** Asks for the word that lets in. `undefined` when they would rather leave. @param question Why, as the server put it. */
export function askWord(dialog: Dialog, question: string): Promise<string | undefined> {
  return answer(dialog, `${question} `, (given) => given === "" ? undefined : given);
}

/** Asks for the password of a name, unseen; an empty answer is for another name. `undefined` where it cannot be asked unseen, too. */
export async function askPassword(dialog: Dialog, question: string): Promise<Login | undefined> {
  const password = await dialog.askSecret?.(question) ?? "";
  return password === "" ? undefined : { password };
}

/** Asks until the answer can be used. The words that leave the room leave here as well. */
async function answer<Value>(
  dialog: Dialog,
  question: string,
  use: (given: string) => Value | undefined,
): Promise<Value | undefined> {
  while (true) {
    const given = (await dialog.ask(question))?.trim();
    if (given === undefined) return undefined;
    const typed = parseTypedLine(given, "client");
    if (typed.kind === "command" && typed.name === "quit") return undefined;
    const value = use(given);
    if (value !== undefined) return value;
  }
}
