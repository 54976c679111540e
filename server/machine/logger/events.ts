/**
 * What is worth a log line. Nothing of it was said by anybody.
 *
 * @module
 */

import type { TlsVersion } from "../../../net/wire.ts";
import type { Deed, Device, LeaveReason, ProblemCode } from "../../../protocol.ts";
import type { Words } from "../../../words/en.ts";

/**
 * A problem with the files of a key or certificate: one is not there, may not be read or written, has no key or no
 * certificate in it, or the two do not belong together.
 */
export type IdentityProblem = keyof Words["identity"]["problem"];

/** What failed: a turn or upkeep of the log, reading it, anything else, or a work of the background thread. */
export type FailedWork =
  | "storing"
  | "reading"
  | "unexpected"
  | "indexing"
  | "checkpoint"
  | "checking"
  | "files"
  | "hashing";

/** An event that is worth a log line. */
export type LogEvent =
  /** @param tls The version of TLS, where it is encrypted. */
  | { readonly event: "connected"; readonly address: string; readonly tls?: TlsVersion }
  /** A peer did not come to the end of a handshake; and of how many others that is true since the last such line. */
  | {
    readonly event: "handshake-failed";
    readonly address: string;
    readonly cause: string;
    readonly others: number;
  }
  | { readonly event: "refused"; readonly address: string; readonly why: ProblemCode; readonly text: string }
  | { readonly event: "closed-unnamed"; readonly address: string }
  | { readonly event: "joined"; readonly name: string; readonly address: string; readonly door: string }
  | { readonly event: "left"; readonly name: string; readonly address: string; readonly reason: LeaveReason }
  /** An HTTP request was answered with this status. */
  | {
    readonly event: "request-refused";
    readonly address: string;
    readonly status: number;
    /** Whose token came where it can be read along, if one did. */
    readonly token?: string;
  }
  /** A member's connection broke, and they may resume before anybody notices; and then they did. */
  | { readonly event: "away" | "back"; readonly name: string; readonly address: string }
  /** A bot subscribed to a room, or ended that. */
  | {
    readonly event: "listening" | "stopped-listening";
    readonly name: string;
    readonly room: string;
    readonly address: string;
  }
  /** A proxy that is trusted began with a PROXY header that cannot be read. */
  | { readonly event: "proxy-unreadable"; readonly address: string }
  /** Somebody near passes on others, and is not known as a proxy. */
  | { readonly event: "proxy-not-trusted"; readonly host: string }
  /** A browser came by a name that the server does not know to be its own. */
  | { readonly event: "unknown-host"; readonly address: string; readonly origin: string }
  /** The holder of a name asked for a ticket for one more device. */
  | { readonly event: "device-ticket"; readonly name: string; readonly ticket: number }
  /** Somebody came in by a ticket of this number. */
  | { readonly event: "ticket-used"; readonly name: string; readonly ticket: number }
  | { readonly event: "ticket-made"; readonly name: string; readonly ticket: number }
  | { readonly event: "renamed"; readonly from: string; readonly to: string }
  /** Somebody made a name their own. */
  | { readonly event: "claimed"; readonly name: string; readonly address: string }
  /** A name is anybody's again, as its holder has not come for too long. */
  | { readonly event: "unclaimed"; readonly name: string }
  /** Somebody has proved that a name is theirs. */
  | { readonly event: "login"; readonly name: string; readonly address: string; readonly by: Device["kind"] }
  /** Somebody gave a wrong proof. Of which name is not told: people type passwords where names go. */
  | { readonly event: "login-failed"; readonly address: string }
  /** The server has got a key of its own, which it had not before. */
  | { readonly event: "identity-made"; readonly path: string; readonly fingerprint: string }
  /** The key is the cluster's, and came from another server of it. */
  | { readonly event: "identity-taken"; readonly path: string; readonly fingerprint: string }
  /** No other server gives this one the key of the cluster now: it waits for one. */
  | { readonly event: "identity-awaited"; readonly path: string; readonly fingerprint: string }
  /** Others could read the key's file, and cannot any more. */
  | { readonly event: "identity-protected"; readonly path: string }
  /** The key could not be written, and ends with the server. */
  | { readonly event: "identity-not-kept"; readonly path: string; readonly cause: string }
  /** Another certificate is shown from now on. */
  | { readonly event: "certificate-made"; readonly fingerprint: string }
  /** A certificate, or its key, has changed on disk and cannot be used: the one before stays. */
  | { readonly event: "certificate-refused"; readonly path: string; readonly why: IdentityProblem }
  /** Somebody in charge did something. */
  | {
    readonly event: "moderated";
    readonly do: Deed;
    readonly by: string;
    readonly subject: string;
    readonly room?: string;
  }
  /** The file that says where this server runs could not be written. */
  | { readonly event: "run-file-failed"; readonly path: string; readonly cause: string }
  /**
   * A server of a cluster is up, hears nothing of the others, hears them again, was taken for gone and begins anew, has given
   * the key to a new one, or hears of one that proves another key.
   */
  | {
    readonly event: "cluster";
    readonly what: "up" | "cut-off" | "joined-again" | "fenced" | "key-given" | "other-key";
  }
  /** The cluster's stream cannot be had, or says what is wrong. */
  | { readonly event: "cluster-trouble"; readonly cause: string }
  /** The configuration was read again: what has changed, and what counts only after a restart, by the flags. */
  | { readonly event: "reloaded"; readonly changed: readonly string[]; readonly later: readonly string[] }
  /** It cannot be, and counts as before. */
  | { readonly event: "reload-refused"; readonly cause: string }
  | { readonly event: "no-descriptors" }
  | { readonly event: "descriptors-back" }
  | { readonly event: "storing-again" }
  /** The log was of an older version; `copy` has it as it was, unless there was no space for that. */
  | { readonly event: "upgraded"; readonly from: number; readonly copy?: string }
  /** The index is being made anew. */
  | { readonly event: "index-rebuilding"; readonly why: "missing" | "damaged" | "other-log" }
  /** The background thread ended, for the `times`th time in this run, and is begun again. */
  | { readonly event: "background-ended"; readonly cause: string; readonly times: number }
  | {
    readonly event: "failed";
    readonly what: FailedWork;
    readonly cause: string;
    /** The file of the log whose path does not lead to the open one any more, and the process that has that open. */
    readonly replaced?: string;
    readonly pid?: number;
  };
