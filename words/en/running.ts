/**
 * Asking a server that runs how it is, and looking for what is wrong: `chat status`. In English.
 *
 * @module
 */

import { people, rooms, seconds, size, span } from "./numbers.ts";

/** Says how long something has lasted, from ms: below a minute in seconds. */
const lasting = (ms: number): string => ms < 60_000 ? seconds(Math.round(ms / 1000) * 1000) : span(ms);

/** `chat status`. */
export const status = {
  nobody: (path: string): string => `No server runs with ${path}: start one with chat server.`,
  silent: (path: string): string =>
    `The server with ${path} has not answered in time: it hangs, or this machine is very busy. Its log may say why.`,
  unreadable: (path: string, cause: string): string =>
    `${path} cannot be read (${cause}): only who started the server may ask it.`,
  otherVersion: "The server runs another version of chat, whose answer this one does not know: use that one.",
  /** The heads of the rows. */
  heads: {
    open: "open",
    messages: "messages",
    here: "here",
    connections: "connections",
    turns: "turns",
    waiting: "waiting",
    file: "file",
    index: "index",
    log: "log",
  },
  open: (title: string, address: string, version: string, ms: number, pid: number): string =>
    `"${title}" at ${address}, for ${lasting(ms)} (chat ${version}, process ${pid})`,
  taken: (count: number, ago: number | undefined): string =>
    `taken; ${count} stored since then${ago === undefined ? "" : `, the last ${lasting(ago)} ago`}`,
  refused: "cannot be kept at the moment: see the server's log",
  here: (members: number, roomCount: number): string => `${people(members)} in ${rooms(roomCount)}`,
  none: "none",
  /** Connections that have not shown yet whose they are. */
  arriving: (count: number): string => `${count} on ${count === 1 ? "its" : "their"} way in`,
  turns: (p50: number, p99: number, longest: number): string =>
    `half of them below ${p50} ms, 99 % below ${p99} ms, the longest ${longest} ms`,
  waiting: (bytes: number): string => `${size(bytes)} that members have not read yet`,
  file: (path: string, bytes: number, free: number | undefined): string =>
    `${path}, ${size(bytes)}${free === undefined ? "" : `; ${size(free)} free`}`,
  noFile: "nothing is kept",
  indexed: "has all that was said",
  behind: (count: number): string => `${count} messages behind`,
  indexStopped: (restarts: number): string => `its thread has ended, and was started again ${restarts} times`,
  dropped: (lines: number): string => `${lines} lines were lost, as nobody read them in time`,
};
