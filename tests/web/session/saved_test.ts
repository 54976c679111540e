/** Which stored session a page takes, and what it stores of its own. */

import { assertEquals } from "@std/assert";
import { claimSavedSession, rememberedName } from "../../../web/session.ts";
import { freeKey, type OtherPages } from "../../../web/session/saved.ts";

/** No other page is open. */
const alone: OtherPages = { locks: undefined, openChannel: () => undefined, isReloaded: false };

Deno.test("a page takes its own session, else the latest of a page that is closed, and none while another is open", () => {
  const stored = new Map([["old", { at: 1 }], ["new", { at: 2 }]]);
  assertEquals(freeKey(stored, undefined, new Set()), "new");
  assertEquals(freeKey(stored, "old", new Set()), "old");
  assertEquals(freeKey(stored, "old", new Set(["new"])), "old");
  assertEquals(freeKey(stored, "old", new Set(["old"])), undefined);
  assertEquals(freeKey(stored, undefined, new Set(["old"])), undefined);
  assertEquals(freeKey(stored, "gone", new Set()), "new");
  assertEquals(freeKey(new Map(), "mine", new Set()), undefined);
});

Deno.test("what is stored comes back, and who leaves is forgotten but for the name and what was not sent", async () => {
  localStorage.clear();
  sessionStorage.clear();
  const first = await claimSavedSession(alone);
  first.name = "ada";
  first.rooms = [{ name: "tea", last: 3, read: 2, cleared: 1 }];
  first.privates = Array.from(
    { length: 201 },
    (_, at) => ({ who: "bob", from: "bob", at, text: "", action: false }),
  );
  first.add({ type: "say", room: "tea", text: "ciao", id: "a" });
  first.add({ type: "say", room: "tea", text: "bye", id: "b" });
  first.remove("a");
  first.remove("unknown");
  first.saveToken("t");
  const second = await claimSavedSession(alone);
  assertEquals([second.key, second.name, second.token, second.rooms], [first.key, "ada", "t", first.rooms]);
  assertEquals(second.queued.map(({ id }) => id), ["b"]);
  assertEquals([second.privates.length, second.privates[0]?.at], [200, 1]);
  second.leave();
  const third = await claimSavedSession(alone);
  assertEquals([third.token, third.rooms, third.privates, third.queued.length], ["", [], [], 1]);
  assertEquals(rememberedName(), "ada");
});

Deno.test("a session that is a week old is forgotten", async () => {
  localStorage.clear();
  sessionStorage.clear();
  const week = 7 * 24 * 3_600_000;
  for (const [key, age] of [["old", week + 1000], ["young", week - 60_000]] as const) {
    localStorage.setItem(`chat.seat.${key}`, JSON.stringify({ name: key, at: Date.now() - age }));
  }
  assertEquals((await claimSavedSession(alone)).name, "young");
  assertEquals(localStorage.getItem("chat.seat.old"), null);
  localStorage.clear();
});

Deno.test("two pages that are open have a session each", async () => {
  localStorage.clear();
  sessionStorage.clear();
  const channels: BroadcastChannel[] = [];
  const open = (): BroadcastChannel => {
    const channel = new BroadcastChannel("chat.seats");
    channels.push(channel);
    return channel;
  };
  const pages: OtherPages = { locks: undefined, openChannel: open, isReloaded: false };
  const first = await claimSavedSession(pages);
  first.saveNow();
  const second = await claimSavedSession(pages);
  assertEquals(first.key === second.key, false);
  for (const channel of channels) channel.close();
});

Deno.test("a session whose lock another page has is nobody else's, however late that page answers, and one's own after a reload", async () => {
  localStorage.clear();
  sessionStorage.clear();
  const first = await claimSavedSession(alone);
  first.saveNow();
  const closed = Promise.withResolvers<void>();
  const living = navigator.locks.request(`chat.seat.${first.key}`, () => closed.promise);
  const pages: OtherPages = { locks: navigator.locks, openChannel: () => undefined, isReloaded: false };
  sessionStorage.clear(); // As in another tab.
  const second = await claimSavedSession(pages);
  assertEquals([first.key === second.key, second.token], [false, ""]);
  sessionStorage.setItem("chat.seat.", first.key);
  const coming = claimSavedSession(pages);
  closed.resolve(); // The page before the reload lets go of it a moment late.
  await living;
  assertEquals((await coming).key, first.key);
});

Deno.test("a copy of a page that lives does not wait for its session, and a page that was loaded again asks nobody", async () => {
  localStorage.clear();
  sessionStorage.clear();
  const first = await claimSavedSession(alone);
  first.saveNow(); // A copy has what its tab had.
  const tries: AbortSignal[] = [];
  const asked: unknown[] = [];
  /** The channel on which the first page answers at once. */
  class Answered extends BroadcastChannel {
    override postMessage(message: unknown): void {
      asked.push(message);
      this.dispatchEvent(new MessageEvent("message", { data: first.key }));
    }
  }
  const channel = new Answered("chat.seats.tested");
  const locks: Pick<LockManager, "request" | "query"> = {
    request: (...args: readonly unknown[]) => {
      const signal = args.map((given) => Object(given).signal).find((given) => given instanceof AbortSignal);
      if (signal === undefined) return Promise.resolve();
      tries.push(signal);
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
    },
    query: () => Promise.resolve({ held: [{ name: `chat.seat.${first.key}` }] }),
  };
  for (const isReloaded of [false, true]) {
    sessionStorage.setItem("chat.seat.", first.key);
    const copy = await claimSavedSession({ locks, openChannel: () => channel, isReloaded });
    assertEquals(copy.key === first.key, false);
  }
  assertEquals(tries.map(({ reason }) => reason.name), ["AbortError", "TimeoutError"]);
  assertEquals(asked, ["whose?"]);
  channel.close();
});
