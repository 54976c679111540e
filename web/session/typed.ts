// @ts-check
/**
 * What a typed text is to do, as `protocol/commands.ts` has it for every door; a test holds the two against each other.
 *
 * @module
 */

/** @typedef {import("../view/words.ts").Words} Words */
/** @typedef {import("../../protocol.ts").ClientFrame} ClientFrame */

/** How many messages before and after one `/history #room@NUMBER` shows. */
export const AROUND = 5;

/** Milliseconds in the units of a time that has passed. @type {Readonly<Record<string, number>>} */
const UNITS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Where plain text goes: to a room, to one person, or nowhere.
 *
 * @typedef {{ readonly kind: "room", readonly room: string } | { readonly kind: "person", readonly name: string }
 *   | { readonly kind: "nowhere" }} Target
 */

/**
 * In the light of what a text is read: `room` is the one that was last in view (empty for none), `zone` how many
 * minutes this clock is ahead of UTC, `correspondent` who last wrote or was written to alone.
 *
 * @typedef {{
 *   readonly target: Target,
 *   readonly room: string,
 *   readonly now: number,
 *   readonly zone?: number,
 *   readonly correspondent?: string,
 *   readonly id?: string,
 * }} Light
 */

/**
 * @typedef {{ readonly kind: "send", readonly frame: ClientFrame }
 *   | { readonly kind: "local", readonly name: string, readonly rest: string }
 *   | { readonly kind: "problem", readonly problem: { readonly code: string } & Readonly<Record<string, string>> }} Intent
 */

/**
 * What a typed text is to do. `//x` says `/x`; an unknown command is never something to say.
 *
 * @param {string} typed
 * @param {Words} words
 * @param {Light} light
 * @returns {Intent}
 */
export function interpret(typed, { commands, leaving }, light) {
  const [first, rest] = firstWord(typed.trim());
  const word = first.toLowerCase();
  const isLeaving = leaving.includes(word);
  if (!isLeaving && word.startsWith("//")) return speak(typed.trimStart().slice(1), light);
  if (!isLeaving && !word.startsWith("/")) return speak(typed, light);
  const name = isLeaving ? "quit" : word.slice(1);
  const row = commands.find(({ names }) => names.includes(name));
  if (row === undefined) {
    const nearest = `/${closest(name, commands.flatMap(({ names }) => names))}`;
    return { kind: "problem", problem: { code: "unknown-command", given: first, nearest } };
  }
  const isMissing = rest === "" && row.args !== "" && !row.args.startsWith("[");
  const intent = isMissing ? undefined : perform(row.names[0] ?? "", rest, light);
  return intent ?? { kind: "problem", problem: { code: "usage", usage: row.usage } };
}

/**
 * What a command is to do with what is written behind it; `undefined` when that is not how it is used.
 *
 * @param {string} name
 * @param {string} rest
 * @param {Light} light
 * @returns {Intent | undefined}
 */
function perform(name, rest, light) {
  const { room, correspondent, zone, id } = light;
  switch (name) {
    case "me":
      return speak(rest, light, true);
    case "msg":
      return msg(rest, light);
    case "reply":
      if (correspondent === undefined) return { kind: "problem", problem: { code: "nobody-to-answer" } };
      return speak(rest, { ...light, target: { kind: "person", name: correspondent } });
    case "join":
      return /\s/.test(rest) ? undefined : send({ type: "join", room: rest });
    case "part":
      return part(rest, room);
    case "topic":
      if (room === "") return nowhere();
      if (rest === "") return send({ type: "topic", room });
      return send({ type: "topic", room, text: rest, ...(id !== undefined && { id }) });
    case "who":
      if (rest === "" && room === "") return nowhere();
      return send({ type: "who", room: rest === "" ? room : rest, detail: true });
    case "whois":
    case "nick":
      return send({ type: name, name: rest });
    case "away":
      return send({ type: "away", ...(rest !== "" && { why: rest }) });
    case "rooms":
    case "back":
    case "catchup":
      return send({ type: name });
    case "history":
      return history(rest, light);
    case "search":
      return send({ type: "search", query: rest, ...(zone !== undefined && { zone }) });
    case "quit":
      return send({ type: "quit", ...(rest !== "" && { word: rest }) });
    default:
      return { kind: "local", name, rest };
  }
}

