/**
 * What one client is shown of a turn in which something is its own: IRC shows nobody their own messages, or shows them with a
 * label, and who leaves the server is told once.
 *
 * @module
 */

import type { MessageFrame, ServerFrame } from "../../../protocol.ts";
import type { Capabilities } from "./capabilities.ts";
import type { Departures } from "./departures.ts";
import { formatLine } from "./line.ts";
import { messageLines } from "./message_lines.ts";
import type { IrcOutput, SourceDirectory } from "./output.ts";
import type { OwnMessages, SentMessage } from "./own_messages.ts";

/** A client, as far as that matters here. */
export interface Viewer {
  readonly caps: Capabilities;
  readonly own: OwnMessages;
  readonly departures: Departures;
  readonly server: { readonly name: string; readonly people: SourceDirectory };
}

/** Makes the lines of an event that one client is told in its own way; `undefined` for one that it is told as others are. */
export function linesFor(viewer: Viewer, frame: ServerFrame): readonly IrcOutput[] | undefined {
  const { own, departures, server: { people } } = viewer;
  if (frame.type === "message") {
    const sent = own.take(frame);
    return sent && ownLines(viewer, frame, sent);
  }
  const isKnown = frame.type === "left" && people.isToldTwice(frame) && departures.wasToldOfQuit(frame);
  return isKnown ? [] : undefined;
}

/** Tells whether a client learns that its own message is in the log by the same lines that all who know what it knows are sent. */
export function isAsForOthers(
  { caps }: Pick<Viewer, "caps">,
  { topic, reacts }: MessageFrame,
  { label }: SentMessage,
): boolean {
  return label === undefined && reacts === undefined && isShown(caps, topic);
}

function isShown(caps: Capabilities, topic: true | undefined): boolean {
  return topic === true || caps.has("echo-message");
}

/** Makes the lines by which a client learns that its own message is in the log: the message, if it wants to see that, else ACK. */
export function ownLines(
  { caps, server: { name, people } }: Pick<Viewer, "caps" | "server">,
  frame: MessageFrame,
  { label }: SentMessage,
): readonly IrcOutput[] {
  const lines = isShown(caps, frame.topic)
    ? messageLines(frame, people, caps, { hasTagMessages: caps.has("message-tags") })
    : label === undefined
    ? []
    : [{ tags: [], text: formatLine(name, "ACK", []) }];
  const [first, ...rest] = lines;
  if (first === undefined || label === undefined) return lines;
  return [{ ...first, tags: [...first.tags, ["label", label]] }, ...rest];
}
