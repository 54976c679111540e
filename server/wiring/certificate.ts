/**
 * Opens the key and the certificate that a server shows.
 *
 * @module
 */

import { isCertified } from "../../net/certified_name.ts";
import type { Clock } from "../../net/clock.ts";
import { CannotIdentify, Identity, type IdentityOptions } from "../machine/identity.ts";
import type { ServeOptions } from "../machine/options.ts";

/** A key that nobody else knows: for a server that nobody comes back to. */
const UNKEPT_IDENTITY: IdentityOptions = { kind: "own", hosts: [] };

/** Opens the key and the certificate. @throws {CannotIdentify} When they cannot be had, or are for other names than IRC clients are told. */
export async function openIdentity(
  { identity = UNKEPT_IDENTITY, logger, sts }: ServeOptions,
  clock: Clock,
  onFault: (fault: unknown) => void,
): Promise<Identity> {
  const made = await Identity.open(identity, { clock, logger }, onFault);
  if (sts === undefined || made.credentials.names.some((name) => isCertified(sts, name))) return made;
  made.close();
  throw new CannotIdentify("other-name", identity.kind === "files" ? identity.cert : sts);
}
