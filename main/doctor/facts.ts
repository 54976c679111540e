/**
 * What `chat doctor` knows of a machine, and what it finds. Pure.
 *
 * @module
 */

import type { FileSystemKind } from "../../server.ts";

/** What is known of the port that a server is to open. */
export type PortState = "free" | "ours" | "taken" | "not-allowed" | "not-our-address";

/** What is known of the log. */
export type LogState =
  | { readonly kind: "none" }
  /** It opens and is whole; of a large one only that it opens was tried. */
  | { readonly kind: "good"; readonly bytes: number; readonly walBytes: number; readonly isLarge: boolean }
  /** @param sentence What is wrong with it, and what to do. */
  | { readonly kind: "bad"; readonly sentence: string };

/** How people come in at an address that they open. */
export interface Reach {
  /** As `https://chat.example`. */
  readonly origin: string;
  readonly state:
    | "good"
    /** Nothing answers there, or it cannot be believed. */
    | "unreachable"
    /** Something answers that is not a chat's page. */
    | "not-ours"
    /** The server does not take the name for its own. */
    | "unknown-host"
    /** The page comes through, and its connection does not. */
    | "no-socket";
}

/** What is known of a machine. Sizes in bytes, times in ms. */
export interface MachineFacts {
  readonly version: string;
  readonly path: string;
  /** The server that runs with the log: how long it has been up, or that there is none, or one that does not answer. */
  readonly server: { readonly kind: "runs"; readonly address: string; readonly takesMessages: boolean } | {
    readonly kind: "nobody" | "silent" | "unreadable";
  };
  readonly host: string;
  readonly port: number;
  readonly portState: PortState;
  /** The ports that the system gives to outgoing connections, where it tells. */
  readonly ephemeralPorts: readonly [first: number, last: number] | undefined;
  /** The folder of the log: whether it can be written to, and what others may do there (the last nine bits of its mode). */
  readonly folder: {
    readonly path: string;
    readonly state: "good" | "missing" | "read-only" | "system";
    readonly mode?: number;
    /** The folder of the system that it leads into, where no log can lie. */
    readonly of?: string;
  };
  readonly log: LogState;
  readonly key: { readonly path: string; readonly state: "none" | "kept" | "exposed" };
  /** How far the last message is ahead of the clock. */
  readonly ahead: number;
  readonly disk: { readonly free: number; readonly size: number } | undefined;
  /** Whether the disk is over a network, and by what, where the system tells. */
  readonly fileSystem: FileSystemKind | undefined;
  /** How many descriptors could be opened; no more are tried than are needed. */
  readonly descriptors: number | undefined;
  readonly maxClients: number;
  readonly hasNull: boolean;
  /** Files of unsent lines that were damaged and set aside. */
  readonly setAside: readonly string[];
  /** What the environment says of the letters of this terminal, if it says anything. */
  readonly locale: string | undefined;
  /** Whether the terminal is the old console window of Windows, which has not the shapes of all letters. */
  readonly isOldConsole: boolean;
  /** The addresses that people open, if they were named. */
  readonly reaches: readonly Reach[];
}

/** How a finding is: good, worth a thought, or in the way of a server. */
export type FindingState = "ok" | "warn" | "bad";

/** What was found of one thing; with a remedy unless it is good. */
export interface Finding {
  readonly name: CheckName;
  readonly state: FindingState;
  readonly says: string;
  readonly remedy?: string;
}

/** What is looked at. */
export type CheckName =
  | "version"
  | "server"
  | "port"
  | "port-range"
  | "folder"
  | "log"
  | "wal"
  | "key"
  | "clock"
  | "disk"
  | "file-system"
  | "descriptors"
  | "null-device"
  | "unsent"
  | "reach"
  | "locale";
