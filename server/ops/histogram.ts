/**
 * How often which durations were measured, in a fixed amount of memory. Pure.
 *
 * @module
 */

/** Each doubling of a duration is divided into this many parts: a quantile is at most an eighth too high. */
const PARTS = 8;

/** The doublings from one microsecond on; longer ones, above an hour, count as that. */
const DOUBLINGS = 32;

/** Durations in milliseconds, from one microsecond up. */
export class Histogram {
  readonly #counts = new Uint32Array(PARTS * DOUBLINGS);
  #count = 0;
  #sum = 0;
  #longest = 0;

  /** How many durations were recorded. */
  get count(): number {
    return this.#count;
  }

  /** All of them together, in ms. */
  get sum(): number {
    return this.#sum;
  }

  /** The longest, in ms; 0 when there is none. */
  get longest(): number {
    return this.#longest;
  }

  /** Records a duration in ms. */
  record(ms: number): void {
    const part = partOf(ms);
    this.#counts[part] = (this.#counts[part] ?? 0) + 1;
    this.#count++;
    this.#sum += ms;
    if (ms > this.#longest) this.#longest = ms;
  }

  /** Returns a duration that this share of all (0 to 1) does not exceed, in ms: 0.99 for the 99th percentile; 0 when there is none. */
  quantile(share: number): number {
    let left = Math.max(1, Math.ceil(this.#count * share));
    for (let part = 0; part < this.#counts.length; part++) {
      left -= this.#counts[part] ?? 0;
      if (left <= 0) return Math.min(upperEnd(part), this.#longest);
    }
    return this.#longest;
  }

  /** Counts the durations of at most this many ms: exact for what is an end of a part, else without those in its own part. */
  atMost(ms: number): number {
    let sum = 0;
    for (let part = 0; part < this.#counts.length && upperEnd(part) <= ms; part++) {
      sum += this.#counts[part] ?? 0;
    }
    return ms >= this.#longest ? this.#count : sum;
  }

  /** Forgets all. */
  clear(): void {
    this.#counts.fill(0);
    this.#count = this.#sum = this.#longest = 0;
  }
}

/** Finds the part that a duration counts in: the one whose upper end is the first not below it. */
function partOf(ms: number): number {
  const microseconds = Math.max(1, ms * 1_000);
  const doubling = Math.floor(Math.log2(microseconds));
  const part = doubling * PARTS + Math.ceil((microseconds / 2 ** doubling - 1) * PARTS);
  return Math.min(part, PARTS * DOUBLINGS - 1);
}

/** Returns the longest duration that counts in a part, in ms. */
function upperEnd(part: number): number {
  const doubling = Math.floor(part / PARTS);
  return 2 ** doubling * (1 + (part % PARTS) / PARTS) / 1_000;
}
