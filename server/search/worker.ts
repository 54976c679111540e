/**
 * The thread that searches, so that the room's own thread does not wait: it reads the log's file and does nothing else.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { parentPort } from "node:worker_threads";
import { countUnread, type FileSearchRequest, type FileUnreadRequest, searchFile } from "./search_file.ts";
import type { SearchResult, UnreadResult } from "./port.ts";

/** A request to the thread, which gives up by itself after `within` milliseconds. */
export type WorkerRequest =
  & { readonly number: number; readonly path: string; readonly within: number }
  & (
    | { readonly kind: "search"; readonly wanted: FileSearchRequest }
    | { readonly kind: "unread"; readonly wanted: FileUnreadRequest }
  );

/** The reply of the thread; `failed` says why the file could not be read. */
export interface WorkerReply {
  readonly number: number;
  readonly result: SearchResult | UnreadResult | { readonly kind: "failed"; readonly why: string };
}

let db: DatabaseSync | undefined;

function answer(question: WorkerRequest): WorkerReply["result"] {
  const until = performance.now() + question.within;
  const isLate = (): boolean => performance.now() > until;
  try {
    db ??= new DatabaseSync(question.path, { readOnly: true });
    return question.kind === "search"
      ? searchFile(db, question.wanted, isLate)
      : countUnread(db, question.wanted, isLate);
  } catch (error) {
    return { kind: "failed", why: String(error) };
  }
}

parentPort?.on("message", (question: WorkerRequest) => {
  const { number } = question;
  parentPort?.postMessage({ number, result: answer(question) } satisfies WorkerReply);
});
