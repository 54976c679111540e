/**
 * Somebody who makes rooms and decides things in them, at whichever server, and does not care what comes of it: so that there
 * are ranks, modes, reports and an audit to be compared after a storm.
 *
 * @module
 */

import type { SeededRandom } from "../support/seeded_random.ts";
import { pause } from "./aftermath.ts";

/** How long one visit lasts, in ms. */
const STAYS = 1_500;

/** Comes again and again until it is stopped. */
export class Meddler {
  readonly #port: () => number;
  readonly #random: SeededRandom;
  #isOver = false;
  /** How often it has been there to the end. */
  visits = 0;
  readonly #running: Promise<void>;

  constructor(port: () => number, random: SeededRandom) {
    this.#port = port;
    this.#random = random;
    this.#running = this.#run();
  }

  /** Ends it. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    for (let visit = 1; !this.#isOver; visit++) {
      await this.#visit(visit).then(() => this.visits++, () => {}); // Killed, cut off, refused: the next one.
      await pause(this.#random.between(50, 500));
    }
  }

  async #visit(visit: number): Promise<void> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: this.#port() });
    const drained = this.#drain(conn);
    const room = `m${visit % 5}`;
    const frames = [
      { type: "hello", name: `meddler${visit}`, room },
      { type: "topic", room, text: `visit ${visit}` },
      ...Array.from({ length: 6 }, () => this.#deed(room, visit)),
    ];
    try {
      for (const frame of frames) {
        await conn.write(new TextEncoder().encode(`${JSON.stringify(frame)}\n`));
        await pause(this.#random.between(0, STAYS / frames.length));
      }
      await conn.write(new TextEncoder().encode('{"type":"quit"}\n'));
    } finally {
      await Promise.race([drained, pause(STAYS)]);
      conn.close();
    }
  }

  #deed(room: string, visit: number): unknown {
    const random = this.#random;
    const value = random.chance(0.5);
    const deeds = [
      { do: "readonly", value },
      { do: "topics", value },
      { do: "slow", value: random.between(0, 5) * 1000 },
      { do: "report", name: `c${random.between(0, 5)}-`, why: "rude" },
      { do: "op", name: `meddler${visit - 1}` },
      { do: "ban", name: `x${visit}`, for: random.between(1, 20) * 1000 },
    ];
    return { type: "mod", room, ...random.pick(deeds) };
  }

  async #drain(conn: Deno.Conn): Promise<void> {
    const buffer = new Uint8Array(16_384);
    try {
      while (await conn.read(buffer) !== null);
    } catch {
      // It is over.
    }
  }
}
