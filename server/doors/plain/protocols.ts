/**
 * First lines that no person writes: those of programs that came to the wrong port. Pure.
 *
 * @module
 */

import { withoutTelnet } from "./telnet.ts";

const NEWLINE = 0x0a;
const RETURN = 0x0d;
const ESCAPE = 0x1b;
const SPACE = 0x20;

/** The controls that a keyboard makes: Backspace, Tab, Escape, Delete. */
const KEYS: readonly number[] = [0x08, 0x09, ESCAPE, 0x7f];

/** What follows Escape where it is the begin of an arrow or another key: `[` or `O`. */
const KEY_INTRODUCERS: readonly number[] = [0x5b, 0x4f];

/**
 * How lines of protocols read. A word alone is a name, except in the capitals of a command that nobody is called: what is
 * written `Ping` is a name.
 */
const FORMS: readonly RegExp[] = [
  /^\S+ (?:.* )?[A-Z]{2,}\/\d[\d.]*$/, // A request of HTTP, RTSP, SIP and their kin.
  /^\S+ (?:.* )?HTTP\/\d[\d.]*$/i,
  /^[A-Z]{2,}\/\d\.\d /, // An answer of one.
  /^SSH-/,
  /^PRI \*/,
  /^PROXY (?:TCP|UNKNOWN)/,
  /^(?:EHLO|HELO|LHLO)(?: |$)/,
  /^(?:ehlo|helo|lhlo) \S*[.[:]/i,
  /^(?:MAIL FROM|RCPT TO):/i,
  /^[*$]\d+$/, // RESP, as Redis speaks it.
  /^(?:PING|NOOP|STOMP|CONNECT|CAPA|STARTTLS)$/,
  /^(?:PING|AUTH|SELECT|CLIENT|CONFIG|COMMAND|INFO|SUBSCRIBE) \S/,
  /^HELLO \d/,
  /^(?:set|add|replace|append|prepend|cas) \S+ \d+ -?\d+ \d+/, // Memcached.
  /^(?:[a-z]\d+|\d+) (?:LOGIN|CAPABILITY|NOOP|LOGOUT|STARTTLS|AUTHENTICATE)\b/i, // IMAP.
  /^<(?:\?xml|stream|policy-)/i,
  /^RFB \d{3}\./,
  /^@RSYNCD:/,
];

/** Commands that could be a person's word, were they not ended by CR LF. */
const COMMANDS = /^(?:stats|version|flush_all|HELP|INFO|gets? \S+)\r$/;

/**
 * Tells whether a first line, or as much of it as has come, is a program's that speaks another protocol: by its form, or
 * by a control that is not a key's. Blank lines before it mean nothing.
 */
export function looksLikeProtocol(bytes: Uint8Array): boolean {
  const line = withoutTelnet(firstLine(bytes));
  if (line.some((byte, at) => isForeignControl(line, byte, at))) return true;
  const text = new TextDecoder("latin1").decode(line);
  return COMMANDS.test(text) || FORMS.some((form) => form.test(text.replace(/\r$/, "")));
}

/** Gives the first line that is not blank, without its newline. */
function firstLine(bytes: Uint8Array): Uint8Array {
  const from = bytes.findIndex((byte) => byte !== NEWLINE && byte !== RETURN);
  if (from < 0) return new Uint8Array();
  const end = bytes.indexOf(NEWLINE, from);
  return bytes.subarray(from, end < 0 ? bytes.length : end);
}

function isForeignControl(line: Uint8Array, byte: number, at: number): boolean {
  if (byte >= SPACE && byte !== 0x7f) return false;
  if (byte === RETURN) return at < line.length - 1;
  if (byte !== ESCAPE) return !KEYS.includes(byte);
  const next = line[at + 1];
  return next !== undefined && !KEY_INTRODUCERS.includes(next);
}
