/**
 * Search: finding what was said and counting what is unread, without stopping the room.
 *
 * Owns: the index in the log's file, when it is built, and the thread that reads the file.
 * Must not know: who may read which room, sessions, commands, or how the log writes its turns.
 * Called by: commands (the finder) and `server.ts` (opening, the indexer).
 * On close: the indexer stops, the finder ends its thread and answers nobody any more; the index stays as it is in the file.
 *
 * @module
 */

export { Indexer } from "./search/indexer.ts";
export { MemoryFinder } from "./search/memory_finder.ts";
export { type IndexedLog, openIndexedLog } from "./search/open.ts";
export {
  type Finder,
  type Hit,
  MAX_MENTIONS,
  NO_INDEX,
  type SearchIndex,
  type SearchRequest,
  type SearchResult,
  type UnreadRequest,
  type UnreadResult,
  type UnreadRoom,
} from "./search/port.ts";
export { FileFinder } from "./search/file_finder.ts";
