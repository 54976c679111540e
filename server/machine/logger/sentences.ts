/**
 * Log lines for people. Pure.
 *
 * @module
 */

import type { Words } from "../../../words/en.ts";
import type { LogEvent } from "./events.ts";

/** Says an event in a sentence. */
export function sentence(event: LogEvent, { log, identity }: Words): string {
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
    case "identity-taken":
      return log.identityTaken(event.path, event.fingerprint);
    case "identity-awaited":
      return log.identityAwaited(event.path, event.fingerprint);
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
    case "reloaded":
      return log.reloaded(event.changed, event.later);
    case "reload-refused":
      return log.reloadRefused(event.cause);
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
