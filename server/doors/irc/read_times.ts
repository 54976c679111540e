/**
 * Up to which time people have read, as IRC clients say it: it may be one at which nothing was said, or be about somebody alone.
 *
 * @module
 */

/** The times of every person, for as long as they are here. */
export class ReadTimes<Person extends object> {
  readonly #times = new WeakMap<Person, Map<string, number>>();

  /** Gives the time up to which somebody has read a room, or another person. In ms since 1970. */
  get(person: Person, target: string): number | undefined {
    return this.#times.get(person)?.get(target);
  }

  /** Sets it; `false` when they have as many as they may. */
  set(person: Person, target: string, at: number, most: number): boolean {
    const times = this.#times.get(person) ?? new Map<string, number>();
    if (!times.has(target) && times.size >= most) return false;
    this.#times.set(person, times.set(target, at));
    return true;
  }
}
