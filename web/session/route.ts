/**
 * The way to the other servers of a cluster, for a page whose own is gone: loaded when a server tells of others, as it could
 * not be once it is gone. A page that came encrypted goes to others encrypted, where its browser checks their certificates;
 * one that did not goes on on its own machine only: to no other place does the page's policy let it connect, which its
 * server has made (`server/doors/web/cluster_pages.ts`). Elsewhere it stays where it is.
 *
 * @module
 */

import { keepServers } from "./kept_servers.ts";

/** Where a page connects that knows several servers. */
export interface Route {
  /** The address of the page of one of them. */
  readonly base: string;
  /** Takes where the others are; where it connected it has arrived. */
  learn(servers: readonly string[]): void;
  /** Chooses where to connect, as a connection has ended or none could be made. @returns Whether that is to be at once. */
  next(): boolean;
}

/**
 * Opens the way.
 *
 * @param home The address of the page.
 * @param isSafe Whether nobody can have read the page along: it came encrypted, or from this machine.
 * @param remember Takes the addresses of the pages of the others, whenever they are learnt.
 */
export function openRoute(
  home: string,
  isSafe: boolean,
  chance: () => number,
  remember: (places: readonly string[]) => void = () => {},
): Route {
  return new ServersRoute(home, isSafe, chance, remember);
}

/** Opens the way from this page, and keeps where it leads. @param home The address of the page. */
export function openKeptRoute(home: string): Route {
  return new ServersRoute(home, isSecureContext, Math.random, keepServers);
}

class ServersRoute implements Route {
  readonly #home: string;
  readonly #isSafe: boolean;
  readonly #chance: () => number;
  readonly #remember: (places: readonly string[]) => void;
  base: string;
  #others: readonly string[] = [];
  /** Those that are still to be tried before anything is waited for. */
  #round: string[] = [];
  #hasArrived = false;

  constructor(
    home: string,
    isSafe: boolean,
    chance: () => number,
    remember: (places: readonly string[]) => void,
  ) {
    this.#home = this.base = home;
    this.#isSafe = isSafe;
    this.#chance = chance;
    this.#remember = remember;
  }

  learn(servers: readonly string[]): void {
    const { protocol } = new URL(this.#home);
    this.#others = this.#isSafe
      ? servers.map((server) => URL.parse(`${protocol}//${server}/`)?.href).filter((place) =>
        place !== undefined
      )
      : [];
    this.#hasArrived = true;
    this.#remember(this.#others);
  }

  next(): boolean {
    const next = this.#hasArrived ? undefined : this.#round.shift();
    if (next !== undefined) {
      this.base = next;
      return true;
    }
    // Where one was, or had to wait, comes first; the others in any order, so that not all go to the same one.
    this.#hasArrived = false;
    const isHere = (place: string): boolean => new URL(place).host === new URL(this.base).host;
    const all = [...new Set([this.#home, ...this.#others])].filter((place) => !isHere(place));
    this.#round = all.map((place) => ({ place, at: this.#chance() }))
      .sort((one, other) => one.at - other.at).map(({ place }) => place);
    return false;
  }
}
