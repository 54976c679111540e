/**
 * The log lines for the operator: who joined, who left and why. Never what was said.
 *
 * @module
 */

import type { TlsVersion } from "../net/wire.ts";
import type { Deed, Device, LeaveReason, ProblemCode } from "../protocol.ts";
import { joinLines } from "../protocol/text.ts";
import type { Words } from "../words/en.ts";

/**
 * A problem with the files of a key or certificate: one is not there, may not be read or written, has no key or no
 * certificate in it, or the two do not belong together.
 */
export type IdentityProblem = keyof Words["identity"]["problem"];

/** What failed: a turn or upkeep of the log, reading it, anything else, or a work of the background thread. */
export type FailedWork = "storing" | "reading" | "unexpected" | "indexing" | "checkpoint" | "checking";

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
  /** A server of a cluster is up, hears nothing of the others, hears them again, or was taken for gone and begins anew. */
  | { readonly event: "cluster"; readonly what: "up" | "cut-off" | "joined-again" | "fenced" }
  /** The cluster's stream cannot be had, or says what is wrong. */
  | { readonly event: "cluster-trouble"; readonly cause: string }
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

/** Writes log events. */
export type Logger = (event: LogEvent) => void;

/** How log lines look: for people, one JSON object a line, or not at all. */
export type LogStyle = "text" | "json" | "quiet";

/**
 * Makes a logger that writes whole lines through `write`.
 *
 * @param now Milliseconds since 1970, for the time in front of each line.
 */
export function makeLogger(
  style: LogStyle,
  words: Words,
  write: (line: string) => void,
  now: () => number = Date.now,
): Logger {
  switch (style) {
    case "quiet":
      return () => {};
    case "json":
      return (event) => write(JSON.stringify({ at: new Date(now()).toISOString(), ...event }) + "\n");
    case "text":
      return (event) => {
        const line = `${new Date(now()).toISOString()} ${sentence(event, words)}`;
        write(`${joinLines(line, " | ")}\n`); // A stack trace has several lines.
      };
  }
}

/** The time after which a browser by an unknown name is worth another line, in ms. */
const MINUTE = 60_000;

/** How many unknown proxies are told of: each once. */
const MOST_PROXIES = 16;

/**
 * Leaves out what strangers could fill the log with: an unknown proxy is told of once, and a name that is not the server's
 * once a minute.
 *
 * @param elapsed The time by the clock that never jumps, in ms.
 */
export function withoutRepeats(logger: Logger, elapsed: () => number): Logger {
  const proxies = new Set<string>();
  let quietUntil = -Infinity;
  return (event) => {
    if (event.event === "proxy-not-trusted") {
      if (proxies.has(event.host) || proxies.size >= MOST_PROXIES) return;
      proxies.add(event.host);
    }
    if (event.event === "unknown-host") {
      if (elapsed() < quietUntil) return;
      quietUntil = elapsed() + MINUTE;
    }
    logger(event);
  };
}

/** Makes an error the cause in a log line: with its stack, which is for us. */
export function causeOf(error: unknown): string {
  return error instanceof Error ? error.stack ?? error.message : String(error);
}

function sentence(event: LogEvent, { log, identity }: Words): string {
  switch (event.event) {
    case "connected":
      return log.connected(event.address, event.tls);
    case "handshake-failed":
      return log.handshakeFailed(event.address, event.cause, event.others);
    case "refused":
      return log.refused(event.address, event.text);
    case "request-refused":
      return event.token === undefined
        ? log.requestRefused(event.address, event.status)
        : log.tokenInTheClear(event.address, event.token);
    case "closed-unnamed":
      return log.closedUnnamed(event.address);
    case "joined":
      return log.joined(event.name, event.address, event.door);
    case "left":
      return log.left(event.name, event.address, event.reason);
    case "away":
      return log.away(event.name, event.address);
    case "back":
      return log.back(event.name, event.address);
    case "listening":
      return log.listening(event.name, event.room, event.address);
    case "stopped-listening":
      return log.stoppedListening(event.name, event.room, event.address);
    case "cluster":
      return log.cluster[event.what];
    case "cluster-trouble":
      return log.clusterTrouble(event.cause);
    case "storing-again":
      return log.storingAgain;
    case "upgraded":
      return event.copy === undefined ? log.upgradedWithoutCopy : log.upgraded(event.copy);
    case "proxy-unreadable":
      return log.proxyUnreadable(event.address);
    case "proxy-not-trusted":
      return log.proxyNotTrusted(event.host);
    case "unknown-host":
      return log.unknownHost(event.address, event.origin);
    case "ticket-made":
      return log.ticketMade(event.name, event.ticket);
    case "device-ticket":
      return log.deviceTicket(event.name, event.ticket);
    case "ticket-used":
      return log.ticketUsed(event.name, event.ticket);
    case "renamed":
      return log.renamed(event.from, event.to);
    case "claimed":
      return log.claimed(event.name, event.address);
    case "unclaimed":
      return log.unclaimed(event.name);
    case "login":
      return log.login(event.name, event.address, event.by);
    case "login-failed":
      return log.loginFailed(event.address);
    case "identity-made":
      return log.identityMade(event.path, event.fingerprint);
    case "identity-protected":
      return log.identityProtected(event.path);
    case "identity-not-kept":
      return log.identityNotKept(event.path, event.cause);
    case "certificate-made":
      return log.certificateMade(event.fingerprint);
    case "certificate-refused":
      return log.certificateRefused(identity.problem[event.why](event.path));
    case "moderated":
      return log.moderated(event.by, event.do, event.subject, event.room);
    case "run-file-failed":
      return log.runFileFailed(event.path, event.cause);
    case "no-descriptors":
      return log.noDescriptors;
    case "descriptors-back":
      return log.descriptorsBack;
    case "index-rebuilding":
      return log.indexRebuilding[event.why];
    case "background-ended":
      return log.backgroundEnded(event.cause);
    case "failed":
      if (event.replaced !== undefined) return log.replaced(event.replaced, event.pid ?? 0);
      return log.failed(log[event.what], event.cause);
  }
}
