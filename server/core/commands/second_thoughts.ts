/**
 * Changing one's own message, reacting to one, and finding the one that an answer is about.
 *
 * @module
 */

import { EDIT_OWN_FOR, MAX_REACTIONS } from "../../../protocol/limits.ts";
import { mayDo } from "../../../protocol/rights.ts";
import type { MessageFrame, Problem, SecondThoughts } from "../../../protocol.ts";
import { quoteOf } from "../../store/log.ts";
import type { Session } from "../members.ts";
import type { Room } from "../rooms.ts";
import { asEmoji, validateMessage } from "../../validation.ts";
import { acceptedText, type Frame, membershipIn } from "./checks.ts";
import type { CommandContext } from "./context.ts";
import { isOwnMessage, lastSaid, saidMessage } from "./own_messages.ts";

/** Somebody who wants to change a message, and in which room. */
interface Wanted {
  readonly context: CommandContext;
  readonly session: Session;
  readonly room: Room;
  readonly id: Frame<"edit">["id"];
}

/**
 * Finds the message that an answer is about; 0 is the last that somebody else said. Tells the session if there never was
 * one. What was deleted or let go since does not keep back an answer: it may be one that is sent again.
 */
export function answered(
  context: CommandContext,
  session: Session,
  room: Room,
  { re, id }: Pick<Frame<"say">, "re" | "id">,
): Pick<SecondThoughts, "re" | "quote"> | undefined {
  if (re === undefined) return {};
  const { pages } = context;
  if (re > 0 && re <= pages.last(room.name)) {
    const [message] = pages.read(room.name, { after: re - 1, limit: 1 });
    if (message?.seq !== re) return {};
    if (message.redacted) return { re, quote: quoteOf(message.from, undefined) };
  }
  const message = targetOf({ context, session, room, id }, re === 0 ? undefined : re);
  return message && { re: message.seq, quote: quoteOf(message.from, message.text) };
}

/** Changes the text of one's own message: at any time for who is in charge of the room, else for a while. */
export function edit(context: CommandContext, session: Session, frame: Frame<"edit">): void {
  const { pages, clock, limits, moderation } = context;
  const { seq, id } = frame;
  const room = membershipIn(session, frame.room, id)?.room;
  if (room === undefined) return;
  const refuse = (problem: Problem): void => session.problem(problem, id);
  const isOwn = (message: MessageFrame): boolean => isOwnMessage(pages, session.person, room, message);
  pages.commitPending();
  const message = seq === undefined
    ? lastSaid(pages, room, (message) => !message.topic && isOwn(message))
    : saidMessage(pages, room, seq);
  if (message === undefined || message.topic) {
    return refuse({ code: "no-message", room: room.name, seq: seq ?? 0 });
  }
  if (!isOwn(message)) return refuse({ code: "not-yours", room: room.name, seq: message.seq });
  const isLate = clock.now() - message.at > EDIT_OWN_FOR;
  if (isLate && !mayDo(moderation.standing(session.person, room.name), "clear", "room")) {
    return refuse({ code: "too-late", limit: EDIT_OWN_FOR });
  }
  const wanted = frame.text ?? swapped(message.text, frame);
  if (wanted === undefined) return refuse({ code: "no-such-words", given: frame.swap?.[0] ?? "" });
  const now = acceptedText(session, validateMessage(wanted, limits.messageChars), id);
  if (now === undefined) return;
  const what = { context, session, room, id };
  if (now === message.text) return acknowledge(what, message);
  post(what, context.words.deeds.edits(message.seq), { edits: message.seq, now });
}

/** Puts other words in the place of some; `undefined` where they do not stand in the text. */
function swapped(text: string, { swap, all }: Frame<"edit">): string | undefined {
  if (swap === undefined || !text.includes(swap[0])) return undefined;
  return all ? text.replaceAll(swap[0], () => swap[1]) : text.replace(swap[0], () => swap[1]);
}

/** Reacts to a message with one emoji, or takes that back. */
export function react(context: CommandContext, session: Session, frame: Frame<"react">): void {
  const { pages, words } = context;
  const { person } = session;
  const { id } = frame;
  const room = membershipIn(session, frame.room, id)?.room;
  if (room === undefined) return;
  const emoji = asEmoji(frame.emoji);
  if (emoji === undefined) return session.problem({ code: "bad-emoji", given: frame.emoji.slice(0, 20) }, id);
  const what = { context, session, room, id };
  const message = targetOf(what, frame.seq);
  if (message === undefined) return;
  const { seq, from, text } = message;
  const isOn = pages.hasReacted(room.name, seq, emoji, [person.home, person.name]);
  const on = frame.on ?? !isOn;
  if (on === isOn) return acknowledge(what, message);
  const count = message.reactions?.reduce((sum, { count }) => sum + count, 0) ?? 0;
  if (on && count >= MAX_REACTIONS) {
    return session.problem({ code: "too-many-reactions", limit: MAX_REACTIONS }, id);
  }
  const to = `@${seq} ${from}`;
  const sentence = on ? words.deeds.reacts(emoji, to) : words.deeds.reactsNoMore(emoji, to);
  post(what, sentence, { reacts: seq, emoji, ...(!on && { off: true }), quote: quoteOf(from, text) });
}

/** Finds the message with a number, or the last that somebody else said; tells the session if there is none. */
function targetOf(
  { context: { pages }, session, room, id }: Wanted,
  seq: number | undefined,
): MessageFrame | undefined {
  pages.commitPending();
  const message = seq === undefined
    ? lastSaid(pages, room, (message) => !isOwnMessage(pages, session.person, room, message))
    : saidMessage(pages, room, seq);
  if (message === undefined) session.problem({ code: "no-message", room: room.name, seq: seq ?? 0 }, id);
  return message;
}

/** Says in a room what becomes of a message; its author learns the number of that. */
function post({ context, session, room, id }: Wanted, text: string, thoughts: SecondThoughts): void {
  const { person } = session;
  const author = {
    stored: (message: MessageFrame) => {
      session.personal?.stored(message);
      acknowledge({ context, session, room, id }, message);
    },
    refused: (problem: Problem) => session.refused(problem, id),
  };
  context.fanOut.say(author, room, {
    from: person.name,
    person: person.publicId,
    personId: person.home,
    id: undefined,
    action: true,
    topic: undefined,
    text,
    ...thoughts,
  });
}

function acknowledge({ session, room, id }: Wanted, { seq, at }: MessageFrame): void {
  if (id !== undefined) session.reply({ type: "ack", id, room: room.name, seq, at });
}
