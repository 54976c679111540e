/**
 * What people in charge have done, in memory.
 *
 * @module
 */

import type {
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
  #ban = 0;
  #report = 0;
  #entry = 0;

  /** Takes a deed. */
  write({ audit, ban, report }: DeedWrite): void {
    if (report !== undefined) this.#reports.unshift(report);
    if (audit !== undefined) this.#audit.unshift({ ...audit, n: ++this.#entry, until: ban?.until });
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

  forgetAddresses(): void {}

  hasForeignChanges(): boolean {
    return false;
  }
}
