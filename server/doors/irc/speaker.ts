/**
 * How one client is spoken to: numerics, standard replies, and lines from the server or from its own person.
 *
 * @module
 */

import type { Capabilities } from "./capabilities.ts";
import { formatLine } from "./line.ts";
import type { IrcOutput } from "./output.ts";

/** Gives what a client wrote as a parameter that others follow: what would end it, or is nothing, is not said again. */
function asMiddle(param: string): string {
  return param === "" || param.startsWith(":") || param.includes(" ") ? "*" : param;
}

/** Somebody who is spoken to, and what is known of them for that. */
export abstract class Speaker {
  /** The server that speaks. */
  abstract readonly server: { readonly name: string };
  /** What the client is called in numerics. */
  abstract readonly nick: string;
  /** What stands before lines that come from it. */
  abstract readonly source: string;
  /** What it knows of IRCv3. */
  abstract readonly caps: Capabilities;

  /** Sends a line, as a part of the answer to the command that is being performed. */
  abstract send(line: IrcOutput): void;

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

  /** Sends a standard reply that nothing is wrong with: a remark, which clients that know none are told in words. */
  note(command: string, code: string, context: string, text: string): void {
    if (!this.caps.has("standard-replies")) return this.fromServer("NOTICE", this.nick, text);
    this.fromServer("NOTE", command, code, asMiddle(context), text);
  }
}
