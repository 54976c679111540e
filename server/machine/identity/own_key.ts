/**
 * The server's own key for those who must know it before it is shown: the servers of a cluster have one and the same.
 *
 * @module
 */

import { fingerprintOf } from "../../../net/certificate_fields.ts";
import type { Logger } from "../logger.ts";
import { fingerprintOfKey, hasKeyFile, keepKey, openKeyFile, readFingerprint, readPem } from "./key_file.ts";

/** A server's own key, which is there, is made, or comes from another server. */
export class OwnKey {
  /** The file that it is in. */
  readonly path: string;
  readonly #logger: Logger;

  constructor(path: string, logger: Logger) {
    this.path = path;
    this.#logger = logger;
  }

  /** Reads the fingerprint; nothing where there is no key yet. @throws {CannotIdentify} When it cannot be read. */
  async fingerprint(): Promise<string | undefined> {
    return hasKeyFile(this.path) ? await readFingerprint(this.path) : undefined;
  }

  /** Makes a key where there is none. @returns Its fingerprint. @throws {CannotIdentify} When it can be neither read nor made. */
  async make(): Promise<string> {
    const { isNew, publicKey } = await openKeyFile(this.path);
    const fingerprint = await fingerprintOf(publicKey);
    if (isNew) this.#logger({ event: "identity-made", path: this.path, fingerprint });
    return fingerprint;
  }

  /**
   * Takes the place of what is there by a key that came from elsewhere, if that is the one that is meant.
   *
   * @returns Whether it is. @throws {CannotIdentify} When it cannot be written.
   */
  async take(pem: string, fingerprint: string): Promise<boolean> {
    if (await fingerprintOfKey(pem) !== fingerprint) return false;
    keepKey(this.path, pem);
    this.#logger({ event: "identity-taken", path: this.path, fingerprint });
    return true;
  }

  /** Reads it as PEM. @throws {CannotIdentify} When it cannot be read. */
  read(): string {
    return readPem(this.path);
  }
}
