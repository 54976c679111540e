/**
 * Sealing a text for one reader, who has said by which public key: whoever hears it go by reads nothing of it. ECDH on P-256 with
 * a key of each side that is made for this once, HKDF, AES-GCM. Web Crypto only.
 *
 * @module
 */

const ECDH = { name: "ECDH", namedCurve: "P-256" } as const;

/** Each key seals one text, so what must never come twice may be fixed. */
const NONCE = new Uint8Array(12);

const PURPOSE = new TextEncoder().encode("chat: the key of a cluster");

/** A text, sealed. */
export interface Sealed {
  /** The public key of who sealed it. */
  readonly by: Uint8Array<ArrayBuffer>;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Who is to read one text. */
export interface Reader {
  /** By this others seal it. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
  /** Opens what was sealed; nothing for what was not, or for somebody else. */
  open(sealed: Sealed): Promise<string | undefined>;
}

/** Makes a reader. */
export async function makeReader(): Promise<Reader> {
  const pair = await crypto.subtle.generateKey(ECDH, false, ["deriveBits"]);
  const publicKey = await rawOf(pair.publicKey);
  return {
    publicKey,
    async open({ by, bytes }) {
      try {
        const key = await shared(pair.privateKey, by, publicKey, by);
        const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv: NONCE }, key, bytes);
        return new TextDecoder().decode(text);
      } catch (error) {
        if (error instanceof DOMException) return undefined;
        throw error;
      }
    },
  };
}

/** Seals a text for a reader; nothing where that is no public key. */
export async function seal(reader: Uint8Array<ArrayBuffer>, text: string): Promise<Sealed | undefined> {
  const pair = await crypto.subtle.generateKey(ECDH, false, ["deriveBits"]);
  const by = await rawOf(pair.publicKey);
  try {
    const key = await shared(pair.privateKey, reader, reader, by);
    const plain = new TextEncoder().encode(text);
    return {
      by,
      bytes: new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv: NONCE }, key, plain)),
    };
  } catch (error) {
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

async function rawOf(key: CryptoKey): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.exportKey("raw", key));
}

/** Derives what both sides have, bound to both public keys. */
async function shared(
  own: CryptoKey,
  other: Uint8Array<ArrayBuffer>,
  reader: Uint8Array<ArrayBuffer>,
  by: Uint8Array<ArrayBuffer>,
): Promise<CryptoKey> {
  const theirs = await crypto.subtle.importKey("raw", other, ECDH, false, []);
  const bits = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own, 256);
  const secret = await crypto.subtle.importKey("raw", bits, "HKDF", false, ["deriveKey"]);
  // Hashed, as Deno 2.6 takes no salt of more than 80 bytes: it ends.
  const salt = await crypto.subtle.digest("SHA-256", new Uint8Array([...reader, ...by]));
  return await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt, info: PURPOSE },
    secret,
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
}
