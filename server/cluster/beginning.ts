/**
 * How a log comes to be one of a cluster's: what it must have in common with the stream, and where it begins.
 *
 * @module
 */

import { DEFAULT_ROOM } from "../../protocol/limits.ts";
import { nameKey } from "../../protocol/names.ts";
import type { Clock } from "../../net/clock.ts";
import { sleep } from "../../net/clock.ts";
import type { FactStore, ServerLog } from "../store/log.ts";
import { hashTurn } from "./digest.ts";
import { firstPosition } from "./ledger.ts";
import type { ClusterState, Position } from "./state.ts";
import { EMPTY_BASE, type StreamStatus, type TurnStream } from "./stream.ts";

/** How soon the stream is asked again where no answer came, in ms. */
const ASK_AGAIN_AFTER = 200;

/** The log of a server of a cluster. */
export type ClusterLog = ServerLog & FactStore;

/** Why a log and a stream do not belong together. */
export type ClusterProblem =
  /** The log is of another cluster. */
  | "other-stream"
  /** The log is not empty, and the stream did not begin from it. */
  | "other-base"
  /** The server has another key than the cluster. */
  | "other-key"
  /** The stream does not have any more what this log lacks. */
  | "behind"
  /** The stream has lost what it had, or has something else. */
  | "went-back"
  /** The log is of no cluster. */
  | "no-cluster"
  /** Servers are up, which would lose their stream. */
  | "servers-up"
  /** The stream has turns that the log lacks, and can have. */
  | "has-more"
  /** The program was started from its source without what speaks with NATS. */
  | "not-fetched"
  /** The stream cannot be had. */
  | "no-stream"
  /** Nothing answers where the stream should be. */
  | "no-answer";

/** A server cannot come into a cluster. */
export class CannotJoin extends Error {
  override name = "CannotJoin";
  readonly kind: ClusterProblem;

  constructor(kind: ClusterProblem, cause = "") {
    super(cause);
    this.kind = kind;
  }
}

/** Asks again until there is an answer, as NATS may be away for a moment. @throws {CannotJoin} */
export async function persistently<Answer>(clock: Clock, ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof CannotJoin) throw error;
      await sleep(clock, ASK_AGAIN_AFTER);
    }
  }
}

/** Has a log that was in no cluster begin where the stream began. @throws {CannotJoin} */
export function begin(store: ClusterLog, status: StreamStatus, base: string): Position {
  const isOfThis = base === status.base || (base === EMPTY_BASE && status.base === EMPTY_BASE);
  if (!isOfThis) throw new CannotJoin("other-base");
  if (base === EMPTY_BASE) store.personSecret = status.secret;
  return firstPosition(status.id, store.newPersonId() - 1);
}

/** Has what is known alike begin with what a log has that was in no cluster. */
export function beginState(state: ClusterState, store: ClusterLog, start: Position): void {
  const { moderation } = store;
  state.lastSeat = start.lastSeat;
  state.lastBan = moderation.newBanNumber() - 1;
  state.lastReport = moderation.newReportNumber() - 1;
  const kept = [
    DEFAULT_ROOM,
    ...store.rooms().map(({ name }) => name),
    ...moderation.modes().map(({ room }) => room),
  ];
  for (const name of kept) if (name !== "") state.keep(state.room(name, nameKey(name)));
}

/** Checks that the stream has what the log has, and what it lacks. @throws {CannotJoin} */
export async function checkTail(
  stream: TurnStream,
  status: StreamStatus,
  { applied, tail }: Position,
): Promise<void> {
  if (status.last < applied) throw new CannotJoin("went-back");
  if (status.first > applied + 1) throw new CannotJoin("behind");
  if (applied === 0 || status.first > applied) return;
  const bytes = await stream.read(applied);
  if (bytes === undefined || hashTurn(bytes) !== tail) throw new CannotJoin("went-back");
}
