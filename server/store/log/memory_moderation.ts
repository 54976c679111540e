/**
 * What people in charge have done, in memory.
 *
 * @module
 */

import type {
  AuditEntry,
  DeedWrite,
  ModerationStore,
  StoredAuditEntry,
  StoredBan,
  StoredGrant,
  StoredMode,
  StoredReport,
} from "./moderation_port.ts";

/** The most reports and entries of the audit that are kept; the oldest go. */
const MOST = 1000;

/** A {@linkcode ModerationStore} that is gone when the server ends. What is in force is the server's own memory. */
export class MemoryModeration implements ModerationStore {
  readonly #reports: StoredReport[] = [];
  readonly #audit: StoredAuditEntry[] = [];
  /** The ban or mute that was written last: an entry of the audit may tell of it. */
  #made: StoredBan | undefined;
  #ban = 0;
  #report = 0;
  #entry = 0;

  /** Takes a deed. */
  write({ audit, ban, report }: DeedWrite): void {
    if (report !== undefined) this.#reports.unshift(report);
    if (ban !== undefined) this.#made = ban;
    if (audit !== undefined) this.#audit.unshift({ ...audit, n: ++this.#entry, until: this.#endOf(audit) });
    for (const list of [this.#reports, this.#audit]) list.splice(MOST);
  }

  bans(): readonly StoredBan[] {
    return [];
  }

  newBanNumber(): number {
    return ++this.#ban;
  }

  grants(): readonly StoredGrant[] {
    return [];
  }

  modes(): readonly StoredMode[] {
    return [];
  }

  reports(limit: number): readonly StoredReport[] {
    return this.#reports.slice(0, limit);
  }

  newReportNumber(): number {
    return ++this.#report;
  }

  audit(since: number, limit: number): readonly StoredAuditEntry[] {
    return this.#audit.filter(({ at }) => at >= since).slice(0, limit);
  }

  /** Gives until when that lasts which an entry of the audit tells of: it is of the same moment, author and subject. */
  #endOf({ at, by, do: deed, room, subject }: AuditEntry): number | undefined {
    const ban = this.#made;
    const isIt = ban?.at === at && ban.by === by && ban.effect === deed && ban.room === room &&
      ban.subject === subject;
    return isIt ? ban.until : undefined;
  }

  forgetAddresses(): void {}

  hasForeignChanges(): boolean {
    return false;
  }
}
