/**
 * What people in charge do at one server of a cluster about what only another has: who waits at its door, and what was done
 * there a moment ago and can be taken back. Asked beside the stream, and kept by nobody.
 *
 * @module
 */

import { type Fields, isCount, isFields, isText, isTexts, parseObject } from "../../protocol/fields.ts";
import {
  admitFor,
  type CommandContext,
  type FarAdmission,
  type FarDeeds,
  type KnownWaiting,
  noteWaiting,
} from "../core/commands.ts";
import type { Taken, Undoable } from "../core/moderation.ts";
import type { ClusterState } from "./state.ts";
import type { TurnStream } from "./stream.ts";

/** How many characters of texts are given at once: NATS takes 1 MiB as one message. */
const PART_CHARS = 100_000;

/** Asks the others, and answers them. */
export class FarDeedsDesk implements FarDeeds {
  /** What people in charge are about here, once that is there. */
  server: CommandContext | undefined;
  readonly #stream: Pick<TurnStream, "ask">;
  readonly #state: Pick<ClusterState, "sources">;
  readonly #epoch: () => number;

  /** @param epoch Gives the epoch of this server. */
  constructor(
    stream: Pick<TurnStream, "ask">,
    state: Pick<ClusterState, "sources">,
    epoch: () => number,
  ) {
    this.#stream = stream;
    this.#state = state;
    this.#epoch = epoch;
  }

  /** Who waits here, as the others are told with each sign of life; nothing where nobody does. */
  get waiting(): readonly KnownWaiting[] | undefined {
    const here = this.server?.waiting.here ?? [];
    return here.length === 0 ? undefined : here;
  }

  /** Notes who waits at another server: nobody at one that is not up, whatever it still says. */
  hear(epoch: number, told: unknown): void {
    if (this.server === undefined || epoch === this.#epoch()) return;
    const isUp = this.#state.sources.get(epoch)?.isGone === false;
    const all = isUp && Array.isArray(told) ? told.flatMap((one: unknown) => waitingIn(one) ?? []) : [];
    noteWaiting(this.server, epoch, all);
  }

  admit(server: number, admission: FarAdmission, then: (names: readonly string[] | undefined) => void): void {
    void this.#ask(server, { k: "admit", ...admission }).then((answer) => {
      then(isTexts(answer?.names) ? answer.names : undefined);
    });
  }

  takeUndoable(key: string, age: number, then: (taken: Taken | undefined) => void): void {
    void this.#take(key, age).then(then);
  }

  /** Answers what another server asks; nothing where that is for somebody else. */
  answer(text: string): Promise<string> | undefined {
    const asked = parseObject(text) ?? {};
    switch (asked.k) {
      case "admit":
        return this.#answer(this.#admitted(asked));
      case "undo": {
        const found = isText(asked.key) ? this.server?.moderation.undo.find(asked.key) : undefined;
        return this.#answer(found === undefined ? {} : { age: found.age, left: found.left });
      }
      case "take":
        return this.#answer(this.#taken(asked));
      default:
        return undefined;
    }
  }

  #answer(fields: Fields): Promise<string> {
    return Promise.resolve(JSON.stringify(fields));
  }

  async #ask(server: number, fields: Fields): Promise<Fields | undefined> {
    const answer = await this.#stream.ask(server, JSON.stringify(fields));
    return answer === undefined ? undefined : parseObject(answer);
  }

  #admitted({ numbers, isRefusal, by }: Fields): Fields {
    if (this.server === undefined || !isText(by) || !Array.isArray(numbers)) return {};
    const names = admitFor(this.server, {
      numbers: numbers.filter(isCount),
      isRefusal: isRefusal === true,
      by,
    });
    return { names };
  }

  /** Takes what can be taken back from the server where the last of it was done. */
  async #take(key: string, age: number): Promise<Taken | undefined> {
    const others = [...this.#state.sources.values()]
      .filter(({ epoch, isGone }) => !isGone && epoch !== this.#epoch()).map(({ epoch }) => epoch);
    const found = await Promise.all(others.map(async (server) => {
      const answer = await this.#ask(server, { k: "undo", key });
      const [age, left] = [answer?.age, answer?.left].map((ms) => typeof ms === "number" ? ms : undefined);
      return { server, age: age ?? Infinity, left: left ?? 0 };
    }));
    const [last] = found.filter((one) => one.age < age).toSorted((one, other) => one.age - other.age);
    const what = last && await this.#takeFrom(last.server, key);
    return last && what && { what, age: last.age, left: last.left };
  }

  async #takeFrom(server: number, key: string): Promise<Undoable | undefined> {
    const texts = new Map<number, string>();
    for (let at = 0;;) {
      const part = await this.#ask(server, { k: "take", key, at });
      if (part === undefined) return undefined;
      const { n, room, of } = part;
      if (isCount(n)) return { kind: "ban", n };
      if (!isText(room) || !isText(of) || !Array.isArray(part.texts)) return undefined;
      for (const pair of part.texts) {
        if (!Array.isArray(pair)) continue;
        const [seq, text]: readonly unknown[] = pair;
        if (isCount(seq) && isText(text)) texts.set(seq, text);
      }
      if (!isCount(part.next)) return { kind: "messages", room, of, texts };
      at = part.next;
    }
  }

  #taken({ key, at }: Fields): Fields {
    const undo = this.server?.moderation.undo;
    const what = isText(key) ? undo?.find(key)?.what : undefined;
    if (undo === undefined || what === undefined || !isText(key) || !isCount(at)) return {};
    if (what.kind === "ban") {
      undo.take(key);
      return { n: what.n };
    }
    const { room, of } = what;
    const all = [...what.texts];
    let end = at;
    for (let chars = 0; end < all.length && chars < PART_CHARS; end++) chars += all[end]?.[1].length ?? 0;
    const isLast = end >= all.length;
    if (isLast) undo.take(key);
    return { room, of, texts: all.slice(at, end), ...(!isLast && { next: end }) };
  }
}

function waitingIn(told: unknown): KnownWaiting | undefined {
  if (!isFields(told)) return undefined;
  const { n, name, door, at } = told;
  return isCount(n) && isText(name) && isText(door) && isCount(at) ? { n, name, door, at } : undefined;
}
