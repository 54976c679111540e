/**
 * Which names of people and rooms may be given out, and which names look like each other.
 *
 * Owns the rules of UTS #39 and Unicode's tables for them; an old name that breaks them is still a name.
 * Must not know who has a name: whoever keeps names keeps a {@linkcode Lookalikes} of them.
 * May be called by all of the server that gives out names. Pure: there is nothing to close.
 *
 * @module
 */

export { Lookalikes } from "./names/lookalikes.ts";
export { isMixedScript, isSafe, safePart } from "./names/safety.ts";
export { findService } from "./names/services.ts";
export { looksLike, skeletonsOf } from "./names/skeleton.ts";
export { suggestName } from "./names/suggestion.ts";
