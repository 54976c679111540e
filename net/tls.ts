/**
 * TLS for connections that were accepted as plain: the server's side of a handshake, and what is inside.
 *
 * Owns: the engine that encrypts, the key and certificate it shows, and how much of a connection may wait in it.
 * Must not know: that this is a chat, how many hands are shaken at once, or whose connections they are.
 * Called by: the wiring, which opens it; the door for TLS, which has it shake hands.
 * On close: no more hands are shaken; connections are closed by whoever has them.
 *
 * @module
 */

export type { KeyPair, Tls } from "./tls/contract.ts";
export { hasNodeTls, openTls } from "./tls/engine.ts";
export { HandshakeFailed } from "./tls/handshake_failed.ts";
