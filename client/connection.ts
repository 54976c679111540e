/**
 * Being connected to a server: the handshake, frames in and out over link after link, coming back after a loss.
 * Must not know a screen, standard input or files: what is to be kept goes to a `ConversationStore`.
 * Called by the session.
 * Closed by `Connection.close`: the link is closed at once, retrying ends, no timer is left.
 *
 * @module
 */

export { Connection, type ConnectionEvent, type ConnectionParts } from "./connection/connection.ts";
export {
  GOODBYE_TIMEOUT,
  handshake,
  type HandshakeParts,
  type HandshakeResult,
} from "./connection/handshake.ts";
export type { Dialog } from "./connection/questions.ts";
