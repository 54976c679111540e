// @ts-check
/**
 * What this page remembers over a reload: who it is, how far it has read, and what is not sent yet.
 * A seat belongs to one page at a time: pages ask each other before they take one.
 *
 * @module
 */

/** @typedef {{ readonly id: string, readonly text: string, readonly action: boolean }} Unsent */

/** Begins the keys of what is stored. */
const PREFIX = "chat.seat.";

/** How long another page has to say that it has a seat, in ms. */
const ANSWER_WITHIN = 80;

/** After so long a seat is forgotten, in ms. */
const KEPT = 7 * 86_400_000;

/** One page's memory. */
export class Seat {
  /** @type {string} */
  key = crypto.getRandomValues(new Uint32Array(2)).join("-");
  token = "";
  name = "";
  /** The number of the last message that was shown. */
  last = 0;
  /** Nothing up to this number is shown again, as the view was cleared. */
  cleared = 0;
  /** @type {Unsent[]} */
  unsent = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #saving;

  /** Stores it soon: once for many changes. */
  save() {
    this.#saving ??= setTimeout(() => this.saveNow(), 200);
  }

  /** Stores it. */
  saveNow() {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const { key, token, name, last, cleared, unsent } = this;
    write("sessionStorage", PREFIX, key);
    write(
      "localStorage",
      PREFIX + key,
      JSON.stringify({ token, name, last, cleared, unsent, at: Date.now() }),
    );
    write("localStorage", "chat.name", name);
  }

  /** Forgets who this page was, but not what it has not sent. */
  leave() {
    this.token = "";
    this.last = 0;
    this.cleared = 0;
    this.saveNow();
  }
}

/** The name that was used here last. */
export function rememberedName() {
  return read("localStorage", "chat.name") ?? "";
}

/** Takes the seat that this page had before, or one that a page had which is closed; else a new one. */
export async function takeSeat() {
  const mine = read("sessionStorage", PREFIX);
  const stored = storedSeats();
  const ordered = stored.toSorted((a, b) => Number(b.key === mine) - Number(a.key === mine) || b.at - a.at);
  const channel = typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel("chat.seats");
  const isAlone = channel === undefined || stored.length === 0;
  const used = isAlone ? new Set() : await usedSeats(channel);
  const free = ordered.find(({ key }) => !used.has(key) && (key === mine || used.size === 0));
  const seat = Object.assign(new Seat(), free?.memory, free && { key: free.key });
  channel?.addEventListener("message", ({ data }) => {
    if (data === "whose?") channel.postMessage(seat.key);
  });
  write("sessionStorage", PREFIX, seat.key);
  return seat;
}

/** @param {BroadcastChannel} channel */
async function usedSeats(channel) {
  /** @type {Set<unknown>} */
  const used = new Set();
  channel.addEventListener("message", ({ data }) => data === "whose?" || used.add(data));
  channel.postMessage("whose?");
  await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN));
  return used;
}

function storedSeats() {
  const seats = [];
  for (const name of storedKeys()) {
    const key = name.slice(PREFIX.length);
    const { at, ...memory } = parse(read("localStorage", name));
    if (Date.now() - at < KEPT) seats.push({ key, at, memory });
    else localStorage.removeItem(name);
  }
  return seats;
}

/** @returns {readonly string[]} */
function storedKeys() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
  } catch {
    return []; // Storage is not allowed here.
  }
}

/**
 * What was stored, as far as it is what it should be.
 *
 * @param {string | undefined} text
 */
function parse(text) {
  try {
    const { token, name, last, cleared, unsent, at } = JSON.parse(text ?? "{}");
    return {
      token: String(token ?? ""),
      name: String(name ?? ""),
      last: Number(last) || 0,
      cleared: Number(cleared) || 0,
      unsent: Array.isArray(unsent) ? unsent : [],
      at: Number(at) || 0,
    };
  } catch {
    return { token: "", name: "", last: 0, cleared: 0, unsent: [], at: 0 };
  }
}

/**
 * @param {"localStorage" | "sessionStorage"} storage
 * @param {string} name
 * @returns {string | undefined}
 */
function read(storage, name) {
  try {
    return globalThis[storage].getItem(name) ?? undefined;
  } catch {
    return undefined; // Storage is not allowed here: the page works, it only forgets.
  }
}

/**
 * @param {"localStorage" | "sessionStorage"} storage
 * @param {string} name
 * @param {string} value
 */
function write(storage, name, value) {
  try {
    globalThis[storage].setItem(name, value);
  } catch {
    // Full, or not allowed: the page works, it only forgets.
  }
}
