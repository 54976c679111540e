/**
 * What this page remembers over a reload: who it is, where it is and how far it has read, and what is not sent yet.
 * One session belongs to one page at a time: a page has the browser's lock on it for as long as it lives, and where a browser
 * has no locks (on a page that came unencrypted) pages ask each other before they take one that was stored.
 *
 * @module
 */

import type { ConversationStore, QueuedFrame } from "../../conversation.ts";
import type { MessageId } from "../../protocol.ts";
import { keep, keptNames, parsed, recall } from "../storage.ts";
import type { PrivateMessage, SavedDraft, SavedRoom, SavedView } from "../view.ts";
import {
  formatSession,
  parseDrafts,
  parsePrivates,
  parseSession,
  type StoredSession,
} from "./saved_format.ts";

/** Begins the keys of what is stored. */
const PREFIX = "chat.seat.";

/** Ends the key of what is half-written. */
const DRAFTS = ".drafts";

/** The name of the channel by which pages ask each other. */
const CHANNEL = "chat.seats";

/** What a page asks on it; each other page answers with the key of its session. */
const QUESTION = "whose?";

/** How long another page has to say that a session is its own, in ms: a busy one answers late, and would lose it. */
const ANSWER_WITHIN = 250;

/** How long it may take until the page that was here before a reload has let go of its session, in ms. */
const LET_GO_WITHIN = 900;

/** After so long a stored session is forgotten, in ms. */
const KEPT = 7 * 86_400_000;

/** How many private messages come back after a reload. */
const PRIVATE_MESSAGES = 200;

/** How pages learn of each other. */
export interface OtherPages {
  /** The locks of the browser, if it has any. */
  readonly locks: Pick<LockManager, "request" | "query"> | undefined;
  /** Opens the channel by which pages ask each other; a browser may have none. */
  openChannel(): BroadcastChannel | undefined;
  /** Whether this page was loaded again: then the one that had its session is about to let go of it. */
  readonly isReloaded: boolean;
}

/** After so long a page that was left has ended, in ms: one that still answers lives, and this is a copy of it. */
const LEFT_AFTER = 250;

/** How long changes are collected before they are stored, in ms. */
const SAVE_AFTER = 200;

/** One page's memory. */
export class SavedSession implements ConversationStore, SavedView {
  /** Tells this session from those of other pages. */
  readonly key: string;
  /** The token that resumes this member; empty for nobody. */
  token: string;
  name: string;
  rooms: SavedRoom[];
  current: string;
  privates: PrivateMessage[];
  drafts: readonly SavedDraft[];
  #queued: readonly QueuedFrame[];
  #saving: ReturnType<typeof setTimeout> | undefined;

  constructor(
    key: string,
    { token, name, rooms, current, queued }: StoredSession,
    privates: PrivateMessage[],
    drafts: readonly SavedDraft[] = [],
  ) {
    this.key = key;
    this.token = token;
    this.name = name;
    this.rooms = [...rooms];
    this.current = current;
    this.privates = privates;
    this.drafts = drafts;
    this.#queued = queued;
  }

  /** Returns what has no answer yet, oldest first. */
  get queued(): readonly QueuedFrame[] {
    return this.#queued;
  }

  /** Stores the token that resumes this member. */
  saveToken(token: string): void {
    this.token = token;
    this.saveNow();
  }

  /** Stores nothing: `rooms` has what was shown, and the view keeps it. */
  saveCursor(): void {}

  /** Stores a message behind all others. */
  add(frame: QueuedFrame): void {
    this.#queued = [...this.#queued, frame];
    this.saveNow();
  }

  /** Forgets a message that was answered. */
  remove(id: MessageId): void {
    const at = this.#queued.findIndex((frame) => frame.id === id);
    if (at >= 0) this.#queued = this.#queued.toSpliced(at, 1);
    this.save();
  }

  /** Stores the session soon: once for many changes. */
  save(): void {
    this.#saving ??= setTimeout(() => this.saveNow(), SAVE_AFTER);
  }

