/**
 * The client. In English.
 *
 * @module
 */

import type { LeaveReason } from "../../protocol.ts";
import { people, seconds } from "./numbers.ts";
import { reasons } from "./rooms.ts";

/** The client. */
export const client = {
  askName: (offer: string): string => offer === "" ? "Your name: " : `Your name [${offer}]: `,
  askHost: "Where is the room? Address: ",
  askPort: (offer: number): string => `Port [${offer}]: `,
  emptyHost: "The address cannot be empty.",
  badPort: "The port is a number from 1 to 65535.",
  noServer: (where: string): string =>
    `Nobody is there: no server answers at ${where}. Is it open? Check the address, or open a room with chat server.`,
  /** On standard error while a script waits; times in ms. */
  noAnswerYet: (waited: number, left: number): string =>
    `No answer for ${seconds(waited)}: waiting ${seconds(left)} more, then giving up.`,
  noReplyYet: (left: number): string => `Nobody has answered yet: waiting ${seconds(left)} more.`,
  waitsItsTurn: (ms: number): string =>
    `Many have just come in from this address: waiting ${seconds(ms)} to come in.`,
  noAnswer: (where: string, ms: number): string =>
    `The server at ${where} did not answer within ${seconds(ms)}: it may be off or too busy.`,
  notChat: (where: string): string => `What answers at ${where} is not a chat server.`,
  unknownHost: (host: string): string => `There is no machine called "${host}": check the address.`,
  cannotConnect: (where: string, cause: string): string => `No connection to ${where}: ${cause}.`,
  lost: (where: string): string => `The connection to ${where} was lost.`,
  serverClosed: (where: string): string => `The server at ${where} has closed.`,
  welcome: (name: string, title: string, room: string): string =>
    `Hello ${name}, welcome to ${title} (room ${room}).`,
  welcomeNowhere: (name: string, title: string): string => `Hello ${name}, welcome to ${title}.`,
  howToLeave: "To leave write /quit or {quit}, or press Ctrl+D. For the commands write /help.",
  noSuchRoom: (room: string): string =>
    `There is no room #${room} here: look at its name, or make it with --create.`,
  needWord: "Who comes in here is asked for a word: put it into a file, and name that with --door-file FILE.",
  needName: "A name is needed: give one with --name.",
  /** Lines of a pipe that are not known to be in the log, by their numbers, and with `after` all that come after that one. */
  notInLog: (numbers: string, count: number, after?: number): string =>
    after !== undefined
      ? count === 0
        ? `All lines after ${after} are not known to be in the log.`
        : `${
          count === 1 ? "Line" : "Lines"
        } ${numbers}, and all after ${after}, are not known to be in the log.`
      : count === 1
      ? `Line ${numbers} is not known to be in the log.`
      : `Lines ${numbers} are not known to be in the log.`,
  /** Of a block, one of whose lines was refused. */
  blockRefused: (from: number): string =>
    from === 1
      ? "Nothing was said, as a block is not said with a line missing."
      : `From line ${from} on nothing was said, as a block is not said with a line missing.`,
  /** The connection is lost; `time` is when, as it is written elsewhere. */
  offline: (time: string): string =>
    `${time} The connection is lost: trying to come back. What you write is kept, and sent then.`,
  offlineSince: (time: string): string => `offline since ${time}, trying to come back`,
  back: (time: string, ms: number): string => `${time} Back after ${seconds(Math.round(ms / 1000) * 1000)}.`,
  nameGone: (lost: string, now: string): string =>
    `Somebody else is called ${lost} by now: here you are ${now}.`,
  /** Files that one sends and fetches. */
  files: {
    none: (path: string): string => `There is no file ${path} that can be read: check its name.`,
    notHere: "Files are sent and fetched by chat client at a terminal, and on the page.",
    progress: (name: string, percent: number): string => `${name} ${percent} %`,
    notSent: (name: string, why: string): string =>
      `${name} was not sent: ${
        why === "" ? "the connection broke again and again. Send it once more." : why
      }`,
    fetched: (path: string, size: string): string => `Kept in ${path} (${size}, checksum right).`,
    exists: (path: string): string =>
      `${path} is there already, so nothing was fetched: /get NUMBER PATH keeps it elsewhere.`,
    /** A file in the line of its message, and how it is had. */
    shown: (name: string, size: string, seq: number, isPicture: boolean): string =>
      `${name} (${size}, /get ${seq}${isPicture ? `, /show ${seq}` : ""})`,
    noPictures:
      "This terminal does not say that it can show pictures (as kitty, iTerm2 and those with sixel do): /get keeps it.",
    notPicture: (name: string): string => `${name} is no picture that can be shown here: /get keeps it.`,
    wrong: (name: string): string =>
      `What came is not ${name}, by its checksum, and was thrown away: try again.`,
    notFetched: (name: string, why: string): string =>
      `${name} was not fetched: ${
        why === "" ? "the connection broke again and again. Try again: it goes on." : why
      }`,
    notWritten: (path: string, cause: string): string => `${path} cannot be written: ${cause}.`,
  },
  /** Where a text is that was not taken and was written elsewhere. */
  waitsIn: (room: string): string => `Your text waits in the line of ${room}.`,
  /** Set before a message of one's own that is not in the log yet. */
  queued: "(queued)",
  moreQueued: (count: number): string => `(and ${count} more)`,
  cannotStoreNow: "The server cannot keep messages at the moment: yours are sent again until it can.",
  refused: (why: string): string =>
    `That was refused: ${why} Change it and send it again (Up brings it back).`,
  sendingKept: (count: number): string =>
    count === 1
      ? "1 message that could not be sent last time is sent now"
      : `${count} messages that could not be sent last time are sent now`,
  kept: (count: number, name: string): string =>
    (count === 1 ? "1 message was not sent. It is" : `${count} messages were not sent. They are`) +
    ` kept, and sent when you come in as ${name} again.`,
  notKept: (count: number): string =>
    count === 1 ? "1 message was not sent." : `${count} messages were not sent.`,
  queueDamaged: (path: string): string =>
    `The file with your unsent messages was damaged, so none of it was sent. It is now ${path}.`,
  queueFails: (cause: string): string =>
    `Unsent messages cannot be kept on this machine (${cause}): they live as long as this program.`,
  refusedLine: (line: number, why: string): string => `Line ${line} was refused: ${why}`,
  /** Below the line being typed. */
  hints: {
    paste: (lines: number, chars: number, sentAs: "message" | "file" | "lines"): string =>
      `Text of ${lines === 1 ? "1 line" : `${lines} lines`}, ${chars} characters. ` +
      {
        message: "Ctrl-Y: send as one message. ",
        file: "Too long for one message: Ctrl-Y sends it as a text file. ",
        lines: "Too long for one message: Ctrl-Y sends line by line. ",
      }[sentAs] +
      "Enter: edit first. Ctrl-C: forget it.",
    amending: (seq: number): string =>
      `Enter changes your message ${seq}. Up again: older lines. Esc: leave it as it is.`,
    search: (query: string, isFound: boolean): string =>
      `Search (Ctrl-R older, Enter sends, Ctrl-G gives up): ${query}${isFound ? "" : " (not found)"}`,
  },
  /** What happened, to be read aloud: who first, without signs. */
  spoken: {
    joined: (name: string): string => `${name} joined.`,
    crowd: (count: number): string => `Many came or went: ${people(count)} here now.`,
    left: (name: string, reason: LeaveReason, word: string | undefined, by?: string): string =>
      by !== undefined
        ? `${name} was removed by ${by}${word === undefined ? "." : `: ${word}`}`
        : `${name} left` +
          (reason === "left" ? (word === undefined ? "." : `: ${word}`) : ` (${reasons[reason]}).`),
    renamed: (from: string, to: string): string => `${from} is now ${to}.`,
    privateFrom: (name: string): string => `${name} to you alone`,
    privateTo: (name: string): string => `you to ${name} alone`,
    /** A room of the list; `unread` of mine. */
    room: (name: string, people: string, topic: string, unread: number | undefined): string =>
      `${name}, ${people}` + (unread === undefined ? "" : `, you are in it, ${unread} unread`) +
      (topic === "" ? "." : `: ${topic}`),
  },
  /** Who speaks in a room that is not in view. */
  inRoom: (name: string, room: string): string => `${name} in ${room}`,
  privateFrom: (name: string): string => `${name} -> you`,
  privateTo: (name: string): string => `you -> ${name}`,
  /** The room now in view: how many messages are new there, and how many of them name the reader. */
  nowIn: (room: string, unread: number, mentions: number): string =>
    `now in ${room}` + (unread === 0 ? "" : `, ${unread} unread`) +
    (mentions === 0 ? "" : mentions === 1 ? ", 1 names you" : `, ${mentions} name you`),
  alsoIn: (room: string): string => `you are in ${room} as well: /join ${room} goes there`,
  parted: (room: string): string => `you have left ${room}`,
  topic: (text: string): string => `topic: ${text}`,
  topicNow: (name: string, text: string): string => `${name} changed the topic: ${text}`,
  topicGone: (name: string): string => `${name} took the topic away`,
  topicIs: (room: string, text: string, name: string, time: string): string =>
    `${room} is about: ${text} (${name}, ${time})`,
  noTopic: (room: string): string => `${room} has no topic: /topic TEXT gives it one`,
  query: (name: string): string => `what you write goes to ${name} alone: /query goes back to the room`,
  away: (why: string): string =>
    `you are away${why === "" ? "" : `: ${why}`} (/back when you are there again)`,
  backAgain: "you are there again",
  whois: (name: string, rooms: readonly string[], since: string, notes: readonly string[]): string =>
    [
      `${name} is in ${rooms.length === 0 ? "no room" : rooms.join(", ")}`,
      `here since ${since}`,
      ...notes,
    ].join(", "),
  rooms: (count: number): string => count === 1 ? "1 room:" : `${count} rooms:`,
  found: (count: number, isMore: boolean): string =>
    `${count} found` + (isMore ? "; there are more: /search alone goes on" : ""),
  nothingFound: "nothing found",
  around: (ref: string): string => `/history ${ref} shows what was said around it`,
  near: "nearby",
  sinceRead: "since you last read:",
  nothingUnread: "nothing new since you last read",
  unreadIn: (room: string, count: number, mentions: number): string =>
    `${room}: ${count} unread` +
    (mentions === 0 ? "" : mentions === 1 ? ", 1 names you" : `, ${mentions} name you`) + "; last",
  moreUnread: (count: number): string => count === 1 ? "1 line more" : `${count} lines more`,
  /** Many who came or went together; `names` are some of them. */
  crowd: (
    type: "joined" | "left",
    count: number,
    names: readonly string[],
    isSpoken: boolean,
  ): string => {
    const others = count - names.length;
    const who = names.join(", ") + (others > 0 ? ` and ${others} more` : "");
    return `${isSpoken ? "" : type === "joined" ? "--> " : "<-- "}${people(count)} ${type}: ${who}`;
  },
  earlier: "earlier",
  missed: "while you were away",
  now: "now",
  moreEarlier: "There is more: ask for it with a number, like /history 200.",
  bellIsOff: "The bell is off here: /set bell on rings it.",
  quietOn: "Who comes and goes is not shown any more.",
  quietOff: "Who comes and goes is shown.",
  settingsIn: (path: string): string => `Your settings are kept in ${path}.`,
  set: (name: string, value: string): string => `${name} is ${value} now.`,
  noSetting: (given: string, names: readonly string[]): string =>
    `There is no setting "${given}": there are ${names.join(", ")}.`,
  noValue: (name: string, values: readonly string[]): string => `${name} can be ${values.join(", ")}.`,
  settingNotKept: (cause: string): string =>
    cause === ""
      ? "It counts until you leave: there is no place to keep it."
      : `It counts until you leave, as it could not be kept: ${cause}`,
  settingOverruled: (name: string): string =>
    `It is kept, but a flag or the environment decides about ${name} this time.`,
  settingsOf: {
    time: "how times are shown",
    bell: "ring when somebody mentions you or writes to you alone",
    quiet: "hide who comes and goes",
    color: "colours",
    lang: "the language",
  },
  noReply: (ms: number): string => `Nobody answered within ${seconds(ms)}.`,
  goodbye: "Goodbye.",
};
