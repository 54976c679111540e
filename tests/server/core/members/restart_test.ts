/**
 * The promise of the whole log, without sockets: whatever is cut and however often the server is killed, nothing that
 * was acknowledged is lost, and nothing comes twice. Tried with random deeds, so that a failure can be made small.
 */

import { assert, assertEquals } from "@std/assert";
import fc, { type Arbitrary } from "fast-check";
import { decodeServerFrame, type MessageFrame } from "../../../../protocol.ts";
import type { FakeClock } from "../../../support/clock.ts";
import { openLog } from "../../../../server/store/log/open.ts";
import { TempFolder } from "../../../support/temp_folder.ts";
import { PredictableTokens, type TestClient, TestCore } from "../../../support/test_core.ts";
import { test } from "../../../support/sanitized.ts";

/** `part` is how much of what is on its way still arrives, from 0 to 1. */
type Deed =
  | { readonly do: "say" | "come"; readonly who: number }
  | { readonly do: "cut"; readonly who: number; readonly part: number }
  | { readonly do: "turn" | "sweep" }
  | { readonly do: "kill"; readonly part: number }
  | { readonly do: "wait"; readonly ms: number };

const who = fc.nat(2);
const part = fc.double({ min: 0, max: 1, noNaN: true });
const deed: Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom("say" as const, "come" as const), who }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("cut" as const), who, part }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("turn" as const, "turn", "sweep") }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("kill" as const), part }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.nat(40_000) }) },
);

/** Somebody's client: it resumes, sends again what has no ack, and keeps what it was shown. */
class Client {
  readonly name: string;
  readonly seen: MessageFrame[] = [];
  readonly acked = new Map<string, number>();
  readonly waiting: string[] = [];
  #guest: TestClient | undefined;
  #read = 0;
  #token: string | undefined;
  #isIn = false;
  #said = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Connects, also when an earlier connection is still open somewhere. */
  come(core: TestCore): void {
    if (this.#token === undefined) this.#guest?.disconnect(); // Without a token its own name would be taken.
    this.#guest = core.connect();
    this.#read = 0;
    this.#isIn = false;
    const lobby = this.seen.at(-1)?.seq ?? 0;
    this.#guest.hello(
      this.name,
      this.#token === undefined ? undefined : { token: this.#token, after: { lobby } },
    );
  }

  say(): void {
    const text = `${this.name} ${++this.#said}`;
    this.waiting.push(text);
    if (this.#isIn) this.#guest?.say(text, text);
  }

  /** Reads what has come, or a part of it; answers. */
  read(part = 1): void {
    const fresh = this.#guest?.sink.text.slice(this.#read) ?? "";
    const lines = fresh.slice(0, Math.floor(fresh.length * part)).split("\n").slice(0, -1);
    for (const line of lines) {
      this.#read += line.length + 1;
      this.#hear(line);
    }
    if (this.#guest?.sink.calls.includes("close")) this.cut(1, false); // Without a word: it was not read for too long.
  }

  /** The connection ends for the client, with only a part read, and for the server, unless it is gone itself. */
  cut(part: number, isServerThere: boolean): void {
    const guest = this.#guest;
    if (guest !== undefined && !guest.sink.calls.includes("close")) this.read(part);
    this.#guest = undefined;
    this.#isIn = false;
    if (isServerThere) guest?.disconnect();
  }

  get isConnected(): boolean {
    return this.#guest !== undefined;
  }

  #hear(line: string): void {
    const frame = decodeServerFrame(line);
    if (frame?.type === "message") {
      const last = this.seen.at(-1)?.seq ?? frame.seq - 1;
      assertEquals(frame.seq, last + 1, `${this.name} after ${last}`);
      this.seen.push(frame);
    } else if (frame?.type === "ack") {
      assertEquals(this.waiting.shift(), frame.id, "acks come in the order of what was said");
      this.acked.set(String(frame.id), frame.seq);
    } else if (frame?.type === "welcome") {
      this.#token = frame.token;
      this.#isIn = true;
      for (const text of this.waiting) this.#guest?.say(text, text);
    } else if (frame?.type === "bye") {
      assertEquals(frame.reason, "silent");
      this.#guest = undefined;
    } else if (frame?.type === "error") {
      assertEquals(frame.code, "name-taken");
      this.cut(0, true);
    }
  }
}

/** A server that can be killed, and its clients. */
class World {
  readonly folder = new TempFolder();
  readonly clients = ["ada", "bob", "cy"].map((name) => new Client(name));
  readonly #tokens = new PredictableTokens();
  core: TestCore;

  constructor() {
    this.core = this.#open();
  }

  async perform(deed: Deed): Promise<void> {
    switch (deed.do) {
      case "say":
        return this.clients[deed.who]?.say();
      case "come":
        return this.clients[deed.who]?.come(this.core);
      case "cut":
        return this.clients[deed.who]?.cut(deed.part, true);
      case "turn":
        return await this.turn();
      case "sweep":
        return this.core.hub.sweep();
      case "kill":
        for (const client of this.clients) client.cut(deed.part, false);
        this.core.history.close();
        this.core = this.#open(this.core.clock);
        return;
      case "wait":
        return await this.core.clock.advance(deed.ms);
    }
  }

  async turn(): Promise<void> {
    await this.core.endTurn();
    for (const client of this.clients) client.read();
  }

  #open(clock?: FakeClock): TestCore {
    const history = openLog(this.folder.file("chat.db"), "process");
    const limits = { grace: 30_000, replay: 1_000, rate: null };
    const core = new TestCore(limits, {
      history,
      tokens: this.#tokens,
      ...(clock !== undefined && { clock }),
    });
    core.history.noteAlive(core.clock.now());
    core.hub.restore(600_000);
    return core;
  }
}

test("whatever is cut and killed, in the end all is said once, and everyone has seen it", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 80, size: "max" }), async (deeds) => {
      const world = new World();
      try {
        for (const deed of deeds) await world.perform(deed);
        await world.turn();
        await world.core.clock.advance(30_000); // So that names are free of those whose first welcome never came.
        world.core.hub.sweep();
        for (let turn = 0; turn < 6; turn++) {
          for (const client of world.clients) if (!client.isConnected) client.come(world.core);
          await world.turn();
        }
        const log = world.core.history.read("lobby", { after: 0, limit: 1_000 });
        assertEquals(log.map(({ seq }) => seq), log.map((_, index) => index + 1));
        assertEquals(new Set(log.map(({ text }) => text)).size, log.length);
        for (const { name, seen, acked, waiting, isConnected } of world.clients) {
          assert(isConnected);
          for (const [text, seq] of acked) {
            assertEquals([log[seq - 1]?.text, log[seq - 1]?.from], [text, name]);
          }
          for (const { seq, text } of seen) assertEquals(text, log[seq - 1]?.text);
          const mine = log.filter(({ from }) => from === name).map(({ text }) => Number(text.split(" ")[1]));
          assertEquals(mine, [...mine].sort((a, b) => a - b));
          assertEquals([waiting, seen.length], [[], log.length]);
        }
      } finally {
        world.core.history.close();
        world.folder[Symbol.dispose]();
      }
    }),
    { numRuns: 150 },
  );
});
