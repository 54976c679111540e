/**
 * Owns WebSocket (RFC 6455): its handshake, its frames, and an accepted connection that speaks it.
 * Must not know what its messages mean, nor any path of the web door.
 * May be called by the web door's own files.
 * When it is closed from the other side its lines end, and its goodbye carries a close frame.
 *
 * @module
 */

export { CloseCode, closeFrame, pongFrame, textFrame } from "./websocket/frames.ts";
export { answerUpgrade, asksForWebSocket } from "./websocket/handshake.ts";
export { WebSocketConnection, webSocketFormat } from "./websocket/socket.ts";
