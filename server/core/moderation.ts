/**
 * Moderation: what people in charge have decided, and what follows from it for everybody else.
 *
 * Owns: bans, ranks in rooms, what rooms are like, and the deeds that wait to be stored.
 * Must not know: persons' connections, commands, doors, or how anybody is removed from a room.
 * Called by: members and bots (who may come in), commands (who may do what), the hub (what ends by the clock).
 * On close: nothing; a deed counts once it is stored.
 *
 * @module
 */

export { AddressTable } from "./moderation/address_table.ts";
export { type Ban, BanList, MOST_BANS, MOST_PATTERNS } from "./moderation/ban_list.ts";
export { type DeedNumbers, type DeedRecord, type DoneDeed, doneDeed } from "./moderation/deed_record.ts";
export { type Deeds, LocalDeeds } from "./moderation/deeds.ts";
export { DeedQueue } from "./moderation/deed_queue.ts";
export { bannedBy } from "./moderation/entrance.ts";
export { markOf } from "./moderation/mark.ts";
export { Moderation } from "./moderation/moderation.ts";
export { fits, formsOf, isPattern } from "./moderation/pattern.ts";
export { type QuietBy, readSettings, type RoomSettings, writeSettings } from "./moderation/room_settings.ts";
export { shownStanding } from "./moderation/shown.ts";
export type { Taken, Undoable } from "./moderation/undo.ts";
export { hasOwnName, ownMarks, roleOf, type Subject, subjectKey } from "./moderation/subject.ts";
