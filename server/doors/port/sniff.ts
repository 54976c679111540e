/**
 * Which door a connection came to, by its first bytes. Pure.
 *
 * @module
 */

/** A door, or `undecided` while the bytes could still be more than one. */
export type DoorKind = "native" | "plain" | "web" | "irc" | "tls" | "undecided";

const HTTP_METHODS = [
  "GET ",
  "HEAD ",
  "POST ",
  "PUT ",
  "DELETE ",
  "OPTIONS ",
  "PATCH ",
  "CONNECT ",
  "TRACE ",
];
const IRC_COMMANDS = ["CAP ", "NICK ", "USER ", "PASS "];

/** The first byte of a TLS handshake record and of its major version (RFC 8446, section 5.1). */
const TLS_HANDSHAKE = 0x16;
const TLS_MAJOR = 0x03;

const BRACE = 0x7b;
const QUOTE = 0x22;

/** More bytes than any opening needs. */
const MOST = 64;

/** Looks at what a connection has sent so far. What could be nothing but a person is `plain`. */
export function sniff(bytes: Uint8Array): DoorKind {
  const [first, second] = bytes;
  if (first === undefined) return "undecided";
  if (first === BRACE && second === QUOTE) return "native"; // As nearly all programs begin.
  if (first === TLS_HANDSHAKE) {
    return second === undefined ? "undecided" : second === TLS_MAJOR ? "tls" : "plain";
  }
  if (bytes.length > MOST) return decide(bytes.subarray(0, MOST)) ?? "plain";
  return decide(bytes) ?? "undecided";
}

function decide(bytes: Uint8Array): DoorKind | undefined {
  const text = latin1(bytes);
  const native = /^[ \t\r\n]*(?:\{[ \t\r\n]*("?))?/.exec(text);
  if (native?.[1] === '"') return "native";
  if (native?.[0].length === text.length) return undefined;
  if (HTTP_METHODS.some((method) => text.startsWith(method))) return "web";
  const upper = text.toUpperCase();
  if (IRC_COMMANDS.some((command) => upper.startsWith(command))) return "irc";
  if (HTTP_METHODS.some((method) => method.startsWith(text))) return undefined;
  return IRC_COMMANDS.some((command) => command.startsWith(upper)) ? undefined : "plain";
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
