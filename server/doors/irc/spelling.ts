/**
 * How names are spelled on IRC, whose grammar does not allow all of ours: reversible, and the same for everybody. Pure.
 *
 * A nickname of IRC has no `.`, and begins neither with a digit nor with `-` (RFC 2812, section 2.3.1). None of our names has `|`
 * or `^`, which IRC allows: `.` is written as `|`, and a name that may not begin so gets `^` before it. Rooms need no
 * spelling: every name of a room with `#` before it is a channel's.
 *
 * @module
 */

/** Writes a person's name as an IRC nickname. */
export function toNick(name: string): string {
  const nick = name.includes(".") ? name.replaceAll(".", "|") : name;
  return /^[\p{N}-]/u.test(nick) ? `^${nick}` : nick;
}

/** Gives the name that an IRC nickname stands for. What is no spelling of ours stays as it is, and is refused as a name. */
export function fromNick(nick: string): string {
  const name = nick.startsWith("^") ? nick.slice(1) : nick;
  return name.replaceAll("|", ".");
}

/** Writes a room's name as a channel's. */
export function toChannel(room: string): string {
  return `#${room}`;
}

/** Gives the room that a channel stands for; `undefined` when it is no channel's name. */
export function fromChannel(channel: string): string | undefined {
  return channel.startsWith("#") && channel.length > 1 ? channel.slice(1) : undefined;
}
