/**
 * How the generator talks to each kind of server: what a newcomer writes, when it is in, how something is said.
 *
 * @module
 */

/** A way to talk. Every line that everyone hears must be the same bytes for all who hear it. */
export interface Dialect {
  /** Whether all hear all messages in one order, not only those of each talker. */
  readonly isOrdered: boolean;
  /** Whether a talker hears what it said itself. */
  readonly echoes: boolean;
  /** Whether each message carries the room's `seq`. */
  readonly numbered: boolean;
  /** How many come in at the same time. */
  readonly comingAtOnce: number;
  /** What a newcomer writes at once. */
  hello(name: string): string;
  /** What a newcomer answers, once each, when it reads the first of the two. */
  readonly answers: readonly (readonly [heard: string, answer: string])[];
  /** Whether what a newcomer has read by now says that it is in. */
  isIn(text: string): boolean;
  /** The bytes, as text, that say something to everyone. */
  say(text: string): string;
}

const NATIVE: Dialect = {
  isOrdered: true,
  echoes: true,
  numbered: true,
  comingAtOnce: 32,
  hello: (name) => JSON.stringify({ type: "hello", name }) + "\n",
  answers: [],
  isIn: (text) => /"type":"welcome".*\n/.test(text),
  say: (text) => JSON.stringify({ type: "say", text }) + "\n",
};

const PLAIN: Dialect = {
  isOrdered: true,
  echoes: true,
  numbered: false,
  comingAtOnce: 32,
  hello: (name) => `${name}\n`,
  answers: [],
  // How to leave is told in every language, and the list of those who are here comes behind it.
  isIn: (text) => /\{quit\}.*\n.*\n/.test(text),
  say: (text) => `${text}\n`,
};

const FLOOR: Dialect = {
  isOrdered: true,
  echoes: true,
  numbered: false,
  comingAtOnce: 32,
  hello: () => "",
  answers: [],
  isIn: (text) => text.includes("in\n"),
  say: (text) => `${text}\n`,
};

const IRC: Dialect = {
  isOrdered: true,
  echoes: false,
  numbered: false,
  comingAtOnce: 32,
  hello: (name) => `NICK ${name}\r\nUSER ${name} 0 * :${name}\r\n`,
  answers: [[" 001 ", "JOIN #bench\r\n"]],
  isIn: (text) => / 366 [^\n]*\n/.test(text),
  say: (text) => `PRIVMSG #bench :${text}\r\n`,
};

const NATS: Dialect = {
  isOrdered: false,
  echoes: true,
  numbered: false,
  comingAtOnce: 4000,
  hello: () => 'CONNECT {"verbose":false,"pedantic":false,"echo":true}\r\nSUB bench 1\r\nPING\r\n',
  answers: [["\r\nPING\r\n", "PONG\r\n"]],
  // The server's own first ping comes two seconds after the connection: later it would lie between two messages.
  isIn: (text) => text.includes("PONG\r\n") && text.includes("\r\nPING\r\n"),
  say: (text) => `PUB bench ${text.length}\r\n${text}\r\n`,
};

const NCAT: Dialect = {
  isOrdered: true,
  echoes: false,
  numbered: false,
  comingAtOnce: 1,
  hello: () => "",
  answers: [],
  isIn: (text) => /already connected[^\n]*\n/.test(text),
  say: (text) => `${text}\n`,
};

/** Every dialect by its name. */
export const DIALECTS = { native: NATIVE, plain: PLAIN, floor: FLOOR, irc: IRC, nats: NATS, ncat: NCAT };

/** The name of a dialect. */
export type DialectName = keyof typeof DIALECTS;

/** Whether this is the name of a dialect. */
export function isDialect(name: string): name is DialectName {
  return Object.hasOwn(DIALECTS, name);
}
