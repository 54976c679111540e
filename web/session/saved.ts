/**
 * What this page remembers over a reload: who it is, where it is and how far it has read, and what is not sent yet.
 * A seat belongs to one page at a time: pages ask each other before they take one.
 *
 * @module
 */

import type { PendingMessage, PrivateMessage, SavedRoom } from "../view.ts";
import { keep, keptNames, parsed, recall } from "../storage.ts";

/** Begins the keys of what is stored. */
const PREFIX = "chat.seat.";

/** How long another page has to say that it has a seat, in ms. */
const ANSWER_WITHIN = 80;

/** After so long a seat is forgotten, in ms. */
const KEPT = 7 * 86_400_000;

/** So many private words come back after a reload. */
const PRIVATE_WORDS = 200;

/** One page's memory. */
export class SavedSession {
  key: string = crypto.getRandomValues(new Uint32Array(2)).join("-");
  token = "";
  name = "";
  /** The rooms that this page is in, in the order in which it shows them. */
  rooms: SavedRoom[] = [];
  /** The key of the room or person in view. */
  current = "";
  unsent: PendingMessage[] = [];
  privates: PrivateMessage[] = [];
  #saving: ReturnType<typeof setTimeout> | undefined;

  /** Stores it soon: once for many changes. */
  save(): void {
    this.#saving ??= setTimeout(() => this.saveNow(), 200);
  }

  /** Stores it. */
  saveNow(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const { key, token, name, rooms, current, unsent } = this;
    this.privates = this.privates.slice(-PRIVATE_WORDS);
    keep("sessionStorage", PREFIX, key);
    keep("sessionStorage", PREFIX + key, JSON.stringify(this.privates));
    keep(
      "localStorage",
      PREFIX + key,
      JSON.stringify({ token, name, rooms, current, unsent, at: Date.now() }),
    );
    keep("localStorage", "chat.name", name);
  }

  /** Forgets who this page was, but not what it has not sent. */
  leave(): void {
    this.token = "";
    this.rooms = [];
    this.current = "";
    this.privates = [];
    this.saveNow();
  }
}

/** The name that was used here last. */
export function rememberedName(): string {
  return recall("localStorage", "chat.name") ?? "";
}

/** Takes the seat that this page had before, or one that a page had which is closed; else a new one. */
export async function claimSavedSession() {
  const mine = recall("sessionStorage", PREFIX);
  const stored = storedSeats();
  const ordered = stored.toSorted((a, b) => Number(b.key === mine) - Number(a.key === mine) || b.at - a.at);
  const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("chat.seats");
  const isAlone = channel === undefined || stored.length === 0;
  const used = isAlone ? new Set() : await usedSeats(channel);
  const free = ordered.find(({ key }) => !used.has(key) && (key === mine || used.size === 0));
  const seat = Object.assign(new SavedSession(), free?.memory, free && { key: free.key });
  const privates = parsed(recall("sessionStorage", PREFIX + seat.key));
  if (Array.isArray(privates)) seat.privates = privates;
  channel?.addEventListener("message", ({ data }) => {
    if (data === "whose?") channel.postMessage(seat.key);
  });
  keep("sessionStorage", PREFIX, seat.key);
  return seat;
}

async function usedSeats(channel: BroadcastChannel): Promise<Set<unknown>> {
  const used: Set<unknown> = new Set();
  channel.addEventListener("message", ({ data }) => data === "whose?" || used.add(data));
  channel.postMessage("whose?");
  await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN));
  return used;
}

function storedSeats() {
  const seats = [];
  for (const name of keptNames(PREFIX)) {
    const { at, ...memory } = readSeat(parsed(recall("localStorage", name)));
    if (Date.now() - at < KEPT) seats.push({ key: name.slice(PREFIX.length), at, memory });
    else keep("localStorage", name, undefined);
  }
  return seats;
}

/** What was stored, as far as it is what it should be. */
function readSeat(stored: unknown) {
  const { token = "", name = "", rooms, current = "", unsent, at } = Object(stored);
  return {
    token: String(token),
    name: String(name),
    rooms: Array.isArray(rooms) ? rooms.map(readMemory) : [],
    current: String(current),
    unsent: Array.isArray(unsent) ? unsent.filter((one) => Object(one?.goal) === one?.goal) : [],
    at: Number(at) || 0,
  };
}

function readMemory(stored: unknown): SavedRoom {
  const { name, last, read, cleared } = Object(stored);
  return {
    name: String(name),
    last: Number(last) || 0,
    read: Number(read) || 0,
    cleared: Number(cleared) || 0,
  };
}
