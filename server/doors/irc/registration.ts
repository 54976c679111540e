/**
 * How an IRC client comes in: its name, its user, and what both sides know, in any order (RFC 2812, section 3.1; IRCv3 capability
 * negotiation).
 *
 * @module
 */

import { cleanLine, firstChars } from "../../../protocol/text.ts";
import { applyRequest, type Offer, offered, WITH_VALUES } from "./capabilities.ts";
import type { IrcClient } from "./client.ts";
import { REAL_NAME_CHARS, USER_CHARS } from "./limits.ts";
import type { IrcLine } from "./line.ts";
import { fromNick } from "./spelling.ts";

/**
 * Lets a client in once it has said all that is needed. Where many have just come from its address it comes in by itself when
 * its turn is there, as no IRC client would know that it has to say its name again.
 */
export function comeIn(client: IrcClient): void {
  const { nick, user, word, isNegotiating, isInLine } = client.introduction;
  if (client.isIn || nick === undefined || user === undefined || isNegotiating || isInLine) return;
  const { hub } = client.server;
  if (word !== undefined && client.session.proven === undefined) {
    const login = loginIn(client, word);
    if (login !== undefined) return logIn(client, word, login);
  }
  const door = word === undefined ? {} : { door: word };
  client.onRefusal((problem) => problem.code === "join-limit" && waitInLine(client, problem.wait));
  hub.receive(client.session, {
    ok: true,
    frame: { type: "hello", name: fromNick(nick), room: "", ...door },
  });
  const isWaiting = client.introduction.isInLine || client.session.rulings.isAwaiting;
  if (!client.isIn && !isWaiting) client.introduction.nick = undefined; // Refused: it says another.
}

/** Logs a client in by what PASS gave, which may be the word for the door all the same. */
function logIn(client: IrcClient, word: string, login: Login): void {
  const { introduction, server: { hub }, session } = client;
  introduction.word = undefined; // For one try: what is wrong with it is told.
  client.onRefusal(() => {
    const { entry } = hub;
    const isForDoor = entry.asksForWord && entry.checkWord(word, session.peer.origin.key).kind === "right";
    if (!isForDoor) return false;
    introduction.word = word;
    introduction.isWordForDoor = true;
    comeIn(client);
    return true;
  });
  hub.authenticate(session, login, () => comeIn(client));
}

/** Has a client come in when its turn is there; it is told once that it waits. @param wait In ms. */
function waitInLine(client: IrcClient, wait: number): true {
  const { introduction, server, session } = client;
  introduction.isInLine = true;
  if (!introduction.wasInLine) client.note("*", "JOIN_LIMIT", "*", server.hub.words.irc.yourTurnComes);
  introduction.wasInLine = true;
  server.clock.after(wait, () => {
    introduction.isInLine = false;
    if (!session.isOver) client.answer(undefined, () => comeIn(client));
  });
  return true;
}

/** A name and the password of its holder. */
interface Login {
  readonly name: string;
  readonly password: string;
}

/**
 * Reads a name and a password out of what PASS gave, as in `ada:secret`. Where everybody may come in that is a login if the name is
 * claimed, and else nothing; where not, it always is one, so that nobody outside learns which names are claimed.
 */
function loginIn({ introduction, server: { hub } }: IrcClient, word: string): Login | undefined {
  const [, name = "", password = ""] = /^([^:]+):(.+)$/.exec(word) ?? [];
  if (name === "" || introduction.isWordForDoor) return undefined;
  const account = hub.context.accounts.named(fromNick(name));
  if (account === undefined && hub.entry.isOpen) return undefined;
  return { name: account?.name ?? fromNick(name), password };
}

/** Handles NICK: the name to come in under, or a new one. */
export function nick(client: IrcClient, { params: [wanted = ""] }: IrcLine): void {
  const { hub } = client.server;
  if (wanted === "") return client.numeric("431", hub.words.irc.noNick);
  client.noteAsked(wanted);
  if (client.isIn) {
    return hub.receive(client.session, { ok: true, frame: { type: "nick", name: fromNick(wanted) } });
  }
  client.introduction.nick = wanted;
  comeIn(client);
}

/** Handles USER. */
export function user(client: IrcClient, { params: [name = "", , , realName = ""] }: IrcLine): void {
  const { words } = client.server.hub;
  if (client.isIn) return client.numeric("462", words.irc.alreadyIn);
  const shown = firstChars(cleanLine(realName), REAL_NAME_CHARS);
  if (name === "" || shown === "") return client.numeric("461", "USER", words.irc.needMore);
  const plain = firstChars(name.replaceAll(/[^A-Za-z0-9._-]/g, ""), USER_CHARS);
  client.introduction.user = plain === "" ? "chat" : plain;
  client.introduction.realName = shown;
  comeIn(client);
}

/** Handles PASS: the word for the door, where one is asked for. */
export function pass(client: IrcClient, { params: [word] }: IrcLine): void {
  const { words } = client.server.hub;
  if (client.isIn) return client.numeric("462", words.irc.alreadyIn);
  if (word === undefined) return client.numeric("461", "PASS", words.irc.needMore);
  client.introduction.word = word;
  client.introduction.isWordForDoor = false;
}

/** Handles CAP. */
export function cap(client: IrcClient, { params: [given = "", argument = ""] }: IrcLine): void {
  const { introduction, server } = client;
  switch (given.toUpperCase()) {
    case "LS":
      client.capVersion = Math.max(client.capVersion, Number(argument) || 0);
      if (!client.isIn) introduction.isNegotiating = true;
      if (client.capVersion >= WITH_VALUES) client.setCaps(new Set([...client.caps, "cap-notify" as const]));
      return sendCaps(client, "LS", offered(client.capVersion, offerTo(client)));
    case "LIST":
      return sendCaps(client, "LIST", [...client.caps]);
    case "REQ": {
      if (!client.isIn) introduction.isNegotiating = true;
      const caps = applyRequest(client.caps, argument, client.capVersion, client.session.peer.isSecure);
      if (caps === undefined) return client.fromServer("CAP", client.nick, "NAK", argument);
      client.fromServer("CAP", client.nick, "ACK", argument);
      return client.setCaps(caps);
    }
    case "END":
      introduction.isNegotiating = false;
      return comeIn(client);
    default:
      return client.numeric("410", given, server.hub.words.irc.badCapCommand);
  }
}

function offerTo({ session: { peer }, server }: IrcClient): Offer {
  const { messageChars } = server.hub.limits;
  return { isSecure: peer.isSecure, sts: server.stsFor(peer.origin), messageChars };
}

/** How many characters of capabilities stand in one line. */
const CAPS_PER_LINE = 400;

function sendCaps(client: IrcClient, command: "LS" | "LIST", caps: readonly string[]): void {
  const isMany = client.capVersion >= WITH_VALUES; // Others take the first line for all of them.
  const lines: string[] = [];
  let text = "";
  for (const cap of caps) {
    if (isMany && text.length + cap.length > CAPS_PER_LINE) {
      lines.push(text);
      text = "";
    }
    text += text === "" ? cap : ` ${cap}`;
  }
  for (const line of lines) client.fromServer("CAP", client.nick, command, "*", line);
  client.send({ tags: [], text: `:${client.server.name} CAP ${client.nick} ${command} :${text}\r\n` });
}
