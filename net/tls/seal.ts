/**
 * What encrypts beneath a socket of `node:tls`, asked directly: by way of the socket, its streams and their callbacks a
 * write takes two to three times as long.
 *
 * @module
 */

/** Encrypts bytes, and gives all that is to be sent then, in a buffer that is the caller's alone; nothing once the connection is over. */
export type Seal = (bytes: Uint8Array) => Uint8Array<ArrayBuffer>;

/** The most bytes that are sealed at once: what is above 48 KiB would be kept for later (Deno 2.9.6). */
export const MOST_SEALED = 48 * 1024;

/** The versions of Deno of which it is known how they encrypt; of others a socket's own ways are taken. */
const KNOWN = /^2\.9\./;

/** The handle of a socket. */
interface Handle {
  writeBuffer(request: object, bytes: Uint8Array): number;
  drainEncOut(): Uint8Array<ArrayBuffer>;
}

/** What is told when a write is done: nobody waits for it, as what is sealed is sent by us. */
const REQUEST = { oncomplete(): void {} };

/** Returns what encrypts for a socket that has shaken hands, where this Deno is known to let us ask it. */
export function sealOf(socket: object, version: string): Seal | undefined {
  const handle: unknown = KNOWN.test(version) ? Reflect.get(socket, "_handle") : undefined;
  if (!isHandle(handle)) return undefined;
  // The handle's own method goes on to the stream below by itself; what it is made of does not.
  const methods: unknown = Object.getPrototypeOf(handle);
  if (!isHandle(methods)) return undefined;
  const { writeBuffer } = methods;
  return (bytes) => {
    writeBuffer.call(handle, REQUEST, bytes);
    return handle.drainEncOut();
  };
}

function isHandle(value: unknown): value is Handle {
  return typeof value === "object" && value !== null &&
    ["writeBuffer", "drainEncOut"].every((name) => typeof Reflect.get(value, name) === "function");
}
