/**
 * Search: finding what was said and counting what is unread, without stopping the room.
 *
 * Owns: the index, in a file of its own beside the log, and how it is searched and built.
 * Must not know: who may read which room, sessions, commands, on which thread it runs, or how the log writes its turns.
 * Called by: commands (the finder), background (index and search), the wiring.
 * On close: a finder answers nobody any more; the index stays as it is in its file.
 *
 * @module
 */

export { MemoryFinder } from "./search/memory_finder.ts";
export {
  type Finder,
  type Hit,
  MAX_MENTIONS,
  type SearchRequest,
  type SearchResult,
  type UnreadRequest,
  type UnreadResult,
  type UnreadRoom,
} from "./search/port.ts";
export { FileFinder, type FileReply, type FileRequest, type SearchThread } from "./search/file_finder.ts";
export { FtsIndex } from "./search/index.ts";
export { isDamage, type OpenIndex, openIndex, type RebuildReason, removeIndex } from "./search/index_file.ts";
export { countUnread, searchFile } from "./search/search_file.ts";
export type { SearchFiles } from "./search/streams.ts";
