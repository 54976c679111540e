/**
 * What a room was set to, as it stands in the audit. Pure.
 *
 * @module
 */

import type { Deed } from "./deeds.ts";
import type { RoomMode } from "./room_mode.ts";

/** What a room can be set to. */
export type AuditedMode = keyof RoomMode;

/** The deeds that set what a room is like. */
export type SettingDeed = Extract<Deed, AuditedMode> | "unlock";

/** What a room was set to: on, with what it is like by that, or off. */
export interface AuditedSetting {
  readonly what: AuditedMode;
  readonly isOn: boolean;
  readonly mode: RoomMode;
}

/** Reads what a deed set a room to. @param value As the audit has it: `on`, `off`, a number, or a word. */
export function auditedMode(deed: SettingDeed, value: string): AuditedSetting {
  const isOn = value !== "off" && value !== "0";
  switch (deed) {
    case "unlock":
      return { what: "lock", isOn: false, mode: {} };
    case "slow":
    case "limit":
      return { what: deed, isOn: Number(value) > 0, mode: { [deed]: Number(value) } };
    case "accounts":
      return { what: deed, isOn, mode: { accounts: value === "join" ? "join" : "speak" } };
    default:
      return { what: deed, isOn, mode: { [deed]: true } };
  }
}
