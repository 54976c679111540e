/**
 * How one IRC client and those around it leave rooms: IRC tells with the leaving what was said or done before it. Pure.
 *
 * @module
 */

/** How a client leaves a room. */
export interface Parting {
  readonly word: string | undefined;
  readonly label: string | undefined;
}

/** By whom a client is removed from a room, and why. */
export interface Removal {
  readonly by: string;
  readonly why: string;
}

/** What one client was told of departures, and is to be told of its own. Collections are made when they are needed: most clients sit there. */
export class Departures {
  #partings: Map<string, Parting> | undefined;
  #removals: Map<string, Removal> | undefined;
  /** The last departures that it was told of: who leaves the server leaves several rooms. */
  #quits: { readonly at: number; readonly names: Set<string> } | undefined;

  /** Notes with what word the client leaves a room, and the label for that. */
  notePart(room: string, parting: Parting): void {
    (this.#partings ??= new Map()).set(room, parting);
  }

  /** Gives what was noted of a room that was left. */
  takeParting(room: string): Parting {
    const parting = this.#partings?.get(room);
    this.#partings?.delete(room);
    return parting ?? { word: undefined, label: undefined };
  }

  /** Notes by whom the client is removed from a room, and why. */
  noteRemoval(room: string, removal: Removal): void {
    (this.#removals ??= new Map()).set(room, removal);
  }

  /** Gives by whom the client was removed from a room, if it was. */
  takeRemoval(room: string): Removal | undefined {
    const removal = this.#removals?.get(room);
    this.#removals?.delete(room);
    return removal;
  }

  /** Tells whether a departure from the server was told in another room already, and notes it. */
  wasToldOfQuit({ name, at }: { readonly name: string; readonly at: number }): boolean {
    if (this.#quits?.at !== at) this.#quits = { at, names: new Set() };
    const { names } = this.#quits;
    const wasTold = names.has(name);
    names.add(name);
    return wasTold;
  }
}
