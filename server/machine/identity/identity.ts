/**
 * The key and the certificate that a server shows, kept fresh while it runs.
 *
 * @module
 */

import { parseIp } from "../../../net/address.ts";
import type { Clock } from "../../../net/clock.ts";
import { certify } from "../../../net/certificate.ts";
import { fingerprintOf } from "../../../net/certificate_fields.ts";
import type { Logger } from "../logger.ts";
import { type CredentialFiles, type Credentials, credentialsFrom } from "./credentials.ts";
import { CannotIdentify } from "./errors.ts";
import { type KeptKey, makeUnkeptKey, openKeyFile } from "./key_file.ts";

/** How often is looked whether a certificate has to be made or read anew, in ms. */
const LOOK_EVERY = 60_000;

/** A certificate of our own is made anew when it is older than this, in ms; or when the clock is before it was made. */
const ANEW_AFTER = 30 * 86_400_000;

/** Where a server's key and certificate come from. */
export type IdentityOptions =
  | {
    /** A key of its own, which vouches for itself. */
    readonly kind: "own";
    /** The file of the key; without one the key lives as long as the server. */
    readonly path?: string;
    /** Whether the server can do without the file where that cannot be made. */
    readonly isOptional?: boolean;
    /** The names and addresses that the server can be reached by. */
    readonly hosts: readonly string[];
  }
  /** A certificate and a key that the operator brings. */
  | { readonly kind: "files" } & CredentialFiles;

/** What identities work with. */
export interface IdentityParts {
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Gives other credentials when it is time for them. */
type Renewal = () => Promise<Credentials | undefined>;

/** The key and the certificate of a server that runs. */
export class Identity {
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #renew: Renewal;
  readonly #onFault: (fault: unknown) => void;
  #onChange: (credentials: Credentials) => void = () => {};
  #credentials: Credentials;
  #cancel = (): void => {};
  #isClosed = false;

  private constructor(
    { clock, logger }: IdentityParts,
    credentials: Credentials,
    renew: Renewal,
    onFault: (fault: unknown) => void,
  ) {
    this.#clock = clock;
    this.#logger = logger;
    this.#credentials = credentials;
    this.#renew = renew;
    this.#onFault = onFault;
  }

  /**
   * Reads or makes key and certificate.
   *
   * @param onFault Called with a fault of ours while looking for another certificate.
   * @throws {CannotIdentify}
   */
  static async open(
    options: IdentityOptions,
    parts: IdentityParts,
    onFault: (fault: unknown) => void,
  ): Promise<Identity> {
    if (options.kind === "files") {
      const first = await credentialsFrom(options);
      return new Identity(parts, first, fileRenewal(options, parts), onFault);
    }
    const key = await keyOf(options, parts);
    const make = async (): Promise<Credentials> => {
      const cert = await certify(key, options.hosts, parts.clock.now());
      const fingerprint = await fingerprintOf(key.publicKey);
      return { key: key.pem, cert, fingerprint, names: options.hosts.filter(isName) };
    };
    let madeAt = parts.clock.now();
    const first = await make();
    const renew = async (): Promise<Credentials | undefined> => {
      const age = parts.clock.now() - madeAt;
      if (age >= 0 && age < ANEW_AFTER) return undefined;
      madeAt = parts.clock.now();
      return await make();
    };
    return new Identity(parts, first, renew, onFault);
  }

  /** What is shown now. */
  get credentials(): Credentials {
    return this.#credentials;
  }

  /**
   * Looks each minute whether other credentials are due, from now on.
   *
   * @param onChange Called with them.
   */
  keepFresh(onChange: (credentials: Credentials) => void): void {
    this.#onChange = onChange;
    this.#lookLater();
  }

  /** Looks no more. */
  close(): void {
    this.#isClosed = true;
    this.#cancel();
  }

  #lookLater(): void {
    this.#cancel = this.#clock.after(LOOK_EVERY, () => void this.#look().catch(this.#onFault));
  }

  async #look(): Promise<void> {
    try {
      const credentials = await this.#renew();
      if (credentials === undefined || this.#isClosed) return;
      this.#credentials = credentials;
      this.#logger({ event: "certificate-made", fingerprint: credentials.fingerprint });
      this.#onChange(credentials);
    } finally {
      if (!this.#isClosed) this.#lookLater();
    }
  }
}

function isName(host: string): boolean {
  return parseIp(host) === undefined;
}

/** Reads or makes the server's own key, and says in the log what happened to it. */
async function keyOf(
  { path, isOptional = false }: Extract<IdentityOptions, { readonly kind: "own" }>,
  { logger }: IdentityParts,
): Promise<KeptKey> {
  if (path === undefined) return await makeUnkeptKey();
  try {
    const key = await openKeyFile(path);
    if (key.isNew) logger({ event: "identity-made", path, fingerprint: await fingerprintOf(key.publicKey) });
    if (key.wasExposed) logger({ event: "identity-protected", path });
    return key;
  } catch (error) {
    if (!isOptional || !(error instanceof CannotIdentify) || error.kind !== "unwritable") throw error;
    logger({ event: "identity-not-kept", path, cause: error.message });
    return await makeUnkeptKey();
  }
}

/** Reads the operator's files again when one of them has changed. A pair that cannot be used changes nothing, and is told once. */
function fileRenewal(files: CredentialFiles, { logger }: IdentityParts): Renewal {
  let seen = stampOf(files);
  return async () => {
    const stamp = stampOf(files);
    if (stamp === seen) return undefined;
    seen = stamp;
    try {
      return await credentialsFrom(files);
    } catch (error) {
      if (!(error instanceof CannotIdentify)) throw error;
      logger({ event: "certificate-refused", path: error.path, why: error.kind });
      return undefined;
    }
  };
}

/** Tells two states of the files apart. */
function stampOf({ cert, key }: CredentialFiles): string {
  return [cert, key].map((path) => {
    try {
      const { mtime, size, ino } = Deno.statSync(path);
      return `${mtime?.getTime()} ${size} ${ino}`;
    } catch {
      return "gone"; // Reading it says why.
    }
  }).join();
}
