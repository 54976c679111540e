/**
 * What is asked of an erasure, and what comes of it.
 *
 * @module
 */

/** A name as the log has it, found before: servers of a cluster take out the same, whatever tables of characters they have. */
export interface Spelled {
  /** The key of the name. */
  readonly key: string;
  /** Every way in which it is spelled. */
  readonly names: readonly string[];
}

/** Whose words are to go, and who does it, as the audit has it. */
export interface ErasureWish {
  /** Whose. */
  readonly name: string;
  /** Who does it. */
  readonly by: string;
  /** In ms since 1970. */
  readonly at: number;
  /** Whether it is only counted. */
  readonly isTrial: boolean;
  /** How the name is spelled; looked up unless given. */
  readonly spelled?: Spelled | undefined;
}

/** What was erased, or would be. */
export type Erasure =
  /** They are in the room: what runs knows their name, and would write it again. */
  | { readonly kind: "here" }
  | {
    readonly kind: "erased";
    /** How many messages. */
    readonly messages: number;
    /** Whether a name that they had claimed is free again. */
    readonly wasClaimed: boolean;
    /** Whether a server has the log open. */
    readonly isRunning: boolean;
    /** The rooms whose topic was theirs. */
    readonly topics: readonly string[];
  };
