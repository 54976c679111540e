/**
 * What the room's thread and the background thread say to each other.
 *
 * @module
 */

import type { FilesSetup } from "../files.ts";
import type { FailedWork } from "../../machine/logger.ts";
import type { FileReply, FileRequest, RebuildReason } from "../search.ts";

/** What a background thread works with. */
export interface Setup {
  /** The log's file. */
  readonly log: string;
  /** Which file it is: no other at its place is opened, and none is made. */
  readonly logIdentity: string | undefined;
  /** The file of the index. */
  readonly index: string;
  /** Whether there is to be an index; one that is there is removed if not. */
  readonly hasIndex: boolean;
}

/** What the background thread is told. */
export type Order =
  | { readonly kind: "ask"; readonly number: number; readonly request: FileRequest; readonly within: number }
  /** End: finish what is being done, close the files, and say so. */
  | { readonly kind: "close" };

/** What the background thread tells. */
export type Report =
  /** Its files are open, and its works have begun. */
  | { readonly kind: "ready" }
  | { readonly kind: "beat"; readonly beat: Beat }
  | { readonly kind: "answer"; readonly number: number; readonly reply: FileReply }
  /** A work failed for the first time in a row, and is tried again. */
  | { readonly kind: "failed"; readonly work: FailedWork; readonly cause: string }
  /** The index is being made anew. */
  | { readonly kind: "rebuilding"; readonly why: RebuildReason }
  /** Its files cannot be opened: it ends. */
  | { readonly kind: "cannot-open"; readonly cause: string }
  /** Its files are closed: it may be ended. */
  | { readonly kind: "closed" };

/** How far the background thread is, told about once a second, by which it is known to live. */
export interface Beat {
  /** How many stored messages are not in the index. */
  readonly unindexed: number;
  /** The number of the last note about what the index must forget that was carried out. */
  readonly forgotten: number;
  /** How long it has worked since it began, in ms. */
  readonly worked: number;
}

/** What the keeper of the thread is told: begin one, end it, or end itself together with it. */
export type KeeperOrder =
  | { readonly kind: "start"; readonly setup: Setup; readonly port: MessagePort }
  /** The same with the thread that keeps files. */
  | { readonly kind: "start-files"; readonly setup: FilesSetup; readonly port: MessagePort }
  | { readonly kind: "stop-files" }
  | { readonly kind: "stop" };

/** What the keeper tells: a thread ended that was not told to, as it failed or ran out of memory. */
export interface KeeperReport {
  readonly kind: "ended" | "files-ended";
  readonly why: string;
}
