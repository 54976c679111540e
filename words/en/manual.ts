/**
 * The manual page. In English.
 *
 * @module
 */

/** The headings and sentences of the manual page. */
export const manual = {
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
  knownServersFile:
    "how each server that a person has been to is recognized, in their config folder: a line each. chat known lists and forgets.",
  settings: "SETTINGS",
  exitCodes: "EXIT CODES",
  environment: "ENVIRONMENT",
  screenReaders: "SCREEN READERS",
  forScreenReaders:
    "With --plain, and by itself where TERM is dumb or the output is no terminal, each message is one line with its author first, nothing moves the cursor or is painted over, and no sign stands for a word. The commands are the same.",
  shell: "IN THE SHELL",
  examples: [
    ["make 2>&1 | chat send --as ci --block", "says what make says, in one message"],
    ["chat send --file report.pdf", "sends a file"],
    [
      "chat tail --since 1h --follow --json",
      "one JSON object a line: the message frames of the native protocol",
    ],
    ['if chat ask --timeout 60s "deploy now?" | grep -qi yes; then ./deploy; fi', "asks the room"],
  ] as readonly (readonly [string, string])[],
};
