/**
 * WebSocket (RFC 6455) on an accepted connection.
 *
 * Owns: the handshake, the frames, and reading them as lines.
 * Must not know: what its messages mean, or any path of the web door.
 * Called by: the web door.
 * On close: its lines end when the other side closes it, and its own goodbye carries a close frame.
 *
 * @module
 */

export { CloseCode, closeFrame, pongFrame, textFrame } from "./websocket/frames.ts";
export { answerUpgrade, asksForWebSocket } from "./websocket/handshake.ts";
export { WebSocketConnection, webSocketFormat } from "./websocket/socket.ts";
