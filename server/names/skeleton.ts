/**
 * What a name looks like: the skeletons of UTS #39, section 4. Pure.
 *
 * @module
 */

import { nameKey } from "../../protocol/names.ts";
import { CONFUSABLES } from "./confusables.ts";

const PLAIN = /^[\w.-]*$/;

/** The only plain letters and digits that have a prototype; a test holds this against the table. */
const PLAIN_CONFUSABLES = /[01Im]/g;

/** A dot above an `i` or `j`, which has one already: nobody sees it. A mark below the letter may stand between. */
const SECOND_DOT = /(\p{Soft_Dotted}[\u031b\u0321-\u0328\u032d-\u0331]*)\u0307+/gu;

const PROTOTYPES: ReadonlyMap<string, string> = new Map(
  CONFUSABLES.trim().split(/\s+/).flatMap((row) => {
    const [prototype = "", sources = ""] = row.split("=");
    const looks = String.fromCodePoint(...prototype.split("+").map(fromHex));
    return sources.split(",").map((source) => [String.fromCodePoint(fromHex(source)), looks] as const);
  }),
);

function fromHex(digits: string): number {
  return parseInt(digits, 16);
}

/** Replaces each character by the one that stands for all that look like it. */
function skeleton(text: string): string {
  if (PLAIN.test(text)) return text.replace(PLAIN_CONFUSABLES, (char) => PROTOTYPES.get(char) ?? char);
  const looks = Array.from(text.normalize("NFD"), (char) => PROTOTYPES.get(char) ?? char).join("");
  return looks.normalize("NFD").replace(SECOND_DOT, "$1");
}

/**
 * Gives the forms in which looks are compared: two names that have one in common would be taken for each other.
 * Names are the same in any case, so there are two forms: of the letters as they are written (`Ian` looks like `lan`),
 * and of the small ones (`BOB` is the name that looks like `bob`). Most names have only one.
 */
export function skeletonsOf(name: string): readonly string[] {
  const small = skeleton(nameKey(name));
  const written = skeleton(nameKey(skeleton(name)));
  return written === small ? [small] : [small, written];
}

/** Tells whether two names would be taken for each other; a name looks like itself. */
export function looksLike(name: string, other: string): boolean {
  const forms = skeletonsOf(other);
  return skeletonsOf(name).some((form) => forms.includes(form));
}
