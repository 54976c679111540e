/**
 * The ids by which everybody knows persons: made from their numbers in the log and a secret that is in the same file, so
 * that a message's row needs nothing but the number of who wrote it, and nobody finds the number from the id.
 *
 * @module
 */

import { createHmac, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

/** The bytes of an id: by chance two of a thousand million persons have the same once in nine thousand logs. */
const BYTES = 9;

/** How many ids are kept rather than made again, which takes 3 µs: all are forgotten when there are more. */
const MOST_KEPT = 4096;

/** Makes ids of persons. */
export class PublicIds {
  readonly #secret: Uint8Array;
  readonly #homeOf: (personId: number) => number | undefined;
  readonly #kept = new Map<number, string>();

  /**
   * @param secret From it and a number the same id is made each time.
   * @param homeOf Gives the number by which everybody knows the person with a number, who may have several, one for each
   * client that they came with; `undefined` where nothing is known of them yet.
   */
  constructor(
    secret: Uint8Array = randomBytes(32),
    homeOf: (personId: number) => number | undefined = (personId) => personId,
  ) {
    this.#secret = secret;
    this.#homeOf = homeOf;
  }

  /** Makes the id of the person with this number: below 0 a bot. For 0 there is none: many are without a number. */
  of(personId: number): string | undefined {
    if (personId === 0) return undefined;
    const known = this.#kept.get(personId);
    if (known !== undefined) return known;
    const home = personId < 0 ? personId : this.#homeOf(personId);
    const digest = createHmac("sha256", this.#secret).update(`person ${home ?? personId}`).digest();
    const made = digest.subarray(0, BYTES).toString("base64url");
    if (home === undefined) return made; // It may be somebody's further number once that is written.
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(personId, made);
    return made;
  }

  /** Makes an id for somebody whom the log does not number: nobody else has it, and it ends with their stay. */
  anew(): string {
    return randomBytes(BYTES).toString("base64url");
  }
}

/** Reads the secret of a log's file. @throws When there is none: the file is of an older version. */
export function personSecretOf(db: DatabaseSync): Uint8Array {
  const secret = db.prepare("SELECT persons FROM server WHERE one = 1").get()?.persons;
  if (!(secret instanceof Uint8Array)) throw new Error("The log has no secret for the ids of persons.");
  return secret;
}

/** Gives a log in which nobody is known yet another secret. */
export function setPersonSecret(db: DatabaseSync, secret: Uint8Array): void {
  db.prepare("UPDATE server SET persons = ? WHERE one = 1").run(secret);
}

/** Makes the ids of the persons in a log's file. @throws As {@linkcode personSecretOf}. */
export function publicIdsOf(db: DatabaseSync): PublicIds {
  const secret = personSecretOf(db);
  const home = db.prepare("SELECT coalesce(home, id) AS home FROM people WHERE id = ?");
  return new PublicIds(secret, (personId) => {
    const known = home.get(personId)?.home;
    return typeof known === "number" ? known : undefined;
  });
}
