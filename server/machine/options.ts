/**
 * What a server is started with, and the handle of one that runs.
 *
 * @module
 */

import type { Clock } from "../../net/clock.ts";
import type { Wire } from "../../net/wire.ts";
import type { Limits } from "../../protocol/limits.ts";
import type { Words } from "../../words/en.ts";
import type { ReloadOutcome } from "./control.ts";
import type { IdentityOptions } from "./identity.ts";
import type { Logger } from "./logger.ts";

/** What a commit survives: a killed server (`process`), or also a power cut (`power`: every commit waits for the disk). */
export type Durability = "process" | "power";

/** Who may come in unencrypted: nobody, those on this machine and on private networks, or everybody. */
export type UnencryptedPolicy = "never" | "local" | "anywhere";

/** How many messages are kept: all, a number of them in each room, or those of the last `ms` milliseconds. */
export type RetentionPolicy =
  | { readonly kind: "forever" }
  | { readonly kind: "count"; readonly count: number }
  | { readonly kind: "age"; readonly ms: number };

/** Who may come in: everybody, who knows the word, or nobody but with an account or an invitation. */
export type EntryRule =
  | { readonly kind: "open" }
  | { readonly kind: "word"; readonly word: string }
  | { readonly kind: "closed" };

/** The cluster that a server is one of, and how it reaches the stream that they share. */
export interface ClusterOptions {
  /** The NATS servers: `nats://host:port`, or `tls://host:port` where only encrypted will do. */
  readonly servers: readonly string[];
  /** What the cluster is called: letters, digits and `-`. */
  readonly name: string;
  /** What the file of NATS credentials has. */
  readonly creds?: string | undefined;
  /** The certificate of who signs those of the NATS servers, as PEM. */
  readonly ca?: string | undefined;
  /** What proves to the NATS servers who this is: a certificate, as PEM. They must begin with TLS (`handshake_first`). */
  readonly cert?: string | undefined;
  /** The key of that certificate, as PEM. */
  readonly key?: string | undefined;
  /** How many NATS servers keep the stream, where it is to be made. */
  readonly replicas: number;
  /** For how long the stream keeps turns, where it is to be made, in ms: so long a server may be away and still catch up. */
  readonly keep: number;
  /** Where clients find this server. */
  readonly advertise: readonly string[];
}

/** Why a server of a cluster stopped by itself. */
export type HaltReason =
  /** A turn is of a later version. */
  | "newer"
  /** A turn is none of ours, or its author's turn before it is missing. */
  | "unreadable"
  /** What another server has applied is not what this one has. */
  | "forked"
  /** The stream has lost what it had. */
  | "went-back"
  /** The stream does not have any more what this server lacks. */
  | "behind";

