/**
 * Private messages to people at other servers: asked of the server that has them, beside the log, and kept by nobody.
 *
 * @module
 */

import { isCount, parseObject } from "../../protocol/fields.ts";
import type { MessageId, PrivateFrame } from "../../protocol.ts";
import type { Correspondent, FarDelivery, FarLetter } from "../core/members.ts";
import type { Mirror } from "./mirror.ts";
import type { ClusterState } from "./state.ts";
import type { TurnStream } from "./stream.ts";

/** How often a letter is tried where no answer comes, or whose addressee has moved on. */
const TRIES = 4;

/** How many letters are known again, of all senders. */
const REMEMBERED = 4096;

/** A letter as it is sent. */
interface Letter {
  /** How much its author's server had applied: it knows where the addressee is from there. */
  readonly n: number;
  /** The numbers of its author and its addressee in the cluster, and from which of their seats its author sent it. */
  readonly f: number;
  readonly t: number;
  readonly s: number;
  readonly x: string;
  readonly at: number;
  readonly i?: MessageId;
  readonly a?: true;
  /** Whether it is for its author's own connections there. */
  readonly o?: true;
}

/** How far this server has come. */
export interface Standing {
  epoch(): number;
  applied(): number;
  /** Resolves when all up to there is applied. */
  reach(applied: number): Promise<void>;
}

/** The letters of one server. */
export class Letters implements FarDelivery {
  readonly #stream: Pick<TurnStream, "ask">;
  readonly #state: ClusterState;
  readonly #mirror: Mirror;
  readonly #standing: Standing;
  readonly #known = new Map<string, Promise<string>>();

  constructor(
    stream: Pick<TurnStream, "ask">,
    state: ClusterState,
    mirror: Mirror,
    standing: Standing,
  ) {
    this.#stream = stream;
    this.#state = state;
    this.#mirror = mirror;
    this.#standing = standing;
  }

  isFar(person: Correspondent): boolean {
    return this.#placesOf(person).length > 0;
  }

  deliver(letter: FarLetter, settle: (isWritten: boolean) => void): void {
    const written = this.#write(letter);
    if (written === undefined) return settle(false);
    void this.#send(letter.to, JSON.stringify(written)).then(settle);
  }

  show(letter: FarLetter): void {
    if (!this.isFar(letter.from)) return;
    const written = this.#write(letter);
    if (written !== undefined) void this.#send(letter.from, JSON.stringify({ ...written, o: true }));
  }

  #write({ from, to, seat, frame }: FarLetter): Letter | undefined {
    const [f, t] = [this.#mirror.refOf(from.publicId), this.#mirror.refOf(to.publicId)];
    if (f === undefined || t === undefined) return undefined;
    const { text: x, at, id: i, action: a } = frame;
    return {
      n: this.#standing.applied(),
      f,
      t,
      s: seat,
      x,
      at,
      ...(i !== undefined && { i }),
      ...(a && { a }),
    };
  }

  /** Gives the epochs of the servers that have somebody, as far as these are other ones and up. */
  #placesOf(person: Correspondent): readonly number[] {
    const ref = this.#mirror.refOf(person.publicId);
    const epochs = ref === undefined ? [] : this.#state.persons.get(ref)?.epochs ?? [];
    return epochs.filter((epoch) =>
      epoch !== this.#standing.epoch() && this.#state.sources.get(epoch)?.isGone === false
    );
  }

  /** Brings a letter to every server that has the one whom it is for: one is enough. */
  async #send(to: Correspondent, text: string): Promise<boolean> {
    for (let tries = 0; tries < TRIES; tries++) {
      const places = this.#placesOf(to);
      if (places.length === 0) return false;
      const answers = await Promise.all(places.map((place) => this.#stream.ask(place, text)));
      if (answers.includes("delivered")) return true;
      const isStill = this.#placesOf(to).join() === places.join();
      if (isStill && answers.every((answer) => answer === "absent")) return false;
    }
    return false;
  }

  /** Answers what comes for the people of this server. */
  take(text: string): Promise<string> {
    const letter = parseLetter(text);
    if (letter === undefined) return Promise.resolve("absent");
    const { f, t, s, i, o = false } = letter;
    const said = i === undefined ? `${f} ${t} ${letter.at} ${letter.x}` : `${f} ${s} ${JSON.stringify(i)}`;
    const key = o ? `own ${said}` : said;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = this.#standing.reach(letter.n).then(() => this.#show(letter));
    this.#known.set(key, answer);
    void answer.then((outcome) => {
      if (outcome !== "delivered") this.#known.delete(key); // It may come again when they are back.
    });
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED) break;
      this.#known.delete(oldest);
    }
    return answer;
  }

  #show({ f, t, x, at, i, a, o }: Letter): Promise<string> {
    const [from, to] = [this.#mirror.personOf(f), this.#mirror.personOf(t)];
    if (from === undefined || to === undefined) return Promise.resolve("absent");
    const frame: PrivateFrame = {
      type: "private",
      from: from.name,
      person: from.publicId,
      to: to.name,
      toPerson: to.publicId,
      at,
      text: x,
      ...(i !== undefined && !o && { id: i }), // It means something to the connection only that has sent it.
      ...(a && { action: a }),
    };
    if (o) {
      from.directMessages.showOwn(frame, to);
      return Promise.resolve("delivered");
    }
    return new Promise((resolve) =>
      to.directMessages.receive(frame, from, (isWritten) => resolve(isWritten ? "delivered" : "absent"))
    );
  }
}

function parseLetter(text: string): Letter | undefined {
  const { n, f, t, s, x, at, i, a, o } = parseObject(text) ?? {};
  if (typeof f !== "number" || typeof t !== "number" || typeof s !== "number" || !isCount(at)) {
    return undefined;
  }
  if (typeof x !== "string" || typeof n !== "number") return undefined;
  const isId = typeof i === "string" || typeof i === "number";
  return { n, f, t, s, x, at, ...(isId && { i }), ...(a === true && { a }), ...(o === true && { o }) };
}
