/**
 * The connection to a server: plain or TLS, and whom it may go to.
 * Owns the check of the server before anything is sent to it, and what is known of servers (`known_servers`).
 * Must not know frames, links, or who asks; called by the connection, and by `main` for `chat known`.
 * On close: its caller closes the wire; nothing else is left open.
 *
 * @module
 */

export {
  type Opened,
  type OpenFailure,
  type OpenParts,
  openWire,
  type Trust,
  type TrustNote,
} from "./wire/open.ts";
export {
  type Knowledge,
  type KnownServer,
  KnownServers,
  type KnownServersFile,
  type Recognition,
} from "./wire/known_servers.ts";
export { closeQuietly, type Wire } from "./wire/tcp.ts";