/** The options of a server. */
export interface ServeOptions {
  /** The address to listen on. */
  readonly hostname: string;
  /** The port to listen on; 0 picks a free one. */
  readonly port: number;
  /** The server's title. */
  readonly title: string;
  /** The language that the server speaks to people. */
  readonly words: Words;
  /** The limits that the server enforces. */
  readonly limits: Limits;
  /** Writes the log lines for the operator. */
  readonly logger: Logger;
  /** The file that messages and members are stored in; without it they are kept in memory only. */
  readonly data?: { readonly path: string; readonly durability: Durability };
  /** Turns search off: no index is kept, and an existing one is dropped. */
  readonly noSearch?: boolean;
  /** Who may come in; everybody by default. */
  readonly entry?: EntryRule;
  /** Whether who comes is let in one by one, by the owner and moderators. */
  readonly approve?: boolean;
  /** The file of the owner's secret: who can read it is owner of this server. None without it. */
  readonly ownerFile?: string;
  /** How many names can be claimed, and after how many ms without its holder one is free again. */
  readonly accounts?: { readonly most?: number; readonly idle?: number };
  /** How many messages are kept; all by default. */
  readonly keep?: RetentionPolicy;
  /** After how many ms a file is kept no longer; for ever by default, or with `null`. */
  readonly keepFiles?: number | null;
  /** The clock; the system's by default. */
  readonly clock?: Clock;
  /** The web page, and the other origins whose pages may connect; without it no browser is served. */
  readonly web?: { readonly origins: readonly string[] };
  /** The addresses of this machine with their networks, as `192.0.2.7/24`: who comes from there counts as near. */
  readonly networks?: readonly string[];
  /** The addresses that others reach this machine by, the best first; for links that are passed on. */
  readonly reachable?: readonly string[];
  /** The server's key and certificate; by default a key that lives as long as the server. */
  readonly identity?: IdentityOptions;
  /** The name to which IRC clients are told to come encrypted only; the certificate must be for it. */
  readonly sts?: string | undefined;
  /** The proxies that are believed when they say whom they pass on: addresses, and networks as `10.0.0.0/8`. None by default. */
  readonly proxies?: readonly string[];
  /** Who may come in unencrypted; everybody by default. */
  readonly unencrypted?: UnencryptedPolicy;
  /** The version of this program, as the operator is told it. */
  readonly version?: string;
  /** The file that says where this server runs, for `chat status`. None without it, and where it cannot be written. */
  readonly runFile?: string | undefined;
  /** Where metrics are served; nowhere without it. */
  readonly metrics?: { readonly hostname: string; readonly port: number } | undefined;
  /** Counts the log lines that were dropped as nobody read them. */
  readonly linesDropped?: () => number;
  /** Reads the configuration again. */
  readonly reload?: () => ReloadOutcome;
  /** The cluster that it is one of; none for a server that is alone. */
  readonly cluster?: ClusterOptions;
  /** Whether a log that was a cluster's becomes that of a server that is alone. */
  readonly leaveCluster?: boolean;
  /** Called once when the port is busy and will be retried for a few seconds. */
  readonly onPortBusy?: () => void;
}

/** What may change while a server runs. */
export interface ChangeableSettings {
  /** Some of the limits. */
  readonly limits: Partial<Limits>;
  /** How many messages are kept. */
  readonly keep: RetentionPolicy;
  /** The other origins whose pages may connect. */
  readonly origins: readonly string[];
}

/** A server that runs. */
export interface RunningServer {
  /** The address that it listens on. */
  readonly hostname: string;
  /** The port that it listens on. */
  readonly port: number;
  /** Changes what may be while it runs. Who is in already keeps the rate that they came with. */
  change(settings: ChangeableSettings): void;
  /** Where its metrics are, if they are served. */
  readonly metrics: { readonly hostname: string; readonly port: number } | undefined;
  /** Where its operator asks it; `undefined` where the file that says that could not be written. */
  readonly runFile: string | undefined;
  /** The fingerprint of the key that it shows now: `sha256//…`. */
  readonly fingerprint: string;
  /** What proves that somebody is the owner. */
  readonly ownerSecret: Uint8Array<ArrayBuffer>;
  /** Brings in a native client of this process, past the port and its limits. @returns Its end of the connection. */
  attach(): Wire;
  /** Tells everybody who is in that the server closes in `seconds`, or without them that it stays open. */
  announceClosing(seconds?: number): void;
  /** Gives a name that nobody has now: the wanted one, or one like it. */
  freeName(wanted: string): string;
  /** Resolves when a server of a cluster must not go on, with the reason; else never. */
  readonly halted: Promise<HaltReason>;
  /**
   * Makes a ticket by which whoever opens the page on this machine is owner: once, within an hour, and only the last one.
   *
   * @returns `undefined` when it cannot be made.
   */
  ownerTicket(): Promise<string | undefined>;
  /**
   * Stops: frees the port at once, says goodbye to every connection, writes what is queued within 2 s, and closes.
   *
   * @param back In how many seconds the server is expected to be back, which clients are told.
   */
  stop(back?: number): Promise<void>;
}