/**
 * @param {string} text
 * @param {Light} light
 * @param {boolean} [isAction]
 * @returns {Intent}
 */
function speak(text, { target, id }, isAction = false) {
  /** @type {{ id?: string, action?: true }} */
  const how = { ...(id !== undefined && { id }), ...(isAction && { action: true }) };
  switch (target.kind) {
    case "room":
      return send({ type: "say", room: target.room, text, ...how });
    case "person":
      return send({ type: "private", to: target.name, text, ...how });
    case "nowhere":
      return nowhere();
  }
}

/**
 * To a person, or to a room that need not be the one in view. `/me` goes with it.
 *
 * @param {string} rest
 * @param {Light} light
 */
function msg(rest, light) {
  const [to, text] = firstWord(rest);
  const name = to.replace(/[:,]$/, ""); // As Tab completes a name at the beginning of a line.
  if (name === "" || name === "#" || text === "") return undefined;
  /** @type {Target} */
  const target = name.startsWith("#") ? { kind: "room", room: name.slice(1) } : { kind: "person", name };
  const [first, done] = firstWord(text);
  const isAction = first.toLowerCase() === "/me" && done !== "";
  return speak(isAction ? done : text, { ...light, target }, isAction);
}

/**
 * @param {string} rest
 * @param {string} here
 */
function part(rest, here) {
  const [room, word] = rest.startsWith("#") ? firstWord(rest) : [here, rest];
  return room === "" ? nowhere() : send({ type: "part", room, ...(word !== "" && { word }) });
}

/**
 * @param {string} rest
 * @param {Light} light
 */
function history(rest, { room, now }) {
  const [, there = "", seq = ""] = /^#([^\s@]+)@(\d{1,12})$/.exec(rest) ?? [];
  if (there !== "") {
    const after = Math.max(0, Number(seq) - AROUND - 1);
    return send({ type: "history", room: there, after, limit: Number(seq) + AROUND - after });
  }
  const [, number = "", unit] = /^(\d{1,9})([smhd])?$/.exec(rest.toLowerCase()) ?? [];
  if (rest !== "" && number === "") return undefined;
  if (room === "") return nowhere();
  if (number === "") return send({ type: "history", room });
  if (unit === undefined) return send({ type: "history", room, limit: Number(number) });
  return send({ type: "history", room, since: Math.max(0, now - Number(number) * (UNITS[unit] ?? 0)) });
}

/** @param {ClientFrame} frame @returns {Intent} */
function send(frame) {
  return { kind: "send", frame };
}

/** @returns {Intent} */
function nowhere() {
  return { kind: "problem", problem: { code: "nowhere" } };
}

/** The first word of a text, and what follows it, trimmed. @param {string} text @returns {[string, string]} */
function firstWord(text) {
  const gap = text.search(/\s/); // One pattern for both parts would take quadratic time on a text full of spaces.
  return gap < 0 ? [text, ""] : [text.slice(0, gap), text.slice(gap).trim()];
}

/**
 * The one of these words that is the fewest changes away.
 *
 * @param {string} word
 * @param {readonly string[]} known
 */
function closest(word, known) {
  return known.toSorted((a, b) => distance(word, a) - distance(word, b))[0] ?? "";
}

/**
 * How many letters have to be put in, taken out or changed (Levenshtein).
 *
 * @param {string} from
 * @param {string} to
 */
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (const [i, letter] of Array.from(from.slice(0, 32)).entries()) {
    const next = [i + 1];
    for (let j = 0; j < to.length; j++) {
      const changed = (row[j] ?? 0) + (letter === to[j] ? 0 : 1);
      next.push(Math.min(changed, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
