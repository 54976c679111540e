/**
 * Telnet's commands, which a telnet client sends by itself and a chat does not need.
 *
 * @module
 */

const IAC = 255;
const SUBNEGOTIATION = 250;
const SUBNEGOTIATION_END = 240;
const WILL = 251;
const DONT = 254;

/** Removes telnet's commands (RFC 854) from bytes: its byte 255 is never part of UTF-8. */
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
    if (command >= WILL && command <= DONT) at++;
    else if (command === SUBNEGOTIATION) {
      while (at < bytes.length && !(bytes[at] === IAC && bytes[at + 1] === SUBNEGOTIATION_END)) at++;
      at++;
    }
  }
  return Uint8Array.from(kept);
}
