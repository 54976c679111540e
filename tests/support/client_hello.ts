/**
 * The first bytes of TLS clients, whole and spoiled.
 *
 * @module
 */

import type { SeededRandom } from "./seeded_random.ts";

/** Gives what a client of Deno's says first, 1.3 and 1.2. */
export async function clientHello(): Promise<Uint8Array> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const conn = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  using server = await listener.accept();
  const inside = await Deno.startTls(conn, { hostname: "localhost" });
  const shaken = inside.handshake().then(() => {}, () => {}); // Nobody answers.
  const buffer = new Uint8Array(4096);
  const hello = buffer.slice(0, await server.read(buffer) ?? 0);
  inside.close();
  await shaken;
  return hello;
}

/** Spoils some bytes: changes them, takes some out, puts some in, or cuts the rest off. The first two stay what TLS is known by. */
export function spoil(bytes: Uint8Array, random: SeededRandom): Uint8Array {
  const spoiled = [...bytes];
  for (let times = 1 + random.between(0, 2); times > 0; times--) {
    const at = 2 + random.between(0, Math.max(0, spoiled.length - 3));
    switch (random.between(0, 3)) {
      case 0:
        spoiled[at] = random.between(0, 255);
        break;
      case 1:
        spoiled.splice(at, 1 + random.between(0, 19));
        break;
      case 2:
        spoiled.splice(
          at,
          0,
          ...Array.from({ length: 1 + random.between(0, 19) }, () => random.between(0, 255)),
        );
        break;
      default:
        spoiled.length = Math.min(spoiled.length, at + 1);
    }
  }
  return Uint8Array.from(spoiled);
}
