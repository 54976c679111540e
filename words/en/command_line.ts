/**
 * Errors of the command line and of starting, each with what to do. In English.
 *
 * @module
 */

/** Errors, each with what to do. */
export const cli = {
  unknownCommand: (given: string, nearest: string | undefined): string =>
    `There is no command "${given}"` +
    (nearest === undefined ? ": see chat --help." : `: did you mean "${nearest}"? See chat --help.`),
  unknownFlag: (given: string, nearest: string | undefined): string =>
    `There is no flag ${given}: ` +
    (nearest === undefined ? "--help lists them." : `did you mean ${nearest}?`),
  extraArgument: (given: string): string => `"${given}" was not expected: see chat --help.`,
  missingValue: (flag: string): string => `${flag} needs a value.`,
  noValueTaken: (flag: string): string => `${flag} takes no value.`,
  badValue: (flag: string, given: string, expected: string): string =>
    `${flag} cannot be "${given}": it takes ${expected}.`,
  missingKnownAction: (actions: readonly string[]): string =>
    `Say what is to be done: chat known ${actions.join("|")}.`,
  missingKnownHost: "Say which server: chat known forget HOST[:PORT].",
  badHost: (given: string): string => `"${given}" is no HOST or HOST:PORT.`,
  badLink: (given: string): string =>
    `This link cannot be read (${given}): ask for it again, and copy all of it.`,
  missingBanned: "Say whom: chat ban add NAME, an address, a network or a pattern like spam*.",
  missingBan: "Say which ban, by its number: chat ban lift N.",
  cannotBan: (given: string): string => `"${given}" is no name, address, network or pattern.`,
  missingAccountAction: (actions: readonly string[]): string =>
    `Say what to do: chat account ${actions.join("|")}.`,
  missingAccountName: (action: string): string =>
    `Say whose name: chat account ${action} NAME${action === "rename" ? " NEW" : ""}.`,
  missingOwner: "Say whose account: chat owner NAME.",
  missingInvitation: "Say which invitation, by its number: chat invite revoke N.",
  badWord: (path: string): string => `There is no word in ${path}: its first line is the word.`,
  noWord: "No word was given, so the server is not open.",
  askWord: "The word that everybody is asked for who comes in: ",
  noTerminal: (flag: string): string => `There is no terminal to ask at: name a file with ${flag}.`,
  noFile: (path: string, cause: string): string => `${path} cannot be read: ${cause}.`,
  closedOrWord: "--closed lets nobody in by a word: leave it out, or the word.",
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
    size: "a size in bytes like 4096, 16KiB, 1MiB or 2GiB",
    sizeOrOff: "a size in bytes like 16KiB, 25MiB or 2GiB, or off",
    periodOrForever: "a time like 90m, 24h or 30d, or forever",
    rate: "a number of messages a second, or off",
    durationOrOff: "a time like 30s, 5m or 500ms (seconds without a unit), or off",
    host: "the address or the name of a machine",
    endpoint: "an address and a port, as 127.0.0.1:53001",
    name: "a name of 1 to 24 letters, digits, dots, _ or -",
    title: "a text of 1 to 100 characters",
    lineSize: "a size from 512 to 16KiB",
    messageChars: "a number of characters from 1 to 4000",
    room: "the name of a room: 1 to 32 letters, digits, dots, _ or -, with or without #",
    period: "a time like 90m, 24h or 30d",
    fingerprint: "a fingerprint as chat identity prints it: sha256//, and 44 characters",
    path: "the name of a file",
    countOrNone: "a whole number from 0 to 500",
    keep: "a time like 30d, a number of messages, or forever",
    natsServers:
      "addresses like nats://host:4222 or tls://host:4222, with commas between (passwords belong in --cluster-creds)",
    clusterName: "1 to 32 letters, digits or -",
    nodes: "three or five names or addresses of machines, with commas between",
    places: "addresses like host:53000, with commas between",
    networks: "addresses, or networks as 10.0.0.0/8, with commas between",
    origins: "addresses as https://chat.example, with commas between",
    since: "a time ago like 2h or 3d, or a date like 2026-11-21 or 2026-11-21T18:30",
  },
};