  /** Stores the session now. */
  saveNow(): void {
    clearTimeout(this.#saving);
    this.#saving = undefined;
    const { key, token, name, rooms, current, queued } = this;
    this.privates = this.privates.slice(-PRIVATE_MESSAGES);
    keep("sessionStorage", PREFIX, key);
    keep("sessionStorage", PREFIX + key, JSON.stringify(this.privates));
    keep(
      "sessionStorage",
      PREFIX + key + DRAFTS,
      this.drafts.length === 0 ? undefined : JSON.stringify(this.drafts),
    );
    keep(
      "localStorage",
      PREFIX + key,
      formatSession({ token, name, rooms, current, queued, at: Date.now() }),
    );
    keep("localStorage", "chat.name", name);
  }

  /** Forgets who this page was, but not what it has not sent. */
  leave(): void {
    this.token = "";
    this.rooms = [];
    this.current = "";
    this.privates = [];
    this.drafts = [];
    this.saveNow();
  }
}

/** Returns the name that was used here last; empty for none. */
export function rememberedName(): string {
  return recall("localStorage", "chat.name") ?? "";
}

/**
 * Takes the session that this page had before, or one that a page had which is closed; else a new one.
 *
 * @param pages How pages learn of each other.
 */
export async function claimSavedSession(
  { locks, openChannel, isReloaded }: OtherPages = browserPages(),
): Promise<SavedSession> {
  const mine = recall("sessionStorage", PREFIX);
  const stored = storedSessions();
  const channel = openChannel();
  const used = stored.size === 0
    ? new Set()
    : await (locks ? lockedKeys(locks, mine, isReloaded ? undefined : channel) : usedKeys(channel));
  const key = freeKey(stored, mine, used) ?? crypto.getRandomValues(new Uint32Array(2)).join("-");
  const privates = parsePrivates(parsed(recall("sessionStorage", PREFIX + key)));
  const drafts = parseDrafts(parsed(recall("sessionStorage", PREFIX + key + DRAFTS)));
  locks?.request(PREFIX + key, () => new Promise(() => {})).catch(() => {}); // For as long as the page lives.
  channel?.addEventListener("message", ({ data }) => {
    if (data === QUESTION) channel.postMessage(key);
  });
  keep("sessionStorage", PREFIX, key);
  return new SavedSession(key, stored.get(key) ?? parseSession(undefined), privates, drafts);
}

/** Chooses a stored session: the page's own, else the latest if no other page is open. */
export function freeKey(
  stored: ReadonlyMap<string, Pick<StoredSession, "at">>,
  mine: string | undefined,
  used: ReadonlySet<unknown>,
): string | undefined {
  const keys = [...stored].toSorted(([, a], [, b]) => b.at - a.at).map(([key]) => key);
  if (mine !== undefined && stored.has(mine) && !used.has(mine)) return mine;
  return used.size === 0 ? keys[0] : undefined;
}

/** What this browser has for pages to learn of each other. */
function browserPages(): OtherPages {
  return {
    locks: "locks" in navigator ? navigator.locks : undefined,
    openChannel: () => typeof BroadcastChannel === "undefined" ? undefined : new BroadcastChannel(CHANNEL),
    isReloaded: performance.getEntriesByType("navigation").some((how) =>
      "type" in how && how.type === "reload"
    ),
  };
}

/**
 * Learns which sessions other pages have, and waits until the page that was here before has let go of `mine`.
 *
 * @param channel Where that page can say that it lives, if this may be a copy of it: a tab that was duplicated.
 */
async function lockedKeys(
  locks: Pick<LockManager, "request" | "query">,
  mine: string | undefined,
  channel: BroadcastChannel | undefined,
): Promise<ReadonlySet<unknown>> {
  if (mine !== undefined) {
    const signal = AbortSignal.any([AbortSignal.timeout(LET_GO_WITHIN), stillThere(channel, mine)]);
    await locks.request(PREFIX + mine, { signal }, () => {}).catch(() => {}); // Another page has it.
  }
  const { held = [] } = await locks.query();
  return new Set(held.map(({ name = "" }) => name.slice(PREFIX.length)));
}

/** Aborts once another page says that a session is its own, asked when one that was only left would have ended. */
function stillThere(channel: BroadcastChannel | undefined, key: string): AbortSignal {
  const there = new AbortController();
  setTimeout(() => {
    channel?.addEventListener("message", ({ data }) => data === key && there.abort());
    channel?.postMessage(QUESTION);
  }, LEFT_AFTER);
  return there.signal;
}

/** Asks the other pages which sessions are theirs. */
async function usedKeys(channel: BroadcastChannel | undefined): Promise<ReadonlySet<unknown>> {
  const used = new Set<unknown>();
  if (channel === undefined) return used;
  channel.addEventListener("message", ({ data }) => data === QUESTION || used.add(data));
  channel.postMessage(QUESTION);
  await new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN));
  return used;
}

/** Reads all stored sessions by their keys, and forgets those that are too old. */
function storedSessions(): ReadonlyMap<string, StoredSession> {
  const sessions = new Map<string, StoredSession>();
  for (const name of keptNames(PREFIX)) {
    const session = parseSession(parsed(recall("localStorage", name)));
    if (Date.now() - session.at < KEPT) sessions.set(name.slice(PREFIX.length), session);
    else keep("localStorage", name, undefined);
  }
  return sessions;
}
