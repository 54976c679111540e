/**
 * What `chat doctor` finds, and what to do about it. In English.
 *
 * @module
 */

import { span } from "./numbers.ts";

/** `chat doctor`. */
export const doctor = {
  states: { ok: "ok", warn: "warning", bad: "wrong" },
  remedy: (what: string): string => `do: ${what}`,
  allGood: "Nothing is wrong.",
  found: (bad: number, warnings: number): string =>
    `${bad === 1 ? "1 thing is wrong" : `${bad} things are wrong`}, ${
      warnings === 1 ? "1 is worth a thought" : `${warnings} are worth a thought`
    }.`,
  version: (version: string): string => `chat ${version}`,
  runs: (address: string): string => `a server runs at ${address} and takes messages`,
  cannotStore: (address: string): string => `the server at ${address} cannot keep messages`,
  nobody: "no server runs with this file",
  silent: "a server has the port and does not answer",
  seeItsLog: "see the server's log: its last lines with the level error say why",
  unreadable: (path: string): string => `whether a server runs cannot be told: ${path}-run may not be read`,
  beItsOwner: "ask as whoever started the server, or as root",
  portFree: (where: string): string => `${where} is free`,
  portOurs: (where: string): string => `${where} is this server's`,
  portTaken: (where: string): string => `${where} is in use by another program`,
  otherPort: "close that, or choose another with --port",
  portNotAllowed: (where: string): string => `${where} may not be opened by this user`,
  higherPort: "choose a port from 1024 up with --port",
  notOurAddress: (host: string): string => `${host} is not an address of this machine`,
  otherHost: "use 127.0.0.1 for this machine only, or 0.0.0.0 for the whole network",
  portOutside: "no outgoing connection can take the port away",
  portInside: (first: number, last: number): string =>
    `the system usually gives ports from ${first} to ${last} to outgoing connections, which may hold this one when the server starts`,
  portBelow: (first: number): string =>
    `for a room that must come back after every restart, choose a port below ${first}`,
  folderGood: (path: string): string => `${path} can be written by this user alone`,
  folderMissing: (path: string): string => `${path} will be made`,
  folderReadOnly: (path: string): string => `${path} cannot be written`,
  folderOfSystem: (path: string, folder: string): string =>
    `no log can be in ${folder}, where ${path} leads: a server that has given up its rights cannot look there`,
  otherFile: "choose another file with --data",
  ownFolder: "give it to the user that the server runs as, or choose another file with --data",
  folderOpen: (path: string): string => `others may write to ${path}`,
  closeFolder: (path: string): string => `chmod 700 ${path}`,
  noLog: "nothing has been kept yet",
  logWhole: (path: string, size: string): string => `${path} opens and is whole (${size})`,
  logLarge: (path: string, size: string): string =>
    `${path} opens (${size}); whether all of it is whole says chat verify, which reads it all`,
  restore: "put a backup in its place: chat restore FILE",
  walGood: "what is written last gets into the log",
  walLarge: (size: string): string => `${size} wait beside the log (-wal) to be written into it`,
  restartForWal: "end what reads the log for long, or start the server again",
  noKey: "the server's key will be made at its first start",
  keyKept: (path: string): string => `the server's key in ${path} is its owner's alone`,
  keyExposed: (path: string): string => `others can read the server's key in ${path}`,
  newKey: (path: string): string =>
    `chmod 600 ${path}, and if somebody may have copied it: chat identity new, which warns everybody who knows the server`,
  clockGood: "the clock is not before the last message",
  clockBehind: (ms: number): string => `the clock is ${span(ms)} before the last message`,
  setClock: "set the clock (timedatectl set-ntp true) before the server starts",
  diskGood: (size: string): string => `${size} are free on the log's disk`,
  diskFull: (free: string, needed: string): string =>
    `${free} are free on the log's disk, and a copy before an upgrade may need ${needed}`,
  makeRoom: "make room, or keep less with --keep",
  local: "the log is on a disk of this machine",
  overNetwork: (kind: string): string =>
    `the log is on a disk over a network (${kind}), where two servers could open it at once`,
  localDisk: "keep it on a disk of this machine, and copy it with chat backup",
  descriptors: (count: number): string => `enough connections and files may be open (${count})`,
  fewDescriptors: (count: number, most: number): string =>
    `only ${count} connections and files may be open, for ${most} connections`,
  raise: (count: number): string =>
    `ulimit -n ${count}, or LimitNOFILE=${count} in the unit; or less with --max-clients`,
  hasNull: "/dev/null is there",
  noNull: "there is no /dev/null: when connections run out, newcomers cannot be told so",
  mountNull: "mount /dev into the root that the server runs in",
  setAside: (path: string): string => `unsent lines of a client were damaged and are in ${path}`,
  lookAtSetAside: "save what you need of it, and delete it",
  letters: "this terminal can show all letters",
  otherLetters: (locale: string): string => `this terminal is set to other letters than UTF-8 (${locale})`,
  useUtf8: "export LANG=C.UTF-8, or the one of your language that ends in .UTF-8",
  oldConsole:
    "this is Windows' old console window: what is typed arrives whole whatever its code page, but it cannot draw all letters",
  otherConsole: "use Windows Terminal",
  reached: (origin: string): string =>
    `people come in at ${origin}: its page and its connection come through`,
  unreached: (origin: string): string =>
    `nothing answers at ${origin}, or its certificate cannot be believed`,
  lookAtProxy: "look whether the name leads to the proxy, whether that runs, and at its certificate",
  notOurs: (origin: string): string => `something else than a chat's page answers at ${origin}`,
  passOnAll:
    "have the proxy pass every path on to the server's port, and look whether the server runs, without --no-web",
  unknownHost: (origin: string): string =>
    `the server does not take ${origin} for its own name, and lets nobody in there`,
  nameHost: (origin: string): string =>
    `start the server with --web-origin ${origin}, and have the proxy pass on the Host that it got`,
  noSocket: (origin: string): string => `the page comes through at ${origin}, and its WebSocket does not`,
  passOnUpgrade: "have the proxy pass on the headers Upgrade and Connection",
};
