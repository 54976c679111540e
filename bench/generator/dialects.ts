/**
 * How the generator talks to each kind of server: entering and sending a message.
 *
 * @module
 */

/** A protocol. A message must be the same bytes for all its recipients. */
export interface Dialect {
  /** Whether all receive all messages in one order, not only those of each talker. */
  readonly isOrdered: boolean;
  /** Whether a talker receives its own messages. */
  readonly echoes: boolean;
  /** Whether each message carries the room's `seq`. */
  readonly numbered: boolean;
  /** How many members enter at the same time. */
  readonly joinsAtOnce: number;
  /** Whether its members come in inside TLS, each from an address of its own: a handshake costs, so they are counted by address. */
  readonly isEncrypted?: true;
  /** Returns what a new member sends at once. */
  hello(name: string): string;
  /** What a new member answers, once each, when it reads the first of the two. */
  readonly answers: readonly (readonly [heard: string, answer: string])[];
  /** Returns whether what a new member has read says that it has entered. */
  hasEntered(text: string): boolean;
  /** Returns the text that sends a message to the room. */
  say(text: string): string;
}

const NATIVE: Dialect = {
  isOrdered: true,
  echoes: true,
  numbered: true,
  joinsAtOnce: 32,
  hello: (name) => JSON.stringify({ type: "hello", name }) + "\n",
  answers: [],
  hasEntered: (text) => /"type":"welcome".*\n/.test(text),
  say: (text) => JSON.stringify({ type: "say", text }) + "\n",
};

const TLS: Dialect = { ...NATIVE, joinsAtOnce: 8, isEncrypted: true };

const PLAIN: Dialect = {
  isOrdered: true,
  echoes: true,
  numbered: false,
  joinsAtOnce: 32,
  hello: (name) => `${name}\n`,
  answers: [],
  // The hint how to leave is in every language, and the list of members follows it.
  hasEntered: (text) => /\{quit\}.*\n.*\n/.test(text),
  say: (text) => `${text}\n`,
};

const FLOOR: Dialect = {
  isOrdered: true,
  echoes: true,
  numbered: false,
  joinsAtOnce: 32,
  hello: () => "",
  answers: [],
  hasEntered: (text) => text.includes("in\n"),
  say: (text) => `${text}\n`,
};

const IRC: Dialect = {
  isOrdered: true,
  echoes: false,
  numbered: false,
  joinsAtOnce: 32,
  hello: (name) => `NICK ${name}\r\nUSER ${name} 0 * :${name}\r\n`,
  answers: [[" 001 ", "JOIN #bench\r\n"]],
  hasEntered: (text) => / 366 [^\n]*\n/.test(text),
  say: (text) => `PRIVMSG #bench :${text}\r\n`,
};

/** Who asks for it hears their own messages: so a talker goes on as at the other doors, and not when somebody else has heard. */
const IRC_ECHO: Dialect = {
  ...IRC,
  echoes: true,
  hello: (name) => `CAP REQ :echo-message\r\n${IRC.hello(name)}CAP END\r\n`,
};

const NATS: Dialect = {
  isOrdered: false,
  echoes: true,
  numbered: false,
  joinsAtOnce: 4000,
  hello: () => 'CONNECT {"verbose":false,"pedantic":false,"echo":true}\r\nSUB bench 1\r\nPING\r\n',
  answers: [["\r\nPING\r\n", "PONG\r\n"]],
  // The server's first ping comes after two seconds: later it would lie between two messages.
  hasEntered: (text) => text.includes("PONG\r\n") && text.includes("\r\nPING\r\n"),
  say: (text) => `PUB bench ${text.length}\r\n${text}\r\n`,
};

const NCAT: Dialect = {
  isOrdered: true,
  echoes: false,
  numbered: false,
  joinsAtOnce: 1,
  hello: () => "",
  answers: [],
  hasEntered: (text) => /already connected[^\n]*\n/.test(text),
  say: (text) => `${text}\n`,
};

/** Every dialect by its name. */
export const DIALECTS = {
  native: NATIVE,
  tls: TLS,
  plain: PLAIN,
  floor: FLOOR,
  irc: IRC,
  "irc-echo": IRC_ECHO,
  nats: NATS,
  ncat: NCAT,
};

/** The name of a dialect. */
export type DialectName = keyof typeof DIALECTS;

/** Narrows a text to the name of a dialect. */
export function isDialect(name: string): name is DialectName {
  return Object.hasOwn(DIALECTS, name);
}
