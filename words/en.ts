/**
 * Every sentence that a user reads, in English. Its shape is the catalogue that the other languages satisfy.
 *
 * @module
 */

import type { ByeReason, LeaveReason, Problem, QueryFault } from "../protocol.ts";

const people = (count: number): string => count === 1 ? "1 person" : `${count} people`;
const span = (ms: number): string =>
  ms < 3_600_000
    ? `${Math.floor(ms / 60_000)} min`
    : ms < 86_400_000
    ? `${Math.floor(ms / 3_600_000)} h`
    : `${Math.floor(ms / 86_400_000)} d`;
const seconds = (ms: number): string => ms === 1000 ? "1 second" : `${ms / 1000} seconds`;

const reasons: Record<LeaveReason, string> = {
  left: "left",
  lost: "connection lost",
  slow: "too slow",
  removed: "removed",
  silent: "silent too long",
};

const byes: Record<ByeReason, string> = {
  quit: "Goodbye.",
  closing: "The server is closing. Goodbye.",
  refused: "You were not let in. Goodbye.",
  slow: "You read too slowly, so the room let you go.",
  removed: "You were removed from the room.",
  silent: "Nothing was heard from you for too long, so the room let you go.",
  replaced: "You came in from somewhere else, so this connection is closed.",
  flood: "That line has no end, so the connection is closed.",
};

const commands = {
  help: "show the commands, or what one of them does",
  me: "say what you are doing",
  msg: "say it to one person alone, not kept; or in a room",
  reply: "answer whoever wrote to you alone last",
  query: "talk to one person alone until you write /query or /join",
  join: "enter a room, or make it; in one already, go there",
  part: "leave a room, with a parting word if you like",
  rooms: "list the rooms, who is in them and what they are about",
  topic: "show what the room is about, or say it",
  who: "show who is here, for how long silent, and who is away",
  whois: "show in which rooms somebody is, and whether they are there",
  nick: "change your name",
  away: "say that you are not there, with a reason if you like",
  back: "say that you are there again",
  history: "show what was said earlier: so many messages, of the last hour, or around one",
  search: 'look in your rooms: words "a phrase" in:#room from:NAME before:2d after:DATE -C2',
  catchup: "show what you have not read: first what names you",
  mentions: "list the messages that mentioned you",
  ignore: "hide what somebody says; alone: who is hidden",
  unignore: "show again what somebody says",
  quiet: "hide who comes and goes, or show it again",
  set: "show your settings, or change one for good",
  clear: "clear my screen (nobody else's)",
  quit: "leave, with a parting word if you like",
};

function queryFault(why: QueryFault, given: string): string {
  switch (why) {
    case "empty":
      return "Say what to look for: /search WORDS.";
    case "quote":
      return `A quotation mark is not closed after ${given}: close it, or leave it out.`;
    case "date":
      return `"${given}" is no time: write it like 2d, 3h or 2026-11-01.`;
    case "room":
      return `You are not in ${given}: only rooms that you are in can be searched.`;
    case "context":
      return `"${given}" is not a number of lines: write -C0 to -C10.`;
    case "long":
      return `That is too much to look for at once: ${given} characters are the most.`;
  }
}

