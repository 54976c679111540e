/**
 * Seats that have lost their connection while their person is in with another one.
 *
 * @module
 */

import type { Seat } from "../../store/accounts.ts";
import type { Person } from "./person.ts";

/** A seat that can be taken again. */
interface Absence {
  readonly person: Person;
  /** Since when it has no connection, by the clock that never jumps. */
  readonly since: number;
}

/** The seats without a connection of persons who have others. */
export class AbsentSeats {
  readonly #absences = new Map<Seat, Absence>();

  /** Notes that a seat has no connection. @param now By the clock that never jumps. */
  add(seat: Seat, person: Person, now: number): void {
    this.#absences.set(seat, { person, since: now });
  }

  /** Notes that a seat has a connection again, or is nobody's any more. */
  delete(seat: Seat): void {
    this.#absences.delete(seat);
  }

  /** Takes out those that have been without a connection for `grace` ms. */
  expire(now: number, grace: number): readonly { readonly seat: Seat; readonly person: Person }[] {
    const over = [...this.#absences].filter(([, { since }]) => now - since >= grace);
    for (const [seat] of over) this.#absences.delete(seat);
    return over.map(([seat, { person }]) => ({ seat, person }));
  }
}
