/**
 * IRC as formats: one for all clients that know the same, so what they get is encoded once.
 *
 * @module
 */

import type { ServerFrame } from "../../../protocol.ts";
import type { Format } from "../../core/delivery.ts";
import type { Capabilities, Capability } from "./capabilities.ts";
import { areToldTwice, eventLines } from "./events.ts";
import { messageLines } from "./message_lines.ts";
import { render, type SourceDirectory } from "./output.ts";

/** The capabilities that change how an event of a room is written. */
const TELLING: readonly Capability[] = [
  "account-tag",
  "away-notify",
  "batch",
  "draft/message-edit",
  "draft/message-redaction",
  "draft/multiline",
  "extended-join",
  "message-tags",
  "multi-prefix",
  "server-time",
];

/** The formats of all clients of a server. */
export class IrcFormats {
  readonly #people: SourceDirectory;
  readonly #known = new Map<string, Format>();

  constructor(people: SourceDirectory) {
    this.#people = people;
  }

  /** Gives the format for clients with these capabilities: the same one for all who differ in nothing that matters here. */
  formatFor(caps: Capabilities): Format {
    const relevant = TELLING.filter((name) => caps.has(name));
    const key = relevant.join(" ");
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = makeFormat(this.#people, new Set(relevant));
    this.#known.set(key, made);
    return made;
  }
}

function makeFormat(people: SourceDirectory, caps: Capabilities): Format {
  const write = (frame: ServerFrame): string =>
    eventLines(frame, people, caps).map((line) => render(line, caps)).join("");
  // Each of those who are told of somebody who leaves several rooms is written to by themselves.
  const departures = new WeakMap<ServerFrame, string>();
  const writeOnce = (frame: ServerFrame): string => {
    const text = departures.get(frame) ?? write(frame);
    departures.set(frame, text);
    return text;
  };
  return {
    door: "irc",
    encode: (frame) => frame.type === "left" ? writeOnce(frame) : write(frame),
    encodeHistory: (messages) =>
      messages.flatMap((message) =>
        messageLines(message, people, caps, { clock: clockOf(message.at), hasTagMessages: false })
      )
        .map((line) => render(line, caps)).join(""),
    aroundHistory: ["", ""],
    areSingular: (events) => areToldTwice(events, people),
  };
}

/** Writes the time of day in the server's time zone, for clients that cannot be told when something was said. */
function clockOf(at: number): string {
  const date = new Date(at);
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}