/** The answer to something that was wrong: what it is and what to do. */
function problem(what: Problem): string {
  switch (what.code) {
    case "not-utf8":
      return "That line is not UTF-8 text: set your terminal or program to UTF-8 and send it again.";
    case "line-too-long":
      return `That line is longer than ${what.limit} bytes and was not read: send it in parts.`;
    case "bad-json":
      return "That line is not a JSON object: send one object a line.";
    case "unknown-type":
      return `This server does not know frames of the type "${what.given}".`;
    case "bad-field":
      return `The field "${what.field}" is missing or of the wrong kind.`;
    case "bad-version":
      return `This server speaks version ${what.versions.join(", ")} of the protocol.`;
    case "hello-first":
      return 'Say who you are first: {"type":"hello","name":"ada"}.';
    case "already-in":
      return "You are in already: use nick to change your name.";
    case "bad-name":
      return what.mixed === true
        ? `"${what.name}" mixes letters of several alphabets in one word: use one alphabet for each word. "${what.suggestion}" is free.`
        : `"${what.name}" cannot be a name: use 1 to 24 letters, digits, _, - or . without spaces. "${what.suggestion}" is free.`;
    case "name-taken":
      return what.like === undefined
        ? `The name "${what.name}" is taken. "${what.suggestion}" is free.`
        : `The name "${what.name}" looks like "${what.like}", which is taken. "${what.suggestion}" is free.`;
    case "no-room":
      return `There is no room #${what.room}, or you are not in it: /rooms lists them, /join #${what.room} enters.`;
    case "bad-room":
      if (what.like !== undefined) {
        return `#${what.room} looks like #${what.like}, which is there already: /join #${what.like} enters it.`;
      }
      return what.mixed === true
        ? `"${what.room}" mixes letters of several alphabets in one word: use one alphabet for each word.`
        : `"${what.room}" cannot be a room: write # and 1 to 32 letters, digits, _, - or . without spaces.`;
    case "nowhere":
      return "You are in no room: enter one with /join #lobby.";
    case "nobody-to-answer":
      return "Nobody has written to you alone yet: write to somebody with /msg NAME TEXT.";
    case "too-many-rooms":
      return `There are ${what.limit} rooms already, and no more can be made: /rooms lists them.`;
    case "new-rooms":
      return `From your address ${what.limit} rooms have been made within an hour, which is the most: /rooms lists those that there are.`;
    case "in-too-many":
      return `You are in ${what.limit} rooms, which is the most: leave one with /part #room first.`;
    case "not-here":
      return what.waited === true
        ? `${what.name} has not come back, so what you wrote did not arrive.`
        : `${what.name} is not here, so nothing was sent: /who shows who is.`;
    case "bad-query":
      return queryFault(what.why, what.given);
    case "no-search":
      return "This server keeps no index, so it cannot search: /history shows what was said earlier.";
    case "search-slow":
      return "That search took too long: add a word, or narrow it with in:#room, from:NAME or after:2d.";
    case "empty":
      return "There is nothing to say in that message.";
    case "too-long":
      return `That message has ${what.length} characters and was not sent: ${what.limit} is the most.`;
    case "not-stored":
      return "The server could not keep that message, so it was not sent: try again in a moment.";
    case "unknown-command":
      return `There is no command ${what.given}: did you mean ${what.nearest}? (To say it, begin with two slashes.)`;
    case "usage":
      return `Write it like this: ${what.usage}`;
    case "full":
      return `The room is full (${what.limit} connections): try again later.`;
    case "address-full":
      return `There are ${what.limit} connections from your address already: close one and try again.`;
    case "other":
      return `The server refused that (${what.given}).`;
  }
}

