/**
 * Bans and the audit for commands on the server's machine, while the server runs or not: it sees what they write within a second.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { isCount, isFields } from "../../../protocol/fields.ts";
import { CannotStore, storageProblemOf } from "./errors.ts";
import type { DeedWrite, ModerationStore, StoredAuditEntry, StoredBan } from "./moderation_port.ts";
import { ModerationTable } from "./moderation_table.ts";
import { openLog } from "./open.ts";
import { checkVersion, SCHEMA_VERSION } from "./schema.ts";
import { inTransaction } from "./transaction.ts";
import { askCluster, isOfCluster } from "./wishes.ts";

/** How long a command waits for a server that writes, in ms. */
const WAITS = 5000;

/** Lists the bans, mutes and kicks in force. @throws {CannotStore} When the log cannot be read. */
export function listBans(path: string): readonly StoredBan[] {
  return withModeration(path, (store) => store.bans());
}

/** Adds a ban, and returns its number. @throws {CannotStore} When the log cannot be written. */
export function addBan(path: string, ban: Omit<StoredBan, "n">): number {
  const { at, by, room, subject, why } = ban;
  const audit = { at, by, do: "ban", room, subject, why } as const;
  const answer = askFor(path, { by, room, why, writes: [{ ban: { ...ban, n: 0 } }, { audit }] }, "ban");
  if (answer !== undefined) return answer;
  return withModeration(path, (store, write) => {
    const n = store.newBanNumber();
    write({ ban: { ...ban, n }, audit });
    return n;
  });
}

/** Lifts a ban; `false` when there is none of that number. @throws {CannotStore} When the log cannot be written. */
export function liftBan(path: string, n: number, by: string, at: number): boolean {
  const deed = withModeration(path, (store, write, isClusters) => {
    const ban = store.bans().find((each) => each.n === n);
    if (ban === undefined) return undefined;
    const { room, subject } = ban;
    const audit = { at, by, do: "unban", room, subject, why: "" } as const;
    const writes: readonly DeedWrite[] = [{ lifted: { n, at } }, { audit }];
    if (!isClusters) { for (const one of writes) write(one); }
    return { by, room, why: "", writes };
  });
  if (deed !== undefined) askFor(path, deed, "unban");
  return deed !== undefined;
}

/** Lists who did what since a time in ms since 1970, the oldest first. @throws {CannotStore} When the log cannot be read. */
export function readAudit(path: string, since: number): readonly StoredAuditEntry[] {
  return withModeration(path, (store) => store.audit(since, Number.MAX_SAFE_INTEGER).toReversed());
}

/** Has a cluster do a deed. @returns The number of its ban; `undefined` where the log is no cluster's. */
function askFor(
  path: string,
  deed: {
    readonly by: string;
    readonly room: string | undefined;
    readonly why: string;
    readonly writes: readonly DeedWrite[];
  },
  kind: "ban" | "unban",
): number | undefined {
  const answer = askCluster(path, () => ({ deed: { ...deed, do: kind, persons: [], isWide: true } }));
  if (answer === undefined) return undefined;
  if (isFields(answer) && isCount(answer.n)) return answer.n;
  throw new CannotStore("no-server", path, "the deed was not done");
}

function withModeration<Result>(
  path: string,
  act: (store: ModerationStore, write: (deed: DeedWrite) => void, isClusters: boolean) => Result,
): Result {
  let db: DatabaseSync | undefined;
  try {
    db = new DatabaseSync(path);
    db.exec(`PRAGMA busy_timeout = ${WAITS}`);
    if (checkVersion(db, path) !== SCHEMA_VERSION) {
      db.close();
      openLog(path, "power").close(); // Brought up to date as a server does.
      db = new DatabaseSync(path);
      db.exec(`PRAGMA busy_timeout = ${WAITS}`);
    }
    const table = new ModerationTable(db);
    const isClusters = isOfCluster(db);
    return inTransaction(db, "write", () => act(table, (deed) => table.write(deed), isClusters));
  } catch (error) {
    throw error instanceof CannotStore ? error : new CannotStore(storageProblemOf(error), path, error);
  } finally {
    if (db?.isOpen) db.close();
  }
}
