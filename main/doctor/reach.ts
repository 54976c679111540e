/**
 * Looks whether people come in at the address that they open, through whatever proxy stands before the server.
 *
 * @module
 */

import type { Reach } from "./facts.ts";

/** How long an address has to answer, in ms. */
const ANSWERS_WITHIN = 5000;

/** What only our page has in it. */
const OUR_PAGE = /\bpage_(?:en|it)\.js\b/;

/** Opens an address as a browser would: its page, and the page's connection. @param origin As `https://chat.example`. */
export async function reachOf(origin: string): Promise<Reach> {
  const signal = AbortSignal.timeout(ANSWERS_WITHIN);
  try {
    const response = await fetch(`${origin}/`, {
      signal,
      redirect: "manual",
      headers: { accept: "text/html" },
    });
    const text = await response.text();
    if (response.status === 421) return { origin, state: "unknown-host" };
    if (response.status !== 200 || !OUR_PAGE.test(text)) return { origin, state: "not-ours" };
  } catch {
    return { origin, state: "unreachable" };
  }
  return { origin, state: await opensSocket(origin) ? "good" : "no-socket" };
}

function opensSocket(origin: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = new WebSocket(`${origin.replace(/^http/, "ws")}/ws`);
  const late = setTimeout(() => resolve(false), ANSWERS_WITHIN);
  socket.onopen = () => resolve(true);
  socket.onerror = () => resolve(false);
  return promise.finally(() => {
    clearTimeout(late);
    if (socket.readyState <= WebSocket.OPEN) socket.close();
  });
}
