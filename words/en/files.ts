/**
 * The file that rooms are kept in: exporting it, copying it, its tokens, and what can be wrong with it. In English.
 *
 * @module
 */

/** `chat export` and `chat backup`. */
export const archive = {
  saved: (path: string): string => `The copy is in ${path}.`,
  whole: (path: string, rooms: number, messages: number): string =>
    `${path} is whole: ${rooms === 1 ? "1 room" : `${rooms} rooms`}, ${
      messages === 1 ? "1 message" : `${messages} messages`
    }.`,
  files: (count: number): string => count === 1 ? "1 file is with it." : `${count} files are with it.`,
  filesMissing: (count: number): string =>
    `${
      count === 1 ? "1 file that a message names is" : `${count} files that messages name are`
    } not there, or not what was sent: take it from another backup, or let it be: whoever asks is told that it is not kept.`,
  noRoom: (room: string): string => `There is no room #${room} in that file: look at its name.`,
  needFile: "Name the file: chat backup FILE.",
  /** `chat erase`. */
  erasing: {
    needName: "Name whose words are to go: chat erase NAME.",
    isHere: (name: string): string =>
      `${name} is in the room, or may still come back: try again once they have left for good, or stop the server first.`,
    wouldErase: (name: string, messages: number): string =>
      `${
        messages === 1 ? "1 message" : `${messages} messages`
      } of ${name} would go for good, and the name with them. Nothing was changed; to do it, write: chat erase ${name} --yes`,
    erased: (name: string, messages: number): string =>
      `Erased: ${name}, and what was said under that name (${
        messages === 1 ? "1 message" : `${messages} messages`
      }).`,
    isFree: (name: string): string => `The name ${name} was claimed and is anybody's again.`,
    topicsShown: (rooms: readonly string[]): string =>
      `Their topic of ${
        rooms.map((room) => `#${room}`).join(", ")
      } is shown until another is set or the server starts again.`,
    copiesLeft: (paths: readonly string[]): string =>
      `These copies were made before and have all of it: ${
        paths.join(", ")
      }. Remove them when you need them no more.`,
    elsewhere:
      "What others wrote about them stays, and so do backups, exports and log lines that you keep elsewhere.",
  },
};

/** `chat token`. */
export const tokens = {
  made: (name: string): string => `This is the token of ${name}. It is shown only now: keep it secret.`,
  none: "There are no tokens.",
  revoked: (name: string): string => `The token of ${name} is good for nothing any more.`,
  unknown: (name: string): string => `There is no token for "${name}": see chat token list.`,
  /** The heads of the list: whose, since when, last used. */
  columns: ["NAME", "MADE", "LAST USED"] as readonly [string, string, string],
  never: "never",
};

/** What is wrong with the file. */
export const store = {
  "in-use": (path: string): string =>
    `Another server has ${path} open: close it, or choose another file with --data.`,
  linked: (path: string): string =>
    `${path} has another name besides (a hard link), under which a second server would write into the same file: remove one of the names, or choose another file with --data.`,
  replaced: (path: string): string =>
    `${path} was removed or replaced while it was open: start again once it is in its place.`,
  "read-only": (path: string): string =>
    `${path} cannot be written: check that its folder is there and yours, or choose another file with --data.`,
  "read-only-disk": (path: string): string =>
    `The disk of ${path} can only be read: a log needs one that can be written. Choose another file with --data, or copy this one elsewhere first.`,
  empty: (path: string): string => `${path} is empty: no server has kept anything in it yet. Check its name.`,
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
  "system-folder": (path: string, folder: string): string =>
    `${path} cannot hold a log: what is in ${folder} is kept from a server that has given up its rights. Choose another file with --data.`,
  exists: (path: string): string => `${path} is there already: choose a name that is new.`,
  "no-server": (path: string): string =>
    `${path} is a cluster's, and no server that has it open has answered: start it with chat server --cluster, and try again.`,
  clustered: (path: string): string =>
    `${path} is the log of a server in a cluster: start with --cluster, or with --leave-cluster once to have it alone.`,
  other: (path: string, cause: string): string => `${path} cannot be opened: ${cause}.`,
  nowhere:
    "It is not clear where your files are kept: choose a file with --data, or keep nothing with --ephemeral.",
};
