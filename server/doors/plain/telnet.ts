/**
 * Telnet's commands, which a telnet client sends by itself and a chat does not need.
 *
 * @module
 */

const IAC = 255;
const SUBNEGOTIATION = 250;
const SUBNEGOTIATION_END = 240;
const ERASE_CHARACTER = 247;
const ERASE_LINE = 248;
const WILL = 251;
const DONT = 254;

const BACKSPACE = 0x08;
const DELETE = 0x7f;

/**
 * Removes telnet's commands (RFC 854) from bytes: its byte 255 is never part of UTF-8. "Erase character" becomes the
 * byte of the Delete key, and "erase line" is carried out.
 */
export function withoutTelnet(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(IAC)) return bytes;
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte !== IAC) {
      kept.push(byte);
      continue;
    }
    const command = bytes[++at] ?? 0;
    if (command === ERASE_CHARACTER) kept.push(DELETE);
    else if (command === ERASE_LINE) kept.length = 0;
    else if (command >= WILL && command <= DONT) at++;
    else if (command === SUBNEGOTIATION) {
      while (at < bytes.length && !(bytes[at] === IAC && bytes[at + 1] === SUBNEGOTIATION_END)) at++;
      at++;
    }
  }
  return Uint8Array.from(kept);
}

/**
 * Carries out Backspace and Delete, which come as bytes where the terminal sends each key by itself: a line without what
 * was rubbed out, a character of UTF-8 each.
 */
export function withoutErased(bytes: Uint8Array): Uint8Array {
  if (!bytes.includes(BACKSPACE) && !bytes.includes(DELETE)) return bytes;
  const kept: number[] = [];
  for (const byte of bytes) {
    if (byte !== BACKSPACE && byte !== DELETE) kept.push(byte);
    else while (isContinuation(kept.pop()));
  }
  return Uint8Array.from(kept);
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
