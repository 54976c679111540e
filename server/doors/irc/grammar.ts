/**
 * How an IRC client is told from a person who types: by a whole first line in IRC's own grammar. Pure.
 *
 * @module
 */

import type { Recognition } from "../../connection.ts";

/**
 * First lines of an IRC client (RFC 2812, section 3.1; IRCv3 capability negotiation). Somebody who is called Nick, Pass or
 * User types one word, and stays a person.
 */
const FIRST_LINES = [
  /^CAP +[A-Z]+(?: |$)/i,
  /^NICK +:?[^ ]+ *$/i,
  /^USER +[^ ]+ +[^ ]+ +[^ ]+ +[^ ]/i,
  /^PASS +:?[^ ]/i,
];

/** With what such a line begins, as far as it can be told before its end. */
const WORDS = ["CAP ", "NICK ", "USER ", "PASS "];

/** The most first bytes that doors are shown: a line that is longer is judged by its beginning. */
const SHOWN = 64;

/** Tells whether a connection that begins with these bytes is an IRC client's. */
export function claimsIrc(firstBytes: Uint8Array): Recognition {
  const text = String.fromCharCode(...firstBytes);
  const end = text.search(/[\r\n]/);
  const isWhole = end >= 0 || text.length >= SHOWN;
  const line = end < 0 ? text : text.slice(0, end);
  if (line.startsWith("@")) return afterTags(line, isWhole);
  return isWhole ? judge(line) : foresee(line);
}

function judge(line: string): Recognition {
  return FIRST_LINES.some((first) => first.test(line)) ? "yes" : "no";
}

/** Tells whether the beginning of a line may become one of an IRC client. */
function foresee(begun: string): Recognition {
  const upper = begun.toUpperCase();
  const isPossible = WORDS.some((word) => word.startsWith(upper) || upper.startsWith(word));
  return isPossible ? "wait" : "no";
}

/** Judges a line with tags before its command: long tags may hide the command, and nobody is called so. */
function afterTags(line: string, isWhole: boolean): Recognition {
  const [, command] = /^@[^ ]+ +(.*)$/.exec(line) ?? [];
  if (command === undefined) return isWhole ? (/^@[^ ]*=[^ ]*$/.test(line) ? "yes" : "no") : "wait";
  return isWhole ? judge(command) : foresee(command);
}
