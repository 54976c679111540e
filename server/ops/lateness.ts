/**
 * How late the room's thread comes to what it is to do at a certain time: everybody in the room waits that long, too.
 *
 * @module
 */

/** The longest delay of the last one to two minutes. */
export class Lateness {
  #recent = 0;
  #before = 0;

  /** The longest delay, in ms. */
  get longest(): number {
    return Math.max(this.#recent, this.#before);
  }

  /** Notes that something came so many ms late. */
  note(ms: number): void {
    this.#recent = Math.max(this.#recent, ms);
  }

  /** Begins a new minute. To be called once a minute. */
  nextMinute(): void {
    [this.#before, this.#recent] = [this.#recent, 0];
  }
}