/** The catalogue in English. */
export const en = {
  /** The code that `--lang` takes for this language. */
  lang: "en",
  problem,
  /** How a command or a flag is written, with what it takes named in this language. */
  usage: (usage: string): string => usage,
  commands,
  people,
  reason: (reason: LeaveReason): string => reasons[reason],
  bye: (reason: ByeReason): string => byes[reason],
  slowed:
    "You send faster than this room reads: nothing is lost, but your lines now come through more slowly.",
  /** A server that closes and comes back. */
  restarting: (seconds: number): string => `The server is restarting: come back in ${seconds} s.`,
  /** To somebody who comes back after too long. */
  gap: (from: number, to: number): string => `Messages ${from} to ${to} are no longer kept.`,
  /** What a name begins with when nothing of what was asked for can be kept. */
  guest: "guest",
  /** To somebody who writes to a person who is away. */
  isAway: (name: string, why: string): string => `${name} is away${why === "" ? "." : `: ${why}`}`,
  /** To somebody who writes to a person whose connection is broken, and once that person is back. */
  waitsFor: (name: string): string =>
    `${name} has lost the connection: what you wrote waits, and arrives if they are back soon.`,
  arrivedAt: (name: string): string => `${name} is back and has what you wrote.`,

  /** What everyone in a room is told. `word` is a parting word. */
  joined: (name: string): string => `--> ${name} joined`,
  /** So many came and went that they are not named; `count` are here now. */
  crowd: (count: number): string => `--- many came or went: ${people(count)} here now`,
  left: (name: string, reason: LeaveReason, word: string | undefined): string =>
    `<-- ${name} left` +
    (reason === "left" ? (word === undefined ? "" : `: ${word}`) : ` (${reasons[reason]})`),
  renamed: (from: string, to: string): string => `--- ${from} is now ${to}`,

  /** The list of those who are in a room: `count` people, of whom these are named; `others` are in no part of the list. */
  here: (names: readonly string[], count: number, others: number): string =>
    `Here now (${people(count)}): ${names.join(", ")}` + (others > 0 ? ` and ${others} more` : ""),

  /** The door for people with nc or telnet. */
  plain: {
    greet: (title: string): string => `Welcome to ${title}.`,
    askName: "What is your name?",
    welcome: (name: string): string => `Hello ${name}! Write and press Enter to talk to everyone.`,
    howToLeave: "To leave write {quit} (or /quit). For the commands write /help.",
    helpTitle: "What you can write:",
    earlier: "--- earlier ---",
    now: "--- now ---",
    nothingEarlier: "Nothing was said earlier.",
    toRoom: (room: string): string => `You are in #${room}: what you write goes there now.`,
    toPerson: (name: string): string =>
      `What you write goes to ${name} alone now: /query goes back to your room.`,
    nowhere: "You are in no room now: /rooms lists them, /join #lobby enters one.",
    parted: (room: string): string => `You have left #${room}.`,
    topic: (text: string, from: string, when: string): string => `Topic: ${text} (${from}, ${when})`,
    noTopic: "There is no topic: /topic TEXT gives one.",
    newTopic: (from: string, text: string): string => `--- ${from} changed the topic: ${text}`,
    topicGone: (from: string): string => `--- ${from} took the topic away`,
    /** Who said something to one person alone; whoever reads it themselves is `undefined`. */
    privately: (from: string | undefined, to: string | undefined): string =>
      `[private] ${from ?? "you"} -> ${to ?? "you"}`,
    room: (room: string, count: number, topic: string): string =>
      `#${room} (${people(count)})${topic === "" ? "" : `: ${topic}`}`,
    away: (why: string): string => why === "" ? "away" : `away: ${why}`,
    silent: (ms: number): string => `silent for ${span(ms)}`,
    whois: (name: string, rooms: readonly string[], since: string): string =>
      `${name} is in ${rooms.length === 0 ? "no room" : rooms.join(", ")}, here since ${since}`,
    youAreAway: (why: string): string =>
      `You are away${why === "" ? "" : ` (${why})`}: who writes to you alone is told. /back ends that.`,
    youAreBack: "You are back.",
    hidden: (name: string): string => `What ${name} says is hidden now. /unignore ${name} shows it again.`,
    shownAgain: (name: string): string => `What ${name} says is shown again.`,
    notHidden: (name: string): string => `${name} is not hidden: /ignore lists those who are.`,
    hiddenOnes: (names: readonly string[]): string =>
      names.length === 0 ? "Nobody is hidden." : `Hidden: ${names.join(", ")}`,
    nothingFound: "Nothing was found.",
    partial: "The index is still being made: what is older is not in it yet.",
    found: (count: number, hasMore: boolean): string =>
      `--- ${count} found${
        hasMore ? ", and there are more: narrow it with another word or before:DATE" : ""
      } ---`,
    unread: (room: string, count: number, mentions: number): string =>
      `#${room}: ${count} not read${mentions === 0 ? "" : `, ${mentions} with your name`}; the last:`,
    allRead: "You have read everything.",
  },

  /** What other doors say. */
  doors: {
    notYet: (door: string): string =>
      `This server does not speak ${door} yet: come in with chat client or nc.`,
    pageTitle: (title: string): string => `${title}: a chat room`,
    pageNeedsScript: "This page needs JavaScript. Without it, come in from a terminal with:",
    notHere: "There is nothing at this address.",
    noRoom: (room: string): string =>
      `There is no room #${room}. A room is made by whoever enters it first, with chat client, nc or a browser.`,
    onlyRead: "This can only be read (GET or HEAD).",
    onlyPost: "To say something here, send it with POST.",
    onlyGet: "This can only be asked for with GET.",
    otherPage: "Pages of other sites may not come in (see --web-origin).",
    badHandshake: "This is no good WebSocket handshake.",
    otherVersion: "Version 13 of WebSocket is spoken here.",
    elsewhere: (host: string): string =>
      `This server does not know that it is called ${host}: open it by its address, or start it with --web-origin and that name.`,
    needsToken:
      "This needs a token that is good, as Authorization: Bearer TOKEN. Make one with chat token new NAME.",
    noTokens: "This server keeps nothing on disk (--ephemeral), so it has no tokens.",
    notText: "Send a text (text/plain), or JSON (application/json) with a field text.",
    needsLength: "Say how long it is: send a Content-Length.",
    bigBody: (bytes: number): string =>
      `That is longer than ${bytes} bytes and was not read: send it in parts.`,
    tooFast: (seconds: number): string =>
      `You send faster than this room reads: try again in ${seconds} s. Nothing was said.`,
    noPage: "This server has no page: come in with chat client or nc.",
    badRequest: "That request cannot be understood.",
    bigRequest: "That request is too long.",
    healthy: "The room takes messages.",
    unwell: "The room cannot keep messages at the moment.",
  },

  /** The page. `{words}` in braces are filled in by the page itself. */
  page: {
    name: "Name",
    nameHint: "1 to 24 letters, digits, _, - or . without spaces",
    message: "Message",
    join: "Join",
    send: "Send",
    clear: "Clear",
    quit: "Quit",
    messages: "Messages",
    here: "Here now",
    unread: "{count} new",
    since: "New since you left",
    clearHint: "Empty my view (nobody else's)",
    keys: "Enter sends, Shift+Enter begins a new line, /help shows the commands",
    notify: "Tell me when my name is said",
    notifyNo: "This browser does not allow notifications here.",
    said: "{name} said your name",
    connecting: "Connecting…",
    away: "The server does not answer. Trying again by itself; what you write waits here until then.",
    awayBack:
      "The server is restarting and is expected back in {count} s. What you write waits here until then.",
    awayFull: "{reason} Trying again by itself.",
    queued: "waits to be sent",
    sent: "sent",
    refused: "not sent",
    edit: "Write it again",
    earliest: "This is the beginning.",
    choices: "Could be: {list}",
    failed: "This page could not be loaded completely: load it again.",
    rooms: "Rooms",
    otherRooms: "More rooms",
    room: "Room",
    roomHint: "1 to 32 letters, digits, _, - or . without spaces; a room that is not there yet is made",
    go: "Go there",
    close: "Close",
    nowhere: "You are in no room. The + shows those that there are; you can also write /join #lobby.",
    leaveRoom: "Leave this room",
    leavePerson: "Close this conversation",
    messagesIn: "Messages: {place}",
    messageTo: "To {place}",
    privateWith: "{name} (private)",
    unreadIn: "{count} unread",
    namesYou: "your name was said",
    namingYou: "{count} with your name",
    toNow: "Back to now",
    topicChange: "Change what this room is about",
    topicNone: "What is this room about?",
    topicNoneIn: "Nobody has said yet what #{room} is about.",
    topicOf: "#{room} is about: {topic}. {name} said so,",
    topicSet: "{name} says what this room is about: {topic}",
    topicGone: "{name} has taken away what this room was about",
    isAway: "away",
    isAwayWhy: "away: {why}",
    idleFor: "silent for {time}",
    whois: "{name} is in {rooms}, here since",
    whoisNowhere: "{name} is in no room, here since",
    youAreAway: "You are away.",
    youAreAwayWhy: "You are away: {why}",
    amBack: "I am back",
    personAway: "{name} is away, and may read this later.",
    personAwayWhy: "{name} is away, and may read this later: {why}",
    delivered: "delivered",
    saidIn: "{name} said your name in #{room}",
    saidAlone: "{name} wrote to you alone",
    saidTo: "{name} has what you wrote.",
    search: "Search",
    look: "Look",
    searchHint: 'words "a phrase" in:#room from:NAME before:2d after:2026-11-01 -C2',
    searching: "Looking…",
    found: "Found: {count}",
    foundMore: "Found so far: {count}",
    foundNone: "Nothing was found for: {query}",
    more: "More",
    mentions: "Where your name was said",
    catchUp: "What you have not read",
    lastOne: "The last one:",
    allRead: "You have read everything.",
    keyRooms: "go to another room or person",
  },

  /** What the server prints when it opens and closes. */
  server: {
    open: (title: string, where: string): string => `${title} is open on ${where}.`,
    comeIn: "Come in from another terminal, with one of these:",
    browser: "or with a browser, nothing to install:",
    close: "Ctrl+C closes the room for everyone.",
    portBusy: (where: string): string => `${where} is in use at the moment: trying again for a few seconds.`,
    noPage:
      "The page has not been bundled yet: run deno task bundle and start again, or start with --no-web.",
    closing: "Closing the room: everyone is being told.",
    closed: "The room is closed.",
    defaultTitle: "chat",
  },

  /** Log lines for people. Never what was said. */
  log: {
    connected: (address: string): string => `connection from ${address}`,
    refused: (address: string, why: string): string => `turned away ${address}: ${why}`,
    requestRefused: (address: string, status: number): string =>
      `a request from ${address} was answered with ${status}`,
    closedUnnamed: (address: string): string => `${address} went without giving a name`,
    joined: (name: string, address: string, door: string): string =>
      `${name} joined from ${address} (${door})`,
    left: (name: string, address: string, reason: LeaveReason): string =>
      `${name} left from ${address} (${reasons[reason]})`,
    away: (name: string, address: string): string =>
      `${name} lost the connection from ${address} and may come back`,
    back: (name: string, address: string): string => `${name} is back from ${address}`,
    listening: (name: string, room: string, address: string): string =>
      `${name} listens to #${room} from ${address}`,
    stoppedListening: (name: string, room: string, address: string): string =>
      `${name} does not listen to #${room} any more from ${address}`,
    storingAgain: "messages are kept again",
    renamed: (from: string, to: string): string => `${from} is now ${to}`,
    noDescriptors: "no more connections can be opened on this machine: newcomers are turned away for now",
    descriptorsBack: "connections can be opened again",
    failed: (what: string, cause: string): string => `${what} failed: ${cause}`,
    unexpected: "something in the server",
    storing: "keeping messages",
    reading: "reading what was kept",
  },

  /** Errors of the command line and of starting, each with what to do. */
  cli: {
    unknownCommand: (given: string, nearest: string): string =>
      `There is no command "${given}": did you mean "${nearest}"? See chat --help.`,
    unknownFlag: (given: string, nearest: string): string =>
      `There is no flag ${given}: did you mean ${nearest}?`,
    extraArgument: (given: string): string => `"${given}" was not expected: see chat --help.`,
    missingValue: (flag: string): string => `${flag} needs a value.`,
    noValueTaken: (flag: string): string => `${flag} takes no value.`,
    badValue: (flag: string, given: string, expected: string): string =>
      `${flag} cannot be "${given}": it takes ${expected}.`,
    missingTokenAction: (actions: readonly string[]): string =>
      `Say what is to be done: chat token ${actions.join("|")}.`,
    missingTokenName: (action: string): string => `Say whose token: chat token ${action} NAME.`,
    missingText: "What is the question? chat ask TEXT.",
    nothingToSay: "There is nothing to say in that: chat send TEXT, or what comes on standard input.",
    missingShell: (shells: readonly string[]): string =>
      `Name the shell: chat completions ${shells.join("|")}.`,
    badChoice: (flag: string, given: string, nearest: string): string =>
      `${flag} cannot be "${given}": did you mean "${nearest}"?`,
    cannotPrint: (cause: string): string =>
      `Not all of the output could be written (${cause}): make room, or send it somewhere else.`,
    internal: (cause: string): string => `Something in chat itself went wrong: ${cause}`,
    portInUse: (where: string): string =>
      `${where} is in use by another program (perhaps a room is open already): close it, or choose another port with --port.`,
    portNotAllowed: (port: number): string =>
      `You may not open port ${port}: choose one from 1024 up with --port.`,
    notOurAddress: (host: string): string =>
      `${host} is not an address of this machine: use 127.0.0.1 for this machine only, or 0.0.0.0 for the whole network.`,
    cannotListen: (where: string, cause: string): string => `The room could not open on ${where}: ${cause}.`,
    /** What a kind of value looks like, for {@linkcode badValue}. */
    expected: {
      port: "a port number from 0 to 65535",
      clientPort: "a port number from 1 to 65535",
      count: "a whole number from 1 up",
      duration: "a time like 30s, 5m or 500ms (seconds without a unit)",
      size: "a size in bytes like 4096, 16KiB or 1MiB",
      rate: "a number of messages a second, or off",
      durationOrOff: "a time like 30s, 5m or 500ms (seconds without a unit), or off",
      host: "the address or the name of a machine",
      name: "a name of 1 to 24 letters, digits, dots, _ or -",
      title: "a text of 1 to 100 characters",
      lineSize: "a size from 512 to 16KiB",
      messageChars: "a number of characters from 1 to 4000",
      room: "the name of a room: 1 to 32 letters, digits, dots, _ or -, with or without #",
      path: "the name of a file",
      countOrNone: "a whole number from 0 to 500",
      keep: "a time like 30d, a number of messages, or forever",
      origins: "addresses as https://chat.example, with commas between",
      since: "a time ago like 2h or 3d, or a date like 2026-11-21 or 2026-11-21T18:30",
    },
  },

  /** `--help`. */
  help: {
    tagline: "chat: open a chat room with one command, and everyone is in.",
    usage: "Usage",
    anyFlags: "[flags]",
    commands: "Commands",
    flags: "Flags",
    environment: "Environment (a flag wins over it)",
    exitCodes: "Exit codes",
    serverLine: "open a room",
    clientLine: "walk into a room",
    sendLine: "say something from a script, also what comes from a pipe",
    tailLine: "print what was said last, and with --follow what is said",
    askLine: "ask the room, and print the first answer that mentions you or is for you alone",
    completionsLine: "print completions for your shell",
    sendIntro:
      "Says TEXT, or without it what comes on standard input, a message a line; ends when all of it is in the log.",
    tailIntro: "Prints what was said last, one line a message; with --follow also what is said from now on.",
    askIntro:
      "Asks the room and waits for the first answer that mentions you or is for you alone, which goes to standard output. No answer in time is exit code 5.",
    completionsIntro:
      "Prints what completes chat in your shell. For bash: chat completions bash > ~/.local/share/bash-completion/completions/chat",
    exportLine: "print what was said, also while the server runs",
    backupLine: "copy the room's file safely, or verify a copy",
    tokenLine: "make, list and revoke tokens for scripts",
    tokenIntro:
      "Tokens let scripts speak and listen over HTTP (POST /say, GET /events). They count at once, also while the server runs.",
    moreHelp: "chat server --help and the like tell more.",
    exportIntro:
      "Prints what was said, room by room, from the file that the server keeps; the server may be running.",
    backupIntro:
      "Copies the server's file into a new FILE, also while it runs. --verify proves that FILE opens and is whole.",
    byDefault: (value: string): string => `(default: ${value})`,
    serverIntro: "Opens a room that others enter with chat client, nc, telnet or ncat, all on one port.",
    clientIntro:
      "Walks into a room. At a terminal you talk; as a pipe each line of standard input is sent and waited for.",
    inTheRoom: "In the room",
    keysTitle: "Keys",
    /** What the keys do while a message is typed. */
    keys: [
      ["Enter", "send; after a final \\ begin a new line instead"],
      ["Alt-Enter, Ctrl-J", "begin a new line"],
      ["Tab, Shift-Tab", "complete a name, a command or what it takes; the next, the one before"],
      ["Alt-1 to Alt-9", "go to the room of that number"],
      ["Alt-A", "go to the next room in which something is new"],
      ["Up, Down", "lines that were sent before; in a text of several lines, a line up or down"],
      ["Ctrl-R", "look for a line that was sent before"],
      ["Ctrl-A, Ctrl-E", "to the beginning, to the end of the line (also Home, End)"],
      ["Alt-B, Alt-F", "a word back, a word on (also Ctrl-Left, Ctrl-Right)"],
      ["Ctrl-W, Alt-Backspace", "cut back to the last space, cut the word before"],
      ["Ctrl-U, Ctrl-K, Alt-D", "cut to the beginning, to the end of the line, the word after"],
      ["Ctrl-Y", "put in what was cut"],
      ["Ctrl-T", "exchange the characters before and after the cursor"],
      ["Ctrl-_", "undo"],
      ["Ctrl-L", "clear the screen"],
      ["Ctrl-C", "clear the line; on an empty one, leave"],
      ["Ctrl-D", "delete a character; on an empty line, leave"],
      ["Ctrl-Z", "stop for a while; fg comes back"],
    ] as readonly (readonly [string, string])[],
    noColor: "no colours, whatever FORCE_COLOR says",
    forceColor: "colours even when the output is no terminal",
    debug: "show where an error of chat itself happened",
    codes: {
      0: "all went well",
      1: "an error of chat itself",
      2: "a wrong flag or value",
      3: "cannot connect, or the connection was lost for good",
      4: "refused (name taken or not possible, room full)",
      5: "sent, but not acknowledged; or asked, but not answered",
      6: "the port or the address cannot be used",
      130: "ended by Ctrl+C",
      143: "ended by SIGTERM",
    },
    flag: {
      "no-search": "no index of what was said: nothing can be searched",
      "no-web": "no page and no WebSocket",
      "web-origin": "other addresses that the page may come from, as https://chat.example",
      "no-qr": "no QR code of the address when the room opens",
      host: "the address to open on; 0.0.0.0 is the whole network",
      clientHost: "where the room is",
      port: "the port; 0 picks a free one and prints it",
      clientPort: "the port of the room",
      title: "what the room's server is called (else chat)",
      log: "how log lines look on standard error: text or json",
      quiet: "no log lines",
      lang: "the language (else the one of your machine)",
      help: "show this help",
      version: "show the version",
      "max-clients": "connections at once",
      "max-per-address": "connections at once from one address",
      "max-rooms": "rooms at once",
      "new-rooms": "rooms that one address may make in an hour",
      "max-line": "bytes in a line",
      "max-message": "characters in a message",
      "name-timeout": "time to give a name",
      rate: "messages a second from one person, or off",
      burst: "messages at once before --rate counts",
      outbox: "bytes that may wait for one member before it is let go",
      "ping-after": "silence after which a chat client is pinged",
      "ping-timeout": "time to answer a ping",
      idle: "let people go who are silent this long, or off",
      name: "your name in the room (else you are asked)",
      room: "the room to enter",
      json: "print every event as a JSON line; take JSON lines or plain text",
      data: "the file that the rooms are kept in (else chat.db in your data folder)",
      ephemeral: "keep nothing on disk",
      durability: "what stored messages survive: a killed server, or also a power cut",
      keep: "how much is kept: 30d, a number of messages a room, or forever",
      replay: "how many of the last messages somebody who joins is shown",
      grace: "how long one whose connection broke may stay away unnoticed, or off",
      restart: "when told to stop, tell everyone that the server is back in this time",
      exportRoom: "only this room",
      since: "nothing older than this: 2h, 3d or a date",
      format: "how it looks: text, or jsonl for programs",
      verify: "only check that FILE opens and is whole",
      timeout: "how long to wait for the server to answer",
      "no-reconnect": "end when the connection is lost, instead of coming back",
      "no-outbox": "keep nothing on this machine, not even unsent messages",
      as: "your name in the room (else your name on this machine and what you do, like ada-send)",
      plain: "one speakable line a message, for screen readers; nothing moves the cursor",
      bell: "ring when somebody mentions you or writes to you alone",
      block: "send all of standard input as one message (or as few as it takes)",
      create: "make the room if it is not there (else that is exit code 4)",
      tailSince: "all since then: 2h, 3d or a date (else the last 10 messages)",
      follow: "go on with what is said from now on",
      tailJson: "print each message as a JSON line: the message frames of docs/protocol.md",
      askTimeout: "how long to wait for an answer",
      "no-color": "no colours",
    },
  },

  /** `chat export` and `chat backup`. */
  archive: {
    saved: (path: string): string => `The copy is in ${path}.`,
    whole: (path: string, rooms: number, messages: number): string =>
      `${path} is whole: ${rooms === 1 ? "1 room" : `${rooms} rooms`}, ${
        messages === 1 ? "1 message" : `${messages} messages`
      }.`,
    needFile: "Name the file: chat backup FILE.",
  },

  /** `chat token`. */
  tokens: {
    made: (name: string): string => `This is the token of ${name}. It is shown only now: keep it secret.`,
    none: "There are no tokens.",
    revoked: (name: string): string => `The token of ${name} is good for nothing any more.`,
    unknown: (name: string): string => `There is no token for "${name}": see chat token list.`,
    /** The heads of the list: whose, since when, last used. */
    columns: ["NAME", "MADE", "LAST USED"] as readonly [string, string, string],
    never: "never",
  },

  /** What is wrong with the file that the rooms are kept in. */
  store: {
    "in-use": (path: string): string =>
      `Another server has ${path} open: close it, or choose another file with --data.`,
    "read-only": (path: string): string =>
      `${path} cannot be written: check that its folder is there and yours, or choose another file with --data.`,
    "not-ours": (path: string): string =>
      `${path} is not a file of chat: choose another one with --data. Nothing was changed in it.`,
    damaged: (path: string, cause: string): string =>
      `${path} is damaged (${cause}): put a backup in its place, or choose another file with --data.`,
    incomplete: (path: string, room: string): string =>
      `${path} is not whole: messages are missing in ${room}. Take another backup.`,
    newer: (path: string): string =>
      `${path} was written by a newer chat: use that one, or choose another file with --data.`,
    full: (path: string): string =>
      `The disk of ${path} is full: make room on it, or choose another file with --data.`,
    "no-folder": (path: string): string => `There is no ${path}: check the name.`,
    exists: (path: string): string => `${path} is there already: choose a name that is new.`,
    other: (path: string, cause: string): string => `${path} cannot be opened: ${cause}.`,
    nowhere:
      "It is not clear where your files are kept: choose a file with --data, or keep nothing with --ephemeral.",
  },

  /** The headings and sentences of the manual page. */
  manual: {
    name: "NAME",
    what: "a chat room in one file: open one, or walk into one",
    synopsis: "SYNOPSIS",
    description: "DESCRIPTION",
    about:
      "chat server opens a room, and chat client walks into it; nc, telnet and browsers come in on the same port. What is acknowledged is in the log on disk: nothing said is lost, or said twice.",
    common: "For every command",
    files: "FILES",
    settingsFile:
      "what a person has set, in their config folder: a line each, name = value. /set in the room changes it.",
    settings: "SETTINGS",
    exitCodes: "EXIT CODES",
    environment: "ENVIRONMENT",
    screenReaders: "SCREEN READERS",
    forScreenReaders:
      "With --plain, and by itself where TERM is dumb or the output is no terminal, each message is one line with its author first, nothing moves the cursor or is painted over, and no sign stands for a word. The commands are the same.",
    shell: "IN THE SHELL",
    examples: [
      ["make 2>&1 | chat send --as ci --block", "says what make says, in one message"],
      [
        "chat tail --since 1h --follow --json",
        "one JSON object a line: the message frames of the native protocol",
      ],
      ['if chat ask --timeout 60s "deploy now?" | grep -qi yes; then ./deploy; fi', "asks the room"],
    ] as readonly (readonly [string, string])[],
  },

  /** The client. */
  client: {
    askName: (offer: string): string => offer === "" ? "Your name: " : `Your name [${offer}]: `,
    askHost: "Where is the room? Address: ",
    askPort: (offer: number): string => `Port [${offer}]: `,
    emptyHost: "The address cannot be empty.",
    badPort: "The port is a number from 1 to 65535.",
    noServer: (where: string): string =>
      `Nobody is there: no server answers at ${where}. Is it open? Check the address, or open a room with chat server.`,
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
    needName: "A name is needed: give one with --name.",
    /** Lines of a pipe that are not known to be in the log, by their numbers. */
    notInLog: (numbers: string, count: number): string =>
      count === 1
        ? `Line ${numbers} is not known to be in the log.`
        : `Lines ${numbers} are not known to be in the log.`,
    /** The connection is lost; `time` is when, as it is written elsewhere. */
    offline: (time: string): string =>
      `${time} The connection is lost: trying to come back. What you write is kept, and sent then.`,
    offlineSince: (time: string): string => `offline since ${time}, trying to come back`,
    back: (time: string, ms: number): string =>
      `${time} Back after ${seconds(Math.round(ms / 1000) * 1000)}.`,
    nameGone: (lost: string, now: string): string =>
      `Somebody else is called ${lost} by now: here you are ${now}.`,
    /** Set before a message of one's own that is not in the log yet. */
    queued: "(queued)",
    moreQueued: (count: number): string => `(and ${count} more)`,
    onlyMessages: "You are offline: that was not sent. Only messages are kept for later.",
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
    helpTitle: "What you can write:",
    /** Below the line being typed. */
    hints: {
      paste: (lines: number, chars: number, fits: boolean): string =>
        `Paste of ${lines} lines, ${chars} characters. ` +
        (fits ? "Enter: send as one message. " : "Too long for one message. ") +
        "L: send line by line. E: edit. C: cancel.",
      search: (query: string, isFound: boolean): string =>
        `Search (Ctrl-R older, Enter sends, Ctrl-G gives up): ${query}${isFound ? "" : " (not found)"}`,
    },
    /** What happened, to be read aloud: who first, without signs. */
    spoken: {
      joined: (name: string): string => `${name} joined.`,
      crowd: (count: number): string => `Many came or went: ${people(count)} here now.`,
      left: (name: string, reason: LeaveReason, word: string | undefined): string =>
        `${name} left` +
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
    /** Where one is now: how many messages are new there, and how many of them name one. */
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
    noMentions: "Nobody has mentioned you here.",
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
  },
};

/** The catalogue: what every language has to say. */
export type Words = typeof en;
