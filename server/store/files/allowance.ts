/**
 * How much one person, and all from one address, have sent in a day.
 *
 * @module
 */

const DAY = 86_400_000;

/** From one address so many times as much is taken as of one person: a class has one. */
const PER_ADDRESS = 4;

/** What somebody has sent since their day began. */
interface Sent {
  readonly since: number;
  bytes: number;
}

/** Who sends a file. */
export interface Sender {
  /** By what they are known again. */
  readonly person: string;
  /** The key of the address that they come from. */
  readonly address: string;
}

/** Counts what is sent. */
export class FileAllowance {
  readonly #elapsed: () => number;
  readonly #sent = new Map<string, Sent>();

  /** @param elapsed Returns a time that never jumps, in ms. */
  constructor(elapsed: () => number) {
    this.#elapsed = elapsed;
  }

  /** Counts bytes, unless they are more than is taken in a day; `false` then. */
  take(sender: Sender, bytes: number, perDay: number): boolean {
    const [person, address] = this.#both(sender);
    if (person.bytes + bytes > perDay || address.bytes + bytes > PER_ADDRESS * perDay) return false;
    person.bytes += bytes;
    address.bytes += bytes;
    return true;
  }

  /** Takes back what was counted and did not come. */
  giveBack(sender: Sender, bytes: number): void {
    for (const one of this.#both(sender)) one.bytes = Math.max(0, one.bytes - bytes);
  }

  /** Forgets days that are over. To be called now and then. */
  sweep(): void {
    const now = this.#elapsed();
    for (const [key, { since }] of this.#sent) if (now - since >= DAY) this.#sent.delete(key);
  }

  #both({ person, address }: Sender): readonly [Sent, Sent] {
    return [this.#of(`p ${person}`), this.#of(`a ${address}`)];
  }

  #of(key: string): Sent {
    const now = this.#elapsed();
    const known = this.#sent.get(key);
    if (known !== undefined && now - known.since < DAY) return known;
    const sent = { since: now, bytes: 0 };
    this.#sent.set(key, sent);
    return sent;
  }
}
