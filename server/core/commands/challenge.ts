/**
 * Challenges, and the proofs that answer them.
 *
 * @module
 */

import { keyProof } from "../../../protocol/accounts.ts";
import { isOwner, isSignedBy, newNonce, signedServers } from "../../store/accounts.ts";
import type { Session } from "../members.ts";
import type { Frame } from "./checks.ts";
import type { CommandContext } from "./context.ts";

/** For how long a challenge can be answered, in ms. */
const ANSWERED_WITHIN = 30_000;

/** What an answer to a challenge has proved. */
export interface Proven {
  /** Whether it was signed by the key. */
  readonly hasKey: boolean;
  /** Whether whoever answered knows the owner's secret. */
  readonly isOwner: boolean;
}

/**
 * Challenges a session; what follows comes with its answer. A challenge before that is void.
 *
 * @param about The key of the name, and the public key, if one is to be proved.
 */
export function challenge(
  { self, clock }: CommandContext,
  session: Session,
  about: { readonly nameKey: string; readonly key: string | undefined },
  then: (proven: Proven) => void,
): void {
  const nonce = newNonce();
  const { isEncrypted } = session.peer.origin;
  const until = clock.elapsed() + ANSWERED_WITHIN;
  session.challenge = (frame, now) => {
    if (now >= until) return then({ hasKey: false, isOwner: false });
    const { key, nameKey } = about;
    const { sig } = frame;
    const servers = signedServers(self, isEncrypted);
    const { ownerSecret, port } = self;
    then({
      hasKey: key !== undefined && sig !== undefined &&
        servers.some((server) => isSignedBy(key, keyProof(nonce, server, nameKey, key), sig)),
      isOwner: ownerSecret !== undefined && frame.mac !== undefined &&
        isOwner(ownerSecret, nonce, port, frame.mac),
    });
  };
  session.reply({ type: "challenge", nonce, server: isEncrypted ? self.fingerprint ?? "-" : "-" });
}

/** Takes the answer to a challenge: each is good for one. */
export function prove({ clock }: CommandContext, session: Session, frame: Frame<"prove">): void {
  const { challenge } = session;
  session.challenge = undefined;
  if (challenge === undefined) return session.problem({ code: "auth-failed", left: 0 });
  challenge(frame, clock.elapsed());
}
