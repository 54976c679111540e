/**
 * What a command's line is to do, where that is more than one frame with the line in it. Pure.
 *
 * @module
 */

import type { IntentOf, Target, TypingContext } from "./command_row.ts";
import type { AccountRequest, ClaimRequest } from "./accounts.ts";
import type { PrivateRequest } from "./direct.ts";
import type { HistoryRequest } from "./history.ts";
import { AROUND, parseHistoryRange } from "./history_range.ts";
import type { SayRequest } from "./message.ts";
import { messageIntent, nowhere, send } from "./message_intent.ts";
import type { WhoRequest } from "./presence_requests.ts";
import type { JoinRequest, PartRequest, TopicRequest } from "./rooms.ts";
import { firstWord } from "./text.ts";

/** Says something to a member, or in a room that need not be the one in view; with `/me`, does it. */
export function msg(rest: string, context: TypingContext): IntentOf<SayRequest | PrivateRequest> | undefined {
  const [to, text] = firstWord(rest);
  const name = to.replace(/[:,]$/, ""); // As Tab completes a name at the beginning of a line.
  if (name === "" || name === "#" || text === "") return undefined;
  const target: Target = name.startsWith("#")
    ? { kind: "room", room: name.slice(1) }
    : { kind: "person", ...(context.addressee?.(name) ?? { name }) };
  const [first, done] = firstWord(text);
  const isAction = first.toLowerCase() === "/me" && done !== "";
  return messageIntent(isAction ? done : text, { ...context, target }, isAction);
}

/** Answers the member who last wrote to this person alone, or was written to. */
export function reply(rest: string, context: TypingContext): IntentOf<SayRequest | PrivateRequest> {
  const { correspondent } = context;
  if (correspondent === undefined) return { kind: "problem", problem: { code: "nobody-to-answer" } };
  return messageIntent(rest, { ...context, target: { kind: "person", ...correspondent } });
}

/** Enters a room, with the word that opens it if it needs one. */
export function join(rest: string): IntentOf<JoinRequest> | undefined {
  const [room, key] = firstWord(rest);
  return /^#|\s/.test(key) ? undefined : send({ type: "join", room, ...(key !== "" && { key }) });
}

/** Leaves the room that is named, else the one in view. */
export function part(rest: string, { room: here }: TypingContext): IntentOf<PartRequest> {
  const [room, word] = rest.startsWith("#") ? firstWord(rest) : [here, rest];
  if (room === "") return nowhere();
  return send({ type: "part", room, ...(word !== "" && { word }) });
}

/** Asks for the topic of the room in view, or sets it. */
export function topic(rest: string, { room, id }: TypingContext): IntentOf<TopicRequest> {
  if (room === "") return nowhere();
  if (rest === "") return send({ type: "topic", room });
  return send({ type: "topic", room, text: rest, ...(id !== undefined && { id }) });
}

/** Asks who is in the room that is named, else in the one in view. */
export function who(rest: string, { room: here }: TypingContext): IntentOf<WhoRequest> {
  const room = rest === "" ? here : rest;
  return room === "" ? nowhere() : send({ type: "who", room, detail: true });
}

/** Asks for what was said earlier in the room in view, or around a message. */
export function history(rest: string, { room, now }: TypingContext): IntentOf<HistoryRequest> | undefined {
  const wanted = parseHistoryRange(rest);
  if (wanted === undefined) return undefined;
  if (wanted.kind === "around") {
    const { room, seq } = wanted;
    const after = Math.max(0, seq - AROUND - 1);
    return send({ type: "history", room, after, limit: seq + AROUND - after });
  }
  if (room === "") return nowhere();
  if (wanted.kind === "ago") return send({ type: "history", room, since: Math.max(0, now - wanted.ms) });
  return send({ type: "history", room, ...(wanted.count !== undefined && { limit: wanted.count }) });
}

/** Claims the name with a password, which `password` has the frontend ask for; without one, by what the frontend has: a key. */
export function claim(rest: string): IntentOf<ClaimRequest> {
  const isAsked = rest === "" || rest.toLowerCase() === "password"; // Which would be a bad one.
  return isAsked ? { kind: "local", name: "claim", rest } : send({ type: "claim", password: rest });
}

/** Sets a password, which the frontend asks for where none is given. The old one may have blanks in it. */
export function password(rest: string): IntentOf<AccountRequest> {
  if (rest === "") return { kind: "local", name: "password", rest };
  const [password, old] = firstWord(rest);
  return send({ type: "account", do: "password", password, ...(old !== "" && { old }) });
}

/** Lists the devices of an account, asks for a ticket for one more, or forgets one. */
export function devices(rest: string): IntentOf<AccountRequest> | undefined {
  if (rest === "") return send({ type: "account", do: "devices" });
  if (rest.toLowerCase() === "add") return send({ type: "account", do: "add" });
  const [, number] = /^forget\s+(\d{1,9})$/i.exec(rest) ?? [];
  return number === undefined ? undefined : send({ type: "account", do: "forget", n: Number(number) });
}
